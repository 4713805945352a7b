"""Single keys: indentation, lists, brackets, overwriting; each key is one undo step."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from marked_page import Page
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from palimpsest.app.editor.canvas_view import CanvasView
from palimpsest.app.editor.indentation import Indentation
from palimpsest.app.editor.page_style import PageStyle

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

pytestmark = pytest.mark.usefixtures("fonts")

KEYS = {
    "\n": Qt.Key.Key_Return,
    "\t": Qt.Key.Key_Tab,
    "\b": Qt.Key.Key_Backspace,
    "⌂": Qt.Key.Key_Home,
    "⎀": Qt.Key.Key_Insert,
    "←": Qt.Key.Key_Left,
    "→": Qt.Key.Key_Right,
    "⇤": Qt.Key.Key_Backtab,
}


def press(page: Page, keys: str) -> None:
    for key in keys:
        if key in KEYS:
            QTest.keyClick(page.editor, KEYS[key])
        else:
            event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_unknown, Qt.KeyboardModifier.NoModifier, key)
            QApplication.sendEvent(page.editor, event)


def opened(qtbot: QtBot, marked: str, name: str, style: PageStyle | None = None) -> Page:
    page = Page(marked, name)
    qtbot.addWidget(page.editor)
    page.editor.set_style(style or PageStyle())
    page.editor.show()
    return page


@pytest.mark.parametrize(
    ("name", "before", "keys", "after"),
    [
        ("a.py", "if x:|", "\n", "if x:\n    |"),
        ("a.py", "    if x:  |  y", "\n", "    if x:  \n        |y"),
        ("a.py", "    a|", "\nb\n", "    a\n    b\n    |"),
        ("a.py", "# so:|", "\n", "# so:\n|"),
        ("a.py", "    |", "\n", "\n    |"),
        ("a.py", "    |a", "\n", "\n    |a"),
        ("a.py", "a‹b›:", "\n", "a\n|:"),
        ("a.c", "f() {|}", "\n", "f() {\n    |\n}"),
        ("a.c", "\tf() {|}", "\n", "\tf() {\n\t\t|\n\t}"),
        ("a.c", "f() {|", "\nx;\n}", "f() {\n    x;\n}|"),
        ("a.c", "f(a) {\n    g(\n        |", ")", "f(a) {\n    g(\n    )|"),
        ("a.c", "f(a) {\n    b |", "}", "f(a) {\n    b }|"),
        ("a.py", "        |a", "\b", "    |a"),
        ("a.py", "      |a", "\b", "    |a"),
        ("a.py", " |a", "\b", "|a"),
        ("a.py", "\t|a", "\b", "|a"),
        ("a.py", "a    |", "\b", "a   |"),
        ("a.py", "a\n|b", "\b", "a|b"),
        ("a.py", "ab|", "\tc", "ab  c|"),
        ("a.py", "‹a\nb›", "\t", "‹    a\n    b›"),
        ("a.py", "    a|", "⇤", "a|"),
        ("a.py", "    a|b", "⌂", "    |ab"),
        ("a.py", "    a|b", "⌂⌂", "|    ab"),
        ("a.py", "|    ab", "⌂", "    |ab"),
        ("a.txt", "    a|b", "⌂", "|    ab"),
        ("a.txt", "  a|", "\nb", "  a\n  b|"),
        ("a.txt", "- a|", "\n", "- a\n|"),
        ("a.txt", "a‹b c›d", "(", "a(‹b c›)d"),
        ("a.txt", "‹b›", '"', '"‹b›"'),
        ("a.txt", "‹b›", "„", "„‹b›“"),
        ("a.txt", "‹b›", "*", "*|"),
        ("a.txt", "|", "(", "(|"),
        ("a.py", "›ab‹", "[", "[›ab‹]"),
        ("a.md", "- a|", "\nb", "- a\n- b|"),
        ("a.md", "- a\n- |", "\n", "- a\n|"),
        ("a.md", "1. a|b", "\n", "1. a\n2. |b"),
        ("a.md", "- [x] a|", "\n", "- [x] a\n- [ ] |"),
        ("a.md", "- a|", "\t", "    - a|"),
        ("a.md", "‹b›", "*", "*‹b›*"),
        ("a.md", "para|", "\n", "para\n|"),
        ("a.py", "|abc", "⎀x", "x|bc"),
        ("a.py", "|abc", "⎀x⎀y", "xy|bc"),
    ],
)
def test_keys(qtbot: QtBot, name: str, before: str, keys: str, after: str):
    page = opened(qtbot, before, name)
    page.editor.indentation = Indentation(uses_tabs="\t" in before, width=4)
    before = page.document.text()
    press(page, keys)
    assert page.marked == after
    while page.document.buffer.isUndoAvailable():
        page.editor.undo()
    assert page.document.text() == before


@pytest.mark.parametrize(
    ("before", "keys", "after"),
    [
        ("|", "(", "(|)"),
        ("|", "(a)b", "(a)b|"),
        ("|", "([{}])", "([{}])|"),
        ("|a", "(", "(|a"),
        ("a|", "'", "a'|"),
        ("f|", "'", "f'|'"),
        ("|", "'it'", "'it'|"),
        ("|", "(\b", "|"),
        ("|", "(a\b\b", "|"),
        ("|", "(→\b", "(|"),
        ("x |)", "(", "x (|))"),
        ("|)", ")", ")|)"),
        ("|", "f(\n", "f(\n    |\n)"),
        ("‹a›", "(", "(‹a›)"),
    ],
)
def test_brackets_that_close_themselves(qtbot: QtBot, before: str, keys: str, after: str):
    page = opened(qtbot, before, "a.py", PageStyle(auto_close=True))
    press(page, keys)
    assert page.marked == after


def test_strings_and_comments_are_left_to_the_writer(qtbot: QtBot):
    page = opened(qtbot, "# a |", "a.py", PageStyle(auto_close=True))
    page.editor.kind_at = lambda position: "comment"
    press(page, "(")
    assert page.marked == "# a (|"
    page.show("# so:|")
    press(page, "\n")
    assert page.marked == "# so:\n|"


def test_help_can_be_switched_off(qtbot: QtBot):
    style = PageStyle(auto_indent=False, surround=False)
    page = opened(qtbot, "    if x:|", "a.py", style)
    press(page, "\n")
    assert page.marked == "    if x:\n|"
    page.show("‹ab›")
    press(page, "(")
    assert page.marked == "(|"


def test_surrounding_is_one_step(qtbot: QtBot):
    page = opened(qtbot, "a‹b›c", "a.txt")
    press(page, "(")
    page.editor.undo()
    assert page.marked == "a‹b›c"
    assert not page.document.buffer.isUndoAvailable()


def test_surrounding_a_draft_leaves_it(qtbot: QtBot):
    page = opened(qtbot, "one two three|", "a.txt")
    view = CanvasView(page.editor)
    view.begin(4, 7)
    page.select(0, 13)
    press(page, "(")
    assert page.document.text() == "(one two three)"
    assert view.active
    assert view.span() == (5, 8)


def test_a_page_to_read_takes_no_keys(qtbot: QtBot):
    page = opened(qtbot, "    if x:|", "a.py")
    page.editor.setReadOnly(True)
    press(page, "\n\t\b(⎀")
    assert page.document.text() == "    if x:"
    assert not page.editor.overwriteMode()


@given(
    st.text(st.sampled_from("ab :({[)]}\"' \n\t\b⌂⎀←→⇤#-"), max_size=25),
    st.sampled_from(["a.py", "a.md", "a.c"]),
    st.booleans(),
)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_typed_can_be_undone(qapp: object, keys: str, name: str, close: bool):
    page = Page("if x:\n    y (|)\n", name)
    try:
        page.editor.set_style(PageStyle(auto_close=close))
        page.editor.indentation = Indentation(False, 4)
        press(page, keys)
        text = page.document.text()
        steps = 0
        while page.document.buffer.isUndoAvailable():
            page.editor.undo()
            steps += 1
        assert page.document.text() == "if x:\n    y ()\n"
        assert steps <= len(keys)
        while page.document.buffer.isRedoAvailable():
            page.editor.redo()
        assert page.document.text() == text
    finally:
        page.editor.close()
        page.editor.deleteLater()
