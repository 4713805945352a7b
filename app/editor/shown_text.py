"""Where the characters of a draft stand among what is drawn in its place. No Qt."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

from palimpsest.app.documents.positions import Positions, utf16_length
from palimpsest.app.editor.ink import Stretch, level, plain_newlines
from palimpsest.engine.request import Pass

Range = tuple[int, int]
_WORD = re.compile(r"\w+(?:['’-]\w+)*")


class ShownText:
    """Converts between units, UTF-16 from the draft's beginning on the sheet, and points, code points of its text."""

    def __init__(self, stretches: Sequence[Stretch]) -> None:
        self.text = "".join(part.text for part in stretches if part.own)
        """The draft; every line ends in "\\n"."""
        self._own = [part.own for part in stretches]
        self._texts = [part.text for part in stretches]
        self._units = [0, *accumulate(utf16_length(part.text) for part in stretches)]
        self._points = [0, *accumulate(len(part.text) if part.own else 0 for part in stretches)]

    def point_at(self, unit: int) -> int | None:
        """The code point drawn at `unit`; None where none of the draft is."""
        number = self._stretch_at(unit)
        if number is None or not self._own[number]:
            return None
        return self._points[number] + Positions(self._texts[number]).to_code_point(unit - self._units[number])

    def deleted_at(self, unit: int) -> int | None:
        """The code point before which the struck-out text at `unit` stands; None where there is none."""
        number = self._stretch_at(unit)
        return None if number is None or self._own[number] else self._points[number]

    def units_of(self, start: int, end: int, beside: bool = False) -> list[Range]:
        """Where code points [start, end) are drawn: ranges of units, in order.

        What is struck out within it is part of it; what is struck out at either end only with `beside`, or if the
        range is empty and would else be nowhere.
        """
        found: list[Range] = []
        for number, (own, text) in enumerate(zip(self._own, self._texts, strict=True)):
            first, last = self._points[number], self._points[number + 1]
            if first > end:
                break
            if last < start:
                continue
            base = self._units[number]
            if own:
                low, high = max(start, first), min(end, last)
                if low < high:
                    positions = Positions(text)
                    found.append((base + positions.to_utf16(low - first), base + positions.to_utf16(high - first)))
            elif start < first < end or beside or start == end:
                found.append((base, self._units[number + 1]))
        return _united(found)

    def word(self, point: int) -> Range:
        """The word at a code point, or the one character that is there."""
        begin = max(self.text.rfind("\n", 0, point), self.text.rfind(" ", 0, point)) + 1
        for match in _WORD.finditer(self.text, begin):
            if match.start() > point:
                break
            if point < match.end():
                return match.span()
        return point, min(point + 1, len(self.text))

    def _stretch_at(self, unit: int) -> int | None:
        if not 0 <= unit < self._units[-1]:
            return None
        return bisect_right(self._units, unit) - 1


class CellPlaces:
    """Which cell of a pass a code point of its drawn text belongs to."""

    def __init__(self, shown: Pass) -> None:
        pieces = shown.pieces
        if "\r" in shown.text:
            # Of an end of line of two characters one is drawn, but noise is drawn as long as it is.
            pieces = tuple(
                plain_newlines(piece) if level(certainty, state) else piece
                for piece, certainty, state in zip(pieces, shown.certainty, shown.states, strict=True)
            )
        self._starts = [0, *accumulate(map(len, pieces))]

    def cell_at(self, point: int) -> int | None:
        """The cell, from 0; None beyond the last."""
        return bisect_right(self._starts, point) - 1 if 0 <= point < self._starts[-1] else None


def _united(ranges: Sequence[Range]) -> list[Range]:
    united: list[Range] = []
    for low, high in ranges:
        if united and united[-1][1] == low:
            united[-1] = united[-1][0], high
        else:
            united.append((low, high))
    return united
