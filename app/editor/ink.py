"""How a draft is inked: what each cell shows and how strongly, from its certainty and its recent past. No Qt."""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from palimpsest.engine.request import CellState, Pass

LEVELS = 8
"""Steps of ink from 0, noise, to `LEVELS`, settled. Few, so that neighbours share one run of text."""
FRESH = 3
"""Trace of a cell that changed in this pass; it loses one each pass."""

_NOISE_BELOW = 0.25
_SOFT = "·"
_NEWLINE = re.compile("\r\n|[\r\u2029\ufdd0\ufdd1]")

# First code point of each stretch that is written in one script; a draft's noise is shown only in the document's own.
_STRETCHES: tuple[tuple[int, str], ...] = (
    (0x0, "control"),
    (0x20, "common"),
    (0x41, "latin"),
    (0x5B, "common"),
    (0x61, "latin"),
    (0x7B, "common"),
    (0x7F, "control"),
    (0xA0, "common"),
    (0xC0, "latin"),
    (0x250, "phonetic"),
    (0x300, "combining"),
    (0x370, "greek"),
    (0x400, "cyrillic"),
    (0x530, "armenian"),
    (0x590, "hebrew"),
    (0x600, "arabic"),
    (0x700, "other semitic"),
    (0x750, "arabic"),
    (0x780, "other semitic"),
    (0x8A0, "arabic"),
    (0x900, "devanagari"),
    (0x980, "bengali"),
    (0xA00, "gurmukhi"),
    (0xA80, "gujarati"),
    (0xB00, "oriya"),
    (0xB80, "tamil"),
    (0xC00, "telugu"),
    (0xC80, "kannada"),
    (0xD00, "malayalam"),
    (0xD80, "sinhala"),
    (0xE00, "thai"),
    (0xE80, "lao"),
    (0xF00, "tibetan"),
    (0x1000, "burmese"),
    (0x10A0, "georgian"),
    (0x1100, "hangul"),
    (0x1200, "ethiopic"),
    (0x13A0, "other"),
    (0x1780, "khmer"),
    (0x1800, "other"),
    (0x1E00, "latin"),
    (0x1F00, "greek"),
    (0x2000, "common"),
    (0x200B, "invisible"),
    (0x2010, "common"),
    (0x2028, "invisible"),
    (0x202F, "common"),
    (0x2060, "invisible"),
    (0x2070, "symbol"),
    (0x20A0, "common"),
    (0x20D0, "symbol"),
    (0x2C00, "other"),
    (0x2E80, "han"),
    (0x3040, "kana"),
    (0x3100, "han"),
    (0x3130, "hangul"),
    (0x3190, "han"),
    (0xA000, "other"),
    (0xAC00, "hangul"),
    (0xD800, "other"),
    (0xF900, "han"),
    (0xFB00, "latin"),
    (0xFB13, "armenian"),
    (0xFB1D, "hebrew"),
    (0xFB50, "arabic"),
    (0xFE00, "invisible"),
    (0xFE10, "han"),
    (0xFE70, "arabic"),
    (0xFEFF, "invisible"),
    (0xFF00, "han"),
    (0xFFE0, "other"),
    (0x1F000, "symbol"),
    (0x20000, "han"),
    (0x323B0, "other"),
)
_FIRSTS = tuple(first for first, _ in _STRETCHES)


@cache
def script(character: str) -> str:
    """Which script a character belongs to, coarsely; "common" is shared by all."""
    return _STRETCHES[bisect_right(_FIRSTS, ord(character)) - 1][1]


def scripts_of(text: str) -> frozenset[str]:
    """The scripts in which `text` is written; Latin if there is nothing to go by."""
    found = {script(character) for character in set(text)} - {"control", "invisible", "combining"}
    return frozenset(found | {"common"} if found - {"common", "symbol"} else found | {"common", "latin"})


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


@dataclass(frozen=True, slots=True)
class Stretch:
    """Text in one ink."""

    text: str
    ink: Ink = Ink()


class Inker:
    """Inks pass after pass of one run, and remembers which cells changed lately."""

    def __init__(self, scripts: frozenset[str]) -> None:
        """`scripts`: those of the document; noise outside them is drawn as dots."""
        self._scripts = scripts
        self._pieces: Sequence[str] = ()
        self._levels: list[int] = []
        self._traces: list[int] = []

    def ink(self, shown: Pass) -> list[Stretch]:
        """The draft as stretches, neighbours in the same ink joined."""
        levels = [level(*cell) for cell in zip(shown.certainty, shown.states, strict=True)]
        known = min(len(self._pieces), len(levels))
        traces = []
        for cell, now in enumerate(levels):
            if cell >= known or now == 0:
                traces.append(0)
            elif self._levels[cell] == 0 or self._pieces[cell] != shown.pieces[cell]:
                traces.append(FRESH)
            else:
                traces.append(max(0, self._traces[cell] - 1))
        self._pieces, self._levels, self._traces = shown.pieces, levels, traces

        stretches: list[Stretch] = []
        texts: list[str] = []
        current: Ink | None = None
        for piece, now, trace, state in zip(shown.pieces, levels, traces, shown.states, strict=True):
            ink = Ink(now, trace, state is CellState.PINNED)
            if ink != current:
                if current is not None:
                    stretches.append(Stretch("".join(texts), current))
                current, texts = ink, []
            texts.append(plain_newlines(piece) if now else self._soften(piece))
        if current is not None:
            stretches.append(Stretch("".join(texts), current))
        return stretches

    def forget(self) -> None:
        """What comes next is another run's first pass."""
        self._pieces, self._levels, self._traces = (), [], []

    def _soften(self, piece: str) -> str:
        # A newline of noise would make the page jump, a foreign glyph would load a font for a thirtieth of a second.
        return "".join(
            " " if character.isspace() else character if script(character) in self._scripts else _SOFT
            for character in piece
        )


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
