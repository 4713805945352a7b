"""One page: what it heeds, what it remembers of itself, and what it says."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from scripted import ScriptedEngine
from windows import PATIENCE_MS, select, wait_for

from palimpsest.app import run_voice
from palimpsest.app.documents.session import PendingRun
from palimpsest.app.page import page_style
from palimpsest.app.settings import Settings
from palimpsest.engine.request import Failed

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot
    from windows import OpenWindow


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What a screen reader hears of runs."""
    heard: list[str] = []
    monkeypatch.setattr(run_voice, "announce", lambda _, text: heard.append(text) if text else None)
    return heard


def test_what_settings_say_about_pages_reaches_them(open_window: OpenWindow) -> None:
    window = open_window(text="one")
    settings, editor = window.desk.settings, window.editor
    settings.set("tab_width", 8)
    settings.set("prose_size", 20.0)
    settings.set("measure", 50)
    settings.set("wrap", "none")
    assert editor.page_style.tab_width == 8
    assert editor.font().pointSizeF() == 20.0
    assert editor.page_style == page_style(settings.values)
    assert window.status.indentation.text().endswith(": 8")


@pytest.mark.parametrize(("insert", "label"), [("tabs", "Tabs: 4"), ("spaces", "Spaces: 4"), ("detect", "Tabs: 4")])
def test_what_tab_inserts_can_be_settled_once_for_all(
    qtbot: QtBot, open_window: OpenWindow, tmp_path: Path, insert: str, label: str
) -> None:
    path = tmp_path / "a.py"
    path.write_text("if x:\n\ty\n" if insert != "tabs" else "if x:\n    y\n")
    window = open_window(None, str(path))
    window.desk.settings.set("insert", insert)
    assert window.status.indentation.text() == label
    select(window, 0, 0)
    window.commands["edit.indent"].trigger()
    assert window.document.text().startswith("\t" if "Tabs" in label else "    ")


def test_untouched_is_what_nobody_would_miss(qtbot: QtBot, open_window: OpenWindow, story: Path) -> None:
    window = open_window(text="")
    assert window.page.untouched
    qtbot.keyClicks(window.editor, "x")
    assert not window.page.untouched
    window.files.open_path(story)
    assert not window.page.untouched


def test_a_page_with_a_standing_run_is_not_untouched(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window(text="one two three")
    select(window, 4, 7)
    window.commands["regenerate.start"].trigger()
    wait_for(qtbot, window, "proposed")
    assert not window.page.untouched
    window.commands["regenerate.discard"].trigger()
    assert window.page.untouched


def test_state_and_restore_are_each_others_inverse(qtbot: QtBot, open_window: OpenWindow, story: Path) -> None:
    window = open_window(None, str(story))
    select(window, 9, 2)
    window.document.set_language("Python")
    state = window.page.state()
    assert (state.anchor, state.caret, state.language, state.path) == (9, 2, "Python", story)
    select(window, 0, 0)
    window.document.set_language(None)
    window.page.restore(state)
    assert window.page.state() == state
    assert window.editor.kind == "code"


@pytest.mark.parametrize("place", [-1, 10_000, 2**31 - 1])
def test_places_outside_the_text_are_no_harm(qtbot: QtBot, open_window: OpenWindow, story: Path, place: int) -> None:
    window = open_window(None, str(story))
    state = window.page.state()
    pending = PendingRun(start=place, end=place, seed=1)
    damaged = replace(state, caret=place, anchor=place, scroll=place, language="Klingon", pending=pending)
    window.page.restore(damaged)
    assert window.document.chosen_language is None
    assert 0 <= window.editor.textCursor().position() < window.document.buffer.characterCount()
    qtbot.waitUntil(lambda: window.desk.awake, timeout=PATIENCE_MS)
    assert window.run is None


def test_a_failure_is_told_and_goes_with_the_next_run(qtbot: QtBot, open_window: OpenWindow, said) -> None:
    engine = ScriptedEngine(failure=Failed("There was not enough memory.", "Select less."))
    window = open_window(engine, text="one two three")
    select(window, 4, 7)
    window.commands["regenerate.start"].trigger()
    wait_for(qtbot, window, "failed")
    assert window.notice.text == "There was not enough memory. Select less."
    engine.failure = None
    window.commands["regenerate.retry"].trigger()
    wait_for(qtbot, window, "proposed")
    assert window.notice.text == ""
    assert said[-1] == "2 drafts. Enter accepts, Escape discards. Draft 1: a quiet lamp"


def test_each_alternative_is_read_out(qtbot: QtBot, open_window: OpenWindow, said) -> None:
    window = open_window(ScriptedEngine(["an owl", "a lamp"]), text="one two three")
    select(window, 4, 7)
    window.commands["regenerate.start"].trigger()
    wait_for(qtbot, window, "proposed")
    window.commands["regenerate.next"].trigger()
    assert said[-1] == "Draft 2 of 2: a lamp"
    window.commands["regenerate.previous"].trigger()
    assert said[-1] == "Draft 1 of 2: an owl"
    window.commands["regenerate.discard"].trigger()
    assert said[-1] == "Discarded. The original stands."


@pytest.mark.parametrize("less", [True, False])
def test_less_motion_shows_no_draft_on_the_way(qtbot: QtBot, open_window: OpenWindow, less: bool) -> None:
    engine = ScriptedEngine(["an owl"], gated=True, passes=2)
    window = open_window(engine, text="one two three")
    window.desk.settings.set("reduced_motion", less)
    pictures = []
    for words in (("quite", " some", " noise"), ("another",)):
        engine.drafts = lambda *_, words=words: words
        select(window, 4, 7)
        window.commands["regenerate.start"].trigger()
        engine.step()
        wait_for(qtbot, window, "sharpening", 1)
        pictures.append(window.editor.viewport().grab().toImage())
        assert window.status.run_state.text().startswith("pass 1 of 2")
        engine.step()
        wait_for(qtbot, window, "proposed")
        assert window.editor.viewport().grab().toImage() != pictures[-1]
        window.commands["regenerate.discard"].trigger()
    assert (pictures[0] == pictures[1]) == less


def test_settings_that_all_pages_share_have_their_place_in_the_style() -> None:
    values = Settings(tab_width=3, wrap="column", wrap_column=60, line_numbers="never", insert="tabs")
    style = page_style(values)
    assert (style.tab_width, style.wrap, style.wrap_column, style.line_numbers) == (3, "column", 60, "never")
