"""The speed of the last seconds, and the time that is left."""

from __future__ import annotations

import pytest

from palimpsest.app.models.pace import WINDOW_S, Pace


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_nothing_can_be_said_at_first() -> None:
    pace = Pace(Clock())
    assert (pace.speed, pace.left(10)) == (0.0, None)
    pace.add(1000)
    assert pace.left(10) is None


def test_a_steady_line() -> None:
    clock = Clock()
    pace = Pace(clock)
    for _ in range(100):
        clock.now += 0.1
        pace.add(200)
    assert pace.speed == pytest.approx(2000, rel=0.05)
    assert pace.left(20_000) == pytest.approx(10, rel=0.05)


def test_what_is_long_ago_is_forgotten_and_silence_counts() -> None:
    clock = Clock()
    pace = Pace(clock)
    for _ in range(20):
        clock.now += 1
        pace.add(1000)
    for _ in range(20):
        clock.now += 1
        pace.add(10)
    assert pace.speed == pytest.approx(10, rel=0.1)
    clock.now += 4 * WINDOW_S
    assert pace.speed < 3
