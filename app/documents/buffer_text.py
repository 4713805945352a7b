"""What goes into a `QTextDocument` and comes out of it, to the last unit."""

from __future__ import annotations

from PySide6.QtGui import QTextCursor, QTextDocument

from palimpsest.app.documents.edit_log import units


def for_qt(text: str) -> str:
    """What to hand to Qt for `text`: a mark at its beginning, and it only, would be taken for one of byte order.

    PySide drops U+FEFF there, and after U+FFFE it exchanges the bytes of every character.
    """
    return f"\ufeff{text}" if text.startswith(("\ufeff", "\ufffe")) else text


def length_of(buffer: QTextDocument) -> int:
    """UTF-16 units of the text."""
    # Qt counts the end of the last block, too.
    return buffer.characterCount() - 1


def text_between(buffer: QTextDocument, start: int, end: int) -> str:
    """The text of [start, end) with "\\n" between its blocks; costs its length, not the document's."""
    cursor = QTextCursor(buffer)
    cursor.setPosition(start)
    cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
    text = cursor.selectedText()
    if units(text) == end - start:
        return text.replace("\u2029", "\n")
    # Half a pair has no place in what Qt hands to Python, and a range may begin or end within a pair.
    if end - start == 1:
        return buffer.characterAt(start).replace("\u2029", "\n")
    middle = (start + end) // 2
    halves = text_between(buffer, start, middle) + text_between(buffer, middle, end)
    return halves.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")


def text_of(buffer: QTextDocument) -> str:
    """The whole text, half pairs included."""
    text = buffer.toRawText()
    if units(text) == length_of(buffer):
        return text.replace("\u2029", "\n")
    return text_between(buffer, 0, length_of(buffer))
