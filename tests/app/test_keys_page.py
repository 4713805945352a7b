"""The page of all keys: complete, searched by title, key and menu, copied as text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QApplication

from palimpsest.app.commands import COMMANDS, MENUS
from palimpsest.app.keys_page import KeysPage

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


@pytest.fixture
def actions(qapp: QApplication) -> dict[str, QAction]:
    found: dict[str, QAction] = {}
    for command in COMMANDS:
        action = found[command.id] = QAction(command.shown_title)
        action.setShortcuts([QKeySequence(keys) for keys in command.keys])
    return found


@pytest.fixture
def page(qtbot: QtBot, actions: dict[str, QAction]) -> KeysPage:
    page = KeysPage(actions, COMMANDS, None)
    page.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(page)
    with qtbot.waitActive(page):
        page.show()
    return page


def listed(page: KeysPage) -> dict[str, str]:
    """Title → keys, of what is shown."""
    found: dict[str, str] = {}
    for line in page.text().splitlines():
        if line.startswith("  "):
            title, _, keys = line.strip().partition("  ")
            found[title] = keys.strip()
    return found


def test_every_command_is_listed_with_all_its_keys_under_its_menu(page: KeysPage) -> None:
    found = listed(page)
    for command in COMMANDS:
        shown = [QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText) for keys in command.keys]
        assert found[command.title] == "   ".join(shown)
    menus = [line for line in page.text().splitlines() if line and not line.startswith(" ")]
    assert menus == [title.replace("&", "") for title in MENUS.values()]


@pytest.mark.parametrize(
    ("wanted", "title"),
    [("undo", "Undo"), ("ctrl+z", "Undo"), ("edit undo", "Undo"), ("CTRL+SHIFT+K", "Regenerate Now")],
)
def test_search_finds_titles_keys_and_menus(page: KeysPage, wanted: str, title: str) -> None:
    page.line.setText(wanted)
    assert title in listed(page)
    assert "Quit" not in listed(page)
    page.line.clear()
    assert len(listed(page)) == len(COMMANDS)


def test_a_menu_s_name_finds_all_of_it(page: KeysPage) -> None:
    page.line.setText("help")
    assert {command.title for command in COMMANDS if command.menu == "Help"} <= set(listed(page))


def test_nothing_found_is_said(page: KeysPage) -> None:
    assert not page.nothing.isVisible()
    page.line.setText("no such thing")
    assert page.nothing.isVisible()
    assert page.text() == ""


def test_the_user_s_keys_are_shown(actions: dict[str, QAction], qtbot: QtBot) -> None:
    page = KeysPage(actions, COMMANDS, None, lambda command: ["F12"] if command == "file.quit" else [])
    qtbot.addWidget(page)
    assert listed(page)["Quit"] == "F12"
    assert listed(page)["Undo"] == ""
    page.line.setText("f12")
    assert list(listed(page)) == ["Quit"]


def test_the_list_is_copied_as_it_is_shown(page: KeysPage) -> None:
    page.line.setText("undo")
    page.copy.click()
    assert QApplication.clipboard().text() == page.text()
    assert "Undo" in page.text()


def test_the_list_is_scrolled_from_the_line_and_escape_closes(qtbot: QtBot, page: KeysPage) -> None:
    assert QApplication.focusWidget() is page.line
    before = page.list.currentIndex()
    qtbot.keyClick(page.line, Qt.Key.Key_Down)
    qtbot.keyClick(page.line, Qt.Key.Key_Down)
    assert page.list.currentIndex() != before
    qtbot.keyClick(page.line, Qt.Key.Key_Escape)
    assert not page.isVisible()
