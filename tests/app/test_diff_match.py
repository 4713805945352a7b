"""Matching two sequences: right for every input, shortest where it is cheap, bounded where it is not."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from palimpsest.app.diff_match import CancelledError, Meter, matches

FREELY = 10**9
items = st.lists(st.integers(0, 4), max_size=30)


def longest_common(old: list[int], new: list[int]) -> int:
    """Length of the longest common subsequence, by the table that everybody knows."""
    row = [0] * (len(new) + 1)
    for item in old:
        above = row[:]
        for at, other in enumerate(new):
            row[at + 1] = above[at] + 1 if item == other else max(above[at + 1], row[at])
    return row[-1]


@given(items, items, st.integers(0, 200))
def test_matches_rise_and_are_equal_however_little_work_is_allowed(old, new, limit) -> None:
    end, new_end = 0, 0
    for at, new_at, size in matches(old, new, Meter(limit)):
        assert size > 0
        assert at >= end
        assert new_at >= new_end
        assert old[at : at + size] == new[new_at : new_at + size]
        end, new_end = at + size, new_at + size


@given(items, items)
def test_without_unique_items_the_edit_is_the_shortest(old, new) -> None:
    old, new = [*old, *old], [*new, *new]  # nothing occurs once: no anchors
    assert sum(size for *_, size in matches(old, new, Meter(FREELY))) == longest_common(old, new)


def test_equal_runs_are_told_as_one() -> None:
    assert matches("abcdef", "abcdef", Meter(FREELY)) == [(0, 0, 6)]
    assert matches("abcxdef", "abcdef", Meter(FREELY)) == [(0, 0, 3), (4, 3, 3)]


def test_what_is_too_far_apart_is_rewritten_as_a_whole() -> None:
    chance = random.Random(1)
    old, new = ([chance.randrange(3) for _ in range(20_000)] for _ in range(2))
    meter = Meter(FREELY)
    found = matches([9, *old, 9], [9, *new, 9], meter)
    assert found[0][:2] == (0, 0)
    assert found[-1][0] + found[-1][2] == len(old) + 2
    assert sum(size for *_, size in found) < 100
    assert meter.steps < 10 * len(old)


def test_a_shuffled_sequence_ends_at_the_bound() -> None:
    new = list(range(40_000))
    random.Random(1).shuffle(new)
    meter = Meter(500_000)
    assert matches(range(40_000), new, meter)
    assert meter.steps < 600_000


def test_nobody_waits_any_more() -> None:
    with pytest.raises(CancelledError):
        matches("abc", "abd", Meter(FREELY, lambda: True))
