"""Colours, spelling and counts read along with a page, and end with it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu
from windows import PATIENCE_MS, select, wait_for

from palimpsest.app.theme import dark

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot
    from windows import OpenWindow

    from palimpsest.app.window import Window

CODE = 'def f():\n    return "wrod"  # comment\n'


def inks(window: Window) -> set[str]:
    """The colours of the first line's words."""
    formats = window.document.buffer.firstBlock().layout().formats()
    return {each.format.foreground().color().name() for each in formats}  # pyright: ignore[reportAttributeAccessIssue]


def test_colours_follow_setting_and_theme(qtbot: QtBot, open_window: OpenWindow, tmp_path: Path) -> None:
    path = tmp_path / "a.py"
    path.write_text(CODE)
    window = open_window(None, str(path))
    qtbot.waitUntil(lambda: bool(inks(window)), timeout=PATIENCE_MS)
    before = inks(window)
    window.desk.settings.set("theme", "dark")
    assert window.desk.theme is dark
    qtbot.waitUntil(lambda: bool(inks(window)) and not inks(window) & before, timeout=PATIENCE_MS)
    window.desk.settings.set("highlighting", False)
    qtbot.waitUntil(lambda: not inks(window), timeout=PATIENCE_MS)
    window.desk.settings.set("highlighting", True)
    qtbot.waitUntil(lambda: bool(inks(window)), timeout=PATIENCE_MS)


def test_spelling_in_code_is_of_strings_and_comments(qtbot: QtBot, open_window: OpenWindow, tmp_path: Path) -> None:
    path = tmp_path / "a.py"
    path.write_text('wrod = "brokn"  # repare\n')
    window = open_window(None, str(path))
    window.desk.settings.set("spelling_language", "en_US")

    def marked() -> list[str]:
        marks = window.editor.marks.of("spelling")
        return [one.cursor.selectedText() for one in marks]  # pyright: ignore[reportAttributeAccessIssue]

    qtbot.waitUntil(lambda: marked() == ["brokn", "repare"], timeout=PATIENCE_MS)


def test_what_is_in_a_string_is_known_to_the_page(qtbot: QtBot, open_window: OpenWindow, tmp_path: Path) -> None:
    path = tmp_path / "a.py"
    path.write_text(CODE)
    window = open_window(None, str(path))
    at = CODE.index("wrod")
    qtbot.waitUntil(
        lambda: window.editor.kind_at is not None and window.editor.kind_at(at) == "string", timeout=PATIENCE_MS
    )
    page = window.page
    window.files.close_page(page)
    assert page.editor.kind_at is None


def test_a_large_file_is_counted_when_all_of_it_is_there(qtbot: QtBot, open_window: OpenWindow, tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    path.write_text("five words on every line\n" * 50_000)
    window = open_window(None, str(path))
    qtbot.waitUntil(lambda: window.page.aids.counts.counted.document.words == 250_000, timeout=PATIENCE_MS)


def test_a_page_that_nobody_has_seen_is_not_read(qtbot: QtBot, open_window: OpenWindow, tmp_path: Path) -> None:
    for name in ("a.py", "b.py"):
        (tmp_path / name).write_text(CODE)
    window = open_window(None, str(tmp_path / "b.py"), str(tmp_path / "a.py"))
    first, second = window.pages
    qtbot.waitUntil(lambda: bool(inks(window)), timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: second.aids.counts.counted.document.words > 0, timeout=PATIENCE_MS)
    assert not first.aids.counts.begun
    assert not first.document.buffer.firstBlock().layout().formats()
    window.show_page(first)
    qtbot.waitUntil(lambda: bool(inks(window)), timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: first.aids.counts.counted.document.words > 0, timeout=PATIENCE_MS)


def test_nothing_is_read_while_text_comes_in(qtbot: QtBot, open_window: OpenWindow, tmp_path: Path) -> None:
    path = tmp_path / "large.py"
    path.write_text(CODE * 30_000)
    window = open_window()
    read: list[bool] = []
    window.files.open_path(path)
    qtbot.waitUntil(lambda: window.document.path == path, timeout=PATIENCE_MS)
    page = window.page
    page.aids.highlighter.changed.connect(lambda *_: read.append(page.document.loading))
    page.aids.counts.changed.connect(lambda *_: read.append(page.document.loading))
    assert page.document.loading
    qtbot.waitUntil(lambda: bool(inks(window)), timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: page.aids.counts.counted.document.words > 0, timeout=PATIENCE_MS)
    assert not any(read)


def test_the_menu_below_a_draft_is_about_the_end_of_the_text(
    qtbot: QtBot, open_window: OpenWindow, monkeypatch
) -> None:
    window = open_window(text="one two\nthree four")
    select(window, 4, 14)
    window.commands["regenerate.start"].trigger()
    wait_for(qtbot, window, "proposed")
    asked: list[int] = []
    aids = window.page.aids
    monkeypatch.setattr(aids.spelling, "fill_menu", lambda _, position: asked.append(position))
    monkeypatch.setattr(QMenu, "popup", lambda *_: None)
    aids.show_menu(window.editor.viewport().rect().bottomRight())
    qtbot.waitUntil(lambda: bool(asked), timeout=PATIENCE_MS)
    assert asked == [18]


def test_a_page_that_is_closed_before_it_was_seen_is_never_read(
    qtbot: QtBot, open_window: OpenWindow, tmp_path: Path
) -> None:
    window = open_window(text="one")
    aids = window.page.aids
    window.remove_page(window.page)
    aids._on_seen()
    assert not aids.counts.begun
