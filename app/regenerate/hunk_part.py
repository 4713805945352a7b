"""Which changes belong to a part of a draft, and where a change that reaches farther is cut. No Qt."""

from __future__ import annotations

import re
from collections.abc import Iterable

from palimpsest.app.regenerate.units import borders, units
from palimpsest.app.regenerate.word_diff import Hunk

_SENTENCE = re.compile(r"[.!?\u2026]+[\"')\]\u2019\u201d\u00bb*_]*\s+|\n\s*|[\u3002\uff01\uff1f]+\s*")


def within(changes: Iterable[Hunk], old: str, new: str, start: int, end: int) -> tuple[Hunk, ...]:
    """What of the changes from `old` to `new` lies in [start, end) of the new text, whose ends split no unit.

    A change that reaches farther is cut at such an end if both its sides have as many lines, or as many sentences, or
    words and signs of the same kinds in the same order; otherwise all of it belongs to the part. A deletion belongs to
    what follows it; at the end of the text, to what is before.
    """
    found = (_cut(hunk, old, new, start, end) for hunk in changes if _touches(hunk, start, end, len(new)))
    return tuple(hunk for hunk in found if old[hunk.old_start : hunk.old_end] != new[hunk.new_start : hunk.new_end])


def line_borders(text: str) -> list[int]:
    """Where lines begin, each with its end, and the end of the text."""
    return borders(re.findall(r"[^\n]*\n|[^\n]+", text))


def sentence_borders(text: str) -> list[int]:
    """Where sentences begin, each with the white space behind it, and the end of the text."""
    return sorted({0, *(match.end() for match in _SENTENCE.finditer(text)), len(text)})


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
    old, new = old[hunk.old_start : hunk.old_end], new[hunk.new_start : hunk.new_end]
    places, new_places = borders(units(old)), borders(units(new))
    alike = list(map(_kind, units(old))) == list(map(_kind, units(new)))
    by_unit = ((places, new_places),) if alike else ()
    pairs = ((line_borders(old), line_borders(new)), (sentence_borders(old), sentence_borders(new)), *by_unit)
    for old_borders, new_borders in pairs:
        if border - hunk.new_start in new_borders and len(old_borders) == len(new_borders):
            place = old_borders[new_borders.index(border - hunk.new_start)]
            if place in places:
                return hunk.old_start + place
    return None


def _kind(unit: str) -> int:
    return 0 if unit.isspace() else 1 if unit[0].isalnum() else 2
