"""The page: measure for prose, numbers for code, and a whole page that answers to the mouse."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import (
    QColor,
    QFontInfo,
    QFontMetricsF,
    QImage,
    QMouseEvent,
    QTextCursor,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QWidget

from palimpsest.app import theme
from palimpsest.app.documents.document import Document
from palimpsest.app.editor.canvas_view import CanvasView
from palimpsest.app.editor.page_style import PageStyle
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
    before, style = editor.font().pointSizeF(), editor.page_style
    editor.set_style(replace(style, zoom=150))
    assert editor.font().pointSizeF() == before * 1.5
    assert editor.document().defaultFont().pointSizeF() == before * 1.5
    editor.set_style(replace(style, zoom=1))
    assert editor.font().pointSizeF() == before / 2
    editor.set_style(style)
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


def put_caret(editor: TextEditor, position: int) -> None:
    cursor = editor.textCursor()
    cursor.setPosition(position)
    editor.setTextCursor(cursor)


def send_mouse(
    widget: QWidget, kind: QEvent.Type, place: QPoint, button: Qt.MouseButton, buttons: Qt.MouseButton
) -> None:
    """QTest's own way warns where nobody wants the event."""
    everywhere, none = QPointF(widget.mapToGlobal(place)), Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(widget, QMouseEvent(kind, QPointF(place), everywhere, button, buttons, none))


def image(editor: TextEditor) -> QImage:
    return editor.viewport().grab().toImage()


def same_above(one: QImage, other: QImage, height: int) -> bool:
    return one.copy(0, 0, one.width(), height) == other.copy(0, 0, other.width(), height)


STYLES = [
    PageStyle(zoom=200),
    PageStyle(zoom=50),
    PageStyle(wrap="none"),
    PageStyle(wrap="window"),
    PageStyle(wrap="column", wrap_column=30),
    PageStyle(measure=40, prose_size=20.0),
    PageStyle(prose_font=CODE_FONT, code_font=PROSE_FONT),
    PageStyle(line_numbers="always", tab_width=8, show_whitespace=True, indent_guides=True),
]


@pytest.mark.parametrize("style", STYLES, ids=str)
@pytest.mark.parametrize("kind", ["prose", "code"])
def test_a_style_leaves_text_history_and_place_alone(editor: TextEditor, code: Document, style: PageStyle, kind: str):
    document = code if kind == "code" else prose("A word and another word. " * 40 + "\n" + "Short.\n\n" * 200)
    editor.set_document(document)
    put_caret(editor, 300)
    editor.insertPlainText("x")
    editor.insertPlainText("\n")
    editor.undo()
    before = (document.text(), document.buffer.availableUndoSteps(), document.buffer.isRedoAvailable())
    editor.verticalScrollBar().setValue(60)
    top = editor.firstVisibleBlock().blockNumber()
    for each in (style, PageStyle()):
        editor.set_style(each)
        editor.grab()
        assert editor.firstVisibleBlock().blockNumber() == top
        assert (document.text(), document.buffer.availableUndoSteps(), document.buffer.isRedoAvailable()) == before
    assert document.modified
    assert editor.textCursor().position() == 301


def test_the_line_at_the_top_of_a_paragraph_stays_there(editor: TextEditor):
    editor.set_document(prose(" ".join(f"word{number}" for number in range(4000))))
    editor.verticalScrollBar().setValue(40)
    seen = editor.cursorForPosition(QPoint(40, 5)).position()
    editor.set_style(PageStyle(zoom=150, measure=50))
    editor.grab()
    now = editor.cursorForPosition(QPoint(40, 5)).position()
    assert abs(now - seen) < 90
    assert editor.verticalScrollBar().value() > 40


def test_a_style_that_comes_during_a_draft_lays_the_draft_out_anew(editor: TextEditor, qtbot: QtBot):
    text = "one two three " * 60 + "\n\nfour"
    for style in STYLES:
        plain = TextEditor(theme.light)
        qtbot.addWidget(plain)
        plain.resize(editor.size())
        plain.show()
        plain.clearFocus()
        editor.clearFocus()
        images = []
        for page, early in ((editor, True), (plain, False)):
            page.set_style(PageStyle())
            page.set_document(prose(text))
            if early:
                page.set_style(style)
            view = CanvasView(page)
            view.begin(4, 13)
            view.show_text("a draft\nof two lines")
            if not early:
                page.set_style(style)
            images.append(image(page))
            view.clear()
        assert images[0] == images[1]


