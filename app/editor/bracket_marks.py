"""Marks the bracket at the caret and its partner."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtGui import QColor, QTextCursor
from PySide6.QtWidgets import QTextEdit

from palimpsest.app.editor.ink import blend
from palimpsest.app.editor.surroundings import Surroundings, near_bracket

if TYPE_CHECKING:
    from palimpsest.app.editor.text_editor import TextEditor


class BracketMarks(QObject):
    """Fills the layer "brackets" of an editor; `Backdrop` draws a box around each of them."""

    def __init__(self, editor: TextEditor) -> None:
        super().__init__(editor)
        self._editor = editor
        # Several moves in one turn of the event loop are looked at once.
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self.refresh)
        editor.cursorPositionChanged.connect(self._soon.start)

    @Slot()
    def refresh(self) -> None:
        """Look where the caret is, and mark what belongs to it."""
        editor = self._editor
        pair = None
        if editor.page_style.match_brackets and not editor.guarded and near_bracket(editor):
            pair = Surroundings(editor, editor.textCursor().position()).pair_at_caret()
        if pair is None and not editor.marks.of("brackets"):
            return
        editor.marks.set("brackets", [] if pair is None else [self._mark(place) for place in sorted(pair)])
        editor.viewport().update()

    def _mark(self, place: int) -> QTextEdit.ExtraSelection:
        cursor = QTextCursor(self._editor.document())
        cursor.setPosition(place)
        cursor.setPosition(place + 1, QTextCursor.MoveMode.KeepAnchor)
        mark = QTextEdit.ExtraSelection()
        mark.cursor = cursor  # pyright: ignore[reportAttributeAccessIssue]
        theme = self._editor.theme
        mark.format.setBackground(QColor(blend(theme.page, theme.selection, 0.7)))  # pyright: ignore
        return mark
