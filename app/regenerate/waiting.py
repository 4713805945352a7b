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
    added = Signal(int)
    """So many are in line now that one has been added."""
    refused = Signal()
    """Too many wait to take on another."""
    cleared = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._items: list[tuple[QTextCursor, Target, Wish]] = []

    def __len__(self) -> int:
        return sum(map(_has_turn, self._items))

    def ranges(self) -> tuple[Range, ...]:
        """Where the waiting spans lie now, in their order of turn; those that were deleted are left out."""
        places = (item[0] for item in self._items if _has_turn(item))
        return tuple((place.selectionStart(), place.selectionEnd()) for place in places)

    def add(self, document: QTextDocument, target: Target, wish: Wish) -> bool:
        """Let a target wait; what waits at an overlapping place gives way. False if too many wait already."""
        kept = [item for item in self._items if _has_turn(item) and not _overlap(item[0], target)]
        if len(kept) >= MOST:
            self.refused.emit()
            return False
        place = QTextCursor(document)
        place.setPosition(target.start)
        place.setPosition(target.end, QTextCursor.MoveMode.KeepAnchor)
        self._items = [*kept, (place, target, wish)]
        self.changed.emit()
        self.added.emit(len(self._items))
        return True

    def take(self) -> tuple[Target, Wish] | None:
        """What has waited longest, where it is now; None if nothing waits. A span that was deleted has no turn."""
        before = len(self._items)
        found = None
        while self._items and found is None:
            item = self._items.pop(0)
            found = item if _has_turn(item) else None
        if before:
            self.changed.emit()
        if found is None:
            return None
        place, target, wish = found
        start, end = place.selectionStart(), place.selectionEnd()
        # Pins and holes count from the start; in a text that has grown or shrunk nobody knows where they are.
        same = end - start == target.end - target.start
        return (target if same else type(target)(start, end)).placed(start, end), wish

    def clear(self) -> None:
        """Nothing waits any more."""
        if self._items:
            self._items = []
            self.changed.emit()
            self.cleared.emit()


def _has_turn(item: tuple[QTextCursor, Target, Wish]) -> bool:
    place, target, _ = item
    return place.hasSelection() or target.start == target.end


def _overlap(place: QTextCursor, target: Target) -> bool:
    start, end = place.selectionStart(), place.selectionEnd()
    return (start < target.end and end > target.start) or (start, end) == (target.start, target.end)
