"""What a highlighter gave to lines that a canvas covers, for those that stand in the draft as they are."""

from __future__ import annotations

from PySide6.QtGui import QTextBlock, QTextCharFormat, QTextDocument

from palimpsest.app.editor.sheet import FormatRange, Ranges


class CoveredDress:
    """Formats of whole lines, found by their text. A block's formats are read when they are first asked for."""

    def __init__(self, document: QTextDocument, first: int, last: int) -> None:
        """`first` and `last`: numbers of the covered blocks."""
        self.version = 0
        self._document = document
        self._first, self._last = first, last
        self._places: dict[str, int] | None = None
        """Block of each text, counted from the first covered one: blocks before may come and go."""
        self._found: dict[str, Ranges | None] = {}

    def moved(self, first: int) -> None:
        """The first covered block has another number now."""
        self._last += first - self._first
        self._first = first

    def forget(self, start: int, end: int) -> None:
        """Blocks between two positions of the document have got other formats."""
        if self._places is None:
            return
        first, last = (self._document.findBlock(place).blockNumber() - self._first for place in (start, end))
        for text in [text for text in self._found if first <= self._places.get(text, -1) <= last]:
            del self._found[text]
            self.version += 1

    def get(self, text: str) -> Ranges | None:
        """The formats of a covered line with this text; None if there is none, or it has no formats."""
        if self._places is None:
            self._places = self._read()
        place = self._places.get(text)
        if place is None:
            return None
        if text not in self._found:
            block = self._document.findBlockByNumber(self._first + place)
            self._found[text] = ranges_of(block, 0, block.length() - 1) or None
        return self._found[text]

    def _read(self) -> dict[str, int]:
        places: dict[str, int] = {}
        block = self._document.findBlockByNumber(self._first)
        for number in range(self._last - self._first + 1):
            places.setdefault(block.text(), number)
            block = block.next()
        return places


def ranges_of(block: QTextBlock, start: int, end: int) -> Ranges:
    """What a highlighter has given to the text [start, end) of a block, counted from `start`.

    What an input method or a canvas has put into the block's layout counts as nothing.
    """
    layout = block.layout()
    at, made = layout.preeditAreaPosition(), len(layout.preeditAreaText())
    # Copies: a format read from Qt's own range lives no longer than that range.
    found = [
        FormatRange(part.start, part.length, QTextCharFormat(part.format))  # pyright: ignore
        for part in layout.formats()
    ]
    if made:
        found = [closed for part in found if (closed := _closed(part, at, made)).length]
    return tuple(inside for part in found if (inside := part.within(start, end)) is not None)


def _closed(part: FormatRange, at: int, made: int) -> FormatRange:
    """A range after the `made` units at `at` have been taken out."""
    edges = part.start, part.start + part.length
    first, last = (min(edge, at) if edge < at + made else edge - made for edge in edges)
    return FormatRange(first, last - first, part.format)
