"""Gives a line of the page its formats, beside what an input method or a canvas has put into its layout."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QTextBlock, QTextCharFormat, QTextLayout

from palimpsest.app.documents.positions import utf16_length

if TYPE_CHECKING:
    from collections.abc import Sequence

    from palimpsest.app.editor.lexed_lines import Spans


def dress(block: QTextBlock, spans: Spans, formats: Sequence[QTextCharFormat]) -> bool:
    """Set the formats of a block's layout; True if that changed them.

    Qt notes it as a change of the document's contents, and lays the block out again with the next edit or with
    `markContentsDirty`. The text, its undo history and its modified state are left alone.
    """
    layout = block.layout()
    old = layout.formats()
    if not spans and not old:
        return False
    ranges: list[QTextLayout.FormatRange] = []
    at, length = 0, utf16_length(layout.preeditAreaText())
    if length:
        at = layout.preeditAreaPosition()
        # An input method underlines what is being composed.
        ranges = [part for part in old if _within(part, at, at + length)]
    for begin, end, style in spans:
        part = QTextLayout.FormatRange()
        if length and end > at:
            # Where two characters are pushed apart, what spans both spans what is between them.
            begin, end = begin if begin < at else begin + length, end + length  # noqa: PLW2901
        part.start, part.length = begin, end - begin  # pyright: ignore[reportAttributeAccessIssue]
        part.format = formats[style]  # pyright: ignore[reportAttributeAccessIssue]
        ranges.append(part)
    layout.setFormats(ranges)
    return True


def _within(part: QTextLayout.FormatRange, begin: int, end: int) -> bool:
    start: int = part.start  # pyright: ignore[reportAttributeAccessIssue]
    length: int = part.length  # pyright: ignore[reportAttributeAccessIssue]
    return begin <= start and start + length <= end
