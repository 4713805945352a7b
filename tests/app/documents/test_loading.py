"""Large files open while the window goes on; what comes out is what a small file gives."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QTextCursor

from palimpsest.app import theme
from palimpsest.app.documents import files, loading
from palimpsest.app.documents.document import Document
from palimpsest.app.documents.files import FileError
from palimpsest.app.documents.loading import Loader
from palimpsest.app.editor.text_editor import TextEditor

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

PATIENCE_MS = 20_000


@pytest.fixture
def loader(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Loader]:
    monkeypatch.setattr(loading, "_LEAST", 512)
    monkeypatch.setattr(loading, "_MOST", 4096)
    loader = Loader(QCoreApplication.instance())
    yield loader
    assert loader.close(PATIENCE_MS / 1000)


def load(loader: Loader, path: Path, qtbot: QtBot, encoding: str | None = None) -> Document:
    with qtbot.waitSignal(loader.done, timeout=PATIENCE_MS) as done:
        loader.start(path, encoding)
    assert done.args is not None
    return done.args[0]


@pytest.mark.parametrize("data", [b"", b"short", "ä😀\u2028\r\n".encode() * 20_000, b"a\r\nb\nc\r" * 20_000])
def test_it_gives_what_a_document_gives(tmp_path: Path, loader: Loader, qtbot: QtBot, data: bytes):
    path = tmp_path / "large.py"
    path.write_bytes(data)
    document, plain = load(loader, path, qtbot), Document(path)
    assert document.text() == plain.text() == document.buffer.toRawText().replace("\u2029", "\n")
    assert (document.path, document.format, document.kind) == (path, plain.format, "code")
    assert (document.longest_line, document.line_count) == (plain.longest_line, plain.line_count)
    assert document.line_count == document.buffer.blockCount()
    assert not document.modified
    assert not document.loading
    assert not document.buffer.isUndoAvailable()
    QTextCursor(document.buffer).insertText("x")
    assert document.modified
    document.buffer.undo()
    assert not document.modified
    document.save()
    assert path.read_bytes() == data


def test_it_is_shown_while_it_comes(tmp_path: Path, loader: Loader, qtbot: QtBot):
    path = tmp_path / "large.txt"
    path.write_bytes(b"a line of the text\n" * 20_000)
    editor = TextEditor(theme.light)
    qtbot.addWidget(editor)
    editor.show()
    seen: list[int] = []
    shares: list[float] = []
    modified: list[bool] = []

    def show(document: Document) -> None:
        editor.set_document(document)
        document.buffer.contentsChanged.connect(lambda: seen.append(document.buffer.blockCount()))
        document.buffer.modificationChanged.connect(lambda _: modified.append(document.modified))
        with pytest.raises(FileError, match=r"still being opened\. Wait"):
            document.save()

    loader.opened.connect(show)
    loader.progress.connect(shares.append)
    document = load(loader, path, qtbot)
    assert len(seen) > 10
    assert seen == sorted(seen)
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    assert not any(modified)
    assert editor.shown is document


def test_a_failure_is_told(tmp_path: Path, loader: Loader, qtbot: QtBot):
    with qtbot.waitSignal(loader.failed, timeout=PATIENCE_MS) as failed:
        loader.start(tmp_path / "absent.txt")
    assert failed.args is not None
    assert str(failed.args[0]).startswith("absent.txt is not there.")
    assert not loader.busy


def test_an_encoding_can_be_asked_for(tmp_path: Path, loader: Loader, qtbot: QtBot):
    path = tmp_path / "a.txt"
    path.write_bytes(b"\xe4\xf6")
    assert load(loader, path, qtbot, "cp1251").text() == "дц"


@pytest.mark.parametrize("when", ["reading", "filling"])
def test_cancelling_tells_nothing(tmp_path: Path, loader: Loader, qtbot: QtBot, when: str):
    path, other = tmp_path / "large.txt", tmp_path / "other.txt"
    path.write_bytes(b"line\n" * 20_000)
    other.write_text("other")
    done: list[Document] = []
    loader.done.connect(done.append)
    if when == "filling":
        with qtbot.waitSignal(loader.opened, timeout=PATIENCE_MS):
            loader.start(path)
    else:
        loader.start(path)
    assert loader.busy
    loader.cancel()
    assert not loader.busy
    assert load(loader, other, qtbot).text() == "other"
    assert [document.path for document in done] == [other]


def test_a_second_start_replaces_the_first(tmp_path: Path, loader: Loader, qtbot: QtBot):
    one, other = tmp_path / "one.txt", tmp_path / "other.txt"
    one.write_text("one")
    other.write_text("other")
    done: list[Document] = []
    loader.done.connect(done.append)
    loader.start(one)
    assert load(loader, other, qtbot).text() == "other"
    assert len(done) == 1


def test_reloading_keeps_the_document(tmp_path: Path, loader: Loader, qtbot: QtBot):
    path = tmp_path / "a.txt"
    path.write_text("one two")
    document = Document(path)
    path.write_text("one new two")
    with qtbot.waitSignal(loader.done, timeout=PATIENCE_MS):
        loader.reload(document)
    assert document.text() == "one new two"
    document.buffer.undo()
    assert document.text() == "one two"


def test_too_little_memory_is_told(tmp_path: Path, loader: Loader, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch):
    def fail(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(files, "read", fail)
    with qtbot.waitSignal(loader.failed, timeout=PATIENCE_MS) as failed:
        loader.start(tmp_path / "a.txt")
    assert failed.args is not None
    assert "not enough memory to open a.txt" in str(failed.args[0])
