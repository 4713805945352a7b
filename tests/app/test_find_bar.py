"""The find bar with its keys, as people use it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence, QTextCursor
from PySide6.QtWidgets import QApplication, QLineEdit, QMainWindow, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from palimpsest.app import theme
from palimpsest.app.documents.document import Document
from palimpsest.app.editor.canvas_view import CanvasView
from palimpsest.app.editor.search import Query
from palimpsest.app.editor.text_editor import TextEditor
from palimpsest.app.find_bar import FindBar

PATIENCE_MS = 20_000
TEXT = "one cat, two cats\nthree CATS and a dog\n"
Key, Modifier = Qt.Key, Qt.KeyboardModifier

pytestmark = pytest.mark.usefixtures("fonts")


class Desk:
    """A window with a page and the bar, and what people do with them."""

    def __init__(self, qtbot: QtBot, width: int = 900) -> None:
        self.qtbot = qtbot
        self.window = QMainWindow()
        qtbot.addWidget(self.window)
        self.window.setStyleSheet(theme.stylesheet(theme.light))
        home = QWidget(self.window)
        self.column = QVBoxLayout(home)
        self.editor = self.page(TEXT)
        self.bar = FindBar(theme.light, home)
        self.column.addWidget(self.bar)
        self.window.setCentralWidget(home)
        self.window.resize(width, 500)
        self.bar.attach(self.editor)
        with qtbot.waitActive(self.window):
            self.window.show()
        self.editor.setFocus()

    def page(self, text: str) -> TextEditor:
        editor = TextEditor(theme.light)
        document = Document()
        document.set_text(text)
        editor.set_document(document)
        self.column.insertWidget(0, editor)
        return editor

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Modifier.NoModifier) -> None:
        focus = QApplication.focusWidget()
        assert focus is not None
        self.qtbot.keyClick(focus, key, modifier)
        self.settle()

    def type(self, text: str) -> None:
        self.qtbot.keyClicks(QApplication.focusWidget(), text)
        self.settle()

    def settle(self) -> None:
        searcher = self.bar._searcher
        if searcher is not None:
            self.qtbot.waitUntil(lambda: not searcher.busy, timeout=PATIENCE_MS)

    def open(self, replace: bool = False) -> None:
        self.bar.open(replace)
        self.settle()

    def select(self, start: int, end: int) -> None:
        cursor = self.editor.textCursor()
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        self.editor.setTextCursor(cursor)

    @property
    def selected(self) -> tuple[int, int]:
        cursor = self.editor.textCursor()
        return cursor.selectionStart(), cursor.selectionEnd()

    @property
    def said(self) -> str:
        return self.bar.counter.text() or self.bar.below.text()

    @property
    def text(self) -> str:
        return self.editor.shown.text()

    def marked(self, editor: TextEditor | None = None) -> int:
        return len((editor or self.editor).marks.of("search"))


@pytest.fixture
def desk(qtbot: QtBot) -> Iterator[Desk]:
    made = Desk(qtbot)
    yield made
    made.bar.attach(None)


def test_typing_jumps_and_enter_goes_on(desk: Desk):
    desk.select(5, 5)
    desk.open()
    assert desk.bar.line.hasFocus()
    desk.type("c")
    assert (desk.selected, desk.said) == ((13, 14), "2 of 3")
    desk.type("at")
    assert (desk.selected, desk.said) == ((13, 16), "2 of 3")
    desk.press(Key.Key_Return)
    assert (desk.selected, desk.said) == ((24, 27), "3 of 3")
    desk.press(Key.Key_Return)
    assert (desk.selected, desk.said) == ((4, 7), "1 of 3")
    desk.press(Key.Key_Enter, Modifier.ShiftModifier | Modifier.KeypadModifier)
    assert (desk.selected, desk.said) == ((24, 27), "3 of 3")
    assert desk.marked() == 3
    assert desk.bar.line.hasFocus()


def test_a_longer_query_may_go_back_to_where_the_search_began(desk: Desk):
    desk.editor.shown.set_text("ab abc ab abd")
    desk.select(2, 2)
    desk.open()
    desk.type("ab")
    assert desk.selected == (3, 5)
    desk.type("d")
    assert desk.selected == (10, 13)
    desk.press(Key.Key_Backspace)
    assert desk.selected == (3, 5)


def test_nothing_found_is_said_and_the_page_stays(desk: Desk):
    desk.select(3, 3)
    desk.open()
    desk.type("zebra")
    assert desk.said == "No results"
    assert desk.selected == (3, 3)
    assert not desk.bar.next.isEnabled()
    assert not desk.bar.all_button.isEnabled()


def test_escape_closes_and_the_match_stays_selected(desk: Desk):
    desk.open()
    desk.type("dog")
    with desk.qtbot.waitSignal(desk.bar.closed):
        desk.press(Key.Key_Escape)
    assert desk.bar.isHidden()
    assert desk.editor.hasFocus()
    assert desk.editor.textCursor().selectedText() == "dog"
    assert desk.marked() == 0


def test_next_and_previous_work_while_it_is_closed(desk: Desk):
    desk.bar.find_next()
    assert desk.bar.line.hasFocus()
    desk.type("cat")
    desk.press(Key.Key_Escape)
    desk.bar.find_next()
    desk.settle()
    assert desk.selected == (13, 16)
    desk.bar.find_previous()
    desk.settle()
    assert desk.selected == (4, 7)
    assert desk.bar.isHidden()
    assert desk.marked() == 0


def test_its_keys_win_over_the_window(desk: Desk):
    pressed: list[str] = []
    for keys in ("Esc", "Return", "Shift+Return", "Ctrl+Alt+Return", "Alt+C", "Alt+W", "Alt+X", "Alt+L", "Alt+P"):
        action = QAction(keys, desk.window)
        action.setShortcut(QKeySequence(keys))
        action.triggered.connect(lambda *_, keys=keys: pressed.append(keys))
        desk.window.addAction(action)
    desk.open(replace=True)
    desk.type("cat")
    for key in (Key.Key_C, Key.Key_W, Key.Key_X, Key.Key_P):
        desk.press(key, Modifier.AltModifier)
    assert desk.bar.query == Query("cat", regex=True, whole_word=True, match_case=True)
    assert desk.bar.keep_case.isChecked()
    assert desk.said == "1 of 1"
    desk.press(Key.Key_L, Modifier.AltModifier)
    desk.press(Key.Key_Return)
    desk.press(Key.Key_Return, Modifier.ShiftModifier)
    desk.press(Key.Key_Return, Modifier.ControlModifier | Modifier.AltModifier)
    desk.press(Key.Key_Escape)
    assert desk.bar.isHidden()
    assert pressed == []
    desk.press(Key.Key_C, Modifier.AltModifier)
    assert pressed == ["Alt+C"]


def test_a_selection_in_a_line_is_sought_and_stays(desk: Desk):
    desk.select(13, 16)
    desk.open()
    assert desk.bar.query == Query("cat")
    assert desk.selected == (13, 16)
    assert desk.said == "2 of 3"
    assert desk.bar.line.selectedText() == "cat"


def test_a_selection_is_no_expression(desk: Desk):
    desk.editor.shown.set_text("a (b) axbx")
    desk.bar.regex.setChecked(True)
    desk.select(2, 5)
    desk.open()
    assert desk.said == "1 of 1"


def test_an_expression_is_kept_when_its_match_is_selected(desk: Desk):
    desk.bar.regex.setChecked(True)
    desk.open()
    desk.type("c.t")
    desk.editor.setFocus()
    desk.open()
    assert desk.bar.query.text == "c.t"


def test_a_selection_of_several_lines_is_where(desk: Desk):
    desk.bar.line.set_value("cat")
    desk.select(9, 25)
    desk.open()
    assert desk.bar.in_selection.isChecked()
    assert desk.said == "1 result"
    assert desk.marked() == 2
    desk.type("t")
    assert desk.selected == (9, 10)
    desk.press(Key.Key_L, Modifier.AltModifier)
    assert not desk.bar.in_selection.isChecked()
    assert desk.said == "2 of 5"


def test_without_a_selection_there_is_nothing_to_keep_to(desk: Desk):
    desk.open()
    desk.type("cat")
    desk.press(Key.Key_L, Modifier.AltModifier)
    assert not desk.bar.in_selection.isChecked()
    assert "Select the part" in desk.said
    desk.press(Key.Key_Return)
    assert desk.said == "2 of 3"


def test_a_wrong_expression_is_said_in_the_ink_of_errors(desk: Desk):
    desk.bar.regex.setChecked(True)
    desk.open()
    desk.type("(cat")
    assert desk.said == "Missing closing parenthesis (at character 4)."
    shown = desk.bar.counter if desk.bar.counter.text() else desk.bar.below
    assert shown.property("fault") is True
    assert shown.palette().color(shown.foregroundRole()).name() == theme.light.error
    desk.type(")")
    assert desk.said == "1 of 3"
    assert desk.bar.counter.property("fault") is False


def test_what_the_counter_has_no_room_for_stands_below(qtbot: QtBot):
    desk = Desk(qtbot, width=440)
    desk.bar.regex.setChecked(True)
    desk.open()
    desk.type("(cat")
    assert desk.bar.below.isVisible()
    assert desk.bar.below.fits(desk.bar.below.text())
    desk.window.resize(1400, 500)
    qtbot.waitUntil(desk.bar.below.isHidden)
    assert desk.bar.counter.fits(desk.said)
    desk.bar.attach(None)


def test_replacing_one_after_the_other(desk: Desk):
    desk.open(replace=True)
    desk.type("cat")
    desk.press(Key.Key_Tab)
    assert desk.bar.replace_line.hasFocus()
    desk.type("tiger")
    desk.press(Key.Key_Return)
    assert desk.text == TEXT.replace("cat", "tiger", 1)
    assert desk.said == "1 of 2"
    desk.select(0, 0)
    desk.press(Key.Key_Return)
    assert desk.text == TEXT.replace("cat", "tiger", 1)
    assert desk.said == "1 of 2"


@pytest.mark.parametrize("how", ["keys", "button"])
def test_replacing_all_says_how_many_and_is_one_step(desk: Desk, how: str):
    desk.open(replace=True)
    desk.type("cat")
    desk.bar.replace_line.set_value("tiger")
    if how == "keys":
        desk.press(Key.Key_Return, Modifier.ControlModifier | Modifier.AltModifier)
    else:
        desk.bar.all_button.click()
        desk.settle()
    assert desk.text == "one tiger, two tigers\nthree tigerS and a dog\n"
    assert desk.said == "3 replaced"
    desk.editor.undo()
    assert desk.text == TEXT
    assert not desk.editor.shown.modified


def test_what_a_draft_covers_is_left_alone_and_said(desk: Desk):
    view = CanvasView(desk.editor)
    view.begin(13, 17)
    desk.bar.protected = lambda: view.span() if view.active else None
    desk.open(replace=True)
    desk.type("cat")
    desk.bar.replace_line.set_value("dog")
    desk.press(Key.Key_Return)
    assert desk.selected == (24, 27)
    desk.bar.replace_all()
    desk.settle()
    assert desk.text == "one dog, two cats\nthree dogS and a dog\n"
    assert desk.said == "2 replaced, 1 left alone under the draft"
    assert view.active


def test_finding_does_not_disturb_a_draft(desk: Desk):
    view = CanvasView(desk.editor)
    view.begin(4, 7)
    desk.bar.protected = lambda: view.span() if view.active else None
    desk.open()
    desk.type("cat")
    seen = set()
    for _ in range(4):
        desk.press(Key.Key_Return)
        seen.add(desk.selected)
    assert seen == {(13, 16), (24, 27)}
    assert view.active
    assert not desk.editor.shown.modified


def test_another_page_is_searched_for_the_same(desk: Desk):
    desk.open()
    desk.type("cat")
    other = desk.page("no such\nor one cat")
    desk.bar.attach(other)
    desk.settle()
    assert desk.said == "1 result"
    assert desk.marked() == 0
    assert desk.marked(other) == 1
    desk.press(Key.Key_Return)
    assert other.textCursor().selectedText() == "cat"
    desk.bar.attach(desk.editor)
    desk.settle()
    assert desk.marked() == 3
    assert desk.marked(other) == 0
    desk.bar.attach(None)
    assert desk.said == ""
    desk.press(Key.Key_Return)


def test_a_page_may_be_gone_before_the_bar_leaves_it(desk: Desk, qtbot: QtBot):
    desk.open()
    desk.bar.line.setText("cat")
    desk.bar.line.edited.emit()
    desk.editor.deleteLater()
    qtbot.waitUntil(lambda: not shiboken6.isValid(desk.editor), timeout=PATIENCE_MS)
    assert desk.said == ""
    desk.press(Key.Key_Return)
    desk.bar.close_bar()
    assert desk.bar.isHidden()


def test_pasted_lines_are_found(desk: Desk):
    desk.open()
    QApplication.clipboard().setText("cats\nthree")
    desk.bar.line.paste()
    desk.settle()
    assert desk.bar.query.text == "cats\nthree"
    assert desk.selected == (13, 23)


def test_an_older_search_can_be_recalled(desk: Desk):
    desk.open()
    for text in ("cat", "dog"):
        desk.bar.line.clear()
        desk.type(text)
        desk.press(Key.Key_Return)
    desk.press(Key.Key_Up)
    assert desk.bar.query.text == "cat"
    assert desk.said == "1 of 3"


def test_edits_on_the_page_are_counted(desk: Desk):
    desk.open()
    desk.type("cat")
    desk.editor.setFocus()
    desk.select(0, 0)
    desk.editor.insertPlainText("cat ")
    desk.settle()
    assert desk.said == "4 results"
    assert desk.marked() == 4


def test_every_part_can_be_reached_and_has_a_name(desk: Desk):
    desk.open(replace=True)
    desk.type("cat")
    parts = [part for part in desk.bar.findChildren(QWidget) if isinstance(part, QLineEdit | QPushButton)]
    assert all(part.accessibleName() for part in parts)
    assert all(part.toolTip() for part in parts if isinstance(part, QPushButton))
    reached: set[QWidget] = {desk.bar.line}
    for _ in parts:
        desk.press(Key.Key_Tab)
        focus = QApplication.focusWidget()
        assert focus is not None
        reached.add(focus)
    assert set(parts) <= reached


def test_enter_on_a_button_presses_it(desk: Desk):
    desk.open()
    desk.type("cat")
    desk.bar.match_case.setFocus()
    desk.press(Key.Key_Return)
    assert desk.bar.match_case.isChecked()
    assert desk.said == "1 of 2"


def test_a_second_opening_brings_the_second_line(desk: Desk):
    desk.open()
    assert desk.bar.replace_line.isHidden()
    desk.open(replace=True)
    assert desk.bar.replace_line.hasFocus()
    desk.open()
    assert desk.bar.replace_line.isVisible()
    assert desk.bar.line.hasFocus()


def test_a_theme_colours_icons_and_marks(desk: Desk):
    desk.open()
    desk.type("cat")
    before = desk.editor.marks.of("search")[0].format.background().color()  # pyright: ignore
    icon = desk.bar.next.icon().pixmap(16).toImage()
    desk.editor.set_theme(theme.dark)
    desk.bar.set_theme(theme.dark)
    assert desk.editor.marks.of("search")[0].format.background().color() != before  # pyright: ignore
    assert desk.bar.next.icon().pixmap(16).toImage() != icon
