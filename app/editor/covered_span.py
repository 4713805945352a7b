"""The span under a canvas: where it lies while people go on typing, and what stands beside it in its blocks."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QTextBlock, QTextCursor, QTextDocument

from palimpsest.app.documents.positions import Positions, utf16_length
from palimpsest.app.editor.canvas_layout import CanvasLayout
from palimpsest.app.editor.covered_dress import CoveredDress, ranges_of
from palimpsest.app.editor.sheet import Ranges


@dataclass(frozen=True, slots=True)
class Beside:
    """Text of a covered block before or after the span, and what a highlighter gave to it."""

    text: str = ""
    ranges: Ranges = ()


class CoveredSpan:
    """Follows [start, end) of a document, in UTF-16 units.

    Blocks are known by their numbers and places, for a `QTextBlock` must not be touched once an edit has removed it.
    """

    def __init__(self, document: QTextDocument, start: int, end: int) -> None:
        self.place = (start, end)
        self.touched = False
        """True once an edit has changed the span, or was made right at its edge."""
        self.prefix = self.suffix = Beside()
        self.draft_length = 0
        """What the sheet shows in place of the span, UTF-16 units."""
        self._document = document
        self._start, self._end = QTextCursor(document), QTextCursor(document)
        self._start.setPosition(start)
        self._end.setPosition(end)
        self._end.setKeepPositionOnInsert(True)
        # Where the first covered block began: no covered block lies before it, whatever is edited.
        self._origin = QTextCursor(self._start)
        self._origin.setKeepPositionOnInsert(True)
        # Where the last covered block ends: no covered block lies behind it, whatever is put at the span's end.
        self._reach = QTextCursor(document)
        self._reach.setPosition(end)
        self.original = self._text()
        self.dress = CoveredDress(document, 0, -1)
        self._numbers = (0, 0)
        self._bounds = (0, 0)
        self._revisions = (0, 0)

    def nearby(self, reach: int) -> str:
        """The document's text around the span, up to `reach` units to each side."""
        start, end = self.place
        around = QTextCursor(self._document)
        around.setPosition(max(0, start - reach))
        last = self._document.characterCount() - 1
        around.setPosition(min(last, end + reach), QTextCursor.MoveMode.KeepAnchor)
        return around.selectedText()

    def cover(self, layout: CanvasLayout) -> None:
        """Cover the span's blocks, and note what stands beside it in them."""
        end, (first, last) = self.place[1], self._blocks()
        scan = min(self._origin.position(), first.position())
        layout.cover(first.blockNumber(), last.blockNumber(), scan, max(end, self._reach.position()))
        self._reach.setPosition(end)
        self._origin.setPosition(first.position())
        self.dress = CoveredDress(self._document, first.blockNumber(), last.blockNumber())
        self._note(first, last)
        self._note_beside(first, last)

    def redressed(self, at: int, length: int) -> None:
        """A highlighter has given other formats to [at, at + length)."""
        self.dress.forget(at, at + length)
        self._note_beside(*self._blocks())

    def adopt(self, text: str) -> None:
        """The covered text is now `text`, by an edit of the program's own: it begins where it did."""
        start = self.place[0]
        self.place = (start, start + utf16_length(text))
        self.original = text
        self._start.setPosition(start)
        self._end.setPosition(self.place[1])
        first, last = self._blocks()
        self._numbers = (first.blockNumber(), last.blockNumber())

    def _note_beside(self, first: QTextBlock, last: QTextBlock) -> None:
        self.prefix, self.suffix = self._beside(first, last)

    def _beside(self, first: QTextBlock, last: QTextBlock) -> tuple[Beside, Beside]:
        start, end = self.place
        offset, rest, tail = start - first.position(), end - last.position(), last.length() - 1
        return (
            Beside(_cut(first.text(), 0, offset), ranges_of(first, 0, offset)),
            Beside(_cut(last.text(), rest, tail), ranges_of(last, rest, tail)),
        )

    def uncover(self, layout: CanvasLayout) -> None:
        """Show every block that may have been covered."""
        layout.uncover(self._origin.position(), max(self.place[1], self._reach.position()))

    def follow(self, at: int, removed: int) -> None:
        """Take note of an edit, as Qt tells of it: `removed` units from `at` on have given way to others."""
        start, end = self.place
        if start == end:
            # An edit that is told as one wide change may leave the place itself alone; there is no telling.
            self.touched |= at < start < at + removed or (removed == 0 and at == start)
        elif removed == 0:
            self.touched |= start <= at <= end
        elif at < end and at + removed > start:
            kept = self._start.position() < self._end.position()
            self.touched |= not kept or self._text() != self.original
        self.place = (self._start.position(), max(self._start.position(), self._end.position()))
        first, last = self._blocks()
        self._numbers = (first.blockNumber(), last.blockNumber())

    def moved(self) -> bool:
        """True if the edits were elsewhere and at most moved the covered blocks; False asks for `cover`."""
        first, last = self._blocks()
        same = (first.revision(), last.revision()) == self._revisions
        # A whole line that goes leaves its place to the next one, which is as it was.
        same = same and self._beside(first, last) == (self.prefix, self.suffix)
        if same and (first == last or not last.isVisible()):
            self._note(first, last)
            return True
        return False

    def block_numbers(self) -> tuple[int, int]:
        """Numbers of the first and the last covered block."""
        return self._numbers

    def bounds(self) -> tuple[int, int]:
        """Where the covered blocks begin and where the one after them does."""
        return self._bounds

    def edges(self) -> tuple[int, int]:
        """Where the draft begins and ends on the sheet."""
        start = utf16_length(self.prefix.text)
        return start, start + self.draft_length

    def to_sheet(self, position: int) -> int | None:
        """Where on the sheet a position is: the draft's beginning inside the span, None outside the covered blocks."""
        begin, stop = self._bounds
        if not begin <= position < stop:
            return None
        start, end = self.place
        if position <= start:
            return position - begin
        first, last = self.edges()
        return first if position < end else last + position - end

    def from_sheet(self, where: int) -> int:
        """The position of a place on the sheet; inside the draft, the nearer edge of the span."""
        start, end = self.place
        first, last = self.edges()
        if where <= first:
            return self._bounds[0] + where
        if where >= last:
            return end + where - last
        return start if where - first < last - where else end

    def _blocks(self) -> tuple[QTextBlock, QTextBlock]:
        return self._document.findBlock(self.place[0]), self._document.findBlock(self.place[1])

    def _note(self, first: QTextBlock, last: QTextBlock) -> None:
        self._numbers = (first.blockNumber(), last.blockNumber())
        self._bounds = (first.position(), last.position() + last.length())
        self._revisions = (first.revision(), last.revision())
        self.dress.moved(first.blockNumber())

    def _text(self) -> str:
        reader = QTextCursor(self._start)
        reader.setPosition(self._end.position(), QTextCursor.MoveMode.KeepAnchor)
        return reader.selectedText().replace("\u2029", "\n")


def _cut(text: str, start: int, end: int) -> str:
    """`text` from one UTF-16 position to another."""
    positions = Positions(text)
    return text[positions.to_code_point(start) : positions.to_code_point(end)]
