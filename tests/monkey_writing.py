"""What a monkey does to the text: keys, mouse, and the commands that edit, select and find."""

from __future__ import annotations

from collections.abc import Callable

from monkey_hands import Hands
from PySide6.QtCore import QCoreApplication, QPoint, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from palimpsest.app.editor.near_overlay import position_near_overlay

Weights = dict[Callable[[], object], int]
"""Actions, and how often each is chosen beside the others."""

_Key = Qt.Key
_NONE, _SHIFT, _CTRL, _ALT = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
)
WORDS = (
    "one",
    "fish",
    "Two fish",
    "(",
    ")",
    '"',
    "if x:",
    "  ",
    "- item",
    "# Head",
    "{",
    "}",
    "the owl,",
    "a.b",
    "12",
)
COMPOSED = ("é", "日本", "🐟", "👩🏽‍🚀", "שלום", "مرحبا", "ǆ", "e\u0301", "\u00a0", "ß", "\ufeff")
_PASTED = (
    "a\nb",
    "x\r\ny\r\n",
    "\tdeep\n\t\tdeeper\n",
    "🦉 owl",
    "nb\u00a0sp",
    "line\u2028sep",
    "שלום abc",
    "z\ny\nx\n",
    "",
)
_KEYS = (
    *((_Key.Key_Return, _NONE),) * 3, *((_Key.Key_Backspace, _NONE),) * 4, *((_Key.Key_Delete, _NONE),) * 3,
    (_Key.Key_Return, _SHIFT), (_Key.Key_Tab, _NONE), (_Key.Key_Backtab, _SHIFT), (_Key.Key_Backspace, _CTRL),
    (_Key.Key_Delete, _CTRL), (_Key.Key_Delete, _SHIFT), (_Key.Key_Home, _NONE), (_Key.Key_End, _NONE),
    (_Key.Key_Up, _NONE), (_Key.Key_Down, _NONE), (_Key.Key_Left, _NONE), (_Key.Key_Right, _NONE),
    (_Key.Key_Right, _SHIFT), (_Key.Key_Left, _SHIFT | _CTRL), (_Key.Key_Down, _SHIFT), (_Key.Key_Up, _SHIFT),
    (_Key.Key_PageDown, _NONE), (_Key.Key_PageUp, _SHIFT), (_Key.Key_Home, _CTRL), (_Key.Key_End, _CTRL | _SHIFT),
)  # fmt: skip
_EDITS = (
    "indent", "outdent", "indent_with_spaces", "indent_with_tabs", "toggle_comment", "move_lines_up", "move_lines_down",
    "duplicate_lines_up", "duplicate_lines_down", "duplicate_selection", "delete_lines", "join_lines",
    "insert_line_above", "insert_line_below", "sort_lines", "sort_lines_descending", "reverse_lines", "unique_lines",
    "trim_lines", "upper_case", "lower_case", "title_case", "sentence_case", "swap_case", "transpose", "cut", "paste",
)  # fmt: skip
_SELECTS = (
    "select_all", "select_line", "expand_selection", "shrink_selection", "select_to_bracket", "go_to_bracket", "copy",
    "overwrite",
)  # fmt: skip
_QUERIES = ("fish", "o", "[aeiou]", "^", "$", "(\\w+) (\\w+)", "\\n", "one", "x*", "(", "🐟")
_REPLACEMENTS = ("", "owl", "$1", "\\1 \\2", "🦉", "\\n", "\\U$0")


