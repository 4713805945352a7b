"""Finding a title by a few of its letters: which letters are meant, and how well they fit."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

LOOSE = 10
"""A match of at least this cost leaps into the middle of words: worth showing only where nothing fits better."""

_LATER_HEAD = 1
_MIDDLE_START = 4


@dataclass(frozen=True, slots=True)
class Match:
    """How a title was found."""

    cost: int
    """0 is best: the title begins with what was typed."""
    places: tuple[int, ...]
    """Where the found letters stand in the title, ascending."""


@dataclass(frozen=True, slots=True)
class _Folded:
    letters: str
    places: tuple[int, ...]
    """Of each letter, where its character stands in the title."""
    heads: tuple[bool, ...]
    """Of each letter, whether a word begins with it."""


def match(wanted: str, title: str) -> Match | None:
    """The cheapest way to find the letters of `wanted` in `title`, in their order; None if they are not all there.

    Case, accents and the spaces of `wanted` do not count. Letters in a row cost nothing, a leap to the head of a
    later word costs 1, a leap into the middle of a word `LOOSE`.
    """
    letters = _fold(wanted).letters.replace(" ", "")
    if not letters:
        return Match(0, ())
    # Most titles are plain, and most do not hold the letters: no more than that is found out first.
    if title.isascii() and not _in_order(letters, title.lower()):
        return None
    folded = _fold(title)
    return _cheapest(letters, folded) if _in_order(letters, folded.letters) else None


def _in_order(letters: str, text: str) -> bool:
    place = -1
    for letter in letters:
        place = text.find(letter, place + 1)
        if place < 0:
            return False
    return True


def _cheapest(letters: str, folded: _Folded) -> Match:
    """Dynamic programming over (letter wanted, place in the title); the letters are known to be there."""
    text, heads = folded.letters, folded.heads
    costs: dict[int, int] = {}
    for place, letter in enumerate(text):
        if letter == letters[0]:
            costs[place] = 0 if place == 0 else _LATER_HEAD if heads[place] else _MIDDLE_START
    came_from: list[dict[int, int]] = []
    for wanted in letters[1:]:
        reached: dict[int, int] = {}
        before: dict[int, int] = {}
        best = -1
        for place in range(1, len(text)):
            if text[place] == wanted:
                leap = _LATER_HEAD if heads[place] else LOOSE
                if best >= 0:
                    reached[place], before[place] = costs[best] + leap, best
                if place - 1 in costs and costs[place - 1] <= reached.get(place, costs[place - 1]):
                    reached[place], before[place] = costs[place - 1], place - 1
            if place - 1 in costs and (best < 0 or costs[place - 1] < costs[best]):
                best = place - 1
        costs = reached
        came_from.append(before)
    place = min(costs, key=lambda place: (costs[place], place))
    cost, path = costs[place], [place]
    for before in reversed(came_from):
        place = before[place]
        path.append(place)
    return Match(cost, tuple(sorted({folded.places[place] for place in path})))


@lru_cache(maxsize=8192)
def _fold(text: str) -> _Folded:
    letters: list[str] = []
    places: list[int] = []
    heads: list[bool] = []
    for place, character in enumerate(text):
        before = text[place - 1] if place else " "
        head = not before.isalnum() or (before.islower() and character.isupper())
        for letter in unicodedata.normalize("NFKD", character.casefold()):
            if not unicodedata.combining(letter):
                letters.append(letter)
                places.append(place)
                heads.append(head)
                head = False
    return _Folded("".join(letters), tuple(places), tuple(heads))
