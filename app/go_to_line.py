"""Go to a line: a small box at the top of the page; the page follows what is typed, Esc brings it back."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QVBoxLayout, QWidget

from palimpsest.app.documents.positions import utf16_length

if TYPE_CHECKING:
    from palimpsest.app.editor.text_editor import TextEditor

_WIDTH, _TOP = 360, 12
_PLACE = re.compile(r"\s*(\d+)\s*(?:[:,.]\s*(\d*)\s*)?")
_OWN_KEYS = (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter)


def parse_place(text: str) -> tuple[int, int] | None:
    """Line and column of "12" or "12:5", counted from 1; a column that is not given is 1. None if it is neither."""
    found = _PLACE.fullmatch(text)
    if found is None:
        return None
    # Beyond what any document has, and short enough to be counted with.
    line, column = found[1][-12:], (found[2] or "1")[-12:]
    return max(1, int(line)), max(1, int(column))


class GoToLine(QFrame):
    """Floats at the top of `parent`. Enter goes, Esc returns to where the caret was."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("palette")
        self._home = parent
        self._editor: TextEditor | None = None
        self._before = (0, 0, 0, 0)
        self.line = QLineEdit(self)
        self.line.setPlaceholderText(self.tr("Line, or line:column"))
        self.line.setAccessibleName(self.tr("Go to line"))
        self.hint = QLabel(self)
        self.hint.setObjectName("go_to_line_hint")
        self.hint.setContentsMargins(0, 0, 0, 4)
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 4, 6, 6)
        column.setSpacing(4)
        column.addWidget(self.line)
        column.addWidget(self.hint)
        self.line.textEdited.connect(self._follow)
        self.line.installEventFilter(self)
        self.hide()

    def open(self, editor: TextEditor) -> None:
        """Ask for a line of this editor's document."""
        self._editor = editor
        cursor = editor.textCursor()
        bars = editor.verticalScrollBar().value(), editor.horizontalScrollBar().value()
        self._before = (cursor.anchor(), cursor.position(), *bars)
        self.line.setText(f"{cursor.blockNumber() + 1}")
        self.line.selectAll()
        self._say(cursor.blockNumber() + 1, 1)
        self._fit()
        self.show()
        self.raise_()
        self.line.setFocus(Qt.FocusReason.PopupFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.key() in _OWN_KEYS:
            # Claimed before any command of the window that is bound to the same key.
            if event.type() is QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() is QEvent.Type.KeyPress:
                self._end(go=event.key() != Qt.Key.Key_Escape)
                return True
        if event.type() is QEvent.Type.FocusOut and self.isVisible():
            # Most likely a click on what the page shows now, so that it must not move.
            self._close()
        return super().eventFilter(watched, event)

    @Slot(str)
    def _follow(self, text: str) -> None:
        editor = self._editor
        if editor is None:
            return
        place = parse_place(text)
        if place is None:
            self._restore()
            self.hint.setText(
                self.tr("Type a number between 1 and {last}.").format(last=editor.blockCount())
                if text.strip()
                else self._range(editor)
            )
            return
        line, column = min(place[0], editor.blockCount()), place[1]
        block = editor.document().findBlockByNumber(line - 1)
        at = block.position() + min(utf16_length(block.text()[: column - 1]), block.length() - 1)
        cursor = QTextCursor(editor.document())
        cursor.setPosition(at)
        editor.setTextCursor(cursor)
        editor.centerCursor()
        self._say(line, min(column, len(block.text()) + 1))

    def _say(self, line: int, column: int) -> None:
        assert self._editor is not None
        where = self.tr("Line {line} of {last}, column {column}") if column > 1 else self.tr("Line {line} of {last}")
        self.hint.setText(where.format(line=line, last=self._editor.blockCount(), column=column))

    def _range(self, editor: TextEditor) -> str:
        return self.tr("Lines 1 to {last}").format(last=editor.blockCount())

    def _end(self, *, go: bool) -> None:
        if go and parse_place(self.line.text()) is None:
            # Nothing to go to: what is wrong stays written under the line.
            self._follow(self.line.text())
            return
        if not go:
            self._restore()
        editor = self._editor
        self._close()
        if editor is not None:
            editor.setFocus(Qt.FocusReason.PopupFocusReason)

    def _close(self) -> None:
        self._editor = None
        self.hide()

    def _restore(self) -> None:
        editor = self._editor
        if editor is None:
            return
        anchor, position, down, right = self._before
        last = editor.document().characterCount() - 1
        cursor = QTextCursor(editor.document())
        cursor.setPosition(min(anchor, last))
        cursor.setPosition(min(position, last), QTextCursor.MoveMode.KeepAnchor)
        editor.setTextCursor(cursor)
        editor.verticalScrollBar().setValue(down)
        editor.horizontalScrollBar().setValue(right)

    def _fit(self) -> None:
        width = min(_WIDTH, self._home.width() - 24)
        self.setGeometry((self._home.width() - width) // 2, _TOP, width, self.sizeHint().height())
