"""Marks of what was found: readable in both themes, and only for what is in view."""

from __future__ import annotations

from dataclasses import astuple

import pytest
from PySide6.QtGui import QInputMethodEvent, QTextCursor, QTextFormat
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from palimpsest.app import theme as themes
from palimpsest.app.documents.document import Document
from palimpsest.app.editor.canvas_view import CanvasView
from palimpsest.app.editor.search import Query, find_all
from palimpsest.app.editor.search_marks import COLOURS, MOST, SearchMarks, visible_range
from palimpsest.app.editor.search_text import SearchText
from palimpsest.app.editor.syntax_colours import inks
from palimpsest.app.editor.text_editor import TextEditor
from palimpsest.app.theme import Theme

pytestmark = pytest.mark.usefixtures("fonts")
THEMES = [themes.light, themes.dark]


def luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.2."""
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_text_can_be_read_on_every_mark(theme: Theme):
    colours = COLOURS[theme.dark]
    for ground in (colours.match, colours.range):
        for ink in (theme.ink, *astuple(inks(theme))):
            assert contrast(ink, ground) >= 4.5
        assert contrast(ground, theme.page) >= 1.1
    assert contrast(colours.match, colours.range) >= 1.04
    assert contrast(colours.tick, theme.page) >= 3.0
    for ground in (theme.page, colours.match, theme.selection):
        assert contrast(colours.outline, ground) >= 3.0


def page(qtbot: QtBot, text: str) -> TextEditor:
    editor = TextEditor(themes.light)
    qtbot.addWidget(editor)
    document = Document()
    document.set_text(text)
    editor.set_document(document)
    editor.resize(700, 400)
    editor.show()
    return editor


def marked(editor: TextEditor) -> list[tuple[int, int]]:
    cursors = [one.cursor for one in editor.marks.of("search")]  # pyright: ignore[reportAttributeAccessIssue]
    return [(cursor.selectionStart(), cursor.selectionEnd()) for cursor in cursors]


@pytest.mark.parametrize("text", ["a cat\n" * 3000, "a cat " * 3000], ids=["many lines", "one long line"])
def test_only_what_is_in_view_is_marked(qtbot: QtBot, text: str):
    editor = page(qtbot, text)
    found = find_all(text, Query("cat"))
    marks = SearchMarks(editor)
    editor.verticalScrollBar().setValue(editor.verticalScrollBar().maximum() // 2)
    marks.show(found, SearchText.of(text), Query("cat"), None)
    start, end = visible_range(editor)
    assert 3000 < start < end < 15_000
    assert end - start < 6000
    expected = [span for span in found if span[1] >= start and span[0] <= end]
    assert marked(editor) == expected
    assert 5 < len(expected) <= MOST
    marks.clear()
    assert marked(editor) == []


def test_the_selected_match_has_an_outline_as_well(qtbot: QtBot):
    text = "cat cat cat"
    editor = page(qtbot, text)
    cursor = editor.textCursor()
    cursor.setPosition(4)
    cursor.setPosition(7, cursor.MoveMode.KeepAnchor)
    editor.setTextCursor(cursor)
    SearchMarks(editor).show(find_all(text, Query("cat")), SearchText.of(text), Query("cat"), (0, 9))
    *others, current = editor.marks.of("search")
    assert marked(editor) == [(0, 9), (0, 3), (8, 11), (4, 7)]
    outline = QTextFormat.Property.OutlinePen
    assert current.format.hasProperty(outline)  # pyright: ignore[reportAttributeAccessIssue]
    assert not any(one.format.hasProperty(outline) for one in others)  # pyright: ignore[reportAttributeAccessIssue]


def test_what_lies_behind_an_incomplete_list_is_marked_too(qtbot: QtBot):
    text = "cat " * 100
    editor = page(qtbot, text)
    found = find_all(text, Query("cat"), limit=10)
    SearchMarks(editor).show(found, SearchText.of(text), Query("cat"), None)
    assert marked(editor) == list(find_all(text, Query("cat")))


def test_what_is_in_view_below_and_under_a_draft(qtbot: QtBot):
    editor = page(qtbot, "one two\nthree four")
    view = CanvasView(editor)
    view.begin(4, 14)
    view.show_text("a draft\nof three\nlines")
    assert visible_range(editor) == (0, 18)


def test_what_is_in_view_while_something_is_composed(qtbot: QtBot):
    editor = page(qtbot, "one")
    editor.moveCursor(QTextCursor.MoveOperation.End)
    QApplication.sendEvent(editor, QInputMethodEvent("に", []))
    assert visible_range(editor) == (0, 3)
    commit = QInputMethodEvent()
    commit.setCommitString("日")
    QApplication.sendEvent(editor, commit)
    assert visible_range(editor) == (0, 4)
