"""The texts of a comparison as data: which is best, how likely each is, how much of it is old."""

from __future__ import annotations

import math

from hypothesis import given
from hypothesis import strategies as st

from palimpsest.app.regenerate.text_cards import cards_of, in_common
from palimpsest.app.regenerate.word_diff import spans
from palimpsest.engine.request import Alternative


def test_the_best_is_the_likeliest_wherever_it_stands():
    cards = cards_of("old", [Alternative("a", -2.0, 1), Alternative("b", -1.0, 1), Alternative("c", -1.0, 1)])
    assert [card.best for card in cards] == [False, False, True, False]
    assert [card.number for card in cards] == [0, 1, 2, 3]
    assert math.isclose(cards[1].share, math.exp(-1.0))
    assert cards[2].share == 1.0


def test_one_alone_is_not_called_the_best():
    (original, only) = cards_of("old", [Alternative("a", -math.inf, 1)])
    assert (original.text, original.alternative) == ("old", None)
    assert not only.best
    assert cards_of("old", []) == (original,)


@given(st.text("ab \n", max_size=40), st.text("abc \n", max_size=40))
def test_what_is_in_common_is_a_share(old: str, new: str):
    share = in_common(spans(old, new))
    assert 0.0 <= share <= 1.0
    assert in_common(spans(new, new)) == 1.0
    if new.strip():
        assert in_common(spans("", new)) == 0.0
