"""Entropy by decades."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from palimpsest.app.regenerate.entropy_scale import LOWEST, height, words


@given(st.floats(0, 50), st.floats(0, 50), st.floats(1, 20))
def test_higher_is_never_lower(one: float, other: float, highest: float) -> None:
    low, high = sorted((one, other))
    assert 0.0 <= height(low, highest) <= height(high, highest) <= 1.0


def test_a_decade_is_a_decade() -> None:
    assert height(0.1, 10) - height(0.01, 10) == pytest.approx(height(10, 10) - height(1, 10))
    assert height(LOWEST, 10) == 0.0
    assert height(math.inf, 10) == 1.0


@pytest.mark.parametrize(("entropy", "said"), [(3.14, "3.1"), (0.352, "0.35"), (0.0041, "0.004"), (0.0, "0.000")])
def test_words(entropy: float, said: str) -> None:
    assert words(entropy) == said
