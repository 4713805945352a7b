"""Render the program's icon from its SVG: one PNG for each size that desktops ask for."""

from __future__ import annotations

import sys

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from palimpsest import resources

SIZES = (16, 24, 32, 48, 64, 128, 256)
"""Pixels, as in the freedesktop icon theme's folders."""


def main() -> int:
    """Write `palimpsest-<size>.png` beside the SVG."""
    application = QGuiApplication([])
    renderer = QSvgRenderer(str(resources.path("icons/palimpsest.svg")))
    if not renderer.isValid():
        print("the icon's SVG cannot be read", file=sys.stderr)
        return 1
    for size in SIZES:
        image = QImage(size, size, QImage.Format.Format_ARGB32)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        renderer.render(painter, QRectF(0, 0, size, size))
        painter.end()
        if not image.save(str(resources.path(f"icons/palimpsest-{size}.png"))):
            print(f"the icon of {size} pixels cannot be written", file=sys.stderr)
            return 1
    application.quit()
    return 0


if __name__ == "__main__":
    sys.exit(main())
