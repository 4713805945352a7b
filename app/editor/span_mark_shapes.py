"""The shapes of marks under parts of a page's lines: dots for pins, brackets for holes."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QTextBlock, QTextLine

from palimpsest.app.editor.range_set import Range

_SPACING = 4.0
"""From one dot of a pin to the next, pixels."""
_RISE = 5.0
"""How far the ends of a hole's bracket are turned up, pixels."""


def within(ranges: tuple[Range, ...], block: QTextBlock) -> tuple[Range, ...]:
    """The parts of ranges that lie in a block, counted from its start."""
    begin, length = block.position(), block.length() - 1
    first = bisect_left(ranges, begin, key=lambda each: each[1])
    last = bisect_right(ranges, begin + length, key=lambda each: each[0])
    return tuple((low - begin, high - begin) for low, high in ranges[first:last])


@dataclass(frozen=True, slots=True)
class View:
    """A block on the viewport, pixels."""

    block: QTextBlock
    left: float
    top: float
    clip: QRectF


@dataclass(frozen=True, slots=True)
class Piece:
    """What a range has of one line: from `x` to `until`, its mark at the height `y`. Without a width it is a place."""

    x: float
    until: float
    y: float
    begins: bool
    ends: bool


def pieces(view: View, low: int, high: int) -> Iterator[Piece]:
    """The lines under [low, high) of a block, as far as they are in the clip."""
    layout, clip = view.block.layout(), view.clip
    count = layout.lineCount()
    if not count:
        return
    first = max(0, layout.lineForTextPosition(low).lineNumber())
    if view.top + layout.lineAt(first).rect().bottom() < clip.top():
        # Of a block with a thousand lines only those in view are looked at.
        above = bisect_right(range(count), clip.top() - view.top, key=lambda each: layout.lineAt(each).y())
        first = max(first, above - 1)
    for number in range(first, count):
        line = layout.lineAt(number)
        top = view.top + line.y()
        begin, stop = line.textStart(), line.textStart() + line.textLength()
        if top > clip.bottom() or begin > high:
            return
        start, end = max(low, begin), min(high, stop)
        if start > end or (start == end and low < high):
            continue
        x, until = sorted((_x(line, start), _x(line, end)))
        y = top + line.ascent() + max(3.0, line.descent() * 0.7)
        yield Piece(view.left + x, view.left + until, y, low >= begin, high <= stop)
        if low == high:
            return


def dots(piece: Piece) -> Iterator[QPointF]:
    """The dots under a pin."""
    count = max(1, int((piece.until - piece.x) / _SPACING))
    for number in range(count):
        yield QPointF(piece.x + _SPACING * (number + 0.5), piece.y)


def bracket(piece: Piece) -> Iterator[QLineF]:
    """What stands under a hole: a line that is turned up at its ends, or a notch where it is empty."""
    x, until, y = piece.x, piece.until, piece.y
    if x == until:
        yield QLineF(x - 4, y + 1, x, y - 5)
        yield QLineF(x, y - 5, x + 4, y + 1)
        return
    # In the middle of a pixel, so that the line is as strong on every line of text.
    x, until, y = (math.floor(each) + 0.5 for each in (x, until, y))
    yield QLineF(x, y, until, y)
    if piece.begins:
        yield QLineF(x, y - _RISE, x, y)
    if piece.ends:
        yield QLineF(until, y, until, y - _RISE)


def _x(line: QTextLine, at: int) -> float:
    # PySide gives the position back as well, for Qt may have moved it.
    found: object = line.cursorToX(at)
    return float(found[0] if isinstance(found, tuple) else found)  # pyright: ignore[reportArgumentType]
