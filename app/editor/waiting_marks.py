"""What waits for a run of its own: a broken bar beside its lines, and a word about it under the mouse."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QLineF, QObject, QPoint, Qt, Slot
from PySide6.QtGui import QColor, QHelpEvent, QPainter, QPen, QTextBlock
from PySide6.QtWidgets import QToolTip

if TYPE_CHECKING:
    from palimpsest.app.editor.canvas_view import CanvasView
    from palimpsest.app.editor.range_set import Range
    from palimpsest.app.editor.text_editor import TextEditor

_WIDTH = 2.0
_DASHES = (1.5, 2.0)
"""Drawn and left out, in widths of the pen; its round ends make the first longer and the second shorter by one."""


class WaitingMarks(QObject):
    """Of one editor. `ranges` tells where the waiting spans lie, in order of turn, positions of its document."""

    def __init__(self, editor: TextEditor, view: CanvasView, ranges: Callable[[], tuple[Range, ...]]) -> None:
        super().__init__(editor)
        self._editor = editor
        self._view = view
        self._ranges = ranges
        editor.installEventFilter(self)
        editor.viewport().installEventFilter(self)

    @Slot()
    def refresh(self) -> None:
        """Spans have come into line, or are no longer in it."""
        self._editor.paint_beside(self._paint if self._ranges() else None)
        self._editor.refresh()

    def extents(self) -> Iterator[tuple[int, float, float]]:
        """What is in view of each span: its place in line, from 0, top and bottom in the viewport."""
        ranges = self._ranges()
        for block, top, height in self._editor.visible_blocks() if ranges else ():
            begin, stop = block.position(), block.position() + block.length()
            covered = block.blockNumber() == self._editor.canvas_layout.first
            for number, (low, high) in enumerate(ranges):
                if covered:
                    yield from self._beside_canvas(number, low, top, height)
                elif low < stop and (high > begin or low == high >= begin):
                    first, last = _lines(block, max(low, begin), min(high, stop - 1))
                    yield number, top + first, top + last

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip and self._ranges():
            inside = watched is self._editor.viewport()
            at = event.pos() if inside else self._editor.viewport().mapFrom(self._editor, event.pos())
            if (text := self.tip(at, inside)) is not None:
                QToolTip.showText(event.globalPos(), text, self._editor)
                return True
        return False

    def tip(self, at: QPoint, inside: bool) -> str | None:
        """What is said of a point of the viewport: `inside`, on the words themselves; else beside their lines."""
        ranges = self._ranges()
        if inside:
            place = self._editor.cursorForPosition(at).position()
            found = next((number for number, (low, high) in enumerate(ranges) if low <= place <= high), None)
        elif at.x() < 0:
            found = next((number for number, top, bottom in self.extents() if top <= at.y() <= bottom), None)
        else:
            found = None
        if found is None:
            return None
        text = self.tr("Waits to be regenerated: number {number} of {count} in line")
        return text.format(number=found + 1, count=len(ranges))

    def _beside_canvas(self, number: int, low: int, top: float, height: float) -> Iterator[tuple[int, float, float]]:
        """In the lines that a draft shares with other text the layout knows no words: the lines on that side."""
        place = self._view.extent()
        if place is None:
            return
        document, layout = self._editor.document(), self._editor.canvas_layout
        begin = document.findBlockByNumber(layout.first).position()
        last = document.findBlockByNumber(layout.last)
        if not begin <= low < last.position() + last.length():
            return
        upper, lower = (top, place[0]) if low < self._view.span()[0] else (place[1], top + height)
        if lower > upper:
            yield number, upper, lower

    def _paint(self, painter: QPainter, x: float) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(QColor(self._editor.theme.accent), _WIDTH, Qt.PenStyle.CustomDashLine, Qt.PenCapStyle.RoundCap)
        pen.setDashPattern(_DASHES)
        painter.setPen(pen)
        for _, top, bottom in self.extents():
            painter.drawLine(QLineF(x, top + _WIDTH, x, max(top + 2 * _WIDTH, bottom - _WIDTH)))


def _lines(block: QTextBlock, low: int, high: int) -> tuple[float, float]:
    """Top and bottom of the lines of a block that have something of [low, high], from its top."""
    layout, begin = block.layout(), block.position()
    first, last = layout.lineForTextPosition(low - begin), layout.lineForTextPosition(max(low, high) - begin)
    if not first.isValid():
        return 0.0, 0.0
    return first.y(), (last if last.isValid() else first).rect().bottom()
