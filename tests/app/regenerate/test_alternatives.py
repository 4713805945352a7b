"""Cycling through what a run offers."""

from __future__ import annotations

import pytest

from palimpsest.app.regenerate.alternatives import Alternatives
from palimpsest.engine.request import Alternative


def of(*texts: str) -> Alternatives:
    return Alternatives(tuple(Alternative(text, 0.0, 1) for text in texts))


def test_cycles_both_ways_and_wraps() -> None:
    three = of("a", "b", "c")
    assert [three.moved(by).shown.text for by in (0, 1, 2, 3, -1)] == ["a", "b", "c", "a", "c"]
    assert three.moved(-1).counter == "3 of 3"


def test_one_offers_no_choice() -> None:
    assert of("a").counter == ""
    assert of("a").moved(1).shown.text == "a"


def test_none() -> None:
    assert of().moved(1) == of()
    with pytest.raises(IndexError):
        _ = of().shown
