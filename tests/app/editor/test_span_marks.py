"""Pins and holes follow the text, vanish with it, are no part of it, and are seen without colours."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from palimpsest.app import theme
from palimpsest.app.documents.document import Document
from palimpsest.app.editor.range_set import Range
from palimpsest.app.editor.text_editor import TextEditor
from palimpsest.app.theme import Theme

TEXT = "one two three four\nfive six"


@pytest.fixture
def editor(qtbot: QtBot) -> TextEditor:
    page = TextEditor(theme.light)
    qtbot.addWidget(page)
    page.shown.set_text(TEXT)
    page.resize(500, 300)
    return page


def replace(editor: TextEditor, start: int, end: int, text: str = "") -> None:
    cursor = QTextCursor(editor.document())
    cursor.setPosition(start)
    cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
    cursor.insertText(text)


def shown(editor: TextEditor, ranges: Iterable[Range]) -> list[str]:
    text = editor.toPlainText()
    return [text[low:high] for low, high in ranges]


def test_a_range_is_pinned_and_unpinned_again(editor: TextEditor, qtbot: QtBot) -> None:
    marks = editor.span_marks
    with qtbot.waitSignal(marks.changed):
        marks.toggle_pin(4, 7)
    assert marks.pins() == ((4, 7),)
    with qtbot.waitSignal(marks.changed):
        marks.toggle_pin(4, 7)
    assert marks.pins() == ()


def test_a_partly_pinned_range_is_pinned_whole_and_part_of_a_pin_can_go(editor: TextEditor) -> None:
    marks = editor.span_marks
    marks.toggle_pin(4, 7)
    marks.toggle_pin(6, 13)
    assert marks.pins() == ((4, 13),)
    marks.toggle_pin(7, 8)
    assert marks.pins() == ((4, 7), (8, 13))


def test_the_caret_alone_unpins_the_pin_it_is_in_and_pins_nothing(editor: TextEditor) -> None:
    marks = editor.span_marks
    marks.toggle_pin(4, 7)
    marks.toggle_pin(10, 10)
    assert marks.pins() == ((4, 7),)
    marks.toggle_pin(5, 5)
    assert marks.pins() == ()


def test_a_place_becomes_an_empty_hole_and_stops_being_one(editor: TextEditor) -> None:
    marks = editor.span_marks
    marks.toggle_hole(8, 8)
    assert marks.holes() == ((8, 8),)
    marks.toggle_hole(8, 8)
    assert marks.holes() == ()


def test_the_later_word_counts_where_a_pin_and_a_hole_meet(editor: TextEditor) -> None:
    marks = editor.span_marks
    marks.toggle_hole(0, 13)
    marks.toggle_pin(4, 7)
    assert (marks.pins(), marks.holes()) == (((4, 7),), ((0, 4), (7, 13)))
    marks.toggle_hole(5, 7)
    assert (marks.pins(), marks.holes()) == (((4, 5),), ((0, 4), (5, 13)))
    marks.toggle_pin(4, 10)
    marks.toggle_hole(6, 6)
    assert (marks.pins(), marks.holes()) == ((), ((0, 4), (6, 6), (10, 13)))


def test_clearing_takes_only_its_own(editor: TextEditor) -> None:
    marks = editor.span_marks
    marks.toggle_pin(4, 7)
    marks.toggle_hole(8, 13)
    marks.clear_holes()
    assert (marks.pins(), marks.holes()) == (((4, 7),), ())
    marks.toggle_hole(8, 13)
    marks.clear_pins()
    assert (marks.pins(), marks.holes()) == ((), ((8, 13),))


def test_edits_elsewhere_and_at_the_edges_leave_the_pinned_text(editor: TextEditor) -> None:
    marks = editor.span_marks
    marks.toggle_pin(4, 7)
    replace(editor, 0, 0, "more ")
    replace(editor, 9, 9, "«")
    replace(editor, 13, 13, "»")
    assert editor.toPlainText().startswith("more one «two» three")
    assert shown(editor, marks.pins()) == ["two"]
    editor.undo()
    assert shown(editor, marks.pins()) == ["two"]


def test_what_is_typed_inside_belongs_to_the_pin(editor: TextEditor) -> None:
    editor.span_marks.toggle_pin(4, 7)
    replace(editor, 5, 5, "xx")
    assert shown(editor, editor.span_marks.pins()) == ["txxwo"]


def test_a_range_vanishes_with_its_text(editor: TextEditor, qtbot: QtBot) -> None:
    marks = editor.span_marks
    marks.toggle_pin(4, 7)
    marks.toggle_hole(8, 13)
    with qtbot.waitSignal(marks.changed):
        replace(editor, 3, 13, "!")
    assert (marks.pins(), marks.holes()) == ((), ())
    editor.undo()
    assert (marks.pins(), marks.holes()) == ((), ())


def test_an_empty_hole_stays_behind_what_is_typed_there_and_goes_with_its_surroundings(editor: TextEditor) -> None:
    marks = editor.span_marks
    marks.toggle_hole(8, 8)
    replace(editor, 8, 8, "very ")
    assert marks.holes() == ((13, 13),)
    replace(editor, 12, 13)
    replace(editor, 12, 13)
    assert marks.holes() == ((12, 12),)
    replace(editor, 11, 13, "gone")
    assert marks.holes() == ()


def test_an_empty_hole_at_the_edge_of_a_document_stays(editor: TextEditor) -> None:
    marks = editor.span_marks
    marks.toggle_hole(0, 0)
    marks.toggle_hole(len(TEXT), len(TEXT))
    replace(editor, 0, 3)
    assert marks.holes() == ((0, 0), (len(TEXT) - 3, len(TEXT) - 3))


def test_ranges_that_an_edit_brings_together_are_one(editor: TextEditor) -> None:
    marks = editor.span_marks
    marks.toggle_pin(0, 3)
    marks.toggle_pin(4, 7)
    replace(editor, 3, 4)
    assert marks.pins() == ((0, 6),)


def test_another_document_begins_without_marks(editor: TextEditor) -> None:
    editor.span_marks.toggle_pin(4, 7)
    other = Document()
    other.set_text("quite another text")
    editor.set_document(other)
    assert editor.span_marks.pins() == ()
    editor.span_marks.toggle_pin(0, 5)
    replace(editor, 0, 0, "a ")
    assert shown(editor, editor.span_marks.pins()) == ["quite"]


def test_half_a_character_is_never_marked(editor: TextEditor) -> None:
    editor.shown.set_text("a 🐟 b")
    editor.span_marks.toggle_pin(3, 4)
    assert editor.span_marks.pins() == ((2, 4),)
    editor.span_marks.toggle_pin(0, 3)
    assert editor.span_marks.pins() == ((0, 4),)
    editor.span_marks.toggle_hole(5, 90)
    assert editor.span_marks.holes() == ((5, 6),)


def test_marks_are_no_part_of_the_document(editor: TextEditor) -> None:
    steps = editor.document().availableUndoSteps()
    modified = editor.document().isModified()
    editor.span_marks.toggle_pin(4, 7)
    editor.span_marks.toggle_hole(8, 8)
    assert editor.toPlainText() == TEXT
    assert editor.document().availableUndoSteps() == steps
    assert editor.document().isModified() == modified


spots = st.tuples(st.integers(0, 30), st.integers(0, 30)).map(sorted)
acts = st.one_of(
    st.tuples(st.sampled_from(["toggle_pin", "toggle_hole"]), spots),
    st.tuples(st.sampled_from(["", "x", "🐟", "two\nlines"]), spots),
    st.tuples(st.sampled_from(["undo", "redo"]), spots),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(st.lists(acts, max_size=12))
def test_whatever_is_done_the_marks_are_in_order_apart_and_in_the_text(
    editor: TextEditor, doings: list[tuple[str, list[int]]]
) -> None:
    editor.shown.set_text(TEXT)
    marks = editor.span_marks
    marks.clear_pins()
    marks.clear_holes()
    for what, (start, end) in doings:
        last = editor.document().characterCount() - 1
        if what.startswith("toggle"):
            getattr(marks, what)(start, end)
        elif what in ("undo", "redo"):
            getattr(editor, what)()
        else:
            replace(editor, min(start, last), min(end, last), what)
        length = editor.document().characterCount() - 1
        pins, holes = marks.pins(), marks.holes()
        assert all(low < high for low, high in pins)
        for ranges in (pins, holes):
            assert all(0 <= low <= high <= length for low, high in ranges)
            assert all(one[1] < other[0] for one, other in pairwise(ranges))
        assert not any(low < stop and begin < high for low, high in pins for begin, stop in holes if begin < stop)


def accents(editor: TextEditor, wanted: Theme) -> dict[int, list[int]]:
    """Per row of the picture, how many pixels are about of the accent's colour."""
    picture = editor.viewport().grab().toImage()
    accent = QColor(wanted.accent)
    rows: dict[int, list[int]] = {}
    for y in range(picture.height()):
        for x in range(picture.width()):
            pixel = picture.pixelColor(x, y)
            off = max(abs(pixel.red() - accent.red()), abs(pixel.green() - accent.green()))
            if max(off, abs(pixel.blue() - accent.blue())) < 40:
                rows.setdefault(y, []).append(x)
    return rows


