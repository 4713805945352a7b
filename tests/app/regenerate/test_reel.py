"""Passes in a row: parts with gaps between them, places along the row, what changed from pass to pass."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from reels import drafts, make_pass

from palimpsest.app.regenerate.reel import GAP, Reel
from palimpsest.engine.request import CellState, Pass

canvases = st.lists(st.integers(1, 6), min_size=1, max_size=5)


def row(lengths: list[int]) -> list[Pass]:
    return [
        make_pass(number, canvas=place + 1, canvases=len(lengths))
        for place, length in enumerate(lengths)
        for number in range(1, length + 1)
    ]


@given(canvases)
def test_every_pass_has_a_place_and_is_found_there(lengths: list[int]) -> None:
    reel = Reel(row(lengths))
    assert len(reel) == sum(lengths)
    assert [reel[index] for index in range(len(reel))] == row(lengths)
    for index in range(len(reel)):
        assert reel.nearest(reel.place(index)) == index
        assert reel.nearest(reel.place(index) + 0.4) == index
    assert reel.nearest(-5.0) == 0
    assert reel.nearest(1e6) == len(reel) - 1


@given(canvases)
def test_there_is_a_gap_before_each_canvas(lengths: list[int]) -> None:
    reel = Reel(row(lengths))
    assert len(reel.starts) == len(lengths)
    for index in range(1, len(reel)):
        step = reel.place(index) - reel.place(index - 1)
        assert step == (1.0 + GAP if index in reel.starts else 1.0)
        assert reel.part(index) == sum(start <= index for start in reel.starts) - 1
        assert reel.start(index) == max(start for start in reel.starts if start <= index)


@given(canvases, st.integers(0, 30))
def test_a_reel_that_grows_is_the_same_as_one_made_at_once(lengths: list[int], cut: int) -> None:
    grown = Reel(row(lengths)[:cut])
    grown.extend(row(lengths)[cut:])
    whole = Reel(row(lengths))
    assert [grown.place(index) for index in range(len(grown))] == [whole.place(index) for index in range(len(whole))]
    assert (grown.starts, grown.most_cells, grown.most_free) == (whole.starts, whole.most_cells, whole.most_free)


@given(canvases)
def test_a_growing_row_is_never_shorter_than_what_it_holds(lengths: list[int]) -> None:
    reel = Reel(row(lengths))
    last = reel.place(len(reel) - 1)
    assert reel.extent(growing=True) >= last
    assert reel.extent(growing=False) == max(1.0, last)


def test_a_run_that_begins_anew_begins_a_part() -> None:
    reel = Reel([make_pass(1), make_pass(2), make_pass(1), make_pass(2)])
    assert list(reel.starts) == [0, 2]


def test_what_changed_is_what_reads_otherwise() -> None:
    reel = Reel([make_pass(1), make_pass(2), make_pass(3, canvas=2)])
    assert reel.changed(0) == frozenset()
    assert reel.changed(1) == {1, 2, 3, 4, 5}
    assert reel.changed(2) == frozenset()


def test_another_draft_has_not_changed() -> None:
    one = make_pass(1, drafts=drafts(1.0, 2.0))
    other = replace(make_pass(2), drafts=tuple(replace(d, shown=not d.shown) for d in drafts(1.0, 2.0)))
    assert Reel([one, other]).changed(1) == frozenset()
    assert Reel([one, make_pass(2, cells=7)]).changed(1) == frozenset()


def test_tokens_tell_apart_what_reads_the_same() -> None:
    one = make_pass(1, ids=(1, 2, 3, 4, 5, 6))
    other = replace(one, number=2, ids=(1, 2, 9, 4, 5, 6))
    assert Reel([one, other]).changed(1) == {2}


def test_pins_never_change() -> None:
    pinned = (CellState.PINNED,) * 6
    assert Reel([make_pass(1, states=pinned), make_pass(2, states=pinned)]).changed(1) == frozenset()


def test_counts_what_is_free_and_what_occurs() -> None:
    states = (CellState.SETTLED, CellState.PINNED, *(CellState.ACCEPTED,) * 4)
    reel = Reel([make_pass(1, states=states, anchor=(" and", " so"))])
    assert (reel.most_cells, reel.most_free, reel.anchored) == (8, 4, True)
    assert reel.states == {CellState.SETTLED, CellState.PINNED, CellState.ACCEPTED}
