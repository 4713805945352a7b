"""Finds in a text: what is sought, where it is, the next one and the one before. No widgets, any thread."""

from __future__ import annotations

import time
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QRegularExpression, QRegularExpressionMatch

from palimpsest.app.editor.search_text import SearchText

LIMIT = 20_000
"""Matches that are listed; those after them are found one by one."""

_STEPS = "(*LIMIT_MATCH=4000000)"
"""PCRE gives up after so many steps from one place, which takes it about two milliseconds."""
_CONTEXT = 512
"""UTF-16 units that are shown to a pattern before the place where it begins, for `\\b` and `(?<=…)`."""
_FIRST, _LEAST, _MOST = 1 << 13, 1 << 6, 1 << 18
"""UTF-16 units that are searched in one call, at first, at least and at most; Python waits for each call."""
_QUICK_S, _SLOW_S = 0.002, 0.008
_NEAR = 1 << 14
# At a whole word's edge there is no word character on one of the two sides.
_LEFT, _RIGHT = r"(?:(?<!\w)|(?!\w))", r"(?:(?!\w)|(?<!\w))"

_Option = QRegularExpression.PatternOption
_Type = QRegularExpression.MatchType
Span = tuple[int, int]
"""[start, end) in UTF-16 units."""


class SearchError(Exception):
    """One sentence that says why a pattern or its replacement cannot be used."""


@dataclass(frozen=True, slots=True)
class Query:
    """What is sought. Lines end in "\\n"."""

    text: str
    regex: bool = False
    whole_word: bool = False
    match_case: bool = False

    def pattern(self) -> QRegularExpression:
        """The pattern in Qt's words. Raises `SearchError` for a regular expression with a mistake."""
        if not self.regex:
            body = QRegularExpression.escape(self.text)
            return self._compiled(f"{_LEFT}{body}{_RIGHT}" if self.whole_word else body)
        plain = self._compiled(self.text)
        if not plain.isValid():
            place = min(plain.patternErrorOffset() - len(_STEPS) + 1, len(self.text))
            raise SearchError(_mistake(plain.errorString(), place))
        if not self.whole_word:
            return plain
        # An open \Q, or a comment, must not swallow the bracket.
        for end in (r"\E)", "\n)"):
            whole = self._compiled(f"{_LEFT}(?:{self.text}{end}{_RIGHT}")
            if whole.isValid():
                return whole
        raise SearchError(QCoreApplication.translate("search", "This expression cannot be limited to whole words."))

    def _compiled(self, body: str) -> QRegularExpression:
        options = _Option.MultilineOption | _Option.UseUnicodePropertiesOption
        if not self.match_case:
            options |= _Option.CaseInsensitiveOption
        return QRegularExpression(_STEPS + body, options)


@dataclass(frozen=True, slots=True)
class Matches:
    """Where a text matches, in order; no two overlap. Positions are UTF-16 units."""

    starts: array[int]
    ends: array[int]
    complete: bool = True
    """False if there may be more after the last."""

    def __len__(self) -> int:
        return len(self.starts)

    def __getitem__(self, index: int) -> Span:
        return self.starts[index], self.ends[index]

    def __iter__(self) -> Iterator[Span]:
        return zip(self.starts, self.ends, strict=True)

    def index(self, start: int, end: int) -> int | None:
        """The number of the match that is exactly [start, end), from 0."""
        at = bisect_left(self.starts, start)
        return at if at < len(self) and self[at] == (start, end) else None

    def first_from(self, position: int) -> int:
        """The number of the first match that begins at `position` or later; their count if there is none."""
        return bisect_left(self.starts, position)

    def last_until(self, position: int) -> int:
        """The number of the last match that ends at `position` or before; -1 if there is none."""
        return bisect_right(self.ends, position) - 1

    def within(self, start: int, end: int) -> range:
        """The numbers of the matches that meet [start, end]."""
        return range(bisect_left(self.ends, start), bisect_right(self.starts, end))


NOTHING = Matches(array("q"), array("q"))


