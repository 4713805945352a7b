"""The runs of one document, newest first: what the history panel shows and the session keeps."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from palimpsest.app.regenerate.history_entry import Group, HistoryEntry, bounded, grouped


class History(QObject):
    """Bounded in number and in memory; see `history_entry.bounded` for what is forgotten first."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._entries: tuple[HistoryEntry, ...] = ()

    @property
    def entries(self) -> tuple[HistoryEntry, ...]:
        """All of them, newest first."""
        return self._entries

    def groups(self) -> tuple[Group, ...]:
        """The same by "same settings, other seed", the group with the newest run first."""
        return grouped(self._entries)

    def find(self, id_: str) -> HistoryEntry | None:
        """The entry of this id as it is now; None if it has been forgotten."""
        return next((entry for entry in self._entries if entry.id == id_), None)

    def add(self, entry: HistoryEntry) -> None:
        """Remember a run, or take an entry of the same id in place of the one there is."""
        others = tuple(each for each in self._entries if each.id != entry.id)
        known = len(others) < len(self._entries)
        self._set((entry if each.id == entry.id else each for each in self._entries) if known else (entry, *others))

    def star(self, entry: HistoryEntry, on: bool = True) -> None:
        """Mark an entry as one to be found again, or no longer."""
        now = self.find(entry.id)
        if now is not None and now.starred != on:
            self.add(replace(now, starred=on))

    def remove(self, entry: HistoryEntry) -> None:
        """Forget one run."""
        self._set(each for each in self._entries if each.id != entry.id)

    def clear(self) -> None:
        """Forget all of them."""
        self._set(())

    def restore(self, entries: Iterable[HistoryEntry]) -> None:
        """Take in what an earlier program remembered; what is known already stays as it is."""
        known = {entry.id for entry in self._entries}
        fresh = [entry for entry in entries if entry.id not in known]
        self._set(sorted((*self._entries, *fresh), key=lambda entry: entry.time, reverse=True))

    def _set(self, entries: Iterable[HistoryEntry]) -> None:
        before, self._entries = self._entries, bounded(tuple(entries))
        if self._entries != before:
            self.changed.emit()
