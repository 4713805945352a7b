"""What an alternative is made of: cells that join to its text, with the tokens that might have stood there."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from palimpsest.engine import Finished, InfillRequest
from palimpsest.engine.answer import RUNNERS_UP, with_crlf

TEXT = "The old lamp stood on the table. Anna took the lamp to the harbor and sold it for two coins.\n"


def run(engine, text, start, end, **more):
    facts: dict[str, Any] = {"seed": 7, "passes": 4} | more
    *passes, last = engine.infill(InfillRequest(text, start, end, **facts), threading.Event())
    assert isinstance(last, Finished), last
    return passes, last


def part(text, words):
    start = text.index(words)
    return start, start + len(words)


@pytest.mark.parametrize("repeat", [1, 4])
def test_cells_join_to_the_text_and_tell_runners_up(engine, repeat):
    text = TEXT * repeat
    start, end = (4, len(text) - 6) if repeat > 1 else part(text, "took the lamp to the har")
    pin = part(text, "lamp to")
    _, last = run(engine, text, start, end, pins=(pin,) if start <= pin[0] else (), alternatives=2)
    for alternative in last.alternatives:
        assert "".join(cell.piece for cell in alternative.cells) == alternative.text
        for cell in alternative.cells:
            assert 0.0 <= cell.probability <= 1.0
            chances = [other.probability for other in cell.runners_up]
            assert chances == sorted(chances, reverse=True)
            assert cell.probability + sum(chances) <= 1.0001
            assert len(chances) <= RUNNERS_UP
            assert cell.id not in {other.id for other in cell.runners_up}
            assert not {other.id for other in cell.runners_up} & set(engine.tokenizer.banned_ids)
            assert all(other.piece and other.piece != cell.piece for other in cell.runners_up)
            assert not (cell.pinned and cell.runners_up)
        assert any(cell.runners_up for cell in alternative.cells)
    if repeat == 1:
        assert "lamp to" in "".join(cell.piece for cell in last.alternatives[0].cells if cell.pinned)


def test_runners_up_of_border_cells_fit_the_border(engine):
    """A token of the first cell begins with the space before the selection, which is no part of its piece."""
    _, last = run(engine, TEXT, *part(TEXT, "lamp stood"))
    first = last.alternatives[0].cells[0]
    assert first.runners_up
    for other in first.runners_up:
        assert engine.tokenizer.decode([other.id]) == " " + other.piece


def test_a_stopped_run_has_cells_too(engine):
    cancelled = threading.Event()
    events = []
    for event in engine.infill(InfillRequest(TEXT, *part(TEXT, " took the"), seed=1, passes=9), cancelled):
        events.append(event)
        cancelled.set()
    (alternative,) = events[-1].alternatives
    assert "".join(cell.piece for cell in alternative.cells) == alternative.text == events[0].text
    assert any(cell.runners_up for cell in alternative.cells)


def test_line_ends_of_cells_follow_the_document(engine):
    text = TEXT.replace(". ", ".\r\n").replace("\n", "\r\n").replace("\r\r", "\r") * 2
    for seed in range(4):
        _, last = run(engine, text, 10, 80, seed=seed, alternatives=3)
        for alternative in last.alternatives:
            assert "".join(cell.piece for cell in alternative.cells) == alternative.text
            assert alternative.text.replace("\r\n", "").count("\n") == 0


@given(st.lists(st.text("\r\na", max_size=4), max_size=6))
def test_line_ends_are_the_same_however_the_text_is_cut(pieces):
    before, joined = "", ""
    for piece in pieces:
        joined += with_crlf(piece, before)
        before = joined[-1:]
    assert joined == "".join(pieces).replace("\r\n", "\n").replace("\n", "\r\n")
