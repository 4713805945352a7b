"""Keeps the session: every unsaved document and every window on the disk, and takes over what was left there."""

from __future__ import annotations

import contextlib
import logging
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import platformdirs
from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from palimpsest.app.documents import recovery
from palimpsest.app.documents.background_writer import BackgroundWriter
from palimpsest.app.documents.files import reason_of
from palimpsest.app.documents.journal import Journal
from palimpsest.app.documents.recovery import SESSION, OldSession, Recovered
from palimpsest.app.documents.session import SessionState
from palimpsest.app.documents.state_files import make_folder, write_json
from palimpsest.app.file_lock import FileLock
from palimpsest.app.regenerate.history_file import HistoryFile, take_over

if TYPE_CHECKING:
    from palimpsest.app.documents.document import Document
    from palimpsest.app.regenerate.history import History

WRITE_MS = 1000
"""At the latest so long after `write` the state is handed to be written."""
PATIENCE_S = 1.0
"""How long the end of the program may wait for the disk."""

_log = logging.getLogger(__name__)


def state_folder() -> Path:
    """Where the program keeps what it must not forget."""
    return Path(platformdirs.user_state_dir("palimpsest", appauthor=False))


class SessionKeeper(QObject):
    """One for the running program. Nothing here waits for the disk, except `adopt` and `close`."""

    trouble = Signal(str)
    """A sentence: unsaved changes cannot be kept, or could not be read. Editing goes on."""
    _failed = Signal(str)

    def __init__(self, folder: Path | None = None, parent: QObject | None = None) -> None:
        """Claim a new folder in `folder`, by default where the user's state belongs."""
        super().__init__(parent)
        self.root = folder if folder is not None else state_folder() / "sessions"
        self.folder = self.root / uuid4().hex
        self._failed.connect(self._on_failed, Qt.ConnectionType.QueuedConnection)
        self._told = False
        self._closed = False
        self._journals: dict[str, Journal] = {}
        self._histories: dict[str, HistoryFile] = {}
        self._state = self._written = SessionState()
        self._replaces: tuple[str, ...] = ()
        self._held: list[FileLock] = []
        self._timer = QTimer(self, singleShot=True, interval=WRITE_MS)
        self._timer.timeout.connect(self._hand_over)
        self._writer = BackgroundWriter(lambda error: self._failed.emit(reason_of(error)))
        self._lock = recovery.lock_of(self.folder)
        try:
            make_folder(self.root)
            self._lock.take()
            make_folder(self.folder)
        except OSError as error:
            self._failed.emit(reason_of(error))

    def adopt(self) -> list[Recovered]:
        """Take over what every program that is gone has left, newest first.

        It is in this session's folder before it leaves the old ones. `watch` each restored document once it is on
        its page. May take as long as reading the documents does.
        """
        old = recovery.claim(self.root, self.folder)
        found = recovery.restore(old)
        for page in (page for each in found for page in each.pages):
            if page.document is not None:
                self._journal(page.document)
        pages = {page.state.document_id for each in found for page in each.pages}
        take_over((each.folder for each in old), self.folder, pages)
        windows = tuple(window for each in found for window in each.state.windows)
        self._state = SessionState(windows)
        self._replaces = tuple(each.folder.name for each in old)
        self._hand_over()
        self._held = [each.lock for each in old]
        for each in old:
            self._set_aside(each.unreadable)
        self._writer.put(SESSION, lambda: self._remove(old))
        return found

    def watch(self, document: Document) -> None:
        """Keep what is unsaved in a document, from now on. Call it when the document is on its page."""
        self._journal(document).follow()

    def keep_history(self, document: Document, history: History) -> None:
        """Take in what is kept of a document's runs, and keep them from now on."""
        if document.id not in self._histories:
            self._histories[document.id] = HistoryFile(history, self.folder / document.id, self._writer, self)

    def forget(self, document: Document) -> None:
        """The user has closed the document; nothing of it is wanted back."""
        history = self._histories.pop(document.id, None)
        if history is not None:
            history.end()
            history.deleteLater()
        journal = self._journals.pop(document.id, None)
        if journal is not None:
            journal.end()
            journal.deleteLater()

    def write(self, state: SessionState) -> None:
        """Remember windows and pages as they are now; all of them, for what is missing here is not opened again."""
        self._state = state
        if state != self._written and not self._timer.isActive() and not self._closed:
            self._timer.start()

    def flush(self, timeout: float = PATIENCE_S) -> bool:
        """Write all there is to write, waiting at most so many seconds; True if everything is on the disk."""
        for each in (*self._journals.values(), *self._histories.values()):
            each.flush()
        self._hand_over()
        return self._writer.flush(timeout)

    def close(self, clean: bool = True) -> bool:
        """Write the rest and let go of the folder, waiting a second at most; True if everything is on the disk.

        `clean` says that the program closes properly, so that the next one just goes on.
        """
        if self._closed:
            return True
        self._closed = True
        for each in (*self._journals.values(), *self._histories.values()):
            each.close()
        self._journals.clear()
        self._histories.clear()
        self._hand_over(closed=clean)
        written = self._writer.close(PATIENCE_S)
        if written:
            # Else it is let go when the process is gone, and the thread with it.
            for lock in (self._lock, *self._held):
                lock.let_go()
        return written

    def _journal(self, document: Document) -> Journal:
        if document.id not in self._journals:
            self._journals[document.id] = Journal(document, self.folder / document.id, self._writer, self)
        return self._journals[document.id]

    @Slot()
    def _hand_over(self, closed: bool = False) -> None:
        self._timer.stop()
        self._written = self._state
        content = recovery.session_json(self._state, closed, self._replaces)
        self._writer.put(SESSION, lambda: write_json(self.folder / SESSION, content))

    def _remove(self, old: Sequence[OldSession]) -> None:
        """Remove what was taken over, once all of it is here. In the writer's thread."""
        if self._writer.troubled:
            raise OSError("what was taken over is not written yet")
        for each in old:
            shutil.rmtree(each.folder, ignore_errors=True)

    def _set_aside(self, folders: Sequence[Path]) -> None:
        """Keep what cannot be read, for somebody who can."""
        for folder in folders:
            place = self.root.with_name("unreadable") / folder.name
            with contextlib.suppress(OSError):
                make_folder(place.parent)
                shutil.rmtree(place, ignore_errors=True)
                shutil.move(folder, place)
                self.trouble.emit(
                    self.tr("Some unsaved changes cannot be read. What is left of them lies in {folder}.").format(
                        folder=place
                    )
                )

    @Slot(str)
    def _on_failed(self, reason: str) -> None:
        if not self._told:
            self._told = True
            self.trouble.emit(
                self.tr(
                    "Unsaved changes cannot be kept safe: {reason}. Save your work often; "
                    "look for free space in {folder}."
                ).format(reason=reason, folder=self.root)
            )