class Writing:
    """Keys, mouse and commands on the text."""

    def __init__(self, hands: Hands) -> None:
        self._hands = hands
        self.weights: Weights = {
            self.type: 16, self.press: 16, self.compose: 4, self.select: 10, self.click: 3, self.menu: 1,
            self.edit: 22, self.select_more: 4, self.undo: 10, self.redo: 7, self.walk: 1, self.paste: 3, self.find: 3,
            self.go_to_line: 1,
        }  # fmt: skip

    def type(self) -> None:
        self._hands.focus()
        QTest.keyClicks(self._hands.editor, self._hands.one_of(WORDS))

    def press(self) -> None:
        self._hands.focus()
        key, held = self._hands.one_of(_KEYS)
        self._hands.note(f"  {key.name} {held.name}")
        QTest.keyClick(self._hands.editor, key, held)

    def compose(self) -> None:
        """As an input method writes: first a preview, then the text."""
        self._hands.focus()
        text = self._hands.one_of(COMPOSED)
        QApplication.sendEvent(self._hands.editor, QInputMethodEvent(text[:1], []))
        self._hands.commit(self._hands.editor, text if self._hands.chance(0.9) else "")

    def select(self) -> None:
        last = self._hands.last
        one, other = self._hands.random.randint(0, last), self._hands.random.randint(0, last)
        self._hands.select(one, one if self._hands.chance(0.4) else other)

    def click(self) -> None:
        press = self._hands.one_of((QTest.mouseClick, QTest.mouseClick, QTest.mouseDClick))
        held = _SHIFT if self._hands.chance(0.2) else _NONE
        at = self._anywhere()
        self._hands.note(f"  {press.__name__} {held.name} at {at.x()}, {at.y()}")
        press(self._hands.editor.viewport(), Qt.MouseButton.LeftButton, held, at)

    def menu(self) -> None:
        """What the page's own menu offers."""
        at = self._anywhere()
        menu = self._hands.page.aids.menu(at, position_near_overlay(self._hands.editor, at))
        offered = [action for action in menu.actions() if action.isEnabled() and action.text() and not action.menu()]
        # Taking back is looked at more closely by itself.
        chosen = self._hands.one_of(
            [action for action in offered if action.objectName() not in ("edit-undo", "edit-redo")]
        )
        self._hands.note(f"  {chosen.text()}")
        chosen.trigger()
        menu.deleteLater()

    def edit(self) -> None:
        self._hands.focus()
        self._hands.one_step(lambda: self._hands.command_by_key(f"edit.{self._hands.one_of(_EDITS)}"))

    def select_more(self) -> None:
        self._hands.focus()
        self._hands.command_by_key(f"edit.{self._hands.one_of(_SELECTS)}")

    def paste(self) -> None:
        QApplication.clipboard().setText(self._hands.one_of(_PASTED))
        self._hands.command("edit.paste")

    def undo(self) -> None:
        self._hands.focus()
        with self._hands.truth.travels(self._hands.page):
            self._hands.command_by_key("edit.undo")

    def redo(self) -> None:
        self._hands.focus()
        with self._hands.truth.travels(self._hands.page):
            self._hands.command_by_key("edit.redo")

    def walk(self) -> None:
        self._hands.truth.walk(self._hands.page)

    def find(self) -> None:
        bar = self._hands.window.find_bar
        self._hands.command(self._hands.one_of(("edit.find", "edit.replace")))
        bar.line.selectAll()
        self._hands.commit(bar.line, self._hands.one_of(_QUERIES))
        bar.replace_line.set_value(self._hands.one_of(_REPLACEMENTS))
        for toggle in (bar.regex, bar.match_case, bar.whole_word, bar.in_selection, bar.keep_case):
            if self._hands.chance(0.3):
                toggle.click()
        for _ in range(self._hands.random.randint(0, 3)):
            what = self._hands.one_of((bar.find_next, bar.find_previous, bar.replace, bar.replace_all))
            self._hands.note(f"  {what.__name__}")
            what()
            if self._hands.chance(0.7):
                QCoreApplication.processEvents()
        if self._hands.chance(0.7):
            bar.close_bar()

    def go_to_line(self) -> None:
        self._hands.command("edit.go_to_line")
        line = self._hands.window.go_to_line.line
        QTest.keyClicks(line, self._hands.one_of(("1", "3:4", "999", "x")))
        QTest.keyClick(line, self._hands.one_of((_Key.Key_Return, _Key.Key_Escape)))

    def _anywhere(self) -> QPoint:
        viewport = self._hands.editor.viewport()
        return QPoint(self._hands.random.randrange(viewport.width()), self._hands.random.randrange(viewport.height()))
