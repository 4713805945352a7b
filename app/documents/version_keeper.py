"""Has earlier versions of open files kept: as they were opened, every few minutes of writing, and at each save."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Slot

from palimpsest.app.documents import files
from palimpsest.app.documents.background_writer import BackgroundWriter
from palimpsest.app.documents.files import FileError
from palimpsest.app.documents.session_keeper import state_folder
from palimpsest.app.documents.snapshots import VersionStore

if TYPE_CHECKING:
    from palimpsest.app.documents.document import Document

PAUSE_MS = 5 * 60 * 1000
"""Least time between two versions that nobody saved."""

_log = logging.getLogger(__name__)


class VersionKeeper(QObject):
    """One for the running program. Nothing here waits; a version that cannot be written is no version."""

    def __init__(self, folder: Path | None = None, parent: QObject | None = None) -> None:
        """Keep versions in `folder`, by default where the user's state belongs."""
        super().__init__(parent)
        self.store = VersionStore(folder if folder is not None else state_folder() / "versions")
        self._writer = BackgroundWriter(lambda _: None)
        self._followed: dict[str, _Followed] = {}
        self._put(self.store.prune)

    def watch(self, document: Document) -> None:
        """Keep versions of a document's file, as soon as it has one."""
        if document.id not in self._followed:
            self._followed[document.id] = _Followed(document, self._keep, self._keep_file, self)

    def forget(self, document: Document) -> None:
        """The document is closed; its versions stay."""
        followed = self._followed.pop(document.id, None)
        if followed is not None:
            followed.let_go()
            followed.deleteLater()

    def flush(self, timeout: float) -> bool:
        """Wait until what was to be kept is on the disk."""
        return self._writer.flush(timeout)

    def close(self, timeout: float = 1.0) -> bool:
        """End the thread, waiting at most `timeout` seconds; True if it has ended."""
        for followed in self._followed.values():
            followed.let_go()
        self._followed.clear()
        return self._writer.close(timeout)

    def _keep(self, document: Document) -> None:
        path, pieces = document.path, document.pieces()
        if path is not None:
            self._put(lambda: self._store(path, pieces))

    def _keep_file(self, path: Path, encoding: str) -> None:
        """What the file held when it was opened, as far as it still does."""

        def job() -> None:
            try:
                when = path.stat().st_mtime
                self._store(path, (files.read(path, encoding).text,), when)
            except FileError as error:
                _log.info("no version of %s: %s", path, error)

        self._put(job)

    def _store(self, path: Path, pieces: tuple[str, ...], when: float | None = None) -> None:
        if self.store.keep(path, pieces, when):
            self.store.prune()

    def _put(self, write: Callable[[], None]) -> None:
        def job() -> None:
            try:
                write()
            except OSError as error:
                # Not tried again: the next version will do.
                _log.warning("a version cannot be kept: %s", error)

        self._writer.put("", job)


class _Followed(QObject):
    """One document and when its next version is due."""

    def __init__(
        self,
        document: Document,
        keep: Callable[[Document], None],
        keep_file: Callable[[Path, str], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._document, self._keep, self._keep_file = document, keep, keep_file
        self._timer = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._timer.timeout.connect(self._on_due)
        document.buffer.modificationChanged.connect(self._on_modified)
        document.buffer.contentsChanged.connect(self._on_changed)

    def let_go(self) -> None:
        """Heed the document no more."""
        self._timer.stop()
        self._document.buffer.modificationChanged.disconnect(self._on_modified)
        self._document.buffer.contentsChanged.disconnect(self._on_changed)

    @Slot(bool)
    def _on_modified(self, modified: bool) -> None:
        document = self._document
        if not modified:
            self._timer.stop()
        if document.path is None or document.loading:
            return
        if modified:
            # Before a save writes over it.
            self._keep_file(document.path, document.format.encoding)
        else:
            self._keep(document)

    @Slot()
    def _on_changed(self) -> None:
        if self._document.modified and not self._timer.isActive():
            self._timer.start()

    @Slot()
    def _on_due(self) -> None:
        if self._document.modified:
            self._keep(self._document)
