"""The numbers of a run: speed, time of a pass, and what was known of the prefix."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from recorded_films import passes
from scripted import make_pass

from palimpsest.app.run_numbers import RunNumbers, of_takes
from palimpsest.engine.request import CellState


def take(count: int, first: float, step: float, words: int = 6):
    return [
        make_pass(
            number, 48, ["a"] * words, 0.4, seconds=first + step * (number - 1), prefix=200, reused=150, saved_ms=75.0
        )
        for number in range(1, count + 1)
    ]


def test_a_run():
    numbers = of_takes([take(5, 1.0, 0.25)])
    assert numbers == RunNumbers(5, 6, 3.0, 250.0, 1.2, 200, 0.75, 75.0)


def test_takes_have_clocks_of_their_own():
    numbers = of_takes([take(5, 1.0, 0.25), [], take(3, 0.5, 0.25)])
    assert (numbers.passes, numbers.tokens) == (8, 12)
    assert numbers.tokens_per_second == 12 / 3.0
    assert numbers.pass_ms == 250.0
    assert numbers.saved_ms == 150.0


def test_what_is_saved_is_known_once_a_take_tells():
    first, second = take(2, 1.0, 0.25), take(3, 0.5, 0.25)
    untold = [replace(step, saved_ms=None) for step in first]
    assert of_takes([untold]).saved_ms is None
    assert of_takes([untold, second]).saved_ms == 75.0


def test_pinned_cells_are_not_written():
    (step,) = take(1, 1.0, 0)
    step = replace(step, states=(CellState.PINNED,) * 2 + (CellState.ACCEPTED,) * 4)
    assert of_takes([[step]]).tokens == 4


def test_nothing_is_said_where_nothing_is_known():
    assert of_takes([]) == of_takes([[]]) == RunNumbers()
    numbers = of_takes([[make_pass(1, 4, ["a"], 0.1)]])
    assert (numbers.tokens_per_second, numbers.pass_ms, numbers.reused, numbers.saved_ms) == (None,) * 4
    assert numbers.tokens_per_pass == 1


@given(st.lists(st.lists(passes(), max_size=3), max_size=3))
def test_any_passes_have_sound_numbers(takes):
    numbers = of_takes(takes)
    assert numbers.passes == sum(map(len, takes))
    assert numbers.reused is None or 0 <= numbers.reused <= 1
    for value in (numbers.tokens_per_second, numbers.pass_ms, numbers.tokens_per_pass, numbers.saved_ms):
        assert value is None or value >= 0
