"""A row of parts that gives way by steps where there is no room for all of it, so that nothing is cut off."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

Step = Callable[[bool], object]
"""Told True to take less room, False to take all it likes."""


class FittingRow(QWidget):
    """Parts side by side. The steps are taken in order, as many as the width asks for."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(4)
        self.spare = 0
        """Pixels of Qt that are kept free for what stretches, as long as a step is left."""
        self._steps: tuple[Step, ...] = ()
        self._taken = 0
        self._fitting = False

    @property
    def taken(self) -> int:
        """How many steps are taken now."""
        return self._taken

    def set_steps(self, *steps: Step) -> None:
        """What gives way, the first first."""
        self._steps = steps
        self.fit()

    def fit(self) -> None:
        """Take as few steps as there is room for. To be called when a part has come, gone or become wider."""
        if self._fitting:
            return
        # Showing a part lays out the window at once: nothing may be asked of it before all is settled.
        self._fitting = True
        for step in self._steps:
            step(False)
        # Whatever has the keyboard is in view now, and stays there unless its own step is taken.
        self._taken = 0
        while self._taken < len(self._steps) and self.row.minimumSize().width() + self.spare > self.width():
            self._steps[self._taken](True)
            self._taken += 1
        self._fitting = False
        self.updateGeometry()

    def minimumSizeHint(self) -> QSize:
        """Nearly nothing while a step is left, for then the row can be made narrower."""
        least = super().minimumSizeHint()
        settled = self._taken == len(self._steps) and not self._fitting
        return least if settled else QSize(1, least.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()
