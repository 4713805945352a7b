"""Looks of films: sizes by name or number, and a speed that never strains the eye."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from palimpsest.app.regenerate.film_look import FASTEST_PASS_MS, SIZES, Look, Size, size_of


def test_sizes_have_names():
    assert size_of("post") == Size(1200, 675, 130)
    assert all(size_of(name) is size for name, size in SIZES.items())


@pytest.mark.parametrize("text", ["1200x675", "1200×675"])
def test_any_size(text):
    assert size_of(text) == Size(1200, 675)


@pytest.mark.parametrize("text", ["", "huge", "1200", "1200x", "10x10", "9000x600", "-5x600", "320.5x600"])
def test_what_is_no_size(text):
    with pytest.raises(ValueError, match=repr(text)):
        size_of(text)


@given(st.integers(1, 10_000), st.floats(0.1, 10))
def test_no_pass_flashes(milliseconds, speed):
    assert Look(speed=speed).lasts(milliseconds) >= FASTEST_PASS_MS


def test_speed_shortens_what_stands():
    assert Look(speed=2).lasts(900) == 450
    assert Look(speed=0.5).lasts(140) == 280
    assert Look(speed=4).lasts(900, 400) == 400


def test_pictures_are_light_where_nothing_is_chosen():
    assert Look().picture_theme == "light"
    assert Look("dark").picture_theme == "dark"
