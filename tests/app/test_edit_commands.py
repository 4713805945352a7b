"""The Edit menu acts where the keyboard is, and leaves a page alone that is only to be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QApplication
from windows import PATIENCE_MS, select

from palimpsest.app.commands import COMMANDS

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot
    from windows import OpenWindow

EDITS = [command.id for command in COMMANDS if command.id.startswith("edit.")]


def test_clipboard_and_history_are_those_of_the_line_that_has_the_keyboard(
    qtbot: QtBot, open_window: OpenWindow
) -> None:
    window = open_window(text="one two")
    commands = window.commands
    select(window, 0, 3)
    commands["edit.cut"].trigger()
    commands["edit.find"].trigger()
    line = window.find_bar.line
    commands["edit.paste"].trigger()
    assert line.text() == "one"
    commands["edit.undo"].trigger()
    assert line.text() == ""
    assert window.document.text() == " two"
    commands["edit.redo"].trigger()
    commands["edit.select_all"].trigger()
    assert line.selectedText() == "one"
    commands["edit.copy"].trigger()
    assert QApplication.clipboard().text() == "one"
    window.find_bar.close_bar()
    commands["edit.undo"].trigger()
    assert window.document.text() == "one two"


def test_find_replace_and_steps(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window(text="a cat, a cat, a cat")
    select(window, 2, 5)
    window.commands["edit.find"].trigger()
    assert window.find_bar.line.text() == "cat"
    assert window.find_bar.replace_line.isHidden()
    qtbot.waitUntil(lambda: window.find_bar.counter.text() == "1 of 3", timeout=PATIENCE_MS)
    window.commands["edit.find_next"].trigger()
    assert window.editor.textCursor().selectionStart() == 9
    window.commands["edit.find_previous"].trigger()
    assert window.editor.textCursor().selectionStart() == 2
    window.commands["edit.replace"].trigger()
    assert window.find_bar.replace_line.isVisible()


def test_go_to_line_starts_where_the_caret_is(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window(text="one\ntwo\nthree\n")
    window.status.place.click()
    assert window.go_to_line.isVisible()
    assert window.go_to_line.isAncestorOf(window.focusWidget())
    qtbot.keyClicks(window.focusWidget(), "3")
    from PySide6.QtCore import Qt

    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Return)
    assert window.editor.textCursor().blockNumber() == 2
    assert window.focusWidget() is window.editor


@pytest.mark.parametrize("command", EDITS)
def test_no_command_changes_a_page_that_is_only_to_be_read(open_window: OpenWindow, command: str) -> None:
    text = "\tif (one):   \n  two two\n  two two\n\nAlpha\n"
    window = open_window(text=text)
    QApplication.clipboard().setText("pasted")
    window.editor.setReadOnly(True)
    select(window, 5, 24)
    window.commands[command].trigger()
    assert window.document.text() == text
    assert not window.document.modified


@pytest.mark.parametrize("command", EDITS)
def test_each_command_is_one_step(open_window: OpenWindow, command: str) -> None:
    text = "\tif (one):   \n  two two\n  two two\n\nAlpha\nbeta\n"
    window = open_window(text=text)
    QApplication.clipboard().setText("pasted\ntwice")
    select(window, 5, 24)
    window.commands[command].trigger()
    window.find_bar.close_bar()
    if window.document.text() != text:
        window.commands["edit.undo"].trigger()
        assert window.document.text() == text
        assert not window.document.buffer.isUndoAvailable()
        assert not window.document.modified