@pytest.mark.parametrize("wanted", [theme.light, theme.dark], ids=["light", "dark"])
def test_pins_are_dotted_holes_are_drawn_through_and_empty_ones_are_seen(editor: TextEditor, wanted: Theme) -> None:
    marks = editor.span_marks
    editor.set_theme(wanted)
    editor.show()
    assert not accents(editor, wanted)
    marks.toggle_pin(4, 13)
    pinned = accents(editor, wanted)
    marks.clear_pins()
    marks.toggle_hole(4, 13)
    hole = accents(editor, wanted)
    marks.clear_holes()
    marks.toggle_hole(8, 8)
    notch = accents(editor, wanted)

    def joined(rows: dict[int, list[int]]) -> int:
        xs = max(rows.values(), key=len)
        gaps = [b - a for a, b in pairwise(xs)]
        return gaps.count(1)

    assert joined(hole) > 40
    assert len(max(pinned.values(), key=len)) > 8
    assert joined(pinned) < joined(hole) / 2
    assert 3 <= sum(len(xs) for xs in notch.values()) < 60
    assert len(notch) >= 4


def test_marks_out_of_view_and_under_a_long_line_are_not_drawn(editor: TextEditor) -> None:
    editor.shown.set_text("word " * 20_000 + "\n" * 100 + "end")
    editor.show()
    end = len(editor.toPlainText())
    editor.span_marks.toggle_pin(end - 3, end)
    assert not accents(editor, theme.light)
    editor.span_marks.toggle_pin(0, 99_000)
    assert accents(editor, theme.light)


def seen(editor: TextEditor) -> QImage:
    """What is on the screen, after everything that asked for it has been painted."""
    for _ in range(4):
        QApplication.processEvents()
    image = editor.backingStore().paintDevice()
    assert isinstance(image, QImage)
    return image.copy()


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Delete, Qt.Key.Key_Backspace, Qt.Key.Key_A])
def test_marks_move_with_their_lines_without_a_repaint_of_the_page(
    editor: TextEditor, qapp: QApplication, key: Qt.Key
) -> None:
    flash = qapp.cursorFlashTime()
    qapp.setCursorFlashTime(0)
    marks = editor.span_marks
    editor.show()
    marks.toggle_pin(4, 13)
    marks.toggle_pin(19, 23)
    marks.toggle_hole(15, 15)
    marks.toggle_hole(24, 27)
    cursor = editor.textCursor()
    cursor.setPosition(14)
    editor.setTextCursor(cursor)
    seen(editor)
    QTest.keyClick(editor, key)
    painted = seen(editor)
    editor.viewport().update()
    assert painted == seen(editor)
    qapp.setCursorFlashTime(flash)
