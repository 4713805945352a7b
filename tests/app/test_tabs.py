"""The strip of tabs: what it says, and what mouse and keyboard do to it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from windows import PATIENCE_MS

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot
    from windows import OpenWindow

    from palimpsest.app.window import Window

LEFT, MIDDLE = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    paths = [tmp_path / name for name in ("a.txt", "b.txt", "c.txt")]
    for path in paths:
        path.write_text(path.stem)
    return paths


def shown(window: Window) -> list[str]:
    return [page.document.title for page in window.pages]


def test_one_page_needs_no_strip(open_window: OpenWindow, files: list[Path]) -> None:
    window = open_window(None, str(files[0]))
    assert window.tabs.isHidden()
    window.files.open_path(files[1])
    assert window.tabs.isVisible()
    window.files.close()
    assert window.tabs.isHidden()


def test_alike_titles_say_their_folder_until_one_goes(open_window: OpenWindow, tmp_path: Path) -> None:
    paths = [tmp_path / folder / "a.txt" for folder in ("one", "two")]
    for path in paths:
        path.parent.mkdir()
        path.write_text("")
    window = open_window(None, *map(str, paths))
    assert [window.tabs.tabText(place) for place in range(2)] == ["a.txt — one", "a.txt — two"]
    assert window.tabs.tabToolTip(1) == str(paths[1])
    window.files.new()
    window.files.close_page(window.pages[0])
    assert [window.tabs.tabText(place) for place in range(2)] == ["a.txt", "Untitled"]
    assert window.tabs.tabToolTip(1) == "Never saved"


def test_middle_click_closes_and_a_double_click_beside_them_makes_a_page(
    qtbot: QtBot, open_window: OpenWindow, files: list[Path]
) -> None:
    window = open_window(None, *map(str, files))
    tabs = window.tabs
    QTest.mouseClick(tabs, MIDDLE, Qt.KeyboardModifier.NoModifier, tabs.tabRect(1).center())
    assert shown(window) == ["a.txt", "c.txt"]
    beside = QPoint(tabs.width() - 5, tabs.height() // 2)
    assert tabs.tabAt(beside) < 0
    QTest.mouseClick(tabs, MIDDLE, Qt.KeyboardModifier.NoModifier, beside)
    assert shown(window) == ["a.txt", "c.txt"]
    QTest.mouseDClick(tabs, LEFT, Qt.KeyboardModifier.NoModifier, beside)
    assert shown(window) == ["a.txt", "c.txt", "Untitled"]
    QTest.mouseDClick(tabs, LEFT, Qt.KeyboardModifier.NoModifier, tabs.tabRect(0).center())
    assert len(window.pages) == 3


def test_the_keyboard_goes_on_in_the_page_that_is_left(
    qtbot: QtBot, open_window: OpenWindow, files: list[Path]
) -> None:
    window = open_window(None, *map(str, files))
    for _ in range(3):
        window.commands["file.close"].trigger()
        qtbot.waitUntil(lambda: window.focusWidget() is window.editor, timeout=PATIENCE_MS)
        qtbot.keyClicks(window.focusWidget(), "x")
        window.commands["edit.undo"].trigger()
    assert shown(window) == ["Untitled"]


def test_a_page_that_is_closed_in_the_back_leaves_the_keyboard_where_it_is(
    qtbot: QtBot, open_window: OpenWindow, files: list[Path]
) -> None:
    window = open_window(None, *map(str, files))
    window.commands["edit.find"].trigger()
    assert window.focusWidget() is window.find_bar.line
    window.files.close_page(window.pages[0])
    assert window.focusWidget() is window.find_bar.line
    assert shown(window) == ["b.txt", "c.txt"]


def test_arrows_walk_along_the_tabs(qtbot: QtBot, open_window: OpenWindow, files: list[Path]) -> None:
    window = open_window(None, *map(str, files))
    window.tabs.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(window.tabs, Qt.Key.Key_Left)
    assert window.document.title == "b.txt"
    assert window.focusWidget() is window.tabs


def test_a_long_name_is_cut_in_the_middle(open_window: OpenWindow, tmp_path: Path) -> None:
    long = tmp_path / ("a very long name of a file " * 6 + ".txt")
    long.write_text("")
    window = open_window(None, str(long))
    window.files.new()
    assert window.tabs.tabRect(0).width() <= 240


def test_tabs_that_are_moved_keep_their_pages(open_window: OpenWindow, files: list[Path]) -> None:
    window = open_window(None, *map(str, files))
    window.tabs.moveTab(0, 2)
    assert shown(window) == ["b.txt", "c.txt", "a.txt"]
    window.tabs.setCurrentIndex(2)
    assert window.document.text() == "a"
    window.files.close_page(window.pages[1])
    assert shown(window) == ["b.txt", "a.txt"]
    assert window.document.text() == "a"
