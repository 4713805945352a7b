"""Small drawn signs of what became of a run, so that no colour and no font has to say it."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen, QPolygonF

from palimpsest.app.regenerate.history_entry import Outcome

SIDE = 10
"""Pixels of a sign."""


def draw_outcome(painter: QPainter, outcome: Outcome, place: QRectF, colour: QColor) -> None:
    """A tick, a half disc, a cross, a bar with a dot, a square: in a square `place`."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(colour, place.width() * 0.15)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)

    def at(x: float, y: float) -> QPointF:
        return QPointF(place.left() + x * place.width(), place.top() + y * place.height())

    match outcome:
        case Outcome.ACCEPTED:
            painter.drawPolyline(QPolygonF([at(0.1, 0.55), at(0.4, 0.85), at(0.9, 0.2)]))
        case Outcome.PARTLY:
            ring = QRectF(at(0.1, 0.1), at(0.9, 0.9))
            painter.drawEllipse(ring)
            painter.setBrush(QBrush(colour))
            painter.drawPie(ring, 90 * 16, 180 * 16)
        case Outcome.DISCARDED:
            painter.drawLine(at(0.2, 0.2), at(0.8, 0.8))
            painter.drawLine(at(0.8, 0.2), at(0.2, 0.8))
        case Outcome.FAILED:
            painter.drawLine(at(0.5, 0.1), at(0.5, 0.6))
            painter.drawPoint(at(0.5, 0.88))
        case Outcome.STOPPED:
            painter.fillRect(QRectF(at(0.2, 0.2), at(0.8, 0.8)), colour)
    painter.restore()


def draw_star(painter: QPainter, place: QRectF, colour: QColor) -> None:
    """A filled star in a square `place`."""
    points = []
    for corner in range(10):
        radius = place.width() / 2 * (1.0 if corner % 2 == 0 else 0.42)
        angle = math.pi * (corner / 5 - 0.5)
        points.append(place.center() + QPointF(radius * math.cos(angle), radius * math.sin(angle)))
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawPolygon(QPolygonF(points))
    painter.restore()
