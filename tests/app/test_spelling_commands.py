"""Spelling in the window: the menu of a click, the next misspelled word, languages, people's own words."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QMenu
from windows import PATIENCE_MS, choose, select

from palimpsest.app import settings as settings_file
from palimpsest.app.settings import Settings

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot
    from windows import OpenWindow

    from palimpsest.app.window import Window

TEXT = "The lamp is quite brokn today.\nNobody wished to repare it.\n"


def marked(window: Window) -> list[str]:
    """The words that are underlined."""
    marks = window.editor.marks.of("spelling")
    return [one.cursor.selectedText() for one in marks]  # pyright: ignore[reportAttributeAccessIssue]


# Menus of a page that is not on a screen.
pytestmark = pytest.mark.qt_log_ignore(*("grabbing the keyboard", "raise\\(\\)", "propagateSizeHints"), extend=True)


@pytest.fixture
def window(qtbot: QtBot, open_window: OpenWindow) -> Window:
    settings_file.save(Settings(spelling_language="en_US", welcomed=True))
    window = open_window(text=TEXT)
    qtbot.waitUntil(lambda: marked(window) == ["brokn", "repare"], timeout=PATIENCE_MS)
    return window


@pytest.fixture
def menu(qtbot: QtBot) -> Iterator[list[QMenu]]:
    """The menus that a test has asked for; they are put away in the end."""
    menus: list[QMenu] = []
    yield menus
    for each in menus:
        each.close()


def ask(qtbot: QtBot, window: Window, event: QContextMenuEvent, target: object) -> QMenu:
    QApplication.sendEvent(target, event)  # pyright: ignore[reportArgumentType]
    qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), QMenu), timeout=PATIENCE_MS)
    popup = QApplication.activePopupWidget()
    assert isinstance(popup, QMenu)
    return popup


def click_at(qtbot: QtBot, window: Window, position: int) -> QMenu:
    """Right click on a place of the text."""
    cursor = window.editor.textCursor()
    cursor.setPosition(position)
    at = window.editor.cursorRect(cursor).center() + QPoint(2, 0)
    viewport = window.editor.viewport()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, viewport.mapToGlobal(at))
    return ask(qtbot, window, event, viewport)


def texts(menu: QMenu) -> list[str]:
    return [action.text() for action in menu.actions() if action.isVisible()]


def test_the_status_line_tells_the_dictionary_as_soon_as_it_is_chosen(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window(text="one")
    qtbot.waitUntil(lambda: window.desk.awake, timeout=PATIENCE_MS)
    language = window.page.aids.spelling.language
    assert language
    assert window.status.spelling.text() == language


def test_a_right_click_offers_other_words_first(qtbot: QtBot, window: Window, menu: list[QMenu]) -> None:
    popup = click_at(qtbot, window, TEXT.index("brokn") + 2)
    menu.append(popup)
    qtbot.waitUntil(lambda: "broken" in texts(popup)[:8], timeout=PATIENCE_MS)
    (offer,) = [action for action in popup.actions() if action.text() == "broken"]
    offer.trigger()
    assert window.document.text() == TEXT.replace("brokn", "broken")
    window.commands["edit.undo"].trigger()
    assert window.document.text() == TEXT
    assert not window.document.buffer.isUndoAvailable()


def test_a_right_click_on_a_right_word_is_the_plain_menu(qtbot: QtBot, window: Window, menu: list[QMenu]) -> None:
    popup = click_at(qtbot, window, TEXT.index("lamp") + 2)
    menu.append(popup)
    assert any("Paste" in text for text in texts(popup))
    assert not any("dictionary" in text.lower() for text in texts(popup))


def test_the_menu_key_asks_about_the_word_at_the_caret(qtbot: QtBot, window: Window, menu: list[QMenu]) -> None:
    at = TEXT.index("repare") + 3
    select(window, at, at)
    handle = window.windowHandle()
    # The system tells the window; Qt finds the place of the caret by itself.
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(1, 1), window.mapToGlobal(QPoint(1, 1)))
    popup = ask(qtbot, window, event, handle)
    menu.append(popup)
    qtbot.waitUntil(lambda: "repair" in texts(popup)[:8], timeout=PATIENCE_MS)


def test_a_word_is_added_for_good_and_in_all_windows(qtbot: QtBot, window: Window, open_window: OpenWindow) -> None:
    at = TEXT.index("brokn")
    select(window, at, at)
    window.commands["spelling.add"].trigger()
    qtbot.waitUntil(lambda: marked(window) == ["repare"], timeout=PATIENCE_MS)
    window.close()
    again = open_window(text=TEXT)
    qtbot.waitUntil(lambda: marked(again) == ["repare"], timeout=PATIENCE_MS)


def test_the_next_misspelled_word_goes_round(qtbot: QtBot, window: Window) -> None:
    for word in ("brokn", "repare", "brokn"):
        window.commands["spelling.next"].trigger()
        qtbot.waitUntil(lambda word=word: window.editor.textCursor().selectedText() == word, timeout=PATIENCE_MS)
    assert window.focusWidget() is window.editor


def test_suggestions_are_offered_in_the_palette(qtbot: QtBot, window: Window) -> None:
    at = TEXT.index("brokn") + 2
    select(window, at, at)
    window.commands["spelling.suggest"].trigger()
    qtbot.waitUntil(window.palette_box.isVisible, timeout=PATIENCE_MS)
    choose(qtbot, window, "broken")
    assert window.document.text() == TEXT.replace("brokn", "broken")
    assert window.focusWidget() is window.editor


def test_what_cannot_be_done_is_said_and_heard(qtbot: QtBot, window: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[str] = []
    monkeypatch.setattr("palimpsest.app.status_line.announce", lambda _, text: heard.append(text))
    select(window, 5, 5)
    for name in ("suggest", "add"):
        window.commands[f"spelling.{name}"].trigger()
        assert window.status.message.text() == "No misspelled word at the caret"
        assert heard == ["No misspelled word at the caret"]
        heard.clear()
        window.status.show_message("")
    window.document.set_text("All is well.\n")
    window.commands["spelling.next"].trigger()
    qtbot.waitUntil(lambda: heard == ["No misspelled word"], timeout=PATIENCE_MS)


def test_switching_off_and_choosing_none(qtbot: QtBot, window: Window) -> None:
    toggle = window.commands["spelling.toggle"]
    assert toggle.isChecked()
    toggle.trigger()
    qtbot.waitUntil(lambda: marked(window) == [], timeout=PATIENCE_MS)
    assert (toggle.isChecked(), window.status.spelling.text()) == (False, "")
    window.commands["spelling.next"].trigger()
    assert window.status.message.text() == "Spelling is not checked"
    window.commands["spelling.language"].trigger()
    chosen = window.palette_box.list.currentItem()
    assert chosen is not None
    assert chosen.text(0) == "None"
    codes = window.desk.speller.languages()
    choose(qtbot, window, codes["en_US"])
    qtbot.waitUntil(lambda: marked(window) == ["brokn", "repare"], timeout=PATIENCE_MS)
    assert (toggle.isChecked(), window.status.spelling.text()) == (True, "en_US")
    window.commands["spelling.language"].trigger()
    choose(qtbot, window, "None")
    assert not window.desk.settings.values.spelling
    assert window.desk.settings.values.spelling_language == "en_US"


def test_a_choice_holds_on_every_page(qtbot: QtBot, window: Window, story: Path) -> None:
    window.files.open_path(story)
    window.commands["spelling.toggle"].trigger()
    window.step_page(-1)
    qtbot.waitUntil(lambda: marked(window) == [], timeout=PATIENCE_MS)
    assert window.status.spelling.text() == ""
