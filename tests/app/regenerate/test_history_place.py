"""The span of an earlier run is found again, or said not to be there; never a place that only looks like it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from palimpsest.app.regenerate.history_entry import HistoryEntry, Outcome
from palimpsest.app.regenerate.history_place import place_in
from palimpsest.app.regenerate.wish import Wish
from palimpsest.engine.request import InfillRequest

START = "In the old house at the end of the lane nobody had lit a fire for years, and the rooms were cold. "
SPAN = "On the table stood a small brown cup."
END = " Nobody looked at it, though everybody who came by knew that it had stood there since before the war."
TEXT = START + SPAN + END


def run_over(text: str, span: str, accepted: str | None = None) -> HistoryEntry:
    start = text.index(span)
    outcome = Outcome.DISCARDED if accepted is None else Outcome.ACCEPTED
    return HistoryEntry.of(InfillRequest(text, start, start + len(span)), Wish(), outcome, accepted=accepted)


def found(entry: HistoryEntry, text: str) -> str | None:
    place = place_in(entry, text)
    return None if place is None else text[slice(*place)]


def test_it_is_where_it_was():
    assert place_in(run_over(TEXT, SPAN), TEXT) == (len(START), len(START) + len(SPAN))


def test_it_has_moved_with_its_surroundings():
    moved = "A new first line 😀.\n" + TEXT
    assert place_in(run_over(TEXT, SPAN), moved) == (moved.index(SPAN), moved.index(SPAN) + len(SPAN))


def test_what_was_accepted_stands_in_its_place():
    entry = run_over(TEXT, SPAN, accepted="A cup.")
    assert found(entry, START + "A cup." + END) == "A cup."
    assert found(entry, "More. " + START + "A cup." + END) == "A cup."
    # Taken back with undo.
    assert found(entry, "More. " + TEXT) == SPAN


def test_of_two_places_that_are_alike_the_old_one_is_taken_and_otherwise_none():
    twice = TEXT * 2
    entry = run_over(TEXT * 2, SPAN)
    assert place_in(entry, twice) == (len(START), len(START) + len(SPAN))
    assert place_in(entry, "Moved. " + twice) is None
    # The second is the old place of this one.
    second = InfillRequest(TEXT * 3, len(TEXT + START), len(TEXT + START + SPAN))
    entry = HistoryEntry.of(second, Wish(), Outcome.STOPPED)
    assert place_in(entry, TEXT * 3) == (second.start, second.end)


def test_the_old_text_alone_tells_if_it_is_the_only_one():
    entry = run_over(TEXT, SPAN)
    assert found(entry, "Elsewhere: " + SPAN + " The end.") == SPAN
    assert found(entry, SPAN + SPAN) is None
    short = run_over(TEXT, "cup")
    assert found(short, "another cup") is None


def test_a_span_written_anew_is_what_stands_between_its_surroundings():
    entry = run_over(TEXT, SPAN, accepted="A cup.")
    assert found(entry, "X" + START + "Something else altogether!" + END) == "Something else altogether!"
    assert found(entry, START + END) == ""
    assert found(entry, START + "much more " * 200 + END) is None
    assert found(entry, END + START) is None


def test_nothing_left_is_no_place():
    assert place_in(run_over(TEXT, SPAN), "Another text altogether.") is None
    assert place_in(run_over(TEXT, SPAN), "") is None


def test_the_ends_of_a_document_are_surroundings():
    at_end = HistoryEntry.of(InfillRequest(START, len(START), len(START)), Wish(), Outcome.ACCEPTED, accepted=SPAN)
    assert place_in(at_end, START) == (len(START), len(START))
    assert place_in(at_end, START + SPAN) == (len(START), len(START + SPAN))
    assert place_in(at_end, START + SPAN + END) == (len(START), len(START + SPAN))
    at_start = HistoryEntry.of(InfillRequest(END, 0, 0), Wish(), Outcome.ACCEPTED, accepted=SPAN)
    assert place_in(at_start, SPAN + END) == (0, len(SPAN))


def test_an_empty_document_is_a_place_until_something_is_written():
    entry = HistoryEntry.of(InfillRequest("", 0, 0), Wish(), Outcome.ACCEPTED, accepted="A story.")
    assert place_in(entry, "") == (0, 0)
    assert place_in(entry, "A story.") == (0, 8)
    assert place_in(entry, "Something.") is None


@pytest.mark.parametrize("text", ["a" * 1_000_000, "ab" * 500_000, TEXT * 5_000, "x" * 999_900 + TEXT])
def test_long_texts_of_one_letter_are_searched_too(text: str):
    long = "a" * 50_000 + "b" + "a" * 50_000
    assert place_in(run_over(long, long[49_000:51_000]), text) is None


@given(st.text("ab 😀\n", max_size=300), st.data(), st.text("ab c", max_size=20), st.text("abz", max_size=30))
def test_an_unchanged_text_always_gives_the_old_place(text: str, data: st.DataObject, accepted: str, added: str):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    request = InfillRequest(text, start, end)
    entry = HistoryEntry.of(request, Wish(), Outcome.ACCEPTED, accepted=accepted)
    assert place_in(entry, text) == (start, end)
    other = place_in(entry, added + text)
    assert other is None or 0 <= other[0] <= other[1] <= len(added + text)
