"""Code points, in which requests speak, and UTF-16 units, in which Qt speaks."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

_ASTRAL = re.compile("[\U00010000-\U0010ffff]")


def utf16_length(text: str) -> int:
    """How many UTF-16 units Qt counts for `text`; a lone surrogate counts one."""
    if text.isascii():
        return len(text)
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


class Positions:
    """Converts positions of one text, both ways, in logarithmic time.

    Characters beyond U+FFFF take two UTF-16 units; only they are remembered, so a text without any costs nothing.
    """

    __slots__ = ("_points", "_units")

    def __init__(self, text: str) -> None:
        self._points = [] if text.isascii() else [match.start() for match in _ASTRAL.finditer(text)]
        self._units = [point + before for before, point in enumerate(self._points)]

    def to_utf16(self, point: int) -> int:
        """The UTF-16 position of code point `point`."""
        return point + bisect_left(self._points, point)

    def to_code_point(self, unit: int) -> int:
        """The code point at UTF-16 position `unit`; between two surrogates, the one that they form."""
        before = bisect_right(self._units, unit - 1)
        if before and self._units[before - 1] == unit - 1:
            return self._points[before - 1]
        return unit - before
