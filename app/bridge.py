"""The only file that knows both Qt and the engine: reports cross from the engine thread into signals here."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, QObject, Qt, QTimer, Signal, Slot

from palimpsest.engine.request import Failed, Finished, Pass
from palimpsest.engine.service import EngineService, Loading, Opener, Ready, Report

if TYPE_CHECKING:
    from palimpsest.engine.request import InfillRequest, ModelInfo

FRAME_MS = 33
"""Least time between two drawings; the engine computes every pass, the eye gets about thirty a second."""


class Mailbox:
    """Holds what the window has not seen yet: of passes and loading progress the newest of each run, of ends all."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._reports: list[tuple[int, Report]] = []

    def put(self, run: int, report: Report) -> bool:
        """Add a report; True if the box was empty, so that somebody must be told."""
        with self._lock:
            was_empty = not self._reports
            if isinstance(report, Pass | Loading):
                for place, (other, old) in enumerate(self._reports):
                    if other == run and type(old) is type(report):
                        self._reports[place] = (run, report)
                        return False
            self._reports.append((run, report))
            return was_empty

    def take(self) -> list[tuple[int, Report]]:
        """Empty the box; oldest first."""
        with self._lock:
            reports, self._reports = self._reports, []
            return reports


class EngineBridge(QObject):
    """The engine as the window sees it: calls that return at once, and signals in the window's thread.

    After each pass the newest wins; the first is delivered at once and the last before the end of its run.
    """

    passed = Signal(int, object)
    """run, `Pass`"""
    finished = Signal(int, object)
    """run, `Finished`"""
    failed = Signal(int, object)
    """run, `Failed`"""
    loading = Signal(int, object)
    """run, `Loading`"""
    ready = Signal(int, object)
    """run that opened it, or the number of the change, or 0; `ModelInfo`"""
    _arrived = Signal()

    def __init__(self, opener: Opener, log_hint: str = "", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.info: ModelInfo | None = None
        self.count_tokens: Callable[[str], int] | None = None
        """How many tokens a text has for the open model; None if there is none, or it does not tell."""
        self._mailbox = Mailbox()
        self._closed = threading.Event()
        self._service = EngineService(opener, self._post, log_hint)
        self._since_drawn = QElapsedTimer()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._deliver)
        self._arrived.connect(self._on_arrived, Qt.ConnectionType.QueuedConnection)

    def warm_up(self) -> None:
        """Open the model ahead of need."""
        self._service.warm_up()

    def submit(self, request: InfillRequest, supersedes: int | None = None) -> int:
        """Start a run and return its number."""
        return self._service.submit(request, supersedes)

    def cancel(self, run: int) -> None:
        """Ask a run to end."""
        self._service.cancel(run)

    def reopen(self, opener: Opener) -> int:
        """Change the model; `ready` or `failed` with the returned number tells how it went."""
        return self._service.reopen(opener)

    def close(self, timeout: float = 0.0) -> bool:
        """End the engine thread, waiting at most `timeout` seconds; True if it has ended. No signal comes after."""
        self._closed.set()
        self._timer.stop()
        return self._service.shutdown(timeout)

    def _post(self, run: int, report: Report) -> None:
        """Called in the engine thread."""
        if not self._closed.is_set() and self._mailbox.put(run, report):
            self._arrived.emit()

    @Slot()
    def _on_arrived(self) -> None:
        if self._closed.is_set() or self._timer.isActive():
            return
        wait = FRAME_MS - self._since_drawn.elapsed() if self._since_drawn.isValid() else 0
        if wait > 0:
            self._timer.start(int(wait))
        else:
            self._deliver()

    @Slot()
    def _deliver(self) -> None:
        self._since_drawn.start()
        for run, report in self._mailbox.take():
            match report:
                case Pass():
                    self.passed.emit(run, report)
                case Finished():
                    self.finished.emit(run, report)
                case Failed():
                    self.failed.emit(run, report)
                case Loading():
                    self.loading.emit(run, report)
                case Ready(info=info, count_tokens=count_tokens):
                    self.info, self.count_tokens = info, count_tokens
                    self.ready.emit(run, info)
