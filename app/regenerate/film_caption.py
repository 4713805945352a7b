"""The picture of a cropped film: the page with a margin, under it one line that says what is seen."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter

from palimpsest.app.theme import Theme

STRIP = 0.066
"""Height of the line, as a share of the picture's."""
LEAST_STRIP = 36
_EDGE = 2


@dataclass(frozen=True, slots=True)
class Caption:
    """What the line says: `what` happens on the left, `settings` on the right, and how far it is."""

    what: str
    settings: str
    share: float = 0.0
    """Of the passes, [0, 1]; drawn along the upper edge of the line."""


def strip_height(height: int) -> int:
    """Pixels of a picture's height that the line takes."""
    return max(LEAST_STRIP, round(STRIP * height))


def compose(page: QImage, caption: Caption, theme: Theme, size: tuple[int, int]) -> QImage:
    """A picture of `size` pixels: the page, upright in the middle of the room above the line, and the line."""
    width, height = size
    strip = strip_height(height)
    picture = QImage(width, height, QImage.Format.Format_RGB32)
    picture.fill(QColor(theme.page))
    painter = QPainter(picture)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
    painter.drawImage(QPoint((width - page.width()) // 2, max(0, (height - strip - page.height()) // 2)), page)
    line = QRect(0, height - strip, width, strip)
    painter.fillRect(line, QColor(theme.frame))
    painter.fillRect(QRect(0, line.top(), width, 1), QColor(theme.line))
    painter.fillRect(QRectF(0, line.top(), width * min(1.0, caption.share), _EDGE), QColor(theme.accent))
    _write(painter, QRectF(line).adjusted(strip * 0.5, _EDGE, -strip * 0.5, 0), caption, theme)
    painter.end()
    return picture


def _write(painter: QPainter, room: QRectF, caption: Caption, theme: Theme) -> None:
    font = QFont(painter.font())
    font.setPixelSize(max(12, round(room.height() * 0.37)))
    painter.setFont(font)
    metrics = QFontMetricsF(font)
    gap = metrics.height()
    middle, right = Qt.AlignmentFlag.AlignVCenter, Qt.AlignmentFlag.AlignRight
    # The right side may take half of the line, and gives way to nothing else.
    settings = metrics.elidedText(caption.settings, Qt.TextElideMode.ElideRight, room.width() / 2)
    painter.setPen(QColor(theme.faint))
    painter.drawText(room, middle | right, settings)
    left = room.adjusted(0, 0, -(metrics.horizontalAdvance(settings) + gap if settings else 0), 0)
    painter.setPen(QColor(theme.frame_ink))
    what = metrics.elidedText(caption.what, Qt.TextElideMode.ElideRight, left.width())
    painter.drawText(left, middle | Qt.AlignmentFlag.AlignLeft, what)
