"""Infill on a small random model: whatever it writes, the outside stays, pins hold and control tokens never appear."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from palimpsest.engine import CellState, Failed, Finished, InfillRequest, Pass
from palimpsest.engine.infill import embedded_folder
from palimpsest.engine.request import InfillError, validate

TEXT = "The old lamp stood on the table. Anna took the lamp to the harbor and sold it for two coins.\n"
CODE = "def total(items):\n    count = 0\n    for item in items:\n        count += item.price\n    return count\n"


def run(engine, text, start, end, **more):
    facts: dict[str, Any] = {"seed": 7, "passes": 4} | more
    request = InfillRequest(text, start, end, **facts)
    *passes, last = engine.infill(request, threading.Event())
    return passes, last


def part(text, words):
    start = text.index(words)
    return start, start + len(words)


def test_a_run_yields_passes_and_ends_with_the_best_first(engine):
    passes, last = run(engine, TEXT, *part(TEXT, "took the lamp"), alternatives=3)
    assert all(isinstance(event, Pass) for event in passes)
    assert [event.number for event in passes] == list(range(1, len(passes) + 1))
    assert isinstance(last, Finished)
    assert 1 <= len(last.alternatives) <= 3
    assert len({alternative.text for alternative in last.alternatives}) == len(last.alternatives)
    assert last.seed == 7
    for event in passes:
        assert len(event.pieces) == len(event.certainty) == len(event.states)
        assert all(0.0 <= value <= 1.0 for value in event.certainty)


def test_same_seed_same_result(engine):
    span = part(TEXT, "lamp to the harbor")
    first, second, other = (run(engine, TEXT, *span, alternatives=2, seed=seed)[1].alternatives for seed in (3, 3, 4))
    assert [a.text for a in first] == [a.text for a in second]
    assert [a.score for a in first] == pytest.approx([a.score for a in second])
    assert [a.text for a in first] != [a.text for a in other]


def test_the_length_asked_for_is_the_number_of_cells(engine):
    passes, _ = run(engine, TEXT, *part(TEXT, " took"), length=5)
    assert {len(event.pieces) for event in passes} == {5}


def test_the_cap_on_passes_holds(engine):
    passes, last = run(engine, TEXT, *part(TEXT, " took the"), passes=2)
    assert [event.number for event in passes] == [1, 2]
    assert all(event.limit == 2 for event in passes)
    assert all(alternative.passes <= 2 for alternative in last.alternatives)


def test_pins_hold_in_every_pass(engine):
    span = part(TEXT, " took the lamp to the harbor")
    pin = part(TEXT, " to")
    pins = (part(TEXT, " harbor"),)
    passes, last = run(engine, TEXT, *span, pins=pins, alternatives=3)
    assert pin[0] < pins[0][0]
    for event in passes:
        pinned = [p for p, s in zip(event.pieces, event.states, strict=True) if s is CellState.PINNED]
        assert "".join(pinned).endswith("harbor")
    assert all(alternative.text.endswith(" harbor") for alternative in last.alternatives)


def test_a_fully_pinned_span_stays(engine):
    span = part(TEXT, " took the lamp")
    _, last = run(engine, TEXT, *span, pins=(span,))
    assert [alternative.text for alternative in last.alternatives] == [" took the lamp"]


def test_low_strength_starts_from_the_old_text(engine):
    span = part(TEXT, " took the lamp to the harbor")
    full, _ = run(engine, TEXT, *span, passes=20)
    low, last = run(engine, TEXT, *span, strength=0.1, passes=20)
    assert isinstance(last, Finished)
    assert full[0].limit == 20
    assert low[0].limit == 2


def test_insertion_probes_a_length(engine):
    place = TEXT.index(" took")
    passes, last = run(engine, TEXT, place, place)
    assert passes
    assert last.alternatives[0].text
    passes, last = run(engine, "", 0, 0)
    assert last.alternatives[0].text


def test_a_span_longer_than_a_canvas_is_filled_canvas_by_canvas(engine):
    text = TEXT * 6
    start, end = 20, len(text) - 30
    passes, last = run(engine, text, start, end, passes=2, alternatives=2)
    numbers = [event.canvas for event in passes]
    assert max(numbers) > 3
    assert numbers[0] == 1
    settled = [sum(s is CellState.SETTLED for s in event.states) for event in passes]
    assert max(settled) > 32
    assert len(last.alternatives) == 2


def test_a_long_span_keeps_its_pins_and_works_below_full_strength(engine):
    text = TEXT * 4
    pin = (text.index("harbor", 250), text.index("harbor", 250) + 6)
    _, last = run(engine, text, 10, len(text) - 10, passes=2, pins=(pin,), strength=0.5)
    assert "harbor" in last.alternatives[0].text


@pytest.mark.parametrize("after", [0, 1, 3])
def test_cancel_ends_within_one_pass_and_keeps_the_draft(engine, after):
    cancelled = threading.Event()
    request = InfillRequest(TEXT, *part(TEXT, " took the lamp"), seed=1, passes=20)
    if not after:
        cancelled.set()
    events = []
    for event in engine.infill(request, cancelled):
        events.append(event)
        if len(events) == after:
            cancelled.set()
    *passes, last = events
    assert len(passes) == after
    assert last.stopped
    assert [alternative.text for alternative in last.alternatives] == [p.text for p in passes[-1:]]


def test_a_long_span_that_ends_inside_a_word_keeps_the_rest_of_it(engine):
    text = "lamp harbor coins " * 12
    end = len(text) - 3
    _, last = run(engine, text, 0, end, passes=2, alternatives=3)
    assert isinstance(last, Finished)
    assert len(last.alternatives) == 3


@pytest.mark.parametrize("after", [2, 3, 4])
def test_cancel_in_a_long_span_keeps_what_was_drawn_last(engine, after):
    text = TEXT * 6
    cancelled = threading.Event()
    events = []
    request = InfillRequest(text, 20, len(text) - 30, seed=1, passes=2)
    for event in engine.infill(request, cancelled):
        events.append(event)
        if len(events) == after:
            cancelled.set()
    *passes, last = events
    assert len(passes) == after
    assert [alternative.text for alternative in last.alternatives] == [passes[-1].text]


def test_the_draft_of_the_last_pass_is_among_what_is_offered(engine):
    passes, last = run(engine, TEXT, *part(TEXT, " took the lamp"), length=4, alternatives=8)
    assert passes[-1].text in {alternative.text for alternative in last.alternatives}


def test_line_ends_follow_the_document(engine):
    text = CODE.replace("\n", "\r\n")
    _, last = run(engine, text, *part(text, "count = 0\r\n    for item in items:"), alternatives=4)
    for alternative in last.alternatives:
        assert alternative.text.replace("\r\n", "").count("\n") == 0


@pytest.mark.parametrize(
    "request_",
    [
        InfillRequest("a\ud800b", 0, 1),
        InfillRequest("abc", 2, 1),
        InfillRequest("abc", 0, 4),
        InfillRequest("abc", 0, 1, strength=0.0),
        InfillRequest("abc", 0, 1, alternatives=0),
        InfillRequest("abc", 0, 1, length=0),
        InfillRequest("abc", 0, 1, passes=0),
        InfillRequest("abc", 0, 1, pins=((1, 2),)),
    ],
)
def test_what_cannot_be_done_is_refused_in_a_sentence(engine, request_):
    with pytest.raises(InfillError) as caught:
        validate(request_)
    assert caught.value.what.endswith(".")
    assert caught.value.remedy.endswith(".")
    (last,) = engine.infill(request_, threading.Event())
    assert isinstance(last, Failed)


def test_a_missing_embedded_model_is_said(tmp_path, monkeypatch):
    import palimpsest.resources

    monkeypatch.setattr(palimpsest.resources, "__file__", str(tmp_path / "__init__.py"))
    with pytest.raises(InfillError, match="missing"):
        embedded_folder()


ALPHABET = st.one_of(
    st.sampled_from(
        ["lamp", " the", " ", "\n", "\r\n", "\t", "é", "e\u0301", "👩‍👩‍👧", "שלום", "<eos>", "<bos>", "漢"]
    ),
    st.characters(exclude_categories=["Cs"]),
)
DOCUMENTS = st.lists(ALPHABET, max_size=30).map("".join)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), text=DOCUMENTS)
def test_any_span_of_any_text(engine, data, text):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    cuts = sorted(data.draw(st.lists(st.integers(start, end), max_size=4, unique=True)))
    pins = tuple(zip(cuts[::2], cuts[1::2], strict=False))
    strength = data.draw(st.sampled_from([1.0, 0.4]))
    request = InfillRequest(text, start, end, pins=pins, strength=strength, seed=1, passes=2, alternatives=2)
    *passes, last = engine.infill(request, threading.Event())
    assert isinstance(last, Finished), last
    for alternative in last.alternatives:
        new = alternative.text
        assert "\x00" not in new or "\x00" in text
        new.encode()
        place = 0
        for low, high in pins:
            place = new.find(text[low:high], place)
            assert place >= 0
            place += high - low
    for event in passes:
        assert all(isinstance(piece, str) for piece in event.pieces)
