"""A run that has failed: its pins when it is tried again, what waits behind it, and how it is remembered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from scripted import ScriptedEngine
from windows import select, wait_for

from palimpsest.engine.request import Failed

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot
    from windows import OpenWindow


def test_after_a_failure_the_pins_are_where_they_are_on_the_page(qtbot: QtBot, open_window: OpenWindow) -> None:
    engine = ScriptedEngine(failure=Failed("No.", ""))
    window = open_window(engine, text="before one two three after")
    window.editor.span_marks.toggle_pin(15, 20)
    select(window, 7, 20)
    window.commands["regenerate.start"].trigger()
    wait_for(qtbot, window, "failed")
    select(window, 11, 14)
    window.editor.setFocus()
    qtbot.keyClick(window.editor, Qt.Key.Key_Delete)
    engine.failure = None
    window.commands["regenerate.retry"].trigger()
    wait_for(qtbot, window, "proposed")
    request = engine.requests[-1]
    assert request.text[request.start : request.end] == "one  three"
    assert [request.text[low:high] for low, high in request.pins] == ["three"]


def test_what_waits_is_not_lost_where_another_run_begins_after_a_failure(qtbot: QtBot, open_window: OpenWindow) -> None:
    engine = ScriptedEngine(["new"], passes=1, gated=True, failure=Failed("No.", ""))
    window = open_window(engine, text="one two three four")
    for start, end in ((0, 3), (4, 7)):
        select(window, start, end)
        window.commands["regenerate.start"].trigger()
    engine.step()
    wait_for(qtbot, window, "failed")
    engine.failure = None
    select(window, 14, 18)
    window.commands["regenerate.sentence"].trigger()
    assert window.regeneration.waiting.ranges() == ((4, 7),)
    engine.step()
    wait_for(qtbot, window, "proposed")
    assert window.canvas.span() == (0, 18)
    window.commands["regenerate.discard"].trigger()
    engine.step()
    wait_for(qtbot, window, "proposed")
    assert window.canvas.span() == (4, 7)
    assert [request.start for request in engine.requests] == [0, 0, 4]


def test_a_failure_that_is_put_away_is_remembered_once(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window(ScriptedEngine(failure=Failed("No.", "")), text="one two")
    select(window, 0, 3)
    window.commands["regenerate.start"].trigger()
    wait_for(qtbot, window, "failed")
    window.commands["regenerate.discard"].trigger()
    assert [entry.outcome for entry in window.page.history.entries] == ["failed"]
