"""Lengths: around the old text, or found by a probe."""

from __future__ import annotations

import math

import torch
from hypothesis import given
from hypothesis import strategies as st

from palimpsest.engine import length


@given(st.integers(1, 400), st.integers(1, 8), st.integers(1, 400))
def test_lengths_around_the_old_text_are_possible_ones(old, count, longest):
    lengths = length.around(old, count, longest)
    assert lengths[0] == min(old, longest)
    assert all(1 <= n <= longest for n in lengths)
    assert len(lengths) <= count


def test_lengths_spread_with_the_span():
    assert set(length.around(8, 5, 100)) == {6, 7, 8, 9, 10}
    assert set(length.around(60, 3, 100)) == {56, 60, 64}


def test_suffix_alignment_finds_where_the_right_text_begins():
    suffix = [3, 5, 7]
    probabilities = torch.full((12, 10), 0.01)
    for place, token in enumerate(suffix):
        probabilities[4 + place, token] = 0.9
    scores = length.suffix_alignment(probabilities[:, suffix].log())
    assert scores.shape == (10,)
    assert scores.argmax() == 4
    assert math.isclose(scores[4].item(), math.log(0.9), rel_tol=1e-5)
    assert length.modes(scores, 1) == (4,)


def test_suffix_alignment_is_floored():
    scores = length.suffix_alignment(torch.full((6, 2), -100.0))
    assert torch.allclose(scores, torch.tensor(math.log(length.FLOOR)))


def test_modes_leave_out_length_zero():
    assert length.modes(torch.tensor([9.0, 1.0, 3.0, 2.0, 5.0]), 2) == (4, 2)


def test_expected_length_stands_out_from_the_trend():
    lengths = [2, 4, 8, 16, 32]
    trend = [-0.5 - 0.4 * math.log(n) for n in lengths]
    trend[2] += 0.6
    assert length.expected_length(lengths, trend) == 8
    assert length.expected_length([5], [-1.0]) == 5
