"""Opens large files without holding up the window: read in a thread, put into the document a slice at a time."""

from __future__ import annotations

import threading
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QElapsedTimer, QObject, Qt, QTimer, Signal, Slot

from palimpsest.app.documents import files
from palimpsest.app.documents.document import Document
from palimpsest.app.documents.files import FileError, FileText

LARGE = 1_000_000
"""Bytes from which on a file is better opened by a `Loader` than at once."""
SLICE_MS = 16
"""Time that is taken from the window at once, about."""
_LEAST, _MOST = 16_384, 524_288
"""Characters that are put into the document at once. Each time, Qt lays out the end of the text where it is shown,
so that larger parts are quicker, and smaller ones smoother."""
_READING = 0.3
"""Share of the whole time that reading takes, about."""


def is_large(path: Path | None) -> bool:
    """True if a file is better opened by a `Loader`; one that cannot be looked at is not."""
    try:
        return path is not None and path.stat().st_size >= LARGE
    except OSError:
        return False


class _Cancelled(Exception):  # noqa: N818 - the way out of a thread
    pass


class _Job:
    """One file on its way in."""

    def __init__(self, path: Path, encoding: str | None, document: Document | None, again: bool = False) -> None:
        self.path, self.encoding, self.document, self.again = path, encoding, document, again
        self.cancelled = threading.Event()
        self.text, self.at, self.step = "", 0, _LEAST


class Loader(QObject):
    """Opens one file at a time. Nothing is told of a load that was cancelled."""

    progress = Signal(float)
    """Share that is done."""
    opened = Signal(object)
    """`Document`: its facts are known and its text begins to come. It may be shown, to be read only: that is cheap now,
    and would be slow once all of the text is there."""
    done = Signal(object)
    """`Document`, complete and not modified"""
    failed = Signal(object)
    """`FileError`; nothing was opened, or reloaded"""
    _ended = Signal()
    _told = Signal(object, float)
    _arrived = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._job: _Job | None = None
        self._thread: threading.Thread | None = None
        self._at_work = 0
        """Threads that may still tell something."""
        self._retired = False
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._fill)
        self._told.connect(self._on_told)
        self._arrived.connect(self._on_arrived)
        self._ended.connect(self._on_ended, Qt.ConnectionType.QueuedConnection)

    @property
    def busy(self) -> bool:
        """True while a file is on its way."""
        return self._job is not None

    def start(self, path: Path, encoding: str | None = None, document: Document | None = None) -> None:
        """Open a file, as a new document or as one that expects it. A load that is under way is cancelled."""
        self._begin(_Job(path, encoding, document))

    def reload(self, document: Document, encoding: str | None = None) -> None:
        """Read the file of a document again and take over what differs, in one undo step."""
        assert document.path is not None
        self._begin(_Job(document.path, encoding, document, again=True))

    def cancel(self) -> None:
        """Forget the file that is on its way. A document that was told of stays as far as it has come."""
        self._timer.stop()
        if self._job is not None:
            self._job.cancelled.set()
            self._job = None

    def retire(self) -> None:
        """Cancel, and be deleted as soon as the thread has nothing more to tell; until then a parent must stay."""
        self.cancel()
        self._retired = True
        if not self._at_work:
            self.deleteLater()

    def close(self, timeout: float = 0.0) -> bool:
        """Cancel, and wait at most `timeout` seconds for the thread to end; True if it has."""
        self.cancel()
        if self._thread is not None:
            self._thread.join(timeout)
        return self._thread is None or not self._thread.is_alive()

    def _begin(self, job: _Job) -> None:
        self.cancel()
        self._job = job
        self._at_work += 1
        self._thread = threading.Thread(target=self._read, args=(job,), name="palimpsest-loader", daemon=True)
        self._thread.start()

    def _read(self, job: _Job) -> None:
        """In the thread."""
        self._tell(job)
        self._ended.emit()

    def _tell(self, job: _Job) -> None:
        def heed(share: float) -> None:
            if job.cancelled.is_set():
                raise _Cancelled
            self._told.emit(job, share)

        result: FileText | FileError
        try:
            result = files.read(job.path, job.encoding, heed)
        except _Cancelled:
            return
        except FileError as error:
            result = error
        except MemoryError:
            result = FileError(
                QCoreApplication.translate("Loader", "There is not enough memory to open {name}.").format(
                    name=job.path.name
                ),
                QCoreApplication.translate("Loader", "Close other programs, or open a part of it."),
            )
        if not job.cancelled.is_set():
            self._arrived.emit(job, result)

    @Slot(object, float)
    def _on_told(self, job: _Job, share: float) -> None:
        if job is self._job:
            self.progress.emit(_READING * share)

    @Slot(object, object)
    def _on_arrived(self, job: _Job, result: FileText | FileError) -> None:
        if job is not self._job:
            return
        if isinstance(result, FileError):
            self._job = None
            self.failed.emit(result)
        elif job.again and job.document is not None:
            self._job = None
            job.document.reload(result)
            self.progress.emit(1.0)
            self.done.emit(job.document)
        else:
            job.document, job.text = job.document or Document(), result.text
            job.document.begin_loading(job.path, result)
            self._timer.start()
            self.opened.emit(job.document)

    @Slot()
    def _on_ended(self) -> None:
        self._at_work -= 1
        if self._retired and not self._at_work:
            self.deleteLater()

    @Slot()
    def _fill(self) -> None:
        job = self._job
        if job is None or job.document is None:
            return
        clock = QElapsedTimer()
        clock.start()
        if job.at < len(job.text):
            job.document.append(job.text[job.at : job.at + job.step])
            job.at += job.step
            if clock.elapsed() < SLICE_MS // 2:
                job.step = min(2 * job.step, _MOST)
            elif clock.elapsed() > 2 * SLICE_MS:
                job.step = max(job.step // 2, _LEAST)
            self.progress.emit(_READING + (1.0 - _READING) * min(1.0, job.at / len(job.text)))
            return
        self._timer.stop()
        self._job = None
        job.document.end_loading()
        self.done.emit(job.document)
