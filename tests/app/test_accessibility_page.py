"""What a run draws into the page can be seen by everybody, and what a mouse can do has a key."""

from __future__ import annotations

from typing import TYPE_CHECKING

import audit
import pytest
import run_scenes
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage
from scripted import ScriptedEngine
from steered import SteeredEngine

from palimpsest.app.commands import COMMANDS

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot
    from windows import OpenWindow

    from palimpsest.app.window import Window

pytestmark = pytest.mark.qt_log_ignore("raise\\(\\)", "propagateSizeHints", "This plugin does not", extend=True)

THEMES = pytest.mark.parametrize("theme", ["light", "dark"])


# What is drawn into the page


def page_picture(window: Window) -> QImage:
    return window.editor.viewport().grab().toImage()


@THEMES
def test_a_proposal_on_the_page_can_be_read(qtbot: QtBot, open_window: OpenWindow, theme: str) -> None:
    window = run_scenes.shown(qtbot, open_window, theme, ScriptedEngine(("a quiet brown map",)))
    run_scenes.begin(qtbot, window)
    window.commands["regenerate.changes"].trigger()
    run = window.run
    assert run is not None
    proposal = run.proposal
    assert proposal is not None
    inserted = [(hunk.new_start, hunk.new_end) for hunk in proposal.hunks if hunk.new_start < hunk.new_end]
    equal = proposal.text.index("brown")
    assert inserted
    picture = page_picture(window)
    for start, end in (*inserted, (equal, equal + 5)):
        assert audit.strongest(picture, window.canvas.rect_of(start, end)) >= audit.TEXT
    for start, end in inserted:
        assert colour_in(picture, below(window.canvas.rect_of(start, end)), window.desk.theme.accent)
    # Of what is deleted, the ground beside it is the measure.
    gone = [hunk for hunk in proposal.hunks if hunk.old_start < hunk.old_end]
    assert gone
    for hunk in gone:
        left = QRect(window.canvas.rect_of(hunk.new_start, hunk.new_start))
        assert audit.strongest(picture, left) >= audit.LINE


@THEMES
def test_marks_on_the_page_can_be_seen(qtbot: QtBot, open_window: OpenWindow, theme: str) -> None:
    window = run_scenes.shown(qtbot, open_window, theme, ScriptedEngine())
    places = [below(text_place(window, start, end)) for start, end in ((7, 12), (45, 51))]
    bare = page_picture(window)
    window.editor.span_marks.toggle_pin(7, 12)
    window.editor.span_marks.toggle_hole(45, 51)
    picture = page_picture(window)
    for place in places:
        assert audit.strongest(bare, place) < audit.LINE <= audit.strongest(picture, place)
    run_scenes.waiting(qtbot, window)
    assert audit.contrast(window.desk.theme.accent, window.desk.theme.page) >= audit.LINE
    assert colour_in(window.editor.grab().toImage(), window.editor.rect(), window.desk.theme.accent)


def test_the_ring_around_a_word_can_be_seen(qtbot: QtBot, open_window: OpenWindow) -> None:
    for theme in ("light", "dark"):
        window = run_scenes.shown(qtbot, open_window, theme, SteeredEngine("alpha beta gamma"))
        run_scenes.begin(qtbot, window)
        before = page_picture(window)
        window.commands["regenerate.next_word"].trigger()
        now = page_picture(window)
        assert now != before
        place = window.canvas.rect_of(0, 5).adjusted(-4, -3, 4, 3)
        edge = QRect(place.left(), place.top(), place.width(), 5)
        assert audit.strongest(now, edge) >= audit.LINE
        assert audit.contrast(window.desk.theme.ring, window.desk.theme.page) >= audit.LINE


def text_place(window: Window, start: int, end: int) -> QRect:
    """Where [start, end) of the document stands in the viewport; on one line."""
    cursor = window.editor.textCursor()
    cursor.setPosition(start)
    left = window.editor.cursorRect(cursor)
    cursor.setPosition(end)
    return left.united(window.editor.cursorRect(cursor))


def below(place: QRect) -> QRect:
    """The strip under a word in which its mark is."""
    return QRect(place.left(), place.bottom() - 4, place.width(), 8)


def colour_in(picture: QImage, place: QRect, colour: str) -> bool:
    place = place.intersected(picture.rect())
    wanted = QColor(colour).rgb()
    return any(
        picture.pixel(x, y) == wanted
        for y in range(place.top(), place.bottom() + 1)
        for x in range(place.left(), place.right() + 1)
    )


# What a mouse can do has a key


def test_commands_of_the_words_menu_and_of_the_bar_have_keys(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = run_scenes.shown(qtbot, open_window, "light", SteeredEngine("alpha beta gamma"))
    run_scenes.begin(qtbot, window)
    window.commands["regenerate.next_word"].trigger()
    window.commands["regenerate.choose_word"].trigger()
    menu = window.page.say.menu
    named = [action.objectName() for action in menu.actions() if action.objectName()]
    menu.close()
    assert named
    assert [name for name in named if not window.commands[f"regenerate.{name}"].shortcuts()] == []
    without = {command.id for command in COMMANDS if command.id.startswith("regenerate.") and not command.keys}
    # They are many, or seldom wanted: everybody can give them keys, and the palette has them.
    assert without == {f"regenerate.preset_{number}" for number in range(1, 6)} | {
        "regenerate.unqueue", "regenerate.export_film",
    }  # fmt: skip


def test_no_two_commands_have_the_same_key_but_for_those_that_take_turns() -> None:
    owners: dict[str, list[str]] = {}
    for command in COMMANDS:
        for key in command.keys:
            owners.setdefault(key, []).append(command.id)
    shared = {key: ids for key, ids in owners.items() if len(ids) > 1}
    assert shared == {"Esc": ["regenerate.stop", "regenerate.discard"]}


def test_keys_with_alt_open_no_menu(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = run_scenes.shown(qtbot, open_window, "light", ScriptedEngine())
    letters = {action.text()[action.text().index("&") + 1].upper() for action in window.menuBar().actions()}
    keys = {key.removeprefix("Alt+") for command in COMMANDS for key in command.keys if key.startswith("Alt+")}
    assert letters & keys == set()


def test_the_pages_menu_names_what_it_does(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = run_scenes.shown(qtbot, open_window, "light", ScriptedEngine())
    actions = window.page.aids.menu_actions
    assert {action.objectName() for action in actions} == {
        "regenerate.prompt", "regenerate.pin", "regenerate.hole",
    }  # fmt: skip
    assert all(action.shortcuts() for action in actions)
