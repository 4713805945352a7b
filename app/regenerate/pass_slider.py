"""A slider over the passes of a run, with a gap where a new canvas begins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QSlider, QWidget

if TYPE_CHECKING:
    from palimpsest.app.regenerate.reel import Reel
    from palimpsest.app.theme import Theme

_RADIUS = 7.0
_GROOVE = 4.0


class PassSlider(QSlider):
    """Its value is the index of a pass. A press goes to the pass under the mouse."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setObjectName("pass_slider")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Pass"))
        self.setRange(0, 0)
        self.setPageStep(8)
        self._theme = theme
        self._reel: Reel | None = None

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self._theme = theme
        self.update()

    def set_reel(self, reel: Reel) -> None:
        """Go over the passes of a reel as it is now; called again when it has grown."""
        self._reel = reel
        self.setEnabled(len(reel) > 1)
        self.setRange(0, max(0, len(reel) - 1))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(160, 24)

    def minimumSizeHint(self) -> QSize:
        return QSize(80, 24)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self.setSliderDown(True)
            self._go_to(event.position().x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.isSliderDown():
            self._go_to(event.position().x())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.setSliderDown(False)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        theme, middle = self._theme, self.height() / 2
        here = self._x(self.value())
        for left, right in self._stretches():
            for colour, end in ((theme.line, right), (theme.border, min(right, here))):
                if end > left:
                    groove = QRectF(left, middle - _GROOVE / 2, end - left, _GROOVE)
                    painter.setBrush(QColor(colour))
                    painter.drawRoundedRect(groove, _GROOVE / 2, _GROOVE / 2)
        focused = self.hasFocus()
        painter.setPen(QPen(QColor(theme.ring if focused else theme.border), 2.0 if focused else 1.0))
        painter.setBrush(QColor(theme.page if self.isEnabled() else theme.frame))
        painter.drawEllipse(QPointF(here, middle), _RADIUS, _RADIUS)
        painter.end()

    def _scale(self) -> float:
        """Pixels from pass to pass."""
        extent = self._reel.extent(growing=False) if self._reel is not None else 1.0
        return (self.width() - 2 * _RADIUS - 2) / extent

    def _x(self, index: int) -> float:
        place = self._reel.place(index) if self._reel is not None and len(self._reel) else 0.0
        return _RADIUS + 1 + place * self._scale()

    def _stretches(self) -> list[tuple[float, float]]:
        """From where to where the groove of each canvas goes, pixels."""
        if self._reel is None or len(self._reel) < 2:
            return [(_RADIUS + 1, self.width() - _RADIUS - 1)]
        starts = list(self._reel.starts)
        lasts = [*(start - 1 for start in starts[1:]), len(self._reel) - 1]
        # A canvas of one pass has a length, too.
        return [(self._x(a) - 1, self._x(b) + 1) for a, b in zip(starts, lasts, strict=True)]

    def _go_to(self, x: float) -> None:
        if self._reel is not None and len(self._reel):
            self.setValue(self._reel.nearest((x - _RADIUS - 1) / self._scale()))
