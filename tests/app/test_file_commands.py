"""Pages from files and back: opening, saving, recent files, closing; one file is on one page."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget
from windows import PATIENCE_MS, choose, question, select, wait_for

from palimpsest.app import settings as settings_file
from palimpsest.app.documents import saving
from palimpsest.app.documents.loading import LARGE
from palimpsest.app.settings import Settings

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot
    from windows import OpenWindow

    from palimpsest.app.window import Window

LINE = "a line of text, neither long nor short\n"


@pytest.fixture
def large(tmp_path: Path) -> Path:
    path = tmp_path / "large.txt"
    path.write_text(LINE * (LARGE // len(LINE) + 1))
    return path


def loaded(qtbot: QtBot, window: Window, path: Path) -> None:
    qtbot.waitUntil(lambda: window.document.path == path and not window.document.loading, timeout=PATIENCE_MS)


def drop(widget: QWidget, *paths: Path) -> bool:
    """Drop files on a widget as the mouse would; False if they are not wanted there."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(5, 5), copy, data, left, none)
    QApplication.sendEvent(widget, enter)
    if enter.isAccepted():
        QApplication.sendEvent(widget, QDropEvent(QPointF(5, 5), copy, data, left, none))
    return enter.isAccepted()


# One file, one page


def test_no_path_leads_to_two_tabs_of_one_file(
    qtbot: QtBot, open_window: OpenWindow, story: Path, tmp_path: Path, answer, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = tmp_path / "link.txt"
    link.symlink_to(story)
    monkeypatch.chdir(story.parent)
    window = open_window(None, str(story), story.name, str(link), f"../{story.parent.name}/{story.name}")
    assert len(window.pages) == 1
    for path in (story, link, Path(story.name)):
        answer(path)
        window.commands["file.open"].trigger()
        window.files.open_path(path)
        drop(window.editor.viewport(), path)
    window.commands["file.open_recent"].trigger()
    choose(qtbot, window, "story.txt")
    window.commands["file.open_in_encoding"].trigger()
    choose(qtbot, window, "UTF-8")
    assert len(window.pages) == 1
    window.commands["file.new_window"].trigger()
    other = window.desk.windows[1]
    other.files.open_path(story)
    assert [page.document.path for page in other.pages] == [None]


def test_a_large_file_is_on_one_page_however_often_it_is_asked_for(
    qtbot: QtBot, open_window: OpenWindow, large: Path
) -> None:
    window = open_window(None, str(large), str(large))
    window.files.open_path(large)
    loaded(qtbot, window, large)
    window.files.open_path(large)
    assert len(window.pages) == 1


def test_a_page_is_not_saved_over_the_file_of_another(
    qtbot: QtBot, open_window: OpenWindow, story: Path, tmp_path: Path, answer
) -> None:
    link = tmp_path / "link.txt"
    link.symlink_to(story)
    window = open_window(None, str(story))
    before = story.read_bytes()
    window.files.new()
    qtbot.keyClicks(window.editor, "mine")
    for path in (story, link):
        answer(path)
        window.commands["file.save_as"].trigger()
        assert "is open in another tab" in window.notice.text
    assert story.read_bytes() == before
    assert window.document.path is None
    window.show_page(window.pages[0])
    answer(story)
    window.commands["file.save_as"].trigger()
    assert window.notice.text == ""


# Dropping


def test_files_are_dropped_anywhere_on_the_window(open_window: OpenWindow, story: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text("other")
    window = open_window(text="")
    assert drop(window.editor.viewport(), story, other)
    assert [page.document.path for page in window.pages] == [story, other]
    window.files.close_page(window.pages[0])
    assert drop(window, story)
    assert window.document.path == story


def test_what_is_no_file_is_not_for_the_window(open_window: OpenWindow) -> None:
    window = open_window(text="")
    data = QMimeData()
    data.setUrls([QUrl("https://example.org/a.txt")])
    enter = QDragEnterEvent(
        QPoint(5, 5),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(window, enter)
    assert not enter.isAccepted()


# Large files


def test_a_large_file_is_read_only_until_all_of_it_is_there(qtbot: QtBot, open_window: OpenWindow, large: Path) -> None:
    window = open_window(None, str(large))
    assert window.document.path == large
    assert window.document.loading
    assert window.editor.isReadOnly()
    qtbot.keyClicks(window.editor, "typed")
    window.commands["edit.delete_lines"].trigger()
    window.commands["file.save"].trigger()
    assert "large.txt is still being opened." in window.notice.text
    window.notice.clear()
    loaded(qtbot, window, large)
    assert not window.editor.isReadOnly()
    assert window.document.text() == large.read_text()
    assert not window.document.modified
    assert not window.document.buffer.isUndoAvailable()
    assert window.status.message.text() == ""
    assert window.desk.settings.values.recent_files == [str(large)]
    qtbot.keyClicks(window.editor, "typed")
    assert window.document.text().startswith("typed")


def test_a_large_file_can_be_closed_while_it_loads(
    qtbot: QtBot, open_window: OpenWindow, large: Path, story: Path
) -> None:
    window = open_window(None, str(story), str(large))
    qtbot.waitUntil(lambda: window.status.message.text() != "", timeout=PATIENCE_MS)
    window.commands["file.close"].trigger()
    assert [page.document.path for page in window.pages] == [story]
    assert window.status.message.text() == ""
    window.files.open_path(large)
    window.leave()
    assert window.isHidden()


def test_a_large_file_that_cannot_be_read_is_told(qtbot: QtBot, open_window: OpenWindow, tmp_path: Path) -> None:
    broken = tmp_path / "broken.txt"
    broken.write_bytes(bytes(range(256)) * (LARGE // 100))
    window = open_window(text="")
    qtbot.keyClicks(window.editor, "kept")
    window.files.open_path(broken)
    qtbot.waitUntil(lambda: window.notice.text != "", timeout=PATIENCE_MS)
    assert "broken.txt is not a text file." in window.notice.text
    assert [page.document.text() for page in window.pages] == ["kept"]
    assert window.status.message.text() == ""


def test_a_large_file_is_saved_beside_and_edits_meanwhile_stay_unsaved(
    qtbot: QtBot, open_window: OpenWindow, large: Path
) -> None:
    window = open_window(None, str(large))
    loaded(qtbot, window, large)
    before = large.read_text()
    qtbot.keyClicks(window.editor, "first ")
    window.commands["file.save"].trigger()
    assert window.document.saving
    qtbot.keyClicks(window.editor, "second ")
    qtbot.waitUntil(lambda: not window.document.saving, timeout=PATIENCE_MS)
    assert large.read_text() == "first " + before
    assert window.document.modified
    window.commands["file.save"].trigger()
    qtbot.waitUntil(lambda: not window.document.modified, timeout=PATIENCE_MS)
    assert large.read_text() == "first second " + before


def test_closing_while_a_large_file_is_saved_asks_nothing(
    qtbot: QtBot, open_window: OpenWindow, large: Path, story: Path
) -> None:
    window = open_window(None, str(story), str(large))
    loaded(qtbot, window, large)
    before = large.read_text()
    qtbot.keyClicks(window.editor, "first ")
    window.commands["file.save"].trigger()
    window.commands["file.close"].trigger()
    assert [page.document.path for page in window.pages] == [story]
    assert large.read_text() == "first " + before


@pytest.mark.usefixtures("no_session")
def test_closing_the_window_while_a_large_file_is_saved_asks_nothing(
    qtbot: QtBot, open_window: OpenWindow, large: Path
) -> None:
    window = open_window(None, str(large))
    loaded(qtbot, window, large)
    before = large.read_text()
    qtbot.keyClicks(window.editor, "first ")
    window.commands["file.save"].trigger()
    window.close()
    assert window.isHidden()
    assert large.read_text() == "first " + before


def test_a_large_save_that_fails_is_told_and_keeps_the_file(
    qtbot: QtBot, open_window: OpenWindow, large: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window(None, str(large))
    loaded(qtbot, window, large)
    before = large.read_bytes()
    qtbot.keyClicks(window.editor, "first ")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(saving, "_replace", full)
    window.commands["file.save"].trigger()
    qtbot.waitUntil(lambda: window.notice.text != "", timeout=PATIENCE_MS)
    assert window.notice.text.startswith("large.txt cannot be saved")
    assert window.document.modified
    assert large.read_bytes() == before


# Saving


def tidy() -> None:
    settings_file.save(Settings(trim_on_save=True, newline_on_save=True, welcomed=True))


def test_tidying_up_on_save_is_one_step_and_leaves_the_selection(
    qtbot: QtBot, open_window: OpenWindow, tmp_path: Path
) -> None:
    tidy()
    path = tmp_path / "a.txt"
    path.write_text("one  \ntwo\t\nthree")
    window = open_window(None, str(path))
    select(window, 6, 9)
    window.commands["file.save"].trigger()
    assert path.read_text() == "one\ntwo\nthree\n"
    assert window.editor.textCursor().selectedText() == "two"
    window.commands["edit.undo"].trigger()
    assert window.document.text() == "one  \ntwo\t\nthree"
    assert not window.document.buffer.isUndoAvailable()
    window.commands["edit.redo"].trigger()
    assert not window.document.modified


def test_nothing_is_tidied_under_a_draft(qtbot: QtBot, open_window: OpenWindow, tmp_path: Path) -> None:
    tidy()
    path = tmp_path / "a.txt"
    path.write_text("one  \ntwo")
    window = open_window(None, str(path))
    select(window, 0, 3)
    window.commands["regenerate.start"].trigger()
    wait_for(qtbot, window, "proposed")
    window.commands["file.save"].trigger()
    assert path.read_text() == "one  \ntwo"
    assert window.run is not None
    assert window.run.state == "proposed"


def test_save_all_writes_what_can_be_written(qtbot: QtBot, open_window: OpenWindow, tmp_path: Path, answer) -> None:
    paths = [tmp_path / name for name in ("a.txt", "b.txt", "c.txt")]
    for path in paths:
        path.write_text("x")
    window = open_window(None, *map(str, paths))
    for page in window.pages:
        window.show_page(page)
        qtbot.keyClicks(page.editor, "y")
    paths[1].chmod(0o400)
    paths[1].unlink()
    paths[1].mkdir()
    window.commands["file.save_all"].trigger()
    assert [paths[0].read_text(), paths[2].read_text()] == ["yx", "yx"]
    assert [page.document.modified for page in window.pages] == [False, True, False]
    assert "b.txt cannot be saved" in window.pages[1].notice.text


def test_save_as_renames_the_tab_and_is_remembered(
    qtbot: QtBot, open_window: OpenWindow, story: Path, tmp_path: Path, answer
) -> None:
    window = open_window(None, str(story))
    answer(tmp_path / "made.py")
    window.commands["file.save_as"].trigger()
    assert (tmp_path / "made.py").read_bytes() == story.read_bytes()
    assert window.document.path == tmp_path / "made.py"
    assert (window.editor.kind, window.status.language.text()) == ("code", "Python")
    assert window.desk.settings.values.recent_files[0] == str(tmp_path / "made.py")


# Closing


def test_reopen_closed_goes_back_one_by_one(open_window: OpenWindow, story: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text("other")
    window = open_window(None, str(story), str(other))
    window.files.close()
    window.files.close()
    for path in (story, other):
        window.commands["file.reopen_closed"].trigger()
        assert window.document.path == path
    window.commands["file.reopen_closed"].trigger()
    assert len(window.pages) == 2


def test_the_question_names_every_changed_document(qtbot: QtBot, open_window: OpenWindow, story: Path) -> None:
    window = open_window(None, str(story))
    qtbot.keyClicks(window.editor, "x")
    window.files.new()
    qtbot.keyClicks(window.editor, "y")
    window.commands["file.new_window"].trigger()
    window.close()
    box = question(window)
    assert box.text() == "Save the changes to 2 documents?"
    assert "story.txt\nUntitled" in box.informativeText()
    box.button(QMessageBox.StandardButton.Cancel).click()
    assert window.isVisible()
