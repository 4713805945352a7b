"""Groups of cells that share a canvas, and what is shown of the others."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from palimpsest.engine import CellState, parts
from palimpsest.engine.plans import Place, Plan


def make(*runs: tuple[int, bool]) -> Plan:
    """Runs of (cells, held); held cells have token 9, the old text of free ones is one token 5."""
    places = [Place(number, 9 if held else None, held) for number, (size, held) in enumerate(runs) for _ in range(size)]
    return Plan(tuple(places), tuple((9,) * size if held else (5,) for size, held in runs))


PLANS = st.lists(st.integers(1, 30), min_size=1, max_size=9).map(
    lambda sizes: make(*[(size, bool(number % 2)) for number, size in enumerate(sizes)])
)


@given(PLANS, st.integers(0, 50), st.integers(32, 64), st.booleans())
def test_every_free_cell_is_in_one_group(plan, follows, room, jointly):
    groups = parts.groups(plan, follows, room, jointly=jointly)
    inside = [cell for begin, stop in groups for cell in range(begin, stop)]
    assert inside == sorted(set(inside))
    assert {cell for cell, place in enumerate(plan.places) if not place.held} <= set(inside)
    for begin, stop in groups:
        assert not plan.places[begin].held
        assert not plan.places[stop - 1].held


def test_neighbours_share_a_canvas_while_they_fit():
    plan = make((4, False), (4, True), (4, False), (40, True), (4, False))
    assert parts.groups(plan, 30, 64, jointly=True) == [(0, 12), (52, 56)]
    assert parts.groups(plan, 0, 64, jointly=True) == [(0, 56)]
    assert parts.groups(plan, 0, 64, jointly=False) == [(0, 56)]
    assert parts.groups(make((4, True)), 0, 64, jointly=True) == []


def test_what_is_done_is_settled_and_what_is_to_come_old():
    plan = make((2, True), (2, False), (1, True), (3, False))
    done = parts.before(plan, [9, 9, 3, 4])
    assert done.states == (CellState.PINNED,) * 2 + (CellState.SETTLED,) * 2
    later = parts.behind(plan, 4)
    assert later.ids == (9, 5)
    assert later.states == (CellState.PINNED, CellState.FREE)
    assert later.held == [True, False]
    assert later.complete


def test_a_run_that_is_cut_shows_only_what_it_begins_with():
    plan = make((2, True), (4, False))
    assert parts.behind(plan, 4).ids == ()
    assert not parts.behind(plan, 4).complete
    assert parts.behind(plan, 6).complete
    kept = Plan(tuple(Place(0, token) for token in (1, 2, 3)), ((1, 2, 3),))
    assert parts.behind(kept, 1).ids == (2, 3)
    assert parts.behind(kept, 1).complete
