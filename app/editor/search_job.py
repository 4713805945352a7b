"""A piece of searching in a thread of its own, which ends by itself once nobody wants the result."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

from palimpsest.app.editor.search import SearchError

_PAUSE_S = 0.0002

Result = TypeVar("Result")
Watch = Callable[[int], bool]
"""Takes the place reached; True means that the work may stop."""


class SearchJob(Generic[Result]):
    """Runs `work(watch)` at once.

    It knows nothing of Qt's objects, so that it may outlive whoever began it. Ask `done` from time to time.
    """

    def __init__(self, work: Callable[[Watch], Result]) -> None:
        self.reached = 0
        """UTF-16 position."""
        self.error: SearchError | None = None
        self.result: Result | None = None
        self._cancelled = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(work,), name="search")
        self._thread.start()

    @property
    def done(self) -> bool:
        """True once there is a result, or an error."""
        return not self._thread.is_alive()

    def cancel(self) -> None:
        """The result is not wanted any more. Does not wait."""
        self._cancelled.set()

    def _run(self, work: Callable[[Watch], Result]) -> None:
        try:
            self.result = work(self._watch)
        except SearchError as error:
            self.error = error

    def _watch(self, reached: int) -> bool:
        self.reached = reached
        # Qt searches while it holds the interpreter: the window has its turn between two calls.
        return self._cancelled.wait(_PAUSE_S)
