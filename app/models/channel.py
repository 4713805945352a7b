"""Carries what a thread says into the window's thread, in order; nothing after it was closed."""

from __future__ import annotations

import threading

from PySide6.QtCore import QObject, Qt, Signal, Slot


class Channel(QObject):
    """`put` from any thread; `arrived` comes in the thread of this object, never from within `put`."""

    arrived = Signal(object)
    _woken = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._lock = threading.Lock()
        self._waiting: list[object] = []
        self._closed = False
        self._woken.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def put(self, message: object) -> None:
        """Say something; dropped once it is closed."""
        with self._lock:
            if self._closed:
                return
            self._waiting.append(message)
            if len(self._waiting) == 1:
                self._woken.emit()

    def close(self) -> None:
        """Nobody listens any more."""
        with self._lock:
            self._closed = True
            self._waiting.clear()

    @Slot()
    def _deliver(self) -> None:
        with self._lock:
            messages, self._waiting = self._waiting, []
        for message in messages:
            if not self._closed:
                self.arrived.emit(message)
