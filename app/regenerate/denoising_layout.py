"""Where the parts of the denoising panel stand: one below the other in a high panel, in three columns in a low one."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRect, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QWidget

from palimpsest.app.find_parts import Words
from palimpsest.app.regenerate.candidates_view import CandidatesView
from palimpsest.app.regenerate.cell_grid import CellGrid
from palimpsest.app.regenerate.cell_legend import CellLegend
from palimpsest.app.regenerate.pass_curves import PassCurves
from palimpsest.app.regenerate.stop_view import StopView

_NEAR, _FAR, _BETWEEN = 6, 14, 24
"""Pixels of Qt between parts that belong together, between others, and between columns."""


@dataclass(slots=True)
class Parts:
    """What is placed. Those that are hidden take no room."""

    grid: CellGrid
    cell_line: Words
    legend: CellLegend
    calm: QLabel
    curves: PassCurves
    stop: StopView
    candidates: CandidatesView


class Arrangement(QScrollArea):
    """Gives the grid and the curves what the others leave; scrolls where that is too little.

    By hand, for a layout of Qt gives room by what parts would like, and so would let the panel scroll long before the
    cells are as small as they may be.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.home = _Home(self)
        """Parent of the parts."""
        self._parts: Parts | None = None
        self._wide = False

    def hold(self, parts: Parts) -> None:
        """Place these, which are children of `home`."""
        self._parts = parts
        self.setWidget(self.home)

    def set_wide(self, wide: bool) -> None:
        """Three columns, or one."""
        if wide != self._wide:
            self._wide = wide
            self.arrange()

    def arrange(self) -> None:
        """Give every part its place."""
        if self._parts is None:
            return
        room, width = self.viewport().height(), self.viewport().width()
        place = self._side_by_side if self._wide else self._below_each_other
        needed = place(self._parts, width, room)
        self.home.resize(width, max(room, needed))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.arrange()

    def _below_each_other(self, parts: Parts, width: int, room: int) -> int:
        """Returns the height that is taken."""
        fixed = [
            (part, height)
            for part, height in (
                (parts.cell_line, parts.cell_line.sizeHint().height()),
                (parts.legend, parts.legend.heightForWidth(width)),
                (parts.calm, parts.calm.heightForWidth(width)),
                (parts.stop, parts.stop.height_for(width, 2)),
                (parts.candidates, parts.candidates.sizeHint().height()),
            )
            if not part.isHidden()
        ]
        heights: dict[QWidget, int] = dict(fixed)
        gaps = 2 * _NEAR + 3 * _FAR
        if not parts.grid.isHidden():
            rest = room - sum(heights.values()) - gaps
            most = parts.curves.sizeHint().height()
            # Where it scrolls anyway, nothing needs to be squeezed.
            least = round(0.8 * most)
            heights[parts.grid] = max(
                min(parts.grid.least_height(width), 160), min(parts.grid.wanted_height(width), rest - most)
            )
            heights[parts.curves] = max(least, min(round(1.6 * most), rest - heights[parts.grid]))
        top = 0
        for part, gap in (
            (parts.grid, _NEAR),
            (parts.cell_line, _NEAR),
            (parts.legend, _FAR),
            (parts.calm, _FAR),
            (parts.curves, _NEAR),
            (parts.stop, _FAR),
            (parts.candidates, 0),
        ):
            if part in heights:
                part.setGeometry(0, top, width, heights[part])
                top += heights[part] + gap
        return top

    def _side_by_side(self, parts: Parts, width: int, room: int) -> int:
        """Returns the height that is taken."""
        third = 0 if parts.candidates.isHidden() else min(340, round(0.28 * width))
        first = (width - (third + _BETWEEN if third else 0) - _BETWEEN) // 2
        second = first + _BETWEEN
        taken = []

        below = parts.cell_line.sizeHint().height()
        legend = parts.legend.heightForWidth(first)
        if parts.grid.isHidden():
            parts.cell_line.setGeometry(0, 0, first, below)
            parts.calm.setGeometry(0, below + _NEAR, first, parts.calm.heightForWidth(first))
        else:
            grid = max(min(parts.grid.least_height(first), 90), room - below - legend - 2 * _NEAR)
            grid = min(grid, parts.grid.wanted_height(first))
            parts.grid.setGeometry(0, 0, first, grid)
            parts.cell_line.setGeometry(0, grid + _NEAR, first, below)
            parts.legend.setGeometry(0, grid + below + 2 * _NEAR, first, legend)
            taken.append(grid + below + legend + 2 * _NEAR)

        stop = parts.stop.height_for(first, 1)
        curves = 0
        if not parts.curves.isHidden():
            most = round(1.6 * parts.curves.sizeHint().height())
            curves = max(parts.curves.minimumSizeHint().height(), min(most, room - stop - _NEAR))
            parts.curves.setGeometry(second, 0, first, curves)
            curves += _NEAR
        parts.stop.setGeometry(second, curves, first, stop)
        taken.append(curves + stop)

        if third:
            height = parts.candidates.sizeHint().height()
            parts.candidates.setGeometry(QRect(width - third, 0, third, height))
            taken.append(height)
        return max(taken)


class _Home(QWidget):
    """Tells when a part has become larger or smaller."""

    def __init__(self, area: Arrangement) -> None:
        super().__init__(area)
        self._area = area

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._area.arrange()
            return True
        return super().event(event)
