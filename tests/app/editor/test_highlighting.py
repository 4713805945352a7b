"""Highlighting: colours stand beside their words whatever is edited, and nothing but colours is ever touched."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QInputMethodEvent, QTextCharFormat, QTextCursor
from PySide6.QtTest import QTest

from palimpsest.app import theme
from palimpsest.app.documents.document import Document
from palimpsest.app.documents.languages import Language, by_name
from palimpsest.app.editor import highlighting, lexing_worker
from palimpsest.app.editor.canvas_view import CanvasView
from palimpsest.app.editor.highlighting import Highlighter
from palimpsest.app.editor.lexed_lines import LexedLines, Spans
from palimpsest.app.editor.lexing import machine_of
from palimpsest.app.editor.lexing_worker import lexer_of
from palimpsest.app.editor.syntax_colours import Style, formats
from palimpsest.app.editor.text_editor import TextEditor
from palimpsest.app.editor.token_styles import style_of
from palimpsest.resources import CODE_FONT

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

pytestmark = pytest.mark.usefixtures("fonts")

PATIENCE_MS = 20_000
PYTHON = 'def f(x):\n    """Doc\n    two."""\n    return "s" + x  # note\n\nx = 0x1F\n'


def language(name: str) -> Language:
    found = by_name(name)
    assert found is not None
    return found


def from_scratch(name: str, text: str) -> list[Spans]:
    lines = LexedLines(machine_of(lexer_of(language(name))), style_of)
    lines.reset(text.split("\n"))
    for _ in lines.steps():
        pass
    return lines.spans


class Page:
    """A shown editor whose document is coloured."""

    def __init__(self, qtbot: QtBot, text: str, name: str, kept: bool = True) -> None:
        self.qtbot = qtbot
        self.name = name
        self.document = Document()
        self.document.set_text(text)
        self.document.set_language(name)
        self.editor = TextEditor(theme.light)
        if kept:
            qtbot.addWidget(self.editor)
        self.editor.set_document(self.document)
        self.editor.resize(700, 400)
        self.editor.show()
        qtbot.waitExposed(self.editor)
        self.highlighter = Highlighter(self.editor)
        self.highlighter.set_language(language(name))

    def wait(self) -> None:
        self.qtbot.waitUntil(lambda: self.highlighter.settled, timeout=PATIENCE_MS)

    def shown(self, line: int) -> list[tuple[int, int, QTextCharFormat]]:
        """What the layout of a line shows: begin, end, format."""
        parts = self.document.buffer.findBlockByNumber(line).layout().formats()
        return [
            (part.start, part.start + part.length, QTextCharFormat(part.format))  # pyright: ignore
            for part in parts
        ]

    def words(self, line: int) -> list[tuple[str, str]]:
        """(words, colour) of a line."""
        text = self.document.text().split("\n")[line].encode("utf-16-le")
        return [
            (text[2 * begin : 2 * end].decode("utf-16-le"), shown.foreground().color().name())
            for begin, end, shown in self.shown(line)
        ]

    def put_caret(self, position: int) -> None:
        cursor = self.editor.textCursor()
        cursor.setPosition(position)
        self.editor.setTextCursor(cursor)

    def insert(self, position: int, text: str) -> None:
        cursor = QTextCursor(self.document.buffer)
        cursor.setPosition(position)
        cursor.insertText(text)

    def remove(self, begin: int, end: int) -> None:
        cursor = QTextCursor(self.document.buffer)
        cursor.setPosition(begin)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        cursor.removeSelectedText()

    def place(self, text: str) -> int:
        return self.document.to_position(self.document.text().index(text))

    def close(self) -> None:
        assert self.highlighter.close(20.0)
        self.editor.close()
        self.editor.deleteLater()


Opener = Callable[..., Page]


@pytest.fixture
def open_page(qtbot: QtBot) -> Iterator[Opener]:
    pages: list[Page] = []

    def start(text: str = PYTHON, name: str = "Python", wait: bool = True) -> Page:
        page = Page(qtbot, text, name)
        pages.append(page)
        if wait:
            page.wait()
        return page

    yield start
    for page in pages:
        page.close()
    assert not [thread for thread in threading.enumerate() if thread.name == "highlighting"]


def test_words_are_coloured_and_nothing_else_is_touched(open_page: Opener):
    page = open_page()
    inks = formats(theme.light, False, 10.0)
    assert page.words(0) == [
        ("def", inks[Style.KEYWORD].foreground().color().name()),
        ("f", inks[Style.NAME].foreground().color().name()),
    ]
    assert [begin for begin, _, _ in page.shown(3)] == [begin for begin, _, _ in page.highlighter.spans_at(3)]
    assert page.document.text() == PYTHON
    assert not page.document.modified
    assert not page.document.buffer.isUndoAvailable()


def test_colours_move_with_their_words_at_once(open_page: Opener):
    page = open_page()
    page.insert(0, "  𝄞")
    assert page.words(0)[0][0] == "def"
    page.insert(page.place("return"), "\n")
    assert page.words(4)[0][0] == "return"
    page.remove(page.place("\nreturn"), page.place("return"))
    assert page.words(3)[0][0] == "return"
    page.editor.undo()
    page.editor.undo()
    assert page.words(3)[0][0] == "return"


def test_one_key_is_one_undo_step_still(open_page: Opener):
    page = open_page("x = 1\n")
    page.put_caret(0)
    QTest.keyClicks(page.editor, "y")
    page.wait()
    assert page.document.text() == "yx = 1\n"
    page.editor.undo()
    assert page.document.text() == "x = 1\n"
    assert not page.document.modified


EDITS = st.lists(
    st.tuples(
        st.sampled_from(["insert", "insert", "remove", "undo", "redo", "format", "wait"]),
        st.integers(0, 400),
        st.integers(1, 40),
        st.sampled_from(["x", "\n", '"', "'''", "# c\n", "def g():\n    pass\n", "𝄞", " ", "if", "\n\n\n\n"]),
    ),
    min_size=1,
    max_size=8,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(EDITS)
@example([("insert", 0, 1, "x"), ("remove", 0, 22, "x"), ("insert", 373, 1, "𝄞"), ("insert", 76, 1, "x")])
def test_after_any_edits_the_page_shows_what_is_lexed_from_scratch(
    open_page: Opener, monkeypatch: pytest.MonkeyPatch, edits: list[tuple[str, int, int, str]]
):
    monkeypatch.setattr(lexing_worker, "DOUBT_S", 0.0)
    monkeypatch.setattr(lexing_worker, "DOUBT_S_PER_POINT", 0.0)
    page = open_page(wait=False)
    for kind, where, length, text in edits:
        last = page.document.buffer.characterCount() - 1
        begin = where % (last + 1)
        if kind == "insert":
            page.insert(begin, text)
        elif kind == "remove":
            page.remove(begin, min(last, begin + length))
        elif kind == "undo":
            page.editor.undo()
        elif kind == "redo":
            page.editor.redo()
        elif kind == "format":
            cursor = QTextCursor(page.document.buffer.findBlock(begin))
            cursor.setBlockFormat(cursor.blockFormat())
        else:
            page.wait()
    page.wait()
    expected = from_scratch("Python", page.document.text())
    count = page.document.buffer.blockCount()
    assert [page.highlighter.spans_at(line) for line in range(count)] == expected
    shown = [tuple((begin, end) for begin, end, _ in page.shown(line)) for line in range(min(count, 12))]
    assert shown == [tuple((begin, end) for begin, end, _ in spans) for spans in expected[:12]]


def test_a_string_that_is_opened_colours_what_follows_until_it_closes(open_page: Opener):
    page = open_page("a = 1\n" * 30)
    page.insert(0, "'''")
    page.wait()
    assert page.highlighter.token_kind_at(page.document.buffer.findBlockByNumber(25).position()) == "string"
    page.insert(page.document.buffer.findBlockByNumber(9).position(), "'''\n")
    page.wait()
    assert page.highlighter.token_kind_at(page.document.buffer.findBlockByNumber(25).position()) == "code"


def test_a_long_paste_is_coloured(open_page: Opener):
    page = open_page("x\n")
    page.insert(0, PYTHON * 300)
    page.wait()
    assert page.words(0)[0][0] == "def"
    assert page.highlighter.spans_at(6 * 200) == page.highlighter.spans_at(0)


def test_what_is_far_from_the_view_is_dressed_when_it_comes_in(open_page: Opener):
    page = open_page(PYTHON * 100)
    assert page.highlighter.spans_at(300)
    assert page.shown(300) == []
    page.editor.verticalScrollBar().setValue(298)
    # Before it is painted there.
    assert page.words(300)[0][0] == "def"


def test_an_input_method_keeps_its_marks(open_page: Opener):
    page = open_page('x = "word"\n')
    page.put_caret(2)
    underlined = QTextCharFormat()
    underlined.setFontUnderline(True)
    attribute = QInputMethodEvent.Attribute(QInputMethodEvent.AttributeType.TextFormat, 0, 3, underlined)
    QCoreApplication.sendEvent(page.editor, QInputMethodEvent("nih", [attribute]))
    spans = {(begin, end) for begin, end, _ in page.shown(0)}
    assert (7, 13) in spans
    assert any(shown.fontUnderline() for begin, end, shown in page.shown(0) if (begin, end) == (2, 5))
    QCoreApplication.sendEvent(page.editor, QInputMethodEvent("", []))
    assert [(begin, end) for begin, end, _ in page.shown(0)] == [(4, 10)]


@pytest.mark.parametrize(("start", "end"), [("burned", " night"), ("burned", "letter")])
def test_colours_stay_beside_a_draft(open_page: Opener, start: str, end: str):
    text = "The *lamp* had burned all night and **Mara** came.\n\nShe read the letter a *second* time.\n"
    page = open_page(text, "Markdown")
    before = page.editor.viewport().grab().toImage()
    view = CanvasView(page.editor)
    view.begin(page.place(start), page.place(end))
    view.show_text("another text, " * 20)
    # An edit of the same block has it dressed again while the room is made.
    page.insert(page.place("lamp"), "old ")
    page.wait()
    page.editor.undo()
    page.wait()
    span = view._span
    assert span is not None
    lines = from_scratch("Markdown", text)
    whole = [(begin, stop) for begin, stop, _ in lines[0] if stop <= page.place(start)]
    assert [(part.start, part.start + part.length) for part in span.prefix.ranges] == whole
    assert "".join(span.suffix.text[part.start : part.start + part.length] for part in span.suffix.ranges) in (
        "**Mara**",
        "*second*",
    )
    view.clear()
    page.put_caret(0)
    page.wait()
    assert page.editor.viewport().grab().toImage() == before


def test_a_very_long_document_is_not_coloured_and_says_so(open_page: Opener, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(highlighting, "MOST_CHARACTERS", 100)
    page = open_page("x = '1'\n" * 3)
    heard: list[str] = []
    page.highlighter.suspended_changed.connect(heard.append)
    assert page.highlighter.suspended == ""
    page.insert(0, "y = '2'\n" * 20)
    assert "without colours" in page.highlighter.suspended
    page.wait()
    assert page.shown(0) == []
    page.editor.undo()
    page.wait()
    assert page.highlighter.suspended == ""
    assert page.words(0)[0][0] == "'1'"
    assert heard == [heard[0], ""]


def test_many_lines_are_too_long_as_well(open_page: Opener, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(highlighting, "MOST_LINES", 10)
    assert open_page("x\n" * 20).highlighter.suspended
    assert not open_page("x\n" * 20, "Plain Code").highlighter.suspended


def test_colours_can_be_turned_off_and_on(open_page: Opener):
    page = open_page()
    page.highlighter.set_enabled(False)
    page.wait()
    assert page.shown(0) == []
    page.insert(0, "if y:\n    pass\n")
    page.wait()
    assert page.shown(0) == []
    page.highlighter.set_enabled(True)
    page.wait()
    assert page.words(0)[0][0] == "if"


def test_another_theme_has_other_colours(open_page: Opener):
    page = open_page()
    before = page.words(0)
    page.editor.set_theme(theme.dark)
    page.highlighter.set_theme(theme.dark)
    page.wait()
    assert [words for words, _ in page.words(0)] == [words for words, _ in before]
    assert page.words(0)[0][1] != before[0][1]


def test_another_language_reads_the_text_anew(open_page: Opener):
    page = open_page("# def\n")
    assert page.highlighter.token_kind_at(3) == "comment"
    page.highlighter.set_language(language("Markdown"))
    page.wait()
    assert [style for _, _, style in page.highlighter.spans_at(0)] == [Style.MARK, Style.HEADING]
    page.highlighter.set_language(language("Plain Text"))
    page.wait()
    assert page.shown(0) == []


def test_another_document_is_coloured_in_its_turn(open_page: Opener):
    page = open_page()
    other = Document()
    other.set_text("if x: pass")
    other.set_language("Python")
    page.editor.set_document(other)
    page.highlighter.set_language(language("Python"))
    page.insert(0, "# gone\n")
    page.wait()
    assert page.highlighter.spans_at(0)[0][:2] == (0, 2)
    assert page.highlighter.spans_at(1) == ()


def test_code_in_prose_is_set_in_the_code_font_and_grows_with_the_page(open_page: Opener):
    page = open_page("Some `code` here\n", "Markdown")

    def code() -> QTextCharFormat:
        return next(shown for begin, _, shown in page.shown(0) if begin == 6)

    before = code()
    assert before.fontFamilies()[0] == CODE_FONT
    assert before.fontPointSize() < page.editor.font().pointSizeF()
    page.editor.set_style(replace(page.editor.page_style, zoom=130))
    page.qtbot.waitUntil(lambda: code().fontPointSize() > before.fontPointSize(), timeout=PATIENCE_MS)


def test_kinds_of_places_and_words_to_spell_in_code(open_page: Opener):
    page = open_page()
    places = {"def": "code", "Doc": "string", "note": "comment", "x = 0": "code"}
    assert {text: page.highlighter.token_kind_at(page.place(text)) for text in places} == places
    line = PYTHON.split("\n")[3]
    assert [line[begin:end] for begin, end in page.highlighter.spell_ranges(3)] == ['"s"', "# note"]
    assert page.highlighter.spell_ranges(0) == ()


def test_kinds_of_places_and_words_to_spell_in_prose(open_page: Opener):
    text = "# Head\n*Words* and `code` at [a link](http://a.b) end\n```python\nx = 1  # note\n```"
    page = open_page(text, "Markdown")
    places = {"Words": "text", "code": "code", "a link": "text", "http": "url", "x =": "code", "note": "comment"}
    assert {one: page.highlighter.token_kind_at(page.place(one)) for one in places} == places
    lines = text.split("\n")
    spelled = [[lines[n][begin:end] for begin, end in page.highlighter.spell_ranges(n)] for n in range(5)]
    assert spelled == [[" Head"], ["Words", " and ", " at ", "a link", " end"], [], ["# note"], []]


def test_plain_text_is_all_words_and_plain_code_has_none(open_page: Opener):
    page = open_page("Some words", "Plain Text")
    assert page.highlighter.spell_ranges(0) == ((0, 10),)
    assert page.highlighter.token_kind_at(2) == "text"
    page = open_page("Some words", "Plain Code")
    assert page.highlighter.spell_ranges(0) == ()
    assert page.highlighter.token_kind_at(2) == "code"


def test_changed_tells_which_lines_are_new(open_page: Opener):
    page = open_page(PYTHON * 20)
    heard: list[tuple[int, int]] = []
    page.highlighter.changed.connect(lambda first, last: heard.append((first, last)))
    page.insert(page.document.buffer.findBlockByNumber(70).position(), "'''")
    page.wait()
    assert heard
    assert min(first for first, _ in heard) >= 60


def test_an_editor_that_goes_takes_its_highlighter_along(qtbot: QtBot):
    page = Page(qtbot, PYTHON * 2_000, "Python", kept=False)
    page.editor.close()
    page.editor.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    qtbot.waitUntil(
        lambda: not [thread for thread in threading.enumerate() if thread.name == "highlighting"], timeout=PATIENCE_MS
    )


def test_typing_while_all_is_lexed_ends_as_it_should(open_page: Opener):
    page = open_page(PYTHON * 1_000, wait=False)
    page.put_caret(page.document.buffer.findBlockByNumber(3_000).position())
    page.editor.centerCursor()
    for number in itertools.count():
        QTest.keyClicks(page.editor, "'# a"[number % 4])
        if page.highlighter.spans_at(5_999) or number > 400:
            break
        QCoreApplication.processEvents()
    page.wait()
    expected = from_scratch("Python", page.document.text())
    assert [page.highlighter.spans_at(line) for line in range(len(expected))] == expected
