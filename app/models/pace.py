"""How fast bytes come, over the last seconds, and how long the rest takes at that."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable

WINDOW_S = 8.0
"""Long enough to be calm, short enough to be true."""
STEP_S = 0.25
"""Looks at the clock that come closer together than this count as one."""


class Pace:
    """Fed with what has come; forgets what is older than a few seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._done = 0
        self._marks: deque[tuple[float, int]] = deque([(clock(), 0)])

    def add(self, count: int) -> None:
        """So many bytes have come."""
        self._done += count
        now = self._clock()
        if now - self._marks[-1][0] < STEP_S:
            return
        self._marks.append((now, self._done))
        while len(self._marks) > 2 and now - self._marks[1][0] >= WINDOW_S:
            self._marks.popleft()

    @property
    def speed(self) -> float:
        """Bytes per second; 0 where nothing can be said yet."""
        (start, before), now = self._marks[0], self._clock()
        return (self._done - before) / (now - start) if now - start >= STEP_S else 0.0

    def left(self, missing: int) -> float | None:
        """Seconds until `missing` bytes have come; None where nothing can be said."""
        speed = self.speed
        return missing / speed if speed > 0 else None
