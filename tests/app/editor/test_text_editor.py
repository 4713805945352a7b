"""The page: measure for prose, numbers for code, and a whole page that answers to the mouse."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QFontInfo, QFontMetricsF, QWheelEvent
from PySide6.QtWidgets import QApplication, QPlainTextEdit

from palimpsest.app import theme
from palimpsest.app.documents.document import Document
from palimpsest.app.editor.canvas_view import CanvasView
from palimpsest.app.editor.text_editor import TextEditor
from palimpsest.resources import CODE_FONT, PROSE_FONT

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

pytestmark = pytest.mark.usefixtures("fonts")


@pytest.fixture
def editor(qtbot: QtBot) -> TextEditor:
    editor = TextEditor(theme.light)
    qtbot.addWidget(editor)
    editor.resize(1200, 500)
    editor.show()
    return editor


@pytest.fixture
def code(tmp_path: Path) -> Document:
    path = tmp_path / "a.py"
    path.write_text("one = 1\n" * 120)
    return Document(path)


def prose(text: str = "A word and another word. " * 400) -> Document:
    document = Document()
    document.set_text(text)
    return document


def test_prose_has_a_centred_column_of_a_readable_width(editor: TextEditor, qtbot: QtBot):
    editor.set_document(prose())
    qtbot.waitUntil(editor.verticalScrollBar().isVisible)
    column = editor.viewport().geometry()
    layout = editor.document().firstBlock().layout()
    lines = [layout.lineAt(number).textLength() for number in range(layout.lineCount() - 1)]
    assert 60 <= sum(lines) / len(lines) <= 76
    bar = editor.verticalScrollBar().width()
    assert abs(column.left() - (editor.width() - bar - column.right())) <= 2
    assert QFontInfo(editor.font()).family() == PROSE_FONT


def test_a_second_document_of_a_kind_is_dressed_like_the_first(editor: TextEditor):
    editor.set_document(prose())
    first = editor.document().firstBlock().layout().lineAt(0).textLength()
    editor.set_document(prose())
    editor.viewport().grab()
    assert editor.document().firstBlock().layout().lineAt(0).textLength() == first
    assert editor.document().defaultFont() == editor.font()


def test_code_has_its_own_font_numbers_and_no_wrap(editor: TextEditor, code: Document):
    editor.set_document(code)
    assert QFontInfo(editor.font()).family() == CODE_FONT
    assert editor.lineWrapMode() is QPlainTextEdit.LineWrapMode.NoWrap
    metrics = QFontMetricsF(editor.font())
    assert editor._gutter.width() > 3 * metrics.horizontalAdvance("9")
    assert editor._gutter.geometry().right() + 1 == editor.viewport().geometry().left()
    editor.set_document(prose())
    assert editor.lineWrapMode() is QPlainTextEdit.LineWrapMode.WidgetWidth


def test_line_numbers_are_drawn_and_scroll(editor: TextEditor, code: Document):
    editor.set_document(code)
    at_top = editor._gutter.grab().toImage()
    editor.verticalScrollBar().setValue(40)
    assert editor._gutter.grab().toImage() != at_top


@pytest.mark.parametrize("kind", ["prose", "code"])
def test_the_bar_stands_beside_the_span_and_nowhere_else(editor: TextEditor, code: Document, kind: str):
    editor.set_document(code if kind == "code" else prose("one line\n" * 40))

    def rows() -> list[int]:
        image = editor._gutter.grab().toImage()
        x = editor._gutter.width() - 5
        accent = QColor(theme.light.accent).rgb()
        return [y for y in range(image.height()) if image.pixelColor(x, y).rgb() == accent]

    assert rows() == []
    view = CanvasView(editor)
    start = editor.document().findBlockByNumber(3).position()
    view.begin(start + 2, start + 30)
    extent = view.extent()
    assert extent is not None
    found = rows()
    assert extent[0] <= found[0] <= extent[0] + 3
    assert extent[1] - 3 <= found[-1] + 1 <= extent[1]
    view.clear()
    assert rows() == []


def test_a_saved_name_changes_the_kind(editor: TextEditor, tmp_path: Path):
    document = prose("x = 1\n")
    editor.set_document(document)
    document.save(tmp_path / "x.py")
    editor.refresh_kind()
    assert editor.kind == "code"


def test_zoom_and_back(editor: TextEditor):
    editor.set_document(prose())
    before = editor.font().pointSizeF()
    editor.zoom(4)
    assert editor.font().pointSizeF() == before + 4
    assert editor.document().defaultFont().pointSizeF() == before + 4
    editor.zoom(-100)
    assert editor.font().pointSizeF() == 6
    editor.reset_zoom()
    assert editor.font().pointSizeF() == before


def test_a_theme_colours_the_page(editor: TextEditor):
    editor.set_theme(theme.dark)
    image = editor.grab().toImage()
    for place in (QPoint(2, 2), QPoint(600, 490)):
        assert image.pixelColor(place) == QColor(theme.dark.page)


def test_the_margins_answer_to_wheel_and_clicks(editor: TextEditor, qtbot: QtBot):
    editor.set_document(prose("A line.\n" * 200))
    place = QPoint(20, 250)
    qtbot.mouseClick(editor, Qt.MouseButton.LeftButton, pos=place)
    line = editor.textCursor().blockNumber()
    assert line > 3
    assert editor.textCursor().positionInBlock() == 0
    wheel = QWheelEvent(
        QPointF(place),
        QPointF(editor.mapToGlobal(place)),
        QPoint(0, -120),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(editor, wheel)
    assert editor.verticalScrollBar().value() > 0


def test_shift_enter_makes_a_line_that_files_know(editor: TextEditor, qtbot: QtBot):
    document = prose("ab")
    editor.set_document(document)
    qtbot.keyClick(editor, Qt.Key.Key_End)
    qtbot.keyClick(editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClicks(editor, "c")
    assert document.text() == "ab\nc"


@pytest.mark.parametrize(
    ("key", "modifier", "expected"),
    [
        (Qt.Key.Key_Delete, Qt.KeyboardModifier.NoModifier, "one two three  b c"),
        (Qt.Key.Key_Delete, Qt.KeyboardModifier.ControlModifier, "one two three b c"),
        (Qt.Key.Key_Backspace, Qt.KeyboardModifier.NoModifier, "one two three😀 b c"),
    ],
)
def test_whole_characters_are_removed_beside_a_draft(
    editor: TextEditor, qtbot: QtBot, key: Qt.Key, modifier: Qt.KeyboardModifier, expected: str
):
    document = prose("one two three 😀 b c")
    editor.set_document(document)
    view = CanvasView(editor)
    view.begin(4, 7)
    view.show_text("a\nb\nc\nd")
    cursor = editor.textCursor()
    cursor.setPosition(len("one two three "))
    editor.setTextCursor(cursor)
    qtbot.keyClick(editor, key, modifier)
    assert document.text() == expected
    assert view.active


def test_only_the_current_line_of_code_is_marked(editor: TextEditor, code: Document):
    editor.set_document(code)
    editor.activateWindow()
    editor.setFocus()
    image = editor.viewport().grab().toImage()
    x = image.width() - 4
    page = QColor(theme.light.page)
    marked = [y for y in range(image.height()) if image.pixelColor(x, y) != page]
    caret = editor.cursorRect()
    assert marked == list(range(caret.top(), caret.bottom() + 1))
