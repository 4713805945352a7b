"""What the Edit menu does: to whatever holds the caret, the page or a line of the frame."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLineEdit

if TYPE_CHECKING:
    from palimpsest.app.editor.text_editor import TextEditor
    from palimpsest.app.window import Window


class EditCommands:
    """Handlers of the commands "edit.…"."""

    def __init__(self, window: Window) -> None:
        self._window = window

    def undo(self) -> None:
        self._writing().undo()

    def redo(self) -> None:
        self._writing().redo()

    def cut(self) -> None:
        self._writing().cut()

    def copy(self) -> None:
        self._writing().copy()

    def paste(self) -> None:
        self._writing().paste()

    def select_all(self) -> None:
        self._writing().selectAll()

    def _writing(self) -> TextEditor | QLineEdit:
        focus = self._window.focusWidget()
        return focus if isinstance(focus, QLineEdit) and focus.isVisible() else self._window.editor
