"""The original while a key is held: whatever key it is, and whatever happens meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QImage, QKeyEvent
from PySide6.QtWidgets import QApplication
from steered import SteeredEngine
from windows import PATIENCE_MS, select, wait_for

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot
    from windows import OpenWindow

    from palimpsest.app.window import Window

TEXT = "before one two three four after"
ALT = Qt.KeyboardModifier.AltModifier


def proposed(qtbot: QtBot, open_window: OpenWindow, engine: SteeredEngine | None = None) -> tuple[Window, QImage]:
    """A window with a draft, the keyboard beside the page, and how the page looked before."""
    window = open_window(engine or SteeredEngine("alpha beta gamma delta"), text=TEXT)
    window.commands["regenerate.prompt"].trigger()
    plain = look(window)
    select(window, 7, 25)
    window.commands["regenerate.start"].trigger()
    if engine is None:
        wait_for(qtbot, window, "proposed")
    return window, plain


def look(window: Window) -> QImage:
    """The page without what stands beside it."""
    cursor = window.editor.textCursor()
    cursor.setPosition(0)
    window.editor.setTextCursor(cursor)
    return window.editor.viewport().grab().toImage()


def hold(qtbot: QtBot, window: Window) -> None:
    qtbot.keyPress(window.prompt_bar.instruction, Qt.Key.Key_O, ALT)
    assert window.page.peek.on


def let_go(qtbot: QtBot, window: Window) -> None:
    qtbot.keyRelease(window.focusWidget() or window.editor, Qt.Key.Key_O, ALT)
    assert not window.page.peek.on


def test_the_original_stands_there_as_long_as_the_key_is_held(qtbot: QtBot, open_window: OpenWindow) -> None:
    window, plain = proposed(qtbot, open_window)
    draft = look(window)
    assert draft != plain
    hold(qtbot, window)
    assert look(window) == plain
    hold(qtbot, window)
    repeated = QKeyEvent(QEvent.Type.KeyRelease, Qt.Key.Key_O, ALT, "", True)
    QApplication.sendEvent(window.prompt_bar.instruction, repeated)
    assert window.page.peek.on, "a key that repeats is still held"
    let_go(qtbot, window)
    assert look(window) == draft


def test_without_a_draft_there_is_nothing_to_see(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window(SteeredEngine(), text=TEXT)
    assert not window.commands["regenerate.peek"].isEnabled()
    window.page.peek.begin()
    assert not window.page.peek.on


def test_a_click_or_another_window_ends_it(qtbot: QtBot, open_window: OpenWindow) -> None:
    window, _ = proposed(qtbot, open_window)
    draft = look(window)
    hold(qtbot, window)
    qtbot.mouseClick(window.status, Qt.MouseButton.LeftButton)
    assert not window.page.peek.on
    hold(qtbot, window)
    QApplication.sendEvent(window, QEvent(QEvent.Type.WindowDeactivate))
    assert not window.page.peek.on
    assert look(window) == draft


def test_passes_that_come_meanwhile_are_seen_afterwards(qtbot: QtBot, open_window: OpenWindow) -> None:
    engine = SteeredEngine("alpha beta gamma delta", gated=True)
    window, plain = proposed(qtbot, open_window, engine)
    engine.step()
    wait_for(qtbot, window, "sharpening", 1)
    first = look(window)
    hold(qtbot, window)
    engine.step()
    wait_for(qtbot, window, "sharpening", 2)
    assert look(window) == plain
    engine.step()
    wait_for(qtbot, window, "proposed")
    assert look(window) == plain
    let_go(qtbot, window)
    assert look(window) not in (plain, first)


def test_what_is_accepted_meanwhile_is_the_draft(qtbot: QtBot, open_window: OpenWindow) -> None:
    window, _ = proposed(qtbot, open_window)
    hold(qtbot, window)
    window.commands["regenerate.accept"].trigger()
    accepted = look(window)
    let_go(qtbot, window)
    assert window.document.text() == "before alpha beta gamma delta after"
    assert look(window) == accepted


def test_the_next_run_is_drawn_although_the_key_was_held(qtbot: QtBot, open_window: OpenWindow) -> None:
    window, plain = proposed(qtbot, open_window)
    hold(qtbot, window)
    window.commands["regenerate.discard"].trigger()
    select(window, 7, 25)
    window.commands["regenerate.start"].trigger()
    wait_for(qtbot, window, "proposed")
    assert look(window) != plain
    let_go(qtbot, window)
    assert look(window) != plain


def test_a_page_closed_while_the_key_is_held_leaves_nothing_behind(qtbot: QtBot, open_window: OpenWindow) -> None:
    window, _ = proposed(qtbot, open_window)
    window.files.new()
    window.step_page(-1)
    hold(qtbot, window)
    page = window.page
    window.document.buffer.setModified(False)
    window.remove_page(page)
    qtbot.waitUntil(lambda: page not in window.pages, timeout=PATIENCE_MS)
    qtbot.keyRelease(window.editor, Qt.Key.Key_O, ALT)
    qtbot.keyClicks(window.editor, "x")
    assert window.document.text() == "x"
