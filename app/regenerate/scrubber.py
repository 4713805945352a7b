"""The controls below the passes: a slider, steps, play, speed, loop, and the way back to the newest pass."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QBoxLayout, QComboBox, QHBoxLayout, QPushButton, QWidget

from palimpsest.app.find_parts import button
from palimpsest.app.icons import icon
from palimpsest.app.regenerate.pass_slider import PassSlider
from palimpsest.app.regenerate.player import RATES, Player

if TYPE_CHECKING:
    from palimpsest.app.regenerate.reel import Reel
    from palimpsest.app.theme import Theme


class Scrubber(QWidget):
    """Goes over the passes of a reel. It tells where the user, or playing, has gone; it decides nothing else."""

    moved = Signal(int)
    """By the user or by playing, to this pass."""
    released = Signal()
    """The user wants the newest pass again, or playing has come to the end."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("scrubber")
        self.slider = PassSlider(theme, self)
        self.player = Player(self)
        self.follow = button(self, "", self.release)
        self.follow.setObjectName("follow")
        self.first = self._button(self.tr("First pass (Home)"), "first", lambda: self.go_to(0))
        self.back = self._button(self.tr("Pass before (←)"), "previous", lambda: self.step(-1))
        self.play = self._button(self.tr("Play (Space)"), "play", self.player.toggle)
        self.forward = self._button(self.tr("Next pass (→)"), "next", lambda: self.step(1))
        self.last = self._button(self.tr("Last pass (End)"), "last", lambda: self.go_to(self.slider.maximum()))
        self.loop = self._button(self.tr("Play again and again"), "loop", self._on_loop)
        self.loop.setCheckable(True)
        self.loop.setProperty("toggle", True)
        self.rate = QComboBox(self)
        self.rate.setObjectName("rate")
        self.rate.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.rate.setAccessibleName(self.tr("Passes per second"))
        self.rate.setToolTip(self.tr("Passes per second"))
        for rate in RATES:
            self.rate.addItem(self.tr("{rate} / s").format(rate=rate), rate)
        self.rate.setCurrentIndex(RATES.index(self.player.rate))

        upper, lower = QHBoxLayout(), QHBoxLayout()
        upper.setSpacing(6)
        upper.addWidget(self.slider, 1)
        upper.addWidget(self.follow)
        lower.setSpacing(0)
        for part in (self.first, self.back, self.play, self.forward, self.last):
            lower.addWidget(part)
        lower.addStretch(1)
        lower.addWidget(self.loop)
        lower.addSpacing(4)
        lower.addWidget(self.rate)
        self._rows = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(2)
        self._rows.addLayout(upper, 1)
        self._rows.addLayout(lower)

        self.slider.valueChanged.connect(self._on_value)
        self.rate.currentIndexChanged.connect(self._on_rate)
        self.player.moved.connect(self._on_played)
        self.player.playing_changed.connect(self._on_playing)
        self.player.ended.connect(self.release)
        self.set_theme(theme)

    @property
    def place(self) -> int:
        """The pass that it stands at."""
        return self.slider.value()

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self._theme = theme
        self.slider.set_theme(theme)
        for part in self.findChildren(QPushButton):
            if name := part.property("icon_name"):
                part.setIcon(icon(name, theme))

    def set_wide(self, wide: bool) -> None:
        """All in one row, or the slider above the rest."""
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._rows.setDirection(across if wide else down)
        self._rows.setSpacing(12 if wide else 2)

    def set_reel(self, reel: Reel) -> None:
        """Go over the passes of a reel as it is now, without moving."""
        was = self.slider.blockSignals(True)
        self.slider.set_reel(reel)
        self.slider.blockSignals(was)
        self.player.set_count(len(reel))
        for part in (self.first, self.back, self.play, self.forward, self.last, self.loop, self.rate):
            part.setEnabled(len(reel) > 1)

    def show_place(self, index: int) -> None:
        """Stand at a pass without telling."""
        was = self.slider.blockSignals(True)
        self.slider.setValue(index)
        self.slider.blockSignals(was)
        self.player.place = index

    def set_follow(self, words: str, tip: str, away: bool) -> None:
        """What the button says that leads back, and whether there is a way to go."""
        self.follow.setText(words)
        self.follow.setToolTip(tip)
        self.follow.setAccessibleName(tip or words)
        # It keeps its room: the slider must not change its length under the mouse.
        policy = self.follow.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.follow.setSizePolicy(policy)
        self.follow.setVisible(away)

    def go_to(self, index: int) -> None:
        """Move to a pass as the user does; playing pauses."""
        self.player.pause()
        index = max(0, min(index, self.slider.maximum()))
        if index == self.place:
            self.moved.emit(index)
        else:
            self.slider.setValue(index)

    def step(self, by: int) -> None:
        """Move by so many passes."""
        self.go_to(self.place + by)

    @Slot()
    def release(self) -> None:
        """Go back to the newest pass."""
        self.player.pause()
        self.released.emit()

    @Slot(int)
    def _on_value(self, index: int) -> None:
        self.player.pause()
        self.player.place = index
        self.moved.emit(index)

    @Slot(int)
    def _on_played(self, index: int) -> None:
        self.show_place(index)
        self.moved.emit(index)

    @Slot(bool)
    def _on_playing(self, playing: bool) -> None:
        words = self.tr("Pause (Space)") if playing else self.tr("Play (Space)")
        self.play.setProperty("icon_name", "pause" if playing else "play")
        self.play.setIcon(icon("pause" if playing else "play", self._theme))
        self.play.setToolTip(words)
        self.play.setAccessibleName(words)

    @Slot(int)
    def _on_rate(self, place: int) -> None:
        self.player.set_rate(self.rate.itemData(place))

    def _on_loop(self) -> None:
        self.player.loop = self.loop.isChecked()

    def _button(self, tip: str, picture: str, call: Callable[[], object]) -> QPushButton:
        made = button(self, tip, call, icon=picture)
        made.setIconSize(QSize(16, 16))
        return made
