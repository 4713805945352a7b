"""From a draft and what the user says about it to the cells that the next run goes on from. No Qt, no engine.

Steering never talks to a run that is under way: it is a new request for the same span. What stays is held, what the
user said is pinned, what is to be redone is noise.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from itertools import groupby

from palimpsest.app.editor.range_set import Range
from palimpsest.app.regenerate.proposal import Proposal
from palimpsest.app.regenerate.proposal_cells import Part, Places, ProposalCell, carried, part_at, users_pins
from palimpsest.engine.request import Alternative, CellState, InfillRequest, Pass, Segment

NEAR = 8
"""Cells on each side of a chosen word that may settle anew."""
UNSURE = 0.9
"""Probability below which a cell near a chosen word settles anew."""
BESIDE = 2
"""Cells on each side of a rejected word that may follow what comes in its place."""
LATE = 0.25
"""The least of the schedule that a run still takes which is steered shortly before its end."""
LOCAL, LOCAL_CELLS, WHOLE_CELLS = 0.5, 8, 32
"""A few cells among held text settle at once, so they take half the schedule; from `WHOLE_CELLS` on all of it."""

_STAYS = (CellState.PINNED, CellState.SETTLED)
_STEPS = 20
"""Certainties are told in twentieths, so that neighbours make one segment."""


@dataclass(frozen=True, slots=True)
class Steering:
    """What the next request is to go on from."""

    segments: tuple[Segment, ...]
    """For `InfillRequest.resume`."""
    strength: float
    """For `InfillRequest.strength`: how late in the schedule the passes begin, (0, 1]."""
    cells: tuple[ProposalCell, ...]
    """The draft as the user left it, with what was pinned and rejected."""

    @property
    def pins(self) -> frozenset[int]:
        """The cells that the user holds."""
        return frozenset(number for number, cell in enumerate(self.cells) if cell.pinned)

    def pins_in(self, draft: Pass) -> frozenset[int]:
        """The cells of a pass, of the run that went on from here, that the user holds."""
        if len(self.cells) == len(draft.pieces):
            return self.pins
        made = carried(self.cells, _drawn(draft))
        return frozenset(number for number, cell in enumerate(made) if cell.pinned)

    def settle(self, alternative: Alternative, original: str) -> Proposal:
        """A text that has come of it, with the user's pins and rejections (see `Proposal.settled`)."""
        return Proposal(original, self.cells).settled(alternative, self.cells)


class _Fate(IntEnum):
    """What a cell is to the next run."""

    HELD = 0
    KEPT = 1
    NOISE = 2


def word_in(draft: Pass, offset: int) -> Part | None:
    """The word or sign at code point `offset` of a pass, with its cells; None on white space and outside."""
    return part_at(Places(draft.pieces).words(), offset)


def pins_within(request: InfillRequest) -> tuple[Range, ...]:
    """The pins of a request, as code points of its span."""
    return tuple((low - request.start, high - request.start) for low, high in request.pins)


def pins_of(draft: Pass, request: InfillRequest) -> frozenset[int]:
    """The cells of a pass that the user holds, of a run that began afresh: between holes more than that is held."""
    held = [state is CellState.PINNED for state in draft.states]
    if request.holes and request.pins:
        return users_pins(draft.pieces, held, request.text[request.start : request.end], pins_within(request))
    return frozenset(() if request.holes else (number for number, stays in enumerate(held) if stays))


def go_on(
    draft: Pass,
    pins: Collection[int] = (),
    freed: Collection[int] = (),
    strength: float = 1.0,
    before: Sequence[ProposalCell] = (),
) -> Steering:
    """Go on from a pass of the running run: a pin was set or released, or the instruction edited.

    `pins` are the cells that the user holds, all of them; `freed` are those just released. What the pass holds for
    other reasons stays held, settled canvases too. Noise stays noise; other cells begin with their token and certainty.
    `strength` is that of the running request: what is left of its schedule is left of the new one's, at least `LATE`.
    `before` are the cells that the running run itself went on from, whose rejections hold on; without them all that
    the pass holds and is neither pinned nor freed is text between holes.
    """
    held = [state in _STAYS and number not in freed for number, state in enumerate(draft.states)]
    fates = [
        _Fate.HELD if stays or number in pins else _Fate.NOISE if state is CellState.RENOISED else _Fate.KEPT
        for number, (stays, state) in enumerate(zip(held, draft.states, strict=True))
    ]
    drawn = _drawn(draft)
    cells = tuple(
        replace(
            cell,
            pinned=number in pins,
            held=number not in pins and number not in freed and (cell.held if before else drawn[number].pinned),
        )
        for number, cell in enumerate(carried(before, drawn) if before else drawn)
    )
    left = strength * (draft.limit - draft.number) / max(1, draft.limit)
    return Steering(_segments(cells, fates), min(1.0, max(LATE, left)), cells)


def choose(proposal: Proposal, cell: int, runner_up: int) -> Steering:
    """A cell takes its runner-up number `runner_up` and holds it; what is near settles anew.

    Within the sentence, the rest of the word, the next word on both sides, and unsure words (`UNSURE`) no farther than
    `NEAR` cells are noise, whole words each; what is farther keeps its tokens and may change. Outside all is held.
    The strength grows with the cells that are noise, from `LOCAL` to 1. Raises `IndexError` without such a runner-up.
    """
    made = proposal.chosen(cell, runner_up)
    places, cells = made.places, made.cells
    within = _sentence(made, places.starts[cell])
    fates = [_Fate.KEPT if within.first <= number < within.stop else _Fate.HELD for number in range(len(cells))]
    groups = places.groups(made.words)
    here = next(number for number, (first, stop) in enumerate(groups) if first <= cell < stop)
    first, stop = groups[here]
    anew = {here, _beside(made, groups, here, -1), _beside(made, groups, here, 1)}
    for number, (low, high) in enumerate(groups):
        near = low < stop + NEAR and high > first - NEAR
        unsure = any(each.probability < UNSURE for each in cells[low:high])
        if number in anew or (near and unsure):
            for each in range(max(low, within.first), min(high, within.stop)):
                fates[each] = _Fate.NOISE
    return _steering(cells, fates)


