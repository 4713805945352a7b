"""Paragraphs laid out exactly as the editor lays out its own, of a text that is in no document."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any, Protocol

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFont, QPainter, QTextCharFormat, QTextLayout, QTextLine, QTextOption

from palimpsest.app.documents.positions import utf16_length

UNBOUNDED = float(2**31 - 1)
"""Line width where lines do not wrap: what Qt takes for none at all."""
_LINE_END = 4.0
"""Pixels that show a line end."""


@dataclass(frozen=True, slots=True)
class FormatRange:
    """`length` UTF-16 units from `start` on in one format."""

    start: int
    length: int
    format: QTextCharFormat

    def within(self, start: int, end: int) -> FormatRange | None:
        """The part in [start, end), counted from `start`; None if there is none."""
        first, last = max(self.start, start), min(self.start + self.length, end)
        return FormatRange(first - start, last - first, self.format) if first < last else None


Ranges = tuple[FormatRange, ...]


class Dress(Protocol):
    """Knows the formats of paragraphs by their text."""

    version: int
    """Grows when one of them has changed."""

    def get(self, text: str) -> Ranges | None:
        """The formats of such a paragraph; None if nothing is known of it."""


@dataclass(frozen=True, slots=True)
class SheetStyle:
    """What decides where lines break and how high they are."""

    font: QFont
    option: QTextOption = field(compare=False)
    wrap: QTextOption.WrapMode
    """That of `option`, which cannot be compared."""
    width: float
    """Room for a line, pixels; `UNBOUNDED` where lines do not wrap."""
    margin: float
    """Left of every line, pixels."""


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One laid-out line: where it lies, and which UTF-16 units it holds."""

    number: int
    """From 0, on the whole sheet."""
    top: float
    bottom: float
    start: int
    end: int
    """Where the next line begins, or the paragraph's own line end stands."""
    line: QTextLine
    paragraph: int


@dataclass(slots=True)
class _Paragraph:
    """A paragraph and its lines, wherever it stands on the sheet."""

    text: str
    ranges: Ranges
    layout: QTextLayout
    length: int
    tops: tuple[float, ...]
    """Of its lines, from its own top."""
    starts: tuple[int, ...]
    height: float
    width: float
    inked: bool = False
    """It has formats of its own, apart from what it is dressed in."""


