"""The settings dialog: groups at the left, rows at the right, one line to search them all. Changes apply at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from palimpsest.app.key_settings import KeySettings
from palimpsest.app.settings_page import SettingsPage
from palimpsest.app.settings_table import groups

if TYPE_CHECKING:
    from PySide6.QtGui import QAction

    from palimpsest.app.key_bindings import KeyBindings
    from palimpsest.app.settings_store import SettingsStore
    from palimpsest.app.theme import Theme

WIDTH, HEIGHT = 800, 560
GROUPS_WIDTH = 150
_GROUP = Qt.ItemDataRole.UserRole


class SettingsDialog(QDialog):
    """Not modal. Writes into the store, and the keys through `bindings` into the store's "keys"."""

    file_wanted = Signal(object)
    """`Path` of the settings file, to be opened."""

    def __init__(
        self,
        store: SettingsStore,
        bindings: KeyBindings,
        actions: Mapping[str, QAction],
        theme: Theme,
        choices: Mapping[str, Sequence[tuple[str, str]]] | None = None,
        command_groups: Mapping[str, str] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """`choices` are those that only a running program knows, such as the dictionaries, by the setting's name.

        `command_groups` are the groups' names of the commands, by default their menus.
        """
        super().__init__(parent)
        self.setObjectName("settings")
        self.setWindowTitle(self.tr("Settings"))
        self._store = store
        self._bindings = bindings
        self.line = QLineEdit(self)
        self.line.setPlaceholderText(self.tr("Search the settings"))
        self.line.setAccessibleName(self.tr("Search the settings"))
        self.line.setClearButtonEnabled(False)
        self.list = QListWidget(self)
        self.list.setObjectName("groups")
        self.list.setAccessibleName(self.tr("Groups of settings"))
        self.list.setFixedWidth(GROUPS_WIDTH)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for group, title in groups().items():
            item = QListWidgetItem(title)
            item.setData(_GROUP, group)
            self.list.addItem(item)
        self.page = SettingsPage(store, theme, choices or {})
        self.keys = KeySettings(bindings, actions, theme, command_groups)
        self.more = self._link("")
        self.file = self._link(self.tr("Open the settings file"))
        self.stack = QStackedWidget(self)
        self._place()
        self.file.setVisible(store.path is not None)
        self.resize(WIDTH, HEIGHT)
        self.line.textChanged.connect(self._search)
        self.list.currentItemChanged.connect(self._choose)
        self.list.itemClicked.connect(self._choose)
        self.more.clicked.connect(self._show_found_keys)
        self.file.clicked.connect(self._ask_for_file)
        self.keys.changed.connect(lambda: store.set("keys", bindings.user))
        store.changed.connect(self._on_changed)
        self.open_group("page")
        self.line.setFocus()

    def open_group(self, group: str) -> None:
        """Show a group, such as "keys", with no search. Raises `KeyError` for an unknown one."""
        row = {name: row for row, name in enumerate(groups())}[group]
        self.line.clear()
        self.list.setCurrentRow(row)

    def set_theme(self, theme: Theme) -> None:
        """Wear another theme."""
        self.page.set_theme(theme)
        self.keys.set_theme(theme)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.line.text():
            self.line.clear()
            self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return
        super().keyPressEvent(event)

    def _place(self) -> None:
        hint = QLabel(self.tr("Changes apply at once."), self)
        hint.setProperty("hint", True)
        found = QWidget()
        column = QVBoxLayout(found)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.page, 1)
        column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        self.stack.addWidget(found)
        self.stack.addWidget(self.keys)
        middle = QHBoxLayout()
        middle.setSpacing(18)
        middle.addWidget(self.list)
        middle.addWidget(self.stack, 1)
        foot = QHBoxLayout()
        foot.addWidget(hint)
        foot.addStretch(1)
        foot.addWidget(self.file)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(18, 16, 18, 10)
        outer.setSpacing(12)
        outer.addWidget(self.line)
        outer.addLayout(middle, 1)
        outer.addLayout(foot)

    def _search(self, text: str) -> None:
        if not text.strip():
            self._enable_groups(set(groups()))
            item = self.list.currentItem() or self.list.item(0)
            self.list.setCurrentItem(item)
            self._choose(item)
            return
        found = self.page.search(text)
        count = self.keys.count(text)
        label = self.tr("1 command among the keys") if count == 1 else self.tr("{count} commands among the keys")
        self.more.setText(label.format(count=count))
        self.more.setVisible(count > 0)
        self._enable_groups(found | ({"keys"} if count else set()))
        self.list.clearSelection()
        self.stack.setCurrentIndex(0)

    def _enable_groups(self, enabled: set[str]) -> None:
        for row in range(self.list.count()):
            item = self.list.item(row)
            flags = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled
            item.setFlags(flags if item.data(_GROUP) in enabled else Qt.ItemFlag.NoItemFlags)

    def _choose(self, item: QListWidgetItem | None) -> None:
        if item is None:
            return
        group = item.data(_GROUP)
        if group == "keys":
            self.keys.search(self.line.text())
            self.stack.setCurrentIndex(1)
        elif self.line.text().strip():
            self.stack.setCurrentIndex(0)
            self.page.scroll_to(group)
        else:
            self.more.hide()
            self.stack.setCurrentIndex(0)
            self.page.show_group(group)

    def _show_found_keys(self) -> None:
        self.keys.search(self.line.text())
        self.stack.setCurrentIndex(1)
        self.keys.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _ask_for_file(self) -> None:
        self._store.write()
        self.file_wanted.emit(self._store.path)

    def _on_changed(self, name: str) -> None:
        if name == "keys":
            self._bindings.set_user(self._store.values.keys)
            self.keys.refresh()

    def _link(self, text: str) -> QPushButton:
        # Placed in its turn, so that Tab comes to it in its turn.
        button = QPushButton(text)
        button.setProperty("link", True)
        button.setAutoDefault(False)
        return button
