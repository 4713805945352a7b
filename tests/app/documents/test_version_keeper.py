"""Versions are made when a file is first changed, while it is written, and when it is saved."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from palimpsest.app.documents import version_keeper
from palimpsest.app.documents.document import Document
from palimpsest.app.documents.version_keeper import VersionKeeper

pytestmark = pytest.mark.usefixtures("qapp")
PATIENCE_S = 20.0


@pytest.fixture
def keeper(tmp_path: Path, qapp: QApplication) -> Iterator[VersionKeeper]:
    # The application's: its thread must not be the last that knows of it.
    made = VersionKeeper(tmp_path / "versions", qapp)
    yield made
    assert made.close(PATIENCE_S)
    made.deleteLater()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "note.md"
    path.write_bytes(b"as opened\r\n")
    return path


def type_into(document: Document, text: str) -> None:
    QTextCursor(document.buffer).insertText(text)


def texts(keeper: VersionKeeper, path: Path) -> list[str]:
    assert keeper.flush(PATIENCE_S)
    return [keeper.store.read(version) for version in keeper.store.versions(path)]


def test_the_life_of_a_file(keeper: VersionKeeper, file: Path):
    document = Document(file)
    keeper.watch(document)
    assert texts(keeper, file) == []
    type_into(document, "1 ")
    assert texts(keeper, file) == ["as opened\n"]
    document.save()
    type_into(document, "2 ")
    document.buffer.undo()
    document.save()
    assert texts(keeper, file) == ["1 as opened\n", "as opened\n"]
    keeper.forget(document)
    type_into(document, "3 ")
    document.save()
    assert len(texts(keeper, file)) == 2


def test_a_new_document_has_versions_from_its_first_save(keeper: VersionKeeper, tmp_path: Path):
    document = Document()
    keeper.watch(document)
    type_into(document, "new")
    document.save(tmp_path / "new.md")
    assert texts(keeper, tmp_path / "new.md") == ["new"]


def test_while_typing(qtbot: QtBot, keeper: VersionKeeper, file: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(version_keeper, "PAUSE_MS", 10)
    document = Document(file)
    keeper.watch(document)
    type_into(document, "not saved ")
    qtbot.waitUntil(lambda: texts(keeper, file) == ["not saved as opened\n", "as opened\n"], timeout=20_000)


def test_a_folder_in_the_way_costs_the_versions_and_nothing_else(
    tmp_path: Path, file: Path, caplog: pytest.LogCaptureFixture, qapp: QApplication
):
    (tmp_path / "versions").write_text("in the way")
    keeper, document = VersionKeeper(tmp_path / "versions", qapp), Document(file)
    keeper.watch(document)
    type_into(document, "x")
    document.save()
    assert texts(keeper, file) == []
    assert "cannot be kept" in caplog.text
    assert keeper.close(PATIENCE_S)
