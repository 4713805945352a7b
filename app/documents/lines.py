"""A document's lines, told to whoever keeps something about them: all of them in slices, then what edits replace."""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtGui import QTextCursor, QTextDocument

SLICE = 1000
"""Lines read at once: about two milliseconds, so that a long document is read while people write."""


class Lines(QObject):
    """Reads one document. Lines are counted from 0; a wide edit is read in slices, too."""

    replaced = Signal(int, int, object)
    """first, removed, `list[str]`: so many lines known until now have given way to these."""

    def __init__(self, document: QTextDocument, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.known = 0
        """Lines told until now; they are the document's first ones."""
        self._document = document
        self._count = document.blockCount()
        self._timer = QTimer(self, singleShot=True, interval=0)
        self._timer.timeout.connect(self._read_on)
        document.contentsChange.connect(self._on_change)
        self._timer.start()

    @property
    def complete(self) -> bool:
        """True once every line has been told."""
        return self.known >= self._count

    def close(self) -> None:
        """Tell no more; the document may have gone by now."""
        self._timer.stop()
        if shiboken6.isValid(self._document):
            self._document.contentsChange.disconnect(self._on_change)

    @Slot()
    def _read_on(self) -> None:
        first = self.known
        lines = _texts(self._document, first, SLICE)
        self.known += len(lines)
        if not self.complete:
            self._timer.start()
        if lines:
            self.replaced.emit(first, 0, lines)

    @Slot(int, int, int)
    def _on_change(self, at: int, _: int, added: int) -> None:
        document, before = self._document, self._count
        self._count = document.blockCount()
        first = document.findBlock(at).blockNumber()
        if first < 0 or first >= self.known:
            return
        end = document.findBlock(at + added)
        last = end.blockNumber() if end.isValid() else self._count - 1
        now = last - first + 1
        gone = now - (self._count - before)
        if now > SLICE or first + gone > self.known:
            removed, self.known = self.known - first, first
            self._timer.start()
            self.replaced.emit(first, removed, [])
            return
        self.known += now - gone
        self.replaced.emit(first, gone, _texts(document, first, now))


def _texts(document: QTextDocument, first: int, most: int) -> list[str]:
    """So many lines from one on, or as many as there are. Asking for all at once is ten times faster than for each."""
    cursor, last = QTextCursor(document.findBlockByNumber(first)), document.findBlockByNumber(first + most - 1)
    if cursor.isNull():
        return []
    last = last if last.isValid() else document.lastBlock()
    cursor.setPosition(last.position() + last.length() - 1, QTextCursor.MoveMode.KeepAnchor)
    return cursor.selectedText().split("\u2029")
