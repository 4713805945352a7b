"""Lines told to others: after any edits, what was told is the document."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QTextCursor, QTextDocument
from PySide6.QtWidgets import QPlainTextDocumentLayout
from pytestqt.qtbot import QtBot

from palimpsest.app.documents import lines as module
from palimpsest.app.documents.lines import Lines


class Copy:
    """What somebody knows who only listens."""

    def __init__(self, text: str) -> None:
        self.document = QTextDocument()
        self.document.setDocumentLayout(QPlainTextDocumentLayout(self.document))
        self.document.setPlainText(text)
        self.lines: list[str] = []
        self.source = Lines(self.document)
        self.source.replaced.connect(self._replace)

    def read_all(self) -> None:
        while not self.source.complete:
            QCoreApplication.processEvents()

    def cursor(self, start: int, end: int) -> QTextCursor:
        last = self.document.characterCount() - 1
        cursor = QTextCursor(self.document)
        cursor.setPosition(min(start, last))
        cursor.setPosition(min(end, last), QTextCursor.MoveMode.KeepAnchor)
        return cursor

    def expected(self) -> list[str]:
        return self.document.toRawText().split("\u2029")

    def _replace(self, first: int, removed: int, lines: list[str]) -> None:
        assert first + removed <= len(self.lines)
        self.lines[first : first + removed] = lines


@pytest.fixture
def small_slices(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SLICE", 5)


TEXT = st.text(st.sampled_from("ab \n😀\u00a0"), max_size=30)
KIND = st.sampled_from(["edit", "undo", "redo", "read", "set", "all"])
EDIT = st.tuples(KIND, st.integers(0, 60), st.integers(0, 60), TEXT)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=TEXT, edits=st.lists(EDIT, max_size=12))
def test_what_was_told_is_always_the_head_of_the_document(
    qapp: QCoreApplication, small_slices: None, text: str, edits: list[tuple[str, int, int, str]]
) -> None:
    copy = Copy(text)
    for kind, start, end, new in edits:
        match kind:
            case "edit":
                copy.cursor(start, end).insertText(new)
            case "undo":
                copy.document.undo()
            case "redo":
                copy.document.redo()
            case "read":
                QCoreApplication.processEvents()
            case "set":
                copy.document.setPlainText(new)
            case _:
                # As replacing all does: far parts in one step.
                cursor = copy.cursor(0, 1)
                cursor.beginEditBlock()
                cursor.insertText(new)
                cursor.movePosition(QTextCursor.MoveOperation.End)
                cursor.insertText(new)
                cursor.endEditBlock()
        assert copy.lines == copy.expected()[: len(copy.lines)]
        assert copy.source.known == len(copy.lines)
    copy.read_all()
    assert copy.lines == copy.expected()
    copy.source.close()


def test_a_long_document_comes_in_slices(qtbot: QtBot) -> None:
    copy = Copy("line\n" * (3 * module.SLICE))
    assert copy.lines == []
    QCoreApplication.processEvents()
    assert 0 < len(copy.lines) < 3 * module.SLICE
    copy.read_all()
    assert copy.lines == copy.expected()
    copy.source.close()


def test_after_the_end_nothing_is_told(qtbot: QtBot) -> None:
    copy = Copy("one\ntwo")
    copy.read_all()
    copy.source.close()
    copy.cursor(0, 3).insertText("three")
    assert copy.lines == ["one", "two"]