class Sheet:
    """A text with formats, laid out. Positions are UTF-16 units of the text, points are relative to its top left."""

    def __init__(self) -> None:
        self.height = 0.0
        self.width = 0.0
        self.tops: list[float] = []
        """Where each line begins, pixels."""
        self._look: tuple[SheetStyle, Dress | None, int | None] | None = None
        self._paragraphs: list[_Paragraph] = []
        self._starts: list[int] = []
        self._heights: list[float] = []
        """Where each paragraph begins, pixels."""
        self._numbers: list[int] = []
        """Of the first line of each paragraph."""

    def set_text(
        self,
        text: str,
        ranges: Sequence[FormatRange],
        style: SheetStyle,
        beside: Sequence[FormatRange] = (),
        dress: Dress | None = None,
    ) -> None:
        """Lay out `text`, paragraphs separated by "\\n". Ranges are in order and do not overlap.

        `beside`, likewise, is what a highlighter gave to text at both ends. `dress` may know the formats of a
        paragraph that has none in `ranges`. Paragraphs that stay as they are keep their layout, wherever they go.
        """
        texts = text.split("\n")
        lengths = list(map(len, texts)) if text.isascii() else list(map(utf16_length, texts))
        self._starts = list(accumulate((length + 1 for length in lengths[:-1]), initial=0))
        inked, given = _cut(ranges, self._starts, lengths), _cut(beside, self._starts, lengths)
        look = (style, dress, None if dress is None else dress.version)
        if look != self._look:
            self._paragraphs = []
        self._look = look

        # A long text of which little changes is not gone through step by step.
        placed, left = _aligned(texts, self._paragraphs)
        kept: dict[str, list[_Paragraph]] = {}
        for paragraph in reversed(left):
            kept.setdefault(paragraph.text, []).append(paragraph)
        changed = {number for number, paragraph in enumerate(placed) if paragraph is None or paragraph.inked}
        for number in sorted(changed.union(inked, given)):
            part = texts[number]
            own, edge = inked.get(number, ()), given.get(number, ())
            formats = _formats(part, own, edge, dress)
            same = placed[number]
            if same is None and kept.get(part):
                same = kept[part].pop()
            if same is None or same.ranges != formats:
                same = _lay_out(part, lengths[number], formats, style)
            same.inked = bool(own or edge)
            placed[number] = same
        self._place([paragraph for paragraph in placed if paragraph is not None])

    def _place(self, paragraphs: list[_Paragraph]) -> None:
        """Put paragraphs below each other."""
        self._paragraphs = paragraphs
        self._heights = list(accumulate((paragraph.height for paragraph in paragraphs), initial=0.0))
        self.height = self._heights.pop()
        self._numbers = list(accumulate((len(paragraph.tops) for paragraph in paragraphs[:-1]), initial=0))
        self.tops = [
            top + down for paragraph, top in zip(paragraphs, self._heights, strict=True) for down in paragraph.tops
        ]
        self.width = max(paragraph.width for paragraph in paragraphs)

    def draw(self, painter: QPainter, origin: QPointF, selection: FormatRange | None, clip: QRectF) -> None:
        """Draw what meets `clip` (in the painter's coordinates) with the sheet's top left at `origin`."""
        first = max(0, bisect_right(self._heights, clip.top() - origin.y()) - 1)
        for number in range(first, len(self._paragraphs)):
            paragraph, top = self._paragraphs[number], origin.y() + self._heights[number]
            if top > clip.bottom():
                break
            selections = []
            if selection is not None:
                # One unit more, so that a selected line end shows.
                start = self._starts[number]
                part = selection.within(start, start + paragraph.length + 1)
                if part is not None:
                    selections = [_qt_range(part)]
            paragraph.layout.draw(painter, QPointF(origin.x(), top), selections, clip)

    def draw_caret(self, painter: QPainter, origin: QPointF, position: int, width: int) -> None:
        """Draw a text caret at a position."""
        number = self.line_of(position).paragraph
        place = QPointF(origin.x(), origin.y() + self._heights[number])
        self._paragraphs[number].layout.drawCursor(painter, place, position - self._starts[number], width)

    @property
    def line_count(self) -> int:
        """How many lines there are; at least one."""
        return len(self.tops)

    def line(self, number: int) -> SheetLine:
        """A line by its number."""
        place = bisect_right(self._numbers, number) - 1
        paragraph, inner = self._paragraphs[place], number - self._numbers[place]
        start, last = self._starts[place], inner + 1 == len(paragraph.tops)
        return SheetLine(
            number,
            self.tops[number],
            self.height if number + 1 == len(self.tops) else self.tops[number + 1],
            start + paragraph.starts[inner],
            start + (paragraph.length if last else paragraph.starts[inner + 1]),
            paragraph.layout.lineAt(inner),
            place,
        )

    def line_of(self, position: int) -> SheetLine:
        """The line that holds a position; between two lines, the lower one."""
        place = max(0, bisect_right(self._starts, position) - 1)
        inner = bisect_right(self._paragraphs[place].starts, position - self._starts[place]) - 1
        return self.line(self._numbers[place] + max(0, inner))

    def line_at(self, y: float) -> SheetLine:
        """The line at a height, or the nearest."""
        return self.line(max(0, bisect_right(self.tops, y) - 1))

    def position_at(self, point: QPointF) -> int:
        """The position nearest to a point."""
        return self.position_on(self.line_at(point.y()), point.x())

    def position_on(self, line: SheetLine, x: float) -> int:
        """The position of a line nearest to a horizontal place."""
        return self._starts[line.paragraph] + line.line.xToCursor(x)

    def character_at(self, point: QPointF) -> int | None:
        """The position of the character that is drawn at a point; None where none is."""
        line = self.line_at(point.y())
        left = line.line.naturalTextRect().left()
        beyond = not line.top <= point.y() < line.bottom
        if beyond or not left <= point.x() < left + line.line.naturalTextWidth():
            return None
        position = self._starts[line.paragraph] + line.line.xToCursor(
            point.x(), QTextLine.CursorPosition.CursorOnCharacter
        )
        return position if line.start <= position < line.end else None

    def x_of(self, position: int) -> float:
        """The horizontal place of a position."""
        return self.x_on(self.line_of(position), position)

    def x_on(self, line: SheetLine, position: int) -> float:
        """The horizontal place of a position on a line that it is on, or that it ends."""
        # PySide gives the position back as well, for Qt may have moved it.
        found: Any = line.line.cursorToX(position - self._starts[line.paragraph])
        return float(found[0])

    def boxes(self, start: int, end: int) -> list[QRectF]:
        """What [start, end) fills, one box a line."""
        found = []
        first, last = self.line_of(start).number, self.line_of(max(start, end - 1)).number
        for line in map(self.line, range(first, last + 1)):
            edges = [self.x_on(line, max(start, line.start)), self.x_on(line, min(end, line.end))]
            # A line end alone has no width, and shall be seen.
            right = max(*edges, min(edges) + _LINE_END)
            found.append(QRectF(min(edges), line.top, right - min(edges), line.bottom - line.top))
        return found


