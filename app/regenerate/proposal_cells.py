"""The cells of a draft beside its code points: which cells a word has, and what the user said of each. No Qt."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from palimpsest.app.diff_match import Meter, matches
from palimpsest.app.editor.range_set import Range, normal
from palimpsest.app.regenerate.units import borders, words
from palimpsest.app.regenerate.word_diff import aligned
from palimpsest.engine.request import RunnerUp


@dataclass(frozen=True, slots=True)
class ProposalCell:
    """One token of a proposal, or a stretch of text that is not tokenised."""

    piece: str
    """Empty where a token is only a part of a character; the character then is the next cell's."""
    id: int | None = None
    """None for a stretch of text: what the user put back, or all of it where the engine told no cells."""
    probability: float = 1.0
    pinned: bool = False
    """Held by the user."""
    runners_up: tuple[RunnerUp, ...] = ()
    rejected: tuple[int, ...] = ()
    """Tokens that the user did not want here."""
    held: bool = False
    """Text between holes: no steering writes it anew."""


@dataclass(frozen=True, slots=True)
class Part:
    """A word, sentence or line of a draft."""

    start: int
    end: int
    """[start, end), code points of the draft."""
    first: int
    stop: int
    """Cells [first, stop): all that have a share in it, but not in white space at its ends alone."""


class Places:
    """Where the cells of a draft stand in its text."""

    def __init__(self, pieces: Sequence[str]) -> None:
        self.text = "".join(pieces)
        self.starts = borders(pieces)
        """Of each cell, code points; then the length of the text."""

    def __len__(self) -> int:
        return len(self.starts) - 1

    def cell_at(self, offset: int) -> int | None:
        """The cell that has the character at `offset`; None outside the text."""
        return bisect_right(self.starts, offset) - 1 if 0 <= offset < len(self.text) else None

    def cells(self, start: int, end: int) -> tuple[int, int]:
        """The cells [first, stop) with a share in [start, end), parts of its first character included.

        An empty range has the cell that it lies inside of; between two cells it is an empty range of cells.
        """
        stop = len(self) if start < end >= len(self.text) else bisect_left(self.starts, end)
        if start == end and self.starts[stop] == start:
            return stop, stop
        first = bisect_right(self.starts, start) - 1
        while first and self.starts[first - 1] == self.starts[first]:
            first -= 1
        return first, stop

    def part(self, start: int, end: int) -> Part:
        """A range of code points with its cells; one of white space alone has all that have a share in it."""
        text = self.text[start:end]
        low, high = end - len(text.lstrip()), start + len(text.rstrip())
        return Part(start, end, *(self.cells(low, high) if low < high else self.cells(start, end)))

    def words(self) -> tuple[Part, ...]:
        """Every word and sign, in order; white space is none."""
        return tuple(self.part(start, end) for start, end in words(self.text))

    def groups(self, parts: Iterable[Part]) -> list[tuple[int, int]]:
        """All cells, in order, as ranges: those that share a word or a character stand together."""
        result: list[tuple[int, int]] = []
        for part in parts:
            low = result[-1][1] if result else 0
            if part.first < low:
                result[-1] = (result[-1][0], max(low, part.stop))
                continue
            result += self._blank(low, part.first)
            result.append((part.first, part.stop))
        result += self._blank(result[-1][1] if result else 0, len(self))
        return result

    def _blank(self, first: int, stop: int) -> list[tuple[int, int]]:
        return [(cell, cell + 1) for cell in range(first, stop)]


def part_at(parts: Sequence[Part], offset: int) -> Part | None:
    """The part that has the character at `offset`."""
    place = bisect_right(parts, offset, key=lambda part: part.start) - 1
    return parts[place] if place >= 0 and offset < parts[place].end else None


def users_pins(pieces: Sequence[str], held: Sequence[bool], original: str, pins: Iterable[Range]) -> frozenset[int]:
    """Which held cells stand for `pins`, code points of the original; the others are held because a hole is elsewhere.

    A held cell whose place in the original cannot be told counts as a pin, for letting go of one would lose it.
    """
    ranges = normal(pins)
    if not ranges:
        return frozenset()
    places = Places(pieces)
    common = aligned(original, places.text)
    found: set[int] = set()
    for number in (number for number, cell in enumerate(held) if cell):
        # A part of a character goes with the cell that has it.
        owner = places.cell_at(places.starts[number])
        start, end = places.starts[number], places.starts[(number if owner is None else owner) + 1]
        first = bisect_right(common, start, key=lambda run: run[1] + run[2])
        stop = bisect_left(common, end, key=lambda run: run[1])
        # Where what both texts have of this cell stands in the original.
        stands = [
            (max(start, new) + old - new, min(end, new + size) + old - new) for old, new, size in common[first:stop]
        ]
        if not stands or any(low < to and at < high for low, high in ranges for at, to in stands):
            found.add(number)
    return frozenset(found)


def carried(before: Sequence[ProposalCell], after: Sequence[ProposalCell]) -> tuple[ProposalCell, ...]:
    """Cells `after` a run that went on from cells `before`, with the user's pins and rejections.

    A run keeps the number of cells, but for stretches of text, which it tokenises: then the cells that are the same
    say which ones lie between them.
    """
    pairs: list[tuple[int, int, int]] = [(0, 0, len(before))]
    if len(before) != len(after) or any(cell.id is None for cell in before):
        meter = Meter(100_000 + 10 * (len(before) + len(after)))
        pairs = matches([cell.piece for cell in before], [cell.piece for cell in after], meter)
    result: list[ProposalCell] = []
    at = 0
    for start, new_start, size in (*pairs, (len(before), len(after), 0)):
        old, new = before[at:start], after[len(result) : new_start]
        if len(old) == len(new):
            result += (_kept(one, other) for one, other in zip(old, new, strict=True))
        else:
            pinned, held = any(cell.pinned for cell in old), any(cell.held for cell in old)
            result += (replace(cell, pinned=cell.pinned and pinned, held=cell.pinned and held) for cell in new)
        result += (
            _kept(one, other)
            for one, other in zip(before[start : start + size], after[new_start : new_start + size], strict=True)
        )
        at = start + size
    return tuple(result)


def _kept(old: ProposalCell, new: ProposalCell) -> ProposalCell:
    runners_up = new.runners_up or (old.runners_up if old.id == new.id else ())
    return replace(new, pinned=old.pinned, held=old.held, runners_up=runners_up, rejected=old.rejected)
