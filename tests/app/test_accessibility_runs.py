"""Everybody can steer, compare and watch runs: the prompt bar in every state, the panels, their menus and dialogs."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import audit
import pytest
import run_scenes
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QDialog, QListWidget
from scripted import ScriptedEngine
from steered import SteeredEngine
from windows import PATIENCE_MS

from palimpsest.app.dock import Dock
from palimpsest.app.regenerate.film_dialog import FilmDialog
from palimpsest.app.regenerate.name_dialog import NameDialog
from palimpsest.app.regenerate.preset_file import Preset
from palimpsest.app.settings_dialog import SettingsDialog

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot
    from windows import OpenWindow

    from palimpsest.app.window import Window

pytestmark = pytest.mark.qt_log_ignore("raise\\(\\)", "propagateSizeHints", "This plugin does not", extend=True)

THEMES = pytest.mark.parametrize("theme", ["light", "dark"])


# The prompt bar


@THEMES
@pytest.mark.parametrize("state", run_scenes.BAR, ids=lambda state: state.__name__)
def test_the_prompt_bar(
    qtbot: QtBot, open_window: OpenWindow, theme: str, state: Callable[[QtBot, Window], None]
) -> None:
    window = run_scenes.shown(qtbot, open_window, theme, run_scenes.BAR[state]())
    state(qtbot, window)
    assert window.prompt_bar.isVisible()
    assert audit.faults(qtbot, window) == []


# The panels


@THEMES
@pytest.mark.parametrize(("state", "engine"), run_scenes.PANELS, ids=lambda part: part.__name__)
def test_the_panels(
    qtbot: QtBot,
    open_window: OpenWindow,
    theme: str,
    state: Callable[[QtBot, Window], None],
    engine: Callable[[], ScriptedEngine],
) -> None:
    window = run_scenes.shown(qtbot, open_window, theme, engine())
    window.resize(1360, 900)
    state(qtbot, window)
    assert audit.faults(qtbot, window) == []


@THEMES
@pytest.mark.parametrize("state", run_scenes.ALONE, ids=lambda state: state.__name__)
def test_a_panel_in_a_window_of_its_own(
    qtbot: QtBot, open_window: OpenWindow, theme: str, state: Callable[[QtBot, Window], None]
) -> None:
    window = run_scenes.shown(qtbot, open_window, theme, ScriptedEngine())
    state(qtbot, window)
    (dock,) = [each for each in window.findChildren(Dock) if each.isVisible()]
    dock.title.float.click()
    dock.resize(420, 700)
    with qtbot.waitActive(dock):
        dock.activateWindow()
    assert dock.isFloating()
    assert audit.faults(qtbot, dock) == []


# What opens


@THEMES
def test_what_else_might_stand_at_a_word(qtbot: QtBot, open_window: OpenWindow, theme: str) -> None:
    window = run_scenes.shown(qtbot, open_window, theme, SteeredEngine("alpha beta gamma"))
    run_scenes.begin(qtbot, window)
    window.commands["regenerate.next_word"].trigger()
    window.commands["regenerate.choose_word"].trigger()
    menu = window.page.say.menu
    qtbot.waitUntil(menu.isVisible, timeout=PATIENCE_MS)
    spoken = QAccessible.queryAccessibleInterface(menu)
    names = [spoken.child(at).text(QAccessible.Text.Name) for at in range(spoken.childCount())]
    assert len([name for name in names if name]) == len([each for each in menu.actions() if not each.isSeparator()])
    assert menu.activeAction() is not None
    picture = menu.grab().toImage()
    for action in menu.actions():
        if not action.isSeparator():
            assert audit.strongest(picture, menu.actionGeometry(action)) >= audit.TEXT, action.text()
    menu.close()


@THEMES
def test_the_film_dialog(qtbot: QtBot, open_window: OpenWindow, theme: str) -> None:
    window = run_scenes.shown(qtbot, open_window, theme, run_scenes.Canvases())
    run_scenes.begin(qtbot, window)
    window.commands["regenerate.export_film"].trigger()
    look_at_dialog(qtbot, window, FilmDialog)


@THEMES
def test_the_dialog_that_names_a_preset(qtbot: QtBot, open_window: OpenWindow, theme: str) -> None:
    window = run_scenes.shown(qtbot, open_window, theme, ScriptedEngine())
    window.desk.presets.add(Preset("warm", "warmer"))
    run_scenes.nothing_yet(qtbot, window)
    window.presets.save()
    (dialog,) = window.findChildren(NameDialog)
    dialog.line.setText("warm")
    look_at_dialog(qtbot, window, NameDialog)


def look_at_dialog(qtbot: QtBot, window: Window, kind: type[QDialog]) -> None:
    (dialog,) = [each for each in window.findChildren(kind) if each.isVisible()]
    with qtbot.waitActive(dialog):
        dialog.activateWindow()
    assert dialog.windowTitle()
    assert audit.faults(qtbot, dialog) == []
    dialog.close()


@THEMES
def test_presets_are_led_from_the_line_above_them(qtbot: QtBot, open_window: OpenWindow, theme: str) -> None:
    window = run_scenes.shown(qtbot, open_window, theme, ScriptedEngine())
    window.desk.presets.add(Preset("warm", "warmer"))
    window.commands["regenerate.presets"].trigger()
    box = window.palette_box
    assert box.isVisible()
    assert audit.nameless(box) == []
    assert {*audit.controls(box)} <= {window.focusWidget(), box.list}


@THEMES
def test_the_settings_of_runs(qtbot: QtBot, open_window: OpenWindow, theme: str) -> None:
    window = run_scenes.shown(qtbot, open_window, theme, ScriptedEngine())
    window.commands["view.settings"].trigger()
    (dialog,) = window.findChildren(SettingsDialog)
    with qtbot.waitActive(dialog):
        dialog.activateWindow()
    groups = dialog.findChild(QListWidget, "groups")
    assert groups is not None
    rows = [row for row in range(groups.count()) if groups.item(row).text() == "Regenerate"]
    assert len(rows) == 1
    groups.setCurrentRow(rows[0])
    assert audit.faults(qtbot, dialog) == []
    dialog.close()
