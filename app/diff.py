"""What differs between two texts: by lines, and by words inside lines that were changed. No Qt."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise

from palimpsest.app.diff_match import Match, Meter, matches

CONTEXT = 3
"""Equal lines that are shown around a change."""
FOLD_FROM = 4
"""Fewer equal lines than this are not worth hiding."""
ALIKE = 0.5
"""Share of words in common from which on two lines count as one line that was changed."""

_AHEAD, _REMEMBERED = 4, 200
_STEPS_PER_LINE, _STEPS_PER_CHARACTER, _STEPS_AT_LEAST = 30, 2, 200_000
# Words, white space, and each other sign alone; scripts that set no spaces between words go by the character.
_NO_SPACES = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
)
_TOKEN = re.compile(rf"[^\W{_NO_SPACES}]+|\s+|.", re.DOTALL)

Mark = tuple[int, int]
"""A range inside a line, code points, half open."""


class PartKind(StrEnum):
    """What a stretch of the comparison is."""

    EQUAL = "equal"
    FOLD = "fold"
    CHANGE = "change"


@dataclass(frozen=True, slots=True)
class Pair:
    """One line of a change: removed (no `new`), added (no `old`), or changed inside. Line numbers count from 0."""

    old: int | None
    new: int | None
    old_marks: tuple[Mark, ...] = ()
    """What of the old line is gone; what is left is what is left of the new line without its marks."""
    new_marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """Lines [old_start, old_end) of the old text and [new_start, new_end) of the new one."""

    kind: PartKind
    old_start: int
    old_end: int
    new_start: int
    new_end: int
    pairs: tuple[Pair, ...] = ()
    """Of a change, in the order of both texts."""

    @property
    def place(self) -> tuple[int, int]:
        """Rises from part to part."""
        return self.old_start, self.new_start


@dataclass(frozen=True, slots=True)
class Diff:
    """Both texts as lines, and their parts, equal and changed in turn."""

    old: Sequence[str] = field(repr=False)
    new: Sequence[str] = field(repr=False)
    parts: tuple[Part, ...]
    steps: int
    """Elementary comparisons that were made."""

    @property
    def changes(self) -> tuple[Part, ...]:
        """The parts that differ."""
        return tuple(part for part in self.parts if part.kind is PartKind.CHANGE)

    def apply(self, old: str) -> str:
        """The new text, made from the old one and the changes alone."""
        lines = old.split("\n")
        result: list[str] = []
        for part in self.parts:
            if part.kind is PartKind.CHANGE:
                result += (self.new[pair.new] for pair in part.pairs if pair.new is not None)
            else:
                result += lines[part.old_start : part.old_end]
        return "\n".join(result)

    def folded(self, context: int = CONTEXT) -> tuple[Part, ...]:
        """The parts, with equal lines far from any change folded away. Equal texts are one fold."""
        result: list[Part] = []
        for part in self.parts:
            if part.kind is PartKind.CHANGE:
                result.append(part)
                continue
            before = context if part.place != (0, 0) else 0
            last = part.old_end == len(self.old) and part.new_end == len(self.new)
            result += fold(part, before, 0 if last else context)
        return tuple(result)


def fold(part: Part, before: int, after: int) -> Iterator[Part]:
    """Equal lines with those hidden that come later than the first `before` and earlier than the last `after`."""
    hidden = part.old_end - part.old_start - before - after
    if hidden < FOLD_FROM:
        yield Part(PartKind.EQUAL, part.old_start, part.old_end, part.new_start, part.new_end)
        return
    for kind, skip, length in (
        (PartKind.EQUAL, 0, before),
        (PartKind.FOLD, before, hidden),
        (PartKind.EQUAL, before + hidden, after),
    ):
        if length:
            old, new = part.old_start + skip, part.new_start + skip
            yield Part(kind, old, old + length, new, new + length)


def compare(
    old: str,
    new: str,
    cancelled: Callable[[], bool] | None = None,
    progress: Callable[[float], None] = lambda share: None,
) -> Diff:
    """Compare two texts whose lines end in "\\n". Raises `diff_match.CancelledError`.

    The work is bounded by the length of the texts: where more would be needed to find the shortest change, a longer
    one is told. `progress` gets the share that is done, 0 to 1.
    """
    old_lines, new_lines = old.split("\n"), new.split("\n")
    limit = _STEPS_AT_LEAST + _STEPS_PER_LINE * (len(old_lines) + len(new_lines))
    meter = Meter(limit, cancelled)
    found = matches(old_lines, new_lines, meter)
    inside = _Lines(old_lines, new_lines, Meter(limit + _STEPS_PER_CHARACTER * (len(old) + len(new)), cancelled))
    parts: list[Part] = []
    at = new_at = 0
    for start, new_start, size in (*found, (len(old_lines), len(new_lines), 0)):
        if start > at or new_start > new_at:
            pairs = tuple(inside.pairs(at, start, new_at, new_start))
            parts.append(Part(PartKind.CHANGE, at, start, new_at, new_start, pairs))
            progress((start + new_start) / (len(old_lines) + len(new_lines)))
        at, new_at = start + size, new_start + size
        if size:
            parts.append(Part(PartKind.EQUAL, start, at, new_start, new_at))
    return Diff(old_lines, new_lines, tuple(parts), meter.steps + inside.meter.steps)


def words(old: str, new: str, meter: Meter | None = None) -> tuple[tuple[Mark, ...], tuple[Mark, ...]]:
    """What was removed from one line and added to the other; without the marks both are the same text."""
    tokens, new_tokens = _TOKEN.findall(old), _TOKEN.findall(new)
    meter = meter or Meter(_STEPS_AT_LEAST + _STEPS_PER_CHARACTER * (len(old) + len(new)))
    places, new_places = _starts(tokens), _starts(new_tokens)
    runs = [
        (places[at], new_places[new_at], places[at + size] - places[at])
        for at, new_at, size in matches(tokens, new_tokens, meter)
    ]
    kept = _without_islands(runs, old, new)
    ends = ((0, 0, 0), *kept, (len(old), len(new), 0))
    marks = tuple((a + size, b) for (a, _, size), (b, _, _) in pairwise(ends) if a + size < b)
    new_marks = tuple((a + size, b) for (_, a, size), (_, b, _) in pairwise(ends) if a + size < b)
    return marks, new_marks


def _starts(tokens: Sequence[str]) -> list[int]:
    places = [0]
    for token in tokens:
        places.append(places[-1] + len(token))
    return places


def _without_islands(runs: list[Match], old: str, new: str) -> list[Match]:
    """Leave out what is equal by chance: spaces and bits between changes that are much longer."""
    kept: list[Match] = []
    for number, (at, new_at, size) in enumerate(runs):
        last, new_last = (kept[-1][0] + kept[-1][2], kept[-1][1] + kept[-1][2]) if kept else (0, 0)
        following = runs[number + 1] if number + 1 < len(runs) else (len(old), len(new), 0)
        before = max(at - last, new_at - new_last)
        after = max(following[0] - at - size, following[1] - new_at - size)
        weight = len(old[at : at + size].strip())
        if before and after and weight * 2 <= min(before, after):
            continue
        kept.append((at, new_at, size))
    return kept


class _Lines:
    """Finds for the lines of a change those that they have become."""

    def __init__(self, old: Sequence[str], new: Sequence[str], meter: Meter) -> None:
        self._old, self._new = old, new
        self.meter = meter
        self._known: tuple[dict[int, Counter[str]], dict[int, Counter[str]]] = ({}, {})

    def pairs(self, at: int, end: int, new_at: int, new_end: int) -> Iterator[Pair]:
        """Lines [at, end) and [new_at, new_end), those that are alike side by side."""
        while at < end and new_at < new_end:
            skip, new_skip = self._nearest(at, end, new_at, new_end)
            for line in range(at, at + skip):
                yield Pair(line, None)
            for line in range(new_at, new_at + new_skip):
                yield Pair(None, line)
            at, new_at = at + skip, new_at + new_skip
            if at < end and new_at < new_end:
                yield Pair(at, new_at, *words(self._old[at], self._new[new_at], self.meter))
                at, new_at = at + 1, new_at + 1
        for line in range(at, end):
            yield Pair(line, None)
        for line in range(new_at, new_end):
            yield Pair(None, line)

    def _nearest(self, at: int, end: int, new_at: int, new_end: int) -> tuple[int, int]:
        """How many lines to pass over on each side before two that are alike; all of them if there are no such two."""
        start = at, new_at
        while at < end and new_at < new_end and not self.meter.exhausted:
            for far in range(_AHEAD + 1):
                for skip in range(far + 1):
                    old, new = at + skip, new_at + far - skip
                    if old < end and new < new_end and self._alike(old, new):
                        return old - start[0], new - start[1]
            at, new_at = at + 1, new_at + 1
        return end - start[0], new_end - start[1]

    def _alike(self, old: int, new: int) -> bool:
        one, other = self._words(0, self._old, old), self._words(1, self._new, new)
        if len(one) > len(other):
            one, other = other, one
        self.meter.take(len(one) + 1)
        common = sum(len(word) * min(count, other[word]) for word, count in one.items() if word in other)
        total = sum(len(word) * count for each in (one, other) for word, count in each.items())
        return 2 * common >= ALIKE * total if total else self._old[old].strip() == self._new[new].strip()

    def _words(self, side: int, lines: Sequence[str], line: int) -> Counter[str]:
        known = self._known[side]
        if line not in known:
            if len(known) > _REMEMBERED:
                known.clear()
            tokens = _TOKEN.findall(lines[line])
            self.meter.take(len(tokens))
            known[line] = Counter(token for token in tokens if token[0].isalnum())
        return known[line]
