"""Exceptions that nobody caught: logged, told once, counted; the program goes on. No Qt."""

from __future__ import annotations

import contextlib
import logging
import sys
import threading
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from palimpsest.app.documents.translate import translate
from palimpsest.app.settings import log_file

if TYPE_CHECKING:
    from types import TracebackType

_KINDS_KEPT = 1000

_log = logging.getLogger("palimpsest")


@dataclass(frozen=True, slots=True)
class Fault:
    """An exception that nobody caught, as text: it keeps nothing alive."""

    kind: str
    """Name of the exception's class."""
    trace: str
    key: str
    """The same for what was raised by the same line."""
    files: tuple[str, ...] = ()
    """Source files it went through, outermost first."""
    thread: str = ""
    """Name of the thread; empty for the main one."""

    @classmethod
    def of(cls, error: BaseException, thread: str = "") -> Fault:
        """What can be said of `error`. Never raises what the error itself may raise when it is asked for its text."""
        kind = type(error).__name__
        frames = traceback.extract_tb(error.__traceback__)
        place = f"{frames[-1].filename}:{frames[-1].lineno}" if frames else ""
        try:
            trace = "".join(traceback.format_exception(error))
        except Exception:
            trace = "".join([*traceback.format_list(frames), kind])
        return cls(kind, trace, f"{kind} {place}", tuple(frame.filename for frame in frames), thread)


class Counter:
    """Counts what repeats, and says when it is worth mentioning: the 1st, 2nd, 4th, 8th … time."""

    def __init__(self) -> None:
        self._counts: dict[str, int] = {}

    def count(self, key: str) -> int:
        """One more of it. Returns how many there were, or 0 if that is not worth mentioning."""
        if key not in self._counts and len(self._counts) >= _KINDS_KEPT:
            self._counts.clear()
        number = self._counts[key] = self._counts.get(key, 0) + 1
        return number if number & (number - 1) == 0 else 0


class Hooks:
    """What Python calls with an exception that nobody caught."""

    def __init__(
        self,
        tell: Callable[[str], None],
        show: Callable[[Fault], None] | None = None,
        leave: Callable[[], object] | None = None,
    ) -> None:
        """`tell` gets a sentence, in the main thread only; `show`, in its place, everything, in whatever thread.

        `leave` is called when the program is interrupted from its terminal.
        """
        self._tell = tell
        self._show = show
        self._leave = leave
        self._counter = Counter()
        self._own = threading.local()

    def install(self) -> Callable[[], None]:
        """Take the place of Python's hooks; returns what puts them back."""
        before = (sys.excepthook, threading.excepthook)
        sys.excepthook = self.on_exception
        threading.excepthook = self.on_thread_exception

        def restore() -> None:
            sys.excepthook, threading.excepthook = before

        return restore

    def on_exception(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """For the main thread."""
        if issubclass(kind, KeyboardInterrupt):
            if self._leave is not None:
                self._leave()
            else:
                sys.__excepthook__(kind, error, trace)
            return
        self._handle(error, "")

    def on_thread_exception(self, args: threading.ExceptHookArgs) -> None:
        """For the others."""
        if args.exc_value is not None and not isinstance(args.exc_value, SystemExit):
            self._handle(args.exc_value, args.thread.name if args.thread is not None else "?")

    def _handle(self, error: BaseException, thread: str) -> None:
        # What goes wrong while something is told must not be told by the same way again.
        if getattr(self._own, "telling", False):
            with contextlib.suppress(Exception):
                _log.error("not caught while another was told", exc_info=error)
            return
        self._own.telling = True
        try:
            fault = Fault.of(error, thread)
            if number := self._counter.count(fault.key):
                where = f" in {thread}" if thread else ""
                times = f", {number} times by now" if number > 1 else ""
                _log.error("not caught%s%s\n%s", where, times, fault.trace)
            if self._show is not None:
                self._show(fault)
            elif not thread:
                self._tell(sentence(fault))
        except Exception:
            # No memory, no stack, a full disk: the text that is being written is worth more than the report.
            with contextlib.suppress(Exception):
                _log.exception("an error could not be told")
        finally:
            self._own.telling = False


def sentence(fault: Fault) -> str:
    """A fault in a few words, with where the rest is."""
    text = translate("Faults", "Something went wrong ({kind}). The text is as it was. The log lies at {path}.")
    return text.format(kind=fault.kind, path=log_file())
