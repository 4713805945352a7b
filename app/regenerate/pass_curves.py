"""Entropy, accepted and changed cells from pass to pass, drawn small and named where they are drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from palimpsest.app.decimals import decimal
from palimpsest.app.regenerate import entropy_scale
from palimpsest.app.regenerate.certainty_colours import ramp
from palimpsest.engine.stop_rule import SETTLED_ENTROPY

if TYPE_CHECKING:
    from palimpsest.app.regenerate.reel import Reel
    from palimpsest.app.theme import Theme

_TICK_ROOM = 34
_RIGHT_ROOM = 8
_NARROWEST_BAR = 3.0
"""Pixels from pass to pass below which bars become a line."""


class PassCurves(QWidget):
    """Two strips over the same passes; a line stands at the pass that is shown. A press or a drag goes to a pass."""

    scrubbed = Signal(int)
    """The pass nearest to where the mouse was pressed or dragged to."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("pass_curves")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.MinimumExpanding)
        self.setAccessibleName(self.tr("Entropy, accepted and changed cells over the passes"))
        self._theme = theme
        self._reel: Reel | None = None
        self._index = 0
        self._growing = False

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self._theme = theme
        self.update()

    def show_reel(self, reel: Reel | None, index: int, growing: bool) -> None:
        """Draw the passes of a reel with a mark at `index`; None draws nothing. `growing` leaves room for more."""
        self._reel, self._index, self._growing = reel, index, growing
        if reel is not None and len(reel):
            shown = reel[index]
            self.setAccessibleDescription(
                self.tr("Pass {number}: entropy {entropy} nats, {accepted} accepted, {changed} changed").format(
                    number=shown.number,
                    entropy=entropy_scale.words(shown.entropy),
                    accepted=shown.accepted,
                    changed=shown.changed,
                )
            )
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(260, 11 * QFontMetrics(self._small).height())

    def minimumSizeHint(self) -> QSize:
        return QSize(180, 6 * QFontMetrics(self._small).height())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._go_to(event.position().x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._go_to(event.position().x())

    def _go_to(self, x: float) -> None:
        if self._reel is not None and len(self._reel):
            wide = max(1.0, self.width() - _TICK_ROOM - _RIGHT_ROOM)
            place = (x - _TICK_ROOM) / wide * self._reel.extent(self._growing)
            self.scrubbed.emit(self._reel.nearest(place))

    @property
    def _small(self) -> QFont:
        font = QFont(self.font())
        font.setPointSizeF(max(7.5, self.font().pointSizeF() * 0.85))
        return font

    # -- painting ------------------------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._reel is None or not len(self._reel):
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._small)
        line = QFontMetrics(self._small).height()
        wide = self.width() - _TICK_ROOM - _RIGHT_ROOM
        strips = self.height() - 2 * line - 8 - line / 2
        upper = QRectF(_TICK_ROOM, line + 2, wide, strips * 0.6)
        lower = QRectF(_TICK_ROOM, upper.bottom() + line + 6, wide, strips * 0.4)
        self._draw_entropy(painter, self._reel, upper)
        self._draw_cells(painter, self._reel, lower)
        self._draw_cursor(painter, self._reel, upper, lower)
        painter.end()

    def _xs(self, reel: Reel, strip: QRectF) -> list[float]:
        scale = strip.width() / reel.extent(self._growing)
        return [strip.left() + reel.place(index) * scale for index in range(len(reel))]

    def _draw_entropy(self, painter: QPainter, reel: Reel, strip: QRectF) -> None:
        highest = max(1.0, *(reel[index].entropy for index in range(len(reel))))

        def y(entropy: float) -> float:
            return strip.bottom() - entropy_scale.height(entropy, highest) * strip.height()

        for tick in entropy_scale.TICKS:
            if tick <= highest and (tick == SETTLED_ENTROPY or strip.height() > 50):
                self._draw_tick(painter, strip, y(tick), decimal(tick), stop=tick == SETTLED_ENTROPY)
        painter.setPen(QPen(QColor(self._theme.ink), 1.5, j=Qt.PenJoinStyle.RoundJoin))
        for points in self._parts(reel, self._xs(reel, strip), [y(reel[i].entropy) for i in range(len(reel))]):
            painter.drawPolyline(QPolygonF(points))
            if len(points) == 1:
                painter.drawEllipse(points[0], 1.0, 1.0)
        shown = reel[self._index]
        painter.setBrush(QColor(self._theme.ink))
        painter.drawEllipse(QPointF(self._xs(reel, strip)[self._index], y(shown.entropy)), 2.0, 2.0)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        self._write(
            painter,
            strip,
            [(self.tr("entropy {value} nats").format(value=entropy_scale.words(shown.entropy)), self._theme.ink)],
        )

    def _draw_cells(self, painter: QPainter, reel: Reel, strip: QRectF) -> None:
        most = max(1, reel.most_free)
        xs, step = self._xs(reel, strip), strip.width() / reel.extent(self._growing)

        def y(count: int) -> float:
            return strip.bottom() - min(1.0, count / most) * strip.height()

        for tick in (0, most):
            self._draw_tick(painter, strip, y(tick), str(tick))
        accepted = [y(reel[index].accepted) for index in range(len(reel))]
        area, edge = QColor(ramp(self._theme)[1]), QPen(QColor(self._theme.faint), 1.0)
        for points in self._parts(reel, xs, accepted):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(area)
            ground = [QPointF(points[-1].x(), strip.bottom()), QPointF(points[0].x(), strip.bottom())]
            painter.drawPolygon(QPolygonF([*points, *ground]))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(edge)
            painter.drawPolyline(QPolygonF(points))
        accent = QColor(self._theme.accent)
        if step >= _NARROWEST_BAR:
            painter.setPen(QPen(accent, min(4.0, step * 0.45), c=Qt.PenCapStyle.FlatCap))
            bars = [
                QLineF(x, strip.bottom(), x, y(reel[index].changed))
                for index, x in enumerate(xs)
                if reel[index].changed
            ]
            painter.drawLines(bars)
        else:
            painter.setPen(QPen(accent, 1.0))
            for points in self._parts(reel, xs, [y(reel[index].changed) for index in range(len(reel))]):
                painter.drawPolyline(QPolygonF(points))
        shown = reel[self._index]
        self._write(
            painter,
            strip,
            [
                (self.tr("accepted {count}").format(count=shown.accepted), self._theme.frame_ink),
                (self.tr("changed {count}").format(count=shown.changed), self._theme.accent),
            ],
        )

    def _draw_cursor(self, painter: QPainter, reel: Reel, upper: QRectF, lower: QRectF) -> None:
        x = self._xs(reel, upper)[self._index]
        painter.setPen(QPen(QColor(self._theme.ring), 1.0))
        painter.drawLine(QLineF(x, upper.top(), x, upper.bottom()))
        painter.drawLine(QLineF(x, lower.top(), x, lower.bottom()))

    def _draw_tick(self, painter: QPainter, strip: QRectF, y: float, words: str, stop: bool = False) -> None:
        pen = QPen(QColor(self._theme.border if stop else self._theme.line), 1.0)
        if stop:
            pen.setDashPattern([4, 3])
        painter.setPen(pen)
        painter.drawLine(QLineF(strip.left(), y, strip.right(), y))
        painter.setPen(QColor(self._theme.faint))
        height = painter.fontMetrics().height()
        place = QRectF(0, y - height / 2, _TICK_ROOM - 6, height)
        painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, words)

    def _write(self, painter: QPainter, strip: QRectF, texts: list[tuple[str, str]]) -> None:
        """Names and values above a strip, each in the colour of what it names."""
        height, x = painter.fontMetrics().height(), strip.left()
        for text, colour in texts:
            painter.setPen(QColor(colour))
            wide = painter.fontMetrics().horizontalAdvance(text)
            painter.drawText(QRectF(x, strip.top() - height - 1, wide + 2, height), 0, text)
            x += wide + 12

    @staticmethod
    def _parts(reel: Reel, xs: list[float], ys: list[float]) -> list[list[QPointF]]:
        """The points of a curve, broken where a new canvas begins."""
        ends = [*list(reel.starts)[1:], len(reel)]
        return [
            [QPointF(xs[index], ys[index]) for index in range(start, end)]
            for start, end in zip(reel.starts, ends, strict=True)
        ]
