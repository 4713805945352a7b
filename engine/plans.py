"""What the cells of a span are before the first pass: which are held, which are free, and what each begins with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from palimpsest.engine.canvas import Canvas, Rule, Run, Span, anchored
from palimpsest.engine.tokenizer import Tokenizer

BLANK = 6
"""Cells of a hole without text of its own, at scale 1, where no probe tells better."""


@dataclass(frozen=True, slots=True)
class Place:
    """One cell."""

    run: int
    """Which stretch of held or free cells it belongs to."""
    token: int | None = None
    """What it holds at first; None for a free cell that begins as noise."""
    held: bool = False
    noise: bool = False
    """Begins as noise although it has a token."""
    certainty: float | None = None
    """How much the first pass hears of the token, [0, 1]; None leaves it, and whether it is noise, to the strength."""
    rule: Rule | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """The cells of a whole span, in order."""

    places: tuple[Place, ...]
    old: tuple[tuple[int, ...], ...]
    """Per run, what stands there until it is written: what is shown, and what earlier canvases see behind them."""

    @property
    def free(self) -> int:
        """Cells that may change."""
        return sum(not place.held for place in self.places)

    def keeps(self, tokenizer: Tokenizer, ids: Sequence[int]) -> bool:
        """True if the tokens of its cells begin and end as the text around them needs."""
        spelled = tokenizer.token_bytes
        rules = ((place.rule, token) for place, token in zip(self.places, ids, strict=True))
        return all(rule is None or rule.allows(spelled[token]) for rule, token in rules)


def fresh(span: Span, free: int, weights: Sequence[int] = (), *, keep: bool = False) -> Plan:
    """A plan of about `free` free cells, shared among the free runs of the span as `Span.lengths` does.

    With `keep` the free cells begin with the old tokens: of a run that gets shorter some are left out, in one that gets
    longer there is noise between, evenly spread.
    """
    runs = span.runs or (Run(0),)
    lengths = span.lengths(free, weights) if span.runs else [free]
    places: list[Place] = []
    old: list[tuple[int, ...]] = []
    begin = 0
    for number, (run, length) in enumerate(zip(runs, lengths, strict=True)):
        ids = span.old[begin : begin + run.size]
        begin += run.size
        old.append(ids)
        tokens: list[int | None] = list(ids) if run.held else [None] * length
        if keep and not run.held and not run.blank:
            tokens = spread(ids, length)
        places += [Place(number, token, held=run.held) for token in tokens]
    return ruled(places, old, (span.head, span.tail), runs)


def ruled(
    places: Sequence[Place], old: Sequence[tuple[int, ...]], borders: tuple[bytes, bytes], runs: Sequence[Run] = ()
) -> Plan:
    """The plan of these cells, with what the text around them asks of the free ones.

    `borders` are head and tail of the span; `runs` say more of the runs, by their number.
    """
    firsts: dict[int, int] = {}
    lasts: dict[int, int] = {}
    for cell, place in enumerate(places):
        firsts.setdefault(place.run, cell)
        lasts[place.run] = cell
    heads = {firsts[number]: run.head for number, run in enumerate(runs) if number in firsts and run.head}
    tails = {lasts[number]: run.tail for number, run in enumerate(runs) if number in lasts and run.tail}
    heads.setdefault(0, borders[0])
    tails.setdefault(len(places) - 1, borders[1])
    result: list[Place] = []
    for cell, place in enumerate(places):
        unwanted = place.rule.unwanted if place.rule is not None else ()
        rule = Rule(heads.get(cell, b""), tails.get(cell, b""), unwanted)
        result.append(replace(place, rule=None if place.held or rule == Rule() else rule))
    return Plan(tuple(result), tuple(old))


def spread(ids: Sequence[int], length: int) -> list[int | None]:
    """`ids` made `length` long: some left out, or None put between, evenly."""
    old = len(ids)
    if length <= old:
        return [ids[(2 * i + 1) * old // (2 * length)] for i in range(length)]
    cells: list[int | None] = []
    gaps = old + 1
    for gap in range(gaps):
        before, after = ((2 * edge * (length - old) + gaps) // (2 * gaps) for edge in (gap, gap + 1))
        cells += [None] * (after - before)
        cells += ids[gap : gap + 1]
    return cells


def canvas_of(
    places: Sequence[Place], following: Sequence[int], size: int, end_ids: tuple[int, int], lead: Sequence[int] = ()
) -> Canvas:
    """One canvas of `size` tokens: `lead`, these cells, and the text that follows; `end_ids` is (end, pad)."""
    lead = tuple(lead)
    slots = tuple(place.token if place.held else None for place in places)
    anchor = anchored(following, size - len(lead) - len(slots), end_ids)
    rules = tuple((cell, place.rule) for cell, place in enumerate(places) if place.rule is not None)
    if all(place.held or place.token is None for place in places):
        return Canvas(slots, anchor, rules=rules, lead=lead)
    told = any(place.certainty is not None for place in places)
    return Canvas(
        slots,
        anchor,
        start=tuple(place.token or 0 for place in places),
        noise=tuple(not place.held and (place.noise or place.token is None) for place in places),
        certainty=tuple(1.0 if place.held else place.certainty or 0.0 for place in places) if told else (),
        rules=rules,
        lead=lead,
    )


def weights(span: Span, scale: float, blank: int = BLANK) -> tuple[int, ...]:
    """Cells wanted for every run: the old length times `scale`, `blank` times that where there is no old text."""
    return tuple(
        0 if run.held else max(int(run.needed), round(scale * (blank if run.blank else run.size))) for run in span.runs
    )
