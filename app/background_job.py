"""One piece of work in a thread of its own, whose result comes back as a signal; for dialogs that must not wait."""

from __future__ import annotations

import threading
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal, Slot


class BackgroundJob(QObject):
    """Starts at once. `work` must not touch Qt; the thread ends with it, and tells nobody once it was dropped."""

    done = Signal(object)
    """What `work` returned."""
    failed = Signal(object)
    """What it raised, an `Exception`."""
    _ended = Signal(object, object)

    def __init__(self, work: Callable[[], object], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._work = work
        self._lock = threading.Lock()
        self._dropped = False
        self._ended.connect(self._on_ended, Qt.ConnectionType.QueuedConnection)
        self._thread = threading.Thread(target=self._run, name="palimpsest-job", daemon=True)
        self._thread.start()

    def drop(self) -> None:
        """Nobody wants the result any more."""
        with self._lock:
            self._dropped = True
        self.deleteLater()

    def _run(self) -> None:
        result, error = None, None
        try:
            result = self._work()
        except Exception as raised:
            error = raised
        with self._lock:
            if not self._dropped:
                self._ended.emit(result, error)

    @Slot(object, object)
    def _on_ended(self, result: object, error: Exception | None) -> None:
        if self._dropped:
            return
        self._thread.join()
        if error is None:
            self.done.emit(result)
        else:
            self.failed.emit(error)
