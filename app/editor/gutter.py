"""The strip left of the text: line numbers for code, and the bar beside the span while a model is at it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from palimpsest.app.editor.text_editor import TextEditor

_BAR = 3
_PAD = 14


class Gutter(QWidget):
    """Belongs to one editor, which places it and tells it to repaint."""

    def __init__(self, editor: TextEditor) -> None:
        super().__init__(editor)
        self._editor = editor
        self.numbers = False
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def wanted_width(self) -> int:
        """Pixels: room for the highest line number, or for the bar alone."""
        if not self.numbers:
            return _PAD
        digits = max(2, len(str(self._editor.blockCount())))
        return _PAD * 2 + self._editor.fontMetrics().horizontalAdvance("9") * digits

    def sizeHint(self) -> QSize:
        return QSize(self.wanted_width(), 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme = self._editor.theme
        painter.fillRect(event.rect(), QColor(theme.page))
        if self.numbers:
            painter.setFont(self._editor.font())
            height = self._editor.fontMetrics().height()
            current = self._editor.textCursor().blockNumber()
            for block, top, _ in self._editor.visible_blocks():
                painter.setPen(QColor(theme.ink if block.blockNumber() == current else theme.gutter))
                place = QRectF(0, top, self.width() - _PAD, height)
                painter.drawText(place, Qt.AlignmentFlag.AlignRight, str(block.blockNumber() + 1))
        span = self._editor.overlay.extent() if self._editor.overlay is not None else None
        if span is not None:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.accent))
            bar = QRectF(self.width() - _BAR - 3, span[0], _BAR, max(span[1] - span[0], _BAR))
            painter.drawRoundedRect(bar, _BAR / 2, _BAR / 2)
        painter.end()
