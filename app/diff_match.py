"""Which items of two sequences belong together: unique ones first, then the shortest edit, in bounded work. No Qt."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Hashable, Sequence

FARTHEST = 300
"""Insertions and removals that are looked for between two fixed places; beyond it the stretch counts as rewritten."""

Match = tuple[int, int, int]
"""Place in the old sequence, place in the new one, length."""


class CancelledError(Exception):
    """Nobody waits for this comparison any more."""


class Meter:
    """Counts elementary steps, bounds them, and ends a comparison that nobody waits for."""

    def __init__(self, limit: int, cancelled: Callable[[], bool] | None = None) -> None:
        self.limit = limit
        self.steps = 0
        self._cancelled = cancelled

    @property
    def exhausted(self) -> bool:
        """True once the work has reached its bound; what is not compared by then counts as changed."""
        return self.steps >= self.limit

    def take(self, steps: int) -> bool:
        """Count steps; False if no more may be taken. Raises `CancelledError`."""
        self.steps += steps
        if self._cancelled is not None and self._cancelled():
            raise CancelledError
        return not self.exhausted


def matches(old: Sequence[Hashable], new: Sequence[Hashable], meter: Meter) -> list[Match]:
    """Runs of equal items in rising order, touching runs joined. Not more than `meter` allows is looked for.

    What occurs once on both sides anchors the rest (patience diff, Bram Cohen); between anchors the shortest
    edit is searched (E. Myers, "An O(ND) Difference Algorithm", 1986), not farther than `FARTHEST`.
    """
    found: list[Match] = []
    open_ranges = [(0, len(old), 0, len(new))]
    while open_ranges:
        low, high, new_low, new_high = open_ranges.pop()
        head, tail = _common_ends(old, new, (low, high, new_low, new_high))
        if head:
            found.append((low, new_low, head))
        if tail:
            found.append((high - tail, new_high - tail, tail))
        low, high, new_low, new_high = low + head, high - tail, new_low + head, new_high - tail
        if not meter.take(head + tail + 1) or low == high or new_low == new_high:
            continue
        if not meter.take(high - low + new_high - new_low):
            continue
        anchors = _anchors(old, new, (low, high, new_low, new_high))
        if not anchors:
            edit = _shortest_edit(old[low:high], new[new_low:new_high], meter)
            found += ((low + at, new_low + new_at, size) for at, new_at, size in edit)
            continue
        for at, new_at in anchors:
            open_ranges.append((low, at, new_low, new_at))
            found.append((at, new_at, 1))
            low, new_low = at + 1, new_at + 1
        open_ranges.append((low, high, new_low, new_high))
    return _joined(sorted(found))


def _common_ends(old: Sequence[Hashable], new: Sequence[Hashable], place: tuple[int, int, int, int]) -> tuple[int, int]:
    low, high, new_low, new_high = place
    shorter = min(high - low, new_high - new_low)
    head = 0
    while head < shorter and old[low + head] == new[new_low + head]:
        head += 1
    tail, rest = 0, shorter - head
    while tail < rest and old[high - 1 - tail] == new[new_high - 1 - tail]:
        tail += 1
    return head, tail


def _anchors(
    old: Sequence[Hashable], new: Sequence[Hashable], place: tuple[int, int, int, int]
) -> list[tuple[int, int]]:
    """Items that occur once on each side: the longest chain of them that rises on both."""
    low, high, new_low, new_high = place
    once, new_once = _places(old, low, high), _places(new, new_low, new_high)
    pairs = [(at, new_once[item]) for item, at in once.items() if at >= 0 and new_once.get(item, -1) >= 0]
    # Patience sorting: the last pair of the best chain of each length, and where each pair's chain came from.
    tops: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for number, (_, new_at) in enumerate(pairs):
        length = bisect_left(tops, new_at)
        before.append(ends[length - 1] if length else -1)
        if length == len(tops):
            tops.append(new_at)
            ends.append(number)
        else:
            tops[length], ends[length] = new_at, number
    chain: list[tuple[int, int]] = []
    number = ends[-1] if ends else -1
    while number >= 0:
        chain.append(pairs[number])
        number = before[number]
    return chain[::-1]


def _places(items: Sequence[Hashable], low: int, high: int) -> dict[Hashable, int]:
    """Where each item stands, -1 if in several places; in the order of the sequence."""
    places: dict[Hashable, int] = {}
    for at in range(low, high):
        item = items[at]
        places[item] = -1 if item in places else at
    return places


def _shortest_edit(old: Sequence[Hashable], new: Sequence[Hashable], meter: Meter) -> list[Match]:
    """Equal runs along the shortest edit; none at all if that is farther than can be looked for."""
    size, new_size = len(old), len(new)
    most = min(FARTHEST, size + new_size)
    reached = [0] * (2 * most + 3)  # by diagonal: how far into `old` the best path of the last round came
    centre = most + 1
    rounds: list[list[int]] = []
    for distance in range(most + 1):
        rounds.append(reached[centre - distance - 1 : centre + distance + 2])
        slid = 0
        for diagonal in range(-distance, distance + 1, 2):
            spot = centre + diagonal
            down = diagonal == -distance or (diagonal != distance and reached[spot - 1] < reached[spot + 1])
            at = reached[spot + 1] if down else reached[spot - 1] + 1
            start = at
            while at < size and 0 <= at - diagonal < new_size and old[at] == new[at - diagonal]:
                at += 1
            slid += at - start
            reached[spot] = at
            if at >= size and at - diagonal >= new_size:
                return _walk_back(rounds, size, new_size)
        if not meter.take(distance + 1 + slid):
            return []
    return []


def _walk_back(rounds: list[list[int]], size: int, new_size: int) -> list[Match]:
    found: list[Match] = []
    at, new_at = size, new_size
    for distance in range(len(rounds) - 1, -1, -1):
        reached, diagonal = rounds[distance], at - new_at
        spot = diagonal + distance + 1  # each round kept the diagonals from -distance - 1 on
        down = diagonal == -distance or (diagonal != distance and reached[spot - 1] < reached[spot + 1])
        before = (reached[spot + 1] if down else reached[spot - 1]) if distance else 0
        start = before if down or not distance else before + 1
        if at > start:
            found.append((start, start - diagonal, at - start))
        at, new_at = before, before - (diagonal + 1 if down else diagonal - 1)
    return found


def _joined(found: list[Match]) -> list[Match]:
    """Runs that touch on both sides, as one."""
    result: list[Match] = []
    for at, new_at, size in found:
        if result:
            last, new_last, length = result[-1]
            if last + length == at and new_last + length == new_at:
                result[-1] = (last, new_last, length + size)
                continue
        result.append((at, new_at, size))
    return result
