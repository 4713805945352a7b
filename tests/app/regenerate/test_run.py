"""What is asked of the engine: dials, pins, holes, seeds, and where a run that is changed goes on from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from steered import SteeredEngine
from windows import select, wait_for

from palimpsest.app.regenerate.wish import SCALES, Wish

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot
    from windows import OpenWindow

    from palimpsest.app.window import Window


def press(qtbot: QtBot, window: Window, key: Qt.Key) -> None:
    """Press a key where the keyboard is."""
    qtbot.keyClick(window.focusWidget(), key)


def test_dials_pins_and_the_seed_are_what_the_engine_is_asked_for(qtbot: QtBot, open_window: OpenWindow) -> None:
    engine = SteeredEngine()
    window = open_window(engine=engine, text="🙂 one two three four")
    select(window, 3, 21)
    window.commands["regenerate.prompt"].trigger()
    window.prompt_bar.set_wish(Wish("calmer", 0.4, 2, 77, "longer"))
    window.editor.span_marks.toggle_pin(7, 10)
    press(qtbot, window, Qt.Key.Key_Return)
    wait_for(qtbot, window, "proposed")
    asked = engine.requests[0]
    assert (asked.start, asked.end, asked.pins) == (2, 20, ((6, 9),))
    assert (asked.instruction, asked.strength, asked.alternatives, asked.seed) == ("calmer", 0.4, 2, 77)
    assert asked.scale == SCALES["longer"]
    assert window.run is not None
    assert "two" in window.run.alternatives.proposal.text


def test_holes_are_filled_jointly_and_all_between_them_stays(qtbot: QtBot, open_window: OpenWindow) -> None:
    engine = SteeredEngine()
    window = open_window(engine=engine, text="a __ b __ c")
    for start in (2, 7):
        select(window, start, start + 2)
        window.commands["regenerate.hole"].trigger()
    window.editor.moveCursor(QTextCursor.MoveOperation.End)
    window.commands["regenerate.prompt"].trigger()
    assert window.prompt_bar.enter.text().startswith("Fill")
    press(qtbot, window, Qt.Key.Key_Return)
    wait_for(qtbot, window, "proposed")
    assert (engine.requests[0].start, engine.requests[0].end) == (2, 9)
    assert engine.requests[0].holes == ((2, 4), (7, 9))
    window.commands["regenerate.accept"].trigger()
    assert window.document.text() == "a new1 b new2 c"
    assert window.editor.span_marks.holes() == ()
    window.commands["edit.undo"].trigger()
    assert window.document.text() == "a __ b __ c"


def test_another_instruction_while_it_runs_goes_on_from_the_present_canvas(
    qtbot: QtBot, open_window: OpenWindow
) -> None:
    engine = SteeredEngine("alpha beta gamma", passes=4, gated=True)
    window = open_window(engine=engine, text="one two three")
    select(window, 0, 13)
    window.commands["regenerate.start"].trigger()
    engine.step(2)
    wait_for(qtbot, window, "sharpening")
    window.prompt_bar.instruction.setText("shorter")
    assert window.prompt_bar.enter.isVisible()
    press(qtbot, window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(engine.requests) == 2)
    engine.step(8)
    wait_for(qtbot, window, "proposed")
    asked = engine.requests[1]
    assert asked.instruction == "shorter"
    assert asked.seed == engine.requests[0].seed
    pieces = [engine.vocabulary[token] for segment in asked.resume for token in segment.ids]
    assert pieces == ["alpha", " beta", " gamma"]
    assert 0 < asked.strength < 1
    assert window.run is not None
    assert window.run.film is not None
    assert len(window.run.film.story) == 2


def test_the_dials_are_as_they_were_left(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window(engine=SteeredEngine(), text="one two three")
    select(window, 0, 3)
    window.commands["regenerate.prompt"].trigger()
    window.prompt_bar.set_wish(Wish("x", 0.35, 5, None, "shorter"))
    press(qtbot, window, Qt.Key.Key_Return)
    wait_for(qtbot, window, "proposed")
    window.commands["regenerate.accept"].trigger()
    select(window, 0, 3)
    window.commands["regenerate.prompt"].trigger()
    assert window.prompt_bar.wish == Wish("", 0.35, 5, None, "shorter")


def test_a_locked_seed_stays_locked(qtbot: QtBot, open_window: OpenWindow) -> None:
    engine = SteeredEngine()
    window = open_window(engine=engine, text="one two three")
    select(window, 0, 3)
    window.commands["regenerate.prompt"].trigger()
    window.commands["regenerate.new_seed"].trigger()
    window.commands["regenerate.lock_seed"].trigger()
    for _ in range(2):
        window.commands["regenerate.start"].trigger()
        wait_for(qtbot, window, "proposed")
        window.commands["regenerate.discard"].trigger()
        select(window, 0, 3)
        window.commands["regenerate.prompt"].trigger()
    window.commands["regenerate.start"].trigger()
    wait_for(qtbot, window, "proposed")
    window.commands["regenerate.retry"].trigger()
    wait_for(qtbot, window, "proposed")
    assert len({request.seed for request in engine.requests}) == 1
    assert len(engine.requests) == 4


def test_pins_and_dials_of_a_pending_run_come_back(qtbot: QtBot, open_window: OpenWindow) -> None:
    engine = SteeredEngine()
    window = open_window(engine=engine, text="one two three four")
    window.editor.span_marks.toggle_pin(4, 7)
    select(window, 0, 13)
    window.commands["regenerate.prompt"].trigger()
    window.prompt_bar.set_wish(Wish("x", 0.5, 2, 9, "same", 12))
    window.commands["regenerate.start"].trigger()
    wait_for(qtbot, window, "proposed")
    pending = window.regeneration.pending()
    assert pending is not None
    window.commands["regenerate.discard"].trigger()
    window.regeneration.resume(pending)
    wait_for(qtbot, window, "proposed")
    assert engine.requests[0] == engine.requests[1]
    assert engine.requests[1].pins == ((4, 7),)


def test_the_bar_knows_what_a_run_without_selecting_works_on(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window(engine=SteeredEngine(), text="One sentence. Another one.")
    window.commands["regenerate.sentence"].trigger()
    wait_for(qtbot, window, "proposed")
    assert window.prompt_bar.dials.strength.isEnabled()
    window.commands["regenerate.discard"].trigger()
    window.commands["regenerate.continue_text"].trigger()
    wait_for(qtbot, window, "proposed")
    assert not window.prompt_bar.dials.strength.isEnabled()
