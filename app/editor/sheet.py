"""Paragraphs laid out exactly as the editor lays out its own, of a text that is in no document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFont, QPainter, QTextCharFormat, QTextLayout, QTextLine, QTextOption

from palimpsest.app.documents.positions import utf16_length

UNBOUNDED = float(2**31 - 1)
"""Line width where lines do not wrap: what Qt takes for none at all."""


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

    top: float
    bottom: float
    start: int
    end: int
    line: QTextLine
    paragraph: int


@dataclass(slots=True)
class _Paragraph:
    start: int
    length: int
    top: float
    text: str
    ranges: list[FormatRange]
    layout: QTextLayout


class Sheet:
    """A text with formats, laid out. Positions are UTF-16 units of the text, points are relative to its top left."""

    def __init__(self) -> None:
        self.height = 0.0
        self.width = 0.0
        self.lines: list[SheetLine] = []
        self._style: SheetStyle | None = None
        self._paragraphs: list[_Paragraph] = []

    def set_text(self, text: str, ranges: Sequence[FormatRange], style: SheetStyle) -> None:
        """Lay out `text`, paragraphs separated by "\\n"; ranges are in order and do not overlap."""
        kept = {(p.text, p.start): p for p in self._paragraphs} if style == self._style else {}
        self._style = style
        self._paragraphs = []
        self.lines = []
        start, top, at, self.width = 0, 0.0, 0, 0.0
        for part in text.split("\n"):
            end = start + utf16_length(part)
            own: list[FormatRange] = []
            while at < len(ranges) and ranges[at].start < end:
                if (inside := ranges[at].within(start, end)) is not None:
                    own.append(inside)
                if ranges[at].start + ranges[at].length > end:
                    break
                at += 1
            before = kept.get((part, start))
            if before is not None and before.ranges == own:
                before.top = top
                paragraph = before
            else:
                paragraph = _Paragraph(start, end - start, top, part, own, self._lay_out(part, own, style))
            self._paragraphs.append(paragraph)
            top = self._collect(paragraph, len(self._paragraphs) - 1)
            start = end + 1
        self.height = top

    def draw(self, painter: QPainter, origin: QPointF, selection: FormatRange | None, clip: QRectF) -> None:
        """Draw what meets `clip` (in the painter's coordinates) with the sheet's top left at `origin`."""
        for paragraph in self._paragraphs:
            top = origin.y() + paragraph.top
            if top > clip.bottom():
                break
            if top + paragraph.layout.boundingRect().bottom() < clip.top():
                continue
            selections = []
            if selection is not None:
                # One unit more, so that a selected line end shows.
                part = selection.within(paragraph.start, paragraph.start + paragraph.length + 1)
                if part is not None:
                    selections = [_qt_range(part)]
            paragraph.layout.draw(painter, QPointF(origin.x(), top), selections, clip)

    def draw_caret(self, painter: QPainter, origin: QPointF, position: int, width: int) -> None:
        """Draw a text caret at a position."""
        paragraph = self._paragraphs[self.line_of(position).paragraph]
        place = QPointF(origin.x(), origin.y() + paragraph.top)
        paragraph.layout.drawCursor(painter, place, position - paragraph.start, width)

    def line_of(self, position: int) -> SheetLine:
        """The line that holds a position; between two lines, the lower one."""
        for line in reversed(self.lines):
            if line.start <= position:
                return line
        return self.lines[0]

    def position_at(self, point: QPointF) -> int:
        """The position nearest to a point."""
        line = next((line for line in self.lines if point.y() < line.bottom), self.lines[-1])
        return self.position_on(line, point.x())

    def position_on(self, line: SheetLine, x: float) -> int:
        """The position of a line nearest to a horizontal place."""
        return self._paragraphs[line.paragraph].start + line.line.xToCursor(x)

    def x_of(self, position: int) -> float:
        """The horizontal place of a position."""
        line = self.line_of(position)
        # PySide gives the position back as well, for Qt may have moved it.
        found: Any = line.line.cursorToX(position - self._paragraphs[line.paragraph].start)
        return float(found[0])

    @staticmethod
    def _lay_out(text: str, ranges: list[FormatRange], style: SheetStyle) -> QTextLayout:
        layout = QTextLayout(text, style.font)
        layout.setCacheEnabled(True)
        layout.setTextOption(style.option)
        layout.setFormats([_qt_range(part) for part in ranges])
        # The same steps as QPlainTextDocumentLayout's, so that a line of the sheet breaks where the page's would.
        layout.beginLayout()
        height = 0.0
        while (line := layout.createLine()).isValid():
            line.setLeadingIncluded(True)
            line.setLineWidth(style.width)
            line.setPosition(QPointF(style.margin, height))
            height += line.height()
        layout.endLayout()
        return layout

    def _collect(self, paragraph: _Paragraph, number: int) -> float:
        """Note the lines of a paragraph; returns where the next one begins."""
        bottom = paragraph.top
        for index in range(paragraph.layout.lineCount()):
            line = paragraph.layout.lineAt(index)
            start = paragraph.start + line.textStart()
            bottom = paragraph.top + line.y() + line.height()
            top = paragraph.top + line.y()
            self.lines.append(SheetLine(top, bottom, start, start + line.textLength(), line, number))
            self.width = max(self.width, line.x() + line.naturalTextWidth())
        return bottom


def _qt_range(part: FormatRange) -> QTextLayout.FormatRange:
    result = QTextLayout.FormatRange()
    result.start = part.start  # pyright: ignore[reportAttributeAccessIssue]
    result.length = part.length  # pyright: ignore[reportAttributeAccessIssue]
    result.format = part.format  # pyright: ignore[reportAttributeAccessIssue]
    return result
