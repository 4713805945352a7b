"""How far a run is and what ended it, by the rules of the engine."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reels import make_pass

from palimpsest.app.regenerate.stop_progress import Ending, ending, patience, share
from palimpsest.engine.request import CellState, Failed, Finished
from palimpsest.engine.stop_rule import FEW_CELLS, LONG_PLATEAU, PLATEAU_PASSES

DONE = Finished((), 1.0, "tiny", 1)


@pytest.mark.parametrize(
    ("last", "expected"),
    [
        (make_pass(5, entropy=0.004, changed=0), Ending.SETTLED),
        (make_pass(5, entropy=0.03, changed=1, still=PLATEAU_PASSES), Ending.STILL),
        (make_pass(5, entropy=0.3, changed=0, still=PLATEAU_PASSES, cells=12), Ending.OTHER),
        (make_pass(5, entropy=0.3, changed=0, still=LONG_PLATEAU, cells=12), Ending.STILL),
        (make_pass(8, entropy=0.5, changed=3), Ending.LIMIT),
        (make_pass(5, entropy=0.5, changed=3), Ending.OTHER),
        (None, Ending.OTHER),
    ],
)
def test_what_ended_a_run(last, expected) -> None:
    assert ending(last, DONE) is expected


def test_a_run_goes_on_fails_or_is_stopped() -> None:
    last = make_pass(5, entropy=0.004, changed=0)
    assert ending(last, None) is None
    assert ending(last, Failed("It broke.")) is Ending.FAILED
    assert ending(last, Finished((), 1.0, "tiny", 1, stopped=True)) is Ending.STOPPED


def test_it_comes_nearer_as_entropy_falls_by_factors() -> None:
    first = make_pass(1, limit=1000, entropy=1.0)
    shares = [share(first, make_pass(2, limit=1000, entropy=entropy)) for entropy in (1.0, 0.1, 0.02)]
    assert shares[0] == pytest.approx(0.002)
    assert shares[1] == pytest.approx(0.5)
    assert shares[1] < shares[2] < 1.0


def test_it_is_not_there_while_something_changes() -> None:
    first = make_pass(1, limit=1000, entropy=1.0)
    assert share(first, make_pass(2, limit=1000, entropy=0.001, changed=1)) < 1.0
    assert share(first, make_pass(2, limit=1000, entropy=0.001, changed=0)) == 1.0
    assert share(first, make_pass(2, limit=1000, entropy=0.04, changed=0, still=PLATEAU_PASSES)) == 1.0
    assert share(first, make_pass(2, limit=1000, entropy=0.001, changed=1, still=PLATEAU_PASSES)) == 1.0


def test_only_cells_that_may_change_count() -> None:
    states = (CellState.PINNED, CellState.SETTLED) * 9 + (CellState.FREE,) * FEW_CELLS
    assert patience(make_pass(5, entropy=0.3, states=states)) == PLATEAU_PASSES
    assert patience(make_pass(5, entropy=0.3, states=(*states, CellState.RENOISED))) == LONG_PLATEAU


def test_the_last_pass_is_the_end() -> None:
    assert share(make_pass(1, entropy=1.0), make_pass(8, limit=8, entropy=1.0)) == 1.0


@given(st.floats(0, 20), st.floats(0, 20), st.integers(0, 99), st.integers(0, 20), st.integers(1, 48))
def test_it_is_always_a_share(start: float, now: float, changed: int, still: int, number: int) -> None:
    shown = make_pass(number, limit=48, entropy=now, changed=changed, still=still)
    assert 0.0 <= share(make_pass(1, limit=48, entropy=start), shown) <= 1.0
