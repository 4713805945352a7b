"""The cells of a request, written: all at once where they share a canvas, else group after group, canvas by canvas."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from palimpsest.engine import parts, variety
from palimpsest.engine.answer import ASKED, Fill
from palimpsest.engine.drafts import Drafts, Told
from palimpsest.engine.job import Job, Stage, leader, shown_pass
from palimpsest.engine.plans import Place, Plan
from palimpsest.engine.prefix import Prefix
from palimpsest.engine.request import Pass, Range

DROP_PASS = 4
"""After so many passes the worse half of the candidates is dropped."""

Filling = Generator[Pass, None, list[Fill]]


@dataclass(frozen=True, slots=True)
class Row:
    """One draft to be: its cells and the tokens that follow them."""

    places: Sequence[Place]
    following: Sequence[int]


class Maker(Protocol):
    """What is needed of the engine."""

    @property
    def room(self) -> int:
        """The most cells of a canvas."""
        ...

    def batch(self, job: Job, prefix: Prefix, rows: Sequence[Row]) -> Drafts:
        """Drafts in canvases of one size over `prefix`."""
        ...

    def extend(self, job: Job, prefix: Prefix, done: Sequence[int], new: int) -> tuple[Prefix, bool]:
        """`prefix` with the last `new` of the tokens `done`, which follow the left text; whether it has been kept."""
        ...


def fill(maker: Maker, job: Job, plans: Sequence[Plan]) -> Filling:
    """Denoise the plans, candidates for one span; returns those not dropped, or, if stopped, what was drawn last."""
    follows, room = len(job.span.right), maker.room
    if not any(plan.free for plan in plans):
        return [_unwritten(plans[0])]
    whole = Stage(job.prefix, job.reused)
    if all(parts.fits(len(plan.places), follows, room) for plan in plans):
        return (yield from _side_by_side(maker, job, plans, [(0, len(plan.places)) for plan in plans], whole))
    jointly = bool(job.request.resume or job.request.holes)
    groups = [parts.groups(plan, follows, room, jointly=jointly) for plan in plans]
    if jointly and all(
        len(found) == 1 and _fits(maker, job, plan, found[0]) for plan, found in zip(plans, groups, strict=True)
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
        Row(plan.places[begin:stop], (*later.ids, *job.span.right))
        for plan, (begin, stop), later in zip(plans, ranges, behind, strict=True)
    ]
    keep = max(job.request.alternatives + 1, (len(plans) + 1) // 2)
    cell = variety.pivot(rows[0].places) if job.request.resume and job.request.alternatives > 1 else None
    if cell is not None:
        rows, keep = _apart(maker, job, rows, cell, stage.prefix), len(rows)
    drafts = maker.batch(job, stage.prefix, rows)
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
        kept = [shown] if drafts.number else []
    return [_filled(plans[row], drafts, row, stage, behind[row]) for row in kept]


def _apart(maker: Maker, job: Job, rows: Sequence[Row], cell: int, prefix: Prefix) -> list[Row]:
    """Rows that are all alike, made to differ in a cell."""
    one, *_ = rows
    probe = maker.batch(job, prefix, [one] * variety.PROBED)
    probe.advance()
    told = probe.told(range(variety.PROBED), ASKED)
    tokens = variety.likely((draft.ids[cell], says[cell]) for draft, says in zip(probe.drafts, told, strict=True))
    return [replace(one, places=places) for places in variety.apart(one.places, cell, tokens, len(rows))]


def _in_turn(maker: Maker, job: Job, plan: Plan, groups: Sequence[Range]) -> Generator[Pass, None, Fill | None]:
    """Write groups of cells in turn; what is written becomes context of the next. None if stopped before a pass.

    A group longer than a canvas is filled left to right: each canvas but the last is all span, and its uncertain tail
    is left to the next one (infill.md §7.6).
    """
    step = maker.room - maker.room // 4
    canvases = [_canvases(maker, job, plan, group) for group in groups]
    stage = Stage(job.prefix, job.reused, canvases=sum(canvases))
    ids: list[int] = []
    told: list[Told] = []
    passes, entropy, covered = 0, 0.0, 0
    for number, (begin, stop) in enumerate(groups):
        ids += [place.token or 0 for place in plan.places[len(ids) : begin]]
        while len(ids) < stop:
            told += [Told()] * (len(ids) - len(told))
            stage = _moved(maker, job, plan, stage, ids, covered)
            covered = len(ids)
            stage = replace(stage, canvas=sum(canvases[:number]) + (covered - begin) // step + 1)
            final = stop - covered <= step or _fits(maker, job, plan, (covered, stop))
            end = min(stop, covered + maker.room)
            behind = parts.behind(plan, end)
            following = (*behind.ids, *job.span.right) if end == stop else ()
            drafts = maker.batch(job, stage.prefix, [Row(plan.places[covered:end], following)])
            while not drafts.finished and not job.cancelled.is_set():
                drafts.advance()
                yield shown_pass(job, drafts, 0, stage, behind)
            last = drafts.drafts[0]
            passes += drafts.number
            if job.cancelled.is_set():
                return _stopped(plan, drafts, ids, told, entropy, passes, stage) if passes else None
            entropy = last.entropy
            settled = len(last.ids) if final else step
            ids += last.ids[:settled]
            told += drafts.told([0], ASKED)[0][:settled]
    rest = parts.behind(plan, len(ids))
    held = [place.held for place in plan.places]
    return Fill(plan, ids + list(rest.ids), held, entropy, passes, told + [Told()] * len(rest.ids))


def _moved(maker: Maker, job: Job, plan: Plan, stage: Stage, ids: Sequence[int], covered: int) -> Stage:
    """The stage behind the first cells of a plan, written as `ids`; the prefix holds `covered` of them."""
    prefix, kept = stage.prefix, True
    if len(ids) > covered:
        prefix, kept = maker.extend(job, prefix, ids, len(ids) - covered)
    return replace(stage, prefix=prefix, reused=stage.reused if kept else 0, before=parts.before(plan, ids))


def _filled(plan: Plan, drafts: Drafts, row: int, stage: Stage, behind: parts.Shown) -> Fill:
    """The whole span around a draft."""
    draft = drafts.drafts[row]
    ids = [*stage.before.ids, *draft.ids, *behind.ids]
    held = [*stage.before.held, *draft.held, *behind.held]
    return Fill(plan, ids, held, draft.entropy, draft.passes, drafts=(drafts, row, len(stage.before.ids)))


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
    tail = maker.room // 4
    if _fits(maker, job, plan, group):
        return 1
    return max(1, -(-(group[1] - group[0] - tail) // (maker.room - tail)))


def _fits(maker: Maker, job: Job, plan: Plan, group: Range) -> bool:
    begin, stop = group
    return parts.fits(stop - begin, len(plan.places) - stop + len(job.span.right), maker.room)
