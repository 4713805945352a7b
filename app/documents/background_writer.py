"""One thread that writes to the disk what must not be lost, in order, and tries again where the disk refuses."""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

Sync = Callable[[], None]
"""Hands what was written from the system to the disk itself."""
Job = Callable[[], Sync | None]
"""Writes something. One that fails with `OSError` is called again later, so it may be done twice."""

SYNC_S = 3.0
"""At the latest so long after a write it also survives a power failure."""
RETRY_S = 5.0

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Lane:
    """What belongs to one key: done in order, so that what waits behind a failure is not written before it."""

    waiting: deque[Job] = field(default_factory=deque)
    failed: bool = False
    sync: Sync | None = None


class BackgroundWriter:
    """`put` never waits. `trouble` is called in the thread, once when writing begins to fail."""

    def __init__(self, trouble: Callable[[OSError], None]) -> None:
        self._trouble = trouble
        self._jobs: queue.SimpleQueue[tuple[str, Job | None]] = queue.SimpleQueue()
        self._lanes: dict[str, _Lane] = {}
        self._troubled = False
        self._ended = False
        self._synced = self._tried = time.monotonic()
        self._thread = threading.Thread(target=self._work, name="palimpsest-writer", daemon=True)
        self._thread.start()

    @property
    def troubled(self) -> bool:
        """True while something could not be written."""
        return self._troubled

    def put(self, key: str, job: Job) -> None:
        """Do a job after all others of its key."""
        if not self._ended:
            self._jobs.put((key, job))

    def flush(self, timeout: float) -> bool:
        """Wait until what was put before has been tried; True if all of it is written."""
        if self._ended:
            return not self._troubled
        done = threading.Event()
        self._jobs.put(("", done.set))
        return done.wait(timeout) and not self._troubled

    def close(self, timeout: float) -> bool:
        """Write the rest and end the thread, waiting at most `timeout` seconds; True if all is written."""
        if not self._ended:
            self._ended = True
            self._jobs.put(("", None))
        self._thread.join(timeout)
        return not self._thread.is_alive() and not self._troubled

    def _work(self) -> None:
        while True:
            try:
                key, job = self._jobs.get(timeout=self._patience())
            except queue.Empty:
                self._tidy()
                continue
            if job is None:
                break
            lane = self._lanes.setdefault(key, _Lane())
            lane.waiting.append(job)
            self._advance(lane)
            self._tidy()
        self._retry()
        self._sync()

    def _patience(self) -> float | None:
        """Seconds until something is due without a new job."""
        now = time.monotonic()
        due = []
        if any(lane.sync is not None for lane in self._lanes.values()):
            due.append(self._synced + SYNC_S - now)
        if self._troubled:
            due.append(self._tried + RETRY_S - now)
        return max(0.0, min(due)) if due else None

    def _tidy(self) -> None:
        now = time.monotonic()
        if self._troubled and now >= self._tried + RETRY_S:
            self._retry()
        if now >= self._synced + SYNC_S:
            self._sync()

    def _retry(self) -> None:
        self._tried = time.monotonic()
        for lane in self._lanes.values():
            self._advance(lane)

    def _advance(self, lane: _Lane) -> None:
        lane.failed = False
        before, self._troubled = self._troubled, any(one.failed for one in self._lanes.values())
        while lane.waiting:
            try:
                lane.sync = lane.waiting[0]() or lane.sync
            except OSError as error:
                lane.failed = self._troubled = True
                if not before:
                    self._tried = time.monotonic()
                    _log.warning("cannot write: %s", error)
                    self._trouble(error)
                break
            except Exception:
                # A fault of ours: what comes after it may still be written.
                _log.exception("a job of the writer failed")
            lane.waiting.popleft()

    def _sync(self) -> None:
        self._synced = time.monotonic()
        for lane in self._lanes.values():
            sync, lane.sync = lane.sync, None
            if sync is not None:
                try:
                    sync()
                except OSError as error:
                    _log.warning("cannot hand to the disk: %s", error)
