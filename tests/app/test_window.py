"""The window: files, notices, themes, the status line, closing."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox, QWidget
from scripted import ScriptedEngine
from windows import PATIENCE_MS, select, wait_for

from palimpsest.app import run_voice
from palimpsest.app import settings as settings_file
from palimpsest.app.settings import Settings
from palimpsest.app.theme import dark, light
from palimpsest.engine.request import Event, Failed, InfillRequest
from palimpsest.resources import samples

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot
    from windows import OpenWindow

    from palimpsest.app.window import Window


@pytest.fixture
def story(tmp_path: Path) -> Path:
    path = tmp_path / "story.txt"
    path.write_bytes("One fish.\r\nTwo fish — and 🐟.\r\n".encode())
    return path


@pytest.fixture
def answer(monkeypatch: pytest.MonkeyPatch):
    """Let the file dialogs answer with a path."""

    def set_answer(path: Path | None) -> None:
        chosen = (str(path) if path else "", "")
        monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_, **__: ([chosen[0]] if path else [], ""))
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, **__: chosen)
        monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_, **__: chosen[0])

    return set_answer


def question(window: Window) -> QMessageBox:
    """The question about unsaved changes that is on the screen."""
    boxes = [box for box in window.findChildren(QMessageBox) if box.isVisible()]
    assert len(boxes) == 1
    return boxes[0]


def test_first_start_shows_the_sample_and_the_second_an_empty_page(open_window: OpenWindow) -> None:
    first = open_window()
    assert first.document.text() == samples.welcome().text
    assert not first.document.modified
    first.close()
    assert open_window().document.text() == ""


def test_opens_edits_and_saves_a_file_byte_for_byte(qtbot: QtBot, open_window: OpenWindow, story: Path) -> None:
    window = open_window(None, str(story))
    assert window.windowTitle() == "story.txt[*] — Palimpsest"
    before = story.read_bytes()
    window.commands["file.save"].trigger()
    assert story.read_bytes() == before
    select(window, 0, 3)
    qtbot.keyClicks(window.editor, "1")
    assert window.isWindowModified()
    window.commands["file.save"].trigger()
    assert story.read_bytes() == before.replace(b"One", b"1")
    assert not window.isWindowModified()


def test_open_dialog(open_window: OpenWindow, story: Path, answer) -> None:
    window = open_window(text="")
    answer(None)
    window.commands["file.open"].trigger()
    assert window.document.path is None
    answer(story)
    window.commands["file.open"].trigger()
    assert window.document.path == story
    assert window.editor.toPlainText().startswith("One fish.")


def test_save_as_asks_for_a_name_and_changes_the_kind(
    qtbot: QtBot, open_window: OpenWindow, tmp_path: Path, answer
) -> None:
    window = open_window(text="x = 1\n")
    answer(tmp_path / "made.py")
    window.commands["file.save"].trigger()
    assert (tmp_path / "made.py").read_text() == "x = 1\n"
    assert window.editor.kind == "code"
    assert window.windowTitle().startswith("made.py")


def test_a_file_that_cannot_be_read_is_told_and_nothing_is_lost(
    qtbot: QtBot, open_window: OpenWindow, tmp_path: Path, answer
) -> None:
    window = open_window(text="kept")
    answer(tmp_path / "none.txt")
    window.commands["file.open"].trigger()
    assert "none.txt is not there." in window.notice.text
    assert window.notice.isVisible()
    assert window.document.text() == "kept"
    answer(None)
    window.notice.clear()
    assert window.notice.text == ""


def test_a_missing_file_on_the_command_line_is_told(open_window: OpenWindow, tmp_path: Path) -> None:
    window = open_window(None, str(tmp_path / "no folder" / "none.txt"))
    assert "none.txt is not there" in window.notice.text
    assert (window.document.text(), window.document.path) == ("", None)


def test_a_new_name_on_the_command_line_begins_a_file(qtbot: QtBot, open_window: OpenWindow, tmp_path: Path) -> None:
    path = tmp_path / "new.py"
    window = open_window(None, str(path))
    assert window.notice.text == "new.py is new. Saving makes the file."
    assert (window.document.title, window.editor.kind, path.exists()) == ("new.py", "code", False)
    qtbot.keyClicks(window.editor, "x = 1")
    window.commands["file.save"].trigger()
    assert path.read_text() == "x = 1"
    assert window.notice.text == ""


def test_a_save_that_fails_keeps_the_text(qtbot: QtBot, open_window: OpenWindow, tmp_path: Path, answer) -> None:
    window = open_window(text="kept")
    answer(tmp_path / "no such folder" / "a.txt")
    window.commands["file.save"].trigger()
    assert "a.txt cannot be saved" in window.notice.text
    assert window.document.text() == "kept"
    assert window.document.path is None


@pytest.mark.parametrize("command", ["file.new", "file.open", "help.sample"])
def test_another_document_leaves_a_changed_one_in_its_tab(
    qtbot: QtBot, open_window: OpenWindow, story: Path, answer, command: str
) -> None:
    window = open_window(text="")
    answer(story)
    assert window.tabs.isHidden()
    qtbot.keyClicks(window.editor, "dear ")
    window.commands[command].trigger()
    assert window.pages[0].document.text() == "dear "
    assert len(window.pages) == 2
    assert window.tabs.isVisible()
    assert "dear" not in window.document.text()


def test_an_untouched_page_gives_way(open_window: OpenWindow, story: Path) -> None:
    window = open_window(text="")
    window.files.open_path(story)
    assert [page.document.path for page in window.pages] == [story]
    window.files.open_path(story)
    assert len(window.pages) == 1


def test_closing_a_changed_tab_asks(qtbot: QtBot, open_window: OpenWindow, story: Path) -> None:
    window = open_window(None, str(story))
    qtbot.keyClicks(window.editor, "dear ")
    window.commands["file.close"].trigger()
    question(window).button(QMessageBox.StandardButton.Cancel).click()
    assert window.document.path == story
    window.commands["file.close"].trigger()
    question(window).button(QMessageBox.StandardButton.Discard).click()
    assert window.isVisible()
    assert [page.document.path for page in window.pages] == [None]
    assert not story.read_text().startswith("dear")
    window.commands["file.reopen_closed"].trigger()
    assert window.document.path == story
    window.commands["file.close"].trigger()
    window.commands["file.close"].trigger()
    assert window.isHidden()


def test_tabs_say_which_file_and_whether_it_changed(qtbot: QtBot, open_window: OpenWindow, tmp_path: Path) -> None:
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.txt").write_text(folder)
    (tmp_path / "b.txt").write_text("b")
    files = [tmp_path / "one" / "a.txt", tmp_path / "two" / "a.txt", tmp_path / "b.txt"]
    window = open_window(None, *map(str, files))
    assert [window.tabs.tabText(place) for place in range(3)] == ["a.txt — one", "a.txt — two", "b.txt"]
    qtbot.keyClicks(window.editor, "x")
    assert window.tabs.tabText(2) == "b.txt •"
    assert window.tabs.accessibleTabName(2) == "b.txt, changed"
    assert window.isWindowModified()
    window.commands["view.next_tab"].trigger()
    assert (window.document.path, window.isWindowModified()) == (files[0], False)
    assert window.focusWidget() is window.editor
    window.commands["view.previous_tab"].trigger()
    assert window.document.path == files[2]
    window.tabs.moveTab(2, 0)
    assert [page.document.path for page in window.pages] == [files[2], files[0], files[1]]
    assert window.document.path == files[2]


@pytest.fixture
def no_session() -> None:
    settings_file.save(Settings(restore_session=False))


@pytest.mark.usefixtures("no_session")
def test_closing_with_unsaved_changes(qtbot: QtBot, open_window: OpenWindow, tmp_path: Path, answer) -> None:
    window = open_window(text="")
    qtbot.keyClicks(window.editor, "dear")
    window.close()
    assert window.isVisible()
    answer(tmp_path / "dear.txt")
    question(window).button(QMessageBox.StandardButton.Save).click()
    assert window.isHidden()
    assert (tmp_path / "dear.txt").read_text() == "dear"
    assert open_window().document.text() == ""


@pytest.mark.usefixtures("no_session")
def test_closing_asks_once_and_a_save_that_fails_keeps_the_window(
    qtbot: QtBot, open_window: OpenWindow, tmp_path: Path, answer
) -> None:
    window = open_window(text="")
    qtbot.keyClicks(window.editor, "dear")
    window.close()
    window.close()
    answer(tmp_path / "none" / "dear.txt")
    question(window).button(QMessageBox.StandardButton.Save).click()
    assert window.isVisible()
    assert window.document.text() == "dear"


def test_one_of_two_windows_asks(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window(text="")
    qtbot.keyClicks(window.editor, "dear")
    window.commands["file.new_window"].trigger()
    window.close()
    question(window).button(QMessageBox.StandardButton.Discard).click()
    assert window.isHidden()


def test_a_dropped_file_is_opened(open_window: OpenWindow, story: Path) -> None:
    window = open_window(text="")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(story))])
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(5, 5), copy, data, left, none)
    QApplication.sendEvent(window.editor.viewport(), enter)
    assert enter.isAccepted()
    QApplication.sendEvent(window.editor.viewport(), QDropEvent(QPointF(5, 5), copy, data, left, none))
    assert window.document.path == story


def test_saving_while_a_proposal_stands_saves_the_committed_text(
    qtbot: QtBot, open_window: OpenWindow, story: Path
) -> None:
    window = open_window(None, str(story))
    before = story.read_bytes()
    select(window, 0, 8)
    window.commands["regenerate.start"].trigger()
    run = wait_for(qtbot, window, "proposed")
    window.commands["file.save"].trigger()
    assert story.read_bytes() == before
    assert run.state == "proposed"
    window.commands["regenerate.accept"].trigger()
    window.commands["file.save"].trigger()
    assert story.read_bytes() == before.replace(b"One fish", b"a quiet lamp")


def test_a_run_goes_on_behind_another_tab(qtbot: QtBot, open_window: OpenWindow, story: Path) -> None:
    engine = ScriptedEngine(gated=True, passes=2)
    window = open_window(engine, text="one two three")
    select(window, 4, 7)
    window.commands["regenerate.start"].trigger()
    first, run = window.page, window.run
    assert run is not None
    window.files.open_path(story)
    assert (window.run, window.status.run_state.text()) == (None, "")
    assert not window.commands["regenerate.discard"].isEnabled()
    engine.step(2)
    qtbot.waitUntil(lambda: run.state == "proposed", timeout=PATIENCE_MS)
    assert window.status.run_state.text() == ""
    window.show_page(first)
    assert window.commands["regenerate.accept"].isEnabled()
    window.commands["regenerate.accept"].trigger()
    assert window.document.text() == "one a quiet lamp three"


def test_closing_a_tab_ends_its_run(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window(ScriptedEngine(gated=True), text="one two three")
    select(window, 4, 7)
    window.commands["regenerate.start"].trigger()
    run = window.run
    window.commands["file.close"].trigger()
    assert run is not None
    assert run.state == "discarded"
    assert window.document.text() == ""


def test_status_line(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window(text="one\ntwo")
    qtbot.waitUntil(lambda: window.desk.bridge.info is not None, timeout=PATIENCE_MS)
    select(window, 5, 7)
    assert window.status.place.text() == "Ln 2, Col 4 · 2 selected"
    assert (window.status.model.text(), window.status.device.text()) == ("scripted", "cpu")


def test_theme_command_and_argument(open_window: OpenWindow) -> None:
    window = open_window(None, "--theme", "dark")
    assert window.desk.theme is dark
    assert window.editor.theme is dark
    seen = []
    for _ in range(3):
        window.commands["view.theme"].trigger()
        seen.append(window.desk.settings.values.theme)
        assert window.editor.theme is window.desk.theme
    assert seen == ["system", "light", "dark"]
    window.commands["view.theme"].trigger()
    window.commands["view.theme"].trigger()
    assert window.desk.theme is light
    window.close()
    assert settings_file.load().theme == "light"


def test_a_search_without_its_bar_says_that_nothing_is_found(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window(text="one two one\n")
    window.find_bar.open()
    qtbot.keyClicks(window.find_bar.line, "one")
    window.find_bar.close_bar()
    window.commands["edit.find_next"].trigger()
    qtbot.waitUntil(lambda: window.editor.textCursor().selectionStart() == 8, timeout=PATIENCE_MS)
    assert window.status.message.text() == ""
    window.document.set_text("two\n")
    window.commands["edit.find_next"].trigger()
    qtbot.waitUntil(lambda: window.status.message.text() == "No results", timeout=PATIENCE_MS)
    assert window.find_bar.isHidden()


def test_counts_are_said_once_and_put_away_by_the_same_key(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window(text="one two\n")
    counts = window.commands["view.counts"]
    qtbot.waitUntil(lambda: window.status.counts.text() == "2 words", timeout=PATIENCE_MS)
    counts.trigger()
    assert window.notice.text.startswith("Words: 2 · ")
    qtbot.keyClicks(window.editor, "three ")
    qtbot.waitUntil(lambda: window.status.counts.text() == "3 words", timeout=PATIENCE_MS)
    counts.trigger()
    assert window.notice.text.startswith("Words: 3 · ")
    counts.trigger()
    assert window.notice.text == ""


def test_the_menu_of_the_page_offers_to_regenerate(open_window: OpenWindow) -> None:
    window = open_window(text="one two\n")
    menu = window.page.aids.menu(QPoint(5, 5), 0)
    assert window.commands["regenerate.prompt"] in menu.actions()
    menu.deleteLater()


def test_what_is_asked_to_be_saved_is_shown_and_has_a_suffix(
    open_window: OpenWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window(text="one\n")
    window.document.set_language("Plain Text")
    window.document.buffer.setModified(True)
    window.files.new()
    window.document.set_language("Markdown")
    window.document.buffer.setModified(True)
    seen = []

    def ask(_: QWidget, __: str, start: str) -> tuple[str, str]:
        seen.append((window.page, Path(start).name))
        return "", ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", ask)
    window.commands["file.save_all"].trigger()
    assert seen == list(zip(window.pages, ("Untitled.txt", "Untitled.md"), strict=True))


def test_many_tabs_are_scrolled_rather_than_made_unreadable(open_window: OpenWindow) -> None:
    window = open_window(text="one\n")
    window.resize(640, 480)
    for _ in range(9):
        window.document.buffer.setModified(True)
        window.files.new()
    tabs = window.tabs
    widths = [tabs.tabRect(place).width() for place in range(tabs.count())]
    letters = tabs.fontMetrics().horizontalAdvance(tabs.tabText(0))
    assert tabs.count() == 10
    assert sum(widths) > window.width()
    assert min(widths) > letters


def test_page_takes_another_theme_while_it_is_shown(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window(text="one\n")
    page = window.editor.viewport()
    place = page.rect().center()
    assert page.grab().toImage().pixelColor(place) == QColor(light.page)
    window.desk.settings.set("theme", "dark")
    assert page.grab().toImage().pixelColor(place) == QColor(dark.page)


def test_zoom_is_kept_over_documents_and_starts(open_window: OpenWindow, story: Path) -> None:
    window = open_window(text="")
    normal = window.editor.font().pointSizeF()
    for _ in range(3):
        window.commands["view.zoom_in"].trigger()
    window.commands["view.zoom_out"].trigger()
    assert window.editor.font().pointSizeF() == normal * 1.2
    window.files.open_path(story)
    assert window.editor.font().pointSizeF() == normal * 1.2
    window.close()
    again = open_window(text="")
    assert again.editor.font().pointSizeF() == normal * 1.2
    again.commands["view.zoom_reset"].trigger()
    assert again.editor.font().pointSizeF() == normal


def test_edit_commands_act_where_the_caret_is(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window(text="one two")
    select(window, 0, 3)
    window.commands["edit.cut"].trigger()
    assert window.document.text() == " two"
    window.commands["edit.undo"].trigger()
    assert window.document.text() == "one two"
    window.commands["regenerate.prompt"].trigger()
    window.commands["edit.paste"].trigger()
    assert window.prompt_bar.instruction.text() == "one"
    assert window.document.text() == "one two"


def test_less_motion_reaches_the_page_and_is_remembered(open_window: OpenWindow) -> None:
    window = open_window(text="")
    assert not window.canvas.reduced_motion
    window.commands["view.reduced_motion"].trigger()
    assert window.canvas.reduced_motion
    window.close()
    assert open_window(text="").canvas.reduced_motion


def test_a_screen_reader_hears_start_and_end(qtbot: QtBot, open_window: OpenWindow, monkeypatch) -> None:
    said: list[str] = []
    monkeypatch.setattr(run_voice, "announce", lambda _, text: said.append(text))
    window = open_window(ScriptedEngine(passes=9), text="one two three")
    select(window, 4, 7)
    window.commands["regenerate.start"].trigger()
    wait_for(qtbot, window, "proposed")
    window.commands["regenerate.accept"].trigger()
    assert [sentence for sentence in said if sentence] == [
        "Regenerating. The page keeps the original until you accept.",
        "2 drafts. Enter accepts, Escape discards. Draft 1: a quiet lamp",
        "Accepted.",
    ]


class Hangs(ScriptedEngine):
    """Does not come back from a pass until it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.begun, self.free = threading.Event(), threading.Event()

    def infill(self, request: InfillRequest, cancelled: threading.Event) -> Iterator[Event]:
        self.begun.set()
        self.free.wait()
        yield from super().infill(request, cancelled)


