"""The rows of the history: headers of groups with their runs below, as a model of Qt."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from palimpsest.app.regenerate import history_words
from palimpsest.app.regenerate.history_entry import Group, HistoryEntry

Index = QModelIndex | QPersistentModelIndex
ROW, FOUND = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1
"""The `Group` or `HistoryEntry` itself; and False if its place is known to have changed."""
_TEXTS: dict[int, Callable[[HistoryEntry, bool], str]] = {
    Qt.ItemDataRole.DisplayRole: lambda entry, _: history_words.title(entry),
    Qt.ItemDataRole.ToolTipRole: lambda entry, _: history_words.record(entry),
    Qt.ItemDataRole.AccessibleTextRole: history_words.reading,
}
_NOWHERE = QModelIndex()


class HistoryRows(QAbstractListModel):
    """Headers cannot be chosen; the arrows pass them over."""

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self._rows: tuple[Group | HistoryEntry, ...] = ()
        self._lost: set[str] = set()

    def set_groups(self, groups: tuple[Group, ...]) -> None:
        """Show these, and forget everything that was shown before but for the places that are known to be gone."""
        self.beginResetModel()
        self._rows = tuple(row for group in groups for row in (group, *group.entries))
        self._lost &= {row.id for row in self._rows if isinstance(row, HistoryEntry)}
        self.endResetModel()

    def set_found(self, entry: HistoryEntry, found: bool) -> None:
        """Tell whether the place of a run is still there."""
        if found != self.found(entry):
            self._lost.symmetric_difference_update({entry.id})
            place = self.index_of(entry.id)
            self.dataChanged.emit(place, place)

    def found(self, entry: HistoryEntry) -> bool:
        """False if the run's place is known to have changed."""
        return entry.id not in self._lost

    def entry(self, index: Index) -> HistoryEntry | None:
        """The run at an index; None for headers and where nothing is."""
        row = self._rows[index.row()] if index.isValid() and index.row() < len(self._rows) else None
        return row if isinstance(row, HistoryEntry) else None

    def index_of(self, id_: str) -> QModelIndex:
        """Where a run is; invalid if it is not there."""
        rows = (place for place, row in enumerate(self._rows) if isinstance(row, HistoryEntry) and row.id == id_)
        place = next(rows, None)
        return QModelIndex() if place is None else self.index(place)

    def nearest(self, row: int) -> QModelIndex:
        """The run at or before a row, else the first one; invalid if there are none."""
        places = [place for place, each in enumerate(self._rows) if isinstance(each, HistoryEntry)]
        before = [place for place in places if place <= row]
        return self.index((before or places)[-1 if before else 0]) if places else QModelIndex()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if self.entry(index) is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self._rows[index.row()]
        if role == ROW:
            return row
        if isinstance(row, Group):
            return history_words.group_title(row) if role in _TEXTS else None
        words = _TEXTS.get(role)
        if words is not None:
            return words(row, self.found(row))
        return self.found(row) if role == FOUND else None
