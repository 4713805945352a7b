"""Asking for a name: it is refused with a reason, taken with a key, and left with another."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from palimpsest.app.regenerate.name_dialog import NameDialog

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


@pytest.fixture
def taken(qtbot: QtBot) -> Iterator[tuple[NameDialog, list[str]]]:
    parent = QWidget()
    qtbot.addWidget(parent)
    names: list[str] = []

    def take(name: str) -> None:
        if name == "bad":
            raise ValueError("This is no name.")
        names.append(name)

    dialog = NameDialog(parent, "Keep these settings", "Keep", "first", {"old"}, take)
    dialog.open()
    yield dialog, names
    parent.close()


def test_enter_takes_the_name(qtbot: QtBot, taken: tuple[NameDialog, list[str]]) -> None:
    dialog, names = taken
    dialog.line.setText("  mine ")
    with qtbot.waitSignal(dialog.accepted):
        qtbot.keyClick(dialog.line, Qt.Key.Key_Return)
    assert names == ["mine"]


def test_a_refused_name_says_why_and_stays(qtbot: QtBot, taken: tuple[NameDialog, list[str]]) -> None:
    dialog, names = taken
    dialog.line.setText("bad")
    dialog.ok.click()
    assert dialog.hint.text() == "This is no name."
    assert dialog.isVisible()
    assert names == []
    dialog.line.setText("badly")
    assert dialog.hint.text() == ""


def test_a_taken_name_is_told_and_nothing_cannot_be_taken(taken: tuple[NameDialog, list[str]]) -> None:
    dialog, _ = taken
    dialog.line.setText("old ")
    assert "takes the place" in dialog.hint.text()
    dialog.line.setText(" ")
    assert not dialog.ok.isEnabled()


def test_escape_takes_nothing(qtbot: QtBot, taken: tuple[NameDialog, list[str]]) -> None:
    dialog, names = taken
    with qtbot.waitSignal(dialog.rejected):
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert names == []
