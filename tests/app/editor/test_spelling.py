"""Spelling on the page: what is underlined and when, what can be done about it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from palimpsest import resources
from palimpsest.app import theme
from palimpsest.app.documents.document import Document
from palimpsest.app.editor.canvas_view import CanvasView
from palimpsest.app.editor.speller import Speller
from palimpsest.app.editor.spelling import Spelling
from palimpsest.app.editor.spelling_search import Misspelling
from palimpsest.app.editor.text_editor import TextEditor

PATIENCE_MS = 20_000

pytestmark = pytest.mark.usefixtures("fonts")


class Page:
    """An editor with spelling, and what tests ask of it."""

    def __init__(self, qtbot: QtBot, speller: Speller) -> None:
        self.qtbot = qtbot
        self.editor = TextEditor(theme.light)
        qtbot.addWidget(self.editor)
        self.editor.resize(900, 400)
        self.spelling = Spelling(self.editor, speller, "en_US")

    def show(self, text: str, path: Path | None = None) -> Document:
        document = Document()
        document.path = path
        document.set_text(text)
        self.editor.set_document(document)
        self.editor.show()
        return document

    @property
    def marked(self) -> list[str]:
        marks = self.editor.marks.of("spelling")
        return [one.cursor.selectedText() for one in marks]  # pyright: ignore[reportAttributeAccessIssue]

    def wait(self, *expected: str) -> None:
        self.qtbot.waitUntil(lambda: self.marked == list(expected), timeout=PATIENCE_MS)

    def put_caret(self, position: int) -> None:
        cursor = self.editor.textCursor()
        cursor.setPosition(position)
        self.editor.setTextCursor(cursor)

    def next(self, position: int) -> Misspelling | None:
        found: list[Misspelling | None] = []
        self.spelling.next_misspelling(position, found.append)
        self.qtbot.waitUntil(lambda: bool(found), timeout=PATIENCE_MS)
        return found[0]


@pytest.fixture
def speller(qapp: object, tmp_path: Path) -> Iterator[Speller]:
    speller = Speller(tmp_path / "own.txt", [resources.dictionary_folder()])
    yield speller
    speller.close()


@pytest.fixture
def page(qtbot: QtBot, speller: Speller) -> Iterator[Page]:
    page = Page(qtbot, speller)
    yield page
    page.spelling.close()
    assert page.marked == []


def test_wrong_words_in_view_are_underlined_with_a_wave(page: Page) -> None:
    page.show("A 😀 speling eror.\n\nAll right. well-knwn\n" + "fine\n" * 200 + "wrrong")
    page.wait("speling", "eror", "knwn")
    form = page.editor.marks.of("spelling")[0].format  # pyright: ignore[reportAttributeAccessIssue]
    assert form.underlineStyle() is QTextCharFormat.UnderlineStyle.WaveUnderline
    assert form.underlineColor() == QColor(theme.light.error)
    page.editor.verticalScrollBar().setValue(page.editor.verticalScrollBar().maximum())
    page.wait("wrrong")
    page.editor.verticalScrollBar().setValue(0)
    page.wait("speling", "eror", "knwn")


def test_the_document_is_not_touched(page: Page) -> None:
    document = page.show("A speling eror.")
    page.wait("speling", "eror")
    assert not document.modified
    assert not document.buffer.isUndoAvailable()


def test_the_word_that_is_being_typed_is_not_marked(page: Page) -> None:
    page.show("First wrrong. ")
    page.wait("wrrong")
    page.put_caret(len("First wrrong. "))
    page.qtbot.keyClicks(page.editor, "Secnd")
    with page.qtbot.waitSignal(page.spelling._timer.timeout, timeout=PATIENCE_MS):
        pass
    assert page.marked == ["wrrong"]
    page.qtbot.keyClicks(page.editor, " ")
    page.wait("wrrong", "Secnd")


def test_it_is_marked_when_the_caret_moves_away_and_stays_when_it_comes_back(page: Page) -> None:
    page.show("Here: ")
    page.put_caret(6)
    page.qtbot.keyClicks(page.editor, "wrrong")
    page.qtbot.keyClick(page.editor, Qt.Key.Key_Home)
    page.wait("wrrong")
    page.put_caret(8)
    page.spelling.refresh()
    with page.qtbot.waitSignal(page.spelling._timer.timeout, timeout=PATIENCE_MS):
        pass
    assert page.marked == ["wrrong"]


def test_a_text_that_is_loaded_is_not_typed(page: Page) -> None:
    document = page.show("wrrong")
    page.wait("wrrong")
    document.set_text("speling " * 10)
    page.wait(*["speling"] * 10)


def test_a_mark_goes_with_the_first_key_in_its_word(page: Page) -> None:
    page.show("wrrong and wrrong")
    page.wait("wrrong", "wrrong")
    page.put_caret(6)
    page.qtbot.keyClick(page.editor, Qt.Key.Key_Backspace)
    assert page.marked == ["wrrong"]


def test_edits_elsewhere_carry_marks_along(page: Page) -> None:
    document = page.show("one\nwrrong")
    page.wait("wrrong")
    cursor = QTextCursor(document.buffer)
    cursor.insertText("tehre\n")
    page.wait("tehre", "wrrong")
    document.buffer.undo()
    page.wait("wrrong")


def test_code_between_fences_is_left_alone(page: Page) -> None:
    document = page.show("wrrong\n```\nspeling\n```\nhelllo")
    page.wait("wrrong", "helllo")
    cursor = QTextCursor(document.buffer.findBlockByNumber(1))
    cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
    cursor.removeSelectedText()
    page.wait("wrrong", "speling")


def test_of_code_only_comments_and_strings_are_checked(page: Page) -> None:
    page.show("nmae = 'a wrrong srting'\nnmae  # a comment wiht nmae", Path("a.py"))
    page.spelling.set_ranges(lambda block: [(8, 24)] if block == 0 else [(8, 40)])
    page.wait("wrrong", "srting", "wiht", "nmae")
    page.spelling.set_ranges(None)
    page.wait()


def test_what_a_draft_covers_is_not_marked(page: Page) -> None:
    document = page.show("wrrong one\nspeling two\nhelllo three")
    page.wait("wrrong", "speling", "helllo")
    view = CanvasView(page.editor)
    start = document.text().index("speling")
    view.begin(start, start + 7)
    view.show_text("a drfat")
    page.wait("wrrong", "helllo")
    assert page.spelling.misspelling_at(start + 2) is None
    view.clear()
    page.wait("wrrong", "speling", "helllo")


def test_language_off_and_on(page: Page) -> None:
    page.show("The colour of a wrrong thing")
    page.wait("colour", "wrrong")
    page.spelling.set_language("en_GB")
    page.wait("wrrong")
    page.spelling.set_language("")
    page.wait()
    assert page.spelling.misspelling_at(1) is None
    page.spelling.set_language("en_US")
    page.spelling.set_enabled(False)
    page.wait()
    page.spelling.set_enabled(True)
    page.wait("colour", "wrrong")


def test_capitals_on_request(page: Page) -> None:
    page.show("WRRONG")
    page.spelling.set_check_capitals(True)
    page.wait("WRRONG")
    page.spelling.set_check_capitals(False)
    page.wait()


def test_a_theme_changes_the_colour(page: Page) -> None:
    page.show("wrrong")
    page.wait("wrrong")
    page.spelling.set_theme(theme.dark)

    def colour() -> QColor:
        return page.editor.marks.of("spelling")[0].format.underlineColor()  # pyright: ignore

    page.qtbot.waitUntil(lambda: colour() == QColor(theme.dark.error), timeout=PATIENCE_MS)


def test_another_document_is_checked_in_its_turn(page: Page) -> None:
    first = page.show("wrrong")
    page.wait("wrrong")
    page.show("helllo there")
    page.wait("helllo")
    QTextCursor(first.buffer).insertText("speling ")
    page.spelling.refresh()
    page.wait("helllo")


def test_ignored_words_are_right_on_this_page_only(page: Page, qtbot: QtBot, speller: Speller) -> None:
    page.show("wrrong Wrrong speling")
    page.wait("wrrong", "Wrrong", "speling")
    page.spelling.ignore("wrrong")
    page.wait("speling")
    other = Page(qtbot, speller)
    other.show("wrrong")
    other.wait("wrrong")
    other.spelling.close()


def test_added_words_are_right_on_every_page(page: Page, qtbot: QtBot, speller: Speller) -> None:
    page.show("wrrong speling")
    other = Page(qtbot, speller)
    other.show("wrrong helllo")
    page.wait("wrrong", "speling")
    other.wait("wrrong", "helllo")
    page.spelling.add("wrrong")
    page.wait("speling")
    other.wait("helllo")
    other.spelling.close()


def test_a_word_is_replaced_in_one_step(page: Page) -> None:
    document = page.show("😀 a speling eror")
    page.wait("speling", "eror")
    position = page.editor.toPlainText().index("speling") + 1
    assert page.spelling.misspelling_at(position + 1) == Misspelling(5, 12, "speling")
    page.spelling.replace(position + 1, "spelling")
    assert document.text() == "😀 a spelling eror"
    page.qtbot.keyClicks(page.editor, "x")
    document.buffer.undo()
    assert document.text() == "😀 a spelling eror"
    document.buffer.undo()
    assert document.text() == "😀 a speling eror"
    assert not document.modified


def test_apostrophes_follow_those_of_the_line(page: Page) -> None:
    document = page.show("It’s so that I dont know\nI dont")
    page.wait("dont", "dont")
    page.spelling.replace(len("It’s so that I d"), "don't")
    page.spelling.replace(len(document.text()), "don't")
    assert document.text() == "It’s so that I don’t know\nI don't"


def test_suggestions_at_a_place(page: Page) -> None:
    page.show("I recieve it")
    page.wait("recieve")
    assert page.spelling.suggestions_at(0) is None
    assert page.spelling.suggestions_at(5) == (2, 9, "recieve", [])
    ready: list[bool] = []
    page.spelling.when_ready(0, lambda: ready.append(False))
    assert ready == [False]
    heard: list[list[str]] = []
    page.spelling.suggest("recieve", heard.append)
    page.qtbot.waitUntil(lambda: bool(heard), timeout=PATIENCE_MS)
    assert page.spelling.suggestions_at(5) == (2, 9, "recieve", heard[0])
    page.spelling.when_ready(5, lambda: ready.append(True))
    assert ready == [False, True]


def menu_of(page: Page) -> QMenu:
    menu = QMenu(page.editor)
    menu.addAction("Undo")
    return menu


def test_a_menu_offers_what_can_be_done(page: Page) -> None:
    document = page.show("I recieve it")
    page.wait("recieve")
    menu = menu_of(page)
    assert not page.spelling.fill_menu(menu, 0)
    assert [action.text() for action in menu.actions()] == ["Undo"]
    assert page.spelling.fill_menu(menu, 4)
    first = menu.actions()[0]
    page.qtbot.waitUntil(lambda: first.text() == "receive", timeout=PATIENCE_MS)
    assert first.font().bold()
    texts = [action.text() for action in menu.actions() if action.isVisible() and not action.isSeparator()]
    assert texts[-4:] == ["Add to Dictionary", "Ignore", "Spelling Language", "Undo"]
    first.trigger()
    assert document.text() == "I receive it"
    first.trigger()
    assert document.text() == "I receive it", "a menu that is late changes nothing"


def test_a_menu_may_close_before_its_suggestions_come(page: Page) -> None:
    page.show("I recieve it")
    page.wait("recieve")
    menu = menu_of(page)
    page.spelling.fill_menu(menu, 4)
    assert menu.actions()[0].text() == "Looking for suggestions…"
    menu.deleteLater()
    heard: list[list[str]] = []
    page.spelling.suggest("recieve", heard.append)
    page.qtbot.waitUntil(lambda: bool(heard), timeout=PATIENCE_MS)


def test_a_menu_says_when_nothing_comes_to_mind(page: Page) -> None:
    page.show("I xkqzjvbn it")
    page.wait("xkqzjvbn")
    menu = menu_of(page)
    page.spelling.fill_menu(menu, 4)
    first = menu.actions()[0]
    page.qtbot.waitUntil(lambda: first.text() == "No suggestions", timeout=PATIENCE_MS)
    assert not first.isEnabled()


@pytest.mark.parametrize(("entry", "left"), [("Add to Dictionary", ["speling"]), ("Ignore", ["speling"])])
def test_a_menu_makes_a_word_right(page: Page, entry: str, left: list[str]) -> None:
    page.show("wrrong speling")
    page.wait("wrrong", "speling")
    menu = menu_of(page)
    page.spelling.fill_menu(menu, 2)
    next(action for action in menu.actions() if action.text() == entry).trigger()
    page.wait(*left)


def test_a_language_is_chosen_in_the_menu(page: Page) -> None:
    page.show("colour wrrong")
    page.wait("colour", "wrrong")
    menu = page.spelling.language_menu(page.editor)
    actions = {action.text(): action for action in menu.actions()}
    assert actions["American English"].isChecked()
    with page.qtbot.waitSignal(page.spelling.language_chosen, timeout=PATIENCE_MS) as chosen:
        actions["British English"].trigger()
    assert chosen.args == ["en_GB"]
    page.wait("wrrong")
    actions["None"].trigger()
    page.wait()


def test_a_page_that_is_read_only_offers_no_replacement(page: Page) -> None:
    page.show("I recieve it")
    page.wait("recieve")
    page.editor.setReadOnly(True)
    menu = menu_of(page)
    page.spelling.fill_menu(menu, 4)
    first = menu.actions()[0]
    page.qtbot.waitUntil(lambda: first.text() == "receive", timeout=PATIENCE_MS)
    assert not first.isEnabled()


def test_the_next_misspelling_is_found_around_the_end(page: Page) -> None:
    text = "wrrong word\n" + "fine\n" * 400 + "a speling eror\n" + "fine\n" * 400
    page.show(text)
    one, two, three = text.index("wrrong"), text.index("speling"), text.index("eror")
    assert page.next(0) == Misspelling(one, one + 6, "wrrong")
    assert page.next(1) == Misspelling(two, two + 7, "speling")
    assert page.next(two + 7) == Misspelling(three, three + 4, "eror")
    assert page.next(three + 1) == Misspelling(one, one + 6, "wrrong")


def test_where_nothing_is_wrong_the_search_ends(page: Page) -> None:
    page.show("all is well\n" * 400)
    assert page.next(100) is None
    page.spelling.set_language("")
    assert page.next(0) is None


def test_a_dictionary_that_is_missing_marks_nothing_and_says_so(page: Page, speller: Speller) -> None:
    page.show("wrrong")
    page.wait("wrrong")
    with page.qtbot.waitSignal(speller.failed, timeout=PATIENCE_MS):
        page.spelling.set_language("xx_YY")
    page.wait()
    assert page.next(0) is None


def test_a_long_search_can_be_given_up(page: Page) -> None:
    page.show("fine\n" * 1000 + "wrrong")
    found: list[Misspelling | None] = []
    page.spelling.next_misspelling(0, found.append)
    page.spelling.next_misspelling(0, found.append)
    page.qtbot.waitUntil(lambda: bool(found), timeout=PATIENCE_MS)
    assert len(found) == 1
