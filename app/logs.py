"""What went wrong is kept: a log, crashes included, and an exception that nobody caught does not end the program."""

from __future__ import annotations

import contextlib
import logging
import logging.handlers
import platform
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from palimpsest import __version__
from palimpsest.app import crash_log
from palimpsest.app.faults import Counter, Fault, Hooks
from palimpsest.app.settings import log_file

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtCore import QMessageLogContext, QtMsgType

LOG_BYTES = 1_000_000
LOGS_KEPT = 2

_log = logging.getLogger("palimpsest")
_start_log = logging.getLogger("palimpsest.start")
_qt_log = logging.getLogger("qt")


@dataclass(frozen=True, slots=True)
class CrashReport:
    """What the user is told about a run that did not end properly."""

    sentence: str
    path: Path
    """The file that tells more."""


class Log:
    """The log of one run, from `start` to `end`."""

    def __init__(self) -> None:
        self._undo: list[Callable[[], object]] = []
        self._ends: tuple[crash_log.BadEnd, ...] = ()

    def open(self) -> None:
        """Write to the log file from now on. Where that cannot be, standard error says so and nothing is kept."""
        path = log_file()
        head = f"Palimpsest {__version__}, Python {platform.python_version()}, {_system()}"
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            handler = logging.handlers.RotatingFileHandler(
                path, maxBytes=LOG_BYTES, backupCount=LOGS_KEPT, encoding="utf-8"
            )
        except OSError as error:
            print(f"palimpsest: no log can be kept at {path}: {error}", file=sys.stderr)
            return
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
        root = logging.getLogger()
        root.addHandler(handler)
        self._undo += (handler.close, lambda: root.removeHandler(handler))
        _start_log.setLevel(logging.INFO)
        _start_log.info(head)
        self._ends = crash_log.collect(path.parent)
        for end in self._ends:
            _start_log.warning("an earlier run did not close properly: %s", end.reason or "killed from outside")
        try:
            mark = crash_log.Mark(path.parent, head)
        except OSError as error:
            _log.warning("crashes cannot be kept: %s", error)
        else:
            mark.catch_crashes()
            self._undo.append(mark.remove)
        before = sys.unraisablehook
        sys.unraisablehook = _log_unraisable
        self._undo.append(lambda: setattr(sys, "unraisablehook", before))

    def watch_qt(self) -> None:
        """Take Qt's own messages into the log, too. Qt is imported by this."""
        import PySide6
        from PySide6.QtCore import QLibraryInfo, qInstallMessageHandler
        from PySide6.QtGui import QGuiApplication

        _start_log.info(
            "Qt %s, PySide6 %s, platform %s",
            QLibraryInfo.version().toString(),
            PySide6.__version__,
            QGuiApplication.platformName() or "not chosen yet",
        )
        before = qInstallMessageHandler(QtMessages())
        self._undo.append(lambda: qInstallMessageHandler(before))

    def previous_crash(self) -> str:
        """What killed the interpreter in the run before; "" if nothing did."""
        return self._ends[-1].trace if self._ends else ""

    def crash_report(self) -> CrashReport | None:
        """What to tell about the run before; None if it closed properly."""
        if not self._ends:
            return None
        from PySide6.QtCore import QCoreApplication

        end = self._ends[-1]
        if end.trace:
            text = QCoreApplication.translate("Log", "Palimpsest stopped unexpectedly last time ({reason}).")
            return CrashReport(text.format(reason=end.reason or "?"), end.path or log_file())
        text = QCoreApplication.translate("Log", "Palimpsest was not closed properly last time.")
        return CrashReport(text, log_file())

    def end(self) -> None:
        """The run ends properly: say so, and give back what was taken. A second call does nothing."""
        if self._undo:
            _start_log.info("closed")
        while self._undo:
            with contextlib.suppress(OSError):
                self._undo.pop()()


class QtMessages:
    """Receives Qt's messages. The same one is logged the 1st, 2nd, 4th … time only: some come with every frame."""

    def __init__(self) -> None:
        self._counter = Counter()

    def __call__(self, kind: QtMsgType, context: QMessageLogContext, text: str) -> None:
        number = self._counter.count(text)
        if number:
            level = _LEVELS.get(kind.name, logging.WARNING)
            place = f" ({context.file}:{context.line})" if context.file else ""
            _qt_log.log(level, "%s%s%s", text, place, f", {number} times by now" if number > 1 else "")


_LEVELS = {
    "QtDebugMsg": logging.DEBUG,
    "QtInfoMsg": logging.INFO,
    "QtWarningMsg": logging.WARNING,
    "QtCriticalMsg": logging.ERROR,
    "QtFatalMsg": logging.CRITICAL,
}


def start() -> Log:
    """Write warnings and worse to the log file, and crashes of the interpreter beside it."""
    log = Log()
    log.open()
    return log


def catch_exceptions(
    tell: Callable[[str], None],
    show: Callable[[Fault], None] | None = None,
    leave: Callable[[], object] | None = None,
) -> Callable[[], None]:
    """Log what nobody caught and `tell` the user in a sentence, or `show` all of it; the program goes on.

    `tell` is called in the main thread only; `show`, in its place, in the thread of the exception. `leave` is called
    when the program is interrupted from its terminal. Returns what ends the catching.
    """
    return Hooks(tell, show, leave).install()


def _log_unraisable(args: sys.UnraisableHookArgs) -> None:
    if args.exc_value is not None:
        _log.error("%s: %r", args.err_msg or "not caught in", args.object, exc_info=args.exc_value)


def _system() -> str:
    # Not platform.platform(), which starts programs on some systems.
    return f"{platform.system()} {platform.release()} {platform.machine()}"
