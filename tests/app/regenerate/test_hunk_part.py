"""A part of a draft: which changes belong to it, and where a longer one is cut."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from proposals import texts

from palimpsest.app.regenerate.hunk_part import within
from palimpsest.app.regenerate.units import borders, units, widened
from palimpsest.app.regenerate.word_diff import hunks


def taken(old: str, new: str, part: str) -> list[tuple[str, str]]:
    """What is replaced by what if `part`, a stretch of `new`, is taken."""
    start = new.index(part)
    found = within(hunks(old, new), old, new, start, start + len(part))
    return [(old[each.old_start : each.old_end], new[each.new_start : each.new_end]) for each in found]


@pytest.mark.parametrize(
    ("old", "new", "part", "expected"),
    [
        # As many lines on both sides.
        ("one a\ntwo b\nsix c\n", "1 x\n2 y\n3 z\n", "2 y\n", [("two b", "2 y")]),
        # As many sentences.
        (
            "Old men sat. They drank much. It was late.",
            "Young cats ran. Dogs slept there. Nobody spoke then.",
            "Dogs slept there. ",
            [("They drank much. ", "Dogs slept there. ")],
        ),
        # Neither, but words of the same kinds.
        ("a big red bus", "a huge scarlet bus", "huge", [("big", "huge")]),
        # Nothing says what belongs to what: all of it.
        ("He slept late then", "Cats ran. Dogs sat", "Dogs sat", [("He slept late then", "Cats ran. Dogs sat")]),
        # What is quite new can be cut anywhere.
        ("a\n", "a\nb c\nd e\n", "b c\n", [("", "b c\n")]),
        # A deletion belongs to what follows.
        ("One. Two. Three.", "One. Three.", "Three.", [("Two. ", "")]),
        ("One. Two. Three.", "One. Three.", "One. ", []),
        # At the end, to what is before.
        ("One. Two.", "One.", "One.", [(" Two.", "")]),
        ("gone", "", "", [("gone", "")]),
    ],
)  # fmt: skip
def test_a_part(old, new, part, expected) -> None:
    assert taken(old, new, part) == expected


@given(texts, texts, st.integers(0, 40), st.integers(0, 40))
def test_a_part_has_whole_units_in_order_and_apart(old, new, start, length) -> None:
    places, new_places = borders(units(old)), borders(units(new))
    start, end = widened(new_places, min(start, len(new)), min(start + length, len(new)))
    last = new_last = 0
    for hunk in within(hunks(old, new), old, new, start, end):
        assert last <= hunk.old_start <= hunk.old_end
        assert new_last <= hunk.new_start <= hunk.new_end
        last, new_last = hunk.old_end, hunk.new_end
        assert {hunk.old_start, hunk.old_end} <= set(places)
        assert {hunk.new_start, hunk.new_end} <= set(new_places)
