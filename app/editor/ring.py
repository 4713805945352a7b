"""A ring around text: what the keyboard, or a click, has chosen."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

_WIDTH = 2.0
_CORNER = 4.0
_AROUND = 2.0
"""Pixels between the text and the ring, left and right."""
_OVERLAP = 0.5


def draw_ring(painter: QPainter, boxes: Sequence[QRectF], colour: str) -> None:
    """Draw one outline around the boxes of neighbouring lines."""
    path = QPainterPath()
    for box in boxes:
        one = QPainterPath()
        # Lines overlap, so that a ring around several of them is one.
        one.addRect(box.adjusted(-_AROUND, -_OVERLAP, _AROUND, _OVERLAP))
        path = path.united(one)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(colour), _WIDTH))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for outline in path.simplified().toSubpathPolygons():
        painter.drawPath(_rounded(outline))
    painter.restore()


def _rounded(outline: QPolygonF) -> QPainterPath:
    """A closed polygon with round corners."""
    points = [outline.at(number) for number in range(outline.size())]
    if points[0] == points[-1]:
        points.pop()
    path = QPainterPath()
    for before, corner, after in zip(points[-1:] + points, points, points[1:] + points[:1], strict=False):
        arrive, leave = _towards(corner, before), _towards(corner, after)
        if path.isEmpty():
            path.moveTo(arrive)
        else:
            path.lineTo(arrive)
        path.quadTo(corner, leave)
    path.closeSubpath()
    return path


def _towards(corner: QPointF, other: QPointF) -> QPointF:
    """The point of the way from a corner at which its rounding ends."""
    way = QLineF(corner, other)
    way.setLength(min(_CORNER, way.length() / 2))
    return way.p2()
