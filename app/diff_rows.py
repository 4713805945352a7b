"""The parts of a comparison as rows: in one column, or in two that stand side by side. No Qt."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import zip_longest

from palimpsest.app.diff import Diff, Mark, Pair, Part, PartKind


class Tone(StrEnum):
    """What a row is."""

    PLAIN = "plain"
    REMOVED = "removed"
    ADDED = "added"
    BLANK = "blank"
    """Stands beside a line that the other side does not have."""
    FOLD = "fold"


SIGNS = {Tone.REMOVED: "−", Tone.ADDED: "+"}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of one column."""

    tone: Tone
    text: str = ""
    old: int | None = None
    """Number of the line in the old text, from 0; None if it is not there."""
    new: int | None = None
    marks: tuple[Mark, ...] = ()
    """What of it is removed or added; empty if all of it is."""
    hidden: int = 0
    """Lines that a fold hides."""


BLANK = Row(Tone.BLANK)


def one_column(diff: Diff, part: Part) -> Iterator[tuple[Row]]:
    """A part with removed and added lines below each other."""
    if part.kind is not PartKind.CHANGE:
        for row, _ in _equal(diff, part):
            yield (row,)
        return
    for pair in part.pairs:
        for row in _sides(diff, pair):
            if row is not BLANK:
                yield (row,)


def two_columns(diff: Diff, part: Part) -> Iterator[tuple[Row, Row]]:
    """A part with the old text to the left of the new one."""
    if part.kind is not PartKind.CHANGE:
        yield from _equal(diff, part)
        return
    removed: list[Row] = []
    added: list[Row] = []
    for pair in part.pairs:
        old, new = _sides(diff, pair)
        if pair.old is not None and pair.new is not None:
            yield from zip_longest(removed, added, fillvalue=BLANK)
            removed, added = [], []
            yield old, new
        elif pair.old is not None:
            removed.append(old)
        else:
            added.append(new)
    yield from zip_longest(removed, added, fillvalue=BLANK)


def _equal(diff: Diff, part: Part) -> Iterator[tuple[Row, Row]]:
    if part.kind is PartKind.FOLD:
        row = Row(Tone.FOLD, old=part.old_start, new=part.new_start, hidden=part.old_end - part.old_start)
        yield row, row
        return
    for step in range(part.old_end - part.old_start):
        old, new = part.old_start + step, part.new_start + step
        row = Row(Tone.PLAIN, diff.old[old], old, new)
        yield row, row


def _sides(diff: Diff, pair: Pair) -> tuple[Row, Row]:
    old = new = BLANK
    if pair.old is not None:
        old = Row(Tone.REMOVED, diff.old[pair.old], old=pair.old, marks=pair.old_marks)
    if pair.new is not None:
        new = Row(Tone.ADDED, diff.new[pair.new], new=pair.new, marks=pair.new_marks)
    return old, new
