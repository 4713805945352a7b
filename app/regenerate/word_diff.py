"""What a draft changes in a text: phrases that differ, each to be taken or left, and both texts in one row. No Qt."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from palimpsest.app.diff_match import Match, Meter, matches
from palimpsest.app.regenerate.units import borders, units

SHORT = 3
"""Letters of a word that alone between two changes does not part them."""
SLIDE = 200
"""Units that an insertion or a deletion is moved at most to where it reads best."""
LONG = 600
"""Units of both texts from which on phrases are matched before words."""
_PHRASE = 5
_STEPS_AT_LEAST, _STEPS_PER_CHARACTER = 100_000, 2


@dataclass(frozen=True, slots=True)
class Hunk:
    """[old_start, old_end) of the one text has become [new_start, new_end) of the other. Code points."""

    old_start: int
    old_end: int
    new_start: int
    new_end: int


class SpanKind(StrEnum):
    """What became of a stretch of text."""

    EQUAL = "equal"
    DELETED = "deleted"
    INSERTED = "inserted"


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of both texts in one row."""

    text: str
    kind: SpanKind


def hunks(old: str, new: str) -> tuple[Hunk, ...]:
    """What differs, in order and apart: whole words, with phrases in one piece.

    The work is bounded by the length of the texts; where more would be needed to find the shortest change, a longer
    one is told. No border splits a character of either text.
    """
    if old == new:
        return ()
    one, other = units(old), units(new)
    ends = [(0, 0, 0), *_matched(one, other), (len(one), len(other), 0)]
    gaps = [
        (a + size, b, new_a + size, new_b)
        for (a, new_a, size), (b, new_b, _) in pairwise(ends)
        if a + size < b or new_a + size < new_b
    ]
    found = (_trimmed(gap, one, other) for gap in _joined(_slid(gaps, one, other), one, other))
    places, new_places = borders(one), borders(other)
    return tuple(Hunk(places[a], places[b], new_places[c], new_places[d]) for a, b, c, d in found if a < b or c < d)


def aligned(old: str, new: str) -> list[tuple[int, int, int]]:
    """Everything that both texts have, the little words in a change included: place in each, length. Code points."""
    one, other = units(old), units(new)
    places, new_places = borders(one), borders(other)
    return [(places[a], new_places[b], places[a + size] - places[a]) for a, b, size in _matched(one, other)]


def apply(old: str, new: str, chosen: Iterable[Hunk]) -> str:
    """The old text with the chosen changes made; with all of them it is the new text."""
    parts: list[str] = []
    at = 0
    for hunk in sorted(chosen, key=lambda hunk: (hunk.old_start, hunk.new_start)):
        parts += old[at : hunk.old_start], new[hunk.new_start : hunk.new_end]
        at = hunk.old_end
    return "".join([*parts, old[at:]])


def spans(old: str, new: str, changes: Iterable[Hunk] | None = None) -> tuple[Span, ...]:
    """Both texts in reading order, what is gone before what has come. `changes` are `hunks(old, new)`, where known.

    Without the deleted ones they join to the new text, without the inserted ones to the old.
    """
    result: list[Span] = []
    at = 0
    for hunk in hunks(old, new) if changes is None else changes:
        result += (
            Span(old[at : hunk.old_start], SpanKind.EQUAL),
            Span(old[hunk.old_start : hunk.old_end], SpanKind.DELETED),
            Span(new[hunk.new_start : hunk.new_end], SpanKind.INSERTED),
        )
        at = hunk.old_end
    return tuple(span for span in (*result, Span(old[at:], SpanKind.EQUAL)) if span.text)


_Gap = tuple[int, int, int, int]
"""A hunk, counted in units."""


