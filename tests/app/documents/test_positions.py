"""Code points and UTF-16 units name the same places."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from palimpsest.app.documents.positions import Positions, utf16_length


@given(st.text())
def test_every_boundary_is_found_both_ways(text: str):
    positions = Positions(text)
    for point in range(len(text) + 1):
        unit = utf16_length(text[:point])
        assert positions.to_utf16(point) == unit
        assert positions.to_code_point(unit) == point


@given(st.text())
def test_length_is_that_of_the_encoded_text(text: str):
    assert utf16_length(text) == len(text.encode("utf-16-le", "surrogatepass")) // 2


@pytest.mark.parametrize(("unit", "point"), [(0, 0), (1, 1), (2, 1), (3, 2), (4, 2), (5, 3), (6, 4)])
def test_a_place_inside_a_pair_is_that_of_its_character(unit: int, point: int):
    assert Positions("a😀😀b").to_code_point(unit) == point
