"""What is open comes back at the next start, as it was; what was closed does not."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox
from scripted import NOISE, ScriptedEngine
from windows import PATIENCE_MS, question, select, wait_for

from palimpsest.app.documents.loading import LARGE
from palimpsest.app.documents.session_keeper import state_folder

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot
    from windows import OpenWindow

    from palimpsest.app.window import Window

LINES = "".join(f"Line {number} of a long page.\n" for number in range(400))


def texts(window: Window) -> list[str]:
    return [page.document.text() for page in window.pages]


def kept_on_disk() -> str:
    """Everything that the running programs keep."""
    files = [path for path in state_folder().rglob("*") if path.is_file() and not path.name.endswith(".lock")]
    assert files
    return "".join(path.read_bytes().decode("utf-8", "replace") for path in files)


def test_pages_come_back_as_they_were_left(qtbot: QtBot, open_window: OpenWindow, story: Path, tmp_path: Path) -> None:
    long = tmp_path / "long.py"
    long.write_text(LINES)
    window = open_window(None, str(story), str(long))
    window.files.new()
    qtbot.keyClicks(window.editor, "never saved")
    window.show_page(window.pages[0])
    select(window, 0, 3)
    qtbot.keyClicks(window.editor, "1")
    window.show_page(window.pages[1])
    window.document.set_language("Markdown")
    window.page.refresh_format()
    select(window, 40, 33)
    bar = window.editor.verticalScrollBar()
    bar.setValue(120)
    window.resize(900, 640)
    ids = [page.document.id for page in window.pages]
    assert window.close()
    assert window.isHidden()
    assert story.read_bytes().startswith(b"One fish.")

    again = open_window()
    assert texts(again) == ["1 fish.\nTwo fish — and 🐟.\n", LINES, "never saved"]
    assert [page.document.modified for page in again.pages] == [True, False, True]
    assert [page.document.path for page in again.pages] == [story, long, None]
    assert [page.document.id for page in again.pages] == ids
    assert (again.width(), again.height()) == (900, 640)
    assert again.page is again.pages[1]
    cursor = again.editor.textCursor()
    assert (cursor.anchor(), cursor.position()) == (40, 33)
    qtbot.waitUntil(lambda: again.editor.verticalScrollBar().value() == 120, timeout=PATIENCE_MS)
    assert again.document.chosen_language == "Markdown"
    assert again.editor.kind == "prose"
    assert again.focusWidget() is again.editor
    again.show_page(again.pages[0])
    again.files.save()
    assert story.read_bytes() == "1 fish.\r\nTwo fish — and 🐟.\r\n".encode()


def test_two_windows_come_back_after_quitting(qtbot: QtBot, open_window: OpenWindow, story: Path) -> None:
    window = open_window(text="")
    qtbot.keyClicks(window.editor, "first")
    window.commands["file.new_window"].trigger()
    (other,) = [each for each in window.desk.windows if each is not window]
    other.files.open_path(story)
    window.commands["file.quit"].trigger()
    assert window.isHidden()
    assert other.isHidden()
    again = open_window()
    assert sorted(texts(each) for each in again.desk.windows) == [["One fish.\nTwo fish — and 🐟.\n"], ["first"]]


def test_a_closed_page_does_not_come_back(qtbot: QtBot, open_window: OpenWindow, story: Path) -> None:
    window = open_window(None, str(story))
    window.files.new()
    qtbot.keyClicks(window.editor, "regretted")
    window.files.new()
    qtbot.keyClicks(window.editor, "kept")
    window.show_page(window.pages[1])
    window.commands["file.close"].trigger()
    question(window).button(QMessageBox.StandardButton.Discard).click()
    window.files.close_page(window.pages[0])
    window.close()
    assert texts(open_window()) == ["kept"]
    assert "regretted" not in kept_on_disk()


def test_a_window_that_was_closed_does_not_come_back(qtbot: QtBot, open_window: OpenWindow, story: Path) -> None:
    window = open_window(text="")
    qtbot.keyClicks(window.editor, "stays")
    window.commands["file.new_window"].trigger()
    other = window.desk.windows[1]
    other.files.open_path(story)
    other.close()
    window.close()
    again = open_window()
    assert len(again.desk.windows) == 1
    assert texts(again) == ["stays"]


@pytest.mark.usefixtures("no_session")
def test_without_the_session_quitting_asks_and_nothing_comes_back(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window(text="")
    qtbot.keyClicks(window.editor, "dear")
    window.commands["file.quit"].trigger()
    assert window.isVisible()
    question(window).button(QMessageBox.StandardButton.Discard).click()
    assert window.isHidden()
    assert texts(open_window()) == [""]


def test_a_file_named_from_a_folder_comes_back_in_another(
    open_window: OpenWindow, story: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(story.parent)
    window = open_window(None, story.name)
    assert window.document.path == story
    window.close()
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    again = open_window()
    assert again.notice.text == ""
    assert again.document.path == story


def test_a_file_that_is_gone_is_told_and_the_others_come(open_window: OpenWindow, story: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text("other")
    open_window(None, str(story), str(other)).close()
    story.unlink()
    window = open_window()
    assert texts(window) == ["other"]
    assert "story.txt is not there." in window.notice.text


def test_only_what_cannot_be_read_is_an_empty_page(open_window: OpenWindow, story: Path) -> None:
    open_window(None, str(story)).close()
    story.unlink()
    window = open_window()
    assert texts(window) == [""]
    assert "story.txt is not there." in window.notice.text


def test_unsaved_changes_of_a_file_that_others_changed_meanwhile(
    qtbot: QtBot, open_window: OpenWindow, story: Path
) -> None:
    window = open_window(None, str(story))
    qtbot.keyClicks(window.editor, "mine ")
    window.close()
    story.write_text("theirs\n")
    again = open_window()
    assert again.document.text().startswith("mine One fish.")
    assert "story.txt has changed on the disk" in again.notice.text
    again.files.save()
    assert story.read_text() == "theirs\n"


def test_a_large_file_comes_back_in_its_place(qtbot: QtBot, open_window: OpenWindow, story: Path) -> None:
    large = story.with_name("large.txt")
    large.write_text(LINES * (LARGE // len(LINES) + 1))
    window = open_window(None, str(story), str(large))
    qtbot.waitUntil(lambda: len(window.pages) == 2 and not window.pages[1].document.loading, timeout=PATIENCE_MS)
    window.show_page(window.pages[1])
    select(window, 5, 9)
    window.files.new()
    qtbot.keyClicks(window.editor, "new")
    window.show_page(window.pages[0])
    window.close()
    again = open_window()
    qtbot.waitUntil(
        lambda: (
            [page.document.title for page in again.pages] == ["story.txt", "large.txt", "Untitled"]
            and not again.pages[1].document.loading
        ),
        timeout=PATIENCE_MS,
    )
    assert again.page is again.pages[0]
    cursor = again.pages[1].editor.textCursor()
    assert (cursor.anchor(), cursor.position()) == (5, 9)


def test_a_large_file_that_is_still_read_is_not_forgotten(qtbot: QtBot, open_window: OpenWindow, story: Path) -> None:
    large = story.with_name("large.txt")
    large.write_text(LINES * (LARGE // len(LINES) + 1))
    window = open_window(None, str(large))
    qtbot.waitUntil(lambda: window.document.path == large and not window.document.loading, timeout=PATIENCE_MS)
    select(window, 77, 77)
    window.close()
    # Closed again at once, before its thread can have read it.
    open_window().close()
    third = open_window()
    qtbot.waitUntil(lambda: third.document.path == large and not third.document.loading, timeout=PATIENCE_MS)
    assert third.editor.textCursor().position() == 77


def test_a_proposal_comes_back_as_a_run_and_never_as_text(qtbot: QtBot, open_window: OpenWindow) -> None:
    engine = ScriptedEngine(["first secret", "second secret"], follows_instructions=True)
    window = open_window(engine, text="")
    qtbot.keyClicks(window.editor, "On the table stood a cup.")
    select(window, 19, 24)
    window.commands["regenerate.prompt"].trigger()
    qtbot.keyClicks(window.prompt_bar.instruction, "older")
    qtbot.keyClick(window.prompt_bar.instruction, Qt.Key.Key_Return)
    wait_for(qtbot, window, "proposed")
    window.commands["regenerate.next"].trigger()
    asked = engine.requests[0]
    # What a crash at this moment would leave, and what a clean end leaves.
    window.desk.session.flush()
    assert "secret" not in kept_on_disk()
    assert NOISE not in kept_on_disk()
    window.close()
    assert "secret" not in kept_on_disk()
    assert str(asked.seed) in kept_on_disk()

    engine = ScriptedEngine(["first secret", "second secret"], follows_instructions=True)
    again = open_window(engine)
    assert texts(again) == ["On the table stood a cup."]
    wait_for(qtbot, again, "proposed")
    resumed = engine.requests[0]
    for name in ("text", "start", "end", "instruction", "strength", "alternatives", "seed"):
        assert getattr(resumed, name) == getattr(asked, name)
    assert again.run is not None
    assert again.run.alternatives.shown.text == "second secret"
    assert again.prompt_bar.instruction.text() == "older"
    assert again.document.text() == "On the table stood a cup."
    again.commands["regenerate.accept"].trigger()
    assert again.document.text() == "On the table stood second secret."


def test_a_proposal_survives_two_restarts_in_a_row(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window(ScriptedEngine(["one", "two"]), text="")
    qtbot.keyClicks(window.editor, "a cup")
    select(window, 2, 5)
    window.commands["regenerate.start"].trigger()
    wait_for(qtbot, window, "proposed")
    window.commands["regenerate.next"].trigger()
    window.close()
    second = open_window(ScriptedEngine(["one", "two"], gated=True))
    wait_for(qtbot, second, "preparing")
    second.close()
    third = open_window(ScriptedEngine(["one", "two"]))
    run = wait_for(qtbot, third, "proposed")
    assert run.alternatives.shown.text == "two"


def test_typing_before_a_proposal_is_asked_for_again_moves_it(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window(ScriptedEngine(["tin"]), text="")
    qtbot.keyClicks(window.editor, "a cup here")
    select(window, 2, 5)
    window.commands["regenerate.start"].trigger()
    wait_for(qtbot, window, "proposed")
    window.close()
    engine = ScriptedEngine(["tin"])
    again = open_window(engine)
    assert not again.desk.awake
    cursor = again.editor.textCursor()
    cursor.setPosition(0)
    again.editor.setTextCursor(cursor)
    qtbot.keyClicks(again.editor, "Then ")
    wait_for(qtbot, again, "proposed")
    assert engine.requests[0].text[engine.requests[0].start : engine.requests[0].end] == "cup"


def test_the_session_says_nothing_of_an_untouched_page(open_window: OpenWindow) -> None:
    window = open_window(text="")
    window.desk.session.flush()
    (session,) = state_folder().rglob("session.json")
    assert json.loads(session.read_text())["windows"] == []
    assert window.desk.session.saved_state().startswith("All texts are kept as of")


def test_an_encoding_that_was_chosen_comes_back(open_window: OpenWindow, tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_bytes("Жили-были".encode("koi8-r"))
    window = open_window(None, str(path))
    window.document.reopen("cp437")
    text = window.document.text()
    window.close()
    again = open_window()
    assert (again.document.text(), again.document.format.encoding) == (text, "cp437")
    again.close()
    # Others have written it in another encoding since, in which the old one has no meaning.
    path.write_bytes("Жили-были".encode("utf-16"))
    session = next(state_folder().rglob("session.json"))
    session.write_text(session.read_text().replace("cp437", "iso8859-6"))
    again = open_window()
    assert (again.document.text(), again.document.format.encoding) == ("Жили-были", "utf-16-le")
