"""Follows one document and has its edits written: what a key costs here does not grow with the document."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from palimpsest.app.documents.buffer_text import length_of, text_between
from palimpsest.app.documents.edit_log import Edit, pack
from palimpsest.app.documents.journal_files import Head, plain
from palimpsest.app.documents.journal_store import JournalStore

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from palimpsest.app.documents.background_writer import BackgroundWriter, Sync
    from palimpsest.app.documents.document import Document
    from palimpsest.app.documents.signature import Signature

FLUSH_MS = 500
"""At the latest so long after an edit it is handed to be written."""
LEAST_LOG = 256 * 1024
"""Bytes that a log may always have; beyond, it begins anew once it has outgrown the text."""
_NEAR = 64
"""Units between two edits that are still written as one."""


@dataclass(slots=True)
class _Change:
    """What stood in [at, at + removed) of the text as written gave way to [at, at + added) of the text as it is."""

    at: int
    removed: int
    added: int

    def meets(self, other: _Change) -> bool:
        """True if a change that follows lies in or near this one."""
        return other.at <= self.at + self.added + _NEAR and other.at + other.removed + _NEAR >= self.at

    def take_in(self, other: _Change) -> None:
        """Become one with a change that follows."""
        start = min(self.at, other.at)
        end = max(self.at + self.added, other.at + other.removed)
        self.removed += end - start - self.added
        self.added = end - start - other.removed + other.added
        self.at = start


class Journal(QObject):
    """Has every unsaved change of a document in `folder` within a second.

    It knows the `QTextDocument` only, so a draft on the page never comes into it. A document that is what its file is,
    or that has none and nobody has written on, has nothing there.
    """

    _refused = Signal()

    def __init__(
        self, document: Document, folder: Path, writer: BackgroundWriter, parent: QObject | None = None
    ) -> None:
        """A document that is modified is written at once; `follow` heeds it from then on."""
        super().__init__(parent)
        self.document = document
        self._buffer = document.buffer
        self._store = JournalStore(folder)
        self._writer = writer
        self._key = folder.name
        self._head: Head | None = None
        """What was begun with; None while there is nothing to keep."""
        self._pending: _Change | None = None
        self._length = self._written = length_of(self._buffer)
        """UTF-16 units of the text, now and as the log has it."""
        self._logged = 0
        self._revision = self._buffer.revision()
        self._format = document.format
        self._timer = QTimer(self, singleShot=True, interval=FLUSH_MS)
        self._timer.timeout.connect(self.flush)
        self._refused.connect(self._on_refused, Qt.ConnectionType.QueuedConnection)
        self._following = False
        if document.modified:
            self._begin()

    def follow(self) -> None:
        """Have every change written from now on. Nothing may have been edited since the journal was made."""
        if not self._following:
            self._following = True
            self._revision = self._buffer.revision()
            self._buffer.contentsChange.connect(self._on_change)
            self._buffer.modificationChanged.connect(self._on_modified)

    @Slot()
    def flush(self) -> None:
        """Hand over what has not been handed over yet."""
        self._timer.stop()
        if not self.document.modified:
            self._settle()
        elif self._head is None:
            self._begin()
        elif self._about() != (self._head.path, _digest(self._head.signature)):
            # Saved while typing went on: what is unsaved is measured by another file now.
            self._begin()
        elif self._pending is not None:
            self._record(self._pending)
            self._pending = None
        if self._format is not self.document.format:
            file_format = self._format = self.document.format
            self._put(lambda: self._store.reformat(file_format))

    def end(self) -> None:
        """Keep nothing of this document any more."""
        self._let_go()
        self._put(self._store.remove)

    def close(self) -> None:
        """Hand over the rest and heed the document no more; what was written stays."""
        self.flush()
        self._let_go()
        self._put(self._store.close)

    @Slot(int, int, int)
    def _on_change(self, at: int, removed: int, added: int) -> None:
        before, after = self._length, length_of(self._buffer)
        revision, self._revision = self._revision, self._buffer.revision()
        if revision == self._revision and before == after:
            # Another editor shows the document: Qt tells of all of it, but nobody has edited.
            return
        # Qt counts the end of the last block in some reports.
        removed, added = min(removed, before - at), min(added, after - at)
        if removed < 0 or added < 0 or before - removed + added != after:
            at, removed, added = 0, before, after
        self._length = after
        if not self._timer.isActive():
            self._timer.start()
        change, pending = _Change(at, removed, added), self._pending
        if pending is None:
            self._pending = change
        elif pending.meets(change):
            pending.take_in(change)
        else:
            moved = added - removed if at < pending.at else 0
            self._pending = change if self._record(pending, moved) else None

    @Slot()
    def _on_modified(self) -> None:
        if not self.document.modified:
            self._settle()
        elif not self._timer.isActive():
            # Also where no text has changed: another encoding, say.
            self._timer.start()

    @Slot()
    def _on_refused(self) -> None:
        """What Qt hands to Python has no place for half a pair of surrogates, but the text has one."""
        if self._head is not None:
            self._begin((text_between(self._buffer, 0, length_of(self._buffer)),))

    def _settle(self) -> None:
        """Nothing is to be kept: there is nothing unsaved."""
        self._timer.stop()
        self._pending = None
        self._length = self._written = length_of(self._buffer)
        self._format = self.document.format
        if self._head is not None:
            self._head = None
            self._put(self._store.clear)

    def _record(self, change: _Change, moved: int = 0) -> bool:
        """Write a change whose text has moved by so much since; False if the whole text was written instead."""
        if self._head is None or self._logged > max(LEAST_LOG, 2 * self._written):
            self._begin()
            return False
        start = change.at + moved
        text = text_between(self._buffer, start, start + change.added)
        self._written += change.added - change.removed
        record = pack(Edit(change.at, change.removed, text, self._written, time.time()))
        self._logged += len(record)
        self._put(lambda: self._store.append(record))
        return True

    def _begin(self, pieces: tuple[str, ...] | None = None) -> None:
        """Begin anew with the text as it is: an unchangeable copy of it, which the document has at hand."""
        document, file_format = self.document, self.document.format
        text = pieces if pieces is not None else document.pieces()
        self._pending = None
        self._length = self._written = length_of(self._buffer)
        self._logged = 0
        self._format = file_format
        head = self._head = Head(
            document.path, plain(file_format), file_format.mixed, document.signature, length=self._length
        )
        self._put(lambda: self._store.begin(text, head, file_format))

    def _about(self) -> tuple[Path | None, str]:
        return self.document.path, _digest(self.document.signature)

    def _put(self, write: Callable[[], bool | None]) -> None:
        def job() -> Sync:
            if write() is False:
                self._refused.emit()
            return self._store.sync

        self._writer.put(self._key, job)

    def _let_go(self) -> None:
        self._timer.stop()
        if self._following:
            self._following = False
            self._buffer.contentsChange.disconnect(self._on_change)
            self._buffer.modificationChanged.disconnect(self._on_modified)


def _digest(signature: Signature | None) -> str:
    return signature.digest if signature is not None else ""
