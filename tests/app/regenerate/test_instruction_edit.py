"""The line for the instruction: what was typed comes back after a walk through what was said before."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt

from palimpsest.app.regenerate.instruction_edit import InstructionEdit

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


@pytest.fixture
def line(qtbot: QtBot) -> InstructionEdit:
    line = InstructionEdit()
    qtbot.addWidget(line)
    line.set_history(["newest", "older"])
    return line


def test_the_arrows_walk_within_the_history(qtbot: QtBot, line: InstructionEdit) -> None:
    qtbot.keyClicks(line, "mine")
    seen = []
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Down):
        qtbot.keyClick(line, key)
        seen.append(line.text())
    assert seen == ["mine", "newest", "older", "older", "newest", "mine"]


def test_typing_leaves_the_history(qtbot: QtBot, line: InstructionEdit) -> None:
    qtbot.keyClick(line, Qt.Key.Key_Up)
    qtbot.keyClicks(line, "!")
    qtbot.keyClick(line, Qt.Key.Key_Up)
    qtbot.keyClick(line, Qt.Key.Key_Down)
    assert line.text() == "newest!"


@pytest.mark.parametrize(("key", "name"), [(Qt.Key.Key_Return, "entered"), (Qt.Key.Key_Escape, "escaped")])
def test_enter_and_escape_are_told(qtbot: QtBot, line: InstructionEdit, key: Qt.Key, name: str) -> None:
    with qtbot.waitSignal(getattr(line, name)):
        qtbot.keyClick(line, key)


def test_letters_held_with_alt_write_nothing(qtbot: QtBot, line: InstructionEdit) -> None:
    qtbot.keyClick(line, Qt.Key.Key_R, Qt.KeyboardModifier.AltModifier)
    assert line.text() == ""
