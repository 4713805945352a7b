"""The styles of lines as the page knows them: moved along with every edit until the lexer answers. No Qt."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from palimpsest.app.editor.lexed_lines import Spans, Stretch


@dataclass(frozen=True, slots=True)
class LineEdit:
    """An edit by lines: `removed` lines from `first` on are now `added` lines; both are one or more."""

    first: int
    removed: int
    added: int


class LineStyles:
    """Spans by line number, and which lines do not show theirs yet."""

    def __init__(self) -> None:
        self.spans: list[Spans] = [()]
        self._shown: list[Spans | None] = [None]
        self._version = self._reset = 0
        self._unanswered: deque[tuple[int, LineEdit]] = deque()

    def __len__(self) -> int:
        return len(self.spans)

    @property
    def version(self) -> int:
        """How many edits and resets there have been."""
        return self._version

    def reset(self, count: int, counted: bool) -> None:
        """Start over with `count` lines that may show anything; `counted` if a lexer is told of it."""
        self.spans = [()] * count
        self._shown = [None] * count
        self._unanswered.clear()
        self._version += counted
        self._reset = self._version

    def forget_shown(self) -> None:
        """Formats look different now: every line has to be shown again."""
        self._shown = [None] * len(self._shown)

    def edit(self, edit: LineEdit, offset: int, removed: int, tail: int, counted: bool) -> None:
        """`removed` units from `offset` of the first line on have given way to what ends at `tail` of the last one.

        What stands before and after it keeps its spans where they can be known; `counted` as for `reset`.
        """
        first, last = edit.first, edit.first + edit.removed
        old = self.spans[first:last]
        if edit.removed == edit.added == 1:
            new = [_shifted(old[0], offset, removed, tail - offset)]
        elif edit.removed == edit.added:
            new = old
        else:
            head = _shifted([span for span in old[0] if span[0] < offset], offset, 1 << 30, 0)
            new = [head, *[()] * (edit.added - 1)]
            if edit.removed == 1:
                # The line was split: what followed now begins the last of the new ones.
                new[-1] = tuple(_moved(old[0], offset + removed, tail))
            elif edit.removed == 2 and removed == 1 and edit.added == 1:
                # Two lines were joined.
                new[0] = (*head, *_moved(old[1], 0, tail))
        self.spans[first:last] = new
        self._shown[first:last] = [None] * edit.added
        if counted:
            self._version += 1
            self._unanswered.append((self._version, edit))

    def put(self, version: int, first: int, spans: Sequence[Spans]) -> list[Stretch]:
        """What a lexer found after `version` edits; returns the lines it belongs to by now, if that changes them."""
        if version < self._reset:
            return []
        while self._unanswered and self._unanswered[0][0] <= version:
            self._unanswered.popleft()
        parts = [(first, 0, len(spans))]
        for _, edit in self._unanswered:
            parts = [piece for part in parts for piece in _around(part, edit)]
        changed: list[Stretch] = []
        for at, begin, end in parts:
            stretch = slice(at, at + end - begin)
            if self.spans[stretch] != list(spans[begin:end]):
                self.spans[stretch] = spans[begin:end]
                changed.append((at, at + end - begin))
        return changed

    def to_show(self, first: int, last: int) -> list[int]:
        """Lines of [first, last) that do not show what they should."""
        spans, shown = self.spans, self._shown
        last = min(last, len(spans))
        return [line for line in range(max(0, first), last) if shown[line] is not spans[line] and self._differs(line)]

    def showing(self, line: int) -> None:
        """A line shows its spans now."""
        self._shown[line] = self.spans[line]

    def _differs(self, line: int) -> bool:
        if self._shown[line] == self.spans[line]:
            self._shown[line] = self.spans[line]
            return False
        return True


def _shifted(spans: Spans | list[tuple[int, int, int]], offset: int, removed: int, added: int) -> Spans:
    """Spans of a line in which `removed` units at `offset` have given way to `added`; the one that ends there grows."""
    result = []
    stop, by = offset + removed, added - removed
    for old_begin, old_end, style in spans:
        begin = old_begin if old_begin < offset else max(old_begin, stop) + by
        end = old_end if old_end < offset else max(old_end, stop) + by
        if begin < end:
            result.append((begin, end, style))
    return tuple(result)


def _moved(spans: Spans, start: int, to: int) -> list[tuple[int, int, int]]:
    """The spans from `start` of a line on, in a line where they begin at `to`."""
    return [(max(begin, start) - start + to, end - start + to, style) for begin, end, style in spans if end > start]


def _around(part: tuple[int, int, int], edit: LineEdit) -> list[tuple[int, int, int]]:
    """What an edit leaves of found spans: pieces of (line, begin and end among those found)."""
    at, begin, end = part
    stop = edit.first + edit.removed
    before = max(0, min(end - begin, edit.first - at))
    after = max(0, min(end - begin, stop - at))
    pieces = [(at, begin, begin + before), (at + after + edit.added - edit.removed, begin + after, end)]
    return [piece for piece in pieces if piece[1] < piece[2]]
