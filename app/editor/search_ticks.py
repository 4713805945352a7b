"""Ticks on the scroll bar: where in the whole text something was found."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from palimpsest.app.editor.search import NOTHING, Matches
from palimpsest.app.editor.search_marks import COLOURS

if TYPE_CHECKING:
    from palimpsest.app.editor.text_editor import TextEditor

HEIGHT, INSET = 2, 3


class SearchTicks(QWidget):
    """Lies on the vertical scroll bar of one editor, and lets the mouse through."""

    def __init__(self, editor: TextEditor) -> None:
        self._bar = editor.verticalScrollBar()
        super().__init__(self._bar)
        self._editor = editor
        self._matches = NOTHING
        self._rows: list[int] | None = []
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._bar.installEventFilter(self)
        self._bar.rangeChanged.connect(self._forget)
        self.hide()

    def show_matches(self, matches: Matches) -> None:
        """Show where these are; nothing is shown for none."""
        self._matches = matches
        self.setVisible(bool(len(matches)))
        self.setGeometry(self._bar.rect())
        self._forget()

    def rows(self) -> list[int]:
        """The tops of the ticks, pixels from the top of the bar."""
        if self._rows is None:
            lines, height = self._bar.maximum() + self._bar.pageStep(), self.height()
            # By the rows of the bar: there are few of them, however many matches there are.
            tops = range(0, height, HEIGHT)
            numbers = [self._matches.first_from(self._position_of(top * lines / max(1, height))) for top in tops]
            ends = pairwise([*numbers, len(self._matches)])
            self._rows = [top for top, (first, end) in zip(tops, ends, strict=True) if first < end]
        return self._rows

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        colour = QColor(COLOURS[self._editor.theme.dark].tick)
        for top in self.rows():
            painter.fillRect(INSET, top, self.width() - 2 * INSET, HEIGHT, colour)
        painter.end()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize and self.isVisible():
            self.setGeometry(self._bar.rect())
            self._forget()
        return super().eventFilter(watched, event)

    def _position_of(self, line: float) -> int:
        """About where a line begins; a paragraph's lines are taken to be equally long."""
        block = self._editor.document().findBlockByLineNumber(int(line))
        if not block.isValid():
            return self._editor.document().characterCount()
        within = (line - block.firstLineNumber()) / max(1, block.lineCount())
        return block.position() + int(block.length() * within)

    def _forget(self) -> None:
        self._rows = None
        self.update()
