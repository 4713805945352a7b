"""What went wrong is kept: a log, crashes included, and an exception that nobody caught does not end the program."""

from __future__ import annotations

import faulthandler
import logging
import logging.handlers
import sys
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from palimpsest.app.settings import log_file

if TYPE_CHECKING:
    from types import TracebackType

LOG_BYTES = 1_000_000

_log = logging.getLogger("palimpsest")


def start() -> None:
    """Write warnings and worse to the log file, and crashes of the interpreter beside it."""
    path = log_file()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handler = logging.handlers.RotatingFileHandler(path, maxBytes=LOG_BYTES, backupCount=1, encoding="utf-8")
        crashes = path.with_name("crash.log").open("w", encoding="utf-8")
    except OSError as error:
        print(f"palimpsest: no log can be kept at {path}: {error}", file=sys.stderr)
        return
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.getLogger().addHandler(handler)
    faulthandler.enable(crashes)


def catch_exceptions(tell: Callable[[str], None]) -> None:
    """Log what nobody caught and `tell` the user in a sentence; the program goes on."""

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        _log.error("not caught", exc_info=(kind, error, trace))
        tell(f"Something went wrong ({kind.__name__}). The text is as it was. The log lies at {log_file()}.")

    def thread_hook(args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            _log.error("not caught in %s", args.thread, exc_info=args.exc_value)

    sys.excepthook = hook
    threading.excepthook = thread_hook
