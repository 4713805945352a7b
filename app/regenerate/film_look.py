"""How a film looks: theme, size, speed, and whether the window is seen or only the page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

ThemeName = Literal["light", "dark"]

FASTEST_PASS_MS = 100
"""A pass stands at least this long, whatever the speed: what flashes faster than ten times a second is a strain."""
LEAST_PIXELS, MOST_PIXELS = 480, 4096


@dataclass(frozen=True, slots=True)
class Size:
    """A picture, pixels, and how large the page's text is in it, percent."""

    width: int
    height: int
    zoom: int = 100


SIZES: dict[str, Size] = {
    "readme": Size(960, 600),
    "post": Size(1200, 675, 130),
    "square": Size(1080, 1080, 150),
}
"""Sizes by their names: for a page of code, for the time line of a network, for a square."""


@dataclass(frozen=True, slots=True)
class Look:
    """What a film is written with."""

    theme: ThemeName | None = None
    """None: pictures are light, and a page is as its reader's system."""
    size: Size = SIZES["readme"]
    speed: float = 1.0
    """Above 1 is faster; passes never follow each other faster than `FASTEST_PASS_MS`."""
    crop: bool = False
    """Only the page around the span and a caption, without the window."""
    hold_ms: int = 2400
    """How long the last picture stands."""

    @property
    def picture_theme(self) -> ThemeName:
        """The theme of pictures."""
        return self.theme or "light"

    def lasts(self, milliseconds: int, least: int = FASTEST_PASS_MS) -> int:
        """How long something stands at this speed that takes `milliseconds` at the usual one."""
        return max(least, round(milliseconds / self.speed))


def size_of(text: str) -> Size:
    """A size by name or as "1200x675". Raises `ValueError` in a sentence."""
    if text in SIZES:
        return SIZES[text]
    if (found := re.fullmatch(r"(\d{1,5})[x×](\d{1,5})", text)) is None:
        raise ValueError(f"{text!r} is none of {', '.join(SIZES)} and not of the form 1200x675.")
    width, height = int(found[1]), int(found[2])
    if not all(LEAST_PIXELS <= side <= MOST_PIXELS for side in (width, height)):
        raise ValueError(f"{text!r}: each side has {LEAST_PIXELS} to {MOST_PIXELS} pixels.")
    return Size(width, height)
