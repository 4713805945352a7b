"""Focus: which part of a text the caret is in, by sentence, line or paragraph."""

from __future__ import annotations

from typing import Literal

from PySide6.QtGui import QTextBlock, QTextCursor

from palimpsest.app.documents.positions import Positions
from palimpsest.app.editor.sentences import HARD_WRAPPED, sentences

FocusMode = Literal["sentence", "paragraph", "line"]

_NEAR = 20_000
"""Characters to each side that are looked at for a sentence."""
_MOST_LINES = 1_000


def present_part(mode: FocusMode, cursor: QTextCursor) -> tuple[int, int]:
    """Start and end of what the caret is in."""
    block = cursor.block()
    start, end = block.position(), block.position() + block.length() - 1
    if mode == "sentence":
        return sentence_at(block, cursor.positionInBlock())
    if mode == "paragraph":
        return _edge(block, forward=False), _edge(block, forward=True)
    return start, end


def sentence_at(block: QTextBlock, at: int) -> tuple[int, int]:
    """Start and end of the sentence at a UTF-16 place of a block, as positions of the document."""
    text = block.text()
    positions = Positions(text)
    point = positions.to_code_point(at)
    # At the end of a text one is in its last sentence.
    near = sentences(text, max(0, point - _NEAR), min(len(text), point + _NEAR)) or ((0, 0),)
    start, end = next((part for part in near if part[0] <= point < part[1]), near[-1])
    # The space after a sentence belongs to none.
    end = max(start, start + len(text[start:end].rstrip()))
    return block.position() + positions.to_utf16(start), block.position() + positions.to_utf16(end)


def _edge(block: QTextBlock, *, forward: bool) -> int:
    """Where the paragraph of a block begins or ends: lines of a hard-wrapped text belong together."""
    for _ in range(_MOST_LINES):
        beside = block.next() if forward else block.previous()
        if not beside.isValid() or not _written(block) or not _written(beside):
            break
        if max(block.length(), beside.length()) > HARD_WRAPPED:
            break
        block = beside
    return block.position() + (block.length() - 1 if forward else 0)


def _written(block: QTextBlock) -> bool:
    return block.length() > 1 and bool(block.text().strip())
