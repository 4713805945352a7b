"""What a page does when others change, delete or bring back its file."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from windows import PATIENCE_MS, offered, press_button, select, wait_for

from palimpsest.app.diff_dialog import DiffDialog
from palimpsest.app.documents.loading import LARGE

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot
    from windows import OpenWindow

    from palimpsest.app.window import Window


def look(qtbot: QtBot, window: Window, said: str) -> None:
    """Look at the files until the notice says this."""
    window.desk.watch.check_now()
    qtbot.waitUntil(lambda: said in window.notice.text, timeout=PATIENCE_MS)


def differences(window: Window) -> DiffDialog:
    """The dialog with the changes that is on the screen."""
    (dialog,) = [each for each in window.findChildren(DiffDialog) if each.isVisible()]
    return dialog


@pytest.fixture
def window(open_window: OpenWindow, story: Path) -> Window:
    return open_window(None, str(story))


def test_a_page_without_changes_follows_its_file_in_one_step(qtbot: QtBot, window: Window, story: Path) -> None:
    before = window.document.text()
    story.write_text("One fish.\nThree fish.\n")
    look(qtbot, window, "story.txt was changed by another program and has been read again.")
    assert window.document.text() == "One fish.\nThree fish.\n"
    assert not window.document.modified
    assert window.status.line_ends.text() == "LF"
    assert offered(window) == ["Show Changes"]
    press_button(window, "Show Changes")
    assert "story.txt" in differences(window).windowTitle()
    differences(window).close()
    window.commands["edit.undo"].trigger()
    assert window.document.text() == before
    assert not window.document.buffer.isUndoAvailable()


def test_a_changed_page_asks(qtbot: QtBot, window: Window, story: Path) -> None:
    qtbot.keyClicks(window.editor, "My ")
    story.write_text("theirs\n")
    look(qtbot, window, "story.txt was changed by another program, and here.")
    assert window.document.text().startswith("My One fish.")
    assert offered(window) == ["Show Changes", "Take the File’s Text"]
    press_button(window, "Take the File’s Text")
    assert window.document.text() == "theirs\n"
    assert not window.document.modified
    assert window.notice.text == ""
    window.commands["edit.undo"].trigger()
    assert window.document.text().startswith("My One fish.")


def test_to_look_at_the_changes_is_no_answer(qtbot: QtBot, window: Window, story: Path) -> None:
    qtbot.keyClicks(window.editor, "My ")
    story.write_text("theirs\n")
    look(qtbot, window, "story.txt was changed by another program, and here.")
    press_button(window, "Show Changes")
    differences(window).close()
    assert window.notice.text == "story.txt was changed by another program, and here."
    press_button(window, "Take the File’s Text")
    assert window.document.text() == "theirs\n"
    assert window.notice.text == ""


def test_the_files_text_can_be_taken_from_the_comparison(qtbot: QtBot, window: Window, story: Path) -> None:
    qtbot.keyClicks(window.editor, "My ")
    story.write_text("theirs\n")
    look(qtbot, window, "story.txt was changed by another program, and here.")
    press_button(window, "Show Changes")
    dialog = differences(window)
    (take,) = [button for button in dialog.findChildren(type(window.notice.close_button)) if "Take" in button.text()]
    take.click()
    assert window.document.text() == "theirs\n"


def test_saving_over_foreign_changes_asks_first(qtbot: QtBot, window: Window, story: Path) -> None:
    qtbot.keyClicks(window.editor, "My ")
    story.write_text("theirs\n")
    window.commands["file.save"].trigger()
    assert story.read_text() == "theirs\n"
    assert window.document.modified
    assert window.notice.text == "story.txt was changed by another program. It has not been saved."
    assert offered(window) == ["Show Changes", "Take the File’s Text", "Save Over It"]
    press_button(window, "Save Over It")
    assert story.read_bytes() == "My One fish.\r\nTwo fish — and 🐟.\r\n".encode()
    assert not window.document.modified
    assert window.notice.text == ""
    # What we have written ourselves is nobody's change.
    with qtbot.waitSignal(window.desk.watch._looked, timeout=PATIENCE_MS):
        window.desk.watch.check_now()
    assert window.notice.text == ""


def test_the_question_goes_when_it_is_answered_elsewhere(
    qtbot: QtBot, window: Window, story: Path, answer, tmp_path: Path
) -> None:
    qtbot.keyClicks(window.editor, "My ")
    story.write_text("theirs\n")
    look(qtbot, window, "and here.")
    window.commands["document.reload"].trigger()
    assert window.notice.text == ""
    story.write_text("theirs again\n")
    qtbot.keyClicks(window.editor, "My ")
    look(qtbot, window, "and here.")
    answer(tmp_path / "mine.txt")
    window.commands["file.save_as"].trigger()
    assert window.notice.text == ""
    assert story.read_text() == "theirs again\n"


def test_a_deleted_file_is_told_and_can_be_had_again(qtbot: QtBot, window: Window, story: Path) -> None:
    story.unlink()
    look(qtbot, window, "story.txt was deleted or moved. Its text is still here")
    assert window.document.modified
    window.commands["file.save"].trigger()
    assert story.read_bytes() == "One fish.\r\nTwo fish — and 🐟.\r\n".encode()
    assert window.notice.text == ""


def test_a_file_that_comes_back_as_it_was_leaves_no_trace(qtbot: QtBot, window: Window, story: Path) -> None:
    data = story.read_bytes()
    story.unlink()
    look(qtbot, window, "was deleted or moved")
    story.write_bytes(data)
    window.desk.watch.check_now()
    qtbot.waitUntil(lambda: window.notice.text == "", timeout=PATIENCE_MS)
    assert not window.document.modified


def test_a_file_that_comes_back_leaves_own_changes_marked(qtbot: QtBot, window: Window, story: Path) -> None:
    data = story.read_bytes()
    story.unlink()
    look(qtbot, window, "was deleted or moved")
    qtbot.keyClicks(window.editor, "My ")
    story.write_bytes(data)
    window.desk.watch.check_now()
    qtbot.waitUntil(lambda: window.notice.text == "", timeout=PATIENCE_MS)
    assert window.document.modified


def test_another_file_in_its_place_is_a_change(qtbot: QtBot, window: Window, story: Path) -> None:
    other = story.with_name("other")
    other.write_text("moved here\n")
    os.replace(other, story)
    look(qtbot, window, "has been read again")
    assert window.document.text() == "moved here\n"
    story.write_text("and changed\n")
    qtbot.waitUntil(lambda: window.document.text() == "and changed\n", timeout=PATIENCE_MS)


def test_a_file_that_cannot_be_read_any_more_keeps_the_page(qtbot: QtBot, window: Window, story: Path) -> None:
    before = window.document.text()
    story.write_bytes(bytes(range(256)) * 4)
    look(qtbot, window, "story.txt is not a text file.")
    assert window.document.text() == before


def test_a_large_file_is_followed_too(qtbot: QtBot, open_window: OpenWindow, tmp_path: Path) -> None:
    large = tmp_path / "large.txt"
    large.write_text("a line of text\n" * (LARGE // 15 + 1))
    window = open_window(None, str(large))
    qtbot.waitUntil(lambda: not window.document.loading and window.document.path == large, timeout=PATIENCE_MS)
    large.write_text("another first line\n" + "a line of text\n" * (LARGE // 15))
    look(qtbot, window, "has been read again")
    qtbot.waitUntil(lambda: window.document.text().startswith("another first line\n"), timeout=PATIENCE_MS)
    assert not window.document.modified
    window.commands["document.reload"].trigger()
    window.commands["file.close"].trigger()
    assert window.document.path is None


def test_a_draft_elsewhere_on_the_page_stays(qtbot: QtBot, window: Window, story: Path) -> None:
    select(window, 0, 8)
    window.commands["regenerate.start"].trigger()
    run = wait_for(qtbot, window, "proposed")
    story.write_bytes(story.read_bytes().replace(b"Two", b"Three"))
    look(qtbot, window, "has been read again")
    assert run.state == "proposed"
    window.commands["regenerate.accept"].trigger()
    assert window.document.text() == "a quiet lamp.\nThree fish — and 🐟.\n"


def test_compare_says_how_the_page_differs(qtbot: QtBot, window: Window) -> None:
    qtbot.keyClicks(window.editor, "My ")
    window.commands["document.compare"].trigger()
    dialog = differences(window)
    assert dialog.windowTitle() == "Changes in story.txt"


def test_compare_tells_of_a_file_that_is_gone(qtbot: QtBot, window: Window, story: Path) -> None:
    story.unlink()
    window.commands["document.compare"].trigger()
    assert "story.txt is not there." in window.notice.text
    window.commands["document.reload"].trigger()
    assert "story.txt is not there." in window.notice.text
    assert window.document.text().startswith("One fish.")


@pytest.mark.parametrize(("now", "said"), [(None, "was deleted or moved"), ("theirs", "by another program, and here")])
def test_undo_does_not_make_a_page_its_file_that_is_another_one_now(
    qtbot: QtBot, open_window: OpenWindow, window: Window, story: Path, now: str | None, said: str
) -> None:
    before = window.document.text()
    qtbot.keyClicks(window.editor, "x")
    if now is None:
        story.unlink()
    else:
        story.write_text(now)
    look(qtbot, window, said)
    window.commands["edit.undo"].trigger()
    assert window.document.text() == before
    assert window.document.modified
    window.close()
    assert open_window().document.text() == before
