"""Which lines of a Markdown text are code between fences, kept in step with edits."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

_FENCE = re.compile(r"[\s>]*(`{3,}|~{3,})(.*)")


@dataclass(frozen=True, slots=True)
class _Fence:
    line: int
    mark: str
    bare: bool
    """Nothing follows on its line, so that it may close."""


class Fences:
    """Knows the lines that fences stand on. A fence that nothing closes reaches to the end."""

    def __init__(self) -> None:
        self._fences: list[_Fence] = []
        self._spans: list[tuple[int, int | None]] | None = []

    def replace(self, first: int, removed: int, lines: Sequence[str]) -> bool:
        """`removed` lines from `first` on have given way to `lines`; True if other lines may now be code, or no more.

        Lines are counted from 0.
        """
        new = [
            _Fence(first + place, match[1], not match[2].strip())
            for place, line in enumerate(lines)
            if ("```" in line or "~~~" in line) and (match := _FENCE.match(line)) and _opens(match)
        ]
        before = [fence for fence in self._fences if fence.line < first]
        gone = [fence for fence in self._fences if first <= fence.line < first + removed]
        rest = self._fences[len(before) + len(gone) :]
        shift = len(lines) - removed
        if not new and not gone and not (rest and shift):
            return False
        moved = [_Fence(fence.line + shift, fence.mark, fence.bare) for fence in rest] if shift else rest
        self._fences = [*before, *new, *moved]
        self._spans = None
        return True

    def fenced(self, line: int) -> bool:
        """True if a line is code between fences, or one of the fences."""
        spans = self._between()
        place = bisect_right(spans, line, key=lambda span: span[0]) - 1
        if place < 0:
            return False
        last = spans[place][1]
        return last is None or line <= last

    def _between(self) -> list[tuple[int, int | None]]:
        if self._spans is None:
            self._spans = []
            opened: _Fence | None = None
            for fence in self._fences:
                if opened is None:
                    opened = fence
                elif fence.bare and fence.mark[0] == opened.mark[0] and len(fence.mark) >= len(opened.mark):
                    self._spans.append((opened.line, fence.line))
                    opened = None
            if opened is not None:
                self._spans.append((opened.line, None))
        return self._spans


def _opens(match: re.Match[str]) -> bool:
    """Three backticks with more of them behind are code within a line, not a fence."""
    return match[1][0] == "~" or "`" not in match[2]
