"""F6 goes through the parts of the window, since the Tab key writes on the page."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot
    from windows import OpenWindow

    from palimpsest.app.window import Window

ONE = Qt.KeyboardModifier.NoModifier
BACK = Qt.KeyboardModifier.ShiftModifier


def part_with_keys(window: Window) -> QWidget:
    focus = window.focusWidget()
    parts = (window.tabs, window.notice, window.editor, window.prompt_bar, window.find_bar, window.status)
    return next(part for part in parts if focus is not None and (part is focus or part.isAncestorOf(focus)))


def test_the_page_and_the_status_line_take_turns(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window(text="one\n")
    for part in (window.status, window.editor):
        qtbot.keyClick(window.focusWidget(), Qt.Key.Key_F6, ONE)
        assert part_with_keys(window) is part


def test_every_part_that_is_seen_is_reached_forwards_and_backwards(
    qtbot: QtBot, open_window: OpenWindow, tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_text("a")
    window = open_window(text="one\n")
    window.document.buffer.setModified(True)
    window.files.open_path(tmp_path / "a.txt")
    window.notice.say("Something is so.", "info", [("Look", lambda: None)])
    window.commands["regenerate.prompt"].trigger()
    window.find_bar.open()
    window.editor.setFocus()
    order = [window.prompt_bar, window.find_bar, window.status, window.tabs, window.notice, window.editor]
    for part in order:
        qtbot.keyClick(window.focusWidget(), Qt.Key.Key_F6, ONE)
        assert part_with_keys(window) is part
    for part in [*order[-2::-1], window.editor]:
        qtbot.keyClick(window.focusWidget(), Qt.Key.Key_F6, BACK)
        assert part_with_keys(window) is part
