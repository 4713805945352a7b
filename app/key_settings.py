"""The part of the settings for keys: every command with its keys, found by name or by pressing one; import, export."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFont, QKeySequence
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from palimpsest.app.commands import COMMANDS
from palimpsest.app.key_bindings import KeyBindings, shown
from palimpsest.app.key_editor import KeyEditor, recorder

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QAction

    from palimpsest.app.theme import Theme

ROW_HEIGHT = 28
_COMMAND = Qt.ItemDataRole.UserRole


class KeySettings(QWidget):
    """Changes `bindings` at once, and tells by `changed` that they were."""

    changed = Signal()

    def __init__(
        self,
        bindings: KeyBindings,
        actions: Mapping[str, QAction],
        theme: Theme,
        groups: Mapping[str, str] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """`groups` is the group's name of each command, by default its menu."""
        super().__init__(parent)
        self._bindings = bindings
        groups = {command.id: command.shown_menu for command in COMMANDS} if groups is None else groups
        self._titles = {
            name: ": ".join(part for part in (groups.get(name, ""), re.sub("&(.)", r"\1", action.text())) if part)
            for name, action in actions.items()
            if name in bindings.commands
        }
        self._pressed = ""
        self._before: dict[str, list[str]] = {}
        self.line = QLineEdit(self)
        self.line.setPlaceholderText(self.tr("Find a command by its name or key"))
        self.line.setAccessibleName(self.tr("Find a command by its name or key"))
        self.recorder = recorder(self.tr("Press the key you look for"), self)
        self.press = QPushButton(self.tr("Press a key"), self)
        self.press.setCheckable(True)
        self.press.setAutoDefault(False)
        self.press.setToolTip(self.tr("Find the command that a key runs"))
        self.list = QTreeWidget(self)
        self.list.setAccessibleName(self.tr("Commands and their keys"))
        self.list.setHeaderLabels([self.tr("Command"), self.tr("Keys"), ""])
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setAllColumnsShowFocus(True)
        self.editor = KeyEditor(bindings, self._titles, theme, self)
        self.message = QLabel(self)
        self.message.setWordWrap(True)
        self.undo = self._button(self.tr("Take back"), self._take_back)
        self.reset_all = self._button(self.tr("Reset all"), self._reset_all)
        self.take_in = self._button(self.tr("Import…"), self._import)
        self.give_out = self._button(self.tr("Export…"), self._export)
        self._place()
        self.line.textChanged.connect(self._fill)
        self.press.toggled.connect(self._listen)
        self.recorder.keySequenceChanged.connect(self._on_pressed)
        self.list.currentItemChanged.connect(lambda item: self.editor.show_command(_command_of(item)))
        self.list.itemActivated.connect(lambda *_: self.editor.record())
        self.editor.changed.connect(self._on_changed)
        self._say("")
        self._fill()

    def search(self, text: str) -> None:
        """Show the commands whose name or keys hold every word of `text`."""
        self.press.setChecked(False)
        self.line.setText(text)

    def count(self, text: str) -> int:
        """How many commands `search` would show."""
        return sum(self._is_called(command, text) for command in self._titles)

    def refresh(self) -> None:
        """Show the keys as they are now."""
        self._fill()
        self.editor.refresh()

    def set_theme(self, theme: Theme) -> None:
        """Wear another theme."""
        self.editor.set_theme(theme)

    def _place(self) -> None:
        header = self.list.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        top = QHBoxLayout()
        top.addWidget(self.line, 1)
        top.addWidget(self.recorder, 1)
        top.addWidget(self.press)
        foot = QHBoxLayout()
        foot.addWidget(self.message, 1)
        for button in (self.undo, self.reset_all, self.take_in, self.give_out):
            foot.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(top)
        column.addWidget(self.list, 1)
        column.addWidget(self.editor)
        column.addLayout(foot)

    def _is_called(self, command: str, text: str) -> bool:
        said = f"{self._titles[command]} {shown(self._bindings.keys_of(command))}".casefold()
        return all(word in said for word in text.casefold().split())

    def _found(self) -> list[str]:
        if self._pressed:
            holders = self._bindings.holders(self._pressed)
            return [command for command in self._titles if command in holders]
        return [command for command in self._titles if self._is_called(command, self.line.text())]

    def _fill(self) -> None:
        chosen = _command_of(self.list.currentItem())
        found = self._found()
        # One change of the current row in the end, whatever the list goes through.
        self.list.blockSignals(True)
        self.list.clear()
        self.list.addTopLevelItems([self._row(command) for command in found])
        if found:
            row = found.index(chosen) if chosen in found else 0
            self.list.setCurrentIndex(self.list.model().index(row, 0))
        self.list.blockSignals(False)
        now = _command_of(self.list.currentItem())
        if now != chosen:
            self.editor.show_command(now)

    def _row(self, command: str) -> QTreeWidgetItem:
        changed = self._bindings.is_changed(command)
        keys = shown(self._bindings.keys_of(command))
        item = QTreeWidgetItem([self._titles[command], keys, self.tr("changed") if changed else ""])
        item.setData(0, _COMMAND, command)
        item.setToolTip(0, self._titles[command])
        item.setSizeHint(0, QSize(0, ROW_HEIGHT))
        font = QFont(self.font())
        font.setBold(changed)
        item.setFont(1, font)
        return item

    def _listen(self, on: bool) -> None:
        self.line.setVisible(not on)
        self.recorder.setVisible(on)
        self.recorder.clear()
        self._pressed = ""
        self._fill()
        (self.recorder if on else self.line).setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_pressed(self, sequence: QKeySequence) -> None:
        self._pressed = sequence.toString(QKeySequence.SequenceFormat.PortableText)
        self._fill()

    def _on_changed(self) -> None:
        self._say("")
        self._fill()
        self.changed.emit()

    def _reset_all(self) -> None:
        self._before = self._bindings.user
        self._bindings.reset()
        self._replaced(self.tr("All keys are as they ship."))

    def _take_back(self) -> None:
        self._bindings.set_user(self._before)
        self._on_changed()
        self.editor.refresh()

    def _import(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, self.tr("Import keys"), "", self.tr("Keys (*.json)"))
        if not name:
            return
        before = self._bindings.user
        try:
            unknown = self._bindings.from_json(Path(name).read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            self._say(self.tr("The keys are as they were. {reason}").format(reason=_reason(error)))
            return
        self._before = before
        text = self.tr("The keys of {file} are in use.").format(file=Path(name).name)
        if unknown:
            text += " " + self.tr("Unknown here: {commands}.").format(commands=", ".join(unknown))
        self._replaced(text)

    def _export(self) -> None:
        kinds = self.tr("Keys (*.json)")
        name, _ = QFileDialog.getSaveFileName(self, self.tr("Export keys"), "palimpsest-keys.json", kinds)
        if not name:
            return
        try:
            Path(name).write_text(self._bindings.to_json(), encoding="utf-8")
        except OSError as error:
            self._say(self.tr("The keys could not be written. {reason}").format(reason=_reason(error)))
        else:
            self._say(self.tr("The keys are in {file}.").format(file=Path(name).name))

    def _replaced(self, text: str) -> None:
        self._on_changed()
        self.editor.refresh()
        self._say(text)
        self.undo.setVisible(self._before != self._bindings.user)

    def _say(self, text: str) -> None:
        self.message.setText(text)
        self.undo.hide()

    def _button(self, text: str, call: Callable[[], None]) -> QPushButton:
        button = QPushButton(text, self)
        button.setProperty("quiet", True)
        button.setAutoDefault(False)
        button.clicked.connect(lambda *_: call())
        return button


def _command_of(item: QTreeWidgetItem | None) -> str | None:
    return None if item is None else item.data(0, _COMMAND)


def _reason(error: OSError | ValueError) -> str:
    """As a sentence; bytes that are no text come as a `ValueError` with a text of Python's."""
    text = (error.strerror or str(error)) if isinstance(error, OSError) else str(error)
    return text if text.endswith(".") else f"{text}."
