"""The editing commands of one page. Each is one undo step and touches nothing beside what it changes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtGui import QTextBlock, QTextCursor

from palimpsest.app.documents.buffer_text import for_qt
from palimpsest.app.documents.languages import MARKDOWN
from palimpsest.app.documents.positions import Positions, utf16_length
from palimpsest.app.editor import line_edits
from palimpsest.app.editor.indentation import Indentation, leading_space
from palimpsest.app.editor.letter_case import Case, in_case
from palimpsest.app.editor.line_edits import Change, Part, Place

if TYPE_CHECKING:
    from palimpsest.app.editor.text_editor import TextEditor

_Keep = QTextCursor.MoveMode.KeepAnchor
_Move = QTextCursor.MoveOperation


class Editing:
    """Acts on the lines of the selection; one that ends at the beginning of a line does not take that line along.

    A page that is only to be read is left as it is. Commands about all lines of a list (sort, reverse, unique, trim,
    convert) take the whole text if the selection does not reach beyond one line.
    """

    def __init__(self, editor: TextEditor) -> None:
        self._editor = editor

    # Indentation

    def indent(self) -> None:
        """The selected lines one step deeper."""
        self._change_lines(lambda part: line_edits.indented(part, self._editor.indentation))

    def outdent(self) -> None:
        """The selected lines one step less deep."""
        self._change_lines(lambda part: line_edits.outdented(part, self._editor.indentation))

    def tab(self) -> None:
        """What the Tab key does: indent several lines, or go to the next stop."""
        cursor = self._editor.textCursor()
        document = cursor.document()
        if document.findBlock(cursor.selectionStart()) != document.findBlock(cursor.selectionEnd()):
            self.indent()
            return
        at = cursor.selectionStart()
        block = document.findBlock(at)
        before = block.text()[: Positions(block.text()).to_code_point(at - block.position())]
        self.insert(self._editor.indentation.to_next_stop(before))

    def convert_indentation(self, *, uses_tabs: bool) -> None:
        """Write the indentation with tabs or with spaces, in the whole text if no lines are selected."""
        to = Indentation(uses_tabs, self._editor.indentation.width)
        self._change_lines(lambda part: line_edits.reindented(part, to), whole=True)
        self._editor.indentation = to

    # Lines

    def toggle_comment(self) -> None:
        """Make the selected lines a comment of the language, or plain again."""
        language = self._editor.language
        self._change_lines(lambda part: line_edits.comment_toggled(part, language.line_comment, language.block_comment))

    def move_lines_up(self) -> None:
        """The selected lines change places with the line above them."""
        first, last = self._selected_blocks()
        if first.previous().isValid():
            self._change(first.previous(), last, line_edits.moved_up)

    def move_lines_down(self) -> None:
        """The selected lines change places with the line below them."""
        first, last = self._selected_blocks()
        if last.next().isValid():
            self._change(first, last.next(), line_edits.moved_down)

    def duplicate_lines_up(self) -> None:
        """A copy of the selected lines below them; the selection stays."""
        self._change_lines(lambda part: line_edits.duplicated(part, below=False))

    def duplicate_lines_down(self) -> None:
        """A copy of the selected lines below them; the selection goes to it."""
        self._change_lines(lambda part: line_edits.duplicated(part, below=True))

    def duplicate_selection(self) -> None:
        """A copy of the selected text after it, selected; of the line where nothing is selected."""
        cursor = self._editor.textCursor()
        if not cursor.hasSelection():
            self.duplicate_lines_down()
            return
        if self._editor.isReadOnly():
            return
        text, end = _plain(cursor.selectedText()), cursor.selectionEnd()
        with self._editor.carets.step() as step:
            step.cursor.setPosition(end)
            step.cursor.insertText(for_qt(text))
            step.place = (end, end + utf16_length(text))

    def delete_lines(self) -> None:
        """Take away the selected lines; the caret keeps its column."""
        if self._editor.isReadOnly():
            return
        first, last = self._selected_blocks()
        column = self._editor.textCursor().positionInBlock()
        number = first.blockNumber()
        with self._editor.carets.step() as step:
            self._replace(step.cursor, number, Change(0, last.blockNumber() - number + 1, ()))
            block = self._block(min(number, self._editor.document().blockCount() - 1))
            at = block.position() + min(column, block.length() - 1)
            step.place = (at, at)

    def join_lines(self) -> None:
        """The selected lines in one; a single line with the next one."""
        first, last = self._selected_blocks()
        last = last.next() if first == last else last
        if last.isValid():
            self._change(first, last, line_edits.joined)

    def sort_lines(self, *, descending: bool = False, ignore_case: bool = True) -> None:
        """In natural order."""
        self._change_lines(
            lambda part: line_edits.sorted_lines(part, descending=descending, ignore_case=ignore_case), whole=True
        )

    def reverse_lines(self) -> None:
        """The last line first."""
        self._change_lines(line_edits.reversed_lines, whole=True)

    def unique_lines(self) -> None:
        """Take away lines that were there before."""
        self._change_lines(line_edits.unique_lines, whole=True)

    def trim_lines(self) -> None:
        """No white space at line ends, but for the two spaces with which Markdown breaks a line."""
        keep = self._editor.language is MARKDOWN
        self._change_lines(lambda part: line_edits.trimmed(part, keep_breaks=keep), whole=True)

    def tidy(self, *, trim: bool, end_last_line: bool) -> None:
        """No white space at the ends of all lines (`trim`), and a line break after a last line that holds anything."""
        keep = self._editor.language is MARKDOWN

        def tidied(part: Part) -> Part:
            if trim:
                part = line_edits.trimmed(part, keep_breaks=keep)
            if end_last_line and part.lines[-1]:
                part = replace(part, lines=(*part.lines, ""))
            return part

        document = self._editor.document()
        self._change(document.firstBlock(), document.lastBlock(), tidied)

    def insert_line_above(self) -> None:
        """An empty line above this one, indented like it."""
        first, _ = self._selected_blocks()
        self._new_line(first, below=False)

    def insert_line_below(self) -> None:
        """An empty line below this one, indented like it."""
        _, last = self._selected_blocks()
        self._new_line(last, below=True)

    # Characters

    def change_case(self, case: Case) -> None:
        """The selection, or the word at the caret, in another case."""
        cursor = self._editor.textCursor()
        anchor, position = cursor.anchor(), cursor.position()
        if not cursor.hasSelection():
            cursor.select(QTextCursor.SelectionType.WordUnderCursor)
        old, start = _plain(cursor.selectedText()), cursor.selectionStart()
        new = in_case(old, case)
        if new == old or self._editor.isReadOnly():
            return
        end = start + utf16_length(new)
        with self._editor.carets.step() as step:
            _put(step.cursor, start, old, new)
            if anchor == position:
                at = min(position, end)
                step.place = (at, at)
            else:
                step.place = (start, end) if anchor < position else (end, start)

    def transpose(self) -> None:
        """Exchange the characters on both sides of the caret; at the end of a line, the last two."""
        cursor = self._editor.textCursor()
        cursor.clearSelection()
        if cursor.atBlockEnd():
            cursor.movePosition(_Move.PreviousCharacter)
        block, middle = cursor.block(), cursor.position()
        left, right = QTextCursor(cursor), QTextCursor(cursor)
        left.movePosition(_Move.PreviousCharacter, _Keep)
        right.movePosition(_Move.NextCharacter, _Keep)
        start, end = left.position(), right.position()
        inside = block.position() <= start < middle < end < block.position() + block.length()
        if not inside or left.selectedText() == right.selectedText() or self._editor.isReadOnly():
            return
        with self._editor.carets.step() as step:
            step.cursor.setPosition(start)
            step.cursor.setPosition(end, _Keep)
            step.cursor.insertText(for_qt(right.selectedText() + left.selectedText()))
            step.place = (end, end)

    def insert(self, text: str) -> None:
        """`text` in place of the selection; the caret goes after it."""
        cursor = self._editor.textCursor()
        self.replace(cursor.selectionStart(), cursor.selectionEnd(), text)

    def replace(self, start: int, end: int, text: str, caret: int | None = None) -> None:
        """`text` in place of [start, end); the caret goes after it, or `caret` UTF-16 units into it."""
        if self._editor.isReadOnly():
            return
        with self._editor.carets.step() as step:
            step.cursor.setPosition(start)
            step.cursor.setPosition(end, _Keep)
            if _plain(step.cursor.selectedText()) != text:
                step.cursor.insertText(for_qt(text))
            at = start + (utf16_length(text) if caret is None else caret)
            step.place = (at, at)

    # Inside

    def _selected_blocks(self) -> tuple[QTextBlock, QTextBlock]:
        """The first and the last line of the selection."""
        cursor = self._editor.textCursor()
        start, end = cursor.selectionStart(), cursor.selectionEnd()
        first, last = cursor.document().findBlock(start), cursor.document().findBlock(end)
        if last.blockNumber() > first.blockNumber() and end == last.position():
            last = last.previous()
        return first, last

    def _change_lines(self, change: Callable[[Part], Part], *, whole: bool = False) -> None:
        """Change the selected lines; with `whole`, all lines of the text where a single one is selected."""
        first, last = self._selected_blocks()
        if whole and first == last:
            document = self._editor.document()
            first, last = document.firstBlock(), document.lastBlock()
            # What stands after the last line end is no line.
            if last.length() == 1 and last.previous().isValid():
                last = last.previous()
        self._change(first, last, change)

    def _change(self, first: QTextBlock, last: QTextBlock, change: Callable[[Part], Part]) -> None:
        number = first.blockNumber()
        lines = []
        block = first
        while block.isValid() and block.blockNumber() <= last.blockNumber():
            lines.append(block.text())
            block = block.next()
        cursor = self._editor.textCursor()
        old = Part(tuple(lines), self._place_of(cursor.anchor(), number), self._place_of(cursor.position(), number))
        new = change(old)
        edits = line_edits.changes(old.lines, new.lines)
        if not edits or self._editor.isReadOnly():
            return
        with self._editor.carets.step() as step:
            for edit in reversed(edits):
                self._replace(step.cursor, number, edit)
            step.place = (self._position_of(new.anchor, number), self._position_of(new.caret, number))

    def _replace(self, cursor: QTextCursor, first: int, edit: Change) -> None:
        """Carry out a change of the lines that begin at block `first`."""
        document = self._editor.document()
        if edit.first == edit.last:
            number = first + edit.first
            if number:
                before = self._block(number - 1)
                cursor.setPosition(before.position() + before.length() - 1)
                cursor.insertText("".join("\n" + line for line in edit.lines))
            else:
                cursor.setPosition(0)
                cursor.insertText(for_qt("".join(line + "\n" for line in edit.lines)))
            return
        start, stop = self._block(first + edit.first), self._block(first + edit.last - 1)
        begin, end = start.position(), stop.position() + stop.length() - 1
        if edit.lines:
            cursor.setPosition(begin)
            cursor.setPosition(end, _Keep)
            _put(cursor, begin, _plain(cursor.selectedText()), "\n".join(edit.lines))
            return
        # A line that goes takes its line end along, or the one before it.
        if end < document.characterCount() - 1:
            end += 1
        elif begin:
            begin -= 1
        cursor.setPosition(begin)
        cursor.setPosition(end, _Keep)
        cursor.removeSelectedText()

    def _new_line(self, block: QTextBlock, *, below: bool) -> None:
        if self._editor.isReadOnly():
            return
        indent = leading_space(block.text())
        start, end = block.position(), block.position() + block.length() - 1
        with self._editor.carets.step() as step:
            step.cursor.setPosition(end if below else start)
            step.cursor.insertText("\n" + indent if below else indent + "\n")
            at = (end + 1 if below else start) + len(indent)
            step.place = (at, at)

    def _block(self, number: int) -> QTextBlock:
        return self._editor.document().findBlockByNumber(number)

    def _place_of(self, position: int, first: int) -> Place:
        block = self._editor.document().findBlock(position)
        column = Positions(block.text()).to_code_point(position - block.position())
        return block.blockNumber() - first, column

    def _position_of(self, place: Place, first: int) -> int:
        block = self._block(first + place[0])
        if not block.isValid():
            return self._editor.document().characterCount() - 1
        return block.position() + utf16_length(block.text()[: place[1]])


def _put(cursor: QTextCursor, start: int, old: str, new: str) -> None:
    """Make `new` of `old`, which begins at `start`; what they have in common at their ends is left alone."""
    head, tail = line_edits.common_ends(old, new)
    cursor.setPosition(start + utf16_length(old[:head]))
    cursor.setPosition(start + utf16_length(old[: len(old) - tail]), _Keep)
    cursor.insertText(for_qt(new[head : len(new) - tail]))


def _plain(selected: str) -> str:
    """What Qt gives of a selection, with line ends as everywhere else."""
    return selected.replace("\u2029", "\n")
