"""`palimpsest film` in a process of its own: it draws and packs while the window goes on undisturbed."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, QProcess, QTimer, Signal, Slot

if TYPE_CHECKING:
    from palimpsest.app.regenerate.film_look import Look

STOP_MS = 5000
"""How long a process that was asked to stop may take before it is ended."""
PREFIX = "palimpsest film: "


def look_words(look: Look) -> list[str]:
    """A look as arguments of the command."""
    size = look.size
    named = ["--size", f"{size.width}x{size.height}", "--zoom", str(size.zoom), "--speed", f"{look.speed:g}"]
    return [*named, *(["--theme", look.theme] if look.theme else []), *(["--crop"] if look.crop else [])]


def command() -> list[str]:
    """How this very program is started for `palimpsest film`."""
    if getattr(sys, "frozen", False):
        return [sys.executable, "film"]
    return [sys.executable, "-m", "palimpsest.app.main", "film"]


class FilmProcess(QObject):
    """Starts at once, and ends with exactly one of `done`, `failed` and `stopped`, unless it is dropped before."""

    progressed = Signal(float)
    """How much is done, [0, 1]."""
    done = Signal(bytes)
    """The picture, where one was asked for."""
    failed = Signal(str)
    """What went wrong, in a sentence."""
    stopped = Signal()

    def __init__(
        self, words: Sequence[str], film: str, program: Sequence[str] | None = None, parent: QObject | None = None
    ) -> None:
        """`words` come after `palimpsest film`; `film` is what `Film.to_json` gives."""
        super().__init__(parent)
        self._picturing = "--picture" in words
        self._stopping = False
        self._dropped = False
        self._ended = False
        self._output = bytearray()
        self._errors = bytearray()
        self._process = QProcess(self)
        self._process.readyReadStandardOutput.connect(self._on_output)
        self._process.readyReadStandardError.connect(self._on_errors)
        self._process.finished.connect(self._on_finished)
        self._process.errorOccurred.connect(self._on_error)
        self._patience = QTimer(self, singleShot=True, interval=STOP_MS)
        self._patience.timeout.connect(self._process.kill)
        first, *rest = [*(program or command()), "-", *words, "--attended"]
        self._process.start(first, rest)
        self._process.write(film.encode("ascii") + b"\n")

    def stop(self) -> None:
        """Write nothing; `stopped` tells when it has ended."""
        if not self._stopping and not self._ended:
            self._stopping = True
            # The end of its input tells the process that nobody waits any more.
            self._process.closeWriteChannel()
            self._patience.start()

    def drop(self) -> None:
        """Stop, and tell nobody; it lives on without its parent until the process has ended."""
        self._dropped = True
        if self._ended:
            self.deleteLater()
            return
        app = QCoreApplication.instance()
        self.setParent(app)
        if app is not None:
            app.aboutToQuit.connect(self._end)
        self.stop()

    @Slot()
    def _end(self) -> None:
        """The program ends, and this process with it."""
        self._process.kill()
        self._process.waitForFinished(STOP_MS)

    @Slot()
    def _on_output(self) -> None:
        self._output += self._process.readAllStandardOutput().data()
        if self._picturing or self._dropped:
            return
        *lines, rest = bytes(self._output).split(b"\n")
        self._output = bytearray(rest)
        if lines and not self._stopping:
            self.progressed.emit(float(lines[-1]))

    @Slot()
    def _on_errors(self) -> None:
        self._errors += self._process.readAllStandardError().data()

    @Slot(QProcess.ProcessError)
    def _on_error(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart:
            self._tell_end(False, self.tr("The film cannot be drawn: this program cannot be started once more."))

    @Slot(int, QProcess.ExitStatus)
    def _on_finished(self, code: int, status: QProcess.ExitStatus) -> None:
        well = code == 0 and status is QProcess.ExitStatus.NormalExit
        lines = bytes(self._errors).decode("utf-8", "replace").strip().splitlines()
        told = [line.removeprefix(PREFIX) for line in lines if line.startswith(PREFIX)]
        self._tell_end(well, told[-1] if told else self.tr("The film could not be drawn. Try another format or size."))

    def _tell_end(self, well: bool, fault: str) -> None:
        self._ended = True
        self._patience.stop()
        if self._dropped:
            self.deleteLater()
        elif well:  # also when it was too late to stop
            self.done.emit(bytes(self._output))
        elif self._stopping:
            self.stopped.emit()
        else:
            self.failed.emit(fault)
