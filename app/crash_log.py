"""Runs that did not end well: each run leaves a mark while it lasts, and into it goes what kills the interpreter.

A run that ends properly takes its mark away. The next start finds the others; the lock of a mark tells whether its
run still lasts, so that two runs beside each other do not take each other for dead.
"""

from __future__ import annotations

import contextlib
import faulthandler
import os
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from palimpsest.app.file_lock import hold

KEPT = 5
"""Crash logs of earlier runs that are kept."""
_MARK, _CRASH = "running-", "crash-"


@dataclass(frozen=True, slots=True)
class BadEnd:
    """A run that did not end properly."""

    ended: float
    """Seconds since 1970: when its mark was last written to."""
    trace: str
    """What the interpreter left when it died; empty if it was killed from outside, or the machine stopped."""
    path: Path | None
    """Where `trace` is kept."""

    @property
    def reason(self) -> str:
        """What killed it, in the interpreter's words; empty if they are not known."""
        first = self.trace.partition("\n")[0]
        return first.partition(":")[2].strip() if first.startswith(("Fatal", "Windows fatal")) else ""


class Mark:
    """The mark of this run; `remove` it when the run ends properly. Raises `OSError` if the folder refuses it."""

    def __init__(self, folder: Path, head: str) -> None:
        handle, name = tempfile.mkstemp(prefix=_MARK, suffix=".log", dir=folder)
        self.path = Path(name)
        self._file: TextIO = os.fdopen(handle, "w", encoding="utf-8")
        # Locked first and written to then: an empty mark is one that is being made.
        hold(handle, wait=True)
        self._file.write(head.replace("\n", " ") + "\n")
        self._file.flush()

    def catch_crashes(self) -> None:
        """Have the interpreter write into the mark where every thread was when it dies."""
        faulthandler.enable(self._file)

    def remove(self) -> None:
        """The run has ended properly."""
        if not self._file.closed:
            faulthandler.disable()
            self._file.close()
            self.path.unlink(missing_ok=True)


def collect(folder: Path) -> tuple[BadEnd, ...]:
    """Take away the marks of runs that are no more, oldest first; what they say about a crash is kept."""
    ends: list[BadEnd] = []
    for path in folder.glob(f"{_MARK}*.log"):
        # Another start may collect at the same time, and a folder may refuse to let go of a file.
        with contextlib.suppress(OSError):
            with path.open("r+", encoding="utf-8", errors="replace") as file:
                head, _, trace = file.read().partition("\n")
                if not head or not hold(file.fileno()):
                    continue
                ended = path.stat().st_mtime
            kept = _keep(folder, ended, f"{head}\n{trace}") if trace.strip() else None
            path.unlink()
            ends.append(BadEnd(ended, trace.strip(), kept))
    for old in sorted(folder.glob(f"{_CRASH}*.log"))[:-KEPT]:
        with contextlib.suppress(OSError):
            old.unlink()
    return tuple(sorted(ends, key=lambda end: end.ended))


def _keep(folder: Path, ended: float, text: str) -> Path | None:
    day = time.strftime("%Y%m%d-%H%M%S", time.localtime(ended))
    for number in range(1, 100):
        path = folder / f"{_CRASH}{day}-{number:02}.log"
        try:
            with path.open("x", encoding="utf-8") as file:
                file.write(text)
        except FileExistsError:
            continue
        return path
    return None
