"""The page's layout, with room for one canvas: covered blocks give way to a place of another height."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QTextBlock, QTextDocument, QTextLayout
from PySide6.QtWidgets import QPlainTextDocumentLayout

from palimpsest.app.editor.sheet import UNBOUNDED

_LINE_BREAK = "\u2028"
_OUT_OF_SIGHT = -float(1 << 20)


@dataclass(frozen=True, slots=True)
class Room:
    """What a canvas needs of the page."""

    height: float
    width: float
    tops: Sequence[float]
    """Where each of its lines begins, pixels from its top."""
    before: int
    """The line on which the covered span begins."""
    offset: int
    """UTF-16 units of the first covered block that stand before the span."""
    line_width: float
    margin: float


class CanvasLayout(QPlainTextDocumentLayout):
    """`QPlainTextDocumentLayout`, but the first covered block is as high as the canvas and the others are hidden.

    Nothing of it is in the document: text, undo and modified state stay as they are.
    """

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self.first: QTextBlock | None = None
        self.last: QTextBlock | None = None
        self._hidden: list[QTextBlock] = []
        self._room: Room | None = None

    def cover(self, first: QTextBlock, last: QTextBlock) -> None:
        """Cover the blocks from `first` to `last`; then `make_room` says how high they shall be."""
        self._release()
        self.first, self.last = first, last
        block = first
        while block != last:
            block = block.next()
            block.setVisible(False)
            block.setLineCount(0)
            self._hidden.append(block)

    def uncover(self) -> None:
        """Show the document as it is."""
        self._release()
        self._announce()

    def make_room(self, room: Room) -> bool:
        """Give the covered blocks the shape of `room`; returns True if what follows them has moved."""
        before, self._room = self._room, room
        self._shape()
        moved = before is None or before.height != room.height
        if moved or before is None or len(before.tops) != len(room.tops) or before.width != room.width:
            self._announce()
        return moved

    def blockBoundingRect(self, block: QTextBlock) -> QRectF:
        if self._room is None or self.first is None or self.last is None:
            return super().blockBoundingRect(block)
        if block == self.first:
            if block.layout().lineCount() == 0:
                self._shape()
            bottom = 0.0 if self.last.next().isValid() else self.document().documentMargin()
            return QRectF(0.0, 0.0, max(self._room.width, 1.0), self._room.height + bottom)
        if not block.isVisible():
            return QRectF()
        return super().blockBoundingRect(block)

    def documentSize(self) -> QSizeF:
        size = super().documentSize()
        return size if self._room is None else QSizeF(max(size.width(), self._room.width), size.height())

    def _shape(self) -> None:
        """Give the first block as many lines as the canvas has, at their heights.

        Qt scrolls by the lines of blocks, so these have to be there; line separators in the block's preedit area make
        them without touching the text. What they show is painted over.
        """
        room, first = self._room, self.first
        assert room is not None
        assert first is not None
        layout = first.layout()
        count = len(room.tops)
        breaks = count - 1 - room.before
        self._set_breaks(first, room.offset, breaks)
        layout.beginLayout()
        number = 0
        while (line := layout.createLine()).isValid():
            rest = number >= count - 1
            line.setLeadingIncluded(True)
            line.setLineWidth(UNBOUNDED if rest else room.line_width)
            # The covered text is on the last of these lines; out of sight, lest it be seen below the canvas.
            line.setPosition(QPointF(_OUT_OF_SIGHT if rest else room.margin, room.tops[min(number, count - 1)]))
            number += 1
        layout.endLayout()
        first.setLineCount(number)

    def _release(self) -> None:
        if self.first is not None and self.first.isValid():
            self._set_breaks(self.first, -1, 0)
            self._forget(self.first)
        for block in self._hidden:
            if block.isValid():
                block.setVisible(True)
                self._forget(block)
        self._hidden = []
        self.first = self.last = self._room = None

    def _set_breaks(self, block: QTextBlock, offset: int, count: int) -> None:
        layout = block.layout()
        offset = offset if count else -1
        old_offset, old_count = layout.preeditAreaPosition(), len(layout.preeditAreaText())
        if (old_offset, old_count) == (offset, count):
            return
        formats = layout.formats()
        layout.setPreeditArea(offset, _LINE_BREAK * count)
        if formats:
            layout.setFormats([_moved(_moved(part, old_offset, -old_count), offset, count) for part in formats])
        # Qt notes that as a change of the block and would tell it together with the next edit, as one that reaches
        # from here to there; let it be done with now.
        self.document().markContentsDirty(block.position(), 0)

    @staticmethod
    def _forget(block: QTextBlock) -> None:
        """Let Qt lay the block out again when it is next seen; until then it counts one line."""
        block.clearLayout()
        block.setLineCount(1)

    def _announce(self) -> None:
        self.documentSizeChanged.emit(self.documentSize())


def _moved(part: QTextLayout.FormatRange, offset: int, count: int) -> QTextLayout.FormatRange:
    """A highlighter's format after `count` characters came into the layout at `offset`, or went, as Qt counts them."""
    result = QTextLayout.FormatRange()
    start, length = part.start, part.length  # pyright: ignore[reportAttributeAccessIssue]
    gone = max(0, -count)
    if start >= offset + gone:
        start += count
    elif start + length >= offset + gone:
        length += count
    result.start, result.length = start, length  # pyright: ignore[reportAttributeAccessIssue]
    result.format = part.format  # pyright: ignore[reportAttributeAccessIssue]
    return result
