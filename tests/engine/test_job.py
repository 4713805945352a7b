"""A pass says all that its drafts do."""

from __future__ import annotations

import threading

from palimpsest.engine import CellState, InfillRequest

TEXT = "The old lamp stood on the table. Anna took the lamp to the harbor and sold it for two coins.\n"


def passes(engine, **more):
    start = TEXT.index("Anna")
    request = InfillRequest(TEXT, start, start + 9, seed=3, **more)
    return list(engine.infill(request, threading.Event()))[:-1]


def test_a_pass_tells_of_every_draft(engine):
    seen = passes(engine, passes=8, alternatives=2)
    sizes = {tuple(candidate.cells for candidate in event.drafts) for event in seen}
    assert len(sizes) == 1
    for event in seen:
        (shown,) = [candidate for candidate in event.drafts if candidate.shown]
        assert shown.cells == len(event.ids)
        assert shown.entropy == event.entropy
        assert not any(candidate.running and candidate.dropped for candidate in event.drafts)
    dropped = [[c.entropy for c in event.drafts if c.dropped] for event in seen]
    assert dropped[0] == []
    assert dropped[3]
    assert dropped[-1] == dropped[3]


def test_a_pass_tells_its_surroundings(engine):
    event, *_, last = passes(engine, passes=6)
    assert TEXT.split("Anna took")[1].startswith("".join(event.anchor)[:10])
    assert event.prefix == 1 + engine.tokenizer.count(TEXT[: TEXT.index(" Anna")])
    assert 0.0 < event.seconds <= last.seconds
    assert event.still == 0


def test_what_an_earlier_run_has_read_is_reused(engine):
    passes(engine, passes=1)
    again = passes(engine, passes=1)[0]
    assert again.reused == again.prefix
    place = TEXT.index(" stood")
    other = TEXT[:place] + " sat" + TEXT[place:]
    (event, *_, _) = engine.infill(InfillRequest(other, len(other) - 3, len(other), seed=1), threading.Event())
    assert 0 < event.reused < event.prefix


def test_kept_cells_are_free_below_full_strength(engine):
    states = {state for event in passes(engine, passes=10, strength=0.4) for state in event.states}
    assert CellState.FREE in states
    states = {state for event in passes(engine, passes=10) for state in event.states}
    assert CellState.FREE not in states
