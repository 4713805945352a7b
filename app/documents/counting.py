"""Counts what writers are asked for: words, characters, sentences, paragraphs, lines, reading time."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

WORDS_A_MINUTE = 238
"""Silent reading of prose: Brysbaert, "How many words do we read per minute?", 2019."""

IDEOGRAPHS = (
    "\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3031-\u3035\u3040-\u312f\u31a0-\u31bf\u31f0-\u31ff\u3400-\u4dbf"
    "\u4e00-\u9fff\ua000-\ua4cf\uf900-\ufaff\uff66-\uff9f\U0001aff0-\U0001b16f\U00020000-\U0003ffff"
)
"""Inside of a regular expression's class: scripts of which every character counts as a word."""
UNSPACED = IDEOGRAPHS + "\u0e00-\u0eff\u0f00-\u0fff\u1000-\u109f\u1780-\u17ff"
"""The same, for scripts that are written without spaces between words."""

_ASCII_WORD = re.compile(r"\w+(?:(?:['.\-]|,(?=\d))\w+)*")
# The dot of "3.14", "e.g." and "J. Smith" ends nothing; of a full stop that may be one, what follows decides.
_END = re.compile(
    r"(?:[.!?\u2026\u203c\u203d\u2047-\u2049]+[\"')\]\u2019\u201d\u00bb*_]*(?=\s|$)|[\u3002\uff01\uff1f]+)"
)
_SHORTENED = re.compile(
    r"(?:^|[\s(\"'\u2018\u201c])(?:[^\W\d_]|(?:[^\W\d_]\.)+[^\W\d_]|Mrs?|Ms|Dr|Prof|Rev|Hon|Sr|Jr|St|Mt|Lt|Col|Gen"
    r"|Capt|Sgt|Vol|Fig|vs|etc|approx|cf)\.$"
)
_MARKED = (
    (0x300, 0x3100),
    (0xA66F, 0xABF0),
    (0xFB1E, 0xFE30),
    (0x101FD, 0x11F60),
    (0x16AF0, 0x17000),
    (0x1BC9D, 0x1E950),
)
"""Where combining marks are; all other places of Unicode need not be looked at."""
_REACH = 16
"""Characters around a full stop that say whether it ends a sentence."""


@dataclass(frozen=True, slots=True)
class Count:
    """What a text amounts to. Counts of the lines of a text add up to the text's."""

    words: int = 0
    characters: int = 0
    """Code points, line ends not among them."""
    dense_characters: int = 0
    """Characters without white space."""
    sentences: int = 0
    paragraphs: int = 0
    """Lines that are not blank."""
    lines: int = 0
    tokens: int | None = None
    """What a model reads; None where nobody has counted them."""

    @property
    def reading_seconds(self) -> float:
        """How long it takes to read, at `WORDS_A_MINUTE`."""
        return self.words * 60 / WORDS_A_MINUTE


@cache
def marks() -> str:
    """Every combining mark, as the inside of a regular expression's class."""
    ranges: list[list[int]] = []
    for first, last in _MARKED:
        for place in range(first, last):
            if unicodedata.category(chr(place))[0] == "M":
                if ranges and ranges[-1][1] == place - 1:
                    ranges[-1][1] = place
                else:
                    ranges.append([place, place])
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in ranges) + "\U000e0100-\U000e01ef"


def count_words(text: str) -> int:
    """Words by Unicode's letters and digits; every ideograph and kana is one.

    Apostrophes and dots within, and hyphens, do not part a word: "don't", "e.g.", "well-known" are one each, "1,204"
    is, too. That is how word processors count; Unicode's own rule parts at hyphens.
    """
    return len((_ASCII_WORD if text.isascii() else _word()).findall(text))


def count_sentences(text: str) -> int:
    """Sentences of one paragraph. One that no mark ends, such as a heading, is one, too."""
    found, begun = 0, 0
    for match in _END.finditer(text):
        if _goes_on(text, match):
            continue
        if _has_word(text[begun : match.start()]):
            found += 1
            begun = match.end()
    return found + _has_word(text[begun:])


def count_line(line: str) -> Count:
    """Count one line, which has no line end."""
    if not line or line.isspace():
        return Count(characters=len(line), lines=1)
    dense = len("".join(line.split()))
    return Count(count_words(line), len(line), dense, count_sentences(line), 1, 1)


def count(text: str) -> Count:
    """Count a whole text; an empty one has no line."""
    return total([count_line(line) for line in text.split("\n")]) if text else Count()


def total(counts: list[Count]) -> Count:
    """What counts of lines add up to; tokens are left out."""
    return Count(
        sum([one.words for one in counts]),
        sum([one.characters for one in counts]),
        sum([one.dense_characters for one in counts]),
        sum([one.sentences for one in counts]),
        sum([one.paragraphs for one in counts]),
        sum([one.lines for one in counts]),
    )


@cache
def _word() -> re.Pattern[str]:
    # A mark belongs to the letter before it; an ideograph is a word of its own.
    letter = f"(?:(?![{IDEOGRAPHS}])[\\w{marks()}\u00ad\u200c\u200d])+"
    return re.compile(f"[{IDEOGRAPHS}]|{letter}(?:(?:['\u2019\u02bc\uff07.\\-\u2010\u2011\u00b7]|,(?=\\d)){letter})*")


def _has_word(text: str) -> bool:
    return any(map(str.isalnum, text))


def _goes_on(text: str, end: re.Match[str]) -> bool:
    """True if a small letter follows, as in "Why?" she asked, or the full stop is an abbreviation's."""
    rest = text[end.end() : end.end() + _REACH].lstrip()
    if not rest or ord(end[0][-1]) >= 0x3000:
        return False
    stop = end.start() + 1
    return rest[0].islower() or (end[0] == "." and _SHORTENED.search(text[max(0, stop - _REACH) : stop]) is not None)
