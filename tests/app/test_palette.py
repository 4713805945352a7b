"""The palette: order, marks, whole rows, recent commands, and other lists than commands."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLineEdit, QTreeWidgetItem, QVBoxLayout, QWidget

from palimpsest.app import theme as themes
from palimpsest.app.palette import ITEMS_MOST, Item, Palette, find
from palimpsest.app.palette_row import PLACES, STATE
from palimpsest.app.settings import Settings
from palimpsest.app.settings_store import SettingsStore

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

COMMANDS = {
    "edit.sort": ("Sort Lines", "Edit", "Ctrl+Alt+S"),
    "edit.join": ("Join Lines", "Edit", "Ctrl+J"),
    "view.wrap": ("Wrap Lines", "View", "Alt+Z"),
    "file.save": ("&Save", "File", "Ctrl+S"),
    "help.sample": ("Sample Document", "Help", "F1"),
    "regenerate.accept": ("Accept", "Regenerate", "Ctrl+Return"),
}


class Home(QWidget):
    """A window with a page and a palette on it."""

    def __init__(self) -> None:
        super().__init__()
        self.setStyleSheet(themes.stylesheet(themes.light))
        self.page = QLineEdit(self)
        QVBoxLayout(self).addWidget(self.page)
        self.actions_by_id: dict[str, QAction] = {}
        self.run: list[str] = []
        for name, (title, _, keys) in COMMANDS.items():
            action = QAction(title, self)
            action.setShortcut(keys)
            action.triggered.connect(lambda *_, name=name: self.run.append(name))
            self.actions_by_id[name] = action
        self.actions_by_id["regenerate.accept"].setEnabled(False)
        self.actions_by_id["view.wrap"].setCheckable(True)
        self.store = SettingsStore(Settings())
        groups = {name: group for name, (_, group, _) in COMMANDS.items()}
        self.palette_box = Palette(self.actions_by_id, self, groups, self.store)


@pytest.fixture
def home(qtbot: QtBot) -> Iterator[Home]:
    home = Home()
    qtbot.addWidget(home)
    home.resize(700, 500)
    with qtbot.waitActive(home):
        home.show()
    home.page.setFocus()
    yield home
    home.store.deleteLater()


def row_of(palette: Palette, row: int) -> QTreeWidgetItem:
    item = palette.list.topLevelItem(row)
    assert item is not None
    return item


def titles(palette: Palette) -> list[str]:
    return [row_of(palette, row).text(0) for row in range(palette.list.topLevelItemCount())]


def test_what_cannot_be_done_is_last_and_the_rest_in_the_order_of_the_table(home: Home) -> None:
    home.actions_by_id["edit.sort"].setEnabled(False)
    home.palette_box.open()
    assert titles(home.palette_box) == [
        *("Join Lines", "Wrap Lines", "Save", "Sample Document"),
        *("Sort Lines", "Accept"),
    ]


def test_commands_run_before_come_first_next_time(qtbot: QtBot, home: Home) -> None:
    palette = home.palette_box
    for wanted in ("sd", "join"):
        palette.open()
        qtbot.keyClicks(palette.line, wanted)
        qtbot.keyClick(palette.line, Qt.Key.Key_Return)
    assert home.run == ["help.sample", "edit.join"]
    assert home.store.values.recent_commands == ["edit.join", "help.sample"]
    palette.open()
    assert titles(palette)[:3] == ["Join Lines", "Sample Document", "Sort Lines"]
    assert home.page.text() == ""


def test_the_group_can_be_typed_and_the_found_letters_are_marked(qtbot: QtBot, home: Home) -> None:
    palette = home.palette_box
    palette.open()
    qtbot.keyClicks(palette.line, "view li")
    assert titles(palette) == ["Wrap Lines"]
    row = row_of(palette, 0)
    assert tuple(row.data(0, PLACES)) == (5, 6)


def test_a_command_that_is_on_or_off_says_so(home: Home) -> None:
    for on, word in ((False, "off"), (True, "on")):
        home.actions_by_id["view.wrap"].setChecked(on)
        home.palette_box.open()
        row = row_of(home.palette_box, 2)
        assert (row.text(0), row.data(0, STATE)) == ("Wrap Lines", word)
        assert row.data(0, Qt.ItemDataRole.AccessibleTextRole) == f"View, Wrap Lines, {word}, Alt+Z"
        home.palette_box.close_palette()


@pytest.mark.parametrize("height", [60, 200, 333, 480, 1000])
@pytest.mark.parametrize("count", [1, 3, 40])
def test_rows_are_never_cut(home: Home, height: int, count: int) -> None:
    home.resize(700, height)
    palette = home.palette_box
    palette.choose("Number", [Item(str(number)) for number in range(count)], lambda _: None)
    row = palette.list.visualItemRect(row_of(palette, 0)).height()
    seen = palette.list.viewport().height()
    assert seen % row == 0
    assert 1 <= seen // row <= count
    assert palette.list.geometry().bottom() < palette.height()
    if height >= 200:
        assert palette.geometry().bottom() < height
    last = row_of(palette, count - 1)
    palette.list.setCurrentItem(last)
    assert palette.list.viewport().rect().contains(palette.list.visualItemRect(last))


def test_it_follows_the_window(qtbot: QtBot, home: Home) -> None:
    palette = home.palette_box
    palette.choose("Number", [Item(str(number)) for number in range(40)], lambda _: None)
    before = palette.height()
    home.resize(400, 240)
    qtbot.waitUntil(lambda: palette.height() < before and palette.width() < 400, timeout=20_000)


def test_choosing_from_another_list(qtbot: QtBot, home: Home) -> None:
    palette = home.palette_box
    chosen: list[object] = []
    seen: list[object] = []
    items = [Item(label, detail="Western", data=label.lower()) for label in ("ASCII", "UTF-8", "UTF-16")]

    def choose(item: Item) -> None:
        chosen.append(item.data)

    palette.choose("Encoding", items, choose, on_preview=lambda item: seen.append(item.data), current="utf-8")
    assert palette.line.accessibleName() == "Encoding"
    assert palette.list.currentIndex().row() == 1
    row = row_of(palette, 1)
    assert (row.text(0), row.text(1), row.data(0, STATE)) == ("UTF-8", "Western", "in use")
    assert seen == []
    qtbot.keyClick(palette.line, Qt.Key.Key_Down)
    assert seen == ["utf-16"]
    qtbot.keyClick(palette.line, Qt.Key.Key_Return)
    assert chosen == ["utf-16"]
    assert palette.isHidden()
    assert home.page.hasFocus()


def test_a_list_that_is_left_says_so_once(qtbot: QtBot, home: Home) -> None:
    palette = home.palette_box
    left: list[int] = []
    palette.choose("Encoding", [Item("UTF-8")], lambda _: None, on_cancel=lambda: left.append(1))
    qtbot.keyClick(palette.line, Qt.Key.Key_Escape)
    assert left == [1]
    palette.choose("Encoding", [Item("UTF-8")], lambda _: None, on_cancel=lambda: left.append(2))
    qtbot.keyClick(palette.line, Qt.Key.Key_Return)
    assert left == [1]


def test_a_choice_may_ask_on(qtbot: QtBot, home: Home) -> None:
    palette = home.palette_box
    chosen: list[str] = []

    def ask_on(_: Item) -> None:
        palette.choose("How", [Item("Reopen"), Item("Save")], lambda item: chosen.append(item.label))

    palette.choose("Encoding", [Item("UTF-8")], ask_on)
    qtbot.keyClick(palette.line, Qt.Key.Key_Return)
    assert titles(palette) == ["Reopen", "Save"]
    qtbot.keyClick(palette.line, Qt.Key.Key_Return)
    assert chosen == ["Reopen"]
    assert home.page.hasFocus()


def test_a_click_takes_a_row(qtbot: QtBot, home: Home) -> None:
    palette = home.palette_box
    palette.open()
    place = palette.list.visualItemRect(row_of(palette, 1)).center()
    qtbot.mouseClick(palette.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert home.run == ["edit.join"]


def test_pages_and_the_ends(qtbot: QtBot, home: Home) -> None:
    palette = home.palette_box
    palette.choose("Number", [Item(str(number)) for number in range(20)], lambda _: None)
    for key, row in ((Qt.Key.Key_PageDown, 8), (Qt.Key.Key_PageDown, 16), (Qt.Key.Key_PageDown, 19)):
        qtbot.keyClick(palette.line, key)
        assert palette.list.currentIndex().row() == row
    qtbot.keyClick(palette.line, Qt.Key.Key_PageUp)
    assert palette.list.currentIndex().row() == 11


def test_nothing_found_and_too_much_found_are_said(qtbot: QtBot, home: Home) -> None:
    palette = home.palette_box
    palette.choose("Number", [Item(str(number)) for number in range(ITEMS_MOST + 1)], lambda _: None)
    assert palette.list.topLevelItemCount() == ITEMS_MOST
    assert str(ITEMS_MOST + 1) in palette.hint.text()
    qtbot.keyClicks(palette.line, "x")
    assert palette.hint.isVisible()
    assert not palette.list.isVisible()
    qtbot.keyClick(palette.line, Qt.Key.Key_Down)
    qtbot.keyClick(palette.line, Qt.Key.Key_Return)
    assert palette.isVisible()
    palette.line.setText("1000")
    assert titles(palette) == ["1000"]
    assert palette.hint.isHidden()


def test_loose_matches_only_where_nothing_fits_better() -> None:
    items = [Item("Save All"), Item("Several Lines")]
    assert [item.label for item, _ in find("svl", items)] == ["Several Lines", "Save All"]
    assert [item.label for item, _ in find("sev", items)] == ["Several Lines"]
    assert find("x", items) == []


def test_the_page_may_be_gone_when_it_closes(home: Home) -> None:
    home.palette_box.open()
    home.page.setParent(None)
    home.page.deleteLater()
    home.palette_box.close_palette()
    assert home.palette_box.isHidden()
