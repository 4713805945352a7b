"""Selections that grow and shrink, and jumps between brackets; the text stays as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from marked_page import Page

from palimpsest.app.editor.selecting import Selecting

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

pytestmark = pytest.mark.usefixtures("fonts")


def opened(qtbot: QtBot, marked: str, name: str = "a.py") -> Page:
    page = Page(marked, name)
    qtbot.addWidget(page.editor)
    page.editor.show()
    return page


def test_code_grows_by_brackets_and_lines(qtbot: QtBot):
    page = opened(qtbot, "a\n  f(one, t|wo)\n\nb")
    seen = []
    for _ in range(8):
        page.editor.selecting.expand()
        seen.append(page.marked)
    assert seen == [
        "a\n  f(one, ‹two›)\n\nb",
        "a\n  f(‹one, two›)\n\nb",
        "a\n  f‹(one, two)›\n\nb",
        "a\n  ‹f(one, two)›\n\nb",
        "a\n‹  f(one, two)›\n\nb",
        "‹a\n  f(one, two)›\n\nb",
        "‹a\n  f(one, two)\n\nb›",
        "‹a\n  f(one, two)\n\nb›",
    ]
    for before in reversed(seen[:6]):
        page.editor.selecting.shrink()
        assert page.marked == before
    page.editor.selecting.shrink()
    assert page.marked == "a\n  f(one, t|wo)\n\nb"


def test_prose_grows_by_sentences(qtbot: QtBot):
    page = opened(qtbot, "One here. Tw|o 😀 there.\n\nThree.", "a.txt")
    page.editor.selecting.expand()
    page.editor.selecting.expand()
    assert page.marked == "One here. ‹Two 😀 there.›\n\nThree."
    page.editor.selecting.expand()
    assert page.marked == "‹One here. Two 😀 there.›\n\nThree."


def test_lines_are_selected_with_their_ends(qtbot: QtBot):
    page = opened(qtbot, "a\nb|b\nc")
    page.editor.selecting.select_line()
    assert page.marked == "a\n‹bb\n›c"
    page.editor.selecting.select_line()
    assert page.marked == "a\n‹bb\nc›"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("|f(a[1])", "|f(a[1])"),
        ("f|(a)", "f(a|)"),
        ("f(a)|", "f(|a)"),
        ("f(|a)", "f(a)|"),
        ("f(a b| c)", "f(a b c|)"),
        ("(😀)|", "(|😀)"),
    ],
)
def test_jumps_between_brackets(qtbot: QtBot, before: str, after: str):
    page = opened(qtbot, before)
    page.editor.selecting.go_to_bracket()
    assert page.marked == after


def test_pairs_are_selected(qtbot: QtBot):
    page = opened(qtbot, "f(a[1], b|)")
    page.editor.selecting.select_to_bracket()
    assert page.marked == "f‹(a[1], b)›"
    page.select(5, 5)
    page.editor.selecting.select_to_bracket()
    assert page.marked == "f(a‹[1]›, b)"


@given(
    st.text(st.sampled_from("ab. \n\t()[]{}😀"), max_size=30),
    st.floats(0, 1),
    st.floats(0, 1),
    st.sampled_from([
        Selecting.expand, Selecting.shrink, Selecting.select_line, Selecting.go_to_bracket,
        Selecting.select_to_bracket, Selecting.smart_home,
    ]),
    st.sampled_from(["a.py", "a.txt"]),
)  # fmt: skip
@settings(max_examples=200, deadline=None)
def test_the_text_stays(qapp: object, text: str, one: float, other: float, command: object, name: str):
    page = Page("|", name)
    try:
        page.document.set_text(text)
        page.select(round(one * len(text)), round(other * len(text)))
        low, high = sorted(page.selection)
        assert callable(command)
        command(page.editor.selecting)
        assert page.document.text() == text
        assert not page.document.buffer.isUndoAvailable()
        if command in (Selecting.expand, Selecting.select_line):
            assert min(page.selection) <= low <= high <= max(page.selection)
    finally:
        page.editor.close()
        page.editor.deleteLater()
