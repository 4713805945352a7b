"""How a draft is inked: what each cell shows and how strongly, from its certainty and its recent past. No Qt."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from palimpsest.app.editor.scripts import script
from palimpsest.engine.request import CellState, Pass

Kind = Literal["equal", "inserted", "deleted"]
"""What a part of a proposal is, beside the original."""

LEVELS = 8
"""Steps of ink from 0, noise, to `LEVELS`, settled. Few, so that neighbours share one run of text."""
FRESH = 3
"""Trace of a cell that changed in this pass; it loses one each pass."""

_NOISE_BELOW = 0.25
_CHUNK = 128
"""Cells that are inked together, and not again while they stand still."""
_SOFT = "·"
_NEWLINE = re.compile("\r\n|[\r\u2029\ufdd0\ufdd1]")


def plain_newlines(text: str) -> str:
    """`text` with every line ended by "\\n", as a document will hold it."""
    return _NEWLINE.sub("\n", text)


@dataclass(frozen=True, slots=True)
class Ink:
    """How a stretch of text is drawn."""

    level: int = LEVELS
    """0 … `LEVELS`."""
    trace: int = 0
    """0 … `FRESH`: how much of the accent is in it."""
    pinned: bool = False
    kind: Kind = "equal"
    unsure: bool = False
    """The model was of two minds about it, and the user wants to see that."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Text in one ink."""

    text: str
    ink: Ink = Ink()
    own: bool = True
    """False for what is drawn beside the draft, and is no part of it: deleted text, signs."""


@dataclass(frozen=True, slots=True)
class _Chunk:
    """Neighbouring cells of a pass, inked."""

    pieces: Sequence[str]
    certainty: Sequence[float]
    states: Sequence[CellState]
    levels: list[int]
    traces: list[int]
    stretches: list[Stretch]
    still: bool
    """No cell carries a trace: the same cells in the next pass look the same."""


class Inker:
    """Inks pass after pass of one run, and remembers which cells changed lately."""

    def __init__(self, scripts: frozenset[str]) -> None:
        """`scripts`: those of the document; noise outside them is drawn as dots."""
        self._scripts = scripts
        self._chunks: list[_Chunk] = []
        self._pins: Collection[int] | None = None

    def ink(self, shown: Pass, pins: Collection[int] | None = None) -> list[Stretch]:
        """The draft as stretches, neighbours in the same ink joined.

        `pins`: the cells, from 0, that are drawn as pinned if they are; None draws every pinned cell so.
        """
        chunks = []
        same_pins = pins == self._pins
        for start in range(0, len(shown.pieces), _CHUNK):
            old = self._chunks[start // _CHUNK] if start // _CHUNK < len(self._chunks) else None
            cells = slice(start, start + _CHUNK)
            parts = shown.pieces[cells], shown.certainty[cells], shown.states[cells]
            # Most cells of a long span stand still; these comparisons run in C.
            if old and old.still and same_pins and parts == (old.pieces, old.certainty, old.states):
                chunks.append(old)
            else:
                chunks.append(self._ink(*parts, start, old, pins))
        self._chunks, self._pins = chunks, pins
        return joined(stretch for chunk in chunks for stretch in chunk.stretches)

    def forget(self) -> None:
        """What comes next is another run's first pass."""
        self._chunks = []

    def _ink(
        self,
        pieces: Sequence[str],
        certainty: Sequence[float],
        states: Sequence[CellState],
        start: int,
        old: _Chunk | None,
        pins: Collection[int] | None,
    ) -> _Chunk:
        levels = [level(*cell) for cell in zip(certainty, states, strict=True)]
        known = min(len(old.pieces), len(levels)) if old else 0
        traces = []
        for cell, now in enumerate(levels):
            if old is None or cell >= known or now == 0:
                traces.append(0)
            elif old.levels[cell] == 0 or old.pieces[cell] != pieces[cell]:
                traces.append(FRESH)
            else:
                traces.append(max(0, old.traces[cell] - 1))
        stretches = joined(
            Stretch(
                plain_newlines(piece) if now else self._soften(piece),
                Ink(now, trace, state is CellState.PINNED and (pins is None or cell in pins)),
            )
            for cell, (piece, now, trace, state) in enumerate(zip(pieces, levels, traces, states, strict=True), start)
        )
        return _Chunk(pieces, certainty, states, levels, traces, stretches, not any(traces))

    def _soften(self, piece: str) -> str:
        # A newline of noise would make the page jump, a foreign glyph would load a font for a thirtieth of a second.
        return "".join(
            " " if character.isspace() else character if script(character) in self._scripts else _SOFT
            for character in piece
        )


def joined(stretches: Iterable[Stretch]) -> list[Stretch]:
    """The same text in as few stretches as can be."""
    return [
        Stretch("".join(part.text for part in alike), ink, own)
        for (ink, own), alike in groupby(stretches, lambda part: (part.ink, part.own))
    ]


def level(certainty: float, state: CellState) -> int:
    """The ink of one cell. Only an uncertain cell that was not accepted is noise, level 0."""
    if state in (CellState.PINNED, CellState.SETTLED):
        return LEVELS
    if state is CellState.RENOISED and certainty < _NOISE_BELOW:
        return 0
    return max(1, min(LEVELS, math.ceil(certainty * LEVELS)))


def strength(ink_level: int) -> float:
    """Share of full ink in the colour of a level."""
    return 0.22 if ink_level == 0 else 0.40 + 0.60 * ink_level / LEVELS


def blend(base: str, over: str, share: float) -> str:
    """The "#rrggbb" colour `share` of the way from `base` to `over`."""
    pairs = ((int(base[at : at + 2], 16), int(over[at : at + 2], 16)) for at in (1, 3, 5))
    return "#" + "".join(f"{round(low + (high - low) * share):02x}" for low, high in pairs)


def colour(ink: Ink, page: str, full: str, accent: str) -> str:
    """The colour of an ink on a page, all "#rrggbb"."""
    return blend(page, blend(full, accent, 0.75 * ink.trace / FRESH), strength(ink.level))
