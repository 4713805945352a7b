"""The overlay with a proposal: drawn beside the original, scrubbed, looked behind, taken whole and in parts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from canvas_pages import PROSE, WORDS, Page, Vowels
from PySide6.QtGui import QImage, QTextCursor
from PySide6.QtWidgets import QApplication
from scripted import NOISE, make_pass

from palimpsest.app.editor.proposal_parts import ProposalPart
from palimpsest.engine.request import CellState

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

pytestmark = pytest.mark.usefixtures("fonts", "_steady_caret")


@pytest.fixture
def page(qtbot: QtBot) -> Page:
    return Page(qtbot, PROSE)


PARTS = [
    ProposalPart("office had "),
    ProposalPart("burned", "deleted"),
    ProposalPart("glowed 😀", "inserted"),
    ProposalPart(" all night", pinned=True),
    ProposalPart(", and when Mara came down the stairs it was still warm."),
    ProposalPart("\n\n", "deleted"),
    ProposalPart(" ", "inserted"),
    ProposalPart("She read the "),
]
DRAFT = "office had glowed 😀 all night, and when Mara came down the stairs it was still warm. She read the "


def cover(page: Page) -> None:
    page.view.begin(page.place("office"), page.place("letter"))


def test_a_proposal_shows_what_a_text_does_not(page: Page):
    cover(page)
    page.view.show_text(DRAFT)
    plain = page.image()
    page.view.show_proposal(PARTS)
    marked = page.image()
    assert marked != plain
    page.view.show_proposal([ProposalPart(DRAFT)])
    assert page.image() == plain
    assert page.document.text() == PROSE


@pytest.mark.parametrize("kind", ["prose", "code"])
def test_scrubbing_through_passes_and_back_is_exact(qtbot: QtBot, kind: str):
    page = Page(qtbot, PROSE, kind)
    cover(page)
    passes = [make_pass(number, 4, WORDS[: 9 * number], number / 4) for number in range(1, 5)]
    page.view.show_proposal(PARTS)
    proposal = page.image()
    seen = []
    for shown in (*passes, *reversed(passes)):
        page.view.forget()
        page.view.show_pass(shown)
        seen.append(page.image())
    page.view.show_proposal(PARTS)
    assert page.image() == proposal
    # The room may have grown in between; what is drawn in it has not changed.
    assert seen[3] == seen[4]
    assert seen[0] != seen[3]


def test_passes_after_forgetting_carry_no_trace(page: Page):
    cover(page)
    page.view.show_pass(make_pass(1, 4, ["a", " b"], 0.9))
    page.view.show_pass(make_pass(2, 4, ["a", " c"], 0.9))
    assert any(part.ink.trace for part in page.view._stretches)
    page.view.forget()
    page.view.show_pass(make_pass(3, 4, ["x", " y"], 0.9))
    assert not any(part.ink.trace for part in page.view._stretches)


def test_pins_of_the_user_alone_are_drawn_where_they_are_told(page: Page):
    cover(page)
    held = replace(make_pass(1, 4, ["a", " b", " c"], 1.0), states=(CellState.PINNED,) * 3)
    page.view.show_pass(held)
    assert [part.text for part in page.view._stretches if part.ink.pinned] == ["a b c"]
    page.view.show_pass(held, {1})
    assert [part.text for part in page.view._stretches if part.ink.pinned] == [" b"]


def test_a_pass_that_is_asked_for_is_drawn_also_with_less_motion(page: Page):
    cover(page)
    page.view.reduced_motion = True
    page.view.show_pass(make_pass(1, 4, ["drawn"], 0.9), asked=True)
    assert [part.text for part in page.view._stretches] == ["drawn"]


def test_a_marked_range_is_ringed_until_something_else_is_shown(page: Page):
    cover(page)
    page.view.show_proposal(PARTS)
    plain = page.image()
    page.view.mark_range(4, 9)
    marked = page.image()
    assert marked != plain
    page.view.clear_mark()
    assert page.image() == plain
    page.view.mark_range(11, 19, deleted=True)
    assert page.image() not in (plain, marked)
    page.view.show_proposal(PARTS)
    assert page.image() == plain


def test_a_ring_leaves_nothing_behind_above_its_line(qtbot: QtBot):
    page = Page(qtbot, "above\nfirst line\nbelow")
    page.view.begin(6, 16)
    page.view.show_text("another")

    def seen() -> QImage:
        QApplication.processEvents()
        screen = page.editor.backingStore().paintDevice()
        assert isinstance(screen, QImage)
        return screen.copy()

    plain = seen()
    page.view.mark_range(0, 7)
    ringed = seen()
    assert ringed != plain
    # The line above is painted alone.
    page.editor.viewport().update(0, 0, 400, int(page.view.rect_of(0, 1).top()))
    assert seen() == ringed
    page.view.clear_mark()
    assert seen() == plain


def test_doubts_are_shown_where_they_are_wanted(page: Page):
    cover(page)
    doubtful = [ProposalPart("sure ", probability=0.9), ProposalPart("unsure", probability=0.1)]
    page.view.show_proposal(doubtful)
    plain = page.image()
    page.view.show_certainty = True
    page.view.show_proposal(doubtful)
    assert page.image() != plain


def test_a_look_at_the_original_leaves_everything_as_it_was(qtbot: QtBot):
    page = Page(qtbot, PROSE)
    cover(page)
    page.view.show_text("", original=True)
    original = page.image()
    page.view.show_proposal([ProposalPart("row\n" * 40, "inserted")])
    bar = page.editor.verticalScrollBar()
    for value in (0, 12, 25):
        bar.setValue(value)
        before, last = page.image(), page.editor.visible_blocks
        below = [(block.blockNumber(), top) for block, top, _ in last()]
        page.view.peek(True)
        assert [(block.blockNumber(), top) for block, top, _ in last()] == below
        assert bar.value() == value
        page.view.peek(False)
        assert page.image() == before
        assert bar.value() == value
    page.view.show_text("short ")
    before = page.image()
    bar.setValue(0)
    page.view.peek(True)
    page.view.peek(True)
    assert page.image() == original
    page.view.peek(False)
    page.view.peek(False)
    assert page.image() == before


def test_what_comes_during_a_look_is_drawn_after_it(page: Page):
    cover(page)
    page.view.show_pass(make_pass(1, 4, WORDS, 0.4))
    page.view.peek(True)
    looked = page.image()
    for number in (2, 3):
        page.view.show_pass(make_pass(number, 4, WORDS[number:], 0.9))
        assert page.image() == looked
    page.view.show_proposal(PARTS)
    assert page.image() == looked
    page.view.peek(False)
    after = page.image()
    page.view.show_proposal(PARTS)
    assert page.image() == after
    page.view.peek(True)
    page.view.begin(page.place("office"), page.place("letter"))
    page.view.show_proposal(PARTS)
    assert page.image() == after


def test_a_commit_of_edits_leaves_alone_what_stands_between_them(page: Page):
    start, old = page.place("office"), PROSE[PROSE.index("office") : PROSE.index("letter")]
    mark = QTextCursor(page.document.buffer)
    mark.setPosition(page.place("Mara"))
    told = []
    page.document.buffer.contentsChange.connect(lambda *change: told.append(change))
    cover(page)
    first, last = old.index("burned"), old.index("warm")
    page.view.commit(
        old.replace("burned", "glowed 😀").replace("warm", "hot"),
        [(first, first + 6, "glowed 😀"), (last, last + 4, "hot")],
    )
    assert page.document.text() == PROSE.replace("burned", "glowed 😀", 1).replace("warm", "hot", 1)
    assert mark.position() == page.place("Mara")
    assert page.editor.textCursor().position() == page.place("hot") + 3
    assert len(told) == 1
    assert not page.view.active
    page.editor.undo()
    assert page.document.text() == PROSE
    assert page.view.span() == (0, 0)
    assert start == page.place("office")


def test_edits_that_make_another_text_do_not_count(page: Page):
    cover(page)
    page.view.commit("something else ", [(0, 1, "x")])
    assert page.document.text().startswith("The lamp in the harbour something else letter")


def test_a_part_is_taken_while_the_rest_stands(page: Page, qtbot: QtBot):
    cover(page)
    page.view.show_proposal(PARTS)
    shown = page.image()
    old = page.view.original
    at = old.index("burned")
    page.view.commit_part([(at, at + 6, "glowed 😀")])
    taken = PROSE.replace("burned", "glowed 😀", 1)
    assert page.document.text() == taken
    assert page.image() == shown
    assert page.view.active
    assert page.view.original == old.replace("burned", "glowed 😀")
    assert page.view.span() == (page.place("office"), page.place("letter"))
    gap = page.view.original.index("\n\n")
    page.view.commit_part([(gap, gap + 2, " ")])
    assert page.document.text() == taken.replace("\n\n", " ", 1)
    assert page.image() == shown
    assert page.disturbances == 0
    page.editor.undo()
    assert page.disturbances == 1
    assert not page.view.active
    assert page.document.text() == taken
    page.editor.undo()
    assert page.document.text() == PROSE
    for expected in (taken, taken.replace("\n\n", " ", 1)):
        page.editor.redo()
        assert page.document.text() == expected


def test_parts_at_the_edges_belong_to_the_span(page: Page):
    start, end = page.place("office"), page.place("letter")
    cover(page)
    cursor = page.editor.textCursor()
    cursor.setPosition(start)
    cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
    page.editor.setTextCursor(cursor)
    length = len(page.view.original)
    page.view.commit_part([(0, 0, "new\n"), (length, length, "\nlast ")])
    assert page.view.span() == (start, end + 10)
    assert page.view.original.startswith("new\noffice")
    assert page.view.original.endswith("\nlast ")
    # The selection is the span still.
    assert (page.editor.textCursor().anchor(), page.editor.textCursor().position()) == page.view.span()
    page.view.commit_part([(0, len(page.view.original), "")])
    assert page.view.span() == (start, start)
    page.view.commit_part([(0, 0, "again")])
    assert page.view.original == "again"
    assert page.disturbances == 0
    page.view.clear()
    assert all(block.isVisible() for block in page.blocks())


def test_typing_after_a_part_is_no_step_of_it(page: Page, qtbot: QtBot):
    cover(page)
    page.put_caret(page.place("lamp"))
    qtbot.keyClicks(page.editor, "x")
    page.view.commit_part([(0, 6, "study")])
    qtbot.keyClicks(page.editor, "y")
    assert page.document.text().startswith("The xylamp in the harbour study")
    assert page.view.active
    page.editor.undo()
    assert page.document.text().startswith("The xlamp in the harbour study")
    assert page.view.active
    page.editor.undo()
    assert page.document.text().startswith("The xlamp in the harbour office")
    assert page.disturbances == 1


def test_typing_in_the_span_after_a_part_disturbs_it(page: Page):
    cover(page)
    page.view.commit_part([(0, 6, "study")])
    page.insert(page.view.span()[0] + 2, "x")
    assert page.disturbances == 1


def test_what_is_in_view_stays_while_parts_above_are_taken(page: Page):
    cover(page)
    page.view.show_proposal(PARTS)
    page.editor.verticalScrollBar().setValue(page.editor.verticalScrollBar().maximum())
    assert page.view.extent() is None
    before = page.image()
    page.view.commit_part([(0, 6, "a\nb\nc\nd\n")])
    assert page.image() == before
    page.view.commit_part([(0, 8, "")])
    assert page.image() == before


def test_a_part_of_nothing_is_refused(page: Page):
    with pytest.raises(ValueError, match="Nothing is covered"):
        page.view.commit_part([(0, 0, "x")])
    cover(page)
    with pytest.raises(ValueError, match="not in order"):
        page.view.commit_part([(3, 4, ""), (1, 2, "")])
    page.view.commit_part([(0, 6, "office")])
    assert not page.document.modified
    assert page.document.text() == PROSE


def test_a_proposal_can_be_read_aloud(page: Page):
    said = page.view.spoken(PARTS)
    assert "deleted: burned;" in said
    assert "inserted: glowed 😀;" in said
    assert "¶¶" in said


@pytest.mark.parametrize(("start", "end"), [("office", " had"), ("office", "letter"), ("The lamp", "A tab")])
def test_lines_that_stay_keep_their_colours(page: Page, start: str, end: str):
    highlighter = Vowels(page.document.buffer)
    highlighter.rehighlight()
    page.put_caret(0)
    before = page.image()
    page.view.begin(page.place(start), page.place(end))
    page.view.show_text("", original=True)
    assert page.image() == before
    page.view.show_pass(make_pass(1, 4, [NOISE], 0.9))
    assert page.image() != before
    page.view.show_proposal([ProposalPart(page.view.original)])
    assert page.image() == before
