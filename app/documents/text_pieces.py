"""The text of a `QTextDocument` as Python strings, of which an edit makes only the one around it out of date."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtGui import QTextCursor, QTextDocument

from palimpsest.app.documents.buffer_text import for_qt, text_between
from palimpsest.app.documents.positions import Positions, utf16_length

PIECE = 1 << 16
"""Characters of a piece, about."""


class TextPieces:
    """Follows a document. Positions are UTF-16 units; lines end in "\\n".

    What an edit touches is read again when somebody wants it, so that a key stroke costs next to nothing, however
    long the text, and an unchangeable copy of the whole is had at once.
    """

    def __init__(self, buffer: QTextDocument) -> None:
        self._buffer = buffer
        self._texts: list[str | None] = []
        self._units: list[int] = []
        self._length = 0
        self._near = (0, 0)
        """A piece, and where it begins: most edits come close to the one before."""
        self._whole: str | None = None
        self.revision = 0
        """Counts the changes."""
        buffer.contentsChange.connect(self._on_change)
        self._forget()

    def pieces(self) -> tuple[str, ...]:
        """The text in order, cut anywhere but within a character."""
        start = place = 0
        while place < len(self._texts):
            if self._texts[place] is None:
                place = self._read(place, start)
                start = sum(self._units[:place])
                continue
            start += self._units[place]
            place += 1
        return tuple(text for text in self._texts if text is not None)

    def whole(self) -> str:
        """The text as one string."""
        if self._whole is None:
            self._whole = "".join(self.pieces())
        return self._whole

    def to_code_point(self, unit: int) -> int:
        """The code point at a position."""
        points = 0
        for text, units in zip(self.pieces(), self._units, strict=True):
            if unit < units:
                return points + (unit if len(text) == units else Positions(text).to_code_point(unit))
            unit -= units
            points += len(text)
        return points + unit

    def to_position(self, point: int) -> int:
        """The position of a code point."""
        start = 0
        for text, units in zip(self.pieces(), self._units, strict=True):
            if point < len(text):
                return start + (point if len(text) == units else Positions(text).to_utf16(point))
            point -= len(text)
            start += units
        return start + point

    def append(self, text: str) -> None:
        """Add to the end of the document what is known already, and need not be read again."""
        cursor = QTextCursor(self._buffer)
        cursor.movePosition(QTextCursor.MoveOperation.End)
        self._buffer.contentsChange.disconnect(self._on_change)
        try:
            cursor.insertText(for_qt(text))
        finally:
            self._buffer.contentsChange.connect(self._on_change)
        parts = list(_parts(text))
        self._texts += parts
        self._units += map(utf16_length, parts)
        self._length = self._buffer.characterCount() - 1
        self._changed()

    def _on_change(self, position: int, removed: int, added: int) -> None:
        length = self._buffer.characterCount() - 1
        # Qt counts the end of the last block, too, when that was touched.
        removed, added = min(removed, self._length - position), min(added, length - position)
        if removed < 0 or added < 0 or self._length - removed + added != length:
            self._forget()
            return
        self._length = length
        place, start = self._near if self._near[1] <= position else (0, 0)
        while place < len(self._units) - 1 and start + self._units[place] < position:
            start += self._units[place]
            place += 1
        last, end = place, start + (self._units[place] if self._units else 0)
        while last < len(self._units) - 1 and end < position + removed:
            last += 1
            end += self._units[last]
        self._texts[place : last + 1] = [None]
        self._units[place : last + 1] = [end - start - removed + added]
        self._changed((place, start))

    def _read(self, place: int, start: int) -> int:
        """Read one piece from the document. Returns the place from which to go on."""
        text = text_between(self._buffer, start, start + self._units[place])
        if len(self._texts) > 1 and _cut(text):
            # An edit put one half of a pair of surrogates beside the other.
            self._forget()
            return 0
        parts = list(_parts(text))
        self._texts[place : place + 1] = parts
        self._units[place : place + 1] = map(utf16_length, parts)
        self._near = (0, 0)
        return place + len(parts)

    def _forget(self) -> None:
        self._length = self._buffer.characterCount() - 1
        self._texts, self._units = [None], [self._length]
        self._changed()

    def _changed(self, near: tuple[int, int] = (0, 0)) -> None:
        self._near = near
        self._whole = None
        self.revision += 1


def _parts(text: str) -> Iterable[str]:
    return (text[at : at + PIECE] for at in range(0, len(text), PIECE))


def _cut(text: str) -> bool:
    """True if it begins or ends with one half of a pair."""
    return bool(text) and ("\udc00" <= text[0] <= "\udfff" or "\ud800" <= text[-1] <= "\udbff")
