"""A ring around text: what the keyboard, or a click, has chosen."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

_WIDTH = 2.0
_CORNER = 4.0
_AROUND = 2.0
"""Pixels between the text and the ring, left and right."""


def draw_ring(painter: QPainter, boxes: Sequence[QRectF], colour: str) -> None:
    """Draw one outline around the boxes of neighbouring lines."""
    path = QPainterPath()
    for box in boxes:
        one = QPainterPath()
        # Lines meet, so that a ring around several of them is one.
        one.addRoundedRect(box.adjusted(-_AROUND, 0.0, _AROUND, 0.0), _CORNER, _CORNER)
        path = path.united(one)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(colour), _WIDTH))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(path)
    painter.restore()
