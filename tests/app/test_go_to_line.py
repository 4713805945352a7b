"""Go to a line: the page follows, Enter stays, Esc returns."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from marked_page import Page
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from palimpsest.app.go_to_line import GoToLine, parse_place

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

pytestmark = pytest.mark.usefixtures("fonts")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("12", (12, 1)),
        (" 12 : 5 ", (12, 5)),
        ("12:", (12, 1)),
        ("3,4", (3, 4)),
        ("0:0", (1, 1)),
        ("9" * 40, (999_999_999_999, 1)),
        ("", None),
        ("-3", None),
        ("a", None),
        ("1:2:3", None),
    ],
)
def test_places(text: str, place: tuple[int, int] | None):
    assert parse_place(text) == place


class Box:
    def __init__(self, qtbot: QtBot) -> None:
        self.page = Page("\n".join(f"line {number} 😀 x" for number in range(1, 301)) + "|")
        self.home = QWidget()
        qtbot.addWidget(self.home)
        QVBoxLayout(self.home).addWidget(self.page.editor)
        self.home.resize(700, 400)
        with qtbot.waitActive(self.home):
            self.home.show()
        self.page.select(0, 4)
        self.page.editor.setFocus()
        self.box = GoToLine(self.home)
        self.box.open(self.page.editor)

    def place(self) -> tuple[int, int]:
        cursor = self.page.editor.textCursor()
        return cursor.blockNumber() + 1, cursor.positionInBlock() + 1


@pytest.fixture
def box(qtbot: QtBot) -> Box:
    return Box(qtbot)


def test_the_page_follows_and_enter_stays(box: Box, qtbot: QtBot):
    assert box.box.line.selectedText() == "1"
    qtbot.keyClicks(box.box.line, "250:11")
    assert box.place() == (250, 12)
    assert box.page.editor.verticalScrollBar().value() > 200
    assert "250" in box.box.hint.text()
    qtbot.keyClick(box.box.line, Qt.Key.Key_Return)
    assert box.box.isHidden()
    assert box.place() == (250, 12)
    assert box.page.editor.hasFocus()


def test_escape_returns(box: Box, qtbot: QtBot):
    qtbot.keyClicks(box.box.line, "250")
    qtbot.keyClick(box.box.line, Qt.Key.Key_Escape)
    assert box.box.isHidden()
    assert box.page.selection == (0, 4)
    assert box.page.editor.verticalScrollBar().value() == 0
    assert box.page.editor.hasFocus()


def test_what_lies_beyond_is_the_nearest(box: Box, qtbot: QtBot):
    qtbot.keyClicks(box.box.line, "5000:5000")
    assert box.place() == (300, len("line 300 😀 x") + 2)
    assert "300" in box.box.hint.text()


def test_nonsense_is_said_to_be_so(box: Box, qtbot: QtBot):
    qtbot.keyClicks(box.box.line, "25x")
    assert box.page.selection == (0, 4)
    assert "300" in box.box.hint.text()
    qtbot.keyClick(box.box.line, Qt.Key.Key_Return)
    assert box.box.isVisible()


def test_a_click_elsewhere_closes_it_where_the_page_is(box: Box, qtbot: QtBot):
    qtbot.keyClicks(box.box.line, "250")
    there = box.page.editor.verticalScrollBar().value()
    box.page.editor.setFocus()
    assert box.box.isHidden()
    assert box.page.editor.verticalScrollBar().value() == there
