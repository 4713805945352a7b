"""The page's layout, with room for one canvas: covered blocks give way to a place of another height."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF, QRectF, QSizeF, Signal, Slot
from PySide6.QtGui import QTextBlock, QTextDocument, QTextLayout, QTextOption
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

    Nothing of it is in the document: text, undo and modified state stay as they are. Covered blocks are known by their
    numbers, for a `QTextBlock` must not be touched once an edit has removed it.
    """

    redressed = Signal(int, int)
    """While blocks are covered: formats were set from a position on, so many UTF-16 units far."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self.first = self.last = -1
        """Numbers of the first and the last covered block; -1 while nothing is covered."""
        self._room: Room | None = None
        self._shaped = False
        """The first covered block has the lines of `_room`."""
        self._edit: tuple[int, int] | None = None
        """What Qt takes for changed by the edit that it is telling of, formats apart."""
        self._bottoms: dict[int, float] = {}
        """Where the last lines of blocks ended before they were changed, by number."""
        self._only_formats = False
        document.contentsChange.connect(self._on_edit)

    def cover(self, first: int, last: int, start: int, end: int) -> None:
        """Cover the blocks numbered `first` to `last`; then `make_room` says how high they shall be.

        Every block that may have been covered before has to lie between the positions `start` and `end`.
        """
        self.first, self.last = first, last
        self._shaped = False
        self._settle(start, end)

    def renumber(self, first: int, last: int) -> None:
        """The covered blocks are the same, but an edit before them has changed their numbers."""
        self.first, self.last = first, last

    def uncover(self, start: int, end: int) -> None:
        """Show the document as it is; see `cover` for the positions."""
        self.first = self.last = -1
        self._room = None
        self._settle(start, end)
        self._announce()

    def make_room(self, room: Room) -> bool:
        """Give the covered blocks the shape of `room`; returns True if what follows them has moved."""
        before, self._room = self._room, room
        if not self._shaped or before is None or not self._shift(before, room):
            self._shape()
        moved = before is None or before.height != room.height
        if moved or before is None or len(before.tops) != len(room.tops) or before.width != room.width:
            self._announce()
        return moved

    def blockBoundingRect(self, block: QTextBlock) -> QRectF:
        if self._room is None:
            return super().blockBoundingRect(block)
        if not block.isVisible():
            return QRectF()
        if block.blockNumber() != self.first:
            return super().blockBoundingRect(block)
        if block.layout().lineCount() == 0:
            self._shape()
        at_end = self.last == self.document().blockCount() - 1
        margin = self.document().documentMargin() if at_end else 0.0
        return QRectF(0.0, 0.0, max(self._room.width, 1.0), self._room.height + margin)

    def about_to_dress(self, block: QTextBlock) -> None:
        """Formats of a block will be set, with which Qt forgets how high it is."""
        layout = block.layout()
        if layout.lineCount():
            self._bottoms[block.blockNumber()] = layout.boundingRect().bottom()

    def dressed(self, start: int, length: int) -> None:
        """Lay out and paint what has got formats, each block after `about_to_dress`. The text is as it was."""
        self._only_formats = True
        self.document().markContentsDirty(start, length)
        self._only_formats = False
        if self.first >= 0:
            self.redressed.emit(start, length)

    def documentChanged(self, start: int, removed: int, added: int) -> None:
        """Lay out what has changed, and paint one block alone if it is as high as before.

        Formats that are set while Qt tells of an edit count for it as text that was taken away and put back. It would
        go on as far behind them as they are long, and so paint the whole page for one key.
        """
        (edit, bottoms), self._edit, self._bottoms = (self._edit, self._bottoms), None, {}
        self._shaped = False
        end = start + removed + added
        if edit is not None:
            # The edit itself is seen as Qt sees it.
            start, end = min(start, edit[0]), max(start + added, edit[1])
        elif self._only_formats:
            end = start + added
        super().documentChanged(start, 0, end - start)
        block = self.document().findBlock(start)
        bottom = bottoms.get(block.blockNumber())
        if bottom is not None and bottom != block.layout().boundingRect().bottom():
            self.update.emit()

    def documentSize(self) -> QSizeF:
        size = super().documentSize()
        if self.document().defaultTextOption().wrapMode() != QTextOption.WrapMode.NoWrap:
            # Qt also measures covered text, which lies unbroken out of sight.
            return QSizeF(0.0, size.height())
        return size if self._room is None else QSizeF(max(size.width(), self._room.width), size.height())

    @Slot(int, int, int)
    def _on_edit(self, at: int, removed: int, added: int) -> None:
        self._edit = at, at + removed + added
        self.about_to_dress(self.document().findBlock(at))

    def _shape(self) -> None:
        """Give the first block as many lines as the canvas has, at their heights.

        Qt scrolls by the lines of blocks, so these have to be there; line separators in the block's preedit area make
        them without touching the text. What they show is painted over.
        """
        room, first = self._room, self.document().findBlockByNumber(self.first)
        assert room is not None
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
        self._shaped = True

    def _shift(self, before: Room, room: Room) -> bool:
        """Move the lines that there are to other heights; False if they have to be made anew."""
        layout = self.document().findBlockByNumber(self.first).layout()
        anew = replace(before, height=room.height, width=room.width, tops=room.tops) != room
        # Qt clears layouts when the page has another width.
        if anew or not len(before.tops) == len(room.tops) == layout.lineCount():
            return False
        if before.tops != room.tops:
            for number, (old, new) in enumerate(zip(before.tops, room.tops, strict=True)):
                if old != new:
                    line = layout.lineAt(number)
                    line.setPosition(QPointF(line.x(), new))
        return True

    def _settle(self, start: int, end: int) -> None:
        """Hide what is covered, and bring back what is not."""
        block, stop = self.document().findBlock(start), self.document().findBlock(end)
        number, last = block.blockNumber(), stop.blockNumber()
        while block.isValid() and number <= last:
            if self.first < number <= self.last:
                if block.isVisible():
                    self._set_breaks(block, -1, 0)
                    block.setVisible(False)
                    block.setLineCount(0)
            elif number != self.first or not block.isVisible():
                # Visible or not, it may have been the first one and still have the lines of a canvas.
                self._set_breaks(block, -1, 0)
                block.setVisible(True)
                # Qt lays it out again when it is next seen; until then it counts one line.
                block.clearLayout()
                block.setLineCount(1)
            block = block.next()
            number += 1

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
