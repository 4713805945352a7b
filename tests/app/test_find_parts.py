"""What the find bar is made of."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from palimpsest.app.find_parts import REMEMBERED, SIGN, SearchLine, Words, toggle


def line_of(qtbot: QtBot) -> SearchLine:
    line = SearchLine()
    qtbot.addWidget(line)
    return line


def test_line_ends_are_shown_and_kept(qtbot: QtBot):
    line = line_of(qtbot)
    for text in ("a\nb", "a\r\nb", "a\u2029b"):
        line.clear()
        QApplication.clipboard().setText(text)
        line.paste()
        qtbot.keyClicks(line, "!")
        assert line.text() == f"a{SIGN}b!"
        assert line.value == "a\nb!"
    line.set_value("one\n↵\n")
    assert line.value == "one\n↵\n"


def test_up_and_down_recall_what_was_used(qtbot: QtBot):
    line = line_of(qtbot)
    for value in ("one", "two", "one", "three"):
        line.set_value(value)
        line.remember()
    assert line.history == ("three", "one", "two")
    line.set_value("own")
    seen = []
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Up, *[Qt.Key.Key_Down] * 4):
        with qtbot.assertNotEmitted(line.textEdited):
            qtbot.keyClick(line, key)
        seen.append(line.value)
    assert seen == ["three", "one", "two", "two", "one", "three", "own", "own"]


def test_what_stands_in_the_line_is_not_recalled(qtbot: QtBot):
    line = line_of(qtbot)
    line.set_history(["new", "old"])
    line.set_value("new")
    with qtbot.waitSignal(line.edited):
        qtbot.keyClick(line, Qt.Key.Key_Up)
    assert line.value == "old"


def test_history_has_an_end(qtbot: QtBot):
    line = line_of(qtbot)
    for number in range(REMEMBERED + 5):
        line.set_value(str(number))
        line.remember()
    assert len(line.history) == REMEMBERED
    line.set_value("")
    line.remember()
    assert line.history[0] == str(REMEMBERED + 4)


def test_words_that_do_not_fit_are_told_by_the_tool_tip(qtbot: QtBot):
    words = Words()
    qtbot.addWidget(words)
    words.resize(80, 20)
    long = "Missing closing parenthesis (at character 12)."
    assert words.say(long, True)
    assert not words.fits(long)
    assert words.toolTip() == long
    assert words.accessibleName() == long
    assert not words.say(long, True)
    assert words.say("1 of 2", False)
    assert words.toolTip() == ""


def test_a_toggle_says_its_keys(qtbot: QtBot):
    parent = Words()
    qtbot.addWidget(parent)
    made = toggle(parent, "Match case", "Alt+C")
    assert "Alt+C" in made.toolTip()
    assert made.accessibleName() == "Match case"
    assert made.isCheckable()
