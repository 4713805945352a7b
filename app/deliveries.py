"""What the engine has told and the window has not heard yet, and when it may: every pass once, in order."""

from __future__ import annotations

import itertools
import threading
from collections import deque
from collections.abc import Iterable

from palimpsest.engine.request import Failed, Finished, Notice, Pass
from palimpsest.engine.service import Loading, Ready, Report

FRAME_MS = 33
"""Least time between two deliveries; the engine computes every pass, the eye gets about thirty a second."""

Contents = tuple[Pass, ...] | Notice | Finished | Failed | Loading | Ready
"""All passes of a run since the last delivery, or one other report."""
Parcel = tuple[int, Contents]
"""A run and what it has to tell."""


class Mailbox:
    """Where the engine thread leaves its reports: all of them, of loading progress the newest of each run."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._reports: list[tuple[int, Report]] = []

    def put(self, run: int, report: Report) -> bool:
        """Add a report; True if the box was empty, so that somebody must be told."""
        with self._lock:
            was_empty = not self._reports
            if isinstance(report, Loading) and not was_empty:
                last_run, last = self._reports[-1]
                if last_run == run and isinstance(last, Loading):
                    self._reports.pop()
            self._reports.append((run, report))
            return was_empty

    def take(self) -> list[tuple[int, Report]]:
        """Empty the box; oldest first."""
        with self._lock:
            reports, self._reports = self._reports, []
            return reports


class Deliveries:
    """Hands reports on in order, at most once in `FRAME_MS`; in slow motion pass by pass. Times in milliseconds.

    The clock is the caller's: ask `wait` how long to rest and `take` what is due.
    """

    def __init__(self) -> None:
        self.pace_ms = 0
        """Slow motion: how long each pass stands at least before anything follows; 0 joins what waits."""
        self._waiting: deque[tuple[int, Report]] = deque()
        self._hurried: set[int] = set()
        self._last: float | None = None
        self._pass_stands = False

    def add(self, reports: Iterable[tuple[int, Report]]) -> None:
        """Reports as they came, oldest first."""
        self._waiting.extend(reports)

    def hurry(self, run: int) -> None:
        """Nobody wants to look at this run any more: what waits of it and what still comes is not held back."""
        self._hurried.add(run)

    def wait(self, now: float) -> float | None:
        """How long until something is due, 0 for now; None if nothing waits."""
        if not self._waiting:
            return None
        if self._last is None:
            return 0.0
        paced = self._pass_stands and not self._ahead_of_hurried()
        rest = max(FRAME_MS, self.pace_ms) if paced else FRAME_MS
        return max(0.0, self._last + rest - now)

    def take(self, now: float) -> list[Parcel]:
        """What is due, oldest first; nothing while there is something to wait for."""
        if self.wait(now) != 0:
            return []
        count = len(self._waiting) if self.pace_ms <= 0 else self._ahead_of_hurried() or self._to_next_pass()
        parcels = _parcels(self._waiting.popleft() for _ in range(count))
        self._last, self._pass_stands = now, isinstance(parcels[-1][1], tuple)
        for run, what in parcels:
            if isinstance(what, Finished | Failed):
                # Runs end in the order of their numbers, so none of the older ones is heard of again.
                self._hurried = {other for other in self._hurried if other > run}
        return parcels

    def _ahead_of_hurried(self) -> int:
        """How many reports there are up to the last one that is hurried."""
        places = [place for place, (run, _) in enumerate(self._waiting, 1) if run in self._hurried]
        return places[-1] if places else 0

    def _to_next_pass(self) -> int:
        """How many reports there are up to the first pass, that one included; all if there is none."""
        passes = (place for place, (_, report) in enumerate(self._waiting, 1) if isinstance(report, Pass))
        return next(passes, len(self._waiting))


def _parcels(reports: Iterable[tuple[int, Report]]) -> list[Parcel]:
    """The same in order, with the passes of a run that follow one another in one parcel."""
    parcels: list[Parcel] = []
    for (run, is_pass), group in itertools.groupby(reports, lambda entry: (entry[0], isinstance(entry[1], Pass))):
        contents = [report for _, report in group]
        if is_pass:
            parcels.append((run, tuple(report for report in contents if isinstance(report, Pass))))
        else:
            parcels.extend((run, report) for report in contents if not isinstance(report, Pass))
    return parcels
