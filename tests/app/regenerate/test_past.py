"""Earlier runs on the page: looked at in place, applied where their place is now, made again, their settings reused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from scripted import ScriptedEngine
from steered import SteeredEngine
from windows import PATIENCE_MS, select, wait_for

from palimpsest.app.regenerate.history_entry import ORIGINAL, HistoryEntry, Outcome
from palimpsest.app.regenerate.wish import Wish

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot
    from windows import OpenWindow

    from palimpsest.app.window import Window

TEXT = "In the beginning stood one two three four and then came the end."
SPAN = (23, 41)
OLD = "one two three four"


def ran(qtbot: QtBot, open_window: OpenWindow, end: str = "discard", engine: object = None) -> Window:
    """A window in which a run has ended."""
    window = open_window(engine or SteeredEngine("alpha beta gamma delta"), text=TEXT)
    run(qtbot, window, end)
    return window


def run(qtbot: QtBot, window: Window, end: str) -> None:
    select(window, *SPAN)
    window.commands["regenerate.start"].trigger()
    wait_for(qtbot, window, "proposed")
    window.commands[f"regenerate.{end}"].trigger()


def newest(window: Window) -> HistoryEntry:
    return window.page.history.entries[0]


def write(window: Window, position: int, text: str) -> None:
    cursor = window.editor.textCursor()
    cursor.setPosition(position)
    cursor.insertText(text)


@pytest.mark.parametrize(
    ("end", "outcome", "accepted"),
    [("accept", Outcome.ACCEPTED, "alpha beta gamma delta"), ("discard", Outcome.DISCARDED, None)],
)
def test_what_is_remembered(
    qtbot: QtBot, open_window: OpenWindow, end: str, outcome: Outcome, accepted: str | None
) -> None:
    window = ran(qtbot, open_window, end)
    entry = newest(window)
    assert (entry.outcome, entry.accepted, entry.texts) == (outcome, accepted, ("alpha beta gamma delta",))
    assert (entry.original, entry.model, entry.passes, entry.steered) == (OLD, "steered", 3, 0)
    assert entry.wish.seed is not None
    assert TEXT.startswith(entry.before + entry.original)


def test_a_part_that_was_taken_and_a_stop_are_remembered(qtbot: QtBot, open_window: OpenWindow) -> None:
    engine = SteeredEngine("one TWO three FOUR", gated=True)
    window = open_window(engine, text=TEXT)
    select(window, *SPAN)
    window.commands["regenerate.start"].trigger()
    engine.step(3)
    wait_for(qtbot, window, "proposed")
    window.commands["regenerate.accept_change"].trigger()
    window.commands["regenerate.discard"].trigger()
    assert (newest(window).outcome, newest(window).accepted) == (Outcome.PARTLY, "one TWO three four")
    select(window, *SPAN)
    window.commands["regenerate.start"].trigger()
    engine.step()
    wait_for(qtbot, window, "sharpening", 1)
    window.commands["regenerate.stop"].trigger()
    wait_for(qtbot, window, "proposed")
    window.commands["regenerate.discard"].trigger()
    assert newest(window).outcome is Outcome.STOPPED


def test_a_look_changes_nothing_of_the_document(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = ran(qtbot, open_window)
    window.document.buffer.setModified(False)
    steps = window.document.buffer.availableUndoSteps()
    past, entry = window.page.past, newest(window)
    for number in (0, ORIGINAL):
        past.preview(entry, number)
        assert past.previewed == entry.id
        assert window.canvas.span() == SPAN
    past.end_preview()
    assert past.previewed is None
    assert not window.canvas.active
    assert window.document.text() == TEXT
    assert not window.document.modified
    assert window.document.buffer.availableUndoSteps() == steps


def test_escape_puts_it_away(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = ran(qtbot, open_window)
    window.commands["view.history"].trigger()
    panel = window.docks.panels.history
    assert panel is not None
    qtbot.keyClick(panel.list, Qt.Key.Key_Space)
    assert window.canvas.active
    assert panel.previewing
    window.editor.setFocus()
    qtbot.keyClick(window.editor, Qt.Key.Key_Escape)
    assert not window.canvas.active
    assert not panel.previewing
    assert not window.commands["regenerate.discard"].isEnabled()


def test_typing_into_it_puts_it_away_and_is_kept(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = ran(qtbot, open_window)
    window.commands["view.history"].trigger()
    panel = window.docks.panels.history
    assert panel is not None
    qtbot.keyClick(panel.list, Qt.Key.Key_Space)
    select(window, SPAN[0], SPAN[0])
    window.editor.setFocus()
    qtbot.keyClick(window.editor, Qt.Key.Key_X)
    assert window.page.past.previewed is None
    assert not panel.previewing
    assert not window.canvas.active
    assert window.document.text() == TEXT.replace(OLD, "x" + OLD)


def test_closing_the_panel_or_showing_another_page_puts_it_away(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = ran(qtbot, open_window)
    window.document.buffer.setModified(True)
    page = window.page
    window.commands["view.history"].trigger()
    panel = window.docks.panels.history
    assert panel is not None
    qtbot.keyClick(panel.list, Qt.Key.Key_Space)
    window.commands["view.history"].trigger()
    assert page.past.previewed is None
    window.commands["view.history"].trigger()
    qtbot.keyClick(panel.list, Qt.Key.Key_Space)
    assert page.past.previewed is not None
    window.files.new()
    assert page.past.previewed is None
    assert not page.canvas.active


def test_a_text_is_applied_in_one_step(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = ran(qtbot, open_window)
    assert not window.document.buffer.isUndoAvailable()
    window.page.past.apply(newest(window), 0)
    assert window.document.text() == TEXT.replace(OLD, "alpha beta gamma delta")
    assert not window.canvas.active
    window.commands["edit.undo"].trigger()
    assert window.document.text() == TEXT
    assert not window.document.buffer.isUndoAvailable()


def test_the_original_is_applied_over_what_was_accepted(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = ran(qtbot, open_window, "accept")
    window.page.past.apply(newest(window), ORIGINAL)
    assert window.document.text() == TEXT


def test_it_finds_its_place_after_other_edits(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = ran(qtbot, open_window)
    write(window, 0, "Once more: 🐟 ")
    window.page.past.apply(newest(window), 0)
    assert window.document.text() == "Once more: 🐟 " + TEXT.replace(OLD, "alpha beta gamma delta")


@pytest.mark.parametrize("use", ["preview", "apply", "again"])
def test_without_a_place_nothing_happens_and_it_is_said(qtbot: QtBot, open_window: OpenWindow, use: str) -> None:
    window = ran(qtbot, open_window)
    window.document.set_text("Something else altogether.")
    number_of_runs = len(window.page.history.entries)
    arguments = (newest(window),) if use == "again" else (newest(window), 0)
    getattr(window.page.past, use)(*arguments)
    assert "changed too much" in window.notice.text
    assert window.page.past.previewed is None
    assert not window.canvas.active
    assert window.document.text() == "Something else altogether."
    assert len(window.page.history.entries) == number_of_runs


@pytest.mark.parametrize("use", ["preview", "apply"])
def test_a_draft_on_the_page_comes_first(qtbot: QtBot, open_window: OpenWindow, use: str) -> None:
    window = ran(qtbot, open_window)
    select(window, 0, 2)
    window.commands["regenerate.start"].trigger()
    standing = wait_for(qtbot, window, "proposed")
    getattr(window.page.past, use)(newest(window), 0)
    assert "draft" in window.notice.text
    assert window.run is standing
    assert window.canvas.span() == (0, 2)
    assert window.document.text() == TEXT


def test_it_is_made_again_with_its_seed_and_its_settings(qtbot: QtBot, open_window: OpenWindow) -> None:
    engine = ScriptedEngine(("an owl",))
    window = open_window(engine, text=TEXT)
    window.regeneration.begin(window.regeneration.target(), Wish("shorter", 0.5, 2, 77))
    wait_for(qtbot, window, "proposed")
    window.commands["regenerate.discard"].trigger()
    window.page.past.again(newest(window))
    wait_for(qtbot, window, "proposed")
    first, second = engine.requests
    assert first == second


def test_pins_are_made_again_where_they_stand_now(qtbot: QtBot, open_window: OpenWindow) -> None:
    engine = SteeredEngine()
    window = open_window(engine, text=TEXT)
    select(window, 27, 30)
    window.commands["regenerate.pin"].trigger()
    run(qtbot, window, "discard")
    write(window, 0, "Lo! ")
    window.page.past.again(newest(window))
    wait_for(qtbot, window, "proposed")
    first, second = engine.requests
    for request in (first, second):
        assert [request.text[low:high] for low, high in request.pins] == ["two"]
    assert second.start == first.start + 4


def test_settings_are_taken_for_another_selection(qtbot: QtBot, open_window: OpenWindow) -> None:
    engine = ScriptedEngine(("an owl",))
    window = open_window(engine, text=TEXT)
    select(window, *SPAN)
    window.regeneration.begin(window.regeneration.target(), Wish("shorter", 0.5, 2))
    wait_for(qtbot, window, "proposed")
    window.commands["regenerate.discard"].trigger()
    select(window, 0, 2)
    window.page.past.reuse(newest(window))
    assert window.prompt_bar.isVisible()
    wish = window.prompt_bar.wish
    assert (wish.instruction, wish.strength, wish.alternatives) == ("shorter", 0.5, 2)
    assert window.run is not None
    assert window.run.ended


def test_after_a_restart_texts_come_back_only_by_their_seed(
    qtbot: QtBot, open_window: OpenWindow, tmp_path: Path
) -> None:
    path = tmp_path / "a.txt"
    path.write_text(TEXT)
    window = open_window(SteeredEngine("alpha beta gamma delta"), str(path))
    run(qtbot, window, "discard")
    run(qtbot, window, "accept")
    window.commands["file.save"].trigger()
    qtbot.waitUntil(lambda: not window.document.modified, timeout=PATIENCE_MS)
    window.close()
    assert window.desk.bridge.close(20)
    engine = SteeredEngine("alpha beta gamma delta")
    again = open_window(engine)
    qtbot.waitUntil(lambda: len(again.page.history.entries) == 2, timeout=PATIENCE_MS)
    accepted, discarded = again.page.history.entries
    assert accepted.offers == ("alpha beta gamma delta",)
    assert discarded.offers == ()
    again.page.past.preview(discarded, 0)
    assert again.page.past.previewed is None
    assert not again.canvas.active
    again.page.past.again(discarded)
    wait_for(qtbot, again, "proposed")
    assert engine.requests[-1].seed == discarded.wish.seed
