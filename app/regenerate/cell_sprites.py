"""What one cell looks like: its state as a shape, its certainty as lightness. Drawn once and kept."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from palimpsest.app.regenerate.certainty_colours import LEVELS, ramp
from palimpsest.engine.request import CellState

if TYPE_CHECKING:
    from palimpsest.app.theme import Theme


class Shape(enum.IntEnum):
    """How a state is drawn. The first five are the values of `CellState`."""

    RENOISED = CellState.RENOISED
    """A small ring."""
    ACCEPTED = CellState.ACCEPTED
    """A full square."""
    PINNED = CellState.PINNED
    """A full square with a hole."""
    SETTLED = CellState.SETTLED
    """A flat bar."""
    FREE = CellState.FREE
    """A hollow square with a filling inside, from below as high as it is certain."""
    BEHIND = 5
    """A flat bar, fainter: text behind the span, which the model sees and keeps."""


@dataclass(frozen=True, slots=True)
class Look:
    """All that decides how a cell is drawn."""

    shape: Shape
    level: int = LEVELS - 1
    """Step of certainty, 0 … `LEVELS` - 1."""
    changed: bool = False
    """A tick below says so."""


def code(shape: int, step: int, changed: bool) -> int:
    """A look as a small number: a grid has hundreds of them in each pass. Those of a shape are `CODES` in a row."""
    return (shape * LEVELS + step) * 2 + changed


CODES = 2 * LEVELS


def gap(side: int) -> int:
    """Room between cells `side` pixels wide; the tick of a change stands in it."""
    return max(2, round(side / 4))


class Sprites:
    """Draws cells of one size in the colours of one theme, for a screen of `ratio` device pixels per pixel."""

    def __init__(self, theme: Theme, side: int, ratio: float) -> None:
        self.side, self.pitch = side, side + gap(side)
        self._theme = theme
        self._ratio = ratio
        self._colours = [QColor(colour) for colour in ramp(theme)]
        self._drawn: dict[int, QPixmap] = {}

    def fits(self, theme: Theme, side: int, ratio: float) -> bool:
        """True if these are the sprites for that."""
        return (theme, side, ratio) == (self._theme, self.side, self._ratio)

    def of(self, look: Look) -> QPixmap:
        """The picture of a cell, `pitch` wide and high; the cell itself is in its left upper corner."""
        return self.at(code(look.shape, look.level, look.changed))

    def at(self, number: int) -> QPixmap:
        """The picture of a cell by its `code`."""
        drawn = self._drawn.get(number)
        if drawn is None:
            shape, rest = divmod(number, CODES)
            look = Look(Shape(shape), rest // 2, bool(rest % 2))
            device = round(self.pitch * self._ratio)
            drawn = QPixmap(device, device)
            drawn.setDevicePixelRatio(self._ratio)
            drawn.fill(Qt.GlobalColor.transparent)
            painter = QPainter(drawn)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._draw(painter, look)
            painter.end()
            self._drawn[number] = drawn
        return drawn

    def _draw(self, painter: QPainter, look: Look) -> None:
        side = float(self.side)
        square = QRectF(0, 0, side, side)
        ink, edge = QColor(self._theme.ink), QColor(self._theme.border)
        colour = self._colours[look.level]
        thin = max(1.0, side / 14)
        # Low steps are too near to the ground to be seen without an edge.
        outline = edge if look.level < LEVELS // 2 else colour
        inset = square.adjusted(thin / 2, thin / 2, -thin / 2, -thin / 2)
        round_ = side / 8
        painter.setPen(Qt.PenStyle.NoPen)
        match look.shape:
            case Shape.ACCEPTED:
                painter.setPen(QPen(outline, thin))
                painter.setBrush(colour)
                painter.drawRoundedRect(inset, round_, round_)
            case Shape.RENOISED:
                radius = max(1.75, side * 0.23)
                painter.setPen(QPen(outline, max(1.25, side / 7)))
                painter.setBrush(colour if look.level else Qt.BrushStyle.NoBrush)
                painter.drawEllipse(square.center(), radius, radius)
            case Shape.FREE:
                # A rim of ground stays between edge and filling, or a certain one would look accepted.
                rim = thin / 2 + max(1.0, side / 9)
                inner = inset.adjusted(rim, rim, -rim, -rim)
                painter.fillRect(inner.adjusted(0, inner.height() * (1 - (look.level + 1) / LEVELS), 0, 0), colour)
                painter.setPen(QPen(outline, thin))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(inset)
            case Shape.PINNED:
                painter.setBrush(ink)
                painter.drawRoundedRect(square, round_, round_)
                painter.setBrush(QColor(self._theme.frame))
                hole = max(1.0, side * 0.18)
                painter.drawEllipse(square.center(), hole, hole)
            case Shape.SETTLED | Shape.BEHIND:
                height = max(2.0, round(side / 5))
                painter.fillRect(
                    QRectF(0, round((side - height) / 2), side, height), ink if look.shape is Shape.SETTLED else edge
                )
        if look.changed:
            below = side + (self.pitch - side) / 2
            painter.setPen(QPen(QColor(self._theme.accent), max(1.5, side / 7), c=Qt.PenCapStyle.FlatCap))
            painter.drawLine(QPointF(0, below), QPointF(side, below))
