"""What is painted on a page beside its text: the caret's line, guides, white space, boxes of brackets, the focus."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QLineF, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QRegion, QTextBlock, QTextLine

from palimpsest.app.documents.positions import Positions
from palimpsest.app.editor.focus import FocusMode, present_part
from palimpsest.app.editor.guides import guide_columns
from palimpsest.app.editor.indentation import columns_of, leading_space
from palimpsest.app.editor.ink import blend

if TYPE_CHECKING:
    from palimpsest.app.editor.text_editor import TextEditor

_WASH = 0.6
"""How much of the page lies over what is out of focus."""
_BEYOND = 200
"""Blank lines beyond the view that are looked at for the indentation behind them."""
_SPACE = re.compile("[ \t\u00a0]+")


class Backdrop:
    """Paints on the viewport of one editor, only what is in view. Nothing of it is in the document."""

    def __init__(self, editor: TextEditor) -> None:
        self._editor = editor
        self.focus: FocusMode | None = None
        self._band = QRect()
        self._part = (0, 0)

    def paint_under(self, painter: QPainter, clip: QRectF) -> None:
        """Before the text."""
        editor, style, theme = self._editor, self._editor.page_style, self._editor.theme
        self._move_band()
        if not self._band.isEmpty():
            painter.fillRect(self._band, QColor(blend(theme.page, theme.line, 0.55)))
        if editor.guarded:
            return
        if editor.kind == "code":
            if style.margin_column > 0:
                painter.setPen(QPen(QColor(theme.line), 1))
                x = self._column_x(style.margin_column)
                painter.drawLine(QLineF(x, clip.top(), x, clip.bottom()))
            if style.indent_guides:
                self._paint_guides(painter, clip)
        if style.show_whitespace:
            self._paint_white_space(painter, clip)

    def paint_over(self, painter: QPainter, clip: QRectF) -> None:
        """After the text, before an overlay."""
        # Qt fills the background of marks together with the text.
        if self._editor.marks.of("brackets"):
            self._paint_boxes(painter)
        if self.focus is None:
            return
        colour = QColor(self._editor.theme.page)
        colour.setAlphaF(_WASH)
        region = QRegion(clip.toAlignedRect())
        for place in self._places(*self._present()):
            region -= place.toAlignedRect()
        painter.setClipRegion(region)
        painter.fillRect(clip, colour)

    def caret_moved(self) -> None:
        """Repaint what depends on where the caret is."""
        self._move_band()
        if self.focus is not None and (part := self._present()) != self._part:
            self._part = part
            self._editor.viewport().update()

    def edited(self, at: int) -> None:
        """Repaint what depends on the indentation of a line: guides go through the blank lines beside it, too."""
        editor = self._editor
        if editor.kind == "code" and editor.page_style.indent_guides:
            block = editor.document().findBlock(at)
            if not block.text()[: at - block.position()].strip():
                editor.viewport().update()

    def scrolled(self, by: int) -> None:
        """What was painted has moved along with the text."""
        self._band.translate(0, by)

    def _move_band(self) -> None:
        """Let the caret's line have the band: repaint it where it was and where it shall be."""
        band, viewport = self._wanted_band(), self._editor.viewport()
        if band != self._band:
            viewport.update(self._band)
            viewport.update(band)
            self._band = band

    def _wanted_band(self) -> QRect:
        editor = self._editor
        # Where the focus mode already tells the place, a band says nothing more.
        told = self.focus is not None or not editor.page_style.band(editor.kind)
        if told or not editor.hasFocus() or editor.textCursor().hasSelection():
            return QRect()
        caret = editor.cursorRect()
        return QRect(0, caret.top(), editor.viewport().width(), caret.height())

    def _present(self) -> tuple[int, int]:
        assert self.focus is not None
        return present_part(self.focus, self._editor.textCursor())

    def _column_x(self, column: int) -> float:
        editor = self._editor
        advance = QFontMetricsF(editor.font()).horizontalAdvance(" ")
        # On a pixel, lest the hairline be blurred.
        return round(editor.scroll_offset() + editor.document().documentMargin() + column * advance) + 0.5

    def _paint_guides(self, painter: QPainter, clip: QRectF) -> None:
        editor = self._editor
        tab, step = editor.page_style.tab_width, max(1, editor.indentation.width)
        blocks = list(editor.visible_blocks(clip.top(), clip.bottom()))
        if not blocks:
            return
        indents = [_indent(block, tab) for block, _, _ in blocks]
        above = _indent_beyond(blocks[0][0], tab, down=False)
        below = _indent_beyond(blocks[-1][0], tab, down=True)
        columns = guide_columns([above, *indents, below], step)[1:-1]
        xs: dict[int, float] = {}
        lines = []
        for (block, top, height), guides in zip(blocks, columns, strict=True):
            # What a long line goes on with is not indented.
            bottom = top + (height if block.lineCount() == 1 else block.layout().lineAt(0).height())
            if bottom < clip.top():
                continue
            for column in guides:
                if column not in xs:
                    xs[column] = self._column_x(column)
                lines.append(QLineF(xs[column], top, xs[column], bottom))
        theme = editor.theme
        painter.setPen(QPen(QColor(blend(theme.page, theme.gutter, 0.3)), 1))
        painter.drawLines(lines)

    def _paint_white_space(self, painter: QPainter, clip: QRectF) -> None:
        editor = self._editor
        left = editor.scroll_offset()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(QColor(editor.theme.gutter), max(1.5, editor.fontMetrics().height() / 10))
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        dots, tabs = [], []
        for block, top, _ in editor.visible_blocks(clip.top(), clip.bottom()):
            if block.blockNumber() == editor.canvas_layout.first:
                continue
            text, layout = block.text(), block.layout()
            positions = Positions(text)
            for found in _SPACE.finditer(text):
                for point in range(found.start(), found.end()):
                    at = positions.to_utf16(point)
                    line = layout.lineForTextPosition(at)
                    if not line.isValid():
                        continue
                    x, end = _x(line, at), _x(line, at + 1)
                    y = top + line.y() + line.height() / 2
                    if text[point] == "\t":
                        tabs.append(QLineF(left + x + 3, y, left + end - 3, y))
                    else:
                        dots.append(QPointF(left + (x + end) / 2, y))
        painter.setPen(pen)
        painter.drawPoints(dots)
        pen.setWidthF(1)
        painter.setPen(pen)
        painter.drawLines([*tabs, *(arm for tab in tabs for arm in _arrow(tab.p2()))])
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def _paint_boxes(self, painter: QPainter) -> None:
        """Seen without colours, too."""
        editor = self._editor
        painter.setPen(QPen(QColor(editor.theme.faint), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for mark in editor.marks.of("brackets"):
            cursor = mark.cursor  # pyright: ignore[reportAttributeAccessIssue]
            for box in self._places(cursor.selectionStart(), cursor.selectionEnd()):
                painter.drawRect(QRectF(box.toAlignedRect()).adjusted(-0.5, 0.5, 0.5, -0.5))

    def _places(self, start: int, end: int) -> Iterator[QRectF]:
        """Where [start, end) lies in the viewport, line by line, as far as it is in view."""
        editor = self._editor
        left = editor.scroll_offset()
        for block, top, _ in editor.visible_blocks():
            first, last = start - block.position(), end - block.position()
            if last < 0 or first >= block.length():
                continue
            layout = block.layout()
            for number in range(layout.lineCount()):
                line = layout.lineAt(number)
                begin, stop = line.textStart(), line.textStart() + line.textLength()
                low, high = max(first, begin), min(last, stop)
                if low > high or (low == high and begin < stop):
                    continue
                x, until = sorted((_x(line, low), _x(line, high)))
                yield QRectF(left + x, top + line.y(), until - x, line.height())


def _x(line: QTextLine, at: int) -> float:
    # PySide gives the position back as well, for Qt may have moved it.
    found: object = line.cursorToX(at)
    return float(found[0] if isinstance(found, tuple) else found)  # pyright: ignore[reportArgumentType]


def _indent(block: QTextBlock, tab: int) -> int | None:
    text = block.text()
    leading = leading_space(text)
    return None if len(leading) == len(text) else columns_of(leading, tab)


def _indent_beyond(block: QTextBlock, tab: int, *, down: bool) -> int | None:
    """The indentation of the nearest written line above or below a block."""
    for _ in range(_BEYOND):
        block = block.next() if down else block.previous()
        if not block.isValid():
            return None
        if (indent := _indent(block, tab)) is not None:
            return indent
    return None


def _arrow(tip: QPointF) -> tuple[QLineF, QLineF]:
    return QLineF(tip, tip + QPointF(-3, -3)), QLineF(tip, tip + QPointF(-3, 3))
