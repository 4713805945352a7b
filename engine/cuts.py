"""Where a long text is cut: at borders of its own, which stay where they are while it is edited.

A cut that keeps a distance from the caret moves with every key, and all that was read behind it is lost. So text is
divided by a grid that is counted from its beginning (or its end), and every stretch of the grid has one cut: the best
border in it, of a paragraph or a scope before that of a line or a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_BORDERS = tuple(
    re.compile(pattern)
    for pattern in (
        r"\n[ \t]*\r?\n(?=[^\s)\]}])",  # a blank line before what is not indented: a paragraph, or a scope
        r"\n[ \t]*\r?\n",
        r"\n(?=[^\s)\]}])",
        r"\n",
    )
)


def border(text: str, low: int, high: int) -> int:
    """The best place in [low, high] to cut a text at, the first of equals; `low` if there is none better.

    It depends on nothing outside of `text[low - 1 : high]`.
    """
    if low == 0:
        return 0
    for pattern in _BORDERS:
        # A line that begins at `low` has its break before.
        if found := pattern.search(text, low - 1, high):
            return found.end()
    space = text.find(" ", low, high)
    return low if space < 0 else space


def cuts_before(text: str, place: int, step: int) -> Iterator[int]:
    """Cuts before `place`, nearest first, one in every `step` characters from the beginning; the last one is 0."""
    before = place
    for number in range(max(0, place - 1) // step, -1, -1):
        cut = border(text, number * step, min((number + 1) * step, place))
        if cut < before:
            yield cut
            before = cut


def cut_behind(text: str, place: int, step: int) -> int:
    """The first cut at `place` or behind, one in every `step` characters counted from the end, which is the last one.

    So it stays at its words while text before `place` changes.
    """
    for number in range((len(text) - place) // step, 0, -1):
        low = max(0, len(text) - (number + 1) * step)
        cut = border(text, low, len(text) - number * step)
        if cut >= place:
            return cut
    return len(text)


def last_border(text: str, low: int, high: int) -> int:
    """The last place in [low, high] at which a paragraph, else a line, else a word begins; else `high`."""
    for mark, shift in (("\n\n", 2), ("\n", 1), (" ", 0)):
        found = text.rfind(mark, low, high)
        if found >= 0:
            return found + shift
    return high
