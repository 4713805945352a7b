"""Tells when the files of open documents are changed, deleted or put back by others."""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal
from weakref import WeakValueDictionary

from PySide6.QtCore import QFileSystemWatcher, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication

from palimpsest.app.documents.document import Document
from palimpsest.app.documents.signature import DiskState, Signature, compare

What = Literal["changed", "deleted", "back"]
SETTLE_MS = 250
"""Programs write in several steps; so long after the first sign of one it is looked what has become of the file."""


@dataclass(frozen=True, slots=True)
class _Look:
    """At one file: what was known of it, and what was found."""

    id: str
    path: Path
    known: Signature
    state: DiskState = "same"
    found: Signature | None = None


class FileWatch(QObject):
    """Watches the files of documents. Looks are taken in a thread, for a network may keep one waiting.

    The system's watchers lose files that are replaced, and know nothing of some networks: a look whenever the
    program becomes active catches up. What we wrote ourselves, and a new time stamp on the same bytes, is not told.
    """

    changed = Signal(object, str)
    """`Document`; "changed", "deleted", or "back" if a deleted file is there again as it was"""
    _looked = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._documents: WeakValueDictionary[str, Document] = WeakValueDictionary()
        self._told: dict[str, _Look] = {}
        """What was last said of a document; without an entry that all is well."""
        self._again = self._closed = False
        self._thread: threading.Thread | None = None
        self._watcher = QFileSystemWatcher(self)
        self._timer = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._timer.timeout.connect(self.check_now)
        self._watcher.fileChanged.connect(self._on_sign)
        self._watcher.directoryChanged.connect(self._on_sign)
        self._looked.connect(self._on_looked)
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.applicationStateChanged.connect(self._on_state)

    @property
    def idle(self) -> bool:
        """True if no look is being taken, so that all has been told that was asked for."""
        return self._thread is None

    def watch(self, document: Document) -> None:
        """Follow a document and its file. Call it again when it was saved, perhaps under another name."""
        self._documents[document.id] = document
        self._follow()

    def forget(self, document: Document) -> None:
        """Follow it no longer."""
        self._documents.pop(document.id, None)
        self._told.pop(document.id, None)
        self._follow()

    @Slot()
    def check_now(self) -> None:
        """Look at all files, without waiting for it."""
        if self._closed:
            return
        if self._thread is not None:
            self._again = True
            return
        self._follow()
        looks = [
            _Look(document.id, document.path, document.signature)
            for document in self._documents.values()
            if document.path is not None and document.signature is not None and not _in_between(document)
        ]
        if looks:
            self._thread = threading.Thread(target=self._look, args=(looks,), name="palimpsest-watch", daemon=True)
            self._thread.start()

    def close(self, timeout: float = 0.0) -> bool:
        """Tell nothing any more; True if the thread has ended, for which it waits at most `timeout` seconds."""
        self._closed = True
        self._timer.stop()
        thread = self._thread
        if thread is not None:
            thread.join(timeout)
        return thread is None or not thread.is_alive()

    def _look(self, looks: list[_Look]) -> None:
        """In the thread."""
        found = []
        for look in looks:
            state, there = compare(look.path, look.known)
            found.append(replace(look, state=state, found=there))
        if not self._closed:
            self._looked.emit(found)

    @Slot(Qt.ApplicationState)
    def _on_state(self, state: Qt.ApplicationState) -> None:
        if state is Qt.ApplicationState.ApplicationActive:
            self.check_now()

    @Slot()
    def _on_sign(self) -> None:
        if not self._timer.isActive():
            self._timer.start()

    @Slot(object)
    def _on_looked(self, looks: list[_Look]) -> None:
        self._thread = None
        if self._closed:
            return
        for look in looks:
            document = self._documents.get(look.id)
            # Saved or reloaded meanwhile: what was found is about what was known before.
            known = (document.path, document.signature) if document is not None else None
            if document is not None and known == (look.path, look.known) and not _in_between(document):
                self._tell(document, look)
        self._follow()
        if self._again:
            self._again = False
            self.check_now()

    def _tell(self, document: Document, look: _Look) -> None:
        before = self._told.get(document.id)
        if look.state == "same":
            document.signature = look.found
            self._told.pop(document.id, None)
            if before is not None and before.state == "deleted" and before.known == look.known:
                self.changed.emit(document, "back")
        elif look != before:
            self._told[document.id] = look
            self.changed.emit(document, look.state)

    def _follow(self) -> None:
        """Let the system watch each file, and its folder, where it is seen to come back."""
        paths = {document.path for document in self._documents.values() if document.path is not None}
        wanted = {str(path) for path in paths} | {str(path.parent) for path in paths}
        had = {*self._watcher.files(), *self._watcher.directories()}
        if gone := had - wanted:
            self._watcher.removePaths(list(gone))
        if new := wanted - had:
            self._watcher.addPaths(list(new))


def _in_between(document: Document) -> bool:
    """True while what we know of its file is about to change by ourselves."""
    return document.loading or document.saving
