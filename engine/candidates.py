"""Which drafts are made side by side: how long each is, and with which cells it begins (infill.md §3, §7.5)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import torch

from palimpsest.engine import length
from palimpsest.engine.canvas import ANCHOR, Canvas, Span, canvas_size
from palimpsest.engine.drafts import Drafts
from palimpsest.engine.plans import BLANK, Plan, canvas_of, fresh, weights
from palimpsest.engine.request import InfillRequest

PROBED = 64
"""Cells of the free canvas in which the text that follows is looked for."""

BLANK_FACTORS = (1.0, 0.5, 1.5, 0.25, 2.0)
"""Lengths tried for holes without text of their own, of `BLANK`."""

MakeDrafts = Callable[[Sequence[Canvas]], Drafts]


def count(request: InfillRequest) -> int:
    """Drafts side by side where they differ in length: enough to choose from."""
    return max(5, min(8, 2 * request.alternatives), request.alternatives)


def alike(plan: Plan, request: InfillRequest) -> list[Plan]:
    """Candidates of one length. There are two to spare where they may be few cells that say the same."""
    spare = 2 if request.resume else 0
    return [plan] * (max(count(request), request.alternatives + spare) if request.alternatives > 1 else 2)


def plans(
    span: Span,
    request: InfillRequest,
    room: int,
    end_ids: tuple[int, int],
    make: MakeDrafts,
    lead: Sequence[int] = (),
) -> tuple[list[Plan], float]:
    """The candidates, nearest to the expected length first, and that length in cells of the whole span; 0 if unknown.

    A canvas is at most `room` tokens long, begins with `lead` and ends with `end_ids`, (end, pad); `make` gives drafts
    over the text before the span, to probe with.
    """
    rows = count(request)
    wanted = weights(span, request.scale)
    held = sum(run.size for run in span.runs if run.held)
    total = sum(wanted)
    keep = request.strength < 1.0 and any(run.size and not run.held and not run.blank for run in span.runs)
    if request.length is not None:
        exact = fresh(span, request.length, wanted, keep=keep)
        return [exact] * (rows if request.alternatives > 1 else 3), 0.0
    if keep:
        return alike(fresh(span, total, wanted, keep=True), request), held + total
    longest = max(length.GEOMETRIC[0], room - len(lead) - ANCHOR)
    following = _behind_the_gap(span)
    if following is not None:
        found = _probe(span, following, room, longest, end_ids, make, tuple(lead))
        lengths = tuple(dict.fromkeys(max(1, min(longest, round(n * request.scale))) for n in found))
        prior = 0.0
    elif any(run.blank for run in span.runs):
        # Nothing tells how long they are, so the candidates differ widely and the score has to choose.
        shares = [weights(span, request.scale, max(1, round(BLANK * factor))) for factor in BLANK_FACTORS]
        return [fresh(span, sum(share), share) for share in (shares[row % len(shares)] for row in range(rows))], 0.0
    elif total:
        lengths = length.around(total, 5, max(longest, total))
        prior = held + total
    else:
        return [fresh(span, 0)], 0.0
    return [fresh(span, lengths[row % len(lengths)], wanted) for row in range(rows)], prior


def _behind_the_gap(span: Span) -> tuple[int, ...] | None:
    """What follows the one place to insert at, if that is all there is to write and the text before it is the left."""
    gap, *others = span.runs
    if gap.held or not (gap.blank or not span.old) or not all(run.held for run in others):
        return None
    return (*span.old[gap.size :], *span.right)


def _probe(
    span: Span,
    following: Sequence[int],
    room: int,
    longest: int,
    end_ids: tuple[int, int],
    make: MakeDrafts,
    lead: tuple[int, ...],
) -> tuple[int, ...]:
    """Lengths for an insertion: where an unpinned draft would let the right text begin, else by confidence.

    Two drafts of a whole free canvas take two passes; the suffix is then looked for at every place
    (infill.md §3 F1). Without a clear peak a geometric row of lengths takes one pass each (§3 B).
    """
    suffix = following[:8]
    if len(suffix) >= 2:
        free = Canvas((None,) * min(room - len(lead), PROBED), (), lead=lead)
        seen = make([free] * 2).look(2, suffix)
        scores = torch.stack([length.suffix_alignment(row) for row in seen]).mean(0)
        peaks = [p for p in length.modes(scores, 2) if p <= longest and scores[p] > length.PEAK]
        if peaks:
            found = [p + d for p in peaks for d in (0, 1, -1, 2, -2) if 1 <= p + d <= longest]
            return tuple(dict.fromkeys(found))[:8]
    lengths = tuple(n for n in length.GEOMETRIC if n <= longest)
    size = canvas_size(len(lead) + max(lengths), room)
    gaps = ([place for place in fresh(span, n).places if not place.held] for n in lengths)
    canvases = [canvas_of(gap, following, size, end_ids, lead) for gap in gaps]
    drafts = make(canvases)
    drafts.advance()
    best = length.expected_length(lengths, [-draft.entropy for draft in drafts.drafts])
    return length.around(best, 5, longest)
