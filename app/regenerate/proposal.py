"""A text that waits for the user's answer: what it is made of, what it changes, what a part of an answer makes of it.

No Qt. Positions are code points, of the draft unless said otherwise.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from palimpsest.app.editor.ink import plain_newlines
from palimpsest.app.editor.range_set import Range
from palimpsest.app.editor.sentences import lines, sentences
from palimpsest.app.regenerate.hunk_part import within
from palimpsest.app.regenerate.proposal_cells import Part, Places, ProposalCell, carried, part_at, users_pins
from palimpsest.app.regenerate.units import borders, units, widened
from palimpsest.app.regenerate.word_diff import Hunk, Span, apply, hunks, spans
from palimpsest.engine.request import Alternative, Cell, RunnerUp


class Edit(NamedTuple):
    """[start, end) of the original, code points, becomes `text`."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Proposal:
    """One text for a span, beside what stands in the document there. Immutable; each answer makes a new one.

    Without slots: what is derived from it is worked out once, when it is asked for.
    """

    original: str
    """What the document has in the span now."""
    cells: tuple[ProposalCell, ...]
    score: float = 0.0
    passes: int = 0
    merged: int = 0
    """Drafts that were so much like this one that they are not shown."""

    @staticmethod
    def of(alternative: Alternative, original: str, pins: Sequence[Range] | None = None) -> Proposal:
        """A text as the engine finished it. Without cells that make up the text it is one stretch.

        `pins` are what the user has pinned of the original, for a run that held more than that (between holes); None
        takes all that was held for pins. Line ends become "\\n", as in a document.
        """
        cells = tuple(_cell(cell) for cell in alternative.cells)
        if "".join(cell.piece for cell in cells) != alternative.text:
            cells = (ProposalCell(alternative.text),) if alternative.text else ()
        if plain_newlines(alternative.text) != alternative.text:
            cells = tuple(_plain(cells))
        if pins is not None:
            held = [cell.pinned for cell in cells]
            chosen = users_pins([cell.piece for cell in cells], held, original, pins)
            cells = tuple(
                replace(cell, pinned=number in chosen, held=cell.pinned and number not in chosen)
                for number, cell in enumerate(cells)
            )
        return Proposal(original, cells, alternative.score, alternative.passes, alternative.merged)

    def settled(self, alternative: Alternative, before: Sequence[ProposalCell]) -> Proposal:
        """A text that went on from the cells `before`: pins and rejections are the user's, not what a run held.

        Cells that were merely held keep the runners-up that they had, for the engine tells none of them.
        """
        made = Proposal.of(alternative, self.original)
        return replace(made, cells=carried(before, made.cells))

    @cached_property
    def places(self) -> Places:
        """Where the cells stand."""
        return Places([cell.piece for cell in self.cells])

    @cached_property
    def text(self) -> str:
        """The draft."""
        return self.places.text

    @property
    def done(self) -> bool:
        """True once nothing is left to answer."""
        return self.text == self.original

    @cached_property
    def words(self) -> tuple[Part, ...]:
        """Every word and sign."""
        return self.places.words()

    @cached_property
    def sentences(self) -> tuple[Part, ...]:
        """The draft in sentences, each with the white space behind it."""
        return self._parts(sentences(self.text))

    @cached_property
    def lines(self) -> tuple[Part, ...]:
        """The draft in lines, each with its end."""
        return self._parts(lines(self.text))

    @cached_property
    def hunks(self) -> tuple[Hunk, ...]:
        """What the draft changes in the original."""
        return hunks(self.original, self.text)

    @cached_property
    def spans(self) -> tuple[Span, ...]:
        """Original and draft in one row, for drawing in place."""
        return spans(self.original, self.text, self.hunks)

    @property
    def edits(self) -> tuple[Edit, ...]:
        """What the document gets if all of it is taken."""
        return self._edits(self.hunks)

    @property
    def pins(self) -> tuple[int, ...]:
        """The cells that the user holds."""
        return tuple(number for number, cell in enumerate(self.cells) if cell.pinned)

    def cell_at(self, offset: int) -> int | None:
        """Number of the cell that has the character at `offset`; None outside the draft."""
        return self.places.cell_at(offset)

    def word_at(self, offset: int) -> Part | None:
        """The word or sign at `offset`; None on white space and outside."""
        return part_at(self.words, offset)

    def sentence_at(self, offset: int) -> Part | None:
        """The sentence at `offset`, white space behind it included; None outside the draft."""
        return part_at(self.sentences, offset)

    def line_at(self, offset: int) -> Part | None:
        """The line at `offset`, its end included; None outside the draft."""
        return part_at(self.lines, offset)

    def reach(self, start: int, end: int) -> Part:
        """[start, end) widened to whole words, signs and runs of white space, with its cells."""
        return self.places.part(*widened(self._borders, start, end))

    def hunk_at(self, offset: int) -> Hunk | None:
        """The change that has the character at `offset`, or else the deletion right before it."""
        place = bisect_right(self.hunks, offset, key=lambda hunk: hunk.new_start) - 1
        if place < 0:
            return None
        hunk = self.hunks[place]
        return hunk if offset < hunk.new_end or offset == hunk.new_start else None

    def next_hunk(self, offset: int) -> Hunk | None:
        """The first change that begins behind `offset`, from the end on to the first; None if there is none.

        -1 asks for the first.
        """
        place = bisect_right(self.hunks, offset, key=lambda hunk: hunk.new_start)
        return self.hunks[place % len(self.hunks)] if self.hunks else None

    def part(self, start: int, end: int) -> tuple[Hunk, ...]:
        """The changes within [start, end), for `take` and `put_back`.

        A change that reaches farther is cut there if its two sides have as many lines (else sentences, else words and
        signs of the same kinds) on both sides of the cut; otherwise all of it belongs to the part. A deletion belongs
        to what follows it; at the end of the draft, to what is before.
        """
        start, end = widened(self._borders, start, end)
        return within(self.hunks, self.original, self.text, start, end)

    def take(self, chosen: Iterable[Hunk]) -> tuple[Proposal, tuple[Edit, ...]]:
        """Changes of `hunks` or `part` made in the document: the proposal as it is then, and what the document gets.

        The draft stays as it is; the edits are in order and apart, all of them in positions of the original before.
        """
        taken = tuple(sorted(chosen, key=lambda hunk: (hunk.old_start, hunk.new_start)))
        return self.beside(apply(self.original, self.text, taken)), self._edits(taken)

    def beside(self, original: str) -> Proposal:
        """The same draft where the document has come to say `original`."""
        return self if original == self.original else replace(self, original=original)

    def put_back(self, chosen: Iterable[Hunk]) -> Proposal:
        """The draft with the original's words in place of changes of `hunks` or `part`.

        The cells that a change touches become one stretch of text, pinned or held if one of them was; all others stay.
        """
        made = self
        for hunk in sorted(chosen, key=lambda hunk: hunk.new_start, reverse=True):
            # From the last to the first, so that the places of those still to come stay what they were.
            made = made._with_text(hunk.new_start, hunk.new_end, self.original[hunk.old_start : hunk.old_end])
        return made

    def toggle_pin(self, start: int, end: int) -> Proposal:
        """Hold the cells that have a share in [start, end), or let go of them if all are held."""
        made = self.parted(start, end)
        part = made.reach(start, end)
        first, stop = part.first, part.stop
        pinned = not all(cell.pinned for cell in made.cells[first:stop])
        changed = (replace(cell, pinned=pinned) for cell in made.cells[first:stop])
        return replace(made, cells=(*made.cells[:first], *changed, *made.cells[stop:]))

    def parted(self, start: int, end: int) -> Proposal:
        """The same, with stretches of text cut around the words of [start, end), so that these have their own cells."""
        cuts = widened(self._borders, start, end)
        cells: list[ProposalCell] = []
        for cell, at in zip(self.cells, self.places.starts, strict=False):
            inner = sorted({cut - at for cut in cuts if at < cut < at + len(cell.piece)}) if cell.id is None else []
            cells += (replace(cell, piece=cell.piece[low:high]) for low, high in pairwise([0, *inner, len(cell.piece)]))
        return self if len(cells) == len(self.cells) else replace(self, cells=tuple(cells))

    def chosen(self, cell: int, runner_up: int) -> Proposal:
        """The cell with runner-up number `runner_up` in it, held; its former token is among the runners-up then.

        Raises `IndexError` if there is no such runner-up.
        """
        old = self.cells[cell]
        new = old.runners_up[runner_up]
        others = [other for other in old.runners_up if other.id != new.id]
        if old.id is not None:
            others.append(RunnerUp(old.id, old.piece, old.probability))
        others.sort(key=lambda other: -other.probability)
        made = ProposalCell(plain_newlines(new.piece), new.id, new.probability, True, tuple(others), old.rejected)
        return replace(self, cells=(*self.cells[:cell], made, *self.cells[cell + 1 :]))

    @cached_property
    def _borders(self) -> list[int]:
        return borders(units(self.text))

    def _parts(self, ranges: Iterable[Range]) -> tuple[Part, ...]:
        return tuple(self.places.part(start, end) for start, end in ranges)

    def _edits(self, chosen: Iterable[Hunk]) -> tuple[Edit, ...]:
        new = self.text
        return tuple(Edit(each.old_start, each.old_end, new[each.new_start : each.new_end]) for each in chosen)

    def _with_text(self, start: int, end: int, text: str) -> Proposal:
        first, stop = self.places.cells(start, end)
        left, right = self.places.starts[first], self.places.starts[stop]
        text = self.text[left:start] + text + self.text[end:right]
        pinned = any(cell.pinned for cell in self.cells[first:stop])
        held = any(cell.held for cell in self.cells[first:stop])
        new = (ProposalCell(text, pinned=pinned, held=held),) if text else ()
        return replace(self, cells=(*self.cells[:first], *new, *self.cells[stop:]))


def _cell(cell: Cell) -> ProposalCell:
    return ProposalCell(cell.piece, cell.id, cell.probability, cell.pinned, cell.runners_up)


def _plain(cells: Iterable[ProposalCell]) -> Iterator[ProposalCell]:
    """The cells with plain line ends; one that two cells share is the first one's."""
    last = ""
    for cell in cells:
        piece = cell.piece.removeprefix("\n") if last.endswith("\r") else cell.piece
        last = cell.piece or last
        yield replace(cell, piece=plain_newlines(piece))
