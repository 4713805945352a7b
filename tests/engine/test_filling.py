"""Holes filled jointly or group after group, and spans beyond a canvas: what is held stays, byte for byte."""

from __future__ import annotations

import re
import threading
from typing import Any

import pytest
from hard_texts import DOCUMENTS, holes
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from palimpsest.engine import CellState, Finished, InfillRequest

TEXT = "The old lamp stood on the table. Anna took the lamp to the harbor and sold it for two coins.\n"
SLOW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def run(engine, text, start, end, **more):
    facts: dict[str, Any] = {"seed": 7, "passes": 3} | more
    *passes, last = engine.infill(InfillRequest(text, start, end, **facts), threading.Event())
    assert isinstance(last, Finished), last
    return passes, last


def part(text, words, after=0):
    start = text.index(words, after)
    return start, start + len(words)


def around(text, start, end, gaps):
    """A pattern that the new text of the span has to match: what is between the holes, and anything in them."""
    edges = [start, *(place for gap in gaps for place in gap), end]
    kept = [text[low:high] for low, high in zip(edges[::2], edges[1::2], strict=True)]
    return re.compile(".*".join(re.escape(each) for each in kept), re.DOTALL)


@SLOW
@given(data=st.data(), text=DOCUMENTS)
def test_the_text_between_holes_is_unchanged(engine, data, text):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    gaps = data.draw(holes(text, start, end))
    more = data.draw(
        st.fixed_dictionaries(
            {},
            optional={
                "strength": st.sampled_from([0.3, 0.7]),
                "scale": st.sampled_from([0.6, 1.6]),
                "length": st.integers(1, 9),
                "alternatives": st.sampled_from([2, 3]),
            },
        )
    )
    passes, last = run(engine, text, start, end, holes=gaps, passes=2, **more)
    wanted = around(text, start, end, gaps)
    assert last.alternatives
    for alternative in last.alternatives:
        assert wanted.fullmatch(alternative.text)
        assert "".join(cell.piece for cell in alternative.cells) == alternative.text
    for event in passes:
        assert wanted.fullmatch(event.text)
        assert len(event.ids) == len(event.pieces) == len(event.states) == len(event.certainty)


def test_holes_share_a_canvas_as_long_as_they_fit(engine):
    gaps = (part(TEXT, "lamp"), part(TEXT, "table"))
    passes, _ = run(engine, TEXT, gaps[0][0], gaps[1][1], holes=gaps)
    assert {event.canvases for event in passes} == {1}
    for event in passes:
        assert "".join(p for p, s in zip(event.pieces, event.states, strict=True) if s is CellState.PINNED) == (
            " stood on the"
        )


def test_holes_far_apart_are_filled_group_after_group(engine):
    text = TEXT * 3
    gaps = (part(text, "lamp"), part(text, "table"), part(text, "harbor", 150), part(text, "coins", 250))
    passes, last = run(engine, text, gaps[0][0], gaps[-1][1], holes=gaps, passes=2)
    groups = [event.canvas for event in passes]
    assert groups == sorted(groups)
    assert {event.canvases for event in passes} == {3}
    first, final = passes[0], passes[-1]
    assert CellState.FREE in first.states
    assert CellState.SETTLED not in first.states
    assert first.text.endswith(text[gaps[1][1] : gaps[-1][1]])
    assert CellState.SETTLED in final.states
    assert around(text, gaps[0][0], gaps[-1][1], gaps).fullmatch(final.text)
    assert last.alternatives[0].text == final.text
    assert len(last.alternatives[0].cells) == len(final.ids)


@pytest.mark.parametrize("after", [1, 2, 3, 5])
def test_stopped_between_groups_the_whole_hull_is_kept(engine, after):
    text = TEXT * 3
    gaps = (part(text, "lamp"), part(text, "harbor", 150), part(text, "coins", 250))
    cancelled = threading.Event()
    events = []
    request = InfillRequest(text, gaps[0][0], gaps[-1][1], seed=1, passes=2, holes=gaps)
    for event in engine.infill(request, cancelled):
        events.append(event)
        if len(events) == after:
            cancelled.set()
    *passes, last = events
    assert len(passes) == after
    assert [alternative.text for alternative in last.alternatives] == [passes[-1].text]
    assert "".join(cell.piece for cell in last.alternatives[0].cells) == passes[-1].text


def test_a_far_window_has_its_candidates_side_by_side(engine):
    text = TEXT * 3
    start, (low, high) = 4, part(text, " took the lamp", 150)
    passes, last = run(engine, text, start, len(text) - 4, holes=((low, high),), alternatives=3)
    assert len(passes[0].drafts) > 1
    assert passes[0].canvases == 1
    assert around(text, start, len(text) - 4, [(low, high)]).fullmatch(last.alternatives[0].text)
    assert passes[0].prefix > 50


def test_empty_holes_get_cells(engine):
    places = [TEXT.index(word) for word in ("lamp", "table", "harbor")]
    passes, last = run(engine, TEXT, places[0], places[-1], holes=tuple((place, place) for place in places))
    free = sum(state is not CellState.PINNED for state in passes[-1].states)
    assert free >= 3
    assert len(last.alternatives[0].text) > len(TEXT[places[0] : places[-1]])


def test_the_same_request_gives_the_same_passes(engine):
    text = TEXT * 3
    gaps = (part(text, "lamp"), part(text, "coins", 250))
    one, other = (
        run(engine, text, gaps[0][0], gaps[1][1], holes=gaps, alternatives=2, strength=0.6, scale=1.6) for _ in range(2)
    )
    assert [event.ids for event in one[0]] == [event.ids for event in other[0]]
    assert [alternative.text for alternative in one[1].alternatives] == [a.text for a in other[1].alternatives]
