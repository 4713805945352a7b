"""The settings dialog: groups, one search for everything, keys, and the file behind it."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton, QPushButton

from palimpsest.app.commands import COMMANDS
from palimpsest.app.key_bindings import KeyBindings
from palimpsest.app.settings import Settings
from palimpsest.app.settings_dialog import SettingsDialog
from palimpsest.app.settings_store import SettingsStore
from palimpsest.app.theme import dark, light

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

PATIENCE_MS = 20_000


@pytest.fixture
def dialog(qtbot: QtBot, tmp_path: Path, fonts: None) -> Iterator[SettingsDialog]:
    store = SettingsStore(Settings(), tmp_path / "settings.json")
    bindings = KeyBindings({command.id: command.keys for command in COMMANDS})
    actions = {command.id: QAction(command.title) for command in COMMANDS}
    dialog = SettingsDialog(store, bindings, actions, light)
    store.setParent(dialog)
    qtbot.addWidget(dialog)
    with qtbot.waitActive(dialog):
        dialog.show()
    yield dialog
    store.flush()


def store_of(dialog: SettingsDialog) -> SettingsStore:
    store = dialog.findChild(SettingsStore)
    assert store is not None
    return store


def shown(dialog: SettingsDialog) -> list[str]:
    return [row.row.name for row in dialog.page.rows if row.isVisible()]


def enabled(dialog: SettingsDialog) -> list[str]:
    items = [dialog.list.item(row) for row in range(dialog.list.count())]
    return [item.text() for item in items if item.flags() & Qt.ItemFlag.ItemIsEnabled]


def test_tab_goes_through_the_keys_as_they_are_read(qtbot: QtBot, dialog: SettingsDialog) -> None:
    dialog.open_group("keys")
    keys = dialog.keys
    first = keys.editor.keys[0]
    order = [dialog.line, dialog.list, keys.line, keys.press, keys.list, first, keys.editor.add]
    order += [keys.reset_all, keys.take_in, keys.give_out, dialog.file, dialog.line]
    order[0].setFocus()
    for one, other in itertools.pairwise(order):
        assert dialog.focusWidget() is one
        qtbot.keyClick(one, Qt.Key.Key_Tab)
        assert dialog.focusWidget() is other


def test_it_is_not_modal_and_fits_a_small_screen(dialog: SettingsDialog) -> None:
    assert not dialog.isModal()
    assert dialog.width() <= 800
    assert dialog.height() <= 600
    for row in range(dialog.list.count()):
        dialog.list.setCurrentRow(row)
        assert dialog.minimumSizeHint().width() <= 800
        assert dialog.minimumSizeHint().height() <= 600


def test_groups_are_walked_by_key(qtbot: QtBot, dialog: SettingsDialog) -> None:
    assert dialog.line.hasFocus()
    assert shown(dialog)[0] == "prose_font"
    dialog.list.setFocus()
    qtbot.keyClick(dialog.list, Qt.Key.Key_Down)
    assert shown(dialog)[0] == "code_font"
    qtbot.keyClick(dialog.list, Qt.Key.Key_End)
    assert dialog.keys.isVisible()
    assert shown(dialog) == []


def test_a_search_goes_over_everything_and_ends_with_escape(qtbot: QtBot, dialog: SettingsDialog) -> None:
    qtbot.keyClicks(dialog.line, "theme")
    assert shown(dialog) == ["theme"]
    assert enabled(dialog) == ["Look", "Keys"]
    assert dialog.more.isVisible()
    qtbot.keyClick(dialog.line, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    assert dialog.line.text() == ""
    assert len(enabled(dialog)) == dialog.list.count()
    assert shown(dialog)[0] == "prose_font"
    assert dialog.more.isHidden()
    qtbot.keyClick(dialog.line, Qt.Key.Key_Escape)
    assert dialog.isHidden()


def test_enter_in_the_search_presses_no_button(qtbot: QtBot, dialog: SettingsDialog) -> None:
    pressed: list[QAbstractButton] = []
    for button in dialog.findChildren(QPushButton):
        button.clicked.connect(lambda *_, button=button: pressed.append(button))
        assert not button.autoDefault()
    qtbot.keyClicks(dialog.line, "undo")
    qtbot.keyClick(dialog.line, Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert pressed == []


def test_keys_are_found_by_the_same_search(qtbot: QtBot, dialog: SettingsDialog) -> None:
    qtbot.keyClicks(dialog.line, "select all")
    assert "1 command" in dialog.more.text()
    qtbot.mouseClick(dialog.more, Qt.MouseButton.LeftButton)
    assert dialog.keys.isVisible()
    assert dialog.keys.list.topLevelItemCount() == 1
    dialog.open_group("look")
    assert shown(dialog)[0] == "theme"
    assert dialog.line.text() == ""


def test_a_group_is_scrolled_to_while_searching(qtbot: QtBot, dialog: SettingsDialog) -> None:
    qtbot.keyClicks(dialog.line, "e")
    before = shown(dialog)
    item = dialog.list.item(5)
    qtbot.mouseClick(dialog.list.viewport(), Qt.MouseButton.LeftButton, pos=dialog.list.visualItemRect(item).center())
    assert shown(dialog) == before
    bar = dialog.page.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.value() == min(bar.maximum(), dialog.page.headings["look"].y()), timeout=PATIENCE_MS)


def test_keys_go_into_the_settings_and_come_out_of_them(dialog: SettingsDialog) -> None:
    store = store_of(dialog)
    dialog.open_group("keys")
    dialog.keys.editor.show_command("file.save")
    dialog.keys.editor.keys[0].click()
    assert store.values.keys == {"file.save": []}
    store.set("keys", {"file.open": ["F8"]})
    texts = [dialog.keys.list.topLevelItem(row) for row in range(dialog.keys.list.topLevelItemCount())]
    assert {item.text(0): item.text(1) for item in texts if item is not None}["File: Open…"] == "F8"


def test_the_file_is_there_when_it_is_asked_for(qtbot: QtBot, dialog: SettingsDialog, tmp_path: Path) -> None:
    with qtbot.waitSignal(dialog.file_wanted, timeout=PATIENCE_MS) as wanted:
        dialog.file.click()
    assert wanted.args == [tmp_path / "settings.json"]
    assert (tmp_path / "settings.json").is_file()


def test_an_unknown_group_is_refused(dialog: SettingsDialog) -> None:
    with pytest.raises(KeyError):
        dialog.open_group("colours")
    dialog.set_theme(dark)
