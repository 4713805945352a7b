"""Plays passes one after the other, none left out, as fast as wanted."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal, Slot

RATES = (1, 2, 4, 8, 16, 30)
"""Passes per second to choose among."""

HOLD_MS = 900
"""How long the last pass stays before a loop begins again."""


class Player(QObject):
    """Goes from pass to pass. If drawing is slower than the rate, playing takes longer: every pass is shown."""

    moved = Signal(int)
    """To this pass, by playing."""
    playing_changed = Signal(bool)
    ended = Signal()
    """The last pass has been shown and no loop begins."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.timer = QTimer(self, singleShot=True)
        """Goes off when the next pass is due."""
        self.timer.timeout.connect(self._on_due)
        self.loop = False
        self.place = 0
        """The pass that is shown."""
        self._count = 0
        self._rate = 8
        self._playing = False

    @property
    def playing(self) -> bool:
        return self._playing

    @property
    def rate(self) -> int:
        """Passes per second."""
        return self._rate

    def set_rate(self, rate: int) -> None:
        """Change the speed, also while it plays. `rate` is above 0."""
        self._rate = max(1, rate)
        if self._playing:
            self._wait()

    def set_count(self, count: int) -> None:
        """There are so many passes now."""
        self._count = count
        if not count:
            self.pause()

    def play(self) -> None:
        """Go on from here; from the start if this is the last pass."""
        if self._playing or not self._count:
            return
        self._playing = True
        self.playing_changed.emit(True)
        if self.place >= self._count - 1:
            self.place = 0
            self.moved.emit(0)
        self._wait()

    def pause(self) -> None:
        """Stay here."""
        self.timer.stop()
        if self._playing:
            self._playing = False
            self.playing_changed.emit(False)

    @Slot()
    def toggle(self) -> None:
        """Play or pause."""
        if self._playing:
            self.pause()
        else:
            self.play()

    def _wait(self) -> None:
        last = self.place >= self._count - 1
        self.timer.start(HOLD_MS if last and self.loop else round(1000 / self._rate))

    @Slot()
    def _on_due(self) -> None:
        if self.place < self._count - 1:
            self.place += 1
        elif self.loop:
            self.place = 0
        else:
            self.pause()
            self.ended.emit()
            return
        self.moved.emit(self.place)
        # Whoever was told may have stopped it.
        if self._playing:
            self._wait()
