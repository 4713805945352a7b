"""A click in the draft is told, and moves no caret; a hand says where one can be made."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from canvas_pages import Page
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from scripted import make_pass

from palimpsest.app.editor.proposal_parts import ProposalPart

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

pytestmark = pytest.mark.usefixtures("fonts")

TEXT = "One fish was in the old bucket.\nTwo more were on the table, and all of them were blue.\n"
START, END = TEXT.index("was"), TEXT.index("blue")
PARTS = [
    ProposalPart("was in "),
    ProposalPart("the old", "deleted"),
    ProposalPart("a 😀 new", "inserted"),
    ProposalPart(" bucket.\nTwo more were on the table, and all of them were "),
]
DRAFT = "was in a 😀 new bucket.\nTwo more were on the table, and all of them were "


@pytest.fixture
def page(qtbot: QtBot) -> Page:
    page = Page(qtbot, TEXT)
    page.view.begin(START, END)
    return page


@pytest.fixture
def clicks(page: Page) -> list[tuple[object, ...]]:
    found: list[tuple[object, ...]] = []
    page.view.draft_clicked.connect(lambda *told: found.append(("draft", *told)))
    page.view.deleted_clicked.connect(lambda *told: found.append(("deleted", *told)))
    return found


@pytest.mark.parametrize("button", [Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton])
def test_a_click_is_told_with_its_offset_and_its_word(
    page: Page, clicks: list[tuple[object, ...]], button: Qt.MouseButton
):
    page.view.show_proposal(PARTS)
    page.put_caret(3)
    for word in ("in", "😀", "new", "table"):
        offset = DRAFT.index(word)
        clicks.clear()
        page.click(page.point(offset), button)
        place = page.view.rect_of(offset, offset + len(word))
        assert clicks == [("draft", offset, place, button)]
    assert page.editor.textCursor().position() == 3
    assert page.view.active


def test_struck_out_text_is_told_apart(page: Page, clicks: list[tuple[object, ...]]):
    page.view.show_proposal(PARTS)
    offset = DRAFT.index("a 😀")
    point = page.view.rect_of(offset, offset).center()
    page.click(point)
    assert [told[:2] for told in clicks] == [("deleted", offset)]
    assert page.view.word_at(point.toPointF()) is None


def test_cells_of_a_pass_are_found(page: Page, clicks: list[tuple[object, ...]]):
    words = ["was", " 😀", "\n", "two", " more"]
    page.view.show_pass(make_pass(1, 4, words, 0.9))
    offset = "".join(words).index("two")
    assert page.view.cell_at(page.point(offset).toPointF()) == 3
    page.click(page.point(offset))
    assert [told[:2] for told in clicks] == [("draft", offset)]
    page.view.show_text("a text has no cells")
    assert page.view.cell_at(page.point(3).toPointF()) is None


def test_beside_a_line_nothing_is_hit_and_the_caret_stays(page: Page, clicks: list[tuple[object, ...]]):
    page.view.show_text("short\nlines\nof a draft ")
    page.put_caret(3)
    line = page.point(6)
    page.click(QPoint(line.x() + 300, line.y()))
    assert clicks == []
    assert page.editor.textCursor().position() == 3


def test_outside_the_draft_the_caret_goes_where_it_is_put(page: Page, clicks: list[tuple[object, ...]]):
    page.view.show_proposal(PARTS)
    page.put_caret(0)
    before = page.point(0)
    page.click(QPoint(before.x() - 24, before.y()))
    assert clicks == []
    assert 0 < page.editor.textCursor().position() < START


def test_a_drag_is_no_click(page: Page, clicks: list[tuple[object, ...]]):
    page.view.show_proposal(PARTS)
    page.drag(page.point(0), page.point(DRAFT.index("table")))
    assert clicks == []


def test_a_press_and_a_release_elsewhere_hit_what_is_there(page: Page, clicks: list[tuple[object, ...]]):
    page.view.show_proposal(PARTS)
    viewport, point = page.editor.viewport(), page.point(1)
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, pos=point)
    QTest.mouseRelease(viewport, Qt.MouseButton.RightButton, pos=point)
    assert clicks == []


def test_with_shift_a_click_selects_to_the_edge(page: Page, clicks: list[tuple[object, ...]]):
    page.view.show_proposal(PARTS)
    page.put_caret(0)
    shift = Qt.KeyboardModifier.ShiftModifier
    QTest.mouseClick(page.editor.viewport(), Qt.MouseButton.LeftButton, shift, page.point(1))
    assert clicks == []
    assert page.editor.textCursor().selectedText() == TEXT[:START]


def test_a_hand_is_shown_over_words(page: Page):
    page.view.show_proposal(PARTS)
    hovered: list[int] = []
    page.view.draft_hovered.connect(hovered.append)
    shape = page.editor.viewport().cursor
    word, space, gone = DRAFT.index("bucket"), DRAFT.index(" bucket"), DRAFT.index("a 😀")
    page.move(page.point(word))
    assert shape().shape() == Qt.CursorShape.PointingHandCursor
    page.move(page.point(space))
    assert shape().shape() == Qt.CursorShape.IBeamCursor
    page.move(page.view.rect_of(gone, gone).center())
    assert shape().shape() == Qt.CursorShape.PointingHandCursor
    page.move(page.point(word))
    QApplication.sendEvent(page.editor.viewport(), QEvent(QEvent.Type.Leave))
    assert shape().shape() == Qt.CursorShape.IBeamCursor
    assert hovered == [word, space, -1, word, -1]


def test_nothing_is_hit_while_the_original_is_looked_at_or_after_the_end(page: Page, clicks: list[tuple[object, ...]]):
    page.view.show_proposal(PARTS)
    point = page.point(DRAFT.index("table"))
    page.move(point)
    page.view.peek(True)
    assert page.editor.viewport().cursor().shape() == Qt.CursorShape.IBeamCursor
    page.click(point)
    assert page.view.word_at(point.toPointF()) is None
    page.view.peek(False)
    page.click(point)
    assert len(clicks) == 1
    page.move(point)
    page.view.clear()
    assert page.editor.viewport().cursor().shape() == Qt.CursorShape.IBeamCursor
    page.click(point)
    assert len(clicks) == 1
    assert page.editor.textCursor().position() > START


def test_where_less_motion_is_wanted_what_is_faded_cannot_be_hit(page: Page):
    page.view.reduced_motion = True
    before = page.view.rect_of(0, 3).center()
    assert page.view.word_at(before.toPointF()) == 1
    page.view.show_pass(make_pass(1, 4, ["was", " not"], 0.9))
    assert page.view.word_at(before.toPointF()) is None
    assert page.view.cell_at(before.toPointF()) is None
