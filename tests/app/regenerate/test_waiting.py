"""Spans that wait: first in, first out, where they are by then."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor, QTextDocument
from scripted import ScriptedEngine
from windows import PATIENCE_MS, select, wait_for

from palimpsest.app.regenerate.target import Target
from palimpsest.app.regenerate.waiting import MOST, Waiting
from palimpsest.app.regenerate.wish import Wish
from palimpsest.engine.request import Failed

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot
    from windows import OpenWindow

    from palimpsest.app.window import Window

pytestmark = pytest.mark.usefixtures("qapp")


def document(text: str) -> QTextDocument:
    made = QTextDocument()
    made.setPlainText(text)
    return made


def edit(text: QTextDocument, start: int, end: int, new: str) -> None:
    cursor = QTextCursor(text)
    cursor.setPosition(start)
    cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
    cursor.insertText(new)


def test_the_first_comes_first_where_it_is_by_then() -> None:
    text, waiting = document("one two three four"), Waiting()
    waiting.add(text, Target(4, 7, pins=((0, 1),)), Wish("a"))
    waiting.add(text, Target(8, 13), Wish("b"))
    edit(text, 0, 3, "eleven")
    assert waiting.ranges() == ((7, 10), (11, 16))
    assert waiting.take() == (Target(7, 10, pins=((0, 1),)), Wish("a"))
    assert waiting.take() == (Target(11, 16), Wish("b"))
    assert waiting.take() is None


def test_a_later_wish_for_the_same_place_counts() -> None:
    text, waiting = document("one two three"), Waiting()
    waiting.add(text, Target(0, 7), Wish("a"))
    waiting.add(text, Target(4, 13), Wish("b"))
    assert len(waiting) == 1
    assert waiting.take() == (Target(4, 13), Wish("b"))


def test_a_span_that_was_deleted_has_no_turn_and_a_place_keeps_it() -> None:
    text, waiting = document("one two three"), Waiting()
    waiting.add(text, Target(4, 7), Wish())
    waiting.add(text, Target(13, 13), Wish("here"))
    edit(text, 3, 8, "")
    assert waiting.take() == (Target(8, 8), Wish("here"))


def test_pins_are_given_up_in_a_span_that_was_rewritten() -> None:
    text, waiting = document("one two three"), Waiting()
    waiting.add(text, Target(4, 13, pins=((0, 3),)), Wish())
    edit(text, 5, 6, "xyz")
    assert waiting.take() == (Target(4, 15), Wish())


def test_there_is_an_end_to_it_and_it_can_be_forgotten() -> None:
    text, waiting = document("x" * 200), Waiting()
    told: list[int] = []
    waiting.changed.connect(lambda: told.append(len(waiting)))
    assert all(waiting.add(text, Target(2 * place, 2 * place + 1), Wish()) for place in range(MOST))
    assert not waiting.add(text, Target(150, 151), Wish())
    waiting.clear()
    waiting.clear()
    assert told == [*range(1, MOST + 1), 0]


def test_places_between_characters_wait_once_and_not_inside_of_a_span() -> None:
    text, waiting = document("one two three"), Waiting()
    for target in (Target(4, 4), Target(4, 4), Target(4, 7), Target(5, 5)):
        waiting.add(text, target, Wish())
    assert waiting.ranges() == ((4, 4), (5, 5))


def test_what_is_told() -> None:
    text, waiting = document("one two three four"), Waiting()
    told: list[object] = []
    waiting.added.connect(told.append)
    waiting.cleared.connect(lambda: told.append("cleared"))
    waiting.refused.connect(lambda: told.append("refused"))
    waiting.add(text, Target(0, 3), Wish())
    waiting.add(text, Target(4, 7), Wish())
    waiting.add(text, Target(4, 8), Wish())
    waiting.take()
    waiting.clear()
    waiting.clear()
    assert told == [1, 2, 2, "cleared"]


def test_spans_that_were_deleted_are_not_counted() -> None:
    text, waiting = document("one two three"), Waiting()
    waiting.add(text, Target(4, 7), Wish())
    waiting.add(text, Target(8, 13), Wish())
    edit(text, 3, 8, "")
    assert len(waiting) == 1
    assert waiting.ranges() == ((3, 8),)
    edit(text, 0, 8, "")
    assert len(waiting) == 0
    assert waiting.take() is None


@given(st.data())
def test_wherever_edits_fall_turns_are_taken_in_order_and_lie_in_the_text(data: st.DataObject) -> None:
    text, waiting = document("0123456789" * 4), Waiting()
    places = st.integers(0, 40)
    for number in range(data.draw(st.integers(1, 5))):
        start, end = sorted((data.draw(places), data.draw(places)))
        waiting.add(text, Target(start, end), Wish(str(number)))
    for _ in range(data.draw(st.integers(0, 4))):
        most = text.characterCount() - 1
        start, end = sorted((data.draw(st.integers(0, most)), data.draw(st.integers(0, most))))
        edit(text, start, end, data.draw(st.sampled_from(["", "x", "long text"])))
    ranges, turns = waiting.ranges(), []
    while (found := waiting.take()) is not None:
        turns.append(found)
    assert tuple((target.start, target.end) for target, _ in turns) == ranges
    assert [int(wish.instruction) for _, wish in turns] == sorted(int(wish.instruction) for _, wish in turns)
    assert all(0 <= start <= end < text.characterCount() for start, end in ranges)
    assert len(waiting) == 0


# In a window

TEXT = "one two three four five"


def started(qtbot: QtBot, open_window: OpenWindow, engine: ScriptedEngine, *spans: tuple[int, int]) -> Window:
    """A window with a run on the first span, and the others selected and started after it."""
    window = open_window(engine, text=TEXT)
    for span in spans:
        select(window, *span)
        window.commands["regenerate.start"].trigger()
    return window


def asked(engine: ScriptedEngine) -> list[str]:
    return [request.text[request.start : request.end] for request in engine.requests]


def test_disjoint_spans_have_their_turn_one_after_the_other(qtbot: QtBot, open_window: OpenWindow) -> None:
    engine = ScriptedEngine(("drawn",))
    window = started(qtbot, open_window, engine, (4, 7), (14, 18), (8, 13))
    assert len(window.regeneration.waiting) == 2
    for left in (2, 1, 0):
        wait_for(qtbot, window, "proposed")
        assert len(window.regeneration.waiting) == left
        window.commands["regenerate.accept"].trigger()
    assert asked(engine) == ["two", "four", "three"]
    assert window.document.text() == "one drawn drawn drawn five"
    assert window.prompt_bar.isHidden()
    for text in ("one drawn three drawn five", "one drawn three four five", TEXT):
        window.commands["edit.undo"].trigger()
        assert window.document.text() == text


def test_a_discarded_run_is_followed_by_the_next(qtbot: QtBot, open_window: OpenWindow) -> None:
    engine = ScriptedEngine(("drawn",))
    window = started(qtbot, open_window, engine, (4, 7), (14, 18))
    wait_for(qtbot, window, "proposed")
    window.commands["regenerate.discard"].trigger()
    run = wait_for(qtbot, window, "proposed")
    assert (run.target.start, run.target.end) == (14, 18)
    assert window.editor.textCursor().position() in (14, 18)


def test_after_a_failure_the_line_waits_until_it_is_put_away(qtbot: QtBot, open_window: OpenWindow) -> None:
    engine = ScriptedEngine(("drawn",), failure=Failed("It broke.", "Mend it."))
    window = started(qtbot, open_window, engine, (4, 7), (14, 18))
    wait_for(qtbot, window, "failed")
    assert len(window.regeneration.waiting) == 1
    engine.failure = None
    window.commands["regenerate.discard"].trigger()
    wait_for(qtbot, window, "proposed")
    assert asked(engine) == ["two", "four"]


def test_a_span_that_was_deleted_meanwhile_is_passed_over(qtbot: QtBot, open_window: OpenWindow) -> None:
    engine = ScriptedEngine(("drawn",))
    window = started(qtbot, open_window, engine, (4, 7), (14, 18), (19, 23))
    wait_for(qtbot, window, "proposed")
    edit(window.document.buffer, 13, 18, "")
    window.commands["regenerate.accept"].trigger()
    wait_for(qtbot, window, "proposed")
    assert asked(engine) == ["two", "five"]
    assert len(window.regeneration.waiting) == 0


def test_with_the_bar_the_wish_in_it_waits(qtbot: QtBot, open_window: OpenWindow) -> None:
    engine = ScriptedEngine(("drawn",), follows_instructions=True)
    window = started(qtbot, open_window, engine, (4, 7))
    wait_for(qtbot, window, "proposed")
    select(window, 14, 18)
    window.commands["regenerate.prompt"].trigger()
    qtbot.keyClicks(window.prompt_bar.instruction, "shorter")
    qtbot.keyClick(window.prompt_bar.instruction, Qt.Key.Key_Return)
    assert len(window.regeneration.waiting) == 1
    window.commands["regenerate.accept"].trigger()
    wait_for(qtbot, window, "proposed")
    assert [request.instruction for request in engine.requests] == ["", "shorter"]


def test_who_types_into_the_draft_goes_on_typing_when_the_next_begins(qtbot: QtBot, open_window: OpenWindow) -> None:
    engine = ScriptedEngine(("drawn",))
    window = started(qtbot, open_window, engine, (4, 7), (14, 18))
    wait_for(qtbot, window, "proposed")
    select(window, 4, 4)
    window.editor.setFocus()
    qtbot.keyClick(window.editor, Qt.Key.Key_X)
    qtbot.waitUntil(lambda: len(engine.requests) == 2, timeout=PATIENCE_MS)
    wait_for(qtbot, window, "proposed")
    assert window.editor.hasFocus()
    qtbot.keyClicks(window.editor, "yz")
    assert window.document.text() == "one xyztwo three four five"
    assert window.run is not None
    assert window.run.state == "proposed"
    assert asked(engine) == ["two", "four"]


def test_what_waits_goes_with_its_page(qtbot: QtBot, open_window: OpenWindow) -> None:
    engine = ScriptedEngine(("drawn",))
    window = started(qtbot, open_window, engine, (4, 7), (14, 18))
    wait_for(qtbot, window, "proposed")
    page = window.page
    window.files.new()
    window.remove_page(page)
    assert len(engine.requests) == 1
    assert window.run is None


def test_the_window_closes_with_things_in_line(qtbot: QtBot, open_window: OpenWindow) -> None:
    engine = ScriptedEngine(("drawn",))
    window = started(qtbot, open_window, engine, (4, 7), (14, 18))
    wait_for(qtbot, window, "proposed")
    window.leave()
    assert not window.isVisible()
    assert len(engine.requests) == 1
    assert window.document.text() == TEXT
