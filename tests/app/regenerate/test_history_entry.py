"""What is remembered of a run, how runs are grouped, and what is forgotten when there are too many."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st
from regenerate_entries import TEXT, entry

from palimpsest.app.regenerate.history_entry import AROUND, ORIGINAL, HistoryEntry, Outcome, bounded, grouped
from palimpsest.app.regenerate.wish import Wish
from palimpsest.engine.request import InfillRequest


def test_an_entry_is_made_of_a_request():
    long = "x" * 200 + TEXT + "y" * 200
    at = long.index("small")
    request = InfillRequest(long, at, at + 11, pins=((at, at + 5),), holes=((at + 6, at + 11),), seed=77)
    made = HistoryEntry.of(request, Wish("shorter"), Outcome.STOPPED, model="tiny", passes=9, texts=("a",))
    assert (made.original, made.before, made.after) == (
        "small brown",
        long[at - AROUND : at],
        long[at + 11 : at + 11 + AROUND],
    )
    assert made.wish == Wish("shorter", seed=77)
    assert (made.pins, made.holes) == (((0, 5),), ((6, 11),))
    assert (made.pins_at(at), made.holes_at(at)) == (request.pins, request.holes)
    assert (made.model, made.passes, made.texts, made.outcome) == ("tiny", 9, ("a",), Outcome.STOPPED)
    assert made.time.utcoffset() == timedelta(0)


def test_the_seed_of_the_wish_is_the_one_that_was_used():
    made = HistoryEntry.of(InfillRequest(TEXT, 0, 2, seed=5), Wish(seed=6), Outcome.FAILED)
    assert made.wish.seed == 6


def test_what_can_be_shown_is_every_alternative_and_what_was_accepted():
    assert entry(texts=("a", "b")).offers == ("a", "b")
    assert entry(texts=("a", "b"), accepted="b").offers == ("a", "b")
    assert entry(texts=("a", "b"), accepted="a and brown").offers == ("a", "b", "a and brown")
    assert entry(accepted="b").offers == ("b",)
    assert entry().offers == ()
    both = entry(texts=("a",), accepted="b")
    assert [both.text_at(place) for place in (0, 1, ORIGINAL, 2, -2)] == ["a", "b", "small brown", None, None]


def test_runs_that_differ_in_their_seed_are_one_group():
    one, other, third = entry(1), entry(2), replace(entry(3), wish=Wish("longer", 0.6, seed=3))
    groups = grouped((third, other, one))
    assert [group.entries for group in groups] == [(third,), (other, one)]
    assert groups[1].newest is other
    assert [group.newest for group in grouped((entry(4), third, other, one))][1] is third


def test_insertions_at_two_places_are_no_group():
    first = replace(entry(1), original="", start=3, end=3, before="On ")
    second = replace(first, id="other", before="cup", start=40, end=40)
    assert len(grouped((first, second))) == 2
    assert len(grouped((first, replace(first, id="again")))) == 1


def test_the_oldest_are_forgotten_but_starred_and_accepted_ones_last():
    entries = (entry(5), entry(4, starred=True), entry(3), entry(2, accepted="x"), entry(1))
    assert bounded(entries, most=5) == entries
    assert [one.wish.seed for one in bounded(entries, most=3)] == [5, 4, 2]
    assert [one.wish.seed for one in bounded(entries, most=1)] == [4]


def test_drafts_go_before_entries_and_the_accepted_text_stays():
    draft = "d" * 10_000
    entries = (entry(3, texts=(draft,)), entry(2, texts=(draft,), accepted="kept"), entry(1, texts=(draft,)))
    lean = sum(replace(one, texts=()).size for one in entries)
    left = bounded(entries, room=lean + 25_000)
    assert [bool(one.texts) for one in left] == [True, True, False]
    left = bounded(entries, room=lean + 100)
    assert [one.texts for one in left] == [(), (), ()]
    assert left[1].offers == ("kept",)
    assert [one.wish.seed for one in bounded(entries, room=lean - 100)] == [3, 2]
    assert bounded(entries, room=10) == ()


TEXTS = st.text(max_size=60)


@given(
    st.lists(st.tuples(TEXTS, st.lists(TEXTS, max_size=3), st.none() | TEXTS, st.booleans()), max_size=12),
    st.integers(1, 10),
    st.integers(0, 6_000),
)
def test_the_bounds_always_hold(drawn: list[tuple[str, list[str], str | None, bool]], most: int, room: int):
    entries = tuple(
        entry(len(drawn) - place, original=original, texts=tuple(texts), accepted=accepted, starred=starred)
        for place, (original, texts, accepted, starred) in enumerate(drawn)
    )
    left = bounded(entries, most, room)
    assert len(left) <= most
    assert sum(one.size for one in left) <= room
    ids = [one.id for one in entries]
    places = [ids.index(one.id) for one in left]
    assert places == sorted(places)
    if len(entries) <= most and sum(one.size for one in entries) <= room:
        assert left == entries
    for one in left:
        was = entries[ids.index(one.id)]
        assert one in (was, replace(was, texts=()))
