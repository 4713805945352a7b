"""Ordered, disjoint ranges of positions, as plain tuples: unite, take out, ask."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

Range = tuple[int, int]
"""Half open; an empty one marks a place."""


def normal(ranges: Iterable[Range]) -> tuple[Range, ...]:
    """In order and apart: ranges that overlap or touch become one."""
    found: list[Range] = []
    for low, high in sorted(ranges):
        if found and low <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], high))
        else:
            found.append((low, high))
    return tuple(found)


def united(ranges: Iterable[Range], start: int, end: int) -> tuple[Range, ...]:
    """With [start, end) added, which may be empty."""
    return normal((*ranges, (start, end)))


def without(ranges: Iterable[Range], start: int, end: int) -> tuple[Range, ...]:
    """With what lies in [start, end) taken out; empty ranges on its edges stay."""
    found: list[Range] = []
    for low, high in ranges:
        if low == high:
            if not start < low < end:
                found.append((low, high))
            continue
        found += [part for part in ((low, min(high, start)), (max(low, end), high)) if part[0] < part[1]]
    return tuple(found)


def covered(ranges: Sequence[Range], start: int, end: int) -> bool:
    """True if all of [start, end), which is not empty, lies in the ranges."""
    return any(low <= start and end <= high for low, high in normal(ranges))


def around(ranges: Sequence[Range], position: int) -> Range | None:
    """The range that a position is in or touches: the one that begins there, if two do."""
    found = None
    for low, high in ranges:
        if low <= position <= high:
            found = (low, high)
    return found
