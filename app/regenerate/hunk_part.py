"""Which changes belong to a part of a draft, and where a change that reaches farther is cut. No Qt."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

from palimpsest.app.editor.sentences import lines, sentences
from palimpsest.app.regenerate.units import borders, units
from palimpsest.app.regenerate.word_diff import Hunk


def within(changes: Iterable[Hunk], old: str, new: str, start: int, end: int) -> tuple[Hunk, ...]:
    """What of the changes from `old` to `new` lies in [start, end) of the new text, whose ends split no unit.

    A change that reaches farther is cut at such an end if both its sides have as many lines, or as many sentences, or
    words and signs of the same kinds in the same order; otherwise all of it belongs to the part. A deletion belongs to
    what follows it; at the end of the text, to what is before.
    """
    found = (_cut(hunk, old, new, start, end) for hunk in changes if _touches(hunk, start, end, len(new)))
    return tuple(hunk for hunk in found if old[hunk.old_start : hunk.old_end] != new[hunk.new_start : hunk.new_end])


def _touches(hunk: Hunk, start: int, end: int, length: int) -> bool:
    if hunk.new_start < hunk.new_end:
        return hunk.new_start < end and start < hunk.new_end
    return start <= hunk.new_start < end or (hunk.new_start == end and end in (start, length))


def _cut(hunk: Hunk, old: str, new: str, start: int, end: int) -> Hunk:
    low = _opposite(hunk, old, new, start) if hunk.new_start < start else hunk.old_start
    high = _opposite(hunk, old, new, end) if end < hunk.new_end else hunk.old_end
    start, low = (hunk.new_start, hunk.old_start) if low is None else (max(start, hunk.new_start), low)
    end, high = (hunk.new_end, hunk.old_end) if high is None else (min(end, hunk.new_end), high)
    return Hunk(low, high, start, end) if low <= high else hunk


def _opposite(hunk: Hunk, old: str, new: str, border: int) -> int | None:
    """The place in the old text that belongs to a border inside a change; None if nothing says which."""
    if hunk.old_start == hunk.old_end:
        return hunk.old_start
    one, other = units(old[hunk.old_start : hunk.old_end]), units(new[hunk.new_start : hunk.new_end])
    places = [hunk.old_start + place for place in borders(one)]
    new_places = [hunk.new_start + place for place in borders(other)]
    alike = list(map(_kind, one)) == list(map(_kind, other))
    by_unit = ((places[1:-1], new_places[1:-1]),) if alike else ()
    by_part = (
        (_inside(part(old), hunk.old_start, hunk.old_end), _inside(part(new), hunk.new_start, hunk.new_end))
        for part in (lines, sentences)
    )
    for inner, new_inner in (*by_part, *by_unit):
        if border in new_inner and len(inner) == len(new_inner):
            place = inner[new_inner.index(border)]
            if place in places:
                return place
    return None


def _inside(parts: Sequence[tuple[int, int]], start: int, end: int) -> list[int]:
    """Where parts of a text begin that lies between start and end, exclusively."""
    begins = [low for low, _ in parts]
    return begins[bisect_right(begins, start) : bisect_left(begins, end)]


def _kind(unit: str) -> int:
    return 0 if unit.isspace() else 1 if unit[0].isalnum() else 2
