"""Places of the draft on the page, however it is scrolled and wrapped."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from canvas_pages import Page
from PySide6.QtCore import QPoint

from palimpsest.app.editor.proposal_parts import ProposalPart

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

pytestmark = pytest.mark.usefixtures("fonts")

TEXT = "".join(f"line {number} of the page\n" for number in range(60))
DRAFT = "".join(f"row {number} of a draft 😀\n" for number in range(90))


@pytest.fixture(params=["prose", "code"])
def page(qtbot: QtBot, request: pytest.FixtureRequest) -> Page:
    page = Page(qtbot, TEXT, request.param, height=300)
    page.view.begin(TEXT.index("line 10"), TEXT.index("line 14"))
    page.view.show_text(DRAFT)
    return page


@pytest.mark.parametrize("row", [0, 7, 40, 89, 12])
def test_what_shall_be_seen_is_brought_into_view(page: Page, row: int):
    start = DRAFT.index(f"row {row} ")
    page.view.ensure_visible(start, start + 6)
    place = page.view.rect_of(start, start + 6)
    assert page.editor.viewport().rect().contains(place.adjusted(1, 1, -1, -1))
    for offset in (start, start + 4):
        assert page.view.word_at(page.point(offset).toPointF()) == offset


def test_what_is_in_view_is_not_moved(page: Page):
    start = DRAFT.index("row 40 ")
    page.view.ensure_visible(start, start + 6)
    before = page.editor.verticalScrollBar().value()
    middle = QPoint(page.point(start).x(), page.editor.viewport().height() // 2)
    near = page.view.word_at(middle.toPointF())
    assert near is not None
    page.view.ensure_visible(near, near + 6)
    assert page.editor.verticalScrollBar().value() == before


def test_of_what_is_larger_than_the_view_the_beginning_is_seen(page: Page):
    page.view.ensure_visible(0, len(DRAFT))
    assert page.editor.viewport().rect().contains(page.point(0))
    page.editor.verticalScrollBar().setValue(60)
    page.view.ensure_visible(0, len(DRAFT))
    assert page.editor.viewport().rect().contains(page.point(0))


def test_a_long_line_is_scrolled_sideways(qtbot: QtBot):
    page = Page(qtbot, TEXT, "code")
    page.view.begin(0, 4)
    draft = "word " * 200 + "last"
    page.view.show_text(draft)
    end = draft.index("last")
    page.view.ensure_visible(end, end + 4)
    assert page.editor.viewport().rect().contains(page.view.rect_of(end, end + 4).center())
    page.view.ensure_visible(0, 4)
    assert page.editor.viewport().rect().contains(page.view.rect_of(0, 4).center())


def test_out_of_view_there_is_no_place(page: Page):
    bar = page.editor.verticalScrollBar()
    bar.setValue(bar.maximum())
    assert page.view.rect_of(0, 5).isNull()
    assert page.view.word_at(page.point(0).toPointF()) is None


def test_an_empty_range_is_what_is_gone_there(page: Page):
    page.view.show_proposal([ProposalPart("kept "), ProposalPart("gone ", "deleted"), ProposalPart("also kept")])
    place = page.view.rect_of(5, 5)
    assert page.view.rect_of(0, 5).right() <= place.center().x() <= page.view.rect_of(5, 9).left()
    assert page.view.rect_of(2, 2).isNull()