def _cut(ranges: Sequence[FormatRange], starts: Sequence[int], lengths: Sequence[int]) -> dict[int, Ranges]:
    """The ranges by paragraph, each counted from its start; only paragraphs that have any."""
    found: dict[int, list[FormatRange]] = {}
    for part in ranges:
        number = max(0, bisect_right(starts, part.start) - 1)
        while number < len(starts) and starts[number] < part.start + part.length:
            inside = part.within(starts[number], starts[number] + lengths[number])
            if inside is not None:
                found.setdefault(number, []).append(inside)
            number += 1
    return {number: tuple(parts) for number, parts in found.items()}


def _formats(text: str, inked: Ranges, given: Ranges, dress: Dress | None) -> Ranges:
    """What a paragraph wears: its ink, and a highlighter's colours where it has none."""
    if inked:
        return tuple(sorted((*inked, *given), key=lambda part: part.start)) if given else inked
    dressed = None if dress is None else dress.get(text)
    return given if dressed is None else dressed


def _aligned(
    texts: Sequence[str], before: Sequence[_Paragraph]
) -> tuple[list[_Paragraph | None], Sequence[_Paragraph]]:
    """Each text's paragraph where it has stayed in its place, and the paragraphs that have found none."""
    if len(texts) == len(before):
        placed = [paragraph if paragraph.text == text else None for text, paragraph in zip(texts, before, strict=True)]
        return placed, [paragraph for paragraph, now in zip(before, placed, strict=True) if now is None]
    shorter = min(len(texts), len(before))
    head = next((at for at in range(shorter) if texts[at] != before[at].text), shorter)
    rest = shorter - head
    tail = next((at for at in range(rest) if texts[-1 - at] != before[-1 - at].text), rest)
    stop = len(before) - tail
    return [*before[:head], *[None] * (len(texts) - head - tail), *before[stop:]], before[head:stop]


def _lay_out(text: str, length: int, ranges: Ranges, style: SheetStyle) -> _Paragraph:
    layout = QTextLayout(text, style.font)
    layout.setCacheEnabled(True)
    layout.setTextOption(style.option)
    if ranges:
        layout.setFormats([_qt_range(part) for part in ranges])
    # The same steps as QPlainTextDocumentLayout's, so that a line of the sheet breaks where the page's would.
    layout.beginLayout()
    height = width = 0.0
    tops: list[float] = []
    starts: list[int] = []
    while (line := layout.createLine()).isValid():
        line.setLeadingIncluded(True)
        line.setLineWidth(style.width)
        line.setPosition(QPointF(style.margin, height))
        tops.append(height)
        starts.append(line.textStart())
        height += line.height()
        width = max(width, style.margin + line.naturalTextWidth())
    layout.endLayout()
    return _Paragraph(text, ranges, layout, length, tuple(tops), tuple(starts), height, width)


def _qt_range(part: FormatRange) -> QTextLayout.FormatRange:
    result = QTextLayout.FormatRange()
    result.start = part.start  # pyright: ignore[reportAttributeAccessIssue]
    result.length = part.length  # pyright: ignore[reportAttributeAccessIssue]
    result.format = part.format  # pyright: ignore[reportAttributeAccessIssue]
    return result
