"""Says what the shapes and the lightness of the cells mean, in as many lines as it takes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from palimpsest.app.documents.translate import mark
from palimpsest.app.regenerate.cell_sprites import Look, Shape, Sprites
from palimpsest.app.regenerate.certainty_colours import LEVELS

if TYPE_CHECKING:
    from palimpsest.app.theme import Theme

SIDE = 11

_MIDDLE = LEVELS // 2
_ENTRIES: tuple[tuple[tuple[Look, ...], str], ...] = (
    (tuple(Look(Shape.ACCEPTED, step) for step in range(LEVELS)), mark("no idea … certain")),
    ((Look(Shape.ACCEPTED, LEVELS - 2),), mark("accepted")),
    ((Look(Shape.RENOISED, _MIDDLE),), mark("noise again")),
    ((Look(Shape.FREE, _MIDDLE),), mark("kept")),
    ((Look(Shape.PINNED),), mark("pinned")),
    ((Look(Shape.SETTLED),), mark("written before")),
    ((Look(Shape.BEHIND),), mark("text behind")),
    ((Look(Shape.ACCEPTED, LEVELS - 2, changed=True),), mark("changed")),
)
_ALWAYS = frozenset({Shape.ACCEPTED, Shape.RENOISED})
_GAP, _APART = 5, 14


class CellLegend(QWidget):
    """Breaks into lines like text; wider means lower."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("cell_legend")
        self._theme = theme
        self._sprites = Sprites(theme, SIDE, self.devicePixelRatioF())
        self._shapes = _ALWAYS
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName(self.tr("What the cells mean"))

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self._theme = theme
        self.update()

    def set_shapes(self, shapes: frozenset[Shape]) -> None:
        """Explain these besides what every run has."""
        if shapes | _ALWAYS != self._shapes:
            self._shapes = shapes | _ALWAYS
            self.updateGeometry()
            self.update()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        places = self._places(width)
        return places[-1].bottom() + 1

    def sizeHint(self) -> QSize:
        return QSize(260, self.heightForWidth(max(self.width(), 260)))

    def minimumSizeHint(self) -> QSize:
        return QSize(160, self._line_height)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        if not self._sprites.fits(self._theme, SIDE, self.devicePixelRatioF()):
            self._sprites = Sprites(self._theme, SIDE, self.devicePixelRatioF())
        painter.setPen(QColor(self._theme.faint))
        for (looks, words), place in zip(self._entries, self._places(self.width()), strict=True):
            top = place.top() + (place.height() - SIDE) // 2
            for number, look in enumerate(looks):
                painter.drawPixmap(place.left() + number * SIDE, top, self._sprites.of(look))
            text = place.adjusted(self._picture_width(looks) + _GAP, 0, 0, 0)
            painter.drawText(text, Qt.AlignmentFlag.AlignVCenter, QCoreApplication.translate("", words))
        painter.end()

    @property
    def _entries(self) -> list[tuple[tuple[Look, ...], str]]:
        return [entry for entry in _ENTRIES if entry[0][0].shape in self._shapes]

    @property
    def _line_height(self) -> int:
        return max(QFontMetrics(self.font()).height() + 2, self._sprites.pitch + 2)

    def _picture_width(self, looks: Sequence[Look]) -> int:
        return len(looks) * SIDE

    def _places(self, width: int) -> list[QRect]:
        """Where each entry stands in a width."""
        metrics, height = QFontMetrics(self.font()), self._line_height
        x = y = 0
        places = []
        for looks, words in self._entries:
            wide = self._picture_width(looks) + _GAP + metrics.horizontalAdvance(QCoreApplication.translate("", words))
            if x and x + wide > width:
                x, y = 0, y + height
            places.append(QRect(x, y, wide + 1, height))
            x += wide + _APART
        return places
