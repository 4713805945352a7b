"""The cells of a request, written: all at once where they share a canvas, else group after group, canvas by canvas."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count
from typing import Protocol

from palimpsest.engine import parts, variety
from palimpsest.engine.answer import ASKED, Fill
from palimpsest.engine.drafts import Draft, Drafts, Told
from palimpsest.engine.job import Job, Stage, leader, shown_pass
from palimpsest.engine.plans import Place, Plan
from palimpsest.engine.prefix import Prefix
from palimpsest.engine.request import Pass, Range

DROP_PASS = 4
"""After so many passes the worse half of the candidates is dropped."""

SHORTER = (128, 64)
"""Canvases that are tried where the model had nothing to say in a larger one, twice (infill.md §7.8)."""

Filling = Generator[Pass, None, list[Fill]]


@dataclass(frozen=True, slots=True)
class Row:
    """One draft to be: its cells, the tokens that follow them, and those that stand before them in the canvas."""

    places: Sequence[Place]
    following: Sequence[int]
    lead: Sequence[int] = ()


class Maker(Protocol):
    """What is needed of the engine."""

    @property
    def room(self) -> int:
        """The most cells of a canvas."""
        ...

    def batch(self, job: Job, prefix: Prefix, rows: Sequence[Row], most: int) -> Drafts:
        """Drafts in canvases of one size over `prefix`, of at most `most` tokens."""
        ...

    def extend(self, job: Job, prefix: Prefix, done: Sequence[int], new: int) -> tuple[Prefix, bool]:
        """`prefix` with the last `new` of the tokens `done`, which follow the left text; whether it has been kept.

        The lead of the prompt is read with the first of them.
        """
        ...


def fill(maker: Maker, job: Job, plans: Sequence[Plan]) -> Filling:
    """Denoise the plans, candidates for one span; returns those not dropped, or, if stopped, what was drawn last."""
    whole = Stage(job.prefix, job.reused, job.prompt.lead)
    follows, room = len(job.span.right), maker.room - len(whole.lead)
    if not any(plan.free for plan in plans):
        return [_unwritten(plans[0])]
    if all(parts.fits(len(plan.places), follows, room) for plan in plans):
        return (yield from _side_by_side(maker, job, plans, [(0, len(plan.places)) for plan in plans], whole))
    jointly = bool(job.request.resume or job.request.holes)
    groups = [parts.groups(plan, follows, room, jointly=jointly) for plan in plans]
    if jointly and all(
        len(found) == 1 and _fits(job, plan, found[0], _room(maker, job, found[0][0]))
        for plan, found in zip(plans, groups, strict=True)
    ):
        # Only held text lies before it, the same for all.
        known = [place.token or 0 for place in plans[0].places[: groups[0][0][0]]]
        stage = _moved(maker, job, plans[0], whole, known, 0)
        return (yield from _side_by_side(maker, job, plans, [found[0] for found in groups], stage))
    fills: list[Fill] = []
    for plan, found in zip(plans[: job.request.alternatives], groups, strict=False):
        one = yield from _in_turn(maker, job, plan, found)
        if one is not None:
            fills.append(one)
        if job.cancelled.is_set():
            break
    return fills


def _side_by_side(maker: Maker, job: Job, plans: Sequence[Plan], ranges: Sequence[Range], stage: Stage) -> Filling:
    """Denoise a range of cells of every plan, in one batch."""
    behind = [parts.behind(plan, stop) for plan, (_, stop) in zip(plans, ranges, strict=True)]
    rows = [
        Row(plan.places[begin:stop], (*later.ids, *job.span.right), stage.lead)
        for plan, (begin, stop), later in zip(plans, ranges, behind, strict=True)
    ]
    keep = max(job.request.alternatives + 1, (len(plans) + 1) // 2)
    cell = variety.pivot(rows[0].places) if job.request.resume and job.request.alternatives > 1 else None
    if cell is not None:
        rows, keep = _apart(maker, job, rows, cell, stage.prefix), len(rows)
    fills: list[Fill] = []
    for drafts in _tries(maker, job, stage, rows):
        shown = 0
        while not drafts.finished and not job.cancelled.is_set():
            drafts.advance()
            if drafts.number == DROP_PASS:
                order = sorted(drafts.running, key=lambda row: drafts.drafts[row].entropy)
                drafts.drop(order[keep:])
            shown = leader(drafts.drafts, shown)
            yield shown_pass(job, drafts, shown, stage, behind[shown])
        kept = [row for row, draft in enumerate(drafts.drafts) if not draft.dropped]
        if job.cancelled.is_set():
            if not drafts.number:
                return fills[:1]
            kept = [shown]
        fills = [_filled(job, plans[row], drafts, row, stage, behind[row]) for row in kept]
        if job.cancelled.is_set() or not all(fill.hollow for fill in fills):
            break
    return fills


def _tries(maker: Maker, job: Job, stage: Stage, rows: Sequence[Row]) -> Iterator[Drafts]:
    """The rows as drafts, and again for as long as the model has nothing to say: from other noise, then in canvases
    that are shorter, where they hold the rows (infill.md §7.8).
    """
    first = maker.batch(job, stage.prefix, rows, maker.room)
    yield first
    yield maker.batch(job, stage.prefix, rows, maker.room)
    longest = max(len(row.lead) + len(row.places) for row in rows)
    follows = min(len(row.following) for row in rows)
    for size in SHORTER:
        if size < first.size and parts.fits(longest, follows, size):
            yield maker.batch(job, stage.prefix, rows, size)


def _is_hollow(job: Job, draft: Draft) -> bool:
    """True if the model had nothing to say: it wanted its turn to end, or wrote what is no text."""
    if not job.tokenizer.follows_instructions:
        return False
    written = [token for token, held in zip(draft.ids, draft.held, strict=True) if not held]
    return draft.hollow or (bool(written) and not job.tokenizer.decode(written))


def _apart(maker: Maker, job: Job, rows: Sequence[Row], cell: int, prefix: Prefix) -> list[Row]:
    """Rows that are all alike, made to differ in a cell."""
    one, *_ = rows
    probe = maker.batch(job, prefix, [one] * variety.PROBED, maker.room)
    probe.advance()
    told = probe.told(range(variety.PROBED), ASKED)
    tokens = variety.likely((draft.ids[cell], says[cell]) for draft, says in zip(probe.drafts, told, strict=True))
    return [replace(one, places=places) for places in variety.apart(one.places, cell, tokens, len(rows))]


def _in_turn(maker: Maker, job: Job, plan: Plan, groups: Sequence[Range]) -> Generator[Pass, None, Fill | None]:
    """Write groups of cells in turn; what is written becomes context of the next. None if stopped before a pass.

    A group longer than a canvas is filled left to right: each canvas but the last is all span, and its uncertain tail
    is left to the next one (infill.md §7.6).
    """
    canvases = [_canvases(maker, job, plan, group) for group in groups]
    stage = Stage(job.prefix, job.reused, job.prompt.lead, canvases=sum(canvases))
    ids: list[int] = []
    told: list[Told] = []
    passes, entropy, covered, hollow = 0, 0.0, 0, True
    for number, (begin, stop) in enumerate(groups):
        ids += [place.token or 0 for place in plan.places[len(ids) : begin]]
        canvas = sum(canvases[:number])
        while len(ids) < stop:
            told += [Told()] * (len(ids) - len(told))
            stage = _moved(maker, job, plan, stage, ids, covered)
            covered, canvas = len(ids), canvas + 1
            stage = replace(stage, canvas=canvas)
            drafts, settled, taken = yield from _next_canvas(maker, job, plan, stage, covered, stop)
            passes += taken
            if job.cancelled.is_set():
                return _stopped(plan, drafts, ids, told, entropy, passes, stage) if passes else None
            last = drafts.drafts[0]
            entropy, hollow = last.entropy, hollow and _is_hollow(job, last)
            ids += last.ids[:settled]
            told += drafts.told([0], ASKED)[0][:settled]
    rest = parts.behind(plan, len(ids))
    held = [place.held for place in plan.places]
    # Where there was something to say in one canvas, the end of the text may have come early: what is there is kept.
    return Fill(plan, ids + list(rest.ids), held, entropy, passes, told + [Told()] * len(rest.ids), hollow=hollow)


def _next_canvas(
    maker: Maker, job: Job, plan: Plan, stage: Stage, begin: int, stop: int
) -> Generator[Pass, None, tuple[Drafts, int, int]]:
    """Denoise what fits of the cells [begin, stop): its drafts, how many cells are kept, and the passes taken.

    Where the model has nothing to say: from other noise, then fewer cells in shorter canvases.
    """
    sizes = [maker.room]
    if job.tokenizer.follows_instructions:
        sizes += [maker.room, *(size for size in SHORTER if 2 * len(stage.lead) < size < maker.room)]
    passes = 0
    while True:
        size, *sizes = sizes
        space = size - len(stage.lead)
        end = min(stop, begin + space)
        behind = parts.behind(plan, end)
        following = (*behind.ids, *job.span.right) if end == stop else ()
        drafts = maker.batch(job, stage.prefix, [Row(plan.places[begin:end], following, stage.lead)], size)
        while not drafts.finished and not job.cancelled.is_set():
            drafts.advance()
            yield shown_pass(job, drafts, 0, stage, behind)
        passes += drafts.number
        if job.cancelled.is_set() or not sizes or not _is_hollow(job, drafts.drafts[0]):
            final = stop - begin <= _kept(size, space) or _fits(job, plan, (begin, stop), space)
            return drafts, stop - begin if final else _kept(size, space), passes


def _kept(size: int, space: int) -> int:
    """Of `space` cells in a canvas amid a long span, those that are not left to the next one as its uncertain tail."""
    return max(1, space - size // 4)


def _moved(maker: Maker, job: Job, plan: Plan, stage: Stage, ids: Sequence[int], covered: int) -> Stage:
    """The stage behind the first cells of a plan, written as `ids`; the prefix holds `covered` of them."""
    if len(ids) > covered:
        prefix, kept = maker.extend(job, stage.prefix, ids, len(ids) - covered)
        stage = replace(stage, prefix=prefix, reused=stage.reused if kept else 0, lead=())
    return replace(stage, before=parts.before(plan, ids))


def _filled(job: Job, plan: Plan, drafts: Drafts, row: int, stage: Stage, behind: parts.Shown) -> Fill:
    """The whole span around a draft."""
    draft = drafts.drafts[row]
    ids = [*stage.before.ids, *draft.ids, *behind.ids]
    held = [*stage.before.held, *draft.held, *behind.held]
    origin = drafts, row, len(stage.before.ids)
    return Fill(plan, ids, held, draft.entropy, draft.passes, drafts=origin, hollow=_is_hollow(job, draft))


def _stopped(
    plan: Plan, drafts: Drafts, ids: list[int], told: list[Told], entropy: float, passes: int, stage: Stage
) -> Fill:
    """The whole span as it was drawn last."""
    draft = drafts.drafts[0]
    if not drafts.number:
        rest = parts.behind(plan, len(ids))
        held = [*stage.before.held, *rest.held]
        return Fill(plan, [*ids, *rest.ids], held, entropy, passes, [*told, *[Told()] * len(rest.ids)])
    rest = parts.behind(plan, len(ids) + len(draft.ids))
    held = [*stage.before.held, *draft.held, *rest.held]
    told = [*told, *drafts.told([0], ASKED)[0], *[Told()] * len(rest.ids)]
    return Fill(plan, [*ids, *draft.ids, *rest.ids], held, draft.entropy, passes, told)


def _unwritten(plan: Plan) -> Fill:
    """A span whose every cell is held."""
    ids = [place.token or 0 for place in plan.places]
    return Fill(plan, ids, [True] * len(ids), told=[Told()] * len(ids))


def _canvases(maker: Maker, job: Job, plan: Plan, group: Range) -> int:
    """How many canvases a group of cells takes."""
    begin, stop = group
    for number in count(1):
        space = _room(maker, job, begin)
        if stop - begin <= _kept(maker.room, space) or _fits(job, plan, (begin, stop), space):
            return number
        begin += _kept(maker.room, space)
    raise AssertionError


def _room(maker: Maker, job: Job, begin: int) -> int:
    """Cells of a canvas that begins with cell `begin`: behind what has been read no lead is needed."""
    return maker.room - (0 if begin else len(job.prompt.lead))


def _fits(job: Job, plan: Plan, group: Range, space: int) -> bool:
    begin, stop = group
    return parts.fits(stop - begin, len(plan.places) - stop + len(job.span.right), space)
