"""Marks on the page: layers that do not disturb each other."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit
from pytestqt.qtbot import QtBot

from palimpsest.app.editor.marks import Marks


@pytest.fixture
def editor(qtbot: QtBot) -> QPlainTextEdit:
    page = QPlainTextEdit("one two three")
    qtbot.addWidget(page)
    return page


def mark(editor: QPlainTextEdit, start: int, end: int) -> QTextEdit.ExtraSelection:
    selection = QTextEdit.ExtraSelection()
    cursor = QTextCursor(editor.document())
    cursor.setPosition(start)
    cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
    selection.cursor = cursor  # pyright: ignore[reportAttributeAccessIssue]
    return selection


def shown(editor: QPlainTextEdit) -> list[str]:
    return [one.cursor.selectedText() for one in editor.extraSelections()]  # pyright: ignore


def test_layers_stand_in_their_order_and_go_one_by_one(editor: QPlainTextEdit) -> None:
    marks = Marks(editor)
    marks.set("brackets", [mark(editor, 8, 13)])
    marks.set("spelling", [mark(editor, 0, 3), mark(editor, 4, 7)])
    assert shown(editor) == ["one", "two", "three"]
    marks.set("spelling", [])
    assert shown(editor) == ["three"]
    assert len(marks.of("brackets")) == 1


def test_an_unknown_layer_is_a_mistake_of_the_caller(editor: QPlainTextEdit) -> None:
    with pytest.raises(KeyError):
        Marks(editor).set("elsewhere", [mark(editor, 0, 1)])
