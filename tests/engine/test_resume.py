"""Going on from given cells: what is held stays, what is unwanted goes, and the borders hold."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from hard_texts import DOCUMENTS
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from palimpsest.engine import CellState, Failed, Finished, InfillRequest
from palimpsest.engine.request import Segment
from palimpsest.engine.resume import resumed

TEXT = "The old lamp stood on the table. Anna took the lamp to the harbor and sold it for two coins.\n"
SLOW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def run(engine, text, start, end, segments, **more):
    facts: dict[str, Any] = {"seed": 7, "passes": 8, "strength": 0.5} | more
    *passes, last = engine.infill(InfillRequest(text, start, end, resume=tuple(segments), **facts), threading.Event())
    return passes, last


def part(text, words):
    start = text.index(words)
    return start, start + len(words)


def segment(ids, **more):
    return Segment(tuple(ids), **more)


def test_held_cells_stay_and_noise_is_written(engine):
    start, end = part(TEXT, "took the lamp to the harbor")
    _, plan = resumed(engine.tokenizer, InfillRequest(TEXT, start, end, resume=(Segment(text=TEXT[start:end]),)))
    ids = [place.token for place in plan.places]
    cells = [segment(ids[:2], held=True), segment(ids[2:4], noise=True), segment(ids[4:], held=True)]
    passes, last = run(engine, TEXT, start, end, cells)
    assert passes[0].limit == 4
    for event in passes:
        assert event.ids[:2] == tuple(ids[:2])
        assert event.ids[4:] == tuple(ids[4:])
        assert [state is CellState.PINNED for state in event.states] == [True, True, False, False] + [True] * (
            len(ids) - 4
        )
    assert last.alternatives[0].text.startswith("took")
    assert last.alternatives[0].text.endswith("harbor")


def test_unwanted_tokens_are_banned_in_every_pass(engine):
    start, end = part(TEXT, "took the lamp")
    passes, _ = run(engine, TEXT, start, end, [Segment(text="took", held=True), Segment(text=" the lamp", noise=True)])
    seen = {token for event in passes for token in event.ids[-2:]}
    fewer = Segment(text=" the lamp", noise=True, unwanted=tuple(seen))
    passes, _ = run(engine, TEXT, start, end, [Segment(text="took", held=True), fewer])
    assert not seen & {token for event in passes for token in event.ids[-2:]}


def test_kept_cells_begin_with_their_token(engine):
    start, end = part(TEXT, " took the lamp to the harbor")
    kept = Segment(text=TEXT[start:end], certainty=0.9)
    passes, _ = run(engine, TEXT, start, end, [kept], strength=0.05)
    assert set(passes[0].states) <= {CellState.FREE, CellState.ACCEPTED}


def test_all_held_ends_at_once(engine):
    start, end = part(TEXT, "took the lamp")
    passes, last = run(engine, TEXT, start, end, [Segment(text="sold a coat", held=True)])
    assert passes == []
    assert [alternative.text for alternative in last.alternatives] == ["sold a coat"]
    assert all(cell.pinned for cell in last.alternatives[0].cells)


def test_equality_with_the_old_text_is_no_fault(engine):
    start, end = part(TEXT, "took the lamp")
    _, last = run(engine, TEXT, start, end, [Segment(text="took the lamp", held=True)], strength=1.0)
    assert last.alternatives[0].text == "took the lamp"


@pytest.mark.parametrize("token", [0, 1, 2, -1, 10**6])
def test_tokens_that_no_text_has_are_refused(engine, token):
    (last,) = engine.infill(InfillRequest(TEXT, 4, 12, resume=(Segment((token,)),)), threading.Event())
    assert isinstance(last, Failed)
    assert last.what.endswith(".")
    assert last.remedy.endswith(".")


def test_a_window_of_a_long_span_is_denoised(engine):
    text = TEXT * 4
    first = Segment(text=text[: 4 * 40], held=True)
    middle = Segment(text=" took a lamp", noise=True)
    last_ = Segment(text=text[200:-1], held=True)
    passes, last = run(engine, text, 0, len(text) - 1, [first, middle, last_], alternatives=2)
    assert {event.canvases for event in passes} == {1}
    assert len(passes[0].drafts) > 1
    for alternative in last.alternatives:
        assert alternative.text.startswith(first.text)
        assert alternative.text.endswith(last_.text)


def test_more_noise_than_a_canvas_goes_canvas_by_canvas(engine):
    text = TEXT * 4
    cells = [Segment(text=text[:20], held=True), Segment(text=text[20:-1], noise=True)]
    passes, last = run(engine, text, 0, len(text) - 1, cells, passes=2, strength=1.0)
    assert passes[-1].canvas > 2
    assert last.alternatives[0].text.startswith(text[:20])


def test_an_alternative_can_be_gone_on_from(engine):
    """Runners-up and cells of a run are cells of the next one; the borders hold through."""
    start, end = part(TEXT, "lamp stood on the ta")
    facts: dict[str, Any] = {"seed": 3, "passes": 4}
    *_, last = engine.infill(InfillRequest(TEXT, start, end, **facts), threading.Event())
    cells = last.alternatives[0].cells
    other = cells[0].runners_up[0]
    held = [segment([other.id], held=True), segment([cell.id for cell in cells[1:]], noise=True)]
    _, last = run(engine, TEXT, start, end, held)
    assert isinstance(last, Finished)
    assert last.alternatives[0].cells[0].piece == other.piece
    assert last.alternatives[0].text.startswith(other.piece)


@pytest.mark.parametrize("end", [3, 4])
def test_nothing_to_go_on_from_makes_the_span_empty(engine, end):
    _, last = run(engine, TEXT, 0, end, [Segment(held=True)])
    assert [alternative.text for alternative in last.alternatives] == [""]


@pytest.mark.parametrize(("start", "end"), [(5, 5), (5, 6), (2, 5)])
def test_part_of_a_word_that_takes_two_tokens_is_not_put_before_the_text_twice(engine, start, end):
    """Of "00 the": before "lamp", " th" is no token of its own."""
    _, last = run(engine, "00 the", start, end, [Segment(text="lamp", held=True)], passes=2)
    assert last.alternatives[0].text == "lamp"
    ids = [cell.id for cell in last.alternatives[0].cells]
    _, last = run(engine, "00 the", start, end, [segment(ids, held=True)], passes=2)
    assert last.alternatives[0].text == "lamp"


@SLOW
@given(data=st.data(), text=DOCUMENTS, texts=st.lists(DOCUMENTS, min_size=1, max_size=4))
def test_held_texts_survive_in_order_at_any_border(engine, data, text, texts):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    held = data.draw(st.lists(st.booleans(), min_size=len(texts), max_size=len(texts)))
    cells = [
        Segment(text=said, held=kept, noise=not kept and data.draw(st.booleans()))
        for said, kept in zip(texts, held, strict=True)
    ]
    _, last = run(engine, text, start, end, cells, passes=2)
    assert isinstance(last, Finished), last
    new = last.alternatives[0].text
    assert "".join(cell.piece for cell in last.alternatives[0].cells) == new
    if all(cell.held or not cell.text for cell in cells):
        assert new == "".join(texts)
    place = 0
    for cell in cells:
        if cell.held:
            place = new.find(cell.text, place)
            assert place >= 0
            place += len(cell.text)
