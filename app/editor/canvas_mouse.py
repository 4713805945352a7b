"""The mouse over a draft: clicks on its words, and the hand that says that they can be clicked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

if TYPE_CHECKING:
    from palimpsest.app.editor.canvas_places import CanvasPlaces
    from palimpsest.app.editor.canvas_view import CanvasView
    from palimpsest.app.editor.text_editor import TextEditor

_PRESSES = (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick)


class CanvasMouse(QObject):
    """Sees what happens on the page before the page does. A click in the draft leaves the caret where it is.

    A drag that begins there is the page's: it selects from the nearer edge of the span.
    """

    def __init__(self, view: CanvasView, editor: TextEditor, places: CanvasPlaces) -> None:
        super().__init__(view)
        self._view = view
        self._places = places
        self._viewport = editor.viewport()
        self._pressed: QMouseEvent | None = None
        self._hovered = -1
        self._hand = False
        self._handing_on = False
        # The hand has to come before a button goes down.
        self._viewport.setMouseTracking(True)

    def watch(self) -> None:
        """There is a draft on the page."""
        self._viewport.installEventFilter(self)

    def rest(self) -> None:
        """There is none any more."""
        self._viewport.removeEventFilter(self)
        self.leave()

    def leave(self) -> None:
        """Nothing under the mouse can be clicked, until it moves."""
        self._pressed = None
        self._hover(None)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if self._handing_on:
            return False
        if event.type() == QEvent.Type.Leave:
            self._hover(None)
            return False
        return isinstance(event, QMouseEvent) and self._mouse(event)

    def _mouse(self, event: QMouseEvent) -> bool:
        """True keeps the event from the page."""
        point = event.position()
        if event.type() in _PRESSES:
            return self._press(event, point)
        if event.type() == QEvent.Type.MouseMove:
            return self._move(event, point)
        if event.type() == QEvent.Type.MouseButtonRelease and self._pressed is not None:
            same = event.button() == self._pressed.button()
            self._pressed = None
            if same:
                self._click(point, event.button())
            return True
        return False

    def _press(self, event: QMouseEvent, point: QPointF) -> bool:
        extends = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        if extends or not self._view.in_draft(point):
            return False
        if event.button() == Qt.MouseButton.RightButton:
            # The menu may come with the press, and then takes the release.
            self._click(point, event.button())
        else:
            self._pressed = QMouseEvent(event)
        return True

    def _move(self, event: QMouseEvent, point: QPointF) -> bool:
        if self._pressed is None:
            self._hover(point if event.buttons() == Qt.MouseButton.NoButton else None)
            return False
        way = (point - self._pressed.position()).manhattanLength()
        if self._pressed.button() != Qt.MouseButton.LeftButton or way < QApplication.startDragDistance():
            return True
        pressed, self._pressed = self._pressed, None
        self._handing_on = True
        try:
            QApplication.sendEvent(self._viewport, pressed)
        finally:
            self._handing_on = False
        return False

    def _click(self, point: QPointF, button: Qt.MouseButton) -> None:
        view = self._view
        offset = view.word_at(point)
        if offset is not None:
            view.draft_clicked.emit(offset, self._places.word_rect(offset), button)
        elif (deleted := view.deleted_at(point)) is not None:
            view.deleted_clicked.emit(deleted, view.rect_of(deleted, deleted), button)

    def _hover(self, point: QPointF | None) -> None:
        view = self._view
        offset = None if point is None else view.word_at(point)
        deleted = point is not None and view.deleted_at(point) is not None
        hand = deleted or (offset is not None and self._places.is_word(offset))
        if hand != self._hand:
            self._hand = hand
            self._viewport.setCursor(Qt.CursorShape.PointingHandCursor if hand else Qt.CursorShape.IBeamCursor)
        over = -1 if offset is None else offset
        if over != self._hovered:
            self._hovered = over
            view.draft_hovered.emit(over)
