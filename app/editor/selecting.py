"""Commands that move the caret or change the selection of one page, and never its text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtGui import QTextCursor

from palimpsest.app.editor.focus import present_part, sentence_at
from palimpsest.app.editor.indentation import leading_space
from palimpsest.app.editor.surroundings import Surroundings

if TYPE_CHECKING:
    from palimpsest.app.editor.text_editor import TextEditor

_Keep = QTextCursor.MoveMode.KeepAnchor


class Selecting:
    """Acts on the selection of one editor."""

    def __init__(self, editor: TextEditor) -> None:
        self._editor = editor
        self._narrower: list[tuple[int, int]] = []

    def smart_home(self, *, keep: bool = False) -> bool:
        """To the first character of the line, or from there to its very beginning.

        False where a wrapped line begins elsewhere on the screen: Qt goes there.
        """
        cursor = self._editor.textCursor()
        block, at = cursor.block(), cursor.positionInBlock()
        if block.layout().lineForTextPosition(at).lineNumber() > 0:
            return False
        first = len(leading_space(block.text()))
        self._put(block.position() + (0 if at == first else first), keep)
        return True

    def select_line(self) -> None:
        """The selected lines as wholes, with the last line's end; once more, one line more."""
        cursor = self._editor.textCursor()
        document = cursor.document()
        first, last = document.findBlock(cursor.selectionStart()), document.findBlock(cursor.selectionEnd())
        after = last.next()
        end = after.position() if after.isValid() else last.position() + last.length() - 1
        self._select(first.position(), end)

    def expand(self) -> None:
        """Word, sentence or pair of brackets, line, paragraph, everything: the next larger one."""
        cursor = self._editor.textCursor()
        start, end = cursor.selectionStart(), cursor.selectionEnd()
        larger = [
            (high - low, low, high)
            for low, high in self._candidates(start, end)
            if low <= start and high >= end and high - low > end - start
        ]
        if larger:
            self._narrower.append((start, end))
            _, low, high = min(larger)
            self._select(low, high)

    def shrink(self) -> None:
        """Back to what was selected before it was expanded."""
        cursor = self._editor.textCursor()
        start, end = cursor.selectionStart(), cursor.selectionEnd()
        while self._narrower:
            low, high = self._narrower.pop()
            if start <= low <= high <= end and (low, high) != (start, end):
                self._select(low, high)
                return

    def go_to_bracket(self, *, keep: bool = False) -> None:
        """To the partner of the bracket at the caret; elsewhere, to the bracket that closes around it."""
        at = self._editor.textCursor().position()
        around = Surroundings(self._editor, at)
        pair = around.pair_at_caret()
        if pair is not None:
            here, there = pair
            # From one side of a bracket to the same side of its partner.
            self._put(there + (at - here), keep)
        elif (pair := around.pair_around()) is not None:
            self._put(pair[1], keep)

    def select_to_bracket(self) -> None:
        """A pair of brackets with all that is in it: the pair at the caret, or the one around it."""
        cursor = self._editor.textCursor()
        around = Surroundings(self._editor, cursor.position())
        pair = around.pair_at_caret() or around.pair_around()
        if pair is not None:
            self._select(min(pair), max(pair) + 1)

    def _candidates(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        cursor = QTextCursor(self._editor.document())
        document = cursor.document()
        cursor.setPosition(start)
        block = cursor.block()
        if start == end:
            cursor.select(QTextCursor.SelectionType.WordUnderCursor)
            yield cursor.selectionStart(), cursor.selectionEnd()
            cursor.setPosition(start)
        if self._editor.kind == "prose":
            yield sentence_at(block, start - block.position())
        elif (pair := Surroundings(self._editor, start, end).pair_around()) is not None:
            yield pair[0] + 1, pair[1]
            yield pair[0], pair[1] + 1
        last = document.findBlock(end)
        stop = last.position() + last.length() - 1
        yield block.position() + len(leading_space(block.text())), stop
        yield block.position(), stop
        low, _ = present_part("paragraph", cursor)
        cursor.setPosition(end)
        _, high = present_part("paragraph", cursor)
        yield low, high
        yield 0, document.characterCount() - 1

    def _put(self, position: int, keep: bool) -> None:
        cursor = self._editor.textCursor()
        cursor.setPosition(position, _Keep if keep else QTextCursor.MoveMode.MoveAnchor)
        self._editor.setTextCursor(cursor)
        self._editor.ensureCursorVisible()

    def _select(self, start: int, end: int) -> None:
        cursor = self._editor.textCursor()
        cursor.setPosition(start)
        cursor.setPosition(end, _Keep)
        self._editor.setTextCursor(cursor)
