"""Python's collector of cycles, kept to the window's thread.

It runs in whatever thread happens to allocate, and would take Qt's objects apart there: a cursor, a timer or a watcher
that dies in a worker's thread takes the program along.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer, Slot

PERIOD_MS = 500
LEAST = (5_000, 10, 20)
"""Of each generation, what has to have come together before it is worth a look; see `gc.get_count`."""


class Collector(QObject):
    """Collects while it lives, in the thread that made it. `close` lets Python do it by itself again."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._was_enabled = gc.isenabled()
        self._froze = False
        gc.disable()
        self._timer = QTimer(self, interval=PERIOD_MS)
        self._timer.timeout.connect(self._collect)
        self._timer.start()

    def settle(self) -> None:
        """What is there by now is there to stay: no collection looks at it again.

        Python thaws all or nothing, so what somebody else has frozen is left as it is, and this stays unfrozen.
        """
        gc.collect()
        if not gc.get_freeze_count():
            gc.freeze()
            self._froze = True

    def close(self) -> None:
        """Stop."""
        self._timer.stop()
        if self._froze:
            gc.unfreeze()
        if self._was_enabled:
            gc.enable()

    @Slot()
    def _collect(self) -> None:
        counts = gc.get_count()
        for generation in (2, 1, 0):
            if counts[generation] > LEAST[generation]:
                gc.collect(generation)
                return
