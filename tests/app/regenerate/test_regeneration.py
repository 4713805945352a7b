"""The whole life of a run, as the keyboard leads it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from scripted import NOISE, ScriptedEngine
from windows import PATIENCE_MS, select, wait_for

from palimpsest.engine.request import Failed, Finished, InfillRequest

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot
    from windows import OpenWindow

    from palimpsest.app.window import Window

TEXT = "On the table stood a small brown cup. Nobody looked at it."
CUP = (TEXT.index("a small brown cup"), TEXT.index(". Nobody"))
BEFORE, AFTER = TEXT[: CUP[0]], TEXT[CUP[1] :]


def press(qtbot: QtBot, window: Window, key: Qt.Key, modifier: Qt.KeyboardModifier | None = None) -> None:
    """Press a key where the keyboard is."""
    qtbot.keyClick(window.focusWidget(), key, modifier or Qt.KeyboardModifier.NoModifier)


def prompt(qtbot: QtBot, window: Window, start: int = CUP[0], end: int = CUP[1]) -> None:
    select(window, start, end)
    press(qtbot, window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert window.prompt_bar.isVisible()
    assert window.focusWidget() is window.prompt_bar.instruction


def text_of(window: Window) -> str:
    return window.document.text()


def test_select_run_accept_undo(qtbot: QtBot, open_window: OpenWindow) -> None:
    engine = ScriptedEngine(gated=True, passes=2, follows_instructions=True)
    window = open_window(engine, text=TEXT)
    assert window.run is None
    prompt(qtbot, window)
    qtbot.keyClicks(window.prompt_bar.instruction, "less brown")
    press(qtbot, window, Qt.Key.Key_Return)
    assert window.run is not None
    assert window.run.state == "preparing"
    engine.step()
    wait_for(qtbot, window, "sharpening", 1)
    assert window.status.run_state.text().startswith("pass 1 of 2")
    assert text_of(window) == TEXT
    engine.step()
    wait_for(qtbot, window, "proposed")
    assert text_of(window) == TEXT
    assert not window.document.modified
    press(qtbot, window, Qt.Key.Key_Return)
    assert window.run.state == "accepted"
    assert text_of(window) == BEFORE + "a quiet lamp" + AFTER
    assert window.prompt_bar.isHidden()
    assert window.focusWidget() is window.editor
    assert window.status.run_state.text() == ""
    request = engine.requests[0]
    assert (request.text, request.start, request.end) == (TEXT, *CUP)
    assert (request.instruction, request.alternatives) == ("less brown", 3)
    window.commands["edit.undo"].trigger()
    assert text_of(window) == TEXT
    assert not window.document.modified
    assert not window.document.buffer.isUndoAvailable()
    window.commands["edit.redo"].trigger()
    assert text_of(window) == BEFORE + "a quiet lamp" + AFTER


def test_positions_are_code_points(qtbot: QtBot, open_window: OpenWindow) -> None:
    engine = ScriptedEngine()
    window = open_window(engine, text="🦉 an owl 🦉 sat")
    prompt(qtbot, window, 3, 9)
    press(qtbot, window, Qt.Key.Key_Return)
    wait_for(qtbot, window, "proposed")
    request = engine.requests[0]
    assert request.text[request.start : request.end] == "an owl"
    press(qtbot, window, Qt.Key.Key_Return)
    assert text_of(window) == "🦉 a quiet lamp 🦉 sat"


def test_nothing_selected_inserts_at_the_caret(qtbot: QtBot, open_window: OpenWindow) -> None:
    engine = ScriptedEngine(["very "])
    window = open_window(engine, text=TEXT)
    prompt(qtbot, window, 21, 21)
    press(qtbot, window, Qt.Key.Key_Return)
    wait_for(qtbot, window, "proposed")
    assert (engine.requests[0].start, engine.requests[0].end) == (21, 21)
    press(qtbot, window, Qt.Key.Key_Return)
    assert text_of(window) == TEXT[:21] + "very " + TEXT[21:]


def test_escape_stops_keeps_the_draft_and_discards(qtbot: QtBot, open_window: OpenWindow) -> None:
    engine = ScriptedEngine(gated=True)
    window = open_window(engine, text=TEXT)
    prompt(qtbot, window)
    press(qtbot, window, Qt.Key.Key_Return)
    engine.step()
    wait_for(qtbot, window, "sharpening")
    press(qtbot, window, Qt.Key.Key_Escape)
    run = wait_for(qtbot, window, "proposed")
    assert run.alternatives.shown.text.startswith("draft")
    assert text_of(window) == TEXT
    press(qtbot, window, Qt.Key.Key_Escape)
    assert run.state == "discarded"
    assert text_of(window) == TEXT
    assert not window.document.buffer.isUndoAvailable()
    assert window.prompt_bar.isHidden()
    assert window.focusWidget() is window.editor


def test_a_stopped_draft_can_be_accepted(qtbot: QtBot, open_window: OpenWindow) -> None:
    engine = ScriptedEngine(gated=True)
    window = open_window(engine, text=TEXT)
    prompt(qtbot, window)
    press(qtbot, window, Qt.Key.Key_Return)
    engine.step()
    wait_for(qtbot, window, "sharpening")
    window.commands["regenerate.stop"].trigger()
    run = wait_for(qtbot, window, "proposed")
    draft = run.alternatives.shown.text
    window.commands["regenerate.accept"].trigger()
    assert text_of(window) == BEFORE + draft + AFTER


def test_escape_twice_while_the_engine_still_works(qtbot: QtBot, open_window: OpenWindow) -> None:
    engine = ScriptedEngine(gated=True)
    window = open_window(engine, text=TEXT)
    prompt(qtbot, window)
    press(qtbot, window, Qt.Key.Key_Return)
    engine.step()
    run = wait_for(qtbot, window, "sharpening")
    press(qtbot, window, Qt.Key.Key_Escape)
    press(qtbot, window, Qt.Key.Key_Escape)
    assert run.state == "discarded"
    assert not window.canvas.active
    with qtbot.waitSignal(window.desk.bridge.finished, timeout=PATIENCE_MS):
        pass
    assert run.state == "discarded"
    assert text_of(window) == TEXT


def test_escape_before_the_first_pass_discards(qtbot: QtBot, open_window: OpenWindow) -> None:
    engine = ScriptedEngine(gated=True)
    window = open_window(engine, text=TEXT)
    prompt(qtbot, window)
    press(qtbot, window, Qt.Key.Key_Return)
    press(qtbot, window, Qt.Key.Key_Escape)
    assert window.run is not None
    assert window.run.state == "discarded"
    assert window.prompt_bar.isHidden()


def test_escape_closes_a_bar_without_a_run(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window(text=TEXT)
    prompt(qtbot, window)
    press(qtbot, window, Qt.Key.Key_Escape)
    assert window.prompt_bar.isHidden()
    assert window.focusWidget() is window.editor
    assert window.editor.textCursor().selectedText() == TEXT[slice(*CUP)]


def test_alternatives_cycle_and_the_shown_one_is_accepted(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window(ScriptedEngine(["one", "two", "three"]), text=TEXT)
    prompt(qtbot, window)
    press(qtbot, window, Qt.Key.Key_Return)
    run = wait_for(qtbot, window, "proposed")
    assert window.prompt_bar.counter.text() == "1 of 3"
    alt = Qt.KeyboardModifier.AltModifier
    press(qtbot, window, Qt.Key.Key_BracketRight, alt)
    assert window.prompt_bar.counter.text() == "2 of 3"
    for _ in range(2):
        press(qtbot, window, Qt.Key.Key_BracketLeft, alt)
    assert run.alternatives.counter == "3 of 3"
    window.prompt_bar.previous.click()
    assert text_of(window) == TEXT
    press(qtbot, window, Qt.Key.Key_Return)
    assert text_of(window) == BEFORE + "two" + AFTER


def test_retry_keeps_the_settings_and_changes_the_seed(qtbot: QtBot, open_window: OpenWindow) -> None:
    engine = ScriptedEngine(follows_instructions=True)
    window = open_window(engine, text=TEXT)
    prompt(qtbot, window)
    qtbot.keyClicks(window.prompt_bar.instruction, "older")
    press(qtbot, window, Qt.Key.Key_Return)
    wait_for(qtbot, window, "proposed")
    press(qtbot, window, Qt.Key.Key_R, Qt.KeyboardModifier.AltModifier)
    assert window.run is not None
    assert window.run.state == "preparing"
    wait_for(qtbot, window, "proposed")
    first, second = engine.requests
    assert (first.text, first.start, first.end) == (second.text, second.start, second.end)
    assert (first.instruction, second.instruction) == ("older", "older")
    assert first.seed != second.seed
    assert text_of(window) == TEXT


def test_edited_instruction_and_enter_runs_again(qtbot: QtBot, open_window: OpenWindow) -> None:
    engine = ScriptedEngine(follows_instructions=True)
    window = open_window(engine, text=TEXT)
    prompt(qtbot, window)
    press(qtbot, window, Qt.Key.Key_Return)
    wait_for(qtbot, window, "proposed")
    assert window.prompt_bar.enter.text() == "Accept  ↵"
    qtbot.keyClicks(window.prompt_bar.instruction, "blue")
    assert window.prompt_bar.enter.text() == "Regenerate  ↵"
    press(qtbot, window, Qt.Key.Key_Return)
    wait_for(qtbot, window, "proposed")
    assert [request.instruction for request in engine.requests] == ["", "blue"]
    assert text_of(window) == TEXT


def test_typing_elsewhere_goes_on_and_the_span_follows(qtbot: QtBot, open_window: OpenWindow) -> None:
    engine = ScriptedEngine(gated=True, passes=2)
    window = open_window(engine, text=TEXT)
    prompt(qtbot, window)
    press(qtbot, window, Qt.Key.Key_Return)
    engine.step()
    run = wait_for(qtbot, window, "sharpening")
    window.editor.setFocus()
    select(window, 0, 0)
    qtbot.keyClicks(window.editor, "Then: ")
    assert run.state == "sharpening"
    engine.step()
    wait_for(qtbot, window, "proposed")
    select(window, len(text_of(window)), len(text_of(window)))
    qtbot.keyClicks(window.editor, " Ever")
    window.commands["regenerate.accept"].trigger()
    assert text_of(window) == "Then: " + BEFORE + "a quiet lamp" + AFTER + " Ever"


def test_typing_inside_ends_the_run_and_keeps_what_was_typed(qtbot: QtBot, open_window: OpenWindow) -> None:
    engine = ScriptedEngine(gated=True)
    window = open_window(engine, text=TEXT)
    prompt(qtbot, window)
    press(qtbot, window, Qt.Key.Key_Return)
    engine.step()
    run = wait_for(qtbot, window, "sharpening")
    window.editor.setFocus()
    select(window, CUP[0] + 2, CUP[0] + 7)
    qtbot.keyClicks(window.editor, "big")
    assert run.state == "discarded"
    assert run.disturbed
    assert not window.canvas.active
    assert text_of(window) == TEXT.replace("small", "big")
    with qtbot.waitSignal(window.desk.bridge.finished, timeout=PATIENCE_MS):
        pass
    assert text_of(window) == TEXT.replace("small", "big")


def test_undo_inside_the_span_ends_the_run(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window(text=TEXT)
    select(window, CUP[0] + 2, CUP[0] + 7)
    qtbot.keyClicks(window.editor, "big")
    prompt(qtbot, window, CUP[0], CUP[1] - 2)
    press(qtbot, window, Qt.Key.Key_Return)
    run = wait_for(qtbot, window, "proposed")
    window.editor.undo()
    assert run.state == "discarded"
    assert NOISE not in text_of(window)
    while window.document.buffer.isUndoAvailable():
        window.editor.undo()
    assert text_of(window) == TEXT


def test_escape_works_from_the_page_too(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window(text=TEXT)
    prompt(qtbot, window)
    press(qtbot, window, Qt.Key.Key_Return)
    run = wait_for(qtbot, window, "proposed")
    window.editor.setFocus()
    press(qtbot, window, Qt.Key.Key_Escape)
    assert run.state == "discarded"
    assert text_of(window) == TEXT


def test_control_return_accepts_from_the_page(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window(text=TEXT)
    prompt(qtbot, window)
    press(qtbot, window, Qt.Key.Key_Return)
    wait_for(qtbot, window, "proposed")
    window.editor.setFocus()
    select(window, 0, 0)
    press(qtbot, window, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert text_of(window) == BEFORE + "a quiet lamp" + AFTER


def test_only_one_command_owns_escape(qtbot: QtBot, open_window: OpenWindow) -> None:
    engine = ScriptedEngine(gated=True, passes=1)
    window = open_window(engine, text=TEXT)

    def owners() -> list[str]:
        names = ("stop", "discard")
        return [name for name in names if window.commands[f"regenerate.{name}"].shortcuts()]

    assert owners() == ["discard"]
    assert not window.commands["regenerate.discard"].isEnabled()
    prompt(qtbot, window)
    press(qtbot, window, Qt.Key.Key_Return)
    assert owners() == ["stop"]
    engine.step()
    wait_for(qtbot, window, "proposed")
    assert owners() == ["discard"]
    assert window.commands["regenerate.discard"].isEnabled()


def test_a_failure_is_told_and_can_be_tried_again(qtbot: QtBot, open_window: OpenWindow) -> None:
    engine = ScriptedEngine(failure=Failed("There was not enough memory.", "Select a shorter span."))
    window = open_window(engine, text=TEXT)
    prompt(qtbot, window)
    press(qtbot, window, Qt.Key.Key_Return)
    run = wait_for(qtbot, window, "failed")
    assert window.notice.text == "There was not enough memory. Select a shorter span."
    assert not window.canvas.active
    assert text_of(window) == TEXT
    window.editor.setFocus()
    select(window, 0, 0)
    qtbot.keyClicks(window.editor, "So: ")
    engine.failure = None
    window.commands["regenerate.prompt"].trigger()
    press(qtbot, window, Qt.Key.Key_Return)
    wait_for(qtbot, window, "proposed")
    assert window.run is run
    assert window.notice.text == ""
    press(qtbot, window, Qt.Key.Key_Return)
    assert text_of(window) == "So: " + BEFORE + "a quiet lamp" + AFTER


def test_a_failure_can_be_put_away(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window(ScriptedEngine(failure=Failed("No.", "")), text=TEXT)
    prompt(qtbot, window)
    press(qtbot, window, Qt.Key.Key_Return)
    run = wait_for(qtbot, window, "failed")
    press(qtbot, window, Qt.Key.Key_Escape)
    assert run.state == "discarded"
    assert window.prompt_bar.isHidden()


def test_start_without_the_bar_runs_on_the_selection(qtbot: QtBot, open_window: OpenWindow) -> None:
    engine = ScriptedEngine()
    window = open_window(engine, text=TEXT)
    select(window, *CUP)
    window.commands["regenerate.start"].trigger()
    wait_for(qtbot, window, "proposed")
    assert window.prompt_bar.isVisible()
    window.commands["regenerate.discard"].trigger()
    assert text_of(window) == TEXT
    assert engine.requests[0] == InfillRequest(
        text=TEXT, start=CUP[0], end=CUP[1], alternatives=3, seed=engine.requests[0].seed
    )


def test_the_next_run_follows_the_first(qtbot: QtBot, open_window: OpenWindow) -> None:
    engine = ScriptedEngine(["x"])
    window = open_window(engine, text="a b c")
    runs = set()
    for place in (0, 2, 4):
        select(window, place, place + 1)
        window.commands["regenerate.start"].trigger()
        runs.add(id(wait_for(qtbot, window, "proposed")))
        window.commands["regenerate.accept"].trigger()
    assert text_of(window) == "x x x"
    for _ in range(3):
        window.editor.undo()
    assert text_of(window) == "a b c"
    assert not window.document.buffer.isUndoAvailable()


def test_an_engine_without_an_answer_changes_nothing(qtbot: QtBot, open_window: OpenWindow) -> None:
    class Mute(ScriptedEngine):
        def infill(self, request, cancelled):
            yield Finished((), 0.0, "mute", 1)

    window = open_window(Mute(), text=TEXT)
    select(window, *CUP)
    window.commands["regenerate.start"].trigger()
    wait_for(qtbot, window, "discarded")
    assert text_of(window) == TEXT


def test_line_ends_behind_a_selection_stay(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window(ScriptedEngine(["new"]), text="one\ntwo\n\nthree")
    select(window, 4, 9)
    window.commands["regenerate.start"].trigger()
    wait_for(qtbot, window, "proposed")
    window.commands["regenerate.accept"].trigger()
    assert window.document.text() == "one\nnew\n\nthree"


def test_the_bar_counts_holes_and_pins(open_window: OpenWindow) -> None:
    window = open_window(text=TEXT)
    marks, note = window.editor.span_marks, window.prompt_bar.dials.note
    marks.toggle_hole(3, 8)
    window.commands["regenerate.prompt"].trigger()
    assert note.text() == "1 hole"
    marks.toggle_hole(19, 24)
    marks.toggle_pin(10, 14)
    assert note.text() == "2 holes · 1 pin"
