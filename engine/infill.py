"""A request → canvases → passes: chooses lengths, denoises drafts side by side, fills long spans in turn, ranks."""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import torch

from palimpsest.engine import length, ranking
from palimpsest.engine.canvas import ANCHOR, Canvas, Slot, Span, canvas_size, compose, lay_out
from palimpsest.engine.drafts import Draft, Drafts, Readout
from palimpsest.engine.model import Model, load_model
from palimpsest.engine.prefix import Prefix
from palimpsest.engine.prompt import continued_text
from palimpsest.engine.request import (
    Alternative,
    CellState,
    Event,
    Failed,
    Finished,
    InfillError,
    InfillRequest,
    ModelInfo,
    Pass,
    validate,
)
from palimpsest.engine.sampler import SamplerConfig
from palimpsest.engine.scoring import causal_scores
from palimpsest.engine.tokenizer import Tokenizer

LONGEST_CONTEXT = 4096
"""Tokens of left text that are encoded at most."""

DROP_PASS = 4
"""After so many passes the worse half of the candidates is dropped."""


@dataclass(slots=True)
class _Run:
    """What one request carries through its canvases."""

    request: InfillRequest
    span: Span
    seed: int
    generator: torch.Generator
    cancelled: threading.Event
    limit: int
    started: float = field(default_factory=time.monotonic)


