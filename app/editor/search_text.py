"""A document's text in pieces, so that a big one is read and searched a little at a time."""

from __future__ import annotations

import time
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

from PySide6.QtGui import QTextCursor, QTextDocument

from palimpsest.app.documents.positions import Positions

PIECE = 1 << 17
"""UTF-16 units: about a millisecond of reading."""
_LINES = str.maketrans("\u2029\u2028", "\n\n")


class Piece:
    """Some of the text, lines ended by "\\n"; never begins or ends within a surrogate pair."""

    __slots__ = ("_positions", "text", "units")

    def __init__(self, text: str) -> None:
        self.text = text
        self.units = _units(text)
        self._positions: Positions | None = None

    def point(self, unit: int) -> int:
        """The code point at a UTF-16 offset; within a pair, the one that it forms."""
        return unit if self.units == len(self.text) else self._converter().to_code_point(unit)

    def unit(self, point: int) -> int:
        """The UTF-16 offset of a code point."""
        return point if self.units == len(self.text) else self._converter().to_utf16(point)

    def _converter(self) -> Positions:
        if self._positions is None:
            self._positions = Positions(self.text)
        return self._positions


class SearchText:
    """One state of a text. Positions are UTF-16 units; nothing changes it, so any thread may read it."""

    def __init__(self, pieces: Sequence[Piece]) -> None:
        self._pieces = tuple(pieces)
        self._starts = [0, *accumulate(piece.units for piece in self._pieces)]

    @classmethod
    def of(cls, text: str, piece: int = PIECE) -> SearchText:
        """`text` as it would be read from a document, `piece` code points at a time."""
        plain = text.translate(_LINES)
        return cls([Piece(plain[at : at + piece]) for at in range(0, len(plain), piece)])

    @property
    def length(self) -> int:
        """UTF-16 units."""
        return self._starts[-1]

    def window(self, start: int, end: int) -> tuple[str, int, int]:
        """The text of [start, end), where it begins and where it ends; an edge within a pair is moved before it."""
        parts: list[str] = []
        first = last = min(start, self.length)
        number = max(0, bisect_right(self._starts, start) - 1)
        while number < len(self._pieces) and self._starts[number] < end:
            piece, base = self._pieces[number], self._starts[number]
            low, high = piece.point(max(0, start - base)), piece.point(min(end - base, piece.units))
            if not parts:
                first = base + piece.unit(low)
            last = base + piece.unit(high)
            parts.append(piece.text[low:high])
            number += 1
        return "".join(parts), first, max(first, last)

    def whole(self, position: int) -> int:
        """`position`, or the end of the pair that it lies within."""
        _, first, _ = self.window(position, position)
        return position + (first < position <= self.length)


class LiveText:
    """The text of a document that is being edited; after an edit only the pieces that it touched are read again."""

    def __init__(self, document: QTextDocument) -> None:
        self._document = document
        self._pieces: list[Piece | None] = []
        self._units: list[int] = []

    def follow(self, at: int, removed: int, added: int) -> None:
        """Heed an edit, as `QTextDocument.contentsChange` tells of it."""
        ends = list(accumulate(self._units))
        first = min(bisect_right(ends, at), len(ends) - 1)
        last = min(bisect_right(ends, at + removed), len(ends) - 1)
        if first < 0:
            return
        units = sum(self._units[first : last + 1]) + added - removed
        self._pieces[first : last + 1] = [None]
        # Qt may count the end of the last line as removed and added; `read` starts over where the sum is wrong.
        self._units[first : last + 1] = [units]

    def read(self, seconds: float) -> SearchText | None:
        """The text as it is now, or None if it takes longer than so many seconds: then call again.

        Each call reads on by one piece at least.
        """
        until = time.monotonic() + seconds
        length = self._document.characterCount() - 1
        if sum(self._units) != length or any(units < 0 for units in self._units):
            self._pieces, self._units = [None], [length]
        cursor = QTextCursor(self._document)
        number, at, late = 0, 0, False
        while number < len(self._pieces):
            if self._pieces[number] is None:
                if late:
                    return None
                rest = self._units[number]
                piece = self._piece(cursor, at, at + min(rest, PIECE))
                self._pieces[number], self._units[number] = piece, piece.units
                if rest > piece.units:
                    self._pieces.insert(number + 1, None)
                    self._units.insert(number + 1, rest - piece.units)
                late = time.monotonic() > until
            at += self._units[number]
            number += 1
        return SearchText([piece for piece in self._pieces if piece is not None])

    def _piece(self, cursor: QTextCursor, start: int, end: int) -> Piece:
        for stop in (end, end - 1):
            cursor.setPosition(start)
            cursor.setPosition(stop, QTextCursor.MoveMode.KeepAnchor)
            piece = Piece(cursor.selectedText().translate(_LINES))
            # Half a pair, such as the last unit may be, is lost on its way from Qt.
            if piece.units == stop - start and (stop > start or end == start):
                return piece
        # A text with broken pairs: they cannot be found, but what stands beside them keeps its place.
        return Piece("".join(self._character(place) for place in range(start, end)))

    def _character(self, place: int) -> str:
        found = self._document.characterAt(place).translate(_LINES)
        return found if len(found) == 1 and not "\ud800" <= found <= "\udfff" else "\ufffd"


def _units(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "replace")) // 2
