"""Keys and mouse close to covered blocks, where Qt's own way would lead into what is not on the page."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QMouseEvent, QPainter, QTextCursor

if TYPE_CHECKING:
    from palimpsest.app.editor.text_editor import TextEditor

_Key = QKeySequence.StandardKey
_Move = QTextCursor.MoveOperation
_MOVES = {
    _Key.MoveToNextLine: (_Move.Down, False),
    _Key.MoveToPreviousLine: (_Move.Up, False),
    _Key.MoveToStartOfLine: (_Move.StartOfLine, False),
    _Key.MoveToEndOfLine: (_Move.EndOfLine, False),
    _Key.MoveToNextChar: (_Move.Right, False),
    _Key.MoveToPreviousChar: (_Move.Left, False),
    _Key.MoveToNextWord: (_Move.WordRight, False),
    _Key.MoveToPreviousWord: (_Move.WordLeft, False),
    _Key.SelectNextLine: (_Move.Down, True),
    _Key.SelectPreviousLine: (_Move.Up, True),
    _Key.SelectStartOfLine: (_Move.StartOfLine, True),
    _Key.SelectEndOfLine: (_Move.EndOfLine, True),
    _Key.SelectNextChar: (_Move.Right, True),
    _Key.SelectPreviousChar: (_Move.Left, True),
    _Key.SelectNextWord: (_Move.WordRight, True),
    _Key.SelectPreviousWord: (_Move.WordLeft, True),
}
_PAGES = {
    _Key.MoveToNextPage: (_Move.Down, False),
    _Key.MoveToPreviousPage: (_Move.Up, False),
    _Key.SelectNextPage: (_Move.Down, True),
    _Key.SelectPreviousPage: (_Move.Up, True),
}
_REMOVALS = {
    _Key.Delete: _Move.Right,
    _Key.DeleteEndOfWord: _Move.WordRight,
    _Key.DeleteStartOfWord: _Move.WordLeft,
}


class Overlay(Protocol):
    """What is painted in place of covered blocks; `CanvasView` is one."""

    def paint(self, painter: QPainter, clip: QRectF) -> None:
        """Draw over the page, in viewport coordinates."""

    def extent(self) -> tuple[float, float] | None:
        """Top and bottom of the span in the viewport; None if nothing is covered or it is out of view."""

    def relayout(self) -> None:
        """Width, font or colours of the page have changed."""

    def position_at(self, point: QPointF) -> int | None:
        """Where a click at a place of the viewport belongs; None if it is not on the overlay."""

    def move(self, operation: QTextCursor.MoveOperation, keep: bool) -> bool:
        """Move the caret near or across covered blocks; False leaves it to Qt."""
        ...


def key_near_overlay(editor: TextEditor, overlay: Overlay, event: QKeyEvent) -> bool:
    """Do what a key means close to covered blocks; False if Qt may do it."""
    for key, (operation, keep) in _MOVES.items():
        if event.matches(key):
            return overlay.move(operation, keep)
    for key, (operation, keep) in _PAGES.items():
        if event.matches(key):
            return _turn_page(editor, overlay, operation, keep)
    if editor.textCursor().hasSelection():
        return False
    for key, operation in _REMOVALS.items():
        if event.matches(key):
            if not overlay.move(operation, True):
                return False
            editor.textCursor().removeSelectedText()
            return True
    return False


def _turn_page(editor: TextEditor, overlay: Overlay, operation: QTextCursor.MoveOperation, keep: bool) -> bool:
    """Move by as many lines as are in view; False if nothing is covered."""
    if editor.canvas_layout.first < 0:
        return False
    mode = QTextCursor.MoveMode.KeepAnchor if keep else QTextCursor.MoveMode.MoveAnchor
    for _ in range(max(1, editor.viewport().height() // editor.fontMetrics().lineSpacing() - 1)):
        if not overlay.move(operation, keep):
            editor.moveCursor(operation, mode)
    editor.ensureCursorVisible()
    return True


def position_near_overlay(editor: TextEditor, point: QPoint) -> int:
    """The position at a place of the viewport; on covered blocks, where Qt counts lines that no text has, as drawn."""
    place = editor.overlay.position_at(QPointF(point)) if editor.overlay is not None else None
    return editor.cursorForPosition(point).position() if place is None else place


class MouseNearOverlay:
    """Clicks and drags on the overlay of one editor, and in the margins; False is returned where Qt's way is right."""

    def __init__(self, editor: TextEditor) -> None:
        self._editor = editor
        self._dragging = False
        self._from_margin = False
        self._handing_on = False

    def in_margin(self, event: QMouseEvent) -> bool:
        """True for what the page has to be told of, having begun beside the column of text.

        Whatever the page does not want comes back to the editor, and must not be handed on for ever.
        """
        if self._handing_on:
            return False
        outside = not self._editor.viewport().geometry().contains(event.position().toPoint())
        if event.type() in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick):
            self._from_margin = outside
        return outside or self._from_margin

    @contextmanager
    def handing_on(self) -> Iterator[None]:
        """While the page is told of an event in the margin."""
        self._handing_on = True
        try:
            yield
        finally:
            self._handing_on = False

    def press(self, event: QMouseEvent) -> bool:
        """A button goes down."""
        place = self._place(event)
        if place is None or event.button() is not Qt.MouseButton.LeftButton:
            return False
        self._dragging = True
        self._put_caret(place, bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        return True

    def move(self, event: QMouseEvent) -> bool:
        """The mouse moves."""
        if not event.buttons() & Qt.MouseButton.LeftButton:
            return False
        place = self._place(event)
        if place is None and self._dragging:
            place = position_near_overlay(self._editor, event.position().toPoint())
        if place is None:
            return False
        self._put_caret(place, True)
        return True

    def release(self) -> None:
        """A button goes up."""
        self._dragging = self._from_margin = False

    def double_click(self, event: QMouseEvent) -> bool:
        """A second click at one place."""
        place = self._place(event)
        if place is None:
            return False
        self._put_caret(place, False)
        return True

    def _place(self, event: QMouseEvent) -> int | None:
        overlay = self._editor.overlay
        return overlay.position_at(event.position()) if overlay is not None else None

    def _put_caret(self, position: int, keep: bool) -> None:
        cursor = self._editor.textCursor()
        mode = QTextCursor.MoveMode.KeepAnchor if keep else QTextCursor.MoveMode.MoveAnchor
        cursor.setPosition(position, mode)
        self._editor.setTextCursor(cursor)