def test_closing_never_waits_for_the_model(qtbot: QtBot, open_window: OpenWindow) -> None:
    engine = Hangs()
    window = open_window(engine, text="one two three")
    select(window, 4, 7)
    window.commands["regenerate.start"].trigger()
    assert engine.begun.wait(PATIENCE_MS / 1000)
    # Closing in this thread could not return here if it waited: nobody else lets the engine go.
    assert window.close()
    assert window.isHidden()
    assert window.run is not None
    assert window.run.state == "discarded"
    engine.free.set()


def test_a_model_that_cannot_be_opened_is_told(qtbot: QtBot, open_window: OpenWindow, monkeypatch) -> None:
    window = open_window(text="one")
    bridge = window.desk.bridge
    bridge.failed.emit(0, Failed("The model is broken.", "Choose another."))
    assert window.notice.text == "The model is broken. Choose another."


def test_recent_files_are_offered_and_missing_ones_forgotten(
    qtbot: QtBot, open_window: OpenWindow, story: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.txt"
    other.write_text("other")
    window = open_window(None, str(story), str(other))
    other.unlink()
    for page in window.pages:
        window.remove_page(page)
    for name, text in (("other", ""), ("story", "One fish.\nTwo fish — and 🐟.\n")):
        window.commands["file.open_recent"].trigger()
        qtbot.keyClicks(window.palette_box.line, name)
        qtbot.keyClick(window.palette_box.line, Qt.Key.Key_Return)
        assert window.document.text() == text
    assert window.desk.settings.values.recent_files == [str(story)]


def test_a_very_long_line_is_told_of(open_window: OpenWindow, tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    path.write_text("word " * 6000)
    window = open_window(None, str(path))
    assert window.editor.guarded
    assert window.notice.text == window.editor.guarded
    assert window.notice.kind == "info"


def test_the_status_line_names_the_dictionary_once_it_is_known(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window(text="one")
    qtbot.waitUntil(lambda: window.status.spelling.text() == "en_US", timeout=PATIENCE_MS)


def test_the_find_bar_stands_between_page_and_status_line(qtbot: QtBot, open_window: OpenWindow, story: Path) -> None:
    window = open_window(None, str(story))
    window.commands["edit.find"].trigger()
    bar = window.find_bar
    qtbot.waitUntil(lambda: bar.isVisible() and bar.geometry().bottom() < window.status.geometry().top())
    assert bar.geometry().top() > window.page.geometry().bottom()
    window.commands["file.new"].trigger()
    qtbot.keyClicks(window.editor, "another fish")
    qtbot.keyClicks(bar.line, "fish")
    qtbot.waitUntil(lambda: window.editor.textCursor().selectedText() == "fish", timeout=PATIENCE_MS)
    window.desk.settings.set("theme", "dark")
    assert bar._theme is dark