def test_styles_decide_about_wrapping(editor: TextEditor, code: Document):
    editor.set_document(code)
    put_caret(editor, 0)
    editor.insertPlainText("x" * 200)
    layout = editor.document().firstBlock().layout()
    for style, expected in (
        (PageStyle(wrap="column", wrap_column=30), 30),
        (PageStyle(wrap="column", wrap_column=30, zoom=160), 30),
        (PageStyle(), 207),
    ):
        editor.set_style(style)
        editor.grab()
        assert layout.lineAt(0).textLength() == expected
    editor.set_style(PageStyle(wrap="window"))
    editor.grab()
    assert 100 < layout.lineAt(0).textLength() < 200
    editor.set_document(prose())
    editor.grab()
    window = editor.document().firstBlock().layout().lineAt(0).textLength()
    editor.set_style(PageStyle(measure=40))
    editor.grab()
    assert 30 < editor.document().firstBlock().layout().lineAt(0).textLength() < 48 < window


def test_styles_decide_about_fonts_numbers_and_caret(editor: TextEditor, code: Document):
    editor.set_document(code)
    editor.set_style(PageStyle(code_font=PROSE_FONT, code_size=10, zoom=150, line_numbers="never", caret_width=4))
    assert QFontInfo(editor.font()).family() == PROSE_FONT
    assert editor.font().pointSizeF() == 15
    assert editor.cursorWidth() == 4
    narrow = editor._gutter.width()
    editor.set_style(PageStyle(line_numbers="always"))
    assert editor._gutter.width() > narrow
    editor.set_document(prose())
    assert editor._gutter.numbers
    editor.set_style(PageStyle(zoom=5000))
    assert editor.font().pointSizeF() == 42


@pytest.mark.parametrize(
    "change",
    [
        {"indent_guides": True},
        {"show_whitespace": True},
        {"margin_column": 20},
        {"tab_width": 8},
    ],
)
def test_what_a_style_shows_is_drawn(editor: TextEditor, change: dict[str, object], tmp_path: Path):
    path = tmp_path / "a.py"
    path.write_text("if x:\n\ty  \n\n\tz\n")
    editor.set_document(Document(path))
    before = image(editor)
    editor.set_style(replace(PageStyle(), **change))
    assert image(editor) != before
    editor.set_style(PageStyle())
    assert image(editor) == before


def test_brackets_at_the_caret_are_in_boxes(editor: TextEditor, qtbot: QtBot):
    editor.set_document(prose("f (one\n[two]) x"))
    put_caret(editor, editor.document().characterCount() - 1)
    before = image(editor)
    put_caret(editor, 2)
    qtbot.waitUntil(lambda: len(editor.marks.of("brackets")) == 2, timeout=20_000)
    places = [one.cursor.selectionStart() for one in editor.marks.of("brackets")]  # pyright: ignore
    assert places == [2, 12]
    faint = QColor(theme.light.faint)
    boxed = image(editor)
    assert any(boxed.pixelColor(x, y) == faint for x in range(200) for y in range(90))
    put_caret(editor, editor.document().characterCount() - 1)
    qtbot.waitUntil(lambda: not editor.marks.of("brackets"), timeout=20_000)
    assert image(editor) == before
    editor.set_style(PageStyle(match_brackets=False))
    put_caret(editor, 2)
    editor._bracket_marks.refresh()
    assert not editor.marks.of("brackets")


def test_what_is_out_of_focus_stands_back(editor: TextEditor):
    editor.set_document(prose("One is here. Two is there.\n\nThree."))
    put_caret(editor, 20)
    before = image(editor)
    seen = [before]
    for mode in ("sentence", "line", "paragraph"):
        editor.set_focus_mode(mode)
        seen.append(image(editor))
        assert seen[-1] != before
    assert seen[1] != seen[2] == seen[3]
    height = int(editor.cursorRect().bottom())
    assert same_above(seen[2], before, height)
    assert not same_above(seen[1], before, height)
    put_caret(editor, editor.document().characterCount() - 1)
    assert not same_above(image(editor), before, height)
    editor.set_focus_mode(None)
    put_caret(editor, 20)
    assert image(editor) == before
    assert not editor.shown.modified


def test_the_typewriter_keeps_its_line(editor: TextEditor, qtbot: QtBot):
    editor.set_document(prose("A line.\n" * 200))
    editor.set_typewriter(True)
    put_caret(editor, 8 * 100)
    middle = editor.cursorRect().center().y()
    assert abs(middle - editor.viewport().height() / 2) < 40
    for _ in range(5):
        qtbot.keyClick(editor, Qt.Key.Key_Return)
        assert abs(editor.cursorRect().center().y() - middle) < 40
    editor.moveCursor(QTextCursor.MoveOperation.End)
    assert abs(editor.cursorRect().center().y() - middle) < 40