def reject(proposal: Proposal, start: int, end: int) -> Steering:
    """What stands in [start, end) of the draft, code points, is not wanted: a word, a sentence, a line.

    Its cells are noise, white space at its ends aside; the first token of each of its words may not come back there,
    nor what was rejected before. Of a single word, the `BESIDE` cells on each side within its sentence keep their
    tokens but may change. All else is held. The strength grows with the cells that are noise, from `LOCAL` to 1.
    """
    made = proposal.parted(start, end)
    reach, cells = made.reach(start, end), list(made.cells)
    first, stop = reach.first, reach.stop
    rejected = [part for part in made.words if part.start < reach.end and reach.start < part.end]
    fates = [_Fate.HELD] * len(cells)
    if len(rejected) == 1:
        within = _sentence(made, start)
        for number in range(max(first - BESIDE, within.first), min(stop + BESIDE, within.stop)):
            fates[number] = _Fate.KEPT
    fates[first:stop] = [_Fate.NOISE] * (stop - first)
    for part in rejected:
        head = cells[part.first]
        if head.id is not None and head.id not in head.rejected and _free(head):
            cells[part.first] = replace(head, rejected=(*head.rejected, head.id))
    return _steering(cells, fates)


def resume(proposal: Proposal, strength: float) -> Steering:
    """The whole draft as a beginning: for more like it, and for another instruction from here on.

    `strength`, (0, 1], is the share of the cells that are noise, whole words, the unsurest first; the others keep their
    tokens with a certainty that falls with it, as old text does below full strength. It also is where the passes begin.
    """
    cells = proposal.cells
    fates = [_Fate.KEPT] * len(cells)
    groups = proposal.places.groups(proposal.words)
    groups.sort(key=lambda group: min(cell.probability for cell in cells[group[0] : group[1]]))
    free = sum(map(_free, cells))
    wanted = max(1, round(strength * free))
    for first, stop in groups:
        if wanted <= 0:
            break
        fates[first:stop] = [_Fate.NOISE] * (stop - first)
        wanted -= sum(map(_free, cells[first:stop]))
    return Steering(_segments(cells, fates, 1.0 - strength), strength, cells)


def _drawn(draft: Pass) -> list[ProposalCell]:
    """The cells of a pass; pinned are those that its run holds."""
    tokens = draft.ids or (None,) * len(draft.pieces)
    return [
        ProposalCell(piece, token, certainty, state is CellState.PINNED)
        for piece, token, certainty, state in zip(draft.pieces, tokens, draft.certainty, draft.states, strict=True)
    ]


def _sentence(proposal: Proposal, offset: int) -> Part:
    """The sentence at a place of the draft; behind its end, and in an empty one, all of it."""
    return proposal.sentence_at(offset) or proposal.places.part(0, len(proposal.text))


def _beside(proposal: Proposal, groups: Sequence[tuple[int, int]], here: int, step: int) -> int:
    """The nearest group before or behind another that has a word in it, not only signs; the same if there is none."""
    number = here + step
    while 0 <= number < len(groups):
        first, stop = groups[number]
        if any(map(str.isalnum, "".join(cell.piece for cell in proposal.cells[first:stop]))):
            return number
        number += step
    return here


def _steering(cells: Sequence[ProposalCell], fates: Sequence[_Fate]) -> Steering:
    noise = sum(fate is _Fate.NOISE and _free(cell) for cell, fate in zip(cells, fates, strict=True))
    share = (noise - LOCAL_CELLS) / (WHOLE_CELLS - LOCAL_CELLS)
    strength = LOCAL + (1.0 - LOCAL) * min(1.0, max(0.0, share))
    return Steering(_segments(cells, fates), strength, tuple(cells))


def _free(cell: ProposalCell) -> bool:
    """True for a cell that steering may write anew."""
    return not (cell.pinned or cell.held)


def _segments(cells: Sequence[ProposalCell], fates: Iterable[_Fate], trust: float = 1.0) -> tuple[Segment, ...]:
    """Cells as segments, neighbours of one kind together; `trust` scales what kept cells are worth."""
    kinds = [_kind(cell, fate, trust) for cell, fate in zip(cells, fates, strict=True)]
    result: list[Segment] = []
    for (textual, kind), run in groupby(zip(kinds, cells, strict=True), key=lambda pair: pair[0]):
        held = [cell for _, cell in run]
        ids = tuple(cell.id for cell in held if cell.id is not None)
        text = "".join(cell.piece for cell in held) if textual else ""
        if ids or text:
            result.append(replace(kind, ids=ids, text=text))
    return tuple(result)


def _kind(cell: ProposalCell, fate: _Fate, trust: float) -> tuple[bool, Segment]:
    """Whether a cell goes by its text, and its segment without any cells."""
    textual = cell.id is None
    if not _free(cell) or fate is _Fate.HELD:
        return textual, Segment(held=True)
    if fate is _Fate.NOISE:
        return textual, Segment(noise=True, unwanted=cell.rejected)
    certainty = min(1.0, max(0.0, round(cell.probability * trust * _STEPS) / _STEPS))
    return textual, Segment(certainty=certainty, unwanted=cell.rejected)
