"""What a screen reader hears of a page: every state of a run once, pins and holes, what waits, earlier texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from scripted import ScriptedEngine
from steered import SteeredEngine
from windows import PATIENCE_MS, select, wait_for

from palimpsest.app import run_voice
from palimpsest.app.announce import SPOKEN
from palimpsest.app.regenerate import past
from palimpsest.app.regenerate.waiting import MOST
from palimpsest.app.regenerate.wish import Wish

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot
    from windows import OpenWindow

    from palimpsest.app.window import Window

TEXT = "before one two three four after"
BEGUN = "Regenerating. The page keeps the original until you accept."
KEYS = "Enter accepts, Escape discards."


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was announced; what chosen words say of themselves is not among it."""
    heard: list[str] = []
    for module in (run_voice, past):
        monkeypatch.setattr(module, "announce", lambda _, text: heard.append(text) if text else None)
    return heard


def start(window: Window, text: str = TEXT) -> None:
    select(window, 7, len(text) - 6)
    window.commands["regenerate.start"].trigger()


def go_on(qtbot: QtBot, window: Window, engine: SteeredEngine, requests: int) -> None:
    """Let the newest request take its first pass; the one before it would take the step else."""
    qtbot.waitUntil(lambda: len(engine.requests) == requests, timeout=PATIENCE_MS)
    engine.step()
    wait_for(qtbot, window, "sharpening", 1)


def give(window: Window, *names: str) -> None:
    for name in names:
        assert window.commands[f"regenerate.{name}"].isEnabled(), name
        window.commands[f"regenerate.{name}"].trigger()


def test_passes_are_not_spoken_of(qtbot: QtBot, open_window: OpenWindow, said: list[str]) -> None:
    engine = SteeredEngine(passes=9, gated=True)
    window = open_window(engine, text=TEXT)
    start(window)
    for number in range(1, 10):
        assert said == [BEGUN]
        engine.step()
        if number < 9:
            wait_for(qtbot, window, "sharpening", number)
    wait_for(qtbot, window, "proposed")
    give(window, "discard")
    assert said == [BEGUN, f"One draft. {KEYS} It says: alpha beta gamma delta", "Discarded. The original stands."]


def test_a_long_draft_is_cut(qtbot: QtBot, open_window: OpenWindow, said: list[str]) -> None:
    window = open_window(ScriptedEngine(("word " * 999,)), text=TEXT)
    start(window)
    wait_for(qtbot, window, "proposed")
    assert len(said[-1]) < SPOKEN + 80
    assert said[-1].endswith("word…")


def test_other_drafts_are_read_out(qtbot: QtBot, open_window: OpenWindow, said: list[str]) -> None:
    window = open_window(ScriptedEngine(("an owl", "a lamp")), text=TEXT)
    window.desk.settings.set("alternatives", 2)
    start(window)
    wait_for(qtbot, window, "proposed")
    give(window, "next", "previous")
    assert said[1:] == [f"2 drafts. {KEYS} Draft 1: an owl", "Draft 2 of 2: a lamp", "Draft 1 of 2: an owl"]


def test_changes_are_read_where_they_are_shown(qtbot: QtBot, open_window: OpenWindow, said: list[str]) -> None:
    window = open_window(SteeredEngine("one TWO three four"), text=TEXT)
    window.desk.settings.set("show_changes", True)
    start(window)
    wait_for(qtbot, window, "proposed")
    assert "deleted: two" in said[-1]
    assert "inserted: TWO" in said[-1]


def test_a_word_pinned_while_it_runs(qtbot: QtBot, open_window: OpenWindow, said: list[str]) -> None:
    engine = SteeredEngine(gated=True)
    window = open_window(engine, text=TEXT)
    start(window)
    engine.step()
    run = wait_for(qtbot, window, "sharpening", 1)
    assert run.latest is not None
    run.go_on(run.wish, {1}, note="word pinned")
    assert said[1:] == ["Going on. Pinned: beta"]
    go_on(qtbot, window, engine, 2)
    run.go_on(run.wish, (), {1}, note="pin taken away")
    assert said[2:] == ["Going on. Not pinned any more: beta"]
    go_on(qtbot, window, engine, 3)
    run.go_on(Wish("shorter"), note="other wish")
    assert said[3:] == ["Going on: other wish."]
    qtbot.waitUntil(lambda: len(engine.requests) == 4, timeout=PATIENCE_MS)
    engine.step(3)
    wait_for(qtbot, window, "proposed")
    assert len(said) == 5


def test_steering_a_draft_and_trying_again(qtbot: QtBot, open_window: OpenWindow, said: list[str]) -> None:
    window = open_window(SteeredEngine(), text=TEXT)
    start(window)
    wait_for(qtbot, window, "proposed")
    give(window, "next_word", "reject_word")
    wait_for(qtbot, window, "proposed")
    assert said[2:] == ["Going on: word rejected.", f"2 drafts. {KEYS} Draft 1: new1 beta gamma delta"]
    give(window, "retry")
    wait_for(qtbot, window, "proposed")
    assert said[4] == BEGUN


def test_parts_taken_and_put_back(qtbot: QtBot, open_window: OpenWindow, said: list[str]) -> None:
    old, new = "A is old. B is old. C is old. D is old.", "A is new. B is new. C is new. D is new."
    text = f"before {old} after"
    window = open_window(SteeredEngine(new), text=text)
    start(window, text)
    wait_for(qtbot, window, "proposed")
    del said[:]
    give(window, "accept_change", "put_back", "accept_change")
    assert said == ["Accepted. 3 changes left.", "Put back. 2 changes left.", "Accepted. 1 change left."]
    give(window, "accept_change")
    assert said[3:] == ["Accepted."]


