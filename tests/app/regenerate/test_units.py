"""Words, white space and signs: nothing is lost, no character is split."""

from __future__ import annotations

import pytest
import regex
from hypothesis import example, given
from hypothesis import strategies as st
from proposals import texts

from palimpsest.app.regenerate.units import borders, units, widened, words

# Characters of which those that follow one another may be one: joiners, marks, flags, skin tones, Hangul, Indic, tags.
TANGLED = (
    "a e\u0301\u0308\u200d\u200c\ufe0f🙂👩❤🏽🇩🇪🇫\u1100\u1161\u11a8가각क\u094dषिന്ര്\u0e33\u0600\u0903"
    "\U000e0067\U000e007f\r\n\t(.'-_"
)


def clusters(text: str) -> set[int]:
    """Where Unicode says that a character ends (Qt misjudges flags behind other emoji)."""
    return {0, *(match.end() for match in regex.finditer(r"\X", text))}


@given(st.one_of(texts, st.text(TANGLED, max_size=30)))
@example("👨‍👩‍👧🇩🇪🇫🇷 e\u0301\u0301 각 क्षि")
@example("\n\u0301 \u0301")
def test_units_make_up_the_text_and_split_no_character(text) -> None:
    found = units(text)
    assert "".join(found) == text
    assert all(found)
    assert set(borders(found)) <= clusters(text)


@given(st.text("\ud83d\ude42\ud83da ", max_size=12))
def test_pairs_of_surrogates_stay_together(text) -> None:
    for one, other in zip(units(text), units(text)[1:], strict=False):
        assert not ("\ud800" <= one[-1] <= "\udbff" and "\udc00" <= other[0] <= "\udfff")
    assert "".join(units(text)) == text


@given(st.one_of(texts, st.text(TANGLED, max_size=30)))
def test_words_split_no_character_and_leave_out_white_space_alone(text) -> None:
    last, allowed = 0, clusters(text)
    for start, end in words(text):
        assert last <= start < end
        assert {start, end} <= allowed
        assert not text[last:start].strip()
        last = end
    assert not text[last:].strip()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("don't stop", ["don't", " ", "stop"]),
        ("x_1 = f(y)", ["x_1", " ", "=", " ", "f", "(", "y", ")"]),
        ("a\n    b\r\n", ["a", "\n", "    ", "b", "\r\n"]),
        ("東京へ", ["東", "京", "へ"]),
        ("naïve क्षेत्र", ["naïve", " ", "क्षेत्र"]),
    ],
)
def test_units_as_people_see_them(text, expected) -> None:
    assert units(text) == expected


def test_words_have_hyphens_and_apostrophes_and_numbers_no_minus() -> None:
    text = "A well-known 'don’t' -- x_1-2, it's…"
    assert [text[a:b] for a, b in words(text)] == [
        *("A", "well-known", "'", "don’t", "'", "-", "-", "x_1", "-", "2", ",", "it's", "…")
    ]


def test_a_range_widens_to_whole_units() -> None:
    places = borders(units("one two three"))
    assert widened(places, 1, 5) == (0, 7)
    assert widened(places, 4, 7) == (4, 7)
    assert widened(places, 5, 5) == (4, 4)
    assert widened(places, 0, 99) == (0, 13)
    assert widened(borders(units("")), 0, 0) == (0, 0)
