"""Sets of ranges, against plain sets of positions."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from palimpsest.app.editor.range_set import Range, around, covered, normal, united, without

ends = st.tuples(st.integers(0, 20), st.integers(0, 20)).map(lambda pair: (min(pair), max(pair)))
sets = st.lists(ends, max_size=6).map(normal)


def points(ranges: Iterable[Range]) -> set[int]:
    return {point for low, high in ranges for point in range(low, high)}


@given(sets, ends)
def test_united_and_without_are_those_of_sets(ranges: tuple[Range, ...], part: Range) -> None:
    new = set(range(*part))
    assert points(united(ranges, *part)) == points(ranges) | new
    assert points(without(ranges, *part)) == points(ranges) - new


@given(sets, ends)
def test_ranges_stay_in_order_and_apart(ranges: tuple[Range, ...], part: Range) -> None:
    for found in (united(ranges, *part), without(ranges, *part), ranges):
        assert all(low <= high for low, high in found)
        assert all(one[1] < other[0] or part[0] == part[1] for one, other in pairwise(found))


@given(sets, ends)
def test_covered_means_every_position(ranges: tuple[Range, ...], part: Range) -> None:
    if part[0] < part[1]:
        assert covered(ranges, *part) == (set(range(*part)) <= points(ranges))


def test_empty_ranges_stay_at_the_edge_of_what_is_taken_out() -> None:
    assert without(((2, 2), (4, 4), (6, 6)), 2, 6) == ((2, 2), (6, 6))


def test_an_empty_range_is_swallowed_by_what_it_touches() -> None:
    assert united(((3, 3), (7, 7)), 3, 5) == ((3, 5), (7, 7))


def test_around_is_the_range_that_begins_there() -> None:
    assert around(((1, 3), (5, 5)), 3) == (1, 3)
    assert around(((1, 3), (5, 5)), 5) == (5, 5)
    assert around(((1, 3), (5, 5)), 4) is None
