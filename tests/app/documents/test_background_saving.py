"""A document written in a thread: nothing typed meanwhile is taken for saved."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QTextCursor

from palimpsest.app.documents import saving
from palimpsest.app.documents.background_saving import Saver
from palimpsest.app.documents.document import Document
from palimpsest.app.documents.files import FileChanged, FileError

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

PATIENCE_MS = 20_000


@pytest.fixture
def saver(qtbot: QtBot) -> Iterator[Saver]:
    saver = Saver(QCoreApplication.instance())
    yield saver
    assert saver.close(PATIENCE_MS / 1000)


@pytest.fixture
def document(tmp_path: Path) -> Document:
    path = tmp_path / "a.txt"
    path.write_text("text")
    document = Document(path)
    QTextCursor(document.buffer).insertText("new ")
    return document


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Writing goes on when this is set."""
    gate, save = threading.Event(), saving.save

    def wait(*arguments: Any) -> saving.Saved:
        assert gate.wait(PATIENCE_MS / 1000)
        return save(*arguments)

    monkeypatch.setattr(saving, "save", wait)
    yield gate
    gate.set()


def test_it_is_written(document: Document, saver: Saver, qtbot: QtBot):
    with qtbot.waitSignal(saver.done, timeout=PATIENCE_MS):
        saver.start(document, newline="\r\n")
        assert saver.busy(document)
    assert not saver.busy(document)
    assert not document.modified
    assert not document.saving
    assert document.path is not None
    assert document.path.read_text() == "new text"
    assert document.format.newline == "\r\n"
    assert document.disk_state() == "same"


def test_what_is_typed_meanwhile_is_not_saved(document: Document, saver: Saver, qtbot: QtBot, gate: threading.Event):
    with qtbot.waitSignal(saver.done, timeout=PATIENCE_MS):
        saver.start(document)
        assert document.saving
        assert document.modified, "it is not on disk yet"
        QTextCursor(document.buffer).insertText("more ")
        gate.set()
    assert document.path is not None
    assert document.path.read_text() == "new text"
    assert document.modified
    document.save()
    assert document.path.read_text() == "more new text"


def test_a_second_wish_waits_and_writes_the_newest(
    document: Document, saver: Saver, qtbot: QtBot, gate: threading.Event, tmp_path: Path
):
    other = tmp_path / "other.txt"
    saver.start(document)
    saver.start(document)
    QTextCursor(document.buffer).insertText("more ")
    saver.start(document, other)
    with qtbot.waitSignals([saver.done, saver.done], timeout=PATIENCE_MS):
        gate.set()
    assert other.read_text() == "more new text"
    assert (tmp_path / "a.txt").read_text() == "new text"
    assert document.path == other
    assert not document.modified


def test_failures_are_told(document: Document, saver: Saver, qtbot: QtBot):
    assert document.path is not None
    document.path.write_text("by another program")
    with qtbot.waitSignal(saver.failed, timeout=PATIENCE_MS) as failed:
        saver.start(document)
    assert failed.args is not None
    assert failed.args[0] is document
    assert isinstance(failed.args[1], FileChanged)
    assert document.modified
    assert not document.saving
    with qtbot.waitSignal(saver.done, timeout=PATIENCE_MS):
        saver.start(document, force=True)
    assert document.path.read_text() == "new text"
    with pytest.raises(FileError, match="no name yet"):
        saver.start(Document())
