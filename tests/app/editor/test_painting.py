"""A page paints no more than an edit has changed, and what is seen then is what a whole repaint shows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from scripted import make_pass

from palimpsest.app import theme
from palimpsest.app.documents.document import Document
from palimpsest.app.editor import lexing_worker
from palimpsest.app.editor.canvas_view import CanvasView
from palimpsest.app.editor.highlighting import Highlighter
from palimpsest.app.editor.page_style import PageStyle
from palimpsest.app.editor.text_editor import TextEditor

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

pytestmark = pytest.mark.usefixtures("fonts")

CODE = 'class Word:\n    def of(self):\n        if self:\n            return (1, "two")\n\n\nWORDS = [1]\n' * 12
Open = Callable[[str, str, PageStyle], TextEditor]


@pytest.fixture
def open_page(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[Open]:
    monkeypatch.setattr(lexing_worker, "DOUBT_S", 0.01)
    flash = qapp.cursorFlashTime()
    qapp.setCursorFlashTime(0)
    pages: list[tuple[TextEditor, Highlighter]] = []

    def open_page(text: str, language: str, style: PageStyle) -> TextEditor:
        document = Document()
        document.set_text(text)
        document.set_language(language)
        editor = TextEditor(theme.light)
        editor.set_style(style)
        editor.set_document(document)
        editor.resize(420, 300)
        editor.show()
        editor.setFocus()
        highlighter = Highlighter(editor)
        pages.append((editor, highlighter))
        highlighter.set_language(document.language)
        return editor

    yield open_page
    for editor, highlighter in pages:
        assert highlighter.close(20.0)
        editor.deleteLater()
    qapp.setCursorFlashTime(flash)


def seen(editor: TextEditor) -> QImage:
    """What is on the screen."""
    image = editor.backingStore().paintDevice()
    assert isinstance(image, QImage)
    return image.copy()


def settle(qtbot: QtBot, editor: TextEditor) -> None:
    highlighter = editor.findChild(Highlighter)
    assert isinstance(highlighter, Highlighter)
    qtbot.waitUntil(lambda: highlighter.settled, timeout=20_000)
    # What timers put off until now may ask for another repaint.
    for _ in range(4):
        QApplication.processEvents()


def go_to(editor: TextEditor, line: int) -> None:
    cursor = QTextCursor(editor.document().findBlockByNumber(line))
    cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock)
    editor.setTextCursor(cursor)


def test_a_key_in_a_coloured_line_paints_that_line(qtbot: QtBot, open_page: Open) -> None:
    editor = open_page(CODE, "Python", PageStyle())
    settle(qtbot, editor)
    go_to(editor, 2)
    settle(qtbot, editor)
    asked: list[QRect] = []
    editor.updateRequest.connect(lambda rect, _: asked.append(QRect(rect)))
    QTest.keyClicks(editor, "  # no")
    settle(qtbot, editor)
    line = editor.cursorRect()
    assert asked
    assert all(line.top() - 2 <= rect.top() and rect.bottom() <= line.bottom() + 2 for rect in asked)


KEYS = "a '#(:\n\t\b←↑↓⌦"
_CODES = {
    "\n": Qt.Key.Key_Return,
    "\t": Qt.Key.Key_Tab,
    "\b": Qt.Key.Key_Backspace,
    "←": Qt.Key.Key_Left,
    "↑": Qt.Key.Key_Up,
    "↓": Qt.Key.Key_Down,
    "⌦": Qt.Key.Key_Delete,
}


@given(
    st.lists(st.sampled_from(KEYS), min_size=1, max_size=8),
    st.integers(0, 11),
    st.sampled_from(
        [
            ("Python", PageStyle(margin_column=20, show_whitespace=True, indent_guides=True)),
            ("Markdown", PageStyle(line_numbers="always")),
        ]
    ),
)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_seen_is_what_a_repaint_shows(
    qtbot: QtBot, open_page: Open, keys: list[str], line: int, dressed: tuple[str, PageStyle]
) -> None:
    editor = open_page(
        CODE if dressed[0] == "Python" else "*Some* `words` of a long line. " * 20 + "\n\n# End\n" * 9, *dressed
    )
    settle(qtbot, editor)
    go_to(editor, line)
    settle(qtbot, editor)
    for key in keys:
        if key in _CODES:
            QTest.keyClick(editor, _CODES[key])
        else:
            QTest.keyClicks(editor, key)
        QApplication.processEvents()
    settle(qtbot, editor)
    partly = seen(editor)
    editor.refresh()
    settle(qtbot, editor)
    assert partly == seen(editor)


@pytest.mark.parametrize("language", ["Python", "Plain Text"])
def test_a_draft_leaves_nothing_behind(qtbot: QtBot, open_page: Open, language: str) -> None:
    editor = open_page(CODE, language, PageStyle())
    view = CanvasView(editor)
    start, end = CODE.index("if self"), CODE.index("WORDS")

    def type_above() -> None:
        go_to(editor, 0)
        QTest.keyClicks(editor, " # a")

    for step in (
        lambda: view.begin(start, end),
        lambda: view.show_pass(make_pass(1, 4, ["some\n", "draft "] * 3, 0.9)),
        type_above,
        lambda: view.show_pass(make_pass(2, 4, ["a\n"] * 5, 0.1)),
        lambda: view.show_pass(make_pass(3, 4, ["end"], 0.1)),
        view.clear,
        type_above,
    ):
        step()
        settle(qtbot, editor)
        partly = seen(editor)
        editor.refresh()
        settle(qtbot, editor)
        assert partly == seen(editor)
