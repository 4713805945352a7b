"""Brackets and their partners."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from palimpsest.app.editor.brackets import at_caret, enclosing, open_before, partner

TEXT = 'f(a[1], {"(": 2}) # )'


def kind_at(place: int) -> str:
    return "string" if TEXT[:place].count('"') % 2 else "comment" if "#" in TEXT[:place] else ""


def test_partners_both_ways():
    assert partner(TEXT, 1, kind_at) == 16
    assert partner(TEXT, 16, kind_at) == 1
    assert partner(TEXT, 3) == 5
    assert partner(TEXT, 0) is None
    assert partner(TEXT, len(TEXT)) is None


def test_strings_and_comments_are_passed_by():
    assert partner(TEXT, 10, kind_at) is None
    assert partner(TEXT, len(TEXT) - 1, kind_at) is None
    assert partner(TEXT, 1) == 20


def test_the_right_side_of_the_caret_comes_first():
    assert at_caret("()[]", 2) == (2, 3)
    assert at_caret("()", 2) == (1, 0)
    assert at_caret("a", 1) is None


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [(4, 4, (3, 5)), (2, 2, (1, 16)), (4, 7, (1, 16)), (0, 0, None), (18, 18, None)],
)
def test_the_innermost_pair(start: int, end: int, expected: tuple[int, int] | None):
    assert enclosing(TEXT, start, end, kind_at) == expected


def test_a_bracket_that_is_still_open():
    assert open_before("{ { } ", 6, "{") == 0
    assert open_before("{ } ", 4, "{") is None


def test_a_wall_of_brackets_is_given_up():
    text = "(" * 20_000
    assert partner(text, 0) is None
    assert partner(text + ")" * 20_000, 0) is None
    assert enclosing(text, 20_000, 20_000) is None


@given(st.text(st.sampled_from("()[]{}a"), max_size=40))
def test_partners_are_mutual(text: str):
    for place in range(len(text)):
        other = partner(text, place)
        if other is not None:
            assert partner(text, other) == place
            assert {text[place], text[other]} in ({"(", ")"}, {"[", "]"}, {"{", "}"})
        around = enclosing(text, place, place)
        if around is not None:
            assert around[0] < place <= around[1]
            assert partner(text, around[0]) == around[1]
