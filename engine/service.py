"""The engine thread: one long-lived thread that opens the model and makes every call of it, run after run."""

from __future__ import annotations

import itertools
import logging
import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from palimpsest.engine.out_of_memory import ran_out
from palimpsest.engine.request import (
    Engine,
    Event,
    Failed,
    Finished,
    InfillError,
    InfillRequest,
    ModelInfo,
)

NO_RUN = 0
"""The run number of reports that belong to no run: a model opened ahead of need."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Loading:
    """The model is being opened; `share` in [0, 1] is done."""

    share: float
    doing: str


@dataclass(frozen=True, slots=True)
class Ready:
    """The model is open."""

    info: ModelInfo
    count_tokens: Callable[[str], int] | None = None
    """How many tokens a text has for it, from any thread; None if the engine does not tell."""
    note: str = ""
    """What the user should know of where it lies; empty if all is well."""


Report = Event | Loading | Ready
Progress = Callable[[float, str], None]
Opener = Callable[[Progress], Engine]
Listener = Callable[[int, Report], None]

_STOPPED = Failed("Opening the model was stopped.", "The model that was in use before is used again.")


class _AbandonedError(Exception):
    """Raised into a model that is still being opened when nobody wants it any more."""


@dataclass(frozen=True, slots=True)
class _Infill:
    run: int
    request: InfillRequest
    cancelled: threading.Event


@dataclass(frozen=True, slots=True)
class _Open:
    number: int
    opener: Opener | None
    """None opens the current model if it is not open yet."""
    stopped: threading.Event = field(default_factory=threading.Event)
    """Set when nobody wants this model any more."""


class EngineService:
    """Owns the engine and its thread.

    Every report goes to `listener(run, report)`, called in the engine thread: it must be quick and must not raise.
    Each run ends with exactly one `Finished` or `Failed`, also when it was cancelled before its turn. The engine is
    opened by the first run or by `warm_up`, in the thread; nothing here imports torch.
    """

    def __init__(self, opener: Opener, listener: Listener, log_hint: str = "") -> None:
        self._opener = opener
        self._listener = listener
        self._log_hint = log_hint
        self._engine: Engine | None = None
        self._jobs: queue.SimpleQueue[_Infill | _Open | None] = queue.SimpleQueue()
        self._numbers = itertools.count(NO_RUN + 1)
        self._lock = threading.Lock()
        self._cancels: dict[int, threading.Event] = {}
        self._abandoned = threading.Event()
        self._stops: dict[int, threading.Event] = {}
        self._thread: threading.Thread | None = None
        self._closed = False

    def warm_up(self) -> None:
        """Open the engine ahead of need."""
        self._put(_Open(NO_RUN, None))

    def submit(self, request: InfillRequest, supersedes: int | None = None) -> int:
        """Queue a request and return its run number; the run it supersedes is cancelled first."""
        if supersedes is not None:
            self.cancel(supersedes)
        run = next(self._numbers)
        cancelled = threading.Event()
        with self._lock:
            self._cancels[run] = cancelled
        self._put(_Infill(run, request, cancelled))
        return run

    def cancel(self, run: int) -> None:
        """Ask a run to end; it does within one pass. Unknown and ended runs are ignored."""
        with self._lock:
            if (cancelled := self._cancels.get(run)) is not None:
                cancelled.set()

    def reopen(self, opener: Opener) -> int:
        """Cancel every run and change the model; how it went is reported under the returned number.

        The old model is let go first, so that the two never share the memory. If the new one cannot be opened,
        the old one is opened again, under `NO_RUN`.
        """
        self._cancel_all()
        number = next(self._numbers)
        stopped = threading.Event()
        with self._lock:
            self._abandoned.set()
            self._abandoned = threading.Event()
            self._stops[number] = stopped
        self._put(_Open(number, opener, stopped))
        return number

    def stop_opening(self, number: int) -> None:
        """Give up a change of the model: it fails, and the model before it is opened again, or stays open.

        A change that is over or unknown is ignored.
        """
        with self._lock:
            if (stopped := self._stops.get(number)) is not None:
                stopped.set()

    def shutdown(self, timeout: float = 0.0) -> bool:
        """Cancel everything, end the thread and wait `timeout` seconds for it; True if it has ended."""
        self._closed = True
        self._cancel_all()
        with self._lock:
            self._abandoned.set()
        self._jobs.put(None)
        if self._thread is None:
            return True
        self._thread.join(timeout)
        return not self._thread.is_alive()

    def _put(self, job: _Infill | _Open) -> None:
        if self._closed:
            raise RuntimeError("the engine service has been shut down")
        if self._thread is None:
            # A daemon: a pass or a load that hangs in a driver must not keep the process alive.
            self._thread = threading.Thread(target=self._work, name="engine", daemon=True)
            self._thread.start()
        self._jobs.put(job)

    def _cancel_all(self) -> None:
        with self._lock:
            for cancelled in self._cancels.values():
                cancelled.set()

    # Everything below runs in the engine thread.

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None and not self._closed:
            if isinstance(job, _Infill):
                try:
                    self._infill(job)
                finally:
                    with self._lock:
                        self._cancels.pop(job.run, None)
            elif job.opener is None:
                self._open(NO_RUN)
            else:
                try:
                    self._change(job.number, job.opener, job.stopped)
                finally:
                    with self._lock:
                        self._stops.pop(job.number, None)
        self._engine = None

    def _change(self, number: int, opener: Opener, stopped: threading.Event) -> None:
        if stopped.is_set():
            self._listener(number, _STOPPED)
        else:
            old, self._opener, self._engine = self._opener, opener, None
            if self._open(number, stopped):
                return
            self._opener = old
        with self._lock:
            another_waits = len(self._stops) > 1
        if not another_waits:
            self._open(NO_RUN)

    def _open(self, run: int, stopped: threading.Event | None = None) -> bool:
        """Open the engine if it is not open; report how it went."""
        if self._engine is not None:
            return True
        with self._lock:
            abandoned = self._abandoned

        def progress(share: float, doing: str) -> None:
            if abandoned.is_set() or (stopped is not None and stopped.is_set()):
                raise _AbandonedError
            self._listener(run, Loading(share, doing))

        try:
            progress(0.0, "opening the model")
            self._engine = self._opener(progress)
        except _AbandonedError:
            if stopped is not None and stopped.is_set():
                self._listener(run, _STOPPED)
            elif run != NO_RUN:
                self._listener(run, Failed("Another model was chosen meanwhile.", "Try again."))
            return False
        except Exception as error:
            self._listener(run, self._explain(error))
            return False
        engine = self._engine
        self._listener(run, Ready(engine.info, getattr(engine, "count_tokens", None), getattr(engine, "note", "")))
        return True

    def _infill(self, job: _Infill) -> None:
        if job.cancelled.is_set():
            self._listener(job.run, Finished((), 0.0, "", job.request.seed or 0, stopped=True))
            return
        if not self._open(job.run) or self._engine is None:
            return
        try:
            for event in self._engine.infill(job.request, job.cancelled):
                self._listener(job.run, event)
                if isinstance(event, Finished | Failed):
                    return
        except Exception as error:
            self._listener(job.run, self._explain(error))
            return
        self._listener(job.run, Failed("The engine ended without a result.", "Try again."))

    def _explain(self, error: Exception) -> Failed:
        """Say in the user's words what an exception means and what to do next."""
        if isinstance(error, InfillError):
            return Failed(error.what, error.remedy)
        _log.error("the engine failed", exc_info=error)
        if ran_out(error):
            return Failed("There was not enough memory.", "Select a shorter span, or use a smaller model.")
        if isinstance(error, OSError):
            where = f" ({error.filename})" if error.filename else ""
            return Failed(
                f"A file could not be read: {error.strerror or error}{where}.",
                "Check that it is there and may be read, then try again.",
            )
        log = f" The log lies at {self._log_hint}." if self._log_hint else ""
        return Failed(f"Something went wrong in the engine ({type(error).__name__}).", f"Try again.{log}")
