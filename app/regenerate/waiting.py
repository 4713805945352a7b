"""Spans of a document that wait for the run before them to be answered; they follow what is written meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QTextCursor, QTextDocument

if TYPE_CHECKING:
    from palimpsest.app.regenerate.target import Range, Target
    from palimpsest.app.regenerate.wish import Wish

MOST = 50
"""Spans that may wait at once; more are not taken on."""


class Waiting(QObject):
    """First in, first out. Nothing waits twice at one place: the later wish counts."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._items: list[tuple[QTextCursor, Target, Wish]] = []

    def __len__(self) -> int:
        return len(self._items)

    def ranges(self) -> tuple[Range, ...]:
        """Where the waiting spans lie now, in their order of turn."""
        return tuple((place.selectionStart(), place.selectionEnd()) for place, _, _ in self._items)

    def add(self, document: QTextDocument, target: Target, wish: Wish) -> bool:
        """Let a target wait; what waits at an overlapping place gives way. False if too many wait already."""
        kept = [item for item in self._items if not _overlap(item[0], target)]
        if len(kept) >= MOST:
            return False
        place = QTextCursor(document)
        place.setPosition(target.start)
        place.setPosition(target.end, QTextCursor.MoveMode.KeepAnchor)
        self._items = [*kept, (place, target, wish)]
        self.changed.emit()
        return True

    def take(self) -> tuple[Target, Wish] | None:
        """What has waited longest, where it is now; None if nothing waits. A span that was deleted has no turn."""
        while self._items:
            place, target, wish = self._items.pop(0)
            start, end = place.selectionStart(), place.selectionEnd()
            if start < end or target.start == target.end:
                self.changed.emit()
                # Pins and holes count from the start; in a text that has grown or shrunk nobody knows where they are.
                same = end - start == target.end - target.start
                return (target if same else type(target)(start, end)).placed(start, end), wish
        return None

    def clear(self) -> None:
        """Nothing waits any more."""
        if self._items:
            self._items = []
            self.changed.emit()


def _overlap(place: QTextCursor, target: Target) -> bool:
    return place.selectionStart() < target.end and place.selectionEnd() > target.start
