"""A ring goes around what is chosen, and does not cover it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from palimpsest.app.editor.ring import draw_ring

pytestmark = pytest.mark.usefixtures("qapp")


def drawn(*boxes: QRectF) -> QImage:
    image = QImage(120, 80, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    draw_ring(painter, boxes, "#0000ff")
    painter.end()
    return image


def dark(image: QImage, x: int, y: int) -> bool:
    return image.pixelColor(x, y).red() < 128


def test_one_box_is_ringed():
    image = drawn(QRectF(20, 20, 60, 20))
    assert dark(image, 50, 20) or dark(image, 50, 19)
    assert dark(image, 18, 30) or dark(image, 17, 30)
    assert not dark(image, 50, 30)
    assert not dark(image, 10, 30)


def test_lines_that_follow_each_other_have_one_ring():
    image = drawn(QRectF(40, 20, 60, 20), QRectF(10, 40, 60, 20))
    assert not any(dark(image, 55, y) for y in range(24, 56))
    assert any(dark(image, 20, y) for y in range(36, 44))
    assert any(dark(image, 90, y) for y in range(36, 44))


def test_nothing_is_drawn_around_nothing():
    image = drawn()
    assert not any(dark(image, x, y) for x in range(120) for y in range(80))
