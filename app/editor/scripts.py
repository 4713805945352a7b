"""In which scripts a text is written, coarsely: a draft's noise is shown only in the document's own. No Qt."""

from __future__ import annotations

from bisect import bisect_right
from functools import cache

# First code point of each stretch that is written in one script.
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
