"""Very long lines are noticed when they come and when they go."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marked_page import Page
from PySide6.QtGui import QFont, QTextCursor, QTextDocument, QTextOption
from PySide6.QtWidgets import QPlainTextDocumentLayout, QPlainTextEdit

from palimpsest.app.editor.line_guard import LIMIT, LineGuard

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

pytestmark = pytest.mark.usefixtures("fonts")

LONG = "word " * (LIMIT // 4)


@given(st.lists(st.sampled_from([0, 1, 400, LIMIT - 1, LIMIT, LIMIT + 1, 3 * LIMIT]), max_size=6))
def test_no_long_line_is_overlooked(qapp: object, lengths: list[int]):
    document = QTextDocument("\n".join("x" * length for length in lengths))
    document.setDocumentLayout(QPlainTextDocumentLayout(document))
    guard = LineGuard()
    guard.check(document)
    assert guard.long == any(length >= LIMIT for length in lengths)


def test_a_long_line_comes_and_goes(qtbot: QtBot):
    page = Page("a\nb|\nc", "a.py")
    qtbot.addWidget(page.editor)
    page.editor.show()
    told = []
    page.editor.guard_changed.connect(told.append)
    assert page.editor.guarded == ""
    page.editor.insertPlainText(LONG)
    assert page.editor.guarded
    assert page.editor.font().styleStrategy() & QFont.StyleStrategy.PreferNoShaping
    assert page.editor.lineWrapMode() is QPlainTextEdit.LineWrapMode.WidgetWidth
    assert page.editor.wordWrapMode() is QTextOption.WrapMode.WrapAnywhere
    page.editor.insertPlainText("and more")
    cursor = QTextCursor(page.document.buffer)
    cursor.insertText("elsewhere\n")
    assert len(told) == 1
    for _ in range(3):
        page.editor.undo()
    assert page.editor.guarded == ""
    assert told == [told[0], ""]
    assert page.editor.lineWrapMode() is QPlainTextEdit.LineWrapMode.NoWrap
    assert page.document.text() == "a\nb\nc"


def test_a_text_is_guarded_from_the_beginning(qtbot: QtBot):
    page = Page("|", "a.json")
    qtbot.addWidget(page.editor)
    page.document.set_text(LONG)
    assert page.editor.guarded
    other = Page("|")
    qtbot.addWidget(other.editor)
    other.editor.set_document(page.document)
    assert other.editor.guarded
    other.editor.set_document(Page("|").document)
    assert not other.editor.guarded
    assert not page.document.modified
