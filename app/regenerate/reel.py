"""All passes of a run in one row, cut where a new canvas begins: what a scrubber goes over. No Qt."""

from __future__ import annotations

import math
from collections.abc import Sequence

from palimpsest.engine.request import CellState, Pass

GAP = 1.0
"""Room between two canvases, in steps from one pass to the next."""

_LEAST = 12
_GROWTH = 1.5

_STANDING = (CellState.PINNED, CellState.SETTLED)


class Reel:
    """The passes of a run, those of earlier takes first. It only ever grows."""

    def __init__(self, passes: Sequence[Pass] = ()) -> None:
        self._passes: list[Pass] = []
        self._parts: list[int] = []
        self._places: list[float] = []
        self._starts: list[int] = []
        self.most_cells = 0
        """Of the span and what is pinned behind it, in any pass."""
        self.most_free = 0
        """Cells that were neither pinned nor settled, in any pass."""
        self.states: set[CellState] = set()
        """Those that occur."""
        self.anchored = False
        """True if text behind the span was part of a canvas."""
        self.extend(passes)

    def __len__(self) -> int:
        return len(self._passes)

    def __getitem__(self, index: int) -> Pass:
        return self._passes[index]

    def extend(self, passes: Sequence[Pass]) -> None:
        """Put passes behind the others. One that does not count on from the pass before begins a part."""
        for pass_ in passes:
            last = self._passes[-1] if self._passes else None
            if last is None or pass_.canvas != last.canvas or pass_.number <= last.number:
                self._starts.append(len(self._passes))
                self._places.append(self._places[-1] + 1.0 + GAP if last is not None else 0.0)
            else:
                self._places.append(self._places[-1] + 1.0)
            self._passes.append(pass_)
            self._parts.append(len(self._starts) - 1)
            self.most_cells = max(self.most_cells, len(pass_.pieces) + len(pass_.anchor))
            self.states.update(pass_.states)
            self.anchored |= bool(pass_.anchor)
            self.most_free = max(self.most_free, sum(state not in _STANDING for state in pass_.states))

    @property
    def starts(self) -> Sequence[int]:
        """The first pass of each part."""
        return self._starts

    def part(self, index: int) -> int:
        """Which part a pass belongs to, from 0."""
        return self._parts[index]

    def start(self, index: int) -> int:
        """The first pass of the part that a pass belongs to."""
        return self._starts[self._parts[index]]

    def place(self, index: int) -> float:
        """Where a pass stands along the row, in steps from the first."""
        return self._places[index]

    def extent(self, growing: bool) -> float:
        """How long the row is, in steps; at least 1. `growing` leaves room, so that it is not drawn anew each pass."""
        used = self._places[-1] if self._places else 0.0
        if not growing:
            return max(1.0, used)
        steps = max(0, math.ceil(math.log(max(used, 1.0) / _LEAST, _GROWTH)))
        return max(used, _LEAST * _GROWTH**steps)

    def nearest(self, place: float) -> int:
        """The pass that stands nearest to a place, in steps. There must be one."""
        low, high = 0, len(self._places) - 1
        while low < high:
            middle = (low + high) // 2
            if self._places[middle] < place:
                low = middle + 1
            else:
                high = middle
        if low and place - self._places[low - 1] <= self._places[low] - place:
            return low - 1
        return low

    def changed(self, index: int) -> frozenset[int]:
        """Cells that read otherwise than in the pass before; none where another canvas or draft began to be shown."""
        shown = self._passes[index]
        if index == self.start(index):
            return frozenset()
        before = self._passes[index - 1]
        if len(before.pieces) != len(shown.pieces) or _drawn(before) != _drawn(shown):
            return frozenset()
        old, new = (before.ids, shown.ids) if before.ids and shown.ids else (before.pieces, shown.pieces)
        return frozenset(
            cell
            for cell, (one, other) in enumerate(zip(old, new, strict=True))
            if one != other and shown.states[cell] not in _STANDING
        )


def _drawn(pass_: Pass) -> int:
    """Which of the drafts side by side a pass shows; -1 where it does not tell."""
    return next((row for row, draft in enumerate(pass_.drafts) if draft.shown), -1)
