"""The canvas as a grid of cells: state by shape, certainty by lightness, what changed by a tick."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QRegion,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QSizePolicy, QToolTip, QWidget

from palimpsest.app.announce import announce
from palimpsest.app.regenerate import cell_words
from palimpsest.app.regenerate.cell_sprites import CODES, Shape, Sprites, code, gap
from palimpsest.app.regenerate.certainty_colours import LEVELS, level

if TYPE_CHECKING:
    from palimpsest.app.theme import Theme
    from palimpsest.engine.request import Pass

LARGEST, SMALLEST = 20, 7
"""Sides of a cell, pixels of Qt. Below the smallest, shapes cannot be told apart: the grid scrolls then."""

MARGIN = 4
_EASY = 12
_BAR = 10


class CellGrid(QAbstractScrollArea):
    """Shows the cells of one pass. The arrows move from cell to cell, Enter or a click says which one is meant."""

    cell_wanted = Signal(int)
    """A cell of the span was clicked."""
    pointed = Signal(int)
    """The cell under the mouse or, without one, under the cursor of the keyboard; -1 for none."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("cell_grid")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.setAccessibleName(self.tr("Cells of the canvas"))
        self.viewport().setMouseTracking(True)
        self._theme = theme
        self._pass: Pass | None = None
        self._changed: frozenset[int] = frozenset()
        self._looks: list[int] = []
        self._room = 0
        self._sprites = Sprites(theme, LARGEST, self.devicePixelRatioF())
        self._columns = 1
        self._cursor = -1
        self._resting = -1
        """Where the cursor was when the keyboard went elsewhere."""
        self._hovered = -1

    # -- what is shown -------------------------------------------------------------------------------------------

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self._theme = theme
        self._lay_out()
        self.viewport().update()

    def set_room(self, cells: int) -> None:
        """Most cells that will be shown: the size of a cell goes by it, so that it stays the same through a run."""
        if cells != self._room:
            self._room = cells
            self._lay_out()
            self.updateGeometry()

    def show_pass(self, shown: Pass | None, changed: frozenset[int] = frozenset(), *, follow: bool = True) -> None:
        """Show the cells of a pass, or none. `changed` read otherwise before. `follow`: bring what is worked on into
        view."""
        before, looks = self._looks, _looks(shown, changed)
        another_part = self._pass is None or shown is None or self._pass.canvas != shown.canvas
        self._pass, self._changed, self._looks = shown, changed, looks
        if len(looks) > self._room:
            self.set_room(len(looks))
        if len(looks) != len(before):
            self._set_scroll_range()
            self._cursor = min(self._cursor, len(looks) - 1)
            self.viewport().update()
        else:
            self._update_rows({cell // self._columns for cell in range(len(looks)) if looks[cell] != before[cell]})
        if follow and another_part:
            self._show_worked_on()
        self.setAccessibleDescription(self.description)

    @property
    def cells(self) -> int:
        """How many are shown, those behind the span included."""
        return len(self._looks)

    @property
    def cursor_cell(self) -> int:
        """The cell that the keyboard is at; -1 for none."""
        return self._cursor

    @property
    def pointed_cell(self) -> int:
        """The cell under the mouse or, without one, at the cursor; -1 for none."""
        return self._hovered if self._hovered >= 0 else self._cursor

    def set_cursor_cell(self, cell: int) -> None:
        """Put the keyboard's cursor on a cell; -1 takes it away."""
        cell = max(-1, min(cell, len(self._looks) - 1))
        if cell == self._cursor:
            return
        for changed in (self._cursor, cell):
            self._update_rows({changed // self._columns} if changed >= 0 else set())
        self._cursor = cell
        if cell >= 0:
            self._ensure_visible(cell)
        self.setAccessibleDescription(self.description)
        self.pointed.emit(self.pointed_cell)

    @property
    def description(self) -> str:
        """What is said of the cell at the cursor or, without one, of all cells."""
        if self._pass is None:
            return ""
        return self.describe(self._cursor) if self._cursor >= 0 else cell_words.summary(self._pass)

    def describe(self, cell: int) -> str:
        """One line about a cell."""
        if self._pass is None or not 0 <= cell < len(self._looks):
            return ""
        return cell_words.describe(self._pass, cell, cell in self._changed)

    def cell_at(self, point: QPoint) -> int:
        """The cell under a point of the viewport; -1 for none."""
        pitch = self._sprites.pitch
        column = (point.x() - MARGIN) // pitch
        row = (point.y() - MARGIN + self.verticalScrollBar().value()) // pitch
        cell = row * self._columns + column
        return cell if 0 <= column < self._columns and row >= 0 and cell < len(self._looks) else -1

    def rect_of(self, cell: int) -> QRect:
        """Where a cell stands in the viewport, without the room around it."""
        pitch = self._sprites.pitch
        return QRect(
            MARGIN + cell % self._columns * pitch,
            MARGIN + cell // self._columns * pitch - self.verticalScrollBar().value(),
            self._sprites.side,
            self._sprites.side,
        )

    # -- layout --------------------------------------------------------------------------------------------------

    def wanted_height(self, width: int) -> int:
        """Pixels that all cells take at their largest, in a width."""
        return self._height(LARGEST, _columns(width, LARGEST))

    def least_height(self, width: int) -> int:
        """Pixels that all cells take in a width when they are small and yet easy to hit."""
        return self._height(_EASY, _columns(width, _EASY))

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self._height(SMALLEST, max(1, self._room)))

    def _height(self, side: int, columns: int) -> int:
        return 2 * MARGIN + -(-max(1, self._room) // max(1, columns)) * (side + gap(side))

    def _lay_out(self) -> None:
        """Choose the largest cells that need no scrolling."""
        side = LARGEST
        while side > SMALLEST and self._height(side, _columns(self.width(), side)) > self.viewport().height():
            side -= 1
        if not self._sprites.fits(self._theme, side, self.devicePixelRatioF()):
            self._sprites = Sprites(self._theme, side, self.devicePixelRatioF())
        self._columns = _columns(self.width(), side)
        self._set_scroll_range()
        self.viewport().update()

    def _set_scroll_range(self) -> None:
        bar, page = self.verticalScrollBar(), self.viewport().height()
        rows = -(-max(1, len(self._looks)) // self._columns)
        bar.setRange(0, max(0, 2 * MARGIN + rows * self._sprites.pitch - page))
        bar.setPageStep(page)
        bar.setSingleStep(self._sprites.pitch)

    def _show_worked_on(self) -> None:
        """Scroll to the first cell that is not settled yet, with a line before it."""
        for cell, look in enumerate(self._looks):
            if look // CODES != Shape.SETTLED:
                self.verticalScrollBar().setValue((cell // self._columns - 1) * self._sprites.pitch)
                return

    def _ensure_visible(self, cell: int) -> None:
        place, bar = self.rect_of(cell), self.verticalScrollBar()
        if place.top() < MARGIN:
            bar.setValue(bar.value() + place.top() - MARGIN)
        elif place.bottom() > self.viewport().height() - MARGIN:
            bar.setValue(bar.value() + place.bottom() - self.viewport().height() + MARGIN + self._sprites.pitch)

    def _update_rows(self, rows: set[int]) -> None:
        if not rows:
            return
        region, pitch, top = QRegion(), self._sprites.pitch, MARGIN - self.verticalScrollBar().value()
        for row in rows:
            region += QRect(0, top + row * pitch - MARGIN, self.viewport().width(), pitch + 2 * MARGIN)
        self.viewport().update(region)

    # -- Qt ------------------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._lay_out()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        if not self._sprites.fits(self._theme, self._sprites.side, self.devicePixelRatioF()):
            self._sprites = Sprites(self._theme, self._sprites.side, self.devicePixelRatioF())
        pitch, columns, looks, at = self._sprites.pitch, self._columns, self._looks, self._sprites.at
        top = MARGIN - self.verticalScrollBar().value()
        band = event.rect()
        first = max(0, (band.top() - top) // pitch) * columns
        behind = ((band.bottom() - top) // pitch + 1) * columns
        for cell in range(first, min(behind, len(looks))):
            row, column = divmod(cell, columns)
            painter.drawPixmap(MARGIN + column * pitch, top + row * pitch, at(looks[cell]))
        if self._cursor >= 0:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(self._theme.ring if self.hasFocus() else self._theme.border), 2))
            painter.drawRoundedRect(self.rect_of(self._cursor).adjusted(-2, -2, 2, 2), 3, 3)
        painter.end()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._take_cursor()
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() not in (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason):
            self._resting = self._cursor
            self.set_cursor_cell(-1)
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Up: -self._columns,
            Qt.Key.Key_Down: self._columns,
            Qt.Key.Key_Home: -len(self._looks),
            Qt.Key.Key_End: len(self._looks),
        }.get(Qt.Key(event.key()))
        self._take_cursor()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._want(self._cursor)
        elif step is not None and self._looks:
            self.set_cursor_cell(max(0, min(self._cursor + step, len(self._looks) - 1)))
            announce(self, self.description)
        else:
            event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and (cell := self.cell_at(event.position().toPoint())) >= 0:
            self.set_cursor_cell(cell)
            self._want(cell)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self.cell_at(event.position().toPoint()))

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Leave:
            self._hover(-1)
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            cell = self.cell_at(event.pos())
            if cell >= 0:
                QToolTip.showText(event.globalPos(), self.describe(cell), self.viewport(), self.rect_of(cell))
            else:
                QToolTip.hideText()
            return True
        return super().viewportEvent(event)

    def _hover(self, cell: int) -> None:
        if cell != self._hovered:
            self._hovered = cell
            self.pointed.emit(self.pointed_cell)

    def _take_cursor(self) -> None:
        """Give the keyboard a cell to stand on: where it was, or where work goes on."""
        if self._cursor < 0 and self._looks:
            first = next((n for n, look in enumerate(self._looks) if look // CODES != Shape.SETTLED), 0)
            self.set_cursor_cell(self._resting if self._resting >= 0 else first)

    def _want(self, cell: int) -> None:
        if self._pass is not None and 0 <= cell < len(self._pass.pieces):
            self.cell_wanted.emit(cell)


def _columns(width: int, side: int) -> int:
    """Cells of a size side by side in a width, with room for the scroll bar whether it is there or not."""
    return max(1, (width - 2 * MARGIN - _BAR + gap(side)) // (side + gap(side)))


def _looks(shown: Pass | None, changed: frozenset[int]) -> list[int]:
    """How each cell of a pass is drawn, as `code` tells."""
    if shown is None:
        return []
    cells = enumerate(zip(shown.states, shown.certainty, strict=True))
    looks = [code(state, level(certainty), cell in changed) for cell, (state, certainty) in cells]
    return looks + [code(Shape.BEHIND, LEVELS - 1, changed=False)] * len(shown.anchor)
