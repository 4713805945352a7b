"""Cases of letters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from palimpsest.app.editor.letter_case import Case, in_case


@pytest.mark.parametrize(
    ("case", "before", "after"),
    [
        ("upper", "Straße ıi", "STRASSE II"),
        ("lower", "ÀB", "àb"),
        ("title", "it's o'clock, say FRIENDS", "It's O'clock, Say Friends"),
        ("title", "x2y ǆ", "X2Y ǅ"),
        ("sentence", "HELLO there. HOW are you?  fine!\n“NEW line”", "Hello there. How are you?  Fine!\n“New line”"),
        ("sentence", "3.5 PER cent", "3.5 per cent"),
        ("swap", "aBß", "AbSS"),
        ("upper", "", ""),
    ],
)
def test_cases(case: Case, before: str, after: str):
    assert in_case(before, case) == after


@given(st.text(), st.sampled_from(["upper", "lower", "title", "sentence"]))
def test_what_is_no_letter_stays(text: str, case: Case):
    kept = [character for character in text if character in "\n 0.,'"]
    assert [character for character in in_case(text, case) if character in "\n 0.,'"] == kept