def test_a_third_click_selects_the_line(editor: TextEditor, qtbot: QtBot):
    editor.set_document(prose("One is here.\nTwo is there.\n"))
    place = editor.cursorRect().center() + QPoint(30, 0)
    qtbot.mouseClick(editor.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.mouseDClick(editor.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.mouseClick(editor.viewport(), Qt.MouseButton.LeftButton, pos=place)
    cursor = editor.textCursor()
    assert (cursor.selectionStart(), cursor.selectionEnd()) == (0, 13)


@pytest.mark.parametrize("button", [Qt.MouseButton.MiddleButton, Qt.MouseButton.BackButton])
def test_buttons_that_nobody_wants_go_nowhere(editor: TextEditor, button: Qt.MouseButton):
    editor.set_document(prose("A line.\n" * 200))
    for widget in (editor, editor.viewport()):
        send_mouse(widget, QMouseEvent.Type.MouseButtonPress, QPoint(20, 250), button, button)
        send_mouse(widget, QMouseEvent.Type.MouseButtonRelease, QPoint(20, 250), button, Qt.MouseButton.NoButton)
    assert editor.shown.text() == "A line.\n" * 200


def test_a_drag_from_the_margin_selects(editor: TextEditor, qtbot: QtBot):
    editor.set_document(prose("A line.\n" * 200))
    qtbot.mousePress(editor, Qt.MouseButton.LeftButton, pos=QPoint(20, 50))
    inside = editor.viewport().mapTo(editor, QPoint(200, 200))
    send_mouse(editor, QMouseEvent.Type.MouseMove, inside, Qt.MouseButton.NoButton, Qt.MouseButton.LeftButton)
    qtbot.mouseRelease(editor, Qt.MouseButton.LeftButton, pos=inside)
    assert len(editor.textCursor().selectedText()) > 20


def test_undo_keys_bring_the_selection_back(editor: TextEditor, qtbot: QtBot):
    editor.set_document(prose("one\ntwo\nthree"))
    cursor = editor.textCursor()
    cursor.setPosition(5)
    cursor.setPosition(1, QTextCursor.MoveMode.KeepAnchor)
    editor.setTextCursor(cursor)
    editor.editing.delete_lines()
    assert editor.shown.text() == "three"
    qtbot.keyClick(editor, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert editor.shown.text() == "one\ntwo\nthree"
    assert (editor.textCursor().anchor(), editor.textCursor().position()) == (5, 1)
    qtbot.keyClick(editor, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert editor.shown.text() == "three"


def test_what_is_pasted_is_taken_back_by_itself(editor: TextEditor, qtbot: QtBot):
    editor.set_document(prose("one"))
    QApplication.clipboard().setText("two\nthree ")
    qtbot.keyClicks(editor, "1 ")
    editor.paste()
    qtbot.keyClicks(editor, "2 ")
    texts = []
    while editor.document().isUndoAvailable():
        texts.append(editor.shown.text())
        editor.undo()
    assert texts == ["1 two\nthree 2 one", "1 two\nthree one", "1 one"]


def test_a_view_that_is_lower_than_a_line_may_show_none(editor: TextEditor):
    editor.set_document(prose("one\ntwo\n"))
    editor.resize(600, 12)
    editor.verticalScrollBar().setValue(editor.verticalScrollBar().maximum())
    assert not editor.firstVisibleBlock().isValid()
    editor.set_style(PageStyle(zoom=120))
    assert editor.page_style.zoom == 120


def test_lines_pasted_before_a_draft_are_as_high_as_lines_are(editor: TextEditor):
    # Qt asks for the place of the caret before it tells of an edit that is a part of another.
    editor.set_document(prose("one\ntwo three\n"))
    view = CanvasView(editor)
    view.begin(4, 7)
    view.show_text("a\nb\nc\nd")
    QApplication.clipboard().setText("more\nand more")
    cursor = editor.textCursor()
    cursor.setPosition(3)
    editor.setTextCursor(cursor)
    editor.paste()
    pasted = editor.document().findBlockByNumber(1)
    assert pasted.text() == "and more"
    assert pasted.lineCount() == 1
    assert not pasted.layout().preeditAreaText()


def test_an_overwritten_character_comes_back_with_one_undo(editor: TextEditor, qtbot: QtBot):
    editor.set_document(prose("one"))
    editor.setOverwriteMode(True)
    qtbot.keyClicks(editor, "ab")
    assert editor.shown.text() == "abe"
    editor.undo()
    assert editor.shown.text() == "ane"
    editor.undo()
    assert editor.shown.text() == "one"
    assert not editor.document().isUndoAvailable()
    editor.redo()
    assert editor.shown.text() == "ane"
