"""Drafts of a few cells differ: each has one of the likeliest tokens of a cell to itself, the first has its choice."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from palimpsest.engine import Finished, InfillRequest, open_engine, variety
from palimpsest.engine.canvas import Rule
from palimpsest.engine.drafts import Told
from palimpsest.engine.plans import Place
from palimpsest.engine.request import Segment
from palimpsest.resources import samples

if TYPE_CHECKING:
    from palimpsest.engine.request import Alternative

HELD, KEPT, NOISE = Place(0, 10, held=True), Place(1, 11, certainty=0.9), Place(1, 12, noise=True)
REJECTED = Place(1, 13, noise=True, rule=Rule(b" ", unwanted=(13,)))


@pytest.mark.parametrize(
    ("places", "cell"),
    [
        ((HELD, KEPT, NOISE, NOISE), 2),
        ((HELD, NOISE, KEPT, REJECTED), 3),
        ((HELD, KEPT), None),
        ((NOISE, *[KEPT] * variety.MOST_CELLS), None),
        ((NOISE, *[KEPT] * (variety.MOST_CELLS - 1), *[HELD] * 99), 0),
        ((Place(0), HELD), 0),
        ((), None),
    ],
)
def test_where_drafts_differ(places, cell):
    assert variety.pivot(places) == cell


def test_the_likeliest_come_first_whether_probes_have_them_or_not():
    told = [(7, Told(0.5, ((8, 0.3), (9, 0.1)))), (9, Told(0.6, ((8, 0.39), (5, 0.0005))))]
    assert variety.likely(told) == [9, 8, 7]


@given(st.lists(st.integers(20, 40), unique=True, max_size=12), st.integers(1, 10))
def test_each_draft_but_the_first_has_a_token_to_itself(tokens, rows):
    places = (HELD, REJECTED, NOISE)
    made = variety.apart(places, 1, tokens, rows)
    assert len(made) == rows
    assert made[0] == places
    shared = tokens[: rows - 1]
    for number, row in enumerate(made[1:]):
        assert (row[0], row[2]) == (HELD, NOISE)
        rule = row[1].rule
        assert rule is not None
        assert (rule.head, rule.unwanted) == (b" ", (13,))
        assert set(shared) - set(rule.left) == ({tokens[number]} if number < len(shared) else set(shared))


TEXT = "The old lamp stood on the table. Anna took the lamp to the harbor and sold it for two coins.\n"


def rejected(engine, text, start, end, word, **more) -> tuple[Alternative, ...]:
    """What comes in the place of the first token of a word within the span, all else held."""
    low = text.index(word, start)
    before, own, after = (
        engine.tokenizer.encode(part).ids for part in (text[start:low], word, text[low + len(word) : end])
    )
    cells = (
        Segment(before, held=True),
        Segment(own[:1], noise=True, unwanted=own[:1]),
        Segment((*own[1:], *after), held=True),
    )
    request = InfillRequest(text, start, end, resume=cells, strength=0.5, **more)
    *_, last = engine.infill(request, threading.Event())
    assert isinstance(last, Finished), last
    return last.alternatives


@pytest.mark.parametrize("seed", range(4))
def test_a_random_model_offers_as_many_as_are_asked_for(engine, seed):
    start = TEXT.index(" took")
    found = rejected(engine, TEXT, start, len(TEXT) - 1, " harbor", seed=seed, alternatives=4)
    assert len({alternative.text for alternative in found}) == 4
    free = [next(cell for cell in alternative.cells if not cell.pinned) for alternative in found]
    assert len({cell.id for cell in free}) == 4


def test_what_is_told_of_a_cell_does_not_hide_what_other_drafts_have(engine):
    found = rejected(engine, TEXT, TEXT.index(" took"), len(TEXT) - 1, " harbor", seed=1, alternatives=3)
    one, other, *_ = (next(cell for cell in alternative.cells if not cell.pinned) for alternative in found)
    assert other.id in {runner_up.id for runner_up in one.runners_up}
    assert one.probability + sum(runner_up.probability for runner_up in one.runners_up) <= 1.0


def test_a_rejected_word_of_a_story_comes_back_as_other_words():
    engine = open_engine("embedded", "cpu")
    text = samples.load("story.txt").text
    start = text.index('"')
    checked = 0
    for word in (" shovel", " behind", " piano", " library"):
        found = rejected(engine, text, start, start + 60, word, seed=1, alternatives=3)
        free = [next(cell for cell in alternative.cells if not cell.pinned) for alternative in found]
        likely = [runner_up for runner_up in free[0].runners_up if runner_up.probability > 0.01]
        if len(likely) >= 2:
            checked += 1
            assert len({cell.piece for cell in free}) == 3
    assert checked >= 2
