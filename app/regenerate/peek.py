"""The original while a key is held: what stands in place of the draft from a key's press to its release."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtGui import QKeyEvent

if TYPE_CHECKING:
    from palimpsest.app.editor.canvas_view import CanvasView

_ENDS = (QEvent.Type.MouseButtonPress, QEvent.Type.ApplicationDeactivate, QEvent.Type.WindowDeactivate)


class Peek(QObject):
    """Belongs to one overlay. Whatever key the command has: letting go of any key ends it."""

    def __init__(self, view: CanvasView) -> None:
        super().__init__(view)
        self._view = view
        self.on = False

    def begin(self) -> None:
        """Show the original until a key is released, the mouse is pressed, or the window is left."""
        if not self.on and self._view.active:
            self.on = True
            self._view.peek(True)
            if (app := QCoreApplication.instance()) is not None:
                app.installEventFilter(self)

    def end(self) -> None:
        """Show what stood there before."""
        if self.on:
            self.on = False
            if (app := QCoreApplication.instance()) is not None:
                app.removeEventFilter(self)
            self._view.peek(False)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        released = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyRelease and not event.isAutoRepeat()
        if released or event.type() in _ENDS:
            self.end()
        return False
