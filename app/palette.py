"""The palette: every command with its key, or any other list, found by a few letters."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHeaderView, QLabel, QLineEdit, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from palimpsest.app.announce import announce
from palimpsest.app.commands import COMMANDS, keys_text
from palimpsest.app.fuzzy import LOOSE, Match, match
from palimpsest.app.palette_item import Item
from palimpsest.app.palette_row import ENABLED, GROUP, PLACES, STATE, PaletteRow

if TYPE_CHECKING:
    from PySide6.QtGui import QAction

    from palimpsest.app.settings_store import SettingsStore

WIDTH, ROWS_MOST, EDGE = 560, 14, 12
ITEMS_MOST = 1000
"""Rows that are made at once; whoever looks for more types a letter."""
_PAGE = 8
_OWN_KEYS = {
    Qt.Key.Key_Escape: 0,
    Qt.Key.Key_Return: 0,
    Qt.Key.Key_Enter: 0,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_PageUp: -_PAGE,
    Qt.Key.Key_PageDown: _PAGE,
}


@dataclass(frozen=True, slots=True)
class _Question:
    items: Sequence[Item]
    on_choose: Callable[[Item], object]
    on_preview: Callable[[Item], object] | None
    on_cancel: Callable[[], object] | None
    first: tuple[object, ...]
    """Data of the items that come first while nothing is typed."""


def match_score(wanted: str, title: str) -> int | None:
    """How well the letters of `wanted` are found in order in `title`; less is better, None is not at all."""
    found = match(wanted, title)
    return None if found is None else found.cost


def find(wanted: str, items: Sequence[Item], first: Sequence[object] = ()) -> list[tuple[Item, Match]]:
    """The items that `wanted` means, the best first and what cannot be chosen last.

    While nothing is wanted these are all, those of `first` at the head; else `first` decides among equals.
    """
    rank = {data: place for place, data in enumerate(first)}
    found = [(item, hit) for item in items if (hit := _match_item(wanted, item)) is not None]
    if any(hit.cost < LOOSE for _, hit in found):
        found = [(item, hit) for item, hit in found if hit.cost < LOOSE]

    def key(pair: tuple[Item, Match]) -> tuple[object, ...]:
        item, hit = pair
        length = len(item.label) if wanted.strip() else 0
        return (not item.enabled, hit.cost, rank.get(item.data, len(rank)) if rank else 0, length)

    return sorted(found, key=key)


def _match_item(wanted: str, item: Item) -> Match | None:
    """By the label; or else by group and label, which is a little worse."""
    hit = match(wanted, item.label)
    if (hit is None or hit.cost >= LOOSE) and item.group:
        whole = match(wanted, f"{item.group}: {item.label}")
        shift = len(item.group) + 2
        if whole is not None and (hit is None or whole.cost + 2 < hit.cost):
            return Match(whole.cost + 2, tuple(place - shift for place in whole.places if place >= shift))
    return hit


class Palette(QFrame):
    """Floats at the top of the window; Enter takes the chosen row, Esc closes."""

    def __init__(
        self,
        actions: Mapping[str, QAction],
        parent: QWidget,
        groups: Mapping[str, str] | None = None,
        store: SettingsStore | None = None,
    ) -> None:
        """`groups` is the group's name of each command, by default its menu; `store` remembers what was run."""
        super().__init__(parent)
        self.setObjectName("palette")
        self._actions = actions
        self._groups = {command.id: command.shown_menu for command in COMMANDS} if groups is None else groups
        self._store = store
        self._home = parent
        self._before: QWidget | None = None
        self._question = _Question((), lambda _: None, None, None, ())
        self._shown: list[Item] = []
        self.line = QLineEdit(self)
        self.list = QTreeWidget(self)
        self.list.setColumnCount(2)
        self.list.setHeaderHidden(True)
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setItemDelegate(PaletteRow(self.list))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.header().setStretchLastSection(False)
        self.list.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.list.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.hint = QLabel(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 4, 6, 6)
        column.setSpacing(4)
        for widget in (self.line, self.list, self.hint):
            column.addWidget(widget)
        self.line.textChanged.connect(self._fill)
        self.line.installEventFilter(self)
        parent.installEventFilter(self)
        self.list.itemClicked.connect(lambda *_: self._take())
        self.hide()

    def open(self) -> None:
        """Show every command and wait for letters."""
        recent = tuple(self._store.values.recent_commands) if self._store is not None else ()
        items = [self._command(name, action) for name, action in self._actions.items()]
        self._ask(self.tr("Find a command"), self.tr("Commands"), _Question(items, self._run, None, None, recent))

    def choose(
        self,
        title: str,
        items: Sequence[Item],
        on_choose: Callable[[Item], object],
        on_preview: Callable[[Item], object] | None = None,
        current: object = None,
        on_cancel: Callable[[], object] | None = None,
    ) -> None:
        """Show another list under a question, such as "Encoding".

        The row whose data is `current` is marked and chosen at first. `on_preview` is called with each row that is
        come to, `on_cancel` if nothing is taken in the end.
        """
        in_use = self.tr("in use")
        if current is not None:
            items = [replace(item, state=in_use) if item.data == current else item for item in items]
        self._ask(title, title, _Question(items, on_choose, on_preview, on_cancel, ()))
        for row, item in enumerate(self._shown):
            if current is not None and item.data == current:
                self._select(row)

    def close_palette(self) -> None:
        """Put it away and give the keyboard back."""
        self._put_away()
        if self._before is not None and shiboken6.isValid(self._before):
            self._before.setFocus(Qt.FocusReason.PopupFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._home:
            if event.type() is QEvent.Type.Resize and self.isVisible():
                self._fit()
            return super().eventFilter(watched, event)
        if isinstance(event, QKeyEvent) and event.key() in _OWN_KEYS:
            # Claimed before any command of the window that is bound to the same key.
            if event.type() is QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() is QEvent.Type.KeyPress:
                self._key(Qt.Key(event.key()))
                return True
        if event.type() is QEvent.Type.FocusOut and self.isVisible():
            self._put_away()
        return super().eventFilter(watched, event)

    def _ask(self, prompt: str, name: str, question: _Question) -> None:
        if not self.isVisible():
            self._before = self.window().focusWidget()
        self._question = question
        self.line.setPlaceholderText(prompt)
        self.line.setAccessibleName(prompt)
        self.list.setAccessibleName(name)
        self.line.blockSignals(True)
        self.line.clear()
        self.line.blockSignals(False)
        self.show()
        self.raise_()
        self._fill(preview=False)
        self.line.setFocus(Qt.FocusReason.PopupFocusReason)

    def _put_away(self) -> None:
        if self.isVisible():
            self.hide()
            if self._question.on_cancel is not None:
                self._question.on_cancel()

    def _key(self, key: Qt.Key) -> None:
        if key is Qt.Key.Key_Escape:
            self.close_palette()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take()
        elif self._shown:
            by, row, last = _OWN_KEYS[key], self.list.currentIndex().row(), len(self._shown) - 1
            self._select((row + by) % (last + 1) if abs(by) == 1 else max(0, min(last, row + by)))
            self._tell()

    def _fill(self, _: str = "", preview: bool = True) -> None:
        found = find(self.line.text(), self._question.items, self._question.first)
        shown = found[:ITEMS_MOST]
        self._shown = [item for item, _ in shown]
        self.list.clear()
        self.list.addTopLevelItems([_row(item, hit, self._spoken(item)) for item, hit in shown])
        self._select(0)
        hint = ""
        if not shown:
            hint = self.tr("Nothing here is called that.")
        elif len(found) > len(shown):
            hint = self.tr("{shown} of {all} are shown. Type a few letters of the one you look for.")
            hint = hint.format(shown=len(shown), all=len(found))
        self.hint.setText(hint)
        self.hint.setVisible(bool(hint))
        self._fit()
        if preview:
            self._tell()

    def _fit(self) -> None:
        """As high as what was found, in whole rows, at the top of the window."""
        row = max(1, self.list.sizeHintForRow(0))
        self.list.setVisible(bool(self._shown))
        column = self.layout()
        assert column is not None
        self.list.setFixedHeight(row)
        column.activate()
        rest = self.sizeHint().height() - (row if self._shown else 0)
        most = max(1, min(ROWS_MOST, (self._home.height() - 2 * EDGE - rest) // row))
        rows = min(len(self._shown), most)
        self.list.setFixedHeight(max(1, rows) * row)
        width = min(WIDTH, self._home.width() - 2 * EDGE)
        self.setGeometry((self._home.width() - width) // 2, EDGE, width, rest + rows * row)
        self.list.scrollTo(self.list.currentIndex())

    def _select(self, row: int) -> None:
        if self._shown:
            self.list.setCurrentIndex(self.list.model().index(row, 0))

    def _tell(self) -> None:
        """Let the asker and a screen reader know which row is come to."""
        item = self._current()
        if item is None:
            announce(self.line, self.hint.text())
            return
        announce(self.line, self._spoken(item))
        if self._question.on_preview is not None:
            self._question.on_preview(item)

    def _current(self) -> Item | None:
        row = self.list.currentIndex().row()
        return self._shown[row] if 0 <= row < len(self._shown) else None

    def _take(self) -> None:
        item, question = self._current(), self._question
        if item is None or not item.enabled:
            return
        self._question = replace(question, on_cancel=None)
        self.close_palette()
        question.on_choose(item)

    def _run(self, item: Item) -> None:
        name = str(item.data)
        if self._store is not None:
            self._store.remember_command(name)
        self._actions[name].trigger()

    def _command(self, name: str, action: QAction) -> Item:
        state = (self.tr("on") if action.isChecked() else self.tr("off")) if action.isCheckable() else ""
        return Item(
            label=re.sub("&(.)", r"\1", action.text()),
            detail=keys_text(action),
            data=name,
            group=self._groups.get(name, ""),
            enabled=action.isEnabled(),
            state=state,
        )

    def _spoken(self, item: Item) -> str:
        absent = "" if item.enabled else self.tr("not available now")
        return ", ".join(part for part in (item.group, item.label, item.state, item.detail, absent) if part)


def _row(item: Item, hit: Match, spoken: str) -> QTreeWidgetItem:
    row = QTreeWidgetItem([item.label, item.detail])
    row.setData(0, GROUP, item.group)
    row.setData(0, STATE, item.state)
    row.setData(0, PLACES, hit.places)
    row.setData(0, Qt.ItemDataRole.AccessibleTextRole, spoken)
    row.setData(0, ENABLED, item.enabled)
    return row
