"""The strip left of the text: line numbers for code, and the bar beside the span while a model is at it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from palimpsest.resources import CODE_FONT

if TYPE_CHECKING:
    from collections.abc import Callable

    from palimpsest.app.editor.text_editor import TextEditor

_BAR = 3
_PAD = 14
_BESIDE_PROSE = 0.72
"""Size of numbers beside prose, as a share of its own."""


class Gutter(QWidget):
    """Belongs to one editor, which places it and tells it to repaint."""

    def __init__(self, editor: TextEditor) -> None:
        super().__init__(editor)
        self._editor = editor
        self.numbers = False
        self.paint_more: Callable[[QPainter, float], None] | None = None
        """Draws on it, too; the number is where its bar has its middle. Heights are those of the page."""
        self._current = 0
        self._bar: tuple[float, float] | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def wanted_width(self) -> int:
        """Pixels: room for the highest line number, or for the bar alone."""
        if not self.numbers:
            return _PAD
        document = self._editor.shown
        # Widening it lays out every line anew, so while text comes in there is room from the first for all of it.
        count = max(self._editor.blockCount(), document.line_count if document.loading else 0)
        digits = max(2, len(str(count)))
        return _PAD * 2 + round(QFontMetricsF(self._number_font()).horizontalAdvance("9") * digits)

    def caret_moved(self) -> None:
        """Repaint the number that is the caret's, and the one that was."""
        if (current := self._editor.textCursor().blockNumber()) != self._current:
            self._current = current
            self.update()

    def follow(self, changed: QRect, scrolled: int) -> None:
        """The page paints a part of itself, or has scrolled: do so beside it."""
        overlay, before = self._editor.overlay, self._bar
        self._bar = overlay.extent() if overlay is not None else None
        if scrolled or self._bar != before or self.paint_more is not None:
            self.update()
        elif self.numbers:
            self.update(0, changed.top(), self.width(), changed.height())

    def _number_font(self) -> QFont:
        font = QFont(self._editor.font())
        if self._editor.kind == "prose":
            # Figures of one width, which are not taken for a part of the text.
            font.setFamilies([CODE_FONT, "monospace"])
            font.setPointSizeF(font.pointSizeF() * _BESIDE_PROSE)
        return font

    def sizeHint(self) -> QSize:
        return QSize(self.wanted_width(), 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme = self._editor.theme
        painter.fillRect(event.rect(), QColor(theme.page))
        if self.numbers:
            font = self._number_font()
            painter.setFont(font)
            # On one base line with the text.
            lower = QFontMetricsF(self._editor.font()).ascent() - QFontMetricsF(font).ascent()
            height = QFontMetricsF(font).height()
            current = self._editor.textCursor().blockNumber()
            ink, faint, width = QColor(theme.ink), QColor(theme.gutter), self.width() - _PAD
            # Numbers may reach a little beyond their lines.
            upper, under = event.rect().top() - height, event.rect().bottom() + height
            for block, top, _ in self._editor.visible_blocks(upper, under):
                number = block.blockNumber()
                painter.setPen(ink if number == current else faint)
                place = QRectF(0, top + lower, width, height)
                painter.drawText(place, Qt.AlignmentFlag.AlignRight, str(number + 1))
        span = self._editor.overlay.extent() if self._editor.overlay is not None else None
        if span is not None:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.accent))
            bar = QRectF(self.width() - _BAR - 3, span[0], _BAR, max(span[1] - span[0], _BAR))
            painter.drawRoundedRect(bar, _BAR / 2, _BAR / 2)
        if self.paint_more is not None:
            self.paint_more(painter, self.width() - 3 - _BAR / 2)
        painter.end()
