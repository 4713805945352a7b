"""What others do to a file is told once; what we do ourselves, and what changes nothing, is not."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QTextCursor

from palimpsest.app.documents import watch
from palimpsest.app.documents.document import Document
from palimpsest.app.documents.watch import FileWatch

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

PATIENCE_MS = 20_000
Told = list[tuple[Document, str]]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "folder" / "notes.txt"
    path.parent.mkdir()
    path.write_text("as it was")
    return path


@pytest.fixture
def told() -> Told:
    return []


@pytest.fixture
def watching(qapp: QApplication, told: Told) -> Iterator[FileWatch]:
    # The application's: its thread must not be the last that knows of it.
    watching = FileWatch(qapp)
    watching.changed.connect(lambda document, what: told.append((document, what)))
    yield watching
    assert watching.close(PATIENCE_MS / 1000)
    watching.deleteLater()


def look(watching: FileWatch, qtbot: QtBot) -> None:
    """Look now, and wait until all has been seen."""
    watching.check_now()
    qtbot.waitUntil(lambda: watching._thread is None, timeout=PATIENCE_MS)


def wait_for(told: Told, count: int, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: len(told) >= count, timeout=PATIENCE_MS)


def test_a_change_is_noticed_by_itself(file: Path, watching: FileWatch, told: Told, qtbot: QtBot):
    document = Document(file)
    watching.watch(document)
    file.write_text("by another program")
    wait_for(told, 1, qtbot)
    assert told == [(document, "changed")]
    assert document.disk_state() == "changed"
    look(watching, qtbot)
    assert len(told) == 1, "it is said only once"
    file.write_text("and once more")
    wait_for(told, 2, qtbot)
    document.reload()
    look(watching, qtbot)
    assert told == [(document, "changed")] * 2
    assert document.text() == "and once more"


def test_a_file_that_is_replaced_twice_is_not_lost(file: Path, watching: FileWatch, told: Told, qtbot: QtBot):
    document = Document(file)
    watching.watch(document)
    for count in (1, 2, 3):
        other = file.with_name("other")
        other.write_text("x" * count)
        other.replace(file)
        wait_for(told, count, qtbot)
    assert told == [(document, "changed")] * 3


def test_a_deleted_file_may_come_back(file: Path, watching: FileWatch, told: Told, qtbot: QtBot):
    document = Document(file)
    watching.watch(document)
    file.unlink()
    wait_for(told, 1, qtbot)
    file.write_text("as it was")
    wait_for(told, 2, qtbot)
    shutil.rmtree(file.parent)
    wait_for(told, 3, qtbot)
    assert told == [(document, "deleted"), (document, "back"), (document, "deleted")]
    file.parent.mkdir()
    file.write_text("something else")
    look(watching, qtbot)
    assert told[3:] == [(document, "changed")]


def test_our_own_saving_says_nothing(file: Path, watching: FileWatch, told: Told, qtbot: QtBot):
    document = Document(file)
    watching.watch(document)
    for text in ("one ", "two "):
        QTextCursor(document.buffer).insertText(text)
        document.save()
        watching.watch(document)
        look(watching, qtbot)
    file.unlink()
    look(watching, qtbot)
    document.save()
    watching.watch(document)
    look(watching, qtbot)
    assert told == [(document, "deleted")]


def test_a_touch_says_nothing(file: Path, watching: FileWatch, told: Told, qtbot: QtBot):
    document = Document(file)
    watching.watch(document)
    before = document.signature
    os.utime(file, ns=(1, 1))
    look(watching, qtbot)
    assert told == []
    assert document.signature != before
    assert document.signature is not None
    assert document.signature.settled


def test_a_change_within_one_tick_of_the_clock_is_seen(file: Path, watching: FileWatch, told: Told, qtbot: QtBot):
    document = Document(file)
    assert document.signature is not None
    watching.watch(document)
    file.write_text("as it WAS")
    os.utime(file, ns=(document.signature.mtime_ns, document.signature.mtime_ns))
    look(watching, qtbot)
    assert told == [(document, "changed")]


def test_two_documents_of_one_file(file: Path, watching: FileWatch, told: Told, qtbot: QtBot):
    one, other = Document(file), Document(file)
    watching.watch(one)
    watching.watch(other)
    QTextCursor(one.buffer).insertText("new ")
    one.save()
    look(watching, qtbot)
    assert told == [(other, "changed")]


def test_a_document_that_is_being_saved_or_closed_is_let_alone(
    file: Path, watching: FileWatch, told: Told, qtbot: QtBot
):
    document = Document(file)
    watching.watch(document)
    document.saving = True
    file.write_text("by another program")
    look(watching, qtbot)
    assert told == []
    document.saving = False
    watching.forget(document)
    look(watching, qtbot)
    assert told == []
    assert watching._watcher.files() == watching._watcher.directories() == []


def test_a_finding_that_is_out_of_date_is_dropped(file: Path, watching: FileWatch, told: Told, qtbot: QtBot):
    document = Document(file)
    watching.watch(document)
    file.write_text("by another program")
    watching.check_now()
    assert watching._thread is not None
    watching._thread.join()
    document.reload()
    qtbot.waitUntil(lambda: watching._thread is None, timeout=PATIENCE_MS)
    look(watching, qtbot)
    assert told == []


def test_nothing_is_told_after_the_end(file: Path, qtbot: QtBot, told: Told):
    watching = FileWatch(QCoreApplication.instance())
    watching.changed.connect(lambda document, what: told.append((document, what)))
    document = Document(file)
    watching.watch(document)
    file.write_text("by another program")
    watching.check_now()
    assert watching.close(PATIENCE_MS / 1000)
    QCoreApplication.processEvents()
    watching.check_now()
    assert told == []
    assert watch.SETTLE_MS > 0
