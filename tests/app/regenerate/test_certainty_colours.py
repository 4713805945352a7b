"""The colours of certainty: even, in one direction, and far enough apart to need no hue."""

from __future__ import annotations

from itertools import pairwise

import pytest
from audit import contrast
from hypothesis import given
from hypothesis import strategies as st

from palimpsest.app.regenerate.certainty_colours import LEVELS, level, oklab, ramp
from palimpsest.app.theme import Theme, dark, light

THEMES = pytest.mark.parametrize("theme", [light, dark], ids=lambda theme: theme.name)


@THEMES
def test_steps_of_lightness_are_equal_and_can_be_told_apart(theme: Theme) -> None:
    lightness = [oklab(colour)[0] for colour in ramp(theme)]
    steps = [after - before for before, after in pairwise(lightness)]
    assert len(lightness) == LEVELS
    assert all(abs(step - steps[0]) < 0.01 for step in steps)
    assert min(abs(step) for step in steps) > 0.05


@THEMES
def test_the_ramp_goes_from_near_the_ground_to_full_ink(theme: Theme) -> None:
    colours = ramp(theme)
    assert colours[-1] == theme.ink
    against = [contrast(colour, theme.frame) for colour in colours]
    assert against == sorted(against)
    assert against[0] > 1.2


def test_oklab_of_white_and_black() -> None:
    assert oklab("#ffffff") == pytest.approx((1.0, 0.0, 0.0), abs=1e-3)
    assert oklab("#000000") == pytest.approx((0.0, 0.0, 0.0), abs=1e-3)


@given(st.floats(0, 1), st.floats(0, 1))
def test_more_certain_is_never_a_lower_step(one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert 0 <= level(low) <= level(high) <= LEVELS - 1
