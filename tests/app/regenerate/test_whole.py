"""Regenerating without selecting: what is around the caret, on from the end, and the last run's settings elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from scripted import ScriptedEngine
from steered import SteeredEngine
from windows import select, wait_for

from palimpsest.app.regenerate.wish import Wish

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot
    from windows import OpenWindow

PROSE = "First one. Second two, longer.\n\nAnother paragraph stands here. It has two sentences.\n"
CODE = "import os\n\n\ndef one(a):\n    if a:\n        b = a\n        c = b\n    return a\n\n\nlast = 1\n"


@pytest.mark.parametrize(
    ("name", "at", "wanted"),
    [
        ("sentence", 14, "Second two, longer."),
        ("sentence", 0, "First one."),
        ("paragraph", 14, "First one. Second two, longer."),
        ("paragraph", 40, "Another paragraph stands here. It has two sentences."),
        ("block", 40, "Another paragraph stands here. It has two sentences."),
        ("function", 40, "Another paragraph stands here. It has two sentences."),
    ],
)
def test_what_is_around_the_caret_of_prose(
    qtbot: QtBot, open_window: OpenWindow, name: str, at: int, wanted: str
) -> None:
    engine = ScriptedEngine(("drawn",))
    window = open_window(engine, text=PROSE)
    select(window, at, at)
    window.commands[f"regenerate.{name}"].trigger()
    wait_for(qtbot, window, "proposed")
    (request,) = engine.requests
    assert request.text[request.start : request.end] == wanted
    assert window.document.text() == PROSE
    window.commands["regenerate.accept"].trigger()
    assert window.document.text() == PROSE.replace(wanted, "drawn")


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("block", "b = a\n        c = b"),
        ("function", "def one(a):\n    if a:\n        b = a\n        c = b\n    return a"),
    ],
)
def test_what_is_around_the_caret_of_code(
    qtbot: QtBot, open_window: OpenWindow, tmp_path: Path, name: str, wanted: str
) -> None:
    path = tmp_path / "a.py"
    path.write_text(CODE)
    engine = ScriptedEngine()
    window = open_window(engine, str(path))
    at = CODE.index("c = b")
    select(window, at, at)
    window.commands[f"regenerate.{name}"].trigger()
    wait_for(qtbot, window, "proposed")
    (request,) = engine.requests
    assert request.text[request.start : request.end].strip() == wanted
    assert request.name == "a.py"


def test_outside_of_any_function_it_is_the_block(qtbot: QtBot, open_window: OpenWindow, tmp_path: Path) -> None:
    path = tmp_path / "a.py"
    path.write_text(CODE)
    engine = ScriptedEngine()
    window = open_window(engine, str(path))
    at = CODE.index("last")
    select(window, at, at)
    window.commands["regenerate.function"].trigger()
    wait_for(qtbot, window, "proposed")
    (request,) = engine.requests
    assert "last = 1" in request.text[request.start : request.end]


@pytest.mark.parametrize("name", ["sentence", "paragraph", "block", "function"])
@pytest.mark.parametrize("text", ["", "\n\n  \n"])
def test_where_all_is_blank_nothing_runs_and_it_is_said(open_window: OpenWindow, name: str, text: str) -> None:
    engine = ScriptedEngine()
    window = open_window(engine, text=text)
    window.commands[f"regenerate.{name}"].trigger()
    assert window.run is None
    assert window.notice.text
    assert window.prompt_bar.isHidden()
    assert not engine.requests


@pytest.mark.parametrize("text", ["", "Once upon a time", "Café 🐟\n"])
def test_a_text_is_continued_at_its_end(qtbot: QtBot, open_window: OpenWindow, text: str) -> None:
    engine = ScriptedEngine((" and so on",))
    window = open_window(engine, text=text)
    select(window, 0, 0)
    window.commands["regenerate.continue_text"].trigger()
    wait_for(qtbot, window, "proposed")
    (request,) = engine.requests
    assert request.start == request.end == len(text)
    window.commands["regenerate.accept"].trigger()
    assert window.document.text() == f"{text} and so on"


def test_the_dials_are_as_they_were_left(qtbot: QtBot, open_window: OpenWindow) -> None:
    engine = ScriptedEngine()
    window = open_window(engine, text=PROSE)
    select(window, 0, 0)
    window.desk.settings.set("strength_percent", 40)
    window.desk.settings.set("alternatives", 3)
    window.commands["regenerate.sentence"].trigger()
    wait_for(qtbot, window, "proposed")
    (request,) = engine.requests
    assert (request.strength, request.alternatives, request.instruction) == (0.4, 3, "")
    assert window.desk.settings.values.strength_percent == 40


def test_with_the_bar_open_it_is_what_stands_in_the_bar(qtbot: QtBot, open_window: OpenWindow) -> None:
    engine = ScriptedEngine()
    window = open_window(engine, text=PROSE)
    select(window, 0, 0)
    window.commands["regenerate.prompt"].trigger()
    window.prompt_bar.set_wish(Wish("shorter", 0.5, 2))
    window.commands["regenerate.sentence"].trigger()
    wait_for(qtbot, window, "proposed")
    (request,) = engine.requests
    assert (request.instruction, request.strength, request.alternatives) == ("shorter", 0.5, 2)


def test_the_last_wish_is_repeated_in_another_document(qtbot: QtBot, open_window: OpenWindow) -> None:
    engine = ScriptedEngine()
    window = open_window(engine, text=PROSE)
    assert not window.commands["regenerate.repeat"].isEnabled()
    window.regeneration.begin(window.regeneration.target(), Wish("shorter", 0.5, 2))
    wait_for(qtbot, window, "proposed")
    window.commands["regenerate.accept"].trigger()
    window.document.buffer.setModified(True)
    window.files.new()
    window.document.set_text("Here it is. There it was.")
    select(window, 14, 14)
    window.commands["regenerate.repeat"].trigger()
    wait_for(qtbot, window, "proposed")
    request = engine.requests[-1]
    assert request.text[request.start : request.end] == "There it was."
    assert (request.instruction, request.strength, request.alternatives) == ("shorter", 0.5, 2)


def test_the_last_wish_is_repeated_on_a_selection(qtbot: QtBot, open_window: OpenWindow) -> None:
    engine = ScriptedEngine()
    window = open_window(engine, text=PROSE)
    window.desk.last_wish = Wish("shorter", 0.5, 2)
    window.refresh_commands()
    select(window, 6, 9)
    window.commands["regenerate.repeat"].trigger()
    wait_for(qtbot, window, "proposed")
    request = engine.requests[-1]
    assert request.text[request.start : request.end] == "one"
    assert (request.instruction, request.strength, request.alternatives) == ("shorter", 0.5, 2)


def test_pins_of_the_page_hold(qtbot: QtBot, open_window: OpenWindow) -> None:
    engine = SteeredEngine()
    window = open_window(engine, text=PROSE)
    select(window, 11, 17)
    window.commands["regenerate.pin"].trigger()
    select(window, 20, 20)
    window.commands["regenerate.sentence"].trigger()
    wait_for(qtbot, window, "proposed")
    (request,) = engine.requests
    assert [request.text[low:high] for low, high in request.pins] == ["Second"]


def test_beside_a_draft_it_waits_and_within_it_is_refused(qtbot: QtBot, open_window: OpenWindow) -> None:
    engine = ScriptedEngine(("drawn",))
    window = open_window(engine, text=PROSE)
    select(window, 0, 0)
    window.commands["regenerate.sentence"].trigger()
    run = wait_for(qtbot, window, "proposed")
    select(window, 0, 0)
    window.commands["regenerate.sentence"].trigger()
    assert len(window.regeneration.waiting) == 0
    assert "draft" in window.notice.text
    select(window, 40, 40)
    window.commands["regenerate.sentence"].trigger()
    assert len(window.regeneration.waiting) == 1
    assert window.run is run
    window.commands["regenerate.accept"].trigger()
    wait_for(qtbot, window, "proposed")
    assert window.run is not run
    request = engine.requests[-1]
    assert request.text[request.start : request.end] == "Another paragraph stands here."


def test_enter_means_the_draft_when_something_is_let_wait_behind_it(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window(ScriptedEngine(("drawn",)), text=PROSE)
    select(window, 0, 0)
    window.commands["regenerate.sentence"].trigger()
    run = wait_for(qtbot, window, "proposed")
    window.editor.setFocus()
    select(window, 40, 40)
    window.commands["regenerate.sentence"].trigger()
    assert not window.editor.textCursor().hasSelection()
    focus = window.focusWidget()
    assert focus is window.prompt_bar.instruction
    qtbot.keyClick(focus, Qt.Key.Key_Return)
    assert run.state == "accepted"
    assert window.document.text() == PROSE.replace("First one.", "drawn")