def scan(
    text: str | SearchText,
    query: Query,
    start: int = 0,
    end: int | None = None,
    watch: Callable[[int], bool] | None = None,
) -> Iterator[tuple[int, int, QRegularExpressionMatch]]:
    """Every match that lies in [start, end), as start, end and groups. An empty query matches nowhere.

    What stands beside the range is seen by `\\b`, `^` and the like; only where a match would reach beyond its end the
    text is taken to end there. `watch` is told the place reached now and then; True from it ends the search.
    Raises `SearchError`, also where a pattern takes too many steps.
    """
    if not query.text:
        return
    text = text if isinstance(text, SearchText) else SearchText.of(text)
    pattern = query.pattern()
    edge = text.length
    # Neither edge within a pair.
    _, end, _ = text.window(edge if end is None else min(end, edge), edge)
    at = text.whole(start)
    empty_at, size = -1, _FIRST
    while at <= end and not (watch is not None and watch(at)):
        began = time.perf_counter()
        # Only a part is handed over, and PCRE says where it would need more: such a place is tried again with more.
        subject, base, stop = text.window(max(0, at - _CONTEXT), min(at + size, edge))
        whole = stop >= edge
        found = pattern.globalMatch(subject, at - base, _Type.NormalMatch if whole else _Type.PartialPreferFirstMatch)
        wanting = beyond = False
        while found.hasNext():
            match = found.next()
            first, last = base + match.capturedStart(), base + match.capturedEnd()
            if match.hasPartialMatch():
                # Qt tells how far back the pattern may look from there, be it into a pair.
                at, wanting = text.whole(max(at, first)), True
                break
            if not whole and first >= stop:
                at = stop
                break
            if first > end:
                return
            if last > end:
                edge, beyond = end, True
                break
            if first == last == empty_at:
                continue
            at, empty_at = last, last if first == last else -1
            yield first, last, match
        else:
            # Qt also calls it invalid to seek on behind an empty match at the end.
            if not found.isValid() and empty_at != stop:
                raise SearchError(QCoreApplication.translate("search", "This expression is too complex for this text."))
            at = stop + whole
        if wanting:
            size = max(size, 2 * (stop - at) + 2)
        elif not beyond:
            size = _fitting(size, time.perf_counter() - began)


def find_all(
    text: str | SearchText,
    query: Query,
    start: int = 0,
    end: int | None = None,
    limit: int | None = LIMIT,
    watch: Callable[[int], bool] | None = None,
) -> Matches:
    """The first `limit` matches in [start, end); see `scan`."""
    starts, ends = array("q"), array("q")
    for first, last, _ in scan(text, query, start, end, watch):
        if len(starts) == limit:
            return Matches(starts, ends, complete=False)
        starts.append(first)
        ends.append(last)
    return Matches(starts, ends)


def next_match(
    text: str | SearchText,
    query: Query,
    position: int,
    start: int = 0,
    end: int | None = None,
    skip: Span | None = None,
    watch: Callable[[int], bool] | None = None,
) -> Span | None:
    """The first match from `position` on, else the first of the range; one that meets `skip` does not count."""
    text = text if isinstance(text, SearchText) else SearchText.of(text)
    position = max(position, start)
    for low, high in ((position, end), (start, end)):
        for first, last, _ in scan(text, query, low, high, watch):
            if not meets(skip, first, last):
                return first, last
    return None


def previous_match(
    text: str | SearchText,
    query: Query,
    position: int,
    start: int = 0,
    end: int | None = None,
    skip: Span | None = None,
    watch: Callable[[int], bool] | None = None,
) -> Span | None:
    """The last match that ends at `position` or before, else the last of the range; see `next_match`."""
    text = text if isinstance(text, SearchText) else SearchText.of(text)
    end = text.length if end is None else min(end, text.length)
    for high in (min(position, end), end):
        reach, low = _NEAR, high
        while low > start:
            low, best = max(start, high - reach), None
            for first, last, _ in scan(text, query, low, high, watch):
                # At the very edge it may be the rest of a longer one.
                if (first > low or low == start) and not meets(skip, first, last):
                    best = first, last
            if best is not None:
                return best
            reach *= 8
    return None


def meets(span: Span | None, start: int, end: int) -> bool:
    """True if changing [start, end) would touch `span`."""
    if span is None:
        return False
    if start == end or span[0] == span[1]:
        return start <= span[1] and end >= span[0]
    return start < span[1] and end > span[0]


def _fitting(size: int, seconds: float) -> int:
    """How much to search in the next call, after one of `size` took so long."""
    if seconds < _QUICK_S:
        return min(size * 2, _MOST)
    return max(size // 4, _LEAST) if seconds > _SLOW_S else size


def _mistake(what: str, place: int) -> str:
    sentence = what[:1].upper() + what[1:]
    return QCoreApplication.translate("search", "{mistake} (at character {place}).").format(
        mistake=sentence.rstrip("."), place=place
    )
