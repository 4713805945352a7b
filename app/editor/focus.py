"""Focus: which part of a text the caret is in, by sentence, line or paragraph."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QTextBoundaryFinder
from PySide6.QtGui import QTextBlock, QTextCursor

from palimpsest.app.documents.positions import Positions

FocusMode = Literal["sentence", "paragraph", "line"]

_HARD_WRAPPED = 120
"""Characters: paragraphs with longer lines than this are one line each."""
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
    finder = QTextBoundaryFinder(QTextBoundaryFinder.BoundaryType.Sentence, text)
    length = block.length() - 1
    # At the end of a text one is in its last sentence.
    finder.setPosition(min(at, max(0, length - 1)))
    start = finder.position() if finder.isAtBoundary() else finder.toPreviousBoundary()
    finder.setPosition(min(at, max(0, length - 1)))
    end = finder.toNextBoundary()
    start, end = max(0, start), length if end < 0 else end
    # The space after a sentence belongs to none.
    piece = text[positions.to_code_point(start) : positions.to_code_point(end)]
    end -= len(piece) - len(piece.rstrip())
    return block.position() + start, block.position() + max(start, end)


def _edge(block: QTextBlock, *, forward: bool) -> int:
    """Where the paragraph of a block begins or ends: lines of a hard-wrapped text belong together."""
    for _ in range(_MOST_LINES):
        beside = block.next() if forward else block.previous()
        if not beside.isValid() or not _written(block) or not _written(beside):
            break
        if max(block.length(), beside.length()) > _HARD_WRAPPED:
            break
        block = beside
    return block.position() + (block.length() - 1 if forward else 0)


def _written(block: QTextBlock) -> bool:
    return block.length() > 1 and bool(block.text().strip())
