"""The line for the instruction; the arrows recall those given before."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from palimpsest.app.idle_keys import is_idle


class InstructionEdit(QLineEdit):
    """The line for the instruction; ↑ and ↓ walk through those given before."""

    entered = Signal()
    escaped = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._history: Sequence[str] = ()
        self._place = -1
        self._own = ""
        self.textEdited.connect(self._leave_history)

    def set_history(self, instructions: Sequence[str]) -> None:
        """Instructions given before, newest first."""
        self._history = tuple(instructions)
        self._place = -1

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.entered.emit()
            case Qt.Key.Key_Escape:
                self.escaped.emit()
            case Qt.Key.Key_Up:
                self._walk(1)
            case Qt.Key.Key_Down:
                self._walk(-1)
            case _ if is_idle(event):
                event.ignore()
            case _:
                super().keyPressEvent(event)

    def _walk(self, by: int) -> None:
        place = self._place + by
        if not -1 <= place < len(self._history):
            return
        if self._place == -1:
            self._own = self.text()
        self._place = place
        self.setText(self._own if place == -1 else self._history[place])

    def _leave_history(self) -> None:
        self._place = -1
