"""The help page of all keys: every command by its menu, with all of its keys, to be searched and to be read."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, Slot
from PySide6.QtGui import QFont, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
)

from palimpsest.app.commands import MENUS

if TYPE_CHECKING:
    from PySide6.QtGui import QAction
    from PySide6.QtWidgets import QWidget

    from palimpsest.app.commands import Command

WIDTH, HEIGHT = 560, 640
_SCROLLING = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


class KeysPage(QDialog):
    """Not modal. Shows the keys that are in force."""

    def __init__(
        self,
        actions: Mapping[str, QAction],
        commands: Sequence[Command],
        parent: QWidget | None,
        keys_of: Callable[[str], Sequence[str]] | None = None,
    ) -> None:
        """`keys_of` gives the portable keys of a command's id; without it the actions are asked.

        They are not the same where commands share a key by turns: the action has it only in its turn.
        """
        super().__init__(parent)
        self.setObjectName("keys")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Keys"))
        self.line = QLineEdit(self)
        self.line.setPlaceholderText(self.tr("Find a command or a key"))
        self.line.setAccessibleName(self.tr("Find a command or a key"))
        self.line.setClearButtonEnabled(True)
        self.list = QTreeWidget(self)
        self.list.setAccessibleName(self.tr("Commands and their keys"))
        self.list.setColumnCount(2)
        self.list.setHeaderHidden(True)
        self.list.setRootIsDecorated(False)
        self.list.setItemsExpandable(False)
        self.list.setIndentation(14)
        self.list.header().setStretchLastSection(False)
        self.list.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.list.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.nothing = QLabel(self.tr("No command or key is called that."), self)
        self.nothing.setObjectName("caption")
        self.nothing.hide()
        self.copy = QPushButton(self.tr("Copy the list"), self)
        self.copy.setAutoDefault(False)
        self.copy.clicked.connect(self._on_copy)
        self.close_button = QPushButton(self.tr("Close"), self)
        self.close_button.setAutoDefault(False)
        self.close_button.clicked.connect(self.accept)
        foot = QHBoxLayout()
        foot.addWidget(self.copy)
        foot.addStretch(1)
        foot.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(12)
        column.addWidget(self.line)
        column.addWidget(self.nothing)
        column.addWidget(self.list, 1)
        column.addLayout(foot)
        self.resize(WIDTH, HEIGHT)
        self._fill(actions, commands, keys_of)
        self.line.textChanged.connect(self._filter)
        self.line.installEventFilter(self)
        self.line.setFocus()

    def text(self) -> str:
        """What is listed, as lines of plain text: the keys below each other, a blank line between menus."""
        groups: list[str] = []
        rows = [
            (group, [item for item in _children(group) if not item.isHidden()])
            for group in self._groups()
            if not group.isHidden()
        ]
        width = max((len(item.text(0)) for _, items in rows for item in items), default=0)
        for group, items in rows:
            lines = [f"  {item.text(0):<{width}}  {item.text(1)}".rstrip() for item in items]
            groups.append("\n".join([group.text(0), *lines]))
        return "\n\n".join(groups)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # The list is read while the line keeps the keyboard.
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress and event.key() in _SCROLLING:
            QApplication.sendEvent(self.list, event)
            return True
        return super().eventFilter(watched, event)

    def _fill(
        self,
        actions: Mapping[str, QAction],
        commands: Sequence[Command],
        keys_of: Callable[[str], Sequence[str]] | None,
    ) -> None:
        order = {menu: place for place, menu in enumerate(MENUS)}
        heading = QFont(self.font())
        heading.setBold(True)
        groups: dict[str, QTreeWidgetItem] = {}
        for command in sorted(commands, key=lambda command: order.get(command.menu, len(order))):
            action = actions.get(command.id)
            if action is None:
                continue
            if command.menu not in groups:
                title = QCoreApplication.translate("", MENUS.get(command.menu, command.menu)).replace("&", "")
                group = groups[command.menu] = QTreeWidgetItem(self.list, [title])
                group.setFirstColumnSpanned(True)
                group.setFont(0, heading)
                group.setFlags(Qt.ItemFlag.ItemIsEnabled)
            keys = action.shortcuts() if keys_of is None else [QKeySequence(each) for each in keys_of(command.id)]
            shown = [each.toString(QKeySequence.SequenceFormat.NativeText) for each in keys]
            item = QTreeWidgetItem(groups[command.menu], [action.text().replace("&", ""), "   ".join(shown)])
            item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            portable = " ".join(each.toString() for each in keys)
            item.setData(0, Qt.ItemDataRole.UserRole, f"{' '.join(shown)} {portable}")
        self.list.expandAll()

    @Slot(str)
    def _filter(self, wanted: str) -> None:
        """Leave what has every word of `wanted` in its title, its keys or its menu's title."""
        words = wanted.casefold().split()
        found = False
        for group in self._groups():
            some = False
            for item in _children(group):
                searched = f"{group.text(0)} {item.text(0)} {item.data(0, Qt.ItemDataRole.UserRole)}".casefold()
                item.setHidden(not all(word in searched for word in words))
                some = some or not item.isHidden()
            group.setHidden(not some)
            found = found or some
        self.nothing.setVisible(not found)

    @Slot()
    def _on_copy(self) -> None:
        QApplication.clipboard().setText(self.text())

    def _groups(self) -> list[QTreeWidgetItem]:
        items = (self.list.topLevelItem(row) for row in range(self.list.topLevelItemCount()))
        return [item for item in items if item is not None]


def _children(group: QTreeWidgetItem) -> list[QTreeWidgetItem]:
    items = (group.child(row) for row in range(group.childCount()))
    return [item for item in items if item is not None]
