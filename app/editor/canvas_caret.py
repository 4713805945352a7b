"""Where the keyboard takes the caret within, into and out of covered blocks.

Qt's own way fails there: it skips hidden blocks, and counts the line breaks that make room for a canvas as characters
of the block.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor, QTextLayout

from palimpsest.app.editor.sheet import UNBOUNDED, Sheet

if TYPE_CHECKING:
    from palimpsest.app.editor.covered_span import CoveredSpan
    from palimpsest.app.editor.text_editor import TextEditor

_Operation = QTextCursor.MoveOperation


def target_of(
    operation: QTextCursor.MoveOperation,
    cursor: QTextCursor,
    span: CoveredSpan,
    sheet: Sheet,
    editor: TextEditor,
) -> int | None:
    """The position to which a movement leads from `cursor`; None where Qt's own way is right.

    Knows lines (up, down, start, end), characters and words (left, right).
    """
    first, last = span.block_numbers()
    if not first - 1 <= cursor.blockNumber() <= last + 1:
        return None
    if operation in (_Operation.Up, _Operation.Down):
        return _by_line(cursor, span, sheet, editor, down=operation is _Operation.Down)
    if operation in (_Operation.StartOfLine, _Operation.EndOfLine):
        here = span.to_sheet(cursor.position())
        if here is None:
            return None
        line = sheet.line_of(here)
        return span.from_sheet(
            line.start if operation is _Operation.StartOfLine else sheet.position_on(line, UNBOUNDED)
        )
    return _by_character(operation, cursor)


def _by_character(operation: QTextCursor.MoveOperation, cursor: QTextCursor) -> int:
    """By one character or word, as the text of the block alone has it."""
    block = cursor.block()
    layout = QTextLayout(block.text())
    onward = operation in (_Operation.Right, _Operation.WordRight)
    if block.textDirection() is Qt.LayoutDirection.RightToLeft:
        onward = not onward
    words = operation in (_Operation.WordLeft, _Operation.WordRight)
    mode = QTextLayout.CursorMode.SkipWords if words else QTextLayout.CursorMode.SkipCharacters
    at = cursor.positionInBlock()
    if onward:
        if at < block.length() - 1:
            return block.position() + layout.nextCursorPosition(at, mode)
        return min(cursor.position() + 1, cursor.document().characterCount() - 1)
    if at:
        return block.position() + layout.previousCursorPosition(at, mode)
    return max(0, cursor.position() - 1)


def _by_line(cursor: QTextCursor, span: CoveredSpan, sheet: Sheet, editor: TextEditor, *, down: bool) -> int | None:
    first, last = span.block_numbers()
    here = span.to_sheet(cursor.position())
    if here is None:
        beside = first - 1 if down else last + 1
        if cursor.blockNumber() != beside or not _on_edge_line(cursor, last=down):
            return None
        x = float(editor.cursorRect(cursor).left()) - editor.scroll_offset()
        return span.from_sheet(sheet.position_on(sheet.line(0 if down else sheet.line_count - 1), x))
    x = sheet.x_of(here)
    at = sheet.line_of(here).number
    for line in map(sheet.line, range(at + 1, sheet.line_count) if down else range(at - 1, -1, -1)):
        # Lines of the draft alone all lead to an edge of the span: to the one that lies ahead.
        target = span.from_sheet(sheet.position_on(line, x))
        if (target > cursor.position()) if down else (target < cursor.position()):
            return target
    block = cursor.document().findBlockByNumber(last + 1 if down else first - 1)
    if not block.isValid():
        return cursor.document().characterCount() - 1 if down else 0
    # Laying out the neighbour is Qt's business, and it may not have come to it yet.
    editor.canvas_layout.blockBoundingRect(block)
    line = block.layout().lineAt(0 if down else block.layout().lineCount() - 1)
    return block.position() + int(line.xToCursor(x))


def _on_edge_line(cursor: QTextCursor, *, last: bool) -> bool:
    layout = cursor.block().layout()
    number = layout.lineForTextPosition(cursor.positionInBlock()).lineNumber()
    return number == (layout.lineCount() - 1 if last else 0)
