"""What single keys do beyond typing themselves: indent, go on with a list, close and surround with brackets."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QTextCursor, QTextLayout

from palimpsest.app.documents.languages import MARKDOWN
from palimpsest.app.documents.positions import Positions, utf16_length
from palimpsest.app.editor.brackets import OPENING, PAIRS, QUOTES
from palimpsest.app.editor.indentation import columns_of, leading_space
from palimpsest.app.editor.lists import is_item, next_item
from palimpsest.app.editor.surroundings import Surroundings, kind_of

if TYPE_CHECKING:
    from palimpsest.app.editor.text_editor import TextEditor

_Modifier = Qt.KeyboardModifier
_Keep = QTextCursor.MoveMode.KeepAnchor
_AROUND = PAIRS | {quote: quote for quote in QUOTES} | {"“": "”", "„": "“", "«": "»", "‘": "’"}
_AROUND_IN_MARKDOWN = _AROUND | {mark: mark for mark in "*_~"}
_PREFIXED = re.compile(r"(?<!\w)(?:[fFrRbBuU]{1,2})$")
"""What stands before the quote of a string in some languages."""
_BEFORE_NOTHING = " \t)]}>,;:."


class KeyEdits:
    """Of one editor. `handle` says whether a key was dealt with."""

    def __init__(self, editor: TextEditor) -> None:
        self._editor = editor
        self._closers: list[QTextCursor] = []
        """Each stands before a bracket or quote that came by itself."""
        self._actions: dict[int, Callable[[], bool]] = {
            Qt.Key.Key_Insert: self._overwrite,
            Qt.Key.Key_Tab: self._tab,
            Qt.Key.Key_Backtab: self._outdent,
            Qt.Key.Key_Return: self._enter,
            Qt.Key.Key_Enter: self._enter,
            Qt.Key.Key_Backspace: self._backspace,
        }

    def forget(self) -> None:
        """Another document is on the page."""
        self._closers.clear()

    def handle(self, event: QKeyEvent) -> bool:
        """Do what a key means here; False if Qt may do it."""
        if self._editor.isReadOnly():
            return False
        key, modifiers = event.key(), event.modifiers() & ~_Modifier.KeypadModifier
        keep = event.matches(QKeySequence.StandardKey.SelectStartOfLine)
        if keep or event.matches(QKeySequence.StandardKey.MoveToStartOfLine):
            return self._editor.kind == "code" and self._editor.selecting.smart_home(keep=keep)
        # What a combination means is for the menus, and Shift+Tab comes under a name of its own.
        plain = modifiers == _Modifier.NoModifier or (
            modifiers == _Modifier.ShiftModifier and key in (Qt.Key.Key_Backtab, Qt.Key.Key_Backspace)
        )
        if plain and (action := self._actions.get(key)) is not None:
            return action()
        # AltGr, which writes brackets on many keyboards, comes as Ctrl+Alt on some systems.
        held = modifiers & (_Modifier.ControlModifier | _Modifier.AltModifier | _Modifier.MetaModifier)
        writes = held in (_Modifier.NoModifier, _Modifier.ControlModifier | _Modifier.AltModifier)
        return writes and len(event.text()) == 1 and self._typed(event.text())

    def _overwrite(self) -> bool:
        self._editor.setOverwriteMode(not self._editor.overwriteMode())
        self._editor.viewport().update()
        return True

    def _outdent(self) -> bool:
        self._editor.editing.outdent()
        return True

    def _tab(self) -> bool:
        editor, cursor = self._editor, self._editor.textCursor()
        if editor.language is MARKDOWN and not cursor.hasSelection() and is_item(cursor.block().text()):
            editor.editing.indent()
        else:
            editor.editing.tab()
        return True

    def _enter(self) -> bool:
        editor = self._editor
        left, right = self._sides()
        if not editor.page_style.auto_indent:
            return False
        if editor.language is MARKDOWN and (item := next_item(left, right)) is not None:
            if item:
                editor.editing.insert("\n" + item)
            else:
                self._replace(utf16_length(left), 0, "")
            return True
        indent = leading_space(left)
        if editor.kind == "prose":
            if not indent or len(indent) == len(left):
                return False
            editor.editing.insert("\n" + indent)
            return True
        rest = right.lstrip(" \t")
        opening = left.rstrip(" \t")[-1:]
        deeper = self._goes_deeper(left)
        inner = indent + editor.indentation.step if deeper else indent
        between = opening in PAIRS and rest.startswith(PAIRS[opening])
        if not indent and not deeper and rest == right:
            return False
        # Space around the caret would end up as indentation, or at the end of a line that is blank.
        gone = len(left) if len(indent) == len(left) else 0
        text = f"\n{inner}"
        after = f"\n{indent}" if between and deeper else ""
        self._replace(gone, len(right) - len(rest), text + after, len(text))
        return True

    def _goes_deeper(self, left: str) -> bool:
        editor, language = self._editor, self._editor.language
        if not language.goes_deeper(left):
            return False
        at = editor.textCursor().selectionStart() - 1 - (len(left) - len(left.rstrip()))
        if editor.kind_at is not None:
            return not kind_of(editor, max(0, at))
        mark = language.line_comment
        return not (mark and left.lstrip().startswith(mark))

    def _backspace(self) -> bool:
        editor, cursor = self._editor, self._editor.textCursor()
        if cursor.hasSelection():
            return False
        left, right = self._sides()
        if right and self._closer_at(cursor.position()) and _AROUND.get(left[-1:]) == right[0]:
            self._replace(1, 1, "")
            return True
        indentation = editor.indentation
        if editor.kind != "code" or not left or left.strip(" \t") or left.endswith("\t"):
            return False
        spaces = len(left) - len(left.rstrip(" "))
        over = columns_of(left, indentation.width) % indentation.width
        count = min(spaces, over or indentation.width)
        if count < 2:
            return False
        self._replace(count, 0, "")
        return True

    def _typed(self, text: str) -> bool:
        if self._editor.textCursor().hasSelection():
            around = _AROUND_IN_MARKDOWN if self._editor.language is MARKDOWN else _AROUND
            fits = self._editor.page_style.surround and text in around
            if fits:
                self._surround(text, around[text])
            return fits
        if self._editor.kind == "code" and (self._stepped_over(text) or self._dedent(text) or self._closed(text)):
            return True
        return self._overwritten(text)

    def _stepped_over(self, text: str) -> bool:
        """Go past a closing bracket or quote that came by itself, rather than write a second one."""
        editor, cursor = self._editor, self._editor.textCursor()
        at = cursor.position()
        if not self._closer_at(at) or editor.document().characterAt(at) != text:
            return False
        self._closers.pop()
        cursor.movePosition(QTextCursor.MoveOperation.NextCharacter)
        editor.setTextCursor(cursor)
        return True

    def _closed(self, text: str) -> bool:
        """Write a bracket or quote together with its partner."""
        editor = self._editor
        if not editor.page_style.auto_close or editor.overwriteMode() or not self._closes(text):
            return False
        self._replace(0, 0, text + _AROUND[text], 1)
        self._closers.append(QTextCursor(editor.textCursor()))
        return True

    def _surround(self, opening: str, closing: str) -> None:
        editor, cursor = self._editor, self._editor.textCursor()
        start, end = cursor.selectionStart(), cursor.selectionEnd()
        backwards = cursor.position() < cursor.anchor()
        with editor.carets.step() as step:
            step.cursor.setPosition(end)
            step.cursor.insertText(closing)
            step.cursor.setPosition(start)
            step.cursor.insertText(opening)
            start, end = start + len(opening), end + len(opening)
            step.place = (end, start) if backwards else (start, end)

    def _overwritten(self, text: str) -> bool:
        """Write over the next character; Qt would take back the two halves of that one at a time."""
        cursor = self._editor.textCursor()
        if not self._editor.overwriteMode() or cursor.atBlockEnd() or not text.isprintable():
            return False
        # Of the text alone: a cursor would count what an overlay has in the block, too.
        at = cursor.positionInBlock()
        self._replace(0, QTextLayout(cursor.block().text()).nextCursorPosition(at) - at, text)
        return True

    def _dedent(self, closing: str) -> bool:
        """A closing bracket that begins its line stands under the line of its partner."""
        editor = self._editor
        left, _ = self._sides()
        if closing not in OPENING or not editor.page_style.auto_indent or not left or left.strip(" \t"):
            return False
        partner = Surroundings(editor, editor.textCursor().position()).opening_before(OPENING[closing])
        if partner is None:
            return False
        indent = leading_space(editor.document().findBlock(partner).text())
        if indent == left:
            return False
        self._replace(utf16_length(left), 0, indent + closing)
        return True

    def _closes(self, text: str) -> bool:
        """True if a partner may come with a typed bracket or quote."""
        if text not in PAIRS and text not in QUOTES:
            return False
        left, right = self._sides()
        if right and right[0] not in _BEFORE_NOTHING:
            return False
        at = self._editor.textCursor().position()
        if at and left and kind_of(self._editor, at - 1):
            return False
        if text in PAIRS:
            return True
        before = left[-1:]
        return not before or not (before.isalnum() or before in "_\\'\"`") or _PREFIXED.search(left) is not None

    def _closer_at(self, position: int) -> bool:
        """True if the next character came by itself, and nothing else has happened since."""
        block = self._editor.textCursor().block()
        self._closers = [
            each
            for each in self._closers
            if each.block() == block and position <= each.position() < block.position() + block.length() - 1
        ]
        return bool(self._closers) and self._closers[-1].position() == position

    def _sides(self) -> tuple[str, str]:
        """The line left of the selection and right of it."""
        cursor = self._editor.textCursor()
        document = cursor.document()
        first, last = document.findBlock(cursor.selectionStart()), document.findBlock(cursor.selectionEnd())
        before, after = first.text(), last.text()
        left = before[: Positions(before).to_code_point(cursor.selectionStart() - first.position())]
        return left, after[Positions(after).to_code_point(cursor.selectionEnd() - last.position()) :]

    def _replace(self, before: int, after: int, text: str, caret: int | None = None) -> None:
        """`text` in place of the selection and so many UTF-16 units more on both sides of it."""
        cursor = self._editor.textCursor()
        start, end = cursor.selectionStart() - before, cursor.selectionEnd() + after
        self._editor.editing.replace(start, end, text, caret)
