"""What a text is read in: words, white space, line ends and single signs, none of which splits a character. No Qt."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cache
from itertools import accumulate

from palimpsest.app.documents.counting import UNSPACED, marks

# What goes on with the character before it, beyond combining marks: joiners, halfwidth sound marks, skin tones, tags,
# vowel signs of Thai and Lao, vowels and finals of Hangul (UAX 29). Taking more than the standard does no harm.
_GOES_ON = "\u200c\u200d\uff9e\uff9f\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f\u0e33\u0eb3\u1160-\u11ff\ud7b0-\ud7fb"
# What takes the next character along: the joiner, and the signs that stack consonants.
_JOINS = (
    "\u200d\u094d\u09cd\u0a4d\u0acd\u0b4d\u0c4d\u0d4d\u0dca\u1039\u17d2\u1a60\u1b44\u1bab\ua9c0\uaaf6\U00010a3f"
    "\U00011133\U000113d0\U0001193e\U00011a47\U00011a99\U00011f42"
)
_PRECEDES = (
    "\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\u0d4e\U000110bd\U000110cd\U000111c2\U000111c3\U000113d1\U0001193f\U00011941"
    "\U00011a3a\U00011a84-\U00011a89\U00011d46\U00011f02\u1100-\u115f\ua960-\ua97c"
)
_FLAG = "[\U0001f1e6-\U0001f1ff]"
_APOSTROPHES = "'\u2019\u02bc\uff07"
_HYPHENS = "-\u2010\u2011"


@cache
def _unit() -> re.Pattern[str]:
    return _pattern(f"[{_APOSTROPHES}]")


@cache
def _word() -> re.Pattern[str]:
    # A minus is none of a number's hyphens.
    return _pattern(f"(?:[{_APOSTROPHES}]|(?<![\\d\\s])[{_HYPHENS}](?!\\d))")


def _pattern(joint: str) -> re.Pattern[str]:
    """Letters with joints between them, or white space, or any other character."""
    own = f"[{marks()}{_GOES_ON}]"
    joined = f"(?<=[{_JOINS}]){own}*(?:{_FLAG}{{2}}|\\S)|(?<=[{_PRECEDES}])(?:{_FLAG}{{2}}|[^\\r\\n])"
    tail = f"(?:{joined}|{own})*"
    letters = f"(?:(?![{UNSPACED}])\\w{tail})+"
    spaces = f"(?:[^\\S\\r\\n](?!{own}))+"
    character = f"\\r\\n|[\\r\\n]|(?:{_FLAG}{{2}}|[\ud800-\udbff][\udc00-\udfff]|[^\\r\\n]){tail}"
    return re.compile(f"{letters}(?:{joint}{letters})*|{spaces}|{character}")


def units(text: str) -> list[str]:
    """Words with their apostrophes, runs of white space, line ends, and every other character alone.

    Joined they are the text. Scripts without spaces go by the character. A character with its marks, an emoji of
    several code points, a flag and a pair of surrogates are never split.
    """
    return _unit().findall(text)


def words(text: str) -> list[tuple[int, int]]:
    """Where people see a word: letters, digits, apostrophes and hyphens together, or one sign. Code points."""
    return [match.span() for match in _word().finditer(text) if not match[0].isspace()]


def borders(parts: Sequence[str]) -> list[int]:
    """Where each part begins in the text that they make up, and where the last one ends."""
    return list(accumulate(map(len, parts), initial=0))


def widened(places: Sequence[int], start: int, end: int) -> tuple[int, int]:
    """The range [start, end) with its ends moved outward to `places`, which rise from 0; an empty one stays empty."""
    low = places[max(0, bisect_right(places, start) - 1)]
    if start == end:
        return low, low
    return low, places[min(len(places) - 1, bisect_left(places, end))]
