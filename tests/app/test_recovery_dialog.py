"""After a crash: what is back is listed, compared with its file, and given up for it in one undo step."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor

from palimpsest.app import theme as themes
from palimpsest.app.diff_dialog import DiffDialog
from palimpsest.app.documents.document import Document
from palimpsest.app.documents.recovery import RestoredPage
from palimpsest.app.documents.session import PageState
from palimpsest.app.recovery_dialog import RecoveryDialog

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

PATIENCE_MS = 20_000
WHEN = datetime.now(UTC)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "note.md"
    path.write_text("as saved\n")
    return path


def page(path: Path | None, conflict: bool = False, whole: bool = True, typed: str = "typed ") -> RestoredPage:
    document = Document(path)
    if typed:
        QTextCursor(document.buffer).insertText(typed)
    title = path.name if path is not None else "Untitled 2"
    state = PageState(document.id, path, modified=True, title=title)
    return RestoredPage(state, document, True, WHEN, conflict, whole)


@pytest.fixture
def dialogs(qtbot: QtBot) -> Iterator[list[RecoveryDialog]]:
    shown: list[RecoveryDialog] = []
    yield shown
    for dialog in shown:
        dialog.close()


def show(qtbot: QtBot, dialogs: list[RecoveryDialog], *pages: RestoredPage, report: str = "") -> RecoveryDialog:
    dialogs.append(RecoveryDialog(pages, themes.light, report))
    with qtbot.waitActive(dialogs[-1]):
        dialogs[-1].show()
    return dialogs[-1]


def test_it_says_that_everything_is_back(qtbot: QtBot, dialogs: list[RecoveryDialog], file: Path):
    unchanged = RestoredPage(PageState("x", file), None, True, WHEN)
    dialog = show(qtbot, dialogs, page(file), page(None), unchanged, report="/var/log/crash.log")
    assert dialog.told.text() == f"Everything is back as it was today {WHEN.astimezone():%H:%M:%S}."
    named, unnamed = dialog.rows
    assert (named.name.text(), unnamed.name.text()) == ("note.md", "Untitled 2")
    assert "unsaved changes" in named.about.text()
    assert "never saved" in unnamed.about.text()
    assert named.back.isVisible()
    assert not unnamed.back.isVisible()
    assert not named.note.isVisible()
    assert "/var/log/crash.log" in dialog.report.text()
    assert not dialog.isModal()
    with qtbot.waitSignal(dialog.page_wanted, timeout=PATIENCE_MS) as told:
        named.name.click()
    assert told.args == [named.document]


def test_it_warns_of_what_others_did(qtbot: QtBot, dialogs: list[RecoveryDialog], file: Path, tmp_path: Path):
    gone = tmp_path / "gone.md"
    gone.write_text("x")
    pages = [page(file, conflict=True), page(gone, conflict=True, whole=False)]
    gone.unlink()
    dialog = show(qtbot, dialogs, *pages)
    assert "changed by another program" in dialog.rows[0].note.text()
    assert "no longer there" in dialog.rows[1].note.text()
    assert "lost what was typed last" in dialog.rows[1].note.text()
    assert "lost" in dialog.told.text()
    assert not dialog.rows[1].changes.isVisible()


def test_nothing_unsaved_is_said_so(qtbot: QtBot, dialogs: list[RecoveryDialog], file: Path):
    dialog = show(qtbot, dialogs, RestoredPage(PageState("x", file), None, True, WHEN))
    assert dialog.told.text().startswith("Nothing was unsaved")
    assert not dialog.report.isVisible()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    dialogs.clear()


def test_going_back_to_the_file_is_one_undo_step(qtbot: QtBot, dialogs: list[RecoveryDialog], file: Path):
    dialog = show(qtbot, dialogs, page(file))
    row = dialog.rows[0]
    qtbot.mouseClick(row.back, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: row.document.text() == "as saved\n", timeout=PATIENCE_MS)
    assert not row.document.modified
    assert "Undo brings" in row.note.text()
    assert not row.back.isEnabled()
    row.document.buffer.undo()
    assert row.document.text() == "typed as saved\n"
    assert row.document.modified


def test_changes_are_shown_against_the_file(qtbot: QtBot, dialogs: list[RecoveryDialog], file: Path):
    dialog = show(qtbot, dialogs, page(file))
    qtbot.mouseClick(dialog.rows[0].changes, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(dialog.findChildren(DiffDialog)), timeout=PATIENCE_MS)
    (diff,) = dialog.findChildren(DiffDialog)
    qtbot.waitUntil(lambda: not diff.comparing and not diff.view.busy, timeout=PATIENCE_MS)
    assert diff.summary.text() == "1 change"
    diff.close()


def test_a_file_that_cannot_be_read_is_said_so(qtbot: QtBot, dialogs: list[RecoveryDialog], file: Path):
    dialog = show(qtbot, dialogs, page(file))
    file.unlink()
    qtbot.mouseClick(dialog.rows[0].back, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "not there" in dialog.rows[0].note.text(), timeout=PATIENCE_MS)
    assert dialog.rows[0].document.text() == "typed as saved\n"
