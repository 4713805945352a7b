"""Finished drafts → alternatives: which are usable, which are best, and what each of their cells says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from palimpsest.engine import ranking
from palimpsest.engine.canvas import Rule, Span
from palimpsest.engine.drafts import Drafts, Told
from palimpsest.engine.model import Model
from palimpsest.engine.plans import Plan
from palimpsest.engine.prefix import Prefix
from palimpsest.engine.request import Alternative, Cell, InfillError, InfillRequest, RunnerUp
from palimpsest.engine.scoring import causal_scores
from palimpsest.engine.tokenizer import Tokenizer

RUNNERS_UP = 5
"""Other tokens told of each free cell."""

ASKED = 16
"""Tokens that the model is asked for: some are part of a character, or no text of their own, and are left out."""


@dataclass(slots=True)
class Fill:
    """The tokens of a whole span after its last pass."""

    plan: Plan
    ids: list[int]
    held: list[bool]
    entropy: float = 0.0
    """Mean over the free cells of the last canvas, nats."""
    passes: int = 0
    told: list[Told] = field(default_factory=list)
    """Of every cell, or, as long as it is empty, to be asked of `drafts`."""
    drafts: tuple[Drafts, int, int] | None = None
    """The batch it comes from, its row, and its first cell there."""
    hollow: bool = False
    """The model had nothing to say in some canvas of it."""


class Answer:
    """Makes alternatives of the drafts of one request."""

    def __init__(
        self,
        model: Model,
        tokenizer: Tokenizer,
        request: InfillRequest,
        span: Span,
        prefix: Prefix,
        prior: float,
        lead: Sequence[int] = (),
    ) -> None:
        """`prefix` and `lead` stand before the span; `prior` is its expected length in cells, 0 if any is as good."""
        self.model = model
        self.tokenizer = tokenizer
        self.request = request
        self.span = span
        self.prefix = prefix
        self.prior = prior
        self.lead = lead
        self._crlf = _has_crlf(request.text)

    def best(self, fills: Sequence[Fill]) -> list[Alternative]:
        """The drafts that fit, best first.

        Raises `InfillError` if none keeps the text around it, or if the model had nothing to say in any.
        """
        request, span = self.request, self.span
        spliced = [(fill, self.tokenizer.decode(fill.ids)) for fill in fills if not fill.hollow]
        if fills and not spliced:
            raise InfillError(
                "The model had nothing to write here.", "Try another seed, say what you want, or select a little more."
            )
        usable = [
            (fill, text)
            for fill, text in spliced
            if span.splice(text) is not None and (not _whole(fill) or fill.plan.keeps(self.tokenizer, fill.ids))
        ]
        if not usable:
            raise InfillError("The model found no text that fits here.", "Try another seed, or select a little more.")
        texts = [text for _, text in usable]
        scores = causal_scores(self.model, self.tokenizer, self.prefix, span, texts, self.lead)
        old = request.text[request.start : request.end]
        # All of a document that is parsed, and of one beyond that enough to see what is repeated.
        before = request.text[max(0, request.start - ranking.LARGEST_PARSED) : request.start]
        after = request.text[request.end : request.end + ranking.LARGEST_PARSED]
        parsed = ranking.parses(request.text, request.name)
        scored = []
        for place, ((fill, _), score) in enumerate(zip(usable, scores, strict=True)):
            text = self._text(self._pieces(fill))
            taken = ranking.penalties(
                text,
                old,
                before,
                after,
                (len(fill.ids), self.prior),
                wants_change=request.strength == 1.0 and not request.resume,
                parsed_before=parsed,
                name=request.name,
            )
            scored.append(ranking.Scored(text, score, score - taken, fill.passes, place))
        picked = ranking.pick(scored, request.alternatives, prose=parsed is None)
        chosen = [usable[draft.draft][0] for draft in picked]
        _ask(chosen)
        return [
            Alternative(draft.text, draft.score, draft.passes, self._cells(fill), draft.merged)
            for draft, fill in zip(picked, chosen, strict=True)
        ]

    def as_drawn(self, fill: Fill) -> Alternative:
        """A draft that was stopped, just as it stood on the page: it may not have reached the right border."""
        _ask([fill])
        cells = self._cells(fill)
        return Alternative(self._text([cell.piece for cell in cells]), -fill.entropy, fill.passes, cells)

    def _text(self, pieces: Sequence[str]) -> str:
        return "".join(pieces) if pieces else self.span.trailing.decode()

    def _pieces(self, fill: Fill) -> list[str]:
        """Text of every cell, within the selection and with the line ends of the document."""
        complete = self.span.splice(self.tokenizer.decode(fill.ids)) is not None
        pieces = self.span.trim(self.tokenizer.pieces(fill.ids), complete=complete)
        if not self._crlf:
            return pieces
        trailing = self.span.trailing.decode() if complete and pieces else ""
        if trailing:
            pieces[-1] = pieces[-1].removesuffix(trailing)
        before = self.request.text[self.request.start - 1 : self.request.start]
        for cell, piece in enumerate(pieces):
            if not fill.held[cell]:
                pieces[cell] = with_crlf(piece, before)
            before = piece[-1:] or before
        if trailing:
            pieces[-1] += trailing
        return pieces

    def _cells(self, fill: Fill) -> tuple[Cell, ...]:
        pieces = self._pieces(fill)
        cells: list[Cell] = []
        before = self.request.text[self.request.start - 1 : self.request.start]
        for number, (token, piece, held, told) in enumerate(zip(fill.ids, pieces, fill.held, fill.told, strict=True)):
            rule = (fill.plan.places[number].rule if number < len(fill.plan.places) else None) or Rule()
            outer = Rule(self.span.head if not number else b"", self.span.tail if number == len(pieces) - 1 else b"")
            others = self._runners_up(told, piece, rule, outer, before)
            cells.append(Cell(token, piece, told.probability, held, others))
            before = piece[-1:] or before
        return tuple(cells)

    def _runners_up(self, told: Told, piece: str, rule: Rule, outer: Rule, before: str) -> tuple[RunnerUp, ...]:
        """The readable ones of the other tokens; what lies outside of the selection, `outer`, is no part of them."""
        found: list[RunnerUp] = []
        seen = {piece}
        for token, probability in told.others:
            spelled = self.tokenizer.token_bytes[token]
            if not rule.allows(spelled) or not outer.allows(spelled):
                continue
            try:
                other = spelled[len(outer.head) : len(spelled) - len(outer.tail)].decode()
            except UnicodeDecodeError:
                continue
            if self._crlf:
                other = with_crlf(other, before)
            if other and other not in seen:
                seen.add(other)
                found.append(RunnerUp(token, other, probability))
        return tuple(found[:RUNNERS_UP])


def with_crlf(piece: str, before: str) -> str:
    """A piece with the line ends CR LF; `before` is the character that it follows."""
    if not piece.startswith("\n") or before != "\r":
        return piece.replace("\r\n", "\n").replace("\n", "\r\n")
    return "\n" + with_crlf(piece[1:], "\n")


def _has_crlf(text: str) -> bool:
    """True if every line ends so."""
    return "\r\n" in text and text.count("\r\n") == text.count("\n")


def _whole(fill: Fill) -> bool:
    return len(fill.ids) == len(fill.plan.places)


def _ask(fills: Sequence[Fill]) -> None:
    """Have the model tell of the cells of drafts of which it has not yet: one pass for each batch."""
    batches: dict[int, list[Fill]] = {}
    for fill in fills:
        if not fill.told:
            fill.told = [Told()] * len(fill.ids)
            if fill.drafts is not None:
                batches.setdefault(id(fill.drafts[0]), []).append(fill)
    for batch in batches.values():
        origins = [fill.drafts for fill in batch if fill.drafts is not None]
        told = origins[0][0].told([row for _, row, _ in origins], ASKED)
        for fill, (_, _, first), cells in zip(batch, origins, told, strict=True):
            fill.told[first : first + len(cells)] = cells
