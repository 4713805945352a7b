"""Earlier versions are listed, compared with the text now, copied, and restored in one undo step."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QTextCursor

from palimpsest.app import theme as themes
from palimpsest.app.documents.document import Document
from palimpsest.app.documents.snapshots import VersionStore
from palimpsest.app.versions_dialog import VersionsDialog

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

PATIENCE_MS = 20_000


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "note.md"
    path.write_text("one\ntwo\n")
    return path


@pytest.fixture
def store(tmp_path: Path) -> VersionStore:
    return VersionStore(tmp_path / "versions")


def show(qtbot: QtBot, store: VersionStore, document: Document) -> VersionsDialog:
    dialog = VersionsDialog(document, store, themes.light)
    with qtbot.waitActive(dialog):
        dialog.show()
    wait(qtbot, dialog)
    return dialog


def wait(qtbot: QtBot, dialog: VersionsDialog) -> None:
    qtbot.waitUntil(lambda: not dialog.busy and not dialog.view.busy, timeout=PATIENCE_MS)


def test_without_versions_it_says_when_there_will_be_some(qtbot: QtBot, store: VersionStore, file: Path):
    for document in (Document(file), Document()):
        dialog = show(qtbot, store, document)
        assert "No earlier versions" in dialog.note.text()
        assert dialog.note.isVisible()
        assert not dialog.list.isVisible()
        assert not dialog.restore.isVisible()
        dialog.close()


def test_a_version_is_compared_copied_and_restored(qtbot: QtBot, store: VersionStore, file: Path):
    now = time.time()
    store.keep(file, ("one\nold 😀\n",), now - 60)
    store.keep(file, ("one\ntwo\n",), now - 30)
    document = Document(file)
    dialog = show(qtbot, store, document)
    assert dialog.list.count() == 2
    assert dialog.list.item(0).text().startswith(("Today", "Yesterday"))
    assert dialog.list.item(1).text().endswith("3 words")
    assert dialog.note.text() == "This version is the same as the text now."
    assert not dialog.restore.isEnabled()
    qtbot.keyClick(dialog.list, Qt.Key.Key_Down)
    wait(qtbot, dialog)
    assert dialog.summary.text() == "1 change since then"
    assert dialog.view.isVisible()
    dialog.copy.click()
    assert QGuiApplication.clipboard().text() == "one\nold 😀\n"
    dialog.restore.click()
    assert document.text() == "one\nold 😀\n"
    assert document.modified
    document.buffer.undo()
    assert document.text() == "one\ntwo\n"
    assert not document.modified


def test_it_compares_with_the_text_as_it_is_now(qtbot: QtBot, store: VersionStore, file: Path):
    store.keep(file, ("one\ntwo\n",))
    document = Document(file)
    QTextCursor(document.buffer).insertText("not saved ")
    dialog = show(qtbot, store, document)
    assert dialog.summary.text() == "1 change since then"
    dialog.close()


def test_a_damaged_version_is_said_so(qtbot: QtBot, store: VersionStore, file: Path):
    store.keep(file, ("other",))
    (version,) = store.versions(file)
    version.file.write_bytes(version.file.read_bytes()[:-2])
    dialog = show(qtbot, store, Document(file))
    assert "cannot be read" in dialog.note.text()
    assert not dialog.restore.isEnabled()
    dialog.close()


def test_closing_while_it_reads_tells_nobody(qtbot: QtBot, store: VersionStore, file: Path):
    store.keep(file, ("other",))
    dialog = VersionsDialog(Document(file), store, themes.light)
    dialog.show()
    assert dialog.busy
    dialog.close()
    assert not dialog.busy
