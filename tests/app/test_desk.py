"""What all windows share, and what ends with the last of them."""

from __future__ import annotations

import gc
import threading
import weakref
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication
from scripted import ScriptedEngine
from windows import PATIENCE_MS

from palimpsest.app.documents.document import Document
from palimpsest.app.regenerate.presets import presets_path
from palimpsest.app.theme import dark, light, stylesheet

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot
    from windows import OpenWindow


def test_a_theme_is_of_all_windows(open_window: OpenWindow) -> None:
    window = open_window(text="one")
    window.commands["file.new_window"].trigger()
    other = window.desk.windows[1]
    window.desk.settings.set("theme", "dark")
    assert [each.editor.theme for each in (window, other)] == [dark, dark]
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    assert app.styleSheet() == stylesheet(dark)
    window.desk.settings.set("theme", "light")
    assert other.prompt_bar._theme is light


def test_what_is_damaged_at_the_start_is_told(open_window: OpenWindow) -> None:
    path = presets_path()
    path.parent.mkdir(parents=True)
    path.write_text("{")
    window = open_window(text="one")
    assert "presets" in window.notice.text
    assert str(path.with_name("presets.json.broken")) in window.notice.text


def test_what_is_not_drawn_is_not_slowed_down(open_window: OpenWindow) -> None:
    desk = open_window(text="one").desk
    desk.settings.set("slow_motion_ms", 700)
    seen = [desk.bridge.pace_ms]
    for name, on in (("slow_motion", True), ("reduced_motion", True), ("reduced_motion", False)):
        desk.settings.set(name, on)
        seen.append(desk.bridge.pace_ms)
    assert seen == [0, 700, 0, 700]


def test_keys_are_of_all_windows(open_window: OpenWindow) -> None:
    window = open_window(text="one")
    window.commands["file.new_window"].trigger()
    window.desk.settings.set("keys", {"file.new": ["Ctrl+Alt+7"]})
    for each in window.desk.windows:
        assert [key.toString() for key in each.commands["file.new"].shortcuts()] == ["Ctrl+Alt+7"]


def test_the_model_is_opened_once_after_the_first_page_was_painted(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window(ScriptedEngine(), text="one")
    desk = window.desk
    qtbot.waitUntil(lambda: desk.awake and desk.bridge.info is not None, timeout=PATIENCE_MS)
    window.commands["file.new_window"].trigger()
    other = desk.windows[1]
    assert other.status.model.text() == "scripted"
    assert other.page.prompt_bar._info is desk.bridge.info


def test_where_a_file_is_shown(open_window: OpenWindow, story: Path) -> None:
    window = open_window(text="one")
    desk = window.desk
    assert desk.page_of(story) is None
    document = Document(story)
    other = desk.open_window(document)
    assert desk.page_of(story) == (other, other.page)
    desk.show_document(document)
    link = story.with_name("link")
    link.symlink_to(story)
    assert desk.page_of(link) == (other, other.page)
    story.unlink()
    assert desk.page_of(story) == (other, other.page)
    other.leave()
    assert desk.page_of(story) is None


def test_a_model_in_waiting_says_its_name(open_window: OpenWindow) -> None:
    window = open_window(text="one")
    assert window.status.model.text() in ("embedded model", "scripted")


def test_nothing_is_kept_of_a_window_that_closes_beside_another(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window(text="one")
    window.commands["file.new_window"].trigger()
    other = window.desk.windows[1]
    parts = [
        weakref.ref(part) for part in (other, other.page, other.editor, other.find_bar, other.commands["edit.undo"])
    ]
    other.close()
    with qtbot.waitSignal(other.destroyed, timeout=PATIENCE_MS):
        del other
    gc.collect()
    assert [part() for part in parts] == [None] * len(parts)
    assert window.isVisible()


def test_everything_ends_with_the_last_window(qtbot: QtBot, open_window: OpenWindow, story: Path) -> None:
    window = open_window(None, str(story))
    window.commands["file.new_window"].trigger()
    desk = window.desk
    qtbot.waitUntil(lambda: desk.bridge.info is not None, timeout=PATIENCE_MS)
    window.close()
    assert [each.isVisible() for each in desk.windows] == [True]
    desk.windows[0].close()
    assert desk.windows == []
    assert desk.bridge.close(PATIENCE_MS / 1000)

    def left() -> set[str]:
        return {thread.name for thread in threading.enumerate() if thread.name.startswith("palimpsest")}

    qtbot.waitUntil(lambda: not left(), timeout=PATIENCE_MS)


def test_a_fault_is_told_where_the_user_is(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window(text="one")
    window.commands["file.new_window"].trigger()
    other = window.desk.windows[1]
    with qtbot.waitActive(other):
        other.activateWindow()
    window.desk.settings.faulted.emit("The settings cannot be written.")
    assert (window.notice.text, other.notice.text) == ("", "The settings cannot be written.")
