"""The only file that knows both Qt and the engine: reports cross from the engine thread into signals here."""

from __future__ import annotations

import math
import threading
import time
from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from palimpsest.app.deliveries import Contents, Deliveries, Mailbox, Parcel
from palimpsest.engine.request import Failed, Finished, Notice
from palimpsest.engine.service import EngineService, Loading, Opener, Ready, Report

if TYPE_CHECKING:
    from palimpsest.engine.request import InfillRequest, ModelInfo


def _now() -> float:
    """Milliseconds on a clock that nobody sets."""
    return time.monotonic() * 1000


class EngineBridge(QObject):
    """The engine as the window sees it: calls that return at once, and signals in the window's thread.

    `recorded` has every pass, in order; right after it `passed` has the newest of them, about thirty times a second at
    most. The first is delivered at once and the last before the end of its run. With `pace_ms` above 0, slow motion,
    they come one by one and at least that far apart, and the end of the run waits for its last pass.
    """

    recorded = Signal(int, object)
    """run, tuple of all its `Pass`es since the last delivery, never empty"""
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
    told = Signal(str)
    """what the user should know of where the model lies, or of a run that had to be begun again"""
    _arrived = Signal()

    def __init__(
        self,
        opener: Opener,
        log_hint: str = "",
        parent: QObject | None = None,
        clock: Callable[[], float] = _now,
    ) -> None:
        super().__init__(parent)
        self.info: ModelInfo | None = None
        self.count_tokens: Callable[[str], int] | None = None
        """How many tokens a text has for the open model; None if there is none, or it does not tell."""
        self._mailbox = Mailbox()
        self._deliveries = Deliveries()
        self._leaving: deque[Parcel] = deque()
        self._clock = clock
        self._closed = threading.Event()
        self._service = EngineService(opener, self._post, log_hint)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._deliver)
        self._arrived.connect(self._on_arrived, Qt.ConnectionType.QueuedConnection)

    @property
    def pace_ms(self) -> int:
        """How long each pass is shown at least, milliseconds; 0 shows the newest as soon as it comes.

        May be set while a run goes: what waits is then delivered as the new pace says.
        """
        return self._deliveries.pace_ms

    @pace_ms.setter
    def pace_ms(self, milliseconds: int) -> None:
        self._deliveries.pace_ms = milliseconds
        self._arrange()

    def warm_up(self) -> None:
        """Open the model ahead of need."""
        self._service.warm_up()

    def submit(self, request: InfillRequest, supersedes: int | None = None) -> int:
        """Start a run and return its number."""
        if supersedes is not None:
            self._hurry(supersedes)
        return self._service.submit(request, supersedes)

    def cancel(self, run: int) -> None:
        """Ask a run to end; what slow motion holds back of it is delivered when control returns to the window."""
        self._service.cancel(run)
        self._hurry(run)

    def reopen(self, opener: Opener) -> int:
        """Change the model; `ready` or `failed` with the returned number tells how it went."""
        return self._service.reopen(opener)

    def stop_opening(self, number: int) -> None:
        """Give up a change of the model; `failed` tells when, and the model before it is used again."""
        self._service.stop_opening(number)

    def close(self, timeout: float = 0.0) -> bool:
        """End the engine thread, waiting at most `timeout` seconds; True if it has ended. No signal comes after."""
        self._closed.set()
        self._timer.stop()
        return self._service.shutdown(timeout)

    def _post(self, run: int, report: Report) -> None:
        """Called in the engine thread."""
        if not self._closed.is_set() and self._mailbox.put(run, report):
            self._arrived.emit()

    def _hurry(self, run: int) -> None:
        self._deliveries.hurry(run)
        self._arrange()

    @Slot()
    def _on_arrived(self) -> None:
        self._deliveries.add(self._mailbox.take())
        if not self._closed.is_set() and self._deliveries.wait(self._clock()) == 0:
            self._deliver()
        else:
            self._arrange()

    def _arrange(self) -> None:
        """Come back when the next report is due; never from within the call that changed what is."""
        wait = self._deliveries.wait(self._clock())
        if wait is not None and not self._closed.is_set():
            self._timer.start(math.ceil(wait))

    @Slot()
    def _deliver(self) -> None:
        self._deliveries.add(self._mailbox.take())
        # What leaves is kept here, so that a listener that runs an event loop of its own gets no later report first.
        self._leaving.extend(self._deliveries.take(self._clock()))
        while self._leaving and not self._closed.is_set():
            self._emit(*self._leaving.popleft())
        self._arrange()

    def _emit(self, run: int, what: Contents) -> None:
        match what:
            case tuple():
                self.recorded.emit(run, what)
                self.passed.emit(run, what[-1])
            case Finished():
                self.finished.emit(run, what)
            case Failed():
                self.failed.emit(run, what)
            case Loading():
                self.loading.emit(run, what)
            case Notice(text=text):
                self.told.emit(text)
            case Ready(info=info, count_tokens=count_tokens, note=note):
                self.info, self.count_tokens = info, count_tokens
                self.ready.emit(run, info)
                if note:
                    self.told.emit(note)
