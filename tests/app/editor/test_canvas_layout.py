"""Room for a canvas is made without the document, or whoever listens to it, taking it for an edit."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCharFormat, QTextCursor, QTextLayout
from scripted import make_pass

from palimpsest.app import theme
from palimpsest.app.documents.document import Document
from palimpsest.app.editor.canvas_view import CanvasView
from palimpsest.app.editor.text_editor import TextEditor

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

pytestmark = pytest.mark.usefixtures("fonts")

LINES = [f"line {number} of the page" for number in range(400)]


@pytest.fixture
def editor(qtbot: QtBot) -> TextEditor:
    document = Document()
    document.set_text("\n".join(LINES))
    editor = TextEditor(theme.light)
    qtbot.addWidget(editor)
    editor.set_document(document)
    editor.resize(500, 400)
    editor.show()
    return editor


def test_an_edit_far_away_is_told_as_what_it_is(editor: TextEditor):
    document = editor.shown.buffer
    view = CanvasView(editor)
    view.begin(10, 12)
    view.show_pass(make_pass(1, 4, ["a\n"] * 30, 0.9))
    edits = []
    document.contentsChange.connect(lambda *edit: edits.append(edit))
    view.show_pass(make_pass(2, 4, ["b\n"] * 60, 0.9))
    assert edits == []
    cursor = QTextCursor(document)
    cursor.movePosition(QTextCursor.MoveOperation.End)
    at = cursor.position()
    cursor.insertText("x")
    assert edits == [(at, 0, 1)]
    view.clear()
    cursor.insertText("y")
    assert edits == [(at, 0, 1), (at + 1, 0, 1)]


def test_the_scroll_bar_counts_the_lines_of_the_canvas(editor: TextEditor):
    bar = editor.verticalScrollBar()
    before = bar.maximum()
    view = CanvasView(editor)
    start = editor.shown.text().index("line 20")
    end = editor.shown.text().index("line 30")
    view.begin(start, end)
    assert bar.maximum() == before
    view.show_text("\n" * 109)
    assert bar.maximum() == before + 99
    view.show_text("")
    assert bar.maximum() == before - 10
    view.clear()
    assert bar.maximum() == before


def test_a_span_that_begins_above_the_view_stays_in_it(editor: TextEditor):
    view = CanvasView(editor)
    editor.verticalScrollBar().setValue(25)
    text = editor.shown.text()
    before = editor.viewport().grab().toImage()
    view.begin(text.index("line 20"), text.index("line 60"))
    view.show_text("", original=True)
    assert editor.viewport().grab().toImage() == before
    view.show_text("short\n")
    assert view.extent() is not None
    assert editor.firstVisibleBlock().blockNumber() == 20


def test_hidden_lines_have_no_numbers_of_their_own(editor: TextEditor):
    view = CanvasView(editor)
    text = editor.shown.text()
    view.begin(text.index("line 3 "), text.index("line 6 "))
    assert [block.blockNumber() for block, _, _ in editor.visible_blocks()][:5] == [0, 1, 2, 3, 7]


def test_new_formats_of_covered_lines_are_drawn(editor: TextEditor):
    view = CanvasView(editor)
    editor.verticalScrollBar().setValue(18)
    text = editor.shown.text()
    view.begin(text.index("line 20"), text.index("line 24"))
    view.show_text("", original=True)
    before = editor.viewport().grab().toImage()
    part = QTextLayout.FormatRange()
    made = QTextCharFormat()
    made.setForeground(Qt.GlobalColor.red)
    part.start, part.length, part.format = 0, 4, made  # pyright: ignore[reportAttributeAccessIssue]
    for number in (22, 24):
        block = editor.shown.buffer.findBlockByNumber(number)
        block.layout().setFormats([part])
        editor.canvas_layout.dressed(block.position(), block.length())
        after = editor.viewport().grab().toImage()
        assert after != before
        before = after


def test_lines_of_the_canvas_move_without_being_made_again(editor: TextEditor):
    view = CanvasView(editor)
    view.begin(10, 12)
    view.show_pass(make_pass(1, 4, ["a\n", "b\n", "c\n"], 0.9))
    room = editor.canvas_layout._room
    assert room is not None
    editor.canvas_layout.make_room(replace(room, tops=[top + 3.0 for top in room.tops]))
    layout = editor.shown.buffer.begin().layout()
    tops = [layout.lineAt(number).y() for number in range(layout.lineCount() - 1)]
    assert tops == [top + 3.0 for top in room.tops[:-1]]


def test_a_wide_line_of_a_result_can_be_scrolled_to(editor: TextEditor):
    editor._dress("code")
    assert editor.horizontalScrollBar().maximum() == 0
    view = CanvasView(editor)
    view.begin(0, 4)
    view.show_pass(make_pass(1, 4, ["word "] * 100, 0.9))
    assert editor.horizontalScrollBar().maximum() == 0
    view.show_text("word " * 100)
    assert editor.horizontalScrollBar().maximum() > 1000
    view.clear()
    assert editor.horizontalScrollBar().maximum() == 0


def test_a_page_that_wraps_is_never_wider_than_its_view(editor: TextEditor):
    document = Document()
    document.set_text("\n".join(("w" * 26, "", "covered " * 60)))
    editor.set_document(document)
    editor.grab()
    view = CanvasView(editor)
    view.begin(40, 60)
    view.show_text("a word " * 30)
    # Qt measures all lines anew when the widest block becomes narrower.
    for _ in range(10):
        QTextCursor(document.buffer).deleteChar()
        editor.grab()
        assert editor.horizontalScrollBar().maximum() == 0
    view.clear()
    assert editor.horizontalScrollBar().maximum() == 0


def test_who_sees_all_of_a_draft_goes_on_seeing_all_of_it(editor: TextEditor):
    bar, view = editor.verticalScrollBar(), CanvasView(editor)
    start = [block.position() for block, _, _ in editor.visible_blocks()][-6]

    def seen() -> tuple[bool, bool]:
        extent = view.extent()
        assert extent is not None
        return extent[0] >= 0, extent[1] <= editor.viewport().height()

    view.begin(start, start + 4)
    view.show_pass(make_pass(1, 4, ["a\n"] * 2, 0.9))
    assert seen() == (True, True)
    assert bar.value() == 0
    view.show_text("a\n" * 8)
    assert seen() == (True, True)
    assert 0 < bar.value() < 9
    # More than there is room for is seen from its beginning.
    view.show_text("a\n" * 80)
    assert seen() == (True, False)
    at = bar.value()
    view.show_text("a\n" * 90)
    assert bar.value() == at
    # Who has scrolled so that it is not in view is left there.
    bar.setValue(0)
    view.show_text("a\n" * 100)
    assert bar.value() == 0
