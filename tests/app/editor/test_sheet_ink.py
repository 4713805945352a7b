"""What is drawn can be read on both pages, and told by its shape."""

from __future__ import annotations

from itertools import combinations

import pytest

from palimpsest.app import theme
from palimpsest.app.editor.ink import Ink
from palimpsest.app.editor.sheet_ink import SheetInk, deleted_colour
from palimpsest.app.theme import Theme

KINDS = {
    "plain": Ink(),
    "inserted": Ink(kind="inserted"),
    "deleted": Ink(kind="deleted"),
    "pinned": Ink(pinned=True),
    "unsure": Ink(unsure=True),
}


def luminance(colour: str) -> float:
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("look", [theme.light, theme.dark], ids=["light", "dark"])
def test_contrast(look: Theme):
    inks = SheetInk()
    for name, ink in KINDS.items():
        least = 3.0 if name == "deleted" else 4.5
        assert contrast(inks.format(ink, look).foreground().color().name(), look.page) >= least
    assert contrast(deleted_colour(look), look.page) < contrast(look.ink, look.page) / 2
    for name in ("inserted", "pinned", "unsure"):
        assert contrast(inks.format(KINDS[name], look).underlineColor().name(), look.page) >= 3.0


def test_no_two_kinds_differ_by_colour_alone():
    inks = SheetInk()
    shapes = {
        name: (made.underlineStyle(), made.fontStrikeOut())
        for name, ink in KINDS.items()
        for made in [inks.format(ink, theme.light)]
    }
    for one, other in combinations(shapes.values(), 2):
        assert one != other


def test_another_theme_has_other_colours():
    inks = SheetInk()
    light = inks.format(Ink(level=4), theme.light).foreground().color()
    assert inks.format(Ink(level=4), theme.dark).foreground().color() != light
    assert inks.format(Ink(level=4), theme.light).foreground().color() == light
