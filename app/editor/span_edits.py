"""Changes of a covered span that go into the document together, as one undo step."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QTextCursor, QTextDocument

from palimpsest.app.documents.buffer_text import for_qt
from palimpsest.app.documents.positions import Positions, utf16_length
from palimpsest.app.editor.ink import plain_newlines

Edit = tuple[int, int, str]
"""Code points [start, end) of a text, and what shall stand there."""


def edited(text: str, edits: Sequence[Edit]) -> str:
    """`text` after the edits, which are in order and do not overlap. Raises `ValueError` for others."""
    pieces, at = [], 0
    for start, end, new in edits:
        if not at <= start <= end <= len(text):
            raise ValueError(f"The change of {start}:{end} is not inside the text, or not in order.")
        pieces += text[at:start], plain_newlines(new)
        at = end
    return "".join((*pieces, text[at:]))


def whole(old: str, new: str) -> list[Edit]:
    """The one edit that makes `new` of `old`, without what the two have in common at their ends."""
    if old == new:
        return []
    head = _common_head(old, new)
    tail = _common_head(old[head:][::-1], new[head:][::-1])
    return [(head, len(old) - tail, new[head : len(new) - tail])]


def write(document: QTextDocument, start: int, old: str, edits: Sequence[Edit]) -> int:
    """Make the edits of the text `old` that stands at `start`, in UTF-16 units, in one undo step.

    Returns where the last change ends. What the edits leave alone keeps every cursor in it.
    """
    positions = Positions(old)
    changes = [edit for edit in edits if old[edit[0] : edit[1]] != plain_newlines(edit[2])]
    if not changes:
        return start + positions.to_utf16(edits[-1][1] if edits else len(old))
    cursor = QTextCursor(document)
    cursor.beginEditBlock()
    # From the last to the first, so that places before a change still hold.
    for first, last, new in reversed(changes):
        cursor.setPosition(start + positions.to_utf16(first))
        cursor.setPosition(start + positions.to_utf16(last), QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(for_qt(plain_newlines(new)))
    # Qt merges an insertion with the typing that follows it; a format command in between keeps this step apart.
    cursor.setBlockFormat(cursor.blockFormat())
    cursor.endEditBlock()
    return start + utf16_length(edited(old[: changes[-1][1]], changes))


def _common_head(one: str, other: str) -> int:
    """How many characters two texts have in common at their beginning."""
    shorter = min(len(one), len(other))
    return next((at for at in range(shorter) if one[at] != other[at]), shorter)
