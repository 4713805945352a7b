"""Counts of a document's lines, kept while lines come and go, so that an edit is counted and not the whole text."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from palimpsest.app.documents.counting import Count, count_line, total
from palimpsest.app.documents.positions import Positions

TokenCounter = Callable[[str], int]
Splice = tuple[int, int, Sequence[str]]
"""first, removed, lines: so many lines from the first on have given way to these."""

_SPARE = 20_000
"""Lines that are no more in the document of which the counts are kept, for undo."""
_AT_ONCE = 2000
"""Lines added up at a time; other threads run in between."""
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
    """Not for two threads at once. Tokens are those of each line with its line end, so their sum is an estimate."""

    def __init__(self, tokens_of: TokenCounter | None = None) -> None:
        self._tokens_of = tokens_of
        self._lines: list[str] = []
        self._rows: list[Count | None] = []
        self._known: dict[str, Count] = {}
        self._sum = Count(tokens=0)
        self._low, self._high = 0, 0
        """Rows outside of these have been counted."""

    def set_token_counter(self, tokens_of: TokenCounter | None) -> None:
        """Count tokens, too, or no more."""
        self._tokens_of = tokens_of
        self._known = {line: replace(row, tokens=None) for line, row in self._known.items()}
        self._rows = [None] * len(self._lines)
        self._sum, self._low, self._high = Count(tokens=0), 0, len(self._rows)

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
        self._sum = _minus(self._sum, _add_up(self._rows, first, end))
        rows = [self._known.get(line) for line in lines]
        self._lines[first:end] = lines
        self._rows[first:end] = rows
        self._sum = _plus(self._sum, _add_up(self._rows, first, first + len(rows)))
        nothing_open = self._low >= self._high
        self._low = first if nothing_open else min(self._low, first)
        self._high = (end if nothing_open else max(self._high, end)) + len(lines) - removed

    def _fill(self, cancelled: Cancelled) -> bool:
        for at in range(self._low, self._high):
            if self._rows[at] is None:
                line = self._lines[at]
                self._put(at, self._known.get(line) or count_line(line))
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
            if row is not None and row.tokens is None:
                line = self._lines[at]
                tokens = self._known[line].tokens
                self._put(at, replace(row, tokens=tokens_of(line + "\n") if tokens is None else tokens))
            if cancelled.is_set():
                self._low = at
                return False
        self._low = self._high = 0
        return True

    def _put(self, at: int, row: Count) -> None:
        before = self._rows[at]
        if before is not None:
            self._sum = _minus(self._sum, before)
        self._rows[at] = self._known[self._lines[at]] = row
        self._sum = _plus(self._sum, row)

    def _counted(self, selection: Selection | None, tokens_of: TokenCounter | None) -> Counted:
        # A document of one empty line holds nothing, yet it has a line.
        whole = Count(lines=1, tokens=0) if self._lines == [""] else self._sum
        part = self._selected(selection, tokens_of) if selection is not None else None
        return Counted(_with_tokens(whole, tokens_of), part)

    def _selected(self, selection: Selection, tokens_of: TokenCounter | None) -> Count | None:
        first, last = selection.first, selection.last
        if not 0 <= first <= last < len(self._lines):
            return None  # the text has changed meanwhile; the next count comes soon
        if first == last:
            parts = [_cut(self._lines[first], selection.start, selection.end)]
            inner = Count(tokens=0)
        else:
            parts = [_cut(self._lines[first], selection.start, None), _cut(self._lines[last], 0, selection.end)]
            outer = len(self._rows) - (last - first - 1)
            if outer < last - first - 1:
                outside = _plus(_add_up(self._rows, 0, first + 1), _add_up(self._rows, last, len(self._rows)))
                inner = _minus(self._sum, outside)
            else:
                inner = _add_up(self._rows, first + 1, last)
        for place, part in enumerate(parts):
            whole = part if place == len(parts) - 1 else part + "\n"
            tokens = tokens_of(whole) if tokens_of is not None and whole else 0
            inner = _plus(inner, replace(count_line(part), tokens=tokens))
        return _with_tokens(inner, tokens_of)


def _with_tokens(count: Count, tokens_of: TokenCounter | None) -> Count:
    return count if tokens_of is not None else replace(count, tokens=None)


def _cut(line: str, start: int, end: int | None) -> str:
    positions = Positions(line)
    return line[positions.to_code_point(start) : None if end is None else positions.to_code_point(end)]


def _add_up(rows: Sequence[Count | None], first: int, end: int) -> Count:
    """What rows amount to; what has not been counted yet counts nothing."""
    result = Count(tokens=0)
    for at in range(first, end, _AT_ONCE):
        counted = [row for row in rows[at : min(end, at + _AT_ONCE)] if row is not None]
        result = _plus(result, replace(total(counted), tokens=sum([row.tokens or 0 for row in counted])))
    return result


def _plus(one: Count, other: Count) -> Count:
    return _combined(one, other, 1)


def _minus(one: Count, other: Count) -> Count:
    return _combined(one, other, -1)


def _combined(one: Count, other: Count, sign: int) -> Count:
    return Count(
        one.words + sign * other.words,
        one.characters + sign * other.characters,
        one.dense_characters + sign * other.dense_characters,
        one.sentences + sign * other.sentences,
        one.paragraphs + sign * other.paragraphs,
        one.lines + sign * other.lines,
        (one.tokens or 0) + sign * (other.tokens or 0),
    )
