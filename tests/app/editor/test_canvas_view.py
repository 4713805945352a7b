"""The overlay: what it shows, where it puts the caret, what it says about edits, and what it never does."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from canvas_pages import PROSE, WORDS, Page, Vowels
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from scripted import NOISE, make_pass

from palimpsest.app import theme
from palimpsest.app.documents.document import Document
from palimpsest.app.editor.near_overlay import position_near_overlay

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

pytestmark = pytest.mark.usefixtures("fonts", "_steady_caret")


@pytest.fixture
def page(qtbot: QtBot) -> Page:
    return Page(qtbot, PROSE)


SPANS = [
    pytest.param("office", " had", id="middle of a line"),
    pytest.param("The lamp", "\n\nShe", id="whole paragraph"),
    pytest.param("night", "letter", id="across paragraphs"),
    pytest.param("بالعالم", "اليمين", id="right to left"),
    pytest.param("A tab", "space", id="after a tab"),
    pytest.param("letter", "A tab", id="four paragraphs"),
    pytest.param("letter", "letter", id="insertion"),
]


@pytest.mark.parametrize(("start", "end"), SPANS)
@pytest.mark.parametrize("kind", ["prose", "code"])
def test_a_covered_original_looks_like_the_page(qtbot: QtBot, kind: str, start: str, end: str):
    page = Page(qtbot, PROSE, kind)
    before = page.image()
    page.view.begin(page.place(start), page.place(end))
    page.view.show_text("", original=True)
    assert page.image() == before
    page.view.show_pass(make_pass(1, 4, WORDS, 0.1))
    assert page.image() != before
    page.view.clear()
    assert page.image() == before


@pytest.mark.parametrize(("start", "end"), SPANS)
@pytest.mark.parametrize("kind", ["prose", "code"])
@pytest.mark.parametrize("new", ["", "x", "one line and\ntwo lines", "words " * 60, "😀 سطر"])
def test_a_shown_text_looks_like_the_committed_one(qtbot: QtBot, kind: str, start: str, end: str, new: str):
    page = Page(qtbot, PROSE, kind)
    first, last = page.place(start), page.place(end)
    page.view.begin(first, last)
    page.view.show_pass(make_pass(1, 4, WORDS, 0.1))
    page.view.show_text(new)
    shown = page.image()
    original = page.document.text()
    page.view.commit(new)
    page.put_caret(0)
    page.editor.horizontalScrollBar().setValue(0)
    assert page.image() == shown
    page.editor.undo()
    assert page.document.text() == original


def test_what_follows_stays_while_a_draft_shrinks(page: Page):
    page.view.begin(page.place("office"), page.place("office"))
    page.view.show_pass(make_pass(1, 4, WORDS, 0.9))
    below = {block.blockNumber(): top for block, top, _ in page.editor.visible_blocks()}
    page.view.show_pass(make_pass(2, 4, WORDS[:3], 0.9))
    assert {block.blockNumber(): top for block, top, _ in page.editor.visible_blocks()} == below
    page.view.show_text("short")
    assert {block.blockNumber(): top for block, top, _ in page.editor.visible_blocks()} != below


def test_what_is_in_view_stays_while_a_draft_above_grows(page: Page):
    page.view.begin(page.place("office"), page.place("night"))
    page.editor.verticalScrollBar().setValue(page.editor.verticalScrollBar().maximum())
    top = page.editor.firstVisibleBlock().blockNumber()
    assert top > 4
    before = page.image()
    for number, count in enumerate((5, 60, 20, 40)):
        page.view.show_pass(make_pass(number, 4, WORDS[:count], 0.9))
        assert page.image() == before
    page.view.clear()
    assert page.image() == before


def test_a_draft_taller_than_the_page_can_be_scrolled_through(page: Page):
    page.view.begin(page.place("office"), page.place("office"))
    page.view.show_text("\n".join(f"line {number}" for number in range(200)))
    bar = page.editor.verticalScrollBar()
    seen = set()
    for value in range(bar.maximum() + 1):
        bar.setValue(value)
        extent = page.view.extent()
        seen.add(None if extent is None else extent[0])
    assert len(seen) > 190
    bar.setValue(100)
    extent = page.view.extent()
    assert extent is not None
    assert extent[0] < 0 < page.editor.viewport().height() < extent[1]


def test_the_document_never_knows(page: Page):
    page.insert(0, "typed ")
    page.editor.undo()
    document = page.document.buffer
    before = (document.toRawText(), document.isModified(), document.availableUndoSteps(), document.revision())
    assert document.isRedoAvailable()
    page.view.begin(page.place("office"), page.place("letter"))
    for number in range(1, 5):
        page.view.show_pass(make_pass(number, 4, [NOISE, " ", "\n", NOISE] * number, number / 4))
        assert document.find(NOISE).isNull()
        assert page.document.text() == PROSE
    page.view.show_text(NOISE)
    page.view.clear()
    after = (document.toRawText(), document.isModified(), document.availableUndoSteps(), document.revision())
    assert after == before
    assert document.isRedoAvailable()
    assert all(block.isVisible() for block in page.blocks())


def test_accessible_text_stays_the_original(page: Page):
    page.view.begin(page.place("office"), page.place("letter"))
    page.view.show_pass(make_pass(1, 4, [NOISE], 0.9))
    assert NOISE not in page.editor.toPlainText()


def test_typing_before_and_after_a_commit_are_steps_of_their_own(page: Page, qtbot: QtBot):
    page.put_caret(page.place("office"))
    qtbot.keyClicks(page.editor, "abc")
    typed = page.document.text()
    at = page.editor.textCursor().position()
    page.view.begin(at, at)
    page.view.commit("COMMIT")
    assert page.editor.textCursor().position() == at + 6
    qtbot.keyClicks(page.editor, "xyz")
    assert "abcCOMMITxyz" in page.document.text()
    page.editor.undo()
    assert page.document.text() == typed.replace("abc", "abcCOMMIT")
    page.editor.undo()
    assert page.document.text() == typed
    page.editor.redo()
    assert page.document.text() == typed.replace("abc", "abcCOMMIT")


def test_a_commit_leaves_alone_what_stays(page: Page):
    start, end = page.place("The lamp"), page.place(" had burned")
    mark = QTextCursor(page.document.buffer)
    mark.setPosition(page.place("harbour") + 3)
    page.view.begin(start, end)
    page.view.commit("A small lamp in the harbour office")
    assert mark.position() == page.place("harbour") + 3
    assert page.document.text().startswith("A small lamp in the harbour office had burned")
    page.editor.undo()
    assert page.document.text() == PROSE


def test_a_commit_of_the_same_text_is_no_step(page: Page):
    page.view.begin(page.place("office"), page.place("letter"))
    page.view.commit(PROSE[PROSE.index("office") : PROSE.index("letter")])
    assert not page.document.modified
    assert not page.document.buffer.isUndoAvailable()


def test_a_commit_without_a_span_is_refused(page: Page):
    with pytest.raises(ValueError, match="Nothing is covered"):
        page.view.commit("text")
    assert page.document.text() == PROSE


@pytest.mark.parametrize("span", [(-1, 3), (4, 2), (0, 10**6)])
def test_a_span_outside_the_document_is_refused(page: Page, span: tuple[int, int]):
    with pytest.raises(ValueError, match="does not lie in the document"):
        page.view.begin(*span)
    assert not page.view.active


def test_edits_elsewhere_move_the_span(page: Page):
    start, end = page.place("office"), page.place("letter")
    page.view.begin(start, end)
    page.insert(0, "New 😀 line\n")
    page.insert(page.place("second time"), "very ")
    assert page.view.span() == (start + 12, end + 12)
    page.insert(page.place(" office"), "\n")
    assert page.view.span() == (start + 13, end + 13)
    for _ in range(3):
        page.editor.undo()
    assert page.view.span() == (start, end)
    assert page.view.active
    assert page.disturbances == 0


@pytest.mark.parametrize("where", ["start", "inside", "end"])
@pytest.mark.parametrize("point", [False, True])
def test_typing_in_the_span_disturbs_it(page: Page, qtbot: QtBot, where: str, point: bool):
    start, end = page.place("office"), page.place("letter")
    page.view.begin(start, start if point else end)
    page.view.show_pass(make_pass(1, 4, [NOISE], 0.9))
    at = {"start": start, "inside": start if point else page.place("Mara"), "end": start if point else end}[where]
    page.insert(at, "x")
    assert page.disturbances == 1
    assert not page.view.active
    assert page.document.text() == PROSE[:at] + "x" + PROSE[at:]


def test_deleting_and_undoing_in_the_span_disturb_it(page: Page):
    page.insert(page.place("Mara"), "x")
    page.view.begin(page.place("office"), page.place("letter"))
    page.editor.undo()
    assert page.disturbances == 1
    page.view.begin(page.place("office"), page.place("letter"))
    cursor = QTextCursor(page.document.buffer)
    cursor.setPosition(page.place("lamp"))
    cursor.setPosition(page.place("night"), QTextCursor.MoveMode.KeepAnchor)
    cursor.removeSelectedText()
    assert page.disturbances == 2


def test_one_undo_of_two_edits_around_the_span_leaves_it(page: Page):
    cursor = QTextCursor(page.document.buffer)
    cursor.beginEditBlock()
    cursor.setPosition(page.place("second"))
    cursor.insertText("very ")
    cursor.setPosition(page.place("lamp"))
    cursor.insertText("old ")
    cursor.endEditBlock()
    page.view.begin(page.place("office"), page.place("letter"))
    page.editor.undo()
    assert page.disturbances == 0
    assert page.view.span() == (page.place("office"), page.place("letter"))


def test_a_drag_out_of_the_draft_selects_from_its_nearer_edge(page: Page):
    start, end = page.place("office"), page.place("letter")
    page.view.begin(start, end)
    page.view.show_text("\n".join(["draft"] * 9))
    extent = page.view.extent()
    assert extent is not None
    for height, to, expected in ((extent[0] + 40, -200, start), (extent[1] - 40, 200, end)):
        begin = QPoint(60, int(height))
        page.drag(begin, QPoint(60, max(0, begin.y() + to)))
        assert page.editor.textCursor().anchor() == expected
        assert page.editor.textCursor().hasSelection()
    assert page.view.active


def test_clicks_beside_the_draft_hit_what_they_show(page: Page, qtbot: QtBot):
    page.view.begin(page.place("office"), page.place("letter"))
    page.view.show_text("a draft\nof two lines, and then ")
    for target in (page.place("lamp") + 2, page.place("second time") + 3):
        page.put_caret(target)
        assert page.view._span is not None
        where = page.view._span.to_sheet(target)
        assert where is not None
        top = page.view._canvas.top()
        assert top is not None
        place = QPoint(
            round(page.view._canvas.sheet.x_of(where) + page.editor.scroll_offset()),
            round(top + page.view._canvas.sheet.line_of(where).top + 8),
        )
        page.put_caret(0)
        qtbot.mouseClick(page.editor.viewport(), Qt.MouseButton.LeftButton, pos=place)
        assert page.editor.textCursor().position() == target


def test_the_caret_walks_across_the_draft(page: Page, qtbot: QtBot):
    start, end = page.place("office"), page.place("letter")
    page.view.begin(start, end)
    page.view.show_text("a draft")
    page.put_caret(start - 1)
    steps = []
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_Left):
        qtbot.keyClick(page.editor, key)
        steps.append(page.editor.textCursor().position())
    assert steps == [start, end, end + 1, end, start]


def test_line_keys_cross_the_draft(page: Page, qtbot: QtBot):
    start, end = page.place("office"), page.place("letter")
    page.view.begin(start, end)
    page.view.show_text("\n".join(["draft"] * 5))
    below = page.document.buffer.findBlock(end).next()
    page.put_caret(0)
    steps = [0]
    for _ in range(12):
        qtbot.keyClick(page.editor, Qt.Key.Key_Down)
        steps.append(page.editor.textCursor().position())
        if steps[-1] >= below.position():
            break
    assert steps == sorted(set(steps))
    assert not any(start < step < end for step in steps)
    assert steps[-1] < below.position() + below.length()
    up = []
    for _ in range(12):
        qtbot.keyClick(page.editor, Qt.Key.Key_Up)
        up.append(page.editor.textCursor().position())
        if up[-1] <= start:
            break
    assert up == sorted(set(up), reverse=True)
    assert up[-1] <= start
    page.put_caret(end + 2)
    qtbot.keyClick(page.editor, Qt.Key.Key_End)
    assert page.document.buffer.findBlock(end).contains(page.editor.textCursor().position())
    assert page.editor.textCursor().position() > end + 2
    page.put_caret(end + 2)
    qtbot.keyClick(page.editor, Qt.Key.Key_Home)
    assert page.editor.textCursor().position() in (start, end)


def test_a_selection_across_the_span_is_drawn(page: Page):
    page.view.begin(page.place("office"), page.place("letter"))
    page.view.show_text("a draft ")
    page.put_caret(page.view.span()[1])
    plain = page.image()
    page.editor.selectAll()
    assert page.image() != plain
    span = page.editor.textCursor()
    span.setPosition(page.view.span()[0])
    span.setPosition(page.view.span()[1], QTextCursor.MoveMode.KeepAnchor)
    page.editor.setTextCursor(span)
    assert page.image() == plain


def test_less_motion_draws_no_draft(page: Page):
    page.view.reduced_motion = True
    page.view.begin(page.place("office"), page.place("night"))
    images = []
    for number in range(1, 41):
        page.view.show_pass(make_pass(number, 40, [NOISE, str(number)], number / 40))
        assert NOISE not in "".join(part.text for part in page.view._stretches)
        images.append(page.image())
    changes = sum(one != other for one, other in pairwise(images))
    assert 5 <= changes <= 10
    page.view.show_text("the result ")
    assert [part.text for part in page.view._stretches] == ["the result "]


@pytest.mark.parametrize("change", ["theme", "zoom", "width"])
def test_the_draft_follows_the_look_of_the_page(qtbot: QtBot, change: str):
    page, fresh = Page(qtbot, PROSE), Page(qtbot, PROSE)
    last = page.place("letter")

    def look(other: Page) -> None:
        if change == "theme":
            other.editor.set_theme(theme.dark)
        elif change == "zoom":
            other.editor.set_style(replace(other.editor.page_style, zoom=130))
        else:
            other.editor.resize(420, 520)

    look(fresh)
    page.view.begin(page.place("office"), last)
    page.view.show_pass(make_pass(1, 4, WORDS, 0.9))
    look(page)
    page.view.show_text("another text, " * 12)
    fresh.view.begin(fresh.place("office"), last)
    fresh.view.show_text("another text, " * 12)
    assert page.image() == fresh.image()


@pytest.mark.parametrize(("start", "end"), [("office", " had"), ("office", "letter")])
def test_highlighting_stays_beside_the_draft(page: Page, start: str, end: str):
    highlighter = Vowels(page.document.buffer)
    highlighter.rehighlight()
    page.insert(page.place(" stairs"), "o")
    before = page.image()
    page.view.begin(page.place(start), page.place(end))
    page.view.show_text("", original=True)
    # An edit of the same block lets the highlighter run while the room is made.
    page.insert(page.place("lamp"), "oo")
    page.editor.undo()
    span = page.view._span
    assert span is not None
    for beside in (span.prefix, span.suffix):
        assert [part.start for part in beside.ranges] == [
            at for at, character in enumerate(beside.text) if character == "o"
        ]
    page.view.clear()
    page.put_caret(0)
    assert page.image() == before


def test_another_document_can_follow(page: Page, tmp_path: Path):
    page.view.begin(page.place("office"), page.place("letter"))
    page.view.clear()
    path = tmp_path / "a.py"
    path.write_text("one = 1\ntwo = 2\n")
    other = Document(path)
    page.editor.set_document(other)
    page.view.begin(0, 3)
    page.view.commit("eins")
    assert other.text() == "eins = 1\ntwo = 2\n"
    assert page.document.text() == PROSE


def test_keys_reach_the_page_during_a_draft(page: Page):
    page.view.begin(page.place("office"), page.place("letter"))
    page.view.show_pass(make_pass(1, 4, [NOISE], 0.9))
    page.put_caret(page.place("lamp"))
    QTest.keyClicks(page.editor, "old ")
    assert page.document.text().startswith("The old lamp")
    assert page.view.active


def test_undoing_text_at_the_end_of_the_span_hides_nothing(qtbot: QtBot):
    page = Page(qtbot, "\naa" * 4)
    cursor = QTextCursor(page.document.buffer)
    cursor.setPosition(1)
    cursor.setPosition(5, QTextCursor.MoveMode.KeepAnchor)
    cursor.removeSelectedText()
    page.view.begin(0, 1)
    page.editor.undo()
    block = page.document.buffer.begin()
    while block.isValid():
        assert block.isVisible()
        block = block.next()


def test_a_click_beyond_a_draft_at_the_end_of_the_text_goes_to_its_end(qtbot: QtBot):
    page = Page(qtbot, "one two\nthree four")
    page.view.begin(4, 14)
    page.view.show_pass(make_pass(1, 2, WORDS, 0.3))
    assert position_near_overlay(page.editor, QPoint(600, 510)) == 18
    assert position_near_overlay(page.editor, QPoint(0, 0)) == 0
    QTest.mouseClick(page.editor.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(600, 510))
    assert page.editor.textCursor().position() == 18
    page.view.clear()
    assert position_near_overlay(page.editor, QPoint(600, 510)) == 18


@pytest.mark.parametrize("mark", ["\ufeff", "\ufffe"])
def test_a_text_that_begins_with_a_mark_of_byte_order_is_committed_whole(qtbot: QtBot, mark: str):
    page = Page(qtbot, "one two three")
    page.view.begin(4, 7)
    page.view.commit(f"{mark}2")
    assert page.document.text() == f"one {mark}2 three"


@pytest.mark.parametrize("span", [(0, 0), (4, 14), (19, 40), (60, 90), (96, 96), (0, 96)])
def test_pages_are_turned_across_a_draft(qtbot: QtBot, span: tuple[int, int]):
    text = "\n".join(f"line {number} of a page" for number in range(5))[:96].ljust(96, "x")
    page = Page(qtbot, text, height=150)
    page.view.begin(*span)
    page.view.show_pass(make_pass(1, 2, WORDS, 0.3))
    for key, end in ((Qt.Key.Key_PageDown, len(text)), (Qt.Key.Key_PageUp, 0)):
        caret = page.editor.textCursor().position()
        for _ in range(12):
            before = caret
            qtbot.keyClick(page.editor, key)
            caret = page.editor.textCursor().position()
            assert 0 <= caret <= len(text)
            assert (caret - before) * (end - before) >= 0
        # On the first or on the last line, or at the edge of the draft that is there.
        assert "\n" not in text[min(caret, end) : max(caret, end)] or caret in span
    page.put_caret(0)
    qtbot.keyClick(page.editor, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ShiftModifier)
    assert page.editor.textCursor().anchor() == 0
