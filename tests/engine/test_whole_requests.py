"""Any request there can be, stopped at any pass: one end, held text intact, the same again, in bounded room."""

from __future__ import annotations

import math
import re
import threading
import tracemalloc
from dataclasses import replace
from typing import Any

import pytest
from hard_texts import DOCUMENTS, holes
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from palimpsest.engine import CellState, Failed, Finished, InfillRequest, Pass
from palimpsest.engine.infill import InfillEngine
from palimpsest.engine.request import Event, InfillError, Segment, validate

MANY = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)


def run(engine: InfillEngine, request: InfillRequest, stop_after: int | None = None) -> list[Event]:
    """All events, from an engine that has read nothing yet; cancelled after so many passes."""
    fresh = InfillEngine(engine.model, engine.tokenizer, engine.config, engine.info)
    cancelled = threading.Event()
    if stop_after == 0:
        cancelled.set()
    events: list[Event] = []
    for event in fresh.infill(request, cancelled):
        events.append(event)
        if len(events) == stop_after:
            cancelled.set()
    return events


def timeless(events: list[Event]) -> list[Event]:
    return [event if isinstance(event, Failed) else replace(event, seconds=0.0) for event in events]


@st.composite
def segments(draw: st.DrawFn, engine: InfillEngine, texts: list[str]) -> tuple[Segment, ...]:
    """Cells to go on from, as texts or as tokens, of every kind."""
    words = st.integers(0, engine.tokenizer.vocab_size - 1).filter(lambda t: t not in engine.tokenizer.control_ids)
    found: list[Segment] = []
    for text in texts:
        ids = engine.tokenizer.encode(text).ids if draw(st.booleans()) else ()
        kind = draw(st.sampled_from(["held", "noise", "kept"]))
        found.append(
            Segment(
                ids,
                "" if ids else text,
                held=kind == "held",
                noise=kind == "noise",
                certainty=draw(st.sampled_from([0.0, 0.35, 1.0])),
                unwanted=tuple(draw(st.lists(words, max_size=3))),
            )
        )
    return tuple(found)


@st.composite
def requests(draw: st.DrawFn, engine: InfillEngine) -> InfillRequest:
    """Anything valid: pins, holes, both, or cells to go on from, with any dial."""
    text = draw(DOCUMENTS)
    start = draw(st.integers(0, len(text)))
    end = draw(st.integers(start, len(text)))
    facts: dict[str, Any] = draw(
        st.fixed_dictionaries(
            {"seed": st.integers(0, 3), "passes": st.integers(1, 3)},
            optional={
                "strength": st.sampled_from([0.05, 0.3, 0.8]),
                "scale": st.sampled_from([0.1, 0.6, 1.6, 4.0]),
                "length": st.integers(1, 40),
                "alternatives": st.sampled_from([2, 3, 9]),
                "instruction": st.just("Shorter."),
                "name": st.sampled_from(["a.py", "a.txt"]),
            },
        )
    )
    if draw(st.booleans()):
        cuts = sorted(draw(st.lists(st.integers(start, end), max_size=4, unique=True)))
        facts["pins"] = tuple(zip(cuts[::2], cuts[1::2], strict=False))
    if draw(st.booleans()):
        facts["holes"] = draw(holes(text, start, end))
    if draw(st.booleans()):
        facts["resume"] = draw(segments(engine, draw(st.lists(DOCUMENTS, min_size=1, max_size=4))))
    return InfillRequest(text, start, end, **facts)


def kept(request: InfillRequest) -> re.Pattern[str]:
    """What the new text of the span has to match."""
    text = request.text
    if request.resume:
        parts = [re.escape(each.text) if each.held and not each.ids else ".*" for each in request.resume]
        return re.compile("".join(parts), re.DOTALL)
    edges = [request.start, *(place for hole in request.holes or () for place in hole), request.end]
    if not request.holes:
        edges = [request.start, request.start, request.end, request.end]
    inside = [_pinned(request, low, high) for low, high in zip(edges[1::2], edges[2::2], strict=False)]
    outside = [re.escape(text[low:high]) for low, high in zip(edges[::2], edges[1::2], strict=True)]
    return re.compile("".join(a + b for a, b in zip(outside, [*inside, ""], strict=True)), re.DOTALL)


def _pinned(request: InfillRequest, low: int, high: int) -> str:
    """Anything, with the pins that lie within [low, high) in order."""
    pins = [(max(low, a), min(high, b)) for a, b in request.pins]
    return ".*" + "".join(re.escape(request.text[a:b]) + ".*" for a, b in pins if a < b)


@MANY
@given(data=st.data())
def test_any_request_stopped_at_any_pass(engine, data):
    look_at_any_request(engine, data)


@settings(MANY, max_examples=30)
@given(data=st.data())
def test_any_request_to_a_model_that_is_asked_in_turns(chat_engine, data):
    look_at_any_request(chat_engine, data)


def look_at_any_request(engine: InfillEngine, data: st.DataObject) -> None:
    request = data.draw(requests(engine))
    stop_after = data.draw(st.none() | st.integers(0, 4))
    validate(request)
    events = run(engine, request, stop_after)
    *passes, last = events
    for event in passes:
        look_at_pass(event)
        assert isinstance(event, Pass)
        assert event.prefix <= engine.context_limit
    if isinstance(last, Failed):
        assert last.what.startswith(("The model found no text", "The model had nothing to write"))
        return
    assert isinstance(last, Finished)
    assert last.stopped is (stop_after is not None and len(passes) >= stop_after)
    held = kept(request)
    for alternative in last.alternatives:
        assert "".join(cell.piece for cell in alternative.cells) == alternative.text
        assert math.isfinite(alternative.score)
        assert all(0.0 <= cell.probability <= 1.0 + 1e-6 for cell in alternative.cells)
        alternative.text.encode()
        if not last.stopped:
            assert held.fullmatch(alternative.text)
    assert last.alternatives or last.stopped
    assert timeless(run(engine, request, stop_after)) == timeless(events)


def look_at_pass(event: Event) -> None:
    assert isinstance(event, Pass)
    assert len(event.pieces) == len(event.certainty) == len(event.states) == len(event.ids)
    assert all(0.0 <= value <= 1.0 for value in event.certainty)
    numbers = (event.entropy, event.temperature, *(draft.entropy for draft in event.drafts))
    assert all(map(math.isfinite, numbers))
    assert min(numbers) >= 0.0
    assert 1 <= event.number <= event.limit
    assert event.canvas >= 1
    free = sum(state not in (CellState.PINNED, CellState.SETTLED) for state in event.states)
    assert event.accepted <= free
    assert event.changed <= free


@pytest.mark.parametrize(("kind", "between"), [("engine", "\n"), ("engine", " "), ("chat_engine", " ")])
def test_room_does_not_grow_with_the_document(request, kind, between):
    engine: InfillEngine = request.getfixturevalue(kind)
    line = "The old lamp stood on the table, and Anna took the lamp to the harbor." + between
    text = line * (16_000_000 // len(line))
    start = text.index("Anna", len(text) // 2)
    asked = InfillRequest(text, start, start + 30, seed=1, passes=2, alternatives=2, name="a.py")
    tracemalloc.start()
    try:
        *_, last = run(engine, asked)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert isinstance(last, Finished)
    assert peak < 6_000_000


def test_half_a_character_is_found_wherever_it_is():
    text = "é" * 2_500_000 + "\ud800" + "é"
    with pytest.raises(InfillError, match="Character 2500000 of"):
        validate(InfillRequest(text, 0, 1))
