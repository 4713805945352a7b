"""When the system ends or suspends the program, everything is written first: log-out, SIGTERM, SIGHUP."""

from __future__ import annotations

import contextlib
import signal
import socket
import types
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, QSocketNotifier, Qt, Slot

if TYPE_CHECKING:
    from PySide6.QtGui import QGuiApplication

SIGNALS = tuple(getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name))

_Handler = Callable[[int, types.FrameType | None], object] | int | signal.Handlers | None


class LastCall(QObject):
    """Calls `flush` in time. After one of `SIGNALS` the event loop ends, as if the user had quit. Main thread only."""

    def __init__(self, app: QGuiApplication, flush: Callable[[], object], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._flush = flush
        # Python's own handlers run only when Python does, which may be never while the program is idle.
        self._ear, self._mouth = socket.socketpair()
        for end in (self._ear, self._mouth):
            end.setblocking(False)
        self._notifier = QSocketNotifier(self._ear.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._on_signal)
        self._before = signal.set_wakeup_fd(self._mouth.fileno(), warn_on_full_buffer=False)
        self._handlers: dict[signal.Signals, _Handler] = {one: signal.signal(one, lambda *_: None) for one in SIGNALS}
        # Directly: the system waits for the answer, and no longer.
        app.commitDataRequest.connect(self.flush, Qt.ConnectionType.DirectConnection)
        app.applicationStateChanged.connect(self._on_state)

    @Slot()
    def flush(self) -> None:
        """Write everything now."""
        self._flush()

    def close(self) -> None:
        """Leave signals to whom they belonged before."""
        self._notifier.setEnabled(False)
        signal.set_wakeup_fd(self._before)
        for one, handler in self._handlers.items():
            signal.signal(one, handler)
        self._handlers.clear()
        self._ear.close()
        self._mouth.close()

    @Slot()
    def _on_signal(self) -> None:
        heard = b""
        with contextlib.suppress(BlockingIOError):
            heard = self._ear.recv(4096)
        if any(number in SIGNALS for number in heard):
            self._flush()
            QCoreApplication.exit(0)

    @Slot(Qt.ApplicationState)
    def _on_state(self, state: Qt.ApplicationState) -> None:
        if state is Qt.ApplicationState.ApplicationSuspended:
            self._flush()
