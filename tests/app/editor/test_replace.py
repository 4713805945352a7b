"""Replacing: what stands beside a match is never touched, and one undo brings everything back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QTextCursor, QTextDocument
from pytestqt.qtbot import QtBot

from palimpsest.app import theme
from palimpsest.app.documents.document import Document
from palimpsest.app.editor.canvas_view import CanvasView
from palimpsest.app.editor.replace import (
    Replacement,
    apply_edits,
    in_case_of,
    plan_replacements,
    replace_all,
)
from palimpsest.app.editor.search import Query, SearchError
from palimpsest.app.editor.text_editor import TextEditor

FEW = st.text("aab \u00a0é😀\n", max_size=40)


def document_of(text: str) -> QTextDocument:
    document = QTextDocument()
    document.setPlainText(text)
    return document


def units(document: QTextDocument) -> bytes:
    return document.toRawText().replace("\u2029", "\n").encode("utf-16-le")


def replaced(text: str, pattern: str, new: str, regex: bool = True, keep_case: bool = False) -> str:
    document = document_of(text)
    replace_all(document, Query(pattern, regex), Replacement(new, keep_case))
    return units(document).decode("utf-16-le")


@given(FEW, st.sampled_from(["a", "aa", "b ", "😀", "\u00a0", "a\nb", "é"]), st.text("xy\n😀\u00a0", max_size=3))
def test_a_literal_is_replaced_like_python_does_and_undone_whole(qapp, text: str, old: str, new: str):
    document = document_of(text)
    document.setModified(False)
    count = replace_all(document, Query(old, match_case=True), new)
    assert count == text.count(old)
    assert units(document).decode("utf-16-le") == text.replace(old, new)
    changed = bool(count) and old != new
    assert document.isModified() == changed
    assert document.isUndoAvailable() == changed
    document.undo()
    assert units(document).decode("utf-16-le") == text
    assert not document.isModified()
    assert not document.isUndoAvailable()
    document.redo()
    assert units(document).decode("utf-16-le") == text.replace(old, new)


@given(FEW, st.sampled_from(["a+", "a*", "(?<=a)b", "^", "$", r"\b", r"(.)\1", "[^a]"]), st.sampled_from(["", "[$0]"]))
def test_nothing_beside_a_match_is_touched(qapp, text: str, pattern: str, new: str):
    document = document_of(text)
    before = units(document)
    plan = plan_replacements(text, Query(pattern, regex=True, match_case=True), Replacement(new))
    apply_edits(document, plan.edits)
    expected, at = b"", 0
    for edit in plan.edits:
        expected += before[at * 2 : edit.start * 2] + edit.text.encode("utf-16-le")
        at = edit.end
    assert units(document) == expected + before[at * 2 :]
    document.undo()
    assert units(document) == before


@pytest.mark.parametrize(
    ("text", "pattern", "new", "expected"),
    [
        ("ab", "(a)(b)", "$2$1", "ba"),
        ("ab", "(a)(b)", r"\2\1", "ba"),
        ("ab", "(a)(b)", "${2}1", "b1"),
        ("ab", "(a)b", "$12", "a2"),
        ("ab", "(?<first>a)b", "${first}!", "a!"),
        ("ab", "ab", "<$0|$&>", "<ab|ab>"),
        ("5", r"\d", "$$$0", "$5"),
        ("a b", " ", r"\n", "a\nb"),
        ("a b", " ", r"\t\\t", "a\t\\tb"),
        ("ab", "(a)|(b)", "[$2]", "[][b]"),
        ("ab", "a", "$ ", "$ b"),
        ("ab", "a", r"\q", r"\qb"),
        ("a\u00a0😀", "😀", "\u00a0$0", "a\u00a0\u00a0😀"),
        ("ab\ncd", "^", "> ", "> ab\n> cd"),
        ("aXbX", "X", "", "ab"),
    ],
)
def test_signs_in_a_replacement(qtbot: QtBot, text: str, pattern: str, new: str, expected: str):
    assert replaced(text, pattern, new) == expected


def test_a_literal_replacement_has_no_signs(qtbot: QtBot):
    assert replaced("a.c", ".", r"$0\n", regex=False) == r"a$0\nc"


@pytest.mark.parametrize("new", ["$2", r"\3", "${name}"])
def test_a_group_that_is_not_there_changes_nothing(qtbot: QtBot, new: str):
    document = document_of("ab")
    with pytest.raises(SearchError, match="no group"):
        replace_all(document, Query("(a)", regex=True), new)
    assert document.toRawText() == "ab"
    assert not document.isUndoAvailable()


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [("CAT", "dog", "DOG"), ("cat", "DOG", "dog"), ("Cat", "dog", "Dog"), ("cAt", "dOg", "dOg"), ("I", "we", "We"),
     ("1", "a", "a")],
)  # fmt: skip
def test_capitals_can_be_kept(old: str, new: str, expected: str):
    assert in_case_of(old, new) == expected


def test_kept_capitals_in_a_text(qtbot: QtBot):
    assert replaced("cat Cat CAT", "cat", "dog", regex=False, keep_case=True) == "dog Dog DOG"


def test_a_range_is_not_left(qtbot: QtBot):
    document = document_of("a a a a")
    assert replace_all(document, Query("a"), "b", within=(2, 5)) == 2
    assert document.toRawText() == "a b b a"


def test_replacing_by_the_same_is_no_edit(qtbot: QtBot):
    document = document_of("cat cat")
    document.setModified(False)
    assert replace_all(document, Query("cat"), "cat") == 2
    assert not document.isModified()


def test_typing_afterwards_is_a_step_of_its_own(qtbot: QtBot):
    document = document_of("one cat")
    replace_all(document, Query("cat"), "dog")
    cursor = QTextCursor(document)
    cursor.setPosition(7)
    cursor.insertText("s")
    document.undo()
    assert document.toRawText() == "one dog"
    document.undo()
    assert document.toRawText() == "one cat"


def test_cursors_between_matches_stay_where_they_are(qtbot: QtBot):
    document = document_of("cat and cat and cat")
    cursor = QTextCursor(document)
    cursor.setPosition(5)
    replace_all(document, Query("cat"), "tiger")
    assert document.toRawText()[cursor.position() :] == "nd tiger and tiger"
    document.undo()
    assert cursor.position() == 5


@pytest.mark.parametrize(
    ("start", "end", "expected", "left_alone"),
    [
        (6, 9, "tiger a cat b tiger\ntiger", 1),
        (5, 7, "tiger a cat b tiger\ntiger", 1),
        (3, 6, "tiger a tiger b tiger\ntiger", 0),
        (9, 12, "tiger a tiger b tiger\ntiger", 0),
        (4, 4, "tiger a tiger b tiger\ntiger", 0),
        (7, 7, "tiger a cat b tiger\ntiger", 1),
        (0, 15, "cat a cat b cat\ntiger", 3),
    ],
)
def test_a_draft_stands_through_a_replacement_beside_it(
    qtbot: QtBot, start: int, end: int, expected: str, left_alone: int
):
    text = "cat a cat b cat\ncat"
    document = Document()
    document.set_text(text)
    editor = TextEditor(theme.light)
    qtbot.addWidget(editor)
    editor.set_document(document)
    view = CanvasView(editor)
    view.begin(start, end)
    plan = plan_replacements(text, Query("cat"), Replacement("tiger"), protected=view.span())
    apply_edits(document.buffer, plan.edits, view.span())
    assert document.text() == expected
    assert plan.left_alone == left_alone
    assert view.active
    assert document.text()[slice(*view.span())] == text[start:end]
    document.buffer.undo()
    assert document.text() == text
    assert not document.modified
