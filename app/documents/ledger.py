"""Counts of a document's lines, kept while lines come and go, so that an edit is counted and not the whole text."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from palimpsest.app.documents.counting import Count, count_line
from palimpsest.app.documents.positions import Positions

TokenCounter = Callable[[str], int]
Splice = tuple[int, int, Sequence[str]]
"""first, removed, lines: so many lines from the first on have given way to these."""

_SPARE = 20_000
"""Lines that are no more in the document of which the counts are kept, for undo."""
_AT_ONCE = 2000
"""Lines added up at a time; other threads run in between."""
_BITS, _FIELDS = 40, 6
"""Of each count in a row, and how many there are; above them, how many lines have their tokens counted, and these."""
_PART = (1 << _BITS) - 1
_WITHOUT_TOKENS = (1 << _BITS * _FIELDS) - 1
_FEW = 40
"""So many lines are tokenised before anything is told; more of them are waited for by nobody."""

_log = logging.getLogger(__name__)


class Cancelled(Protocol):
    """Says whether a result is wanted still; `threading.Event` is one."""

    def is_set(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Counted:
    """Counts of a document, and of what is selected in it, if anything is."""

    document: Count
    selection: Count | None = None


@dataclass(frozen=True, slots=True)
class Selection:
    """From a place in one line to one in another: numbers of lines, and UTF-16 units within them."""

    first: int
    start: int
    last: int
    end: int


class Ledger:
    """Not for two threads at once. Tokens are those of each line with its line end, so their sum is an estimate.

    A row is the counts of a line in one number, which is added and taken away like them: half a million objects would
    hold up whoever waits for Python to look through them for garbage.
    """

    def __init__(self, tokens_of: TokenCounter | None = None) -> None:
        self._tokens_of = tokens_of
        self._lines: list[str] = []
        self._rows: list[int | None] = []
        self._known: dict[str, int] = {}
        self._sum = 0
        self._low, self._high = 0, 0
        """Rows outside of these have been counted."""

    def set_token_counter(self, tokens_of: TokenCounter | None) -> None:
        """Count tokens, too, or no more."""
        self._tokens_of = tokens_of
        self._known = {line: row & _WITHOUT_TOKENS for line, row in self._known.items()}
        self._rows = [None] * len(self._lines)
        self._sum, self._low, self._high = 0, 0, len(self._rows)

    def count(self, splices: Sequence[Splice], selection: Selection | None, cancelled: Cancelled) -> Iterator[Counted]:
        """Take note of edits and give the counts, where tokens take long first without them; nothing if cancelled."""
        for splice in splices:
            self._apply(*splice)
        if not self._fill(cancelled):
            return
        tokens_of = self._tokens_of
        if tokens_of is None:
            yield self._counted(selection, None)
            return
        if self._high - self._low > _FEW:
            yield self._counted(selection, None)
        try:
            if self._fill_tokens(tokens_of, cancelled):
                yield self._counted(selection, tokens_of)
        except Exception:  # whatever the tokenizer raises: words are counted all the same
            _log.exception("tokens are not counted any more")
            self._tokens_of = None
            yield self._counted(selection, None)

    def _apply(self, first: int, removed: int, lines: Sequence[str]) -> None:
        end = first + removed
        self._sum -= _add_up(self._rows, first, end)
        rows = [self._known.get(line) for line in lines]
        self._lines[first:end] = lines
        self._rows[first:end] = rows
        self._sum += _add_up(self._rows, first, first + len(rows))
        nothing_open = self._low >= self._high
        self._low = first if nothing_open else min(self._low, first)
        self._high = (end if nothing_open else max(self._high, end)) + len(lines) - removed

    def _fill(self, cancelled: Cancelled) -> bool:
        for at in range(self._low, self._high):
            if self._rows[at] is None:
                line = self._lines[at]
                self._put(at, self._known.get(line) or _row(count_line(line)))
                if cancelled.is_set():
                    return False
        if self._tokens_of is None:
            self._low = self._high = 0
        if len(self._known) > 2 * len(self._lines) + _SPARE:
            kept = zip(self._lines, self._rows, strict=True)
            self._known = {line: row for line, row in kept if row is not None}
        return not cancelled.is_set()

    def _fill_tokens(self, tokens_of: TokenCounter, cancelled: Cancelled) -> bool:
        for at in range(self._low, self._high):
            row = self._rows[at]
            if row is not None and row <= _WITHOUT_TOKENS:
                line = self._lines[at]
                known = self._known[line]
                self._put(at, known if known > _WITHOUT_TOKENS else row + _tokens(tokens_of(line + "\n")))
            if cancelled.is_set():
                self._low = at
                return False
        self._low = self._high = 0
        return True

    def _put(self, at: int, row: int) -> None:
        self._sum += row - (self._rows[at] or 0)
        self._rows[at] = self._known[self._lines[at]] = row

    def _counted(self, selection: Selection | None, tokens_of: TokenCounter | None) -> Counted:
        # A document of one empty line holds nothing, yet it has a line.
        whole = _row(Count(lines=1)) if self._lines == [""] else self._sum
        part = self._selected(selection, tokens_of) if selection is not None else None
        return Counted(_count(whole, tokens_of is not None), part)

    def _selected(self, selection: Selection, tokens_of: TokenCounter | None) -> Count | None:
        first, last = selection.first, selection.last
        if not 0 <= first <= last < len(self._lines):
            return None  # the text has changed meanwhile; the next count comes soon
        if first == last:
            parts = [_cut(self._lines[first], selection.start, selection.end)]
            inner = 0
        else:
            parts = [_cut(self._lines[first], selection.start, None), _cut(self._lines[last], 0, selection.end)]
            outer = len(self._rows) - (last - first - 1)
            if outer < last - first - 1:
                inner = self._sum - _add_up(self._rows, 0, first + 1) - _add_up(self._rows, last, len(self._rows))
            else:
                inner = _add_up(self._rows, first + 1, last)
        for place, part in enumerate(parts):
            whole = part if place == len(parts) - 1 else part + "\n"
            tokens = tokens_of(whole) if tokens_of is not None and whole else 0
            inner += _row(count_line(part)) + _tokens(tokens)
        return _count(inner, tokens_of is not None)


def _cut(line: str, start: int, end: int | None) -> str:
    positions = Positions(line)
    return line[positions.to_code_point(start) : None if end is None else positions.to_code_point(end)]


def _add_up(rows: Sequence[int | None], first: int, end: int) -> int:
    """What rows amount to; what has not been counted yet counts nothing."""
    return sum(sum(filter(None, rows[at : min(end, at + _AT_ONCE)])) for at in range(first, end, _AT_ONCE))


def _row(count: Count) -> int:
    """Counts in one number, without tokens."""
    parts = (
        *(count.words, count.characters, count.dense_characters),
        *(count.sentences, count.paragraphs, count.lines),
    )
    return sum([part << _BITS * place for place, part in enumerate(parts)])


def _tokens(count: int) -> int:
    """What a row has more once its tokens are counted."""
    return (1 << _BITS * _FIELDS) + (count << _BITS * (_FIELDS + 1))


def _count(row: int, with_tokens: bool) -> Count:
    words, characters, dense, sentences, paragraphs, lines = (row >> _BITS * place & _PART for place in range(_FIELDS))
    tokens = row >> _BITS * (_FIELDS + 1) if with_tokens else None
    return Count(words, characters, dense, sentences, paragraphs, lines, tokens)
