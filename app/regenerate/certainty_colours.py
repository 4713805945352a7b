"""The colours of certainty: even steps of lightness from the ground to full ink, so that they need no hue. No Qt."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from palimpsest.app.theme import Theme

LEVELS = 8
"""Steps that an eye can tell apart side by side."""

_FIRST = 0.15
"""How far the lowest step stands away from the ground, as a share of the way to the ink."""


def level(certainty: float) -> int:
    """The step of a certainty in [0, 1]: 0 … `LEVELS` - 1."""
    return min(LEVELS - 1, int(certainty * LEVELS))


def ramp(theme: Theme) -> tuple[str, ...]:
    """`LEVELS` colours "#rrggbb" in steps of equal lightness, from near the frame to the ink of the page."""
    return _ramp(theme.frame, theme.ink)


@cache
def _ramp(ground: str, ink: str) -> tuple[str, ...]:
    low, high = oklab(ground), oklab(ink)
    shares = (_FIRST + (1.0 - _FIRST) * step / (LEVELS - 1) for step in range(LEVELS))
    return tuple(
        _hex(tuple(start + (end - start) * share for start, end in zip(low, high, strict=True))) for share in shares
    )


def oklab(colour: str) -> tuple[float, float, float]:
    """A colour "#rrggbb" in OKLab (Ottosson 2020), in which equal steps look equal: lightness in [0, 1], a, b."""
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    middle = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    return (
        0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short,
    )


def _hex(lab: tuple[float, ...]) -> str:
    lightness, a, b = lab
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    channels = (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    )
    return "#" + "".join(f"{round(255 * _gamma(max(0.0, min(1.0, channel)))):02x}" for channel in channels)


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def _gamma(channel: float) -> float:
    return 12.92 * channel if channel <= 0.0031308 else 1.055 * channel ** (1 / 2.4) - 0.055
