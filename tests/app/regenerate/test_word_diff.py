"""Phrases that differ: nothing is lost, any of them may be taken, borders are those of words."""

from __future__ import annotations

import random
from itertools import pairwise
from unittest.mock import patch

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from proposals import texts

from palimpsest.app.regenerate import word_diff
from palimpsest.app.regenerate.units import borders, units
from palimpsest.app.regenerate.word_diff import Hunk, SpanKind, aligned, apply, hunks, spans


@st.composite
def pairs(draw: st.DrawFn) -> tuple[str, str]:
    """Two texts that have much in common, or nothing."""
    old = draw(texts)
    if draw(st.booleans()):
        return old, draw(texts)
    parts = units(old)
    for _ in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, len(parts)))
        parts[at : at + draw(st.integers(0, 3))] = draw(
            st.lists(st.sampled_from(["the", " ", "new", "\n", "."]), max_size=3)
        )
    return old, "".join(parts)


@given(pairs())
@example(("a a b", "a a a b"))
def test_all_changes_make_the_new_text_and_none_the_old(pair) -> None:
    old, new = pair
    found = hunks(old, new)
    assert apply(old, new, found) == new
    assert apply(old, new, ()) == old
    assert apply(old, new, reversed(found)) == new
    assert bool(found) == (old != new)
    for hunk in found:
        rest = apply(old, new, [each for each in found if each is not hunk])
        assert rest != new


@given(pairs())
def test_changes_are_apart_in_order_and_of_whole_units(pair) -> None:
    old, new = pair
    places, new_places = set(borders(units(old))), set(borders(units(new)))
    found = hunks(old, new)
    for hunk in found:
        assert {hunk.old_start, hunk.old_end} <= places
        assert {hunk.new_start, hunk.new_end} <= new_places
        assert hunk.old_start <= hunk.old_end
        assert hunk.new_start <= hunk.new_end
        assert (hunk.old_start, hunk.new_start) != (hunk.old_end, hunk.new_end)
    for one, other in pairwise(found):
        assert one.old_end < other.old_start
        assert one.new_end < other.new_start
        assert old[one.old_end : other.old_start] == new[one.new_end : other.new_start]


@given(pairs())
def test_changes_neither_begin_nor_end_with_what_both_have(pair) -> None:
    old, new = pair
    for hunk in hunks(old, new):
        one, other = units(old[hunk.old_start : hunk.old_end]), units(new[hunk.new_start : hunk.new_end])
        if one and other:
            assert one[0] != other[0]
            assert one[-1] != other[-1]


@given(pairs())
def test_spans_hold_both_texts(pair) -> None:
    old, new = pair
    found = spans(old, new)
    assert "".join(span.text for span in found if span.kind is not SpanKind.DELETED) == new
    assert "".join(span.text for span in found if span.kind is not SpanKind.INSERTED) == old
    assert all(span.text for span in found)
    assert spans(old, new, hunks(old, new)) == found


@given(pairs())
def test_what_both_texts_have(pair) -> None:
    old, new = pair
    at = new_at = 0
    for start, new_start, size in aligned(old, new):
        assert at <= start
        assert new_at <= new_start
        assert old[start : start + size] == new[new_start : new_start + size] != ""
        at, new_at = start + size, new_start + size
    assert aligned(old, old) == ([(0, 0, len(old))] if old else [])


def changes(old: str, new: str) -> list[tuple[str, str]]:
    return [(old[h.old_start : h.old_end], new[h.new_start : h.new_end]) for h in hunks(old, new)]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        # An insertion has its space behind it, as people select words.
        ("the fox", "the quick fox", [("", "quick ")]),
        ("He went home. It rained.", "He went home. She did, too. It rained.", [("", "She did, too. ")]),
        # A space or a little word between two changes does not part them.
        ("a big red bus", "a huge scarlet bus", [("big red", "huge scarlet")]),
        ("cups of tea please", "mugs of milk please", [("cups of tea", "mugs of milk")]),
        # A whole word, or the end of a line, does.
        ("big house red", "small house blue", [("big", "small"), ("red", "blue")]),
        ("x = 1\ny = 2\n", "x = 3\ny = 4\n", [("1", "3"), ("2", "4")]),
        # Of two equal lines, one is gone as a whole.
        ("a b\na c\n", "a b\na b\na c\n", [("", "a b\n")]),
        ("don't go", "do go", [("don't", "do")]),
        ("e\u0301t", "e\u0300t", [("e\u0301t", "e\u0300t")]),
        ("👩‍👩‍👧!", "👩‍👩‍👦!", [("👩‍👩‍👧", "👩‍👩‍👦")]),
    ],
)
def test_changes_as_people_read_them(old, new, expected) -> None:
    assert changes(old, new) == expected


def test_a_long_text_that_was_rewritten_is_one_change_in_bounded_work() -> None:
    old = " ".join(f"a{number % 1999} b{number % 7}" for number in range(2500))
    new = " ".join(f"c{number % 1987} d{number % 5}" for number in range(2500))
    assert len(old) > 15_000
    found = hunks(old, new)
    assert apply(old, new, found) == new
    assert found == (Hunk(0, len(old), 0, len(new)),)


@given(pairs())
def test_phrases_first_finds_changes_of_the_same_worth(pair) -> None:
    old, new = pair
    with patch.object(word_diff, "LONG", 0):
        found = hunks(old, new)
    assert apply(old, new, found) == new
    for one, other in pairwise(found):
        assert one.old_end < other.old_start
        assert one.new_end < other.new_start


def test_in_a_long_text_of_few_words_each_change_is_found() -> None:
    chance = random.Random(4)
    words = [
        chance.choice(["the", "a", "of", "river", "mill", "door", "quiet", "grey", "stone", "upon"])
        for _ in range(3000)
    ]
    old = " ".join(words)
    for place in range(50, 3000, 100):
        words[place] = f"NEW{place}"
    found = hunks(old, " ".join(words))
    assert len(found) == 30
