"""The slider for the strength: from 10 to 100 percent, with a named mark where its meaning changes."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QSlider, QWidget

from palimpsest.app.regenerate.wish import MARKS, strength_name

if TYPE_CHECKING:
    from palimpsest.app.theme import Theme

LEAST, MOST, STEP = 10, 100, 5
"""Percent."""
_RADIUS = 7.0
_NARROWEST, _WIDEST = 96, 260
_NEAR = 10.0
"""Pixels within which a double click means a mark."""


def name_of(percent: int) -> str:
    """What a strength is called, translated."""
    return QCoreApplication.translate("", strength_name(percent))


class StrengthSlider(QSlider):
    """`value` is in percent. The arrows go by steps, Page Up and Page Down from mark to mark."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setRange(LEAST, MOST)
        self.setSingleStep(STEP)
        self.setValue(MOST)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(_NARROWEST)
        self.setMaximumWidth(_WIDEST)
        self._theme = theme
        self._wheel = 0

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self._theme = theme
        self.update()

    def turn(self, by: int) -> None:
        """Go on by so many steps, onto whole ones."""
        value = self.value()
        from_step = value // STEP if by > 0 else -(-value // STEP)
        self.setValue((from_step + by) * STEP)

    def turn_mark(self, by: int) -> None:
        """Go to the next mark above (1) or below (-1), or to the end where there is none."""
        places = [LEAST, *(most for most, _ in MARKS)]
        beyond = [place for place in places if (place - self.value()) * by > 0]
        if beyond:
            self.setValue(min(beyond) if by > 0 else max(beyond))

    @property
    def names_fit(self) -> bool:
        """True if there is room for the names of the marks."""
        places = [rectangle for _, _, rectangle in self._names()]
        return all(left.right() + 6 <= right.left() for left, right in pairwise(places))

    def sizeHint(self) -> QSize:
        return QSize(180, self.minimumSizeHint().height())

    def minimumSizeHint(self) -> QSize:
        # The names of the marks stand under the groove.
        height = 2 * _RADIUS + 4 + QFontMetricsF(self._small()).height()
        return QSize(_NARROWEST, round(height))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Right | Qt.Key.Key_Up | Qt.Key.Key_Plus:
                self.turn(1)
            case Qt.Key.Key_Left | Qt.Key.Key_Down | Qt.Key.Key_Minus:
                self.turn(-1)
            case Qt.Key.Key_PageUp:
                self.turn_mark(1)
            case Qt.Key.Key_PageDown:
                self.turn_mark(-1)
            case _:
                super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if not self.hasFocus():
            event.ignore()
            return
        self._wheel += event.angleDelta().y()
        steps, rest = divmod(abs(self._wheel), 120)
        if steps:
            self.turn(steps if self._wheel > 0 else -steps)
            self._wheel = rest if self._wheel > 0 else -rest
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is not Qt.MouseButton.LeftButton:
            event.ignore()
            return
        self.setSliderDown(True)
        self.setValue(self._percent_at(event.position().x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.isSliderDown():
            self.setValue(self._percent_at(event.position().x()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self.setSliderDown(False)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        at = event.position()
        for most, _, name in self._names():
            on_name = self.names_fit and name.contains(at)
            if on_name or (at.y() < name.top() and abs(self._x(most) - at.x()) <= _NEAR):
                self.setValue(most)
                return
        self.mousePressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        theme, on = self._theme, self.isEnabled()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        names = self.names_fit
        y = self._groove(names)
        here = self._x(self.value())
        groove = QColor(theme.border if on else theme.gutter)
        self._bar(painter, self._x(LEAST), self._x(MOST), y, 2, groove)
        if on:
            self._bar(painter, self._x(LEAST), here, y, 4, QColor(theme.frame_ink))
        painter.setPen(QPen(groove, 1))
        for most, _ in MARKS:
            x = round(self._x(most)) + 0.5
            painter.drawLine(QPointF(x, y + 4), QPointF(x, y + 8))
        if names:
            painter.setFont(self._small())
            for most, name, place in self._names():
                ink = theme.gutter if not on else theme.ink if most == self._mark() else theme.faint
                painter.setPen(QColor(ink))
                painter.drawText(place, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip, name)
        self._paint_handle(painter, QPointF(here, y))
        painter.end()

    def _paint_handle(self, painter: QPainter, middle: QPointF) -> None:
        theme = self._theme
        edge, width = QColor(theme.border), 1.25
        if not self.isEnabled():
            edge = QColor(theme.gutter)
        elif self.hasFocus():
            edge, width = QColor(theme.ring), 2.5
        elif self.underMouse() or self.isSliderDown():
            edge = QColor(theme.ink)
        painter.setPen(QPen(edge, width))
        painter.setBrush(QColor(theme.page if self.isEnabled() else theme.frame))
        radius = _RADIUS - width / 2
        painter.drawEllipse(middle, radius, radius)

    @staticmethod
    def _bar(painter: QPainter, left: float, right: float, y: float, thick: float, colour: QColor) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawRoundedRect(QRectF(left, y - thick / 2, right - left, thick), thick / 2, thick / 2)

    def _names(self) -> list[tuple[int, str, QRectF]]:
        """Percent, name and place of every mark; names keep within the slider."""
        metrics = QFontMetricsF(self._small())
        top, made = self._groove(True) + _RADIUS + 1, []
        for most, name in MARKS:
            shown = QCoreApplication.translate("", name)
            width = metrics.horizontalAdvance(shown)
            left = min(max(0.0, self._x(most) - width / 2), self.width() - width)
            made.append((most, shown, QRectF(left, top, width, metrics.height())))
        return made

    def _mark(self) -> int:
        return next(most for most, _ in MARKS if self.value() <= most)

    def _groove(self, names: bool) -> float:
        return _RADIUS + 1 if names else self.height() / 2

    def _small(self) -> QFont:
        font = QFont(self.font())
        font.setPointSizeF(max(7.0, font.pointSizeF() * 0.8))
        return font

    def _x(self, percent: int) -> float:
        return _RADIUS + (self.width() - 2 * _RADIUS) * (percent - LEAST) / (MOST - LEAST)

    def _percent_at(self, x: float) -> int:
        share = (x - _RADIUS) / max(1.0, self.width() - 2 * _RADIUS)
        return round((LEAST + share * (MOST - LEAST)) / STEP) * STEP
