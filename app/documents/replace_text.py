"""Puts another text into a document as one undo step that touches only what differs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QTextCursor

from palimpsest.app.documents.buffer_text import for_qt

if TYPE_CHECKING:
    from palimpsest.app.documents.document import Document


def replace_text(document: Document, text: str) -> None:
    """Make the document hold `text`. Cursors outside of what differs stay where they are."""
    before = document.text()
    if before == text:
        return
    head = _common(before, text)
    left = min(len(before), len(text)) - head
    tail = _common(before[len(before) - left :], text[len(text) - left :], from_end=True)
    cursor = QTextCursor(document.buffer)
    start, end = document.to_position(head), document.to_position(len(before) - tail)
    cursor.beginEditBlock()
    cursor.setPosition(start)
    cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
    cursor.insertText(for_qt(text[head : len(text) - tail]))
    # Keeps what is typed next out of this undo step.
    cursor.setBlockFormat(cursor.blockFormat())
    cursor.endEditBlock()


def _common(one: str, other: str, from_end: bool = False) -> int:
    """How many characters two texts have in common at one end."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        # Halves are compared by their bytes, which is quicker than any loop over characters.
        middle = (low + high + 1) // 2
        if from_end:
            same = one[len(one) - middle : len(one) - low] == other[len(other) - middle : len(other) - low]
        else:
            same = one[low:middle] == other[low:middle]
        low, high = (middle, high) if same else (low, middle - 1)
    return low