def test_a_pin_in_a_draft(qtbot: QtBot, open_window: OpenWindow, said: list[str]) -> None:
    window = open_window(SteeredEngine(), text=TEXT)
    start(window)
    wait_for(qtbot, window, "proposed")
    give(window, "next_word", "pin", "pin")
    assert said[2:] == ["Pinned: alpha", "Not pinned any more: alpha"]


def test_pins_and_holes_of_the_page(qtbot: QtBot, open_window: OpenWindow, said: list[str]) -> None:
    window = open_window(SteeredEngine(), text=TEXT)
    select(window, 7, 10)
    give(window, "pin", "pin", "hole", "hole")
    assert said == ["Pinned: one", "Pin taken away.", "Hole: one", "Hole taken away."]
    del said[:]
    select(window, 0, 0)
    give(window, "hole")
    select(window, 11, 14)
    give(window, "hole", "clear_holes")
    assert said == ["A hole to insert at.", "Hole: two", "Pins left: 0. Holes left: 0."]
    del said[:]
    select(window, 7, 14)
    give(window, "pin")
    select(window, 7, 10)
    give(window, "pin")
    assert said == ["Pinned: one two", "Pins changed."]


def test_the_holes_that_go_with_an_accepted_run_are_not_spoken_of(
    qtbot: QtBot, open_window: OpenWindow, said: list[str]
) -> None:
    window = open_window(SteeredEngine(), text=TEXT)
    for start_, end in ((7, 10), (15, 20)):
        select(window, start_, end)
        give(window, "hole")
    select(window, 0, 0)
    del said[:]
    give(window, "start")
    wait_for(qtbot, window, "proposed")
    give(window, "accept")
    assert window.editor.span_marks.holes() == ()
    assert [text.split(".")[0] for text in said] == ["Regenerating", "One draft", "Accepted"]


def test_what_waits(qtbot: QtBot, open_window: OpenWindow, said: list[str]) -> None:
    window = open_window(SteeredEngine(), text=TEXT)
    select(window, 0, 6)
    give(window, "start")
    wait_for(qtbot, window, "proposed")
    del said[:]
    for low, high in ((7, 10), (11, 14)):
        select(window, low, high)
        give(window, "start")
    assert said == ["Waits. 1 in line.", "Waits. 2 in line."]
    give(window, "unqueue")
    assert said[2:] == ["Nothing waits any more."]


def test_too_much_waits(qtbot: QtBot, open_window: OpenWindow, said: list[str]) -> None:
    text = "start " + "a " * (MOST + 1)
    window = open_window(SteeredEngine(), text=text)
    select(window, 0, 5)
    give(window, "start")
    wait_for(qtbot, window, "proposed")
    for place in range(MOST + 1):
        select(window, 6 + 2 * place, 7 + 2 * place)
        give(window, "start")
    assert said[-2:] == [f"Waits. {MOST} in line.", "Too much waits already."]


def test_a_failure_is_left_to_its_notice(qtbot: QtBot, open_window: OpenWindow, said: list[str]) -> None:
    from palimpsest.engine.request import Failed

    window = open_window(ScriptedEngine(failure=Failed("It broke.", "Mend it.")), text=TEXT)
    start(window)
    wait_for(qtbot, window, "failed")
    assert said == [BEGUN]
    assert "It broke." in window.notice.text


def test_earlier_texts(qtbot: QtBot, open_window: OpenWindow, said: list[str]) -> None:
    window = open_window(ScriptedEngine(("an owl", "a lamp")), text=TEXT)
    window.desk.settings.set("alternatives", 2)
    start(window)
    wait_for(qtbot, window, "proposed")
    give(window, "discard")
    del said[:]
    (entry,) = window.page.history.entries
    window.page.past.preview(entry, 0)
    window.page.past.preview(entry, 1)
    window.page.past.end_preview()
    window.page.past.end_preview()
    window.page.past.apply(entry, 1)
    look = "On the page for a look: "
    assert said == [f"{look}an owl", f"{look}a lamp", "The document as it is.", "Applied."]


def test_a_new_run_ends_a_look_without_a_word(qtbot: QtBot, open_window: OpenWindow, said: list[str]) -> None:
    window = open_window(SteeredEngine(), text=TEXT)
    start(window)
    wait_for(qtbot, window, "proposed")
    give(window, "discard")
    window.page.past.preview(window.page.history.entries[0], 0)
    del said[:]
    start(window)
    wait_for(qtbot, window, "proposed")
    assert said[0] == BEGUN
    assert len(said) == 2


def test_typing_into_the_span_is_told_as_a_discarded_run(
    qtbot: QtBot, open_window: OpenWindow, said: list[str]
) -> None:
    engine = SteeredEngine(gated=True)
    window = open_window(engine, text=TEXT)
    start(window)
    engine.step()
    wait_for(qtbot, window, "sharpening", 1)
    select(window, 7, 7)
    window.editor.setFocus()
    qtbot.keyClick(window.editor, Qt.Key.Key_X)
    qtbot.waitUntil(lambda: window.run is not None and window.run.ended, timeout=PATIENCE_MS)
    assert said == [BEGUN, "Discarded. The original stands."]
