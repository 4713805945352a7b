"""How a document is written and what it is called: encodings, line ends, indentation, language, versions."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QDialog
from windows import PATIENCE_MS, choose, offered, press_button, select

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot
    from windows import OpenWindow

    from palimpsest.app.window import Window


def current(window: Window) -> str:
    """The row of the palette that is chosen before anything is typed."""
    item = window.palette_box.list.currentItem()
    assert item is not None
    return item.text(0)


@pytest.fixture
def latin(tmp_path: Path) -> Path:
    path = tmp_path / "latin.txt"
    path.write_bytes("Größe\n".encode("cp1252"))
    return path


def test_reopening_in_another_encoding_reads_the_same_bytes(
    qtbot: QtBot, open_window: OpenWindow, tmp_path: Path
) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("Größe\n".encode())
    window = open_window(None, str(path))
    window.commands["document.reopen_in_encoding"].trigger()
    assert current(window) == "UTF-8"
    choose(qtbot, window, "Windows-1252")
    assert window.document.text() == "GrÃ¶ÃŸe\n"
    assert window.status.encoding.text() == "Windows-1252"
    assert not window.document.modified
    window.commands["document.reopen_in_encoding"].trigger()
    assert current(window) == "Windows-1252"
    choose(qtbot, window, "UTF-8")
    assert window.document.text() == "Größe\n"


def test_reopening_asks_before_it_drops_changes(qtbot: QtBot, open_window: OpenWindow, latin: Path) -> None:
    window = open_window(None, str(latin))
    qtbot.keyClicks(window.editor, "My ")
    window.commands["document.reopen_in_encoding"].trigger()
    choose(qtbot, window, "Windows-1252")
    assert window.document.text().startswith("My ")
    assert "would drop what has not been saved" in window.notice.text
    assert offered(window) == ["Read It Anyway"]
    press_button(window, "Read It Anyway")
    assert window.document.text() == "Größe\n"
    window.commands["edit.undo"].trigger()
    assert window.document.text().startswith("My ")


def test_reopening_in_an_encoding_that_does_not_fit_is_told(qtbot: QtBot, open_window: OpenWindow, latin: Path) -> None:
    window = open_window(None, str(latin))
    window.commands["document.reopen_in_encoding"].trigger()
    choose(qtbot, window, "UTF-8")
    assert "latin.txt cannot be read as UTF-8." in window.notice.text
    assert "Gr" in window.document.text()


def test_opening_with_an_encoding(qtbot: QtBot, open_window: OpenWindow, latin: Path, answer) -> None:
    window = open_window(text="")
    answer(None)
    window.commands["file.open_in_encoding"].trigger()
    assert not window.palette_box.isVisible()
    answer(latin)
    window.commands["file.open_in_encoding"].trigger()
    choose(qtbot, window, "Windows-1252")
    assert window.document.text() == "Größe\n"


def test_saving_in_another_encoding_writes_at_once(qtbot: QtBot, open_window: OpenWindow, latin: Path) -> None:
    window = open_window(None, str(latin))
    window.commands["document.encoding"].trigger()
    choose(qtbot, window, "Save with another encoding")
    choose(qtbot, window, "UTF-16 LE with BOM")
    assert latin.read_bytes() == b"\xff\xfe" + "Größe\n".encode("utf-16-le")
    assert not window.document.modified
    assert window.status.encoding.text() == "UTF-16 LE with BOM"


def test_a_character_that_cannot_be_written_is_named_with_its_line(
    qtbot: QtBot, open_window: OpenWindow, tmp_path: Path
) -> None:
    path = tmp_path / "a.txt"
    path.write_text("one\ntwo\nthree 🐟\n")
    before = path.read_bytes()
    window = open_window(None, str(path))
    window.commands["document.save_in_encoding"].trigger()
    choose(qtbot, window, "Windows-1252")
    assert "“🐟” in line 3 cannot be written in Windows-1252" in window.notice.text
    assert path.read_bytes() == before
    # The wish stays: take the character away and save.
    assert window.document.modified
    select(window, 14, 16)
    window.commands["edit.cut"].trigger()
    window.commands["file.save"].trigger()
    assert path.read_bytes() == b"one\ntwo\nthree \n"
    assert window.document.format.encoding == "cp1252"
    assert window.notice.text == ""


def test_a_document_without_a_file_remembers_its_encoding(
    qtbot: QtBot, open_window: OpenWindow, tmp_path: Path, answer
) -> None:
    window = open_window(text="")
    window.commands["document.encoding"].trigger()
    choose(qtbot, window, "Windows-1252")
    assert window.document.modified
    window.editor.insertPlainText("Größe")
    window.close()
    again = open_window()
    answer(tmp_path / "new.txt")
    again.commands["file.save"].trigger()
    assert (tmp_path / "new.txt").read_bytes() == "Größe".encode("cp1252")


def test_line_ends(qtbot: QtBot, open_window: OpenWindow, story: Path) -> None:
    window = open_window(None, str(story))
    assert window.status.line_ends.text() == "CRLF"
    window.commands["document.line_ends"].trigger()
    assert current(window) == "CRLF"
    choose(qtbot, window, "LF")
    assert window.document.modified
    assert window.status.line_ends.text() == "LF"
    window.commands["file.save"].trigger()
    assert story.read_bytes() == "One fish.\nTwo fish — and 🐟.\n".encode()


def test_mixed_line_ends_are_said_and_kept_until_one_is_chosen(
    qtbot: QtBot, open_window: OpenWindow, tmp_path: Path
) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"one\r\ntwo\nthree\n")
    window = open_window(None, str(path))
    assert window.notice.text == "Lines end in 2 × LF and 1 × CRLF; kept as they are."
    assert window.status.line_ends.text() == "mixed"
    select(window, 13, 13)
    qtbot.keyClicks(window.editor, "!")
    window.commands["file.save"].trigger()
    assert path.read_bytes() == b"one\r\ntwo\nthree!\n"
    window.commands["document.line_ends"].trigger()
    choose(qtbot, window, "CRLF")
    window.commands["file.save"].trigger()
    assert path.read_bytes() == b"one\r\ntwo\r\nthree!\r\n"
    assert window.status.line_ends.text() == "CRLF"


def test_indentation_is_of_the_page(qtbot: QtBot, open_window: OpenWindow, tmp_path: Path) -> None:
    path = tmp_path / "a.py"
    path.write_text("if x:\n  y\n")
    window = open_window(None, str(path))
    assert window.status.indentation.text() == "Spaces: 2"
    window.commands["document.indentation"].trigger()
    assert current(window) == "Spaces: 2"
    choose(qtbot, window, "Tabs: 8")
    assert window.status.indentation.text() == "Tabs: 8"
    window.commands["edit.indent"].trigger()
    assert window.document.text().startswith("\tif x:")


def test_a_language_changes_colours_kind_and_font_and_comes_back(
    qtbot: QtBot, open_window: OpenWindow, tmp_path: Path
) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("def f():\n    return 1\n")
    window = open_window(None, str(path))
    prose = window.editor.font().family()

    window.commands["document.language"].trigger()
    assert current(window) == "As the file says"
    choose(qtbot, window, "Python")
    assert (window.editor.kind, window.status.language.text()) == ("code", "Python")
    assert window.editor.font().family() != prose
    assert window.commands["view.line_numbers"].isChecked()
    aids = window.page.aids
    qtbot.waitUntil(lambda: aids.highlighter.language.name == "Python", timeout=PATIENCE_MS)
    block = window.document.buffer.firstBlock()
    qtbot.waitUntil(lambda: bool(block.layout().formats()), timeout=PATIENCE_MS)
    window.close()

    again = open_window()
    assert (again.editor.kind, again.status.language.text()) == ("code", "Python")
    assert again.document.chosen_language == "Python"
    block = again.document.buffer.firstBlock()
    qtbot.waitUntil(lambda: bool(block.layout().formats()), timeout=PATIENCE_MS)
    again.commands["document.language"].trigger()
    assert current(again) == "Python"
    choose(qtbot, again, "As the file says")
    assert (again.editor.kind, again.editor.font().family()) == ("prose", prose)
    assert not again.commands["view.line_numbers"].isChecked()


def test_commands_about_a_file_want_one(open_window: OpenWindow, story: Path) -> None:
    window = open_window(text="")
    names = [f"document.{name}" for name in ("reopen_in_encoding", "compare", "reload", "versions")]
    assert not any(window.commands[name].isEnabled() for name in names)
    window.files.open_path(story)
    assert all(window.commands[name].isEnabled() for name in names)


def test_earlier_versions_are_shown(qtbot: QtBot, open_window: OpenWindow, story: Path) -> None:
    window = open_window(None, str(story))
    window.commands["document.versions"].trigger()
    (dialog,) = [each for each in window.findChildren(QDialog) if each.isVisible()]
    assert "story.txt" in dialog.windowTitle()
    dialog.close()