class InfillEngine:
    """A model and its tokenizer, answering `InfillRequest`s. Every torch call happens in the thread that iterates."""

    def __init__(self, model: Model, tokenizer: Tokenizer, config: SamplerConfig, info: ModelInfo) -> None:
        self.model = model
        self.tokenizer = tokenizer
        self.config = config
        self.info = info
        banned = torch.zeros(model.config.vocab_size, dtype=torch.bool)
        banned[list(tokenizer.banned_ids)] = True
        banned[tokenizer.vocab_size :] = True
        self.banned = banned.to(model.device)
        self._prefix: Prefix | None = None

    @classmethod
    def open(cls, model: str | Path, device: str, progress: Callable[[float, str], None] | None) -> InfillEngine:
        """See `palimpsest.engine.open_engine`."""
        embedded = str(model) == "embedded"
        folder = embedded_folder() if embedded else Path(model)
        place = _device(device)
        dtype = torch.float32 if place == "cpu" else torch.bfloat16
        loaded = load_model(folder, place, dtype, progress)
        config = SamplerConfig.load(folder, loaded.config)
        tokenizer = Tokenizer.load(
            folder, loaded.config.bos_token_id, loaded.config.eos_token_id, loaded.config.pad_token_id
        )
        if tokenizer.vocab_size > loaded.config.vocab_size:
            raise InfillError(
                f"The tokenizer in {folder} has {tokenizer.vocab_size} entries, the model {loaded.config.vocab_size}.",
                "Take tokenizer.json and weights from the same checkpoint.",
            )
        info = ModelInfo(
            name="Palimpsest small" if embedded else folder.resolve().name,
            device=place,
            parameters=loaded.parameters,
            canvas_length=loaded.config.canvas_length,
            follows_instructions=tokenizer.follows_instructions,
            embedded=embedded,
        )
        return cls(loaded, tokenizer, config, info)

    def count_tokens(self, text: str) -> int:
        """How many tokens a text has for this model; from any thread."""
        return self.tokenizer.count(text)

    def infill(self, request: InfillRequest, cancelled: threading.Event) -> Iterator[Event]:
        """Yield a `Pass` after each denoising pass, then one `Finished`, or `Failed` with what to do next."""
        try:
            yield from self._infill(request, cancelled)
        except InfillError as error:
            yield Failed(error.what, error.remedy)
        except torch.OutOfMemoryError:
            self._prefix = None
            yield Failed("The GPU ran out of memory.", "Close other programs that use it, or select a shorter span.")
        except MemoryError:
            self._prefix = None
            yield Failed("This machine ran out of memory.", "Close other programs, or select a shorter span.")

    def _infill(self, request: InfillRequest, cancelled: threading.Event) -> Iterator[Event]:
        validate(request)
        span = lay_out(self.tokenizer, request.text, request.start, request.end, request.pins)
        seed = request.seed if request.seed is not None else secrets.randbelow(2**31)
        run = _Run(
            request=request,
            span=span,
            seed=seed,
            generator=torch.Generator(self.model.device).manual_seed(seed),
            cancelled=cancelled,
            limit=request.passes or self.config.max_denoising_steps,
        )
        prefix = self.encode(continued_text(self.tokenizer, span, self.context_limit))
        plans = self._plans(run, prefix)
        if all(self._fits(span, plan) for plan in plans):
            drafts = yield from self._one_canvas(run, prefix, plans)
        else:
            drafts = yield from self._several_canvases(run, prefix, plans[: request.alternatives])
        yield Finished(
            alternatives=tuple(self._rank(run, prefix, drafts)),
            seconds=time.monotonic() - run.started,
            model=self.info.name,
            seed=seed,
            stopped=cancelled.is_set(),
        )

    # -- lengths -------------------------------------------------------------------------------------------------

    def _plans(self, run: _Run, prefix: Prefix) -> list[tuple[Slot, ...]]:
        """The slots of every candidate: which length, where the pins are; nearest to the prior first."""
        request, span = run.request, run.span
        rows = max(5, min(8, 2 * request.alternatives), request.alternatives)
        if request.length is not None:
            return [span.slots(request.length)] * (rows if request.alternatives > 1 else 3)
        if request.strength < 1.0 and span.free:
            return [span.slots(span.free)] * (rows if request.alternatives > 1 else 2)
        longest = max(1, self.info.canvas_length - ANCHOR)
        if span.free:
            lengths = length.around(span.free, 5, max(longest, span.free))
        elif any(span.pinned):
            lengths = (0,)  # everything is pinned: nothing to write
        else:
            lengths = self._probe(run, prefix, longest)
        return [span.slots(lengths[row % len(lengths)]) for row in range(rows)]

    def _probe(self, run: _Run, prefix: Prefix, longest: int) -> tuple[int, ...]:
        """Lengths for an insertion: where an unpinned draft would let the right text begin, else by confidence.

        Two drafts of a whole free canvas take two passes; the suffix is then looked for at every place
        (infill.md §3 F1). Without a clear peak a geometric row of lengths takes one pass each (§3 B).
        """
        suffix = run.span.right[:8]
        if len(suffix) >= 2:
            size = min(self.info.canvas_length, 64)
            drafts = self._drafts(run, prefix, [Canvas((None,) * size, ())] * 2, edges=(False, False))
            scores = torch.stack([length.suffix_alignment(row, suffix) for row in drafts.look(2)]).mean(0)
            peaks = [p for p in length.modes(scores, 2) if p <= longest and scores[p] > length.PEAK]
            if peaks:
                found = [p + d for p in peaks for d in (0, 1, -1, 2, -2) if 1 <= p + d <= longest]
                return tuple(dict.fromkeys(found))[:8]
        lengths = tuple(n for n in length.GEOMETRIC if n <= longest)
        size = canvas_size(max(lengths), self.info.canvas_length)
        canvases = [compose(run.span, (None,) * n, size, self._end_ids) for n in lengths]
        drafts = self._drafts(run, prefix, canvases, edges=(True, True))
        drafts.advance()
        best = length.expected_length(lengths, [-draft.entropy for draft in drafts.drafts])
        return length.around(best, 5, longest)

    # -- denoising -----------------------------------------------------------------------------------------------

    def _one_canvas(self, run: _Run, prefix: Prefix, plans: Sequence[tuple[Slot, ...]]) -> Iterator[Pass]:
        """Denoise every candidate in one batch over a shared prefix; returns the drafts that were not dropped."""
        longest = max(len(plan) for plan in plans)
        size = canvas_size(longest, self.info.canvas_length)
        canvases = [self._canvas(run, plan, size) for plan in plans]
        drafts = self._drafts(run, prefix, canvases, edges=(True, True))
        keep = max(run.request.alternatives + 1, (len(plans) + 1) // 2)
        leader = 0
        while not drafts.finished and not run.cancelled.is_set():
            drafts.advance()
            if drafts.number == DROP_PASS:
                order = sorted(drafts.running, key=lambda row: drafts.drafts[row].entropy)
                drafts.drop(order[keep:])
            leader = _leader(drafts.drafts, leader)
            yield self._pass(run.span, drafts, drafts.drafts[leader], candidates=len(drafts.running) or 1)
        if run.cancelled.is_set():
            return [drafts.drafts[leader]] if drafts.number else []
        return [draft for draft in drafts.drafts if not draft.dropped]

    def _several_canvases(self, run: _Run, prefix: Prefix, plans: Sequence[tuple[Slot, ...]]) -> Iterator[Pass]:
        """Fill a span longer than a canvas, left to right, one alternative after the other; returns whole drafts.

        Each canvas but the last is all span; its uncertain tail is left to the next one (infill.md §7.6). What is
        settled is encoded causally and becomes prefix.
        """
        room = self.info.canvas_length
        tail = room // 4
        whole: list[Draft] = []
        for slots in plans:
            done: list[int] = []
            passes, entropy, here = 0, 0.0, prefix
            while len(done) < len(slots) and not run.cancelled.is_set():
                rest = slots[len(done) :]
                final = len(rest) <= room - tail or self._fits(run.span, rest)
                size = canvas_size(len(rest), room) if final else room
                canvas = self._canvas(run, rest if final else rest[:room], size, offset=len(done))
                drafts = self._drafts(run, here, [canvas], edges=(not done, final))
                last = drafts.drafts[0]
                where = (len(done) // (room - tail) + 1, max(1, -(-(len(slots) - tail) // (room - tail))))
                while not drafts.finished and not run.cancelled.is_set():
                    drafts.advance()
                    yield self._pass(run.span, drafts, last, settled=done, canvas=where, final=final)
                if not drafts.number:
                    break
                stopped = run.cancelled.is_set()
                settled = last.ids if final or stopped else last.ids[: room - tail]
                passes += drafts.number
                done, entropy = done + settled, last.entropy
                if len(done) < len(slots) and not run.cancelled.is_set():
                    here = self._extend(run.span, here, done, settled)
            if passes:
                whole.append(Draft(done, [], [], [], entropy=entropy, passes=passes))
            if run.cancelled.is_set():
                break
        return whole

    def _canvas(self, run: _Run, slots: Sequence[Slot], size: int, offset: int = 0) -> Canvas:
        """The canvas for slots, with the old tokens as its start when only part of the span is re-noised."""
        canvas = compose(run.span, slots, size, self._end_ids)
        if run.request.strength < 1.0 and run.span.old:
            return Canvas(canvas.slots, canvas.anchor, run.span.old[offset : offset + len(slots)])
        return canvas

    def _drafts(self, run: _Run, prefix: Prefix, canvases: Sequence[Canvas], edges: tuple[bool, bool]) -> Drafts:
        """A batch of drafts; `edges` tells whether its cells touch the left and right border of the span."""
        starts = all(canvas.start for canvas in canvases)
        return Drafts(
            self.model,
            prefix,
            canvases,
            self.config,
            self._readout(run.span, edges),
            run.generator,
            limit=run.limit,
            strength=run.request.strength if starts else 1.0,
            sample=run.request.alternatives > 1 or run.request.length is not None,
        )

    def _readout(self, span: Span, edges: tuple[bool, bool]) -> Readout:
        """Control tokens are never read out; the first and last cell keep the outer characters of a straddled token."""
        first = self._allowed(lambda piece: piece.startswith(span.head)) if edges[0] and span.head else None
        last = self._allowed(lambda piece: piece.endswith(span.tail)) if edges[1] and span.tail else None
        return Readout(self.banned, first, last)

    def _allowed(self, test: Callable[[bytes], bool]) -> torch.Tensor:
        allowed = [test(piece) for piece in self.tokenizer.token_bytes]
        allowed += [False] * (self.model.config.vocab_size - len(allowed))
        return torch.tensor(allowed, device=self.model.device)

    def _pass(
        self,
        span: Span,
        drafts: Drafts,
        draft: Draft,
        *,
        settled: Sequence[int] = (),
        canvas: tuple[int, int] = (1, 1),
        final: bool = True,
        candidates: int = 1,
    ) -> Pass:
        """A draft as plain data for whoever draws it."""
        pieces = self.tokenizer.pieces([*settled, *draft.ids])
        states = [CellState.SETTLED] * len(settled)
        for pinned, accepted in zip(draft.pinned, draft.accepted, strict=True):
            states.append(CellState.PINNED if pinned else CellState.ACCEPTED if accepted else CellState.RENOISED)
        return Pass(
            number=drafts.number,
            limit=drafts.limit,
            pieces=tuple(span.trim(pieces, complete=final)),
            certainty=(1.0,) * len(settled) + tuple(draft.certainty),
            states=tuple(states),
            canvas=canvas[0],
            canvases=canvas[1],
            temperature=drafts.temperature,
            entropy=draft.entropy,
            accepted=sum(a and not p for a, p in zip(draft.accepted, draft.pinned, strict=True)),
            changed=draft.changed,
            candidates=candidates,
        )

    # -- prefix --------------------------------------------------------------------------------------------------

    @property
    def context_limit(self) -> int:
        """Tokens of prefix that fit beside a whole canvas."""
        return min(LONGEST_CONTEXT, self.model.config.max_positions - self.info.canvas_length)

    def encode(self, ids: Sequence[int]) -> Prefix:
        """The prefix of `ids`, reading only what differs from the one before."""
        self._prefix = self.model.prepare(self._tensor(ids), self._prefix)
        return self._prefix

    def _extend(self, span: Span, prefix: Prefix, done: Sequence[int], settled: Sequence[int]) -> Prefix:
        """The prefix with freshly settled cells; re-encoded from a later start once the context is full."""
        if prefix.length + len(settled) <= self.context_limit:
            return self.model.encode(self._tensor(settled), prefix)
        near = [*span.left, *done][-(self.context_limit // 2) :]
        return self.model.encode(self._tensor([self.tokenizer.bos, *near]))

    def _tensor(self, ids: Sequence[int]) -> torch.Tensor:
        return torch.tensor([list(ids)], device=self.model.device)

    @property
    def _end_ids(self) -> tuple[int, int]:
        return self.tokenizer.eos, self.tokenizer.pad

    def _fits(self, span: Span, slots: Sequence[Slot]) -> bool:
        """True if the slots and enough right text share one canvas."""
        return len(slots) + min(ANCHOR, len(span.right) + 1) <= self.info.canvas_length

    # -- ranking -------------------------------------------------------------------------------------------------

    def _rank(self, run: _Run, prefix: Prefix, drafts: Sequence[Draft]) -> list[Alternative]:
        """Finished drafts as alternatives, best first. Raises `InfillError` if none keeps the text around it."""
        request, span = run.request, run.span
        if run.cancelled.is_set():
            return [self._as_drawn(run, draft) for draft in drafts]
        fills = [self.tokenizer.decode(draft.ids) for draft in drafts]
        texts = [span.splice(fill) for fill in fills]
        usable = [i for i, text in enumerate(texts) if text is not None]
        if not usable:
            raise InfillError("The model found no text that fits here.", "Try another seed, or select a little more.")
        scores = causal_scores(self.model, self.tokenizer, prefix, span, [fills[i] for i in usable])
        old = request.text[request.start : request.end]
        parsed = ranking.parses(request.text, request.name)
        scored = []
        for i, score in zip(usable, scores, strict=True):
            text = _match_newlines(texts[i] or "", request.text)
            taken = ranking.penalties(
                text,
                old,
                request.text[: request.start],
                request.text[request.end :],
                (len(drafts[i].ids), len(span.old) if request.length is None else 0),
                wants_change=request.strength == 1.0,
                parsed_before=parsed,
                name=request.name,
            )
            scored.append(ranking.Scored(text, score, score - taken, drafts[i].passes))
        best = ranking.pick(scored, request.alternatives, prose=parsed is None)
        return [Alternative(draft.text, draft.score, draft.passes) for draft in best]

    def _as_drawn(self, run: _Run, draft: Draft) -> Alternative:
        """A draft that was stopped, just as it stood on the page: it may not have reached the right border."""
        text = run.span.splice(self.tokenizer.decode(draft.ids))
        if text is None:
            text = "".join(run.span.trim(self.tokenizer.pieces(draft.ids), complete=False))
        return Alternative(_match_newlines(text, run.request.text), -draft.entropy, draft.passes)


def embedded_folder() -> Path:
    """Where the shipped small model lies. Raises `InfillError` if it is missing from the installation."""
    import palimpsest.resources

    folder = Path(palimpsest.resources.__file__).parent / "model"
    if not (folder / "config.json").is_file():
        raise InfillError("The embedded model is missing from this installation.", "Install Palimpsest again.")
    return folder


def _leader(drafts: Sequence[Draft], present: int) -> int:
    """The candidate to show: the most certain one, but the present one unless another is clearly better."""
    alive = [i for i, draft in enumerate(drafts) if not draft.dropped]
    best = min(alive, key=lambda i: drafts[i].entropy)
    if present in alive and drafts[present].entropy <= 1.25 * drafts[best].entropy + 0.02:
        return present
    return best


def _match_newlines(fill: str, text: str) -> str:
    """Give a fill the line ends of its document."""
    if "\r\n" not in text or text.count("\r\n") < text.count("\n"):
        return fill
    return fill.replace("\r\n", "\n").replace("\n", "\r\n")


def _device(wanted: str) -> str:
    if wanted == "auto":
        return "cuda:0" if torch.cuda.is_available() else "cpu"
    if wanted.startswith("cuda") and not torch.cuda.is_available():
        raise InfillError("No CUDA device can be used here.", "Run `palimpsest doctor`, or choose the device cpu.")
    return wanted
