"""Which bracket belongs to which: pure functions on a piece of text. No Qt."""

from __future__ import annotations

import re
from collections.abc import Callable

PAIRS = {"(": ")", "[": "]", "{": "}"}
OPENING = {close: open_ for open_, close in PAIRS.items()}
QUOTES = ('"', "'", "`")

_ANY = re.compile(r"[()\[\]{}]")
_OF_PAIR = {open_: re.compile(re.escape(open_) + "|" + re.escape(close)) for open_, close in PAIRS.items()}
_MOST = 5_000
"""Brackets that are looked at in one direction: a text of nothing else must not stall the caret."""

KindAt = Callable[[int], str]
"""What stands at a place: empty for code and prose, "string" or "comment" for what is in one."""


def partner(text: str, at: int, kind_at: KindAt | None = None) -> int | None:
    """Where the partner of the bracket at `at` stands; None if there is none within reach, or no bracket.

    Only brackets of the same kind count: one in a string pairs with none outside of it.
    """
    bracket = text[at : at + 1]
    if bracket in PAIRS:
        found = _OF_PAIR[bracket].finditer(text, at + 1)
        places = [match.start() for match, _ in zip(found, range(_MOST), strict=False)]
    elif bracket in OPENING:
        places = [match.start() for match in _OF_PAIR[OPENING[bracket]].finditer(text, 0, at)][: -_MOST - 1 : -1]
    else:
        return None
    kind = kind_at(at) if kind_at is not None else ""
    depth = 1
    for place in places:
        if kind_at is not None and kind_at(place) != kind:
            continue
        depth += 1 if text[place] == bracket else -1
        if depth == 0:
            return place
    return None


def at_caret(text: str, caret: int, kind_at: KindAt | None = None) -> tuple[int, int] | None:
    """The bracket at the caret (right of it, else left of it) and its partner; None if there is no such pair."""
    for place in (caret, caret - 1):
        if place >= 0 and (other := partner(text, place, kind_at)) is not None:
            return place, other
    return None


def open_before(text: str, at: int, opening: str, kind_at: KindAt | None = None) -> int | None:
    """Where the bracket `opening` stands that is still open at `at`; those of strings and comments do not count."""
    depth = 0
    places = [match.start() for match in _OF_PAIR[opening].finditer(text, 0, at)][: -_MOST - 1 : -1]
    for place in places:
        if kind_at is not None and kind_at(place):
            continue
        depth += 1 if text[place] == opening else -1
        if depth == 1:
            return place
    return None


def enclosing(text: str, start: int, end: int, kind_at: KindAt | None = None) -> tuple[int, int] | None:
    """The innermost pair around [start, end): where its brackets stand. None if there is none within reach."""
    depths = dict.fromkeys(PAIRS, 0)
    places = [match.start() for match in _ANY.finditer(text, 0, start)][: -_MOST - 1 : -1]
    plain = kind_at is not None and not kind_at(start)
    for place in places:
        # From plain text, brackets of strings and comments do not count.
        if plain and kind_at is not None and kind_at(place):
            continue
        bracket = text[place]
        if bracket in OPENING:
            depths[OPENING[bracket]] += 1
        elif depths[bracket]:
            depths[bracket] -= 1
        elif (other := partner(text, place, kind_at)) is not None and other >= end:
            return place, other
    return None