def _matched(one: Sequence[str], other: Sequence[str]) -> list[Match]:
    """Runs of equal units. In long texts hardly a word occurs once, but three in a row do: these are matched first."""
    characters = sum(map(len, one)) + sum(map(len, other))
    meter = Meter(_STEPS_AT_LEAST + _STEPS_PER_CHARACTER * characters)
    if len(one) + len(other) < LONG:
        return matches(one, other, meter)
    found: list[Match] = []
    at = new_at = 0
    phrases = matches(list(_phrases(one)), list(_phrases(other)), meter)
    for start, new_start, size in (*phrases, (len(one), len(other), 0)):
        between = matches(one[at:start], other[new_at:new_start], meter)
        found += ((at + low, new_at + new_low, length) for low, new_low, length in between)
        found += [(start, new_start, size)] if size else []
        at, new_at = start + size, new_start + size
    return found


def _phrases(side: Sequence[str]) -> Iterator[tuple[str, ...]]:
    return (tuple(side[at : at + _PHRASE]) for at in range(len(side) - _PHRASE + 1))


def _slid(gaps: Sequence[_Gap], one: Sequence[str], other: Sequence[str]) -> list[_Gap]:
    """Pure insertions and deletions moved along equal units to where they read best: at lines, sentences, words."""
    result: list[_Gap] = []
    for number, (a, b, c, d) in enumerate(gaps):
        if a < b and c < d:
            result.append((a, b, c, d))
            continue
        side, start, end = (one, a, b) if a < b else (other, c, d)
        # A unit stays between two changes, or they would be one.
        back = min(SLIDE, a - result[-1][1] - 1 if result else min(a, c))
        ahead = min(SLIDE, gaps[number + 1][0] - b - 1 if number + 1 < len(gaps) else min(len(one) - b, len(other) - d))
        best, by = _fit(side, start) + _fit(side, end), 0
        for step, most in ((-1, back), (1, ahead)):
            shift = 0
            while abs(shift) < most:
                leaving, taking = (start + shift, end + shift) if step > 0 else (end + shift - 1, start + shift - 1)
                if side[leaving] != side[taking]:
                    break
                shift += step
                fit = _fit(side, start + shift) + _fit(side, end + shift)
                if fit > best:
                    best, by = fit, shift
        result.append((a + by, b + by, c + by, d + by))
    return result


def _fit(side: Sequence[str], place: int) -> int:
    """How natural a border before unit number `place` is."""
    before = side[place - 1] if place else "\n"
    after = side[place] if place < len(side) else "\n"
    if before in ("\n", "\r\n"):
        return 4
    if after in ("\n", "\r\n") or (before.isspace() and place > 1 and side[place - 2][-1] in ".!?\u2026:\u3002"):
        return 3
    return 2 if before.isspace() else int(after.isspace())


def _joined(gaps: Sequence[_Gap], one: Sequence[str], other: Sequence[str]) -> list[_Gap]:
    """Join changes that only a space or a little word parts, so that people read phrases."""
    result: list[_Gap] = []
    for gap in gaps:
        if result and _binds(one[result[-1][1] : gap[0]], result[-1], gap, one, other):
            a, _, c, _ = result[-1]
            result[-1] = (a, gap[1], c, gap[3])
        else:
            result.append(gap)
    return result


def _binds(between: Sequence[str], left: _Gap, right: _Gap, one: Sequence[str], other: Sequence[str]) -> bool:
    """True if the equal units between two changes are by chance, or too little to be seen as equal."""
    if any(unit in ("\n", "\r\n", "\r") for unit in between):
        return False
    core = [unit for unit in between if not unit.isspace()]
    if not core or (len(core) == 1 and len(core[0]) <= SHORT):
        return True
    sizes = [max(sum(map(len, one[a:b])), sum(map(len, other[c:d]))) for a, b, c, d in (left, right)]
    return 2 * sum(map(len, core)) <= min(sizes)


def _trimmed(gap: _Gap, one: Sequence[str], other: Sequence[str]) -> _Gap:
    """Without the units that both sides begin or end with."""
    a, b, c, d = gap
    while a < b and c < d and one[a] == other[c]:
        a, c = a + 1, c + 1
    while a < b and c < d and one[b - 1] == other[d - 1]:
        b, d = b - 1, d - 1
    return a, b, c, d
