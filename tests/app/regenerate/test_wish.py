"""What a strength is called, and what a length means."""

from __future__ import annotations

import pytest

from palimpsest.app.regenerate.wish import SCALES, Wish, strength_name


@pytest.mark.parametrize(
    ("percent", "name"),
    [(10, "polish"), (25, "polish"), (30, "rephrase"), (55, "rephrase"), (60, "rewrite"), (100, "rewrite")],
)
def test_names_of_strengths(percent: int, name: str) -> None:
    assert strength_name(percent) == name


def test_lengths_rise() -> None:
    assert Wish(length="shorter").scale < Wish().scale == 1.0 < Wish(length="longer").scale
    assert list(SCALES.values()) == sorted(SCALES.values())
