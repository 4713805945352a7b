"""What the View menu does, and that each mark in it tells the truth wherever the change came from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from scripted import ScriptedEngine
from windows import PATIENCE_MS, select

from palimpsest.app.settings_dialog import SettingsDialog

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot
    from windows import OpenWindow

MARKS = [
    ("view.reduced_motion", "reduced_motion", True, False),
    ("view.show_whitespace", "show_whitespace", True, False),
    ("view.typewriter", "typewriter", True, False),
    ("view.focus", "focus", "sentence", ""),
    ("view.wrap", "wrap", "window", "none"),
    ("view.line_numbers", "line_numbers", "always", "never"),
    ("spelling.toggle", "spelling", True, False),
]


@pytest.mark.parametrize(("command", "setting", "on", "off"), MARKS)
def test_a_mark_follows_the_setting_and_the_other_window(
    open_window: OpenWindow, command: str, setting: str, on: object, off: object
) -> None:
    window = open_window(text="one")
    window.commands["file.new_window"].trigger()
    other = window.desk.windows[1]
    settings = window.desk.settings
    for value in (off, on, off, on):
        # As the settings dialog does.
        settings.set(setting, value)
        assert [each.commands[command].isChecked() for each in (window, other)] == [value == on] * 2
    for _ in range(3):
        before = window.commands[command].isChecked()
        other.commands[command].trigger()
        assert [each.commands[command].isChecked() for each in (window, other)] == [not before] * 2


def test_wrapping_and_numbers_are_of_the_kind_of_text(open_window: OpenWindow, tmp_path: Path) -> None:
    code, prose = tmp_path / "a.py", tmp_path / "a.txt"
    for path in (code, prose):
        path.write_text("one\n")
    window = open_window(None, str(code), str(prose))

    def marks() -> tuple[bool, bool]:
        return window.commands["view.wrap"].isChecked(), window.commands["view.line_numbers"].isChecked()

    assert marks() == (True, False)
    window.step_page(-1)
    assert marks() == (False, True)
    window.commands["view.wrap"].trigger()
    assert marks() == (True, True)
    window.commands["view.line_numbers"].trigger()
    assert marks() == (True, False)


def test_overwriting_is_of_the_page(qtbot: QtBot, open_window: OpenWindow, story: Path) -> None:
    window = open_window(None, str(story))
    qtbot.keyClick(window.editor, Qt.Key.Key_Insert)
    assert window.commands["edit.overwrite"].isChecked()
    qtbot.keyClicks(window.editor, "two")
    assert window.document.text().startswith("two fish.")
    window.files.new()
    assert not window.commands["edit.overwrite"].isChecked()
    window.step_page(1)
    assert window.commands["edit.overwrite"].isChecked()


def test_full_screen_and_back_whoever_asks(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window(text="one")
    action = window.commands["view.full_screen"]
    action.trigger()
    qtbot.waitUntil(window.isFullScreen, timeout=PATIENCE_MS)
    assert action.isChecked()
    window.showNormal()
    qtbot.waitUntil(lambda: not action.isChecked(), timeout=PATIENCE_MS)


def test_zoom_ends_at_both_ends(open_window: OpenWindow) -> None:
    window = open_window(text="one")
    for name, end in (("view.zoom_in", 300), ("view.zoom_out", 50)):
        for _ in range(40):
            window.commands[name].trigger()
        assert window.desk.settings.values.zoom_percent == end
    window.commands["view.zoom_reset"].trigger()
    assert window.desk.settings.values.zoom_percent == 100


def test_counts_tell_tokens_where_the_model_can_count_them(qtbot: QtBot, open_window: OpenWindow) -> None:
    class Counting(ScriptedEngine):
        def count_tokens(self, text: str) -> int:
            return 7 * len(text.split())

    window = open_window(Counting(), text="One two three.")
    qtbot.waitUntil(lambda: window.page.aids.counts.counted.document.tokens == 21, timeout=PATIENCE_MS)
    assert window.status.counts.text() == "3 words"
    window.status.counts.click()
    assert "Words: 3" in window.notice.text
    assert "Tokens: 21" in window.notice.text
    select(window, 0, 7)
    qtbot.waitUntil(lambda: window.status.counts.text() == "2 of 3 words", timeout=PATIENCE_MS)
    window.commands["view.counts"].trigger()
    assert "Words: 3 (2 selected)" in window.notice.text


def test_counts_without_such_a_model(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window(text="One two three.")
    qtbot.waitUntil(lambda: window.status.counts.text() == "3 words", timeout=PATIENCE_MS)
    window.commands["view.counts"].trigger()
    assert "Tokens" not in window.notice.text


def test_tabs_are_stepped_through_around_the_end(open_window: OpenWindow, story: Path) -> None:
    window = open_window(None, str(story))
    assert not window.commands["view.next_tab"].isEnabled()
    window.files.new()
    window.commands["view.next_tab"].trigger()
    assert window.document.path == story
    window.commands["view.previous_tab"].trigger()
    assert window.document.path is None


def test_the_settings_dialog_is_one_and_wears_the_theme(open_window: OpenWindow) -> None:
    window = open_window(text="one")
    window.commands["view.settings"].trigger()
    window.commands["view.settings"].trigger()
    (dialog,) = window.findChildren(SettingsDialog)
    window.desk.settings.set("theme", "dark")
    assert window.desk.theme.dark
    dialog.close()
