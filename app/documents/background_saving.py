"""Writes large documents in a thread; what is typed meanwhile stays marked as not yet saved."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Signal, Slot

from palimpsest.app.documents import saving
from palimpsest.app.documents.document import Document
from palimpsest.app.documents.files import FileError, FileFormat
from palimpsest.app.documents.saving import Saved
from palimpsest.app.documents.signature import Signature

LARGE = 1_000_000
"""UTF-16 units from which on a document is better written by a `Saver` than at once."""


class Saver(QObject):
    """Writes each document once at a time; a second wish waits, and then writes what the text is by then."""

    done = Signal(object)
    """`Document`; it is still modified if it was edited meanwhile"""
    failed = Signal(object, object)
    """`Document`, `FileError`; its file is as it was, and it is modified"""
    _written = Signal(object, int, object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._threads: dict[str, threading.Thread] = {}
        self._waiting: dict[str, tuple[Path | None, dict[str, Any]]] = {}
        self._written.connect(self._on_written)

    def busy(self, document: Document) -> bool:
        """True while it is being written; its tab should not close before that has ended."""
        return document.id in self._threads

    def start(self, document: Document, path: Path | None = None, **wishes: Any) -> None:
        """Write as `Document.save` does, which knows the `wishes`. What is wrong at once is raised as `FileError`."""
        if document.id in self._threads:
            self._waiting[document.id] = (path, wishes)
            return
        target, texts, file_format, expected = document.to_save(path, **wishes)
        arguments = (document, target, texts, file_format, expected, document.revision)
        thread = threading.Thread(target=self._write, args=arguments, name="palimpsest-saver", daemon=False)
        self._threads[document.id] = thread
        document.saving = True
        thread.start()

    def close(self, timeout: float) -> bool:
        """Wait at most `timeout` seconds for what is being written; True if all of it is."""
        for thread in self._threads.values():
            thread.join(timeout)
        # What the threads have said is heard now, so that whoever asks next knows what is saved.
        QCoreApplication.sendPostedEvents(self, QEvent.Type.MetaCall.value)
        return not any(thread.is_alive() for thread in self._threads.values())

    def _write(
        self,
        document: Document,
        path: Path,
        texts: tuple[str, ...],
        file_format: FileFormat,
        expected: Signature | None,
        revision: int,
    ) -> None:
        """In the thread."""
        result: Saved | FileError
        try:
            result = saving.save(path, texts, file_format, expected)
        except FileError as error:
            result = error
        self._written.emit(document, revision, path, result)

    @Slot(object, int, object, object)
    def _on_written(self, document: Document, revision: int, path: Path, result: Saved | FileError) -> None:
        self._threads.pop(document.id).join()
        document.saving = False
        if isinstance(result, FileError):
            self._waiting.pop(document.id, None)
            self.failed.emit(document, result)
            return
        document.saved(path, result, revision)
        self.done.emit(document)
        if (waiting := self._waiting.pop(document.id, None)) is not None:
            again, wishes = waiting
            try:
                self.start(document, again, **wishes)
            except FileError as error:
                self.failed.emit(document, error)
