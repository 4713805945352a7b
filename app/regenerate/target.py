"""Where a run works: its span, and the pins and holes in it, in the document's positions (UTF-16)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Target:
    """[start, end) of a document. Pins and holes count from `start`, for the span moves with what is written before."""

    start: int
    end: int
    pins: tuple[Range, ...] = ()
    """Parts that stay as they are."""
    holes: tuple[Range, ...] = ()
    """Parts to fill while all else stays; empty means that the whole span is one."""

    @classmethod
    def of(cls, start: int, end: int, pins: Sequence[Range] = ()) -> Target:
        """A span with those of the document's pins that lie in it, cut to it."""
        inside = ((max(start, low) - start, min(end, high) - start) for low, high in pins)
        return cls(start, end, tuple((low, high) for low, high in inside if low < high))

    @classmethod
    def of_holes(cls, holes: Sequence[Range], pins: Sequence[Range] = ()) -> Target:
        """The span from the first hole to the last. Raises `ValueError` without any."""
        start, end = min(low for low, _ in holes), max(high for _, high in holes)
        whole = cls.of(start, end, pins)
        return replace(whole, holes=tuple((low - start, high - start) for low, high in sorted(holes)))

    def placed(self, start: int, end: int) -> Target:
        """The same target where its span is now."""
        return replace(self, start=start, end=end)

    def code_points(self, to_code_point: Callable[[int], int]) -> Target:
        """The same in code points of the document; pins and holes then count from its beginning, too."""
        start, end = to_code_point(self.start), to_code_point(self.end)

        def converted(ranges: tuple[Range, ...]) -> tuple[Range, ...]:
            return tuple((to_code_point(self.start + low), to_code_point(self.start + high)) for low, high in ranges)

        return Target(start, end, converted(self.pins), converted(self.holes))

    def after(self, edits: Sequence[tuple[int, int, int]]) -> Target:
        """What is left of it once parts of the span have been replaced.

        `edits`: start, end and new length of each, counted from the span's start, in order and apart. A pin or a hole
        that meets one is gone.
        """
        pins, holes = _all_after(self.pins, edits), _all_after(self.holes, edits)
        grown = sum(length - (high - low) for low, high, length in edits)
        return Target(self.start, self.end + grown, pins, holes)


def _all_after(parts: Sequence[Range], edits: Sequence[tuple[int, int, int]]) -> tuple[Range, ...]:
    moved = (_after(part, edits) for part in parts)
    return tuple(part for part in moved if part is not None)


def _after(part: Range, edits: Sequence[tuple[int, int, int]]) -> Range | None:
    shift = 0
    for low, high, length in edits:
        if high <= part[0]:
            shift += length - (high - low)
        elif low < part[1]:
            return None
    return part[0] + shift, part[1] + shift
