"""The table of commands: whole, without clashes, and the same thing in menus, keys and palette."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication, QDialog, QMenu
from shiboken6 import isValid

from palimpsest.app.commands import COMMANDS, MENUS
from palimpsest.app.palette import match_score

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot
    from windows import OpenWindow

PROMISED = (
    *("file.open", "file.save", "edit.undo", "view.palette", "model.manage"),
    *(f"regenerate.{name}" for name in ("prompt", "start", "stop", "accept", "discard", "retry", "next", "previous")),
)


def test_ids_are_unique_and_those_promised_are_there() -> None:
    ids = [command.id for command in COMMANDS]
    assert len(set(ids)) == len(ids)
    assert set(PROMISED) <= set(ids)
    assert {command.menu for command in COMMANDS} == set(MENUS)


def test_no_key_means_two_things() -> None:
    # Esc is shared by turns: test_regeneration.py sees that it never has two owners at once.
    keys = Counter(QKeySequence(key).toString() for command in COMMANDS for key in command.keys if key != "Esc")
    assert "" not in keys
    assert [key for key, count in keys.items() if count > 1] == []


def test_actions_carry_their_ids_and_menus_hold_them_all(open_window: OpenWindow) -> None:
    window = open_window()
    assert {name: action.objectName() for name, action in window.commands.items()} == {
        command.id: command.id for command in COMMANDS
    }
    menus = [menu for menu in window.findChildren(QMenu) if menu.objectName().startswith("menu.")]
    in_menus = [action.objectName() for menu in menus for action in menu.actions() if action.objectName()]
    assert sorted(in_menus) == sorted(window.commands)
    assert {menu.title() for menu in menus if menu.menuAction() not in window.menuBar().actions()} == {
        command.submenu for command in COMMANDS if command.submenu
    }


def test_no_menu_is_longer_than_can_be_taken_in(open_window: OpenWindow) -> None:
    window = open_window()
    for menu in window.findChildren(QMenu):
        if menu.objectName().startswith("menu."):
            rows = [action for action in menu.actions() if not action.isSeparator()]
            assert 2 <= len(rows) <= 16, menu.title()


@pytest.mark.parametrize(
    ("wanted", "best", "worse"),
    [("sa", "Save As…", "Select All"), ("sa", "Save", "Paste"), ("regn", "Regenerate Now", "Larger Text")],
)
def test_better_matches_come_first(wanted: str, best: str, worse: str) -> None:
    score, other = match_score(wanted, best), match_score(wanted, worse)
    assert score is not None
    assert other is None or score <= other


def test_letters_must_come_in_order() -> None:
    assert match_score("evas", "Save") is None
    assert match_score("", "Save") == 0
    assert match_score("S A", "save as") == 0


def test_palette_lists_finds_and_runs(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window(text="one two")
    window.commands["view.palette"].trigger()
    palette = window.palette_box
    assert palette.isVisible()
    assert palette.list.topLevelItemCount() == len(COMMANDS)
    qtbot.keyClicks(palette.line, "selectall")
    first = palette.list.topLevelItem(0)
    assert first is not None
    assert (first.text(0), first.text(1)) == ("Select All", "Ctrl+A")
    qtbot.keyClick(palette.line, Qt.Key.Key_Return)
    assert palette.isHidden()
    assert window.focusWidget() is window.editor
    assert window.editor.textCursor().selectedText() == "one two"


def test_palette_walks_and_closes_without_doing_anything(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window(text="one")
    window.commands["view.palette"].trigger()
    palette = window.palette_box
    for key, row in ((Qt.Key.Key_Down, 1), (Qt.Key.Key_Up, 0), (Qt.Key.Key_Up, len(COMMANDS) - 1)):
        qtbot.keyClick(palette.line, key)
        assert palette.list.currentIndex().row() == row
    qtbot.keyClicks(palette.line, "zzzz")
    qtbot.keyClick(palette.line, Qt.Key.Key_Return)
    assert palette.isVisible()
    qtbot.keyClick(palette.line, Qt.Key.Key_Escape)
    assert palette.isHidden()
    assert window.document.text() == "one"


def test_palette_does_not_run_what_cannot_be_done(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window(text="one")
    window.commands["view.palette"].trigger()
    qtbot.keyClicks(window.palette_box.line, "Accept")
    qtbot.keyClick(window.palette_box.line, Qt.Key.Key_Return)
    assert window.palette_box.isVisible()
    assert window.run is None


@pytest.mark.parametrize("with_file", [False, True])
def test_every_command_can_be_given_on_a_page_without_text(
    qtbot: QtBot, open_window: OpenWindow, answer, tmp_path: Path, with_file: bool
) -> None:
    answer(None)
    path = tmp_path / "empty.txt"
    path.write_bytes(b"")
    window = open_window(None, *([str(path)] if with_file else []), text=None if with_file else "")
    ends = ("file.close", "file.close_window", "file.quit")
    for command in (*(each.id for each in COMMANDS if each.id not in ends), *ends):
        if command in ends and (not isValid(window) or window.isHidden()):
            window = open_window(text="")
        # An exception in a slot fails the test; so does a warning of Qt's.
        window.commands[command].trigger()
        QApplication.processEvents()
        for each in QApplication.topLevelWidgets():
            if isinstance(each, QDialog) and each.isVisible():
                each.close()
        if not isValid(window):
            continue  # one that closes beside another is gone
        window.regeneration.discard()
        window.palette_box.close_palette()
        assert window.notice.kind in (None, "info"), command
        window.notice.clear()
