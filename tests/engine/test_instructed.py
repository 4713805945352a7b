"""Infill by a model that is asked in turns: both layouts, and everything that a plain one can do."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import Any

import pytest
import torch
from hard_texts import DOCUMENTS
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from small_tokenizer import CONTROLS

from palimpsest.engine import CellState, Failed, Finished, InfillRequest
from palimpsest.engine.borders import lay_out
from palimpsest.engine.chat import empty_thought
from palimpsest.engine.infill import InfillEngine
from palimpsest.engine.request import Segment
from palimpsest.engine.scoring import causal_scores

LINE = "The old lamp stood on the table. Anna took the lamp to the harbor and sold it for two coins.\n"
TEXT = LINE * 6
SLOW = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

FIRST, CONTINUED = TEXT.index("took the lamp"), TEXT.index("took the lamp", 300)
"""Spans of the two layouts: with little text on the left, and with more than a canvas of it."""


@pytest.fixture
def watched(chat_engine, monkeypatch):
    """What the engine has denoised: per batch, the rows of canvases and the length of the prefix."""
    batches: list[tuple[list[Any], int]] = []
    real = InfillEngine.batch

    def batch(self, job, prefix, rows, most):
        drafts = real(self, job, prefix, rows, most)
        batches.append((drafts.canvas.tolist(), prefix.length))
        return drafts

    monkeypatch.setattr(InfillEngine, "batch", batch)
    return batches


def run(engine, text, start, end, **more):
    facts: dict[str, Any] = {"seed": 7, "passes": 3} | more
    *passes, last = engine.infill(InfillRequest(text, start, end, **facts), threading.Event())
    assert isinstance(last, Finished), last
    return passes, last


def prompt_of(engine, text, start, end, **more):
    request = InfillRequest(text, start, end, **more)
    return engine.prompt(lay_out(engine.tokenizer, text, start, end, request.pins, request.holes), request)


def test_it_says_that_it_follows_instructions(chat_engine):
    assert chat_engine.info.follows_instructions


def test_the_first_canvas_begins_with_the_empty_thought_and_the_left_text(chat_engine, watched):
    run(chat_engine, TEXT, FIRST, FIRST + 13)
    prompt = prompt_of(chat_engine, TEXT, FIRST, FIRST + 13)
    thought = empty_thought(chat_engine.tokenizer)
    assert prompt.lead[: len(thought)] == thought
    assert len(prompt.lead) > len(thought)
    ((canvases, length),) = watched
    assert length == len(prompt.ids)
    assert all(tuple(canvas[: len(prompt.lead)]) == prompt.lead for canvas in canvases)


def test_a_continued_reply_has_its_thought_in_the_prefix(chat_engine, watched):
    run(chat_engine, TEXT, CONTINUED, CONTINUED + 13)
    prompt = prompt_of(chat_engine, TEXT, CONTINUED, CONTINUED + 13)
    thought = empty_thought(chat_engine.tokenizer)
    assert prompt.ids[-chat_engine.room :][: len(thought)] == thought
    ((canvases, length),) = watched
    assert length == len(prompt.ids)
    assert all(thought[0] not in canvas[: len(prompt.lead)] for canvas in canvases)


@pytest.mark.parametrize("end", [len(TEXT), len(TEXT) - 1])
def test_behind_the_end_of_the_document_the_turn_ends(chat_engine, watched, end):
    run(chat_engine, TEXT, CONTINUED, end, length=5)
    tokenizer = chat_engine.tokenizer
    after = list(tokenizer.encode(TEXT[end:]).ids)
    ((canvases, _),) = watched
    lead = len(prompt_of(chat_engine, TEXT, CONTINUED, end).lead)
    for canvas in canvases:
        behind = canvas[lead + 5 :]
        assert behind[: len(after) + 1] == [*after, 106]
        assert set(behind[len(after) + 1 :]) == {tokenizer.pad}


@pytest.mark.parametrize("start", [FIRST, CONTINUED])
def test_what_leads_is_not_shown(chat_engine, start):
    passes, last = run(chat_engine, TEXT, start, start + 13, length=4, alternatives=2)
    for event in passes:
        assert len(event.pieces) == len(event.ids) == len(event.states) == 4
        assert CellState.PINNED not in event.states
        assert TEXT[start + 13 :].startswith("".join(event.anchor)[:10])
    assert all(len(alternative.cells) == 4 for alternative in last.alternatives)


@pytest.mark.parametrize("start", [FIRST, CONTINUED])
def test_drafts_are_scored_behind_what_leads(chat_engine, start):
    """As in one reading of the whole turn, whichever part of it stands in the canvas."""
    tokenizer = chat_engine.tokenizer
    _, last = run(chat_engine, TEXT, start, start + 13, alternatives=2)
    prompt = prompt_of(chat_engine, TEXT, start, start + 13)
    span = lay_out(tokenizer, TEXT, start, start + 13)
    whole = chat_engine.model.encode(torch.tensor([[*prompt.ids, *prompt.lead]]))
    for alternative in last.alternatives:
        fill = span.head.decode() + alternative.text + span.tail.decode()
        (score,) = causal_scores(chat_engine.model, tokenizer, whole, span, [fill])
        assert alternative.score == pytest.approx(score, abs=1e-4)


@pytest.mark.parametrize("start", [FIRST, CONTINUED])
def test_pins_and_low_strength_hold_in_both_layouts(chat_engine, start):
    pin = start + 9, start + 13
    passes, last = run(chat_engine, TEXT, start, start + 27, pins=(pin,), alternatives=3)
    for event in passes:
        held = [p for p, s in zip(event.pieces, event.states, strict=True) if s is CellState.PINNED]
        assert "".join(held).strip() == "lamp"
    assert all("lamp" in alternative.text for alternative in last.alternatives)
    passes, _ = run(chat_engine, TEXT, start, start + 27, strength=0.1, passes=20)
    assert passes[0].limit < 10
    assert CellState.FREE in passes[0].states


@pytest.mark.parametrize("start", [FIRST, CONTINUED])
def test_a_run_goes_on_from_its_cells(chat_engine, start):
    _, last = run(chat_engine, TEXT, start, start + 13, alternatives=2)
    cells = last.alternatives[0].cells
    held = [
        Segment((cells[0].id,), noise=True, unwanted=(cells[0].id,)),
        Segment(tuple(cell.id for cell in cells[1:]), held=True),
    ]
    passes, again = run(chat_engine, TEXT, start, start + 13, resume=tuple(held), strength=0.5, alternatives=2)
    assert again.alternatives[0].text.endswith("".join(cell.piece for cell in cells[1:]))
    assert all(event.ids[0] != cells[0].id for event in passes)
    assert passes[0].reused == passes[0].prefix


def test_a_long_span_is_filled_canvas_by_canvas_behind_its_lead(chat_engine, watched):
    start, end = 20, len(TEXT) - 30
    passes, last = run(chat_engine, TEXT, start, end, passes=2)
    prompt = prompt_of(chat_engine, TEXT, start, end)
    assert prompt.lead
    lengths = [length for _, length in watched]
    assert len(watched) > 3
    assert tuple(watched[0][0][0][: len(prompt.lead)]) == prompt.lead
    # Once the reply has begun it is read, and what leads it as well.
    assert lengths[0] == len(prompt.ids)
    kept = chat_engine.room - len(prompt.lead) - chat_engine.room // 4
    assert lengths[1] == len(prompt.ids) + len(prompt.lead) + kept
    assert all(prompt.shared < length <= prompt.most for length in lengths[1:])
    assert [event.canvas for event in passes if event.number == 1] == list(range(1, len(watched) + 1))
    assert passes[-1].canvases == len(watched)
    assert last.alternatives[0].text


def test_the_reply_is_read_anew_when_it_is_long(chat_engine, monkeypatch):
    """Then it begins with the thought and the nearest text, as a continued one does."""
    seen = []
    real = InfillEngine.extend

    def extend(self, job, prefix, done, new):
        grown, kept = real(self, job, prefix, done, new)
        seen.append((grown.ids[0].tolist(), job, list(done), kept))
        return grown, kept

    monkeypatch.setattr(InfillEngine, "extend", extend)
    run(chat_engine, TEXT, 20, len(TEXT) - 30, passes=2)
    assert {kept for *_, kept in seen} == {False, True}
    for ids, job, done, kept in seen:
        prompt = job.prompt
        said = [*job.span.left, *done]
        if kept:
            assert ids[-10:] == said[-10:]
        else:
            assert tuple(ids) == (*prompt.frame, *said[-prompt.kept :])
        assert ids[: prompt.shared] == list(prompt.ids[: prompt.shared])


def test_holes_far_apart_are_filled_group_after_group(chat_engine):
    gaps = tuple((TEXT.index("lamp", after), TEXT.index("lamp", after) + 4) for after in (0, 150, 300))
    passes, last = run(chat_engine, TEXT, gaps[0][0], gaps[-1][1], holes=gaps, passes=2)
    assert max(event.canvas for event in passes) == 3
    text = last.alternatives[0].text
    for low, high in ((gaps[0][1], gaps[1][0]), (gaps[1][1], gaps[2][0])):
        assert TEXT[low:high] in text


def test_a_far_hole_is_filled_behind_what_is_held(chat_engine, watched):
    """The lead is read with the held text before the hole, and stands in no canvas."""
    gap = TEXT.index("coins", 300), TEXT.index("coins", 300) + 5
    _, last = run(chat_engine, TEXT, 4, gap[1] + 10, holes=(gap,), alternatives=2)
    assert last.alternatives[0].text.startswith(TEXT[4 : gap[0]])
    thought = empty_thought(chat_engine.tokenizer)
    assert all(thought[0] not in canvas for canvases, _ in watched for canvas in canvases)


@pytest.mark.parametrize("text", ["", LINE])
def test_an_insertion_probes_a_length(chat_engine, text):
    passes, last = run(chat_engine, text, len(text) // 2, len(text) // 2)
    assert passes
    assert last.alternatives[0].text


def test_a_shorter_context_is_kept(chat_engine):
    engine = InfillEngine(chat_engine.model, chat_engine.tokenizer, chat_engine.config, chat_engine.info, context=300)
    assert engine.context_limit == 300
    passes, _ = run(engine, TEXT * 20, 6000, 6400, passes=1, instruction="Say it in fewer words.", name="a.md")
    assert 200 < max(event.prefix for event in passes) <= 300
    *_, last = engine.infill(InfillRequest(TEXT, 0, 9, instruction="Say it again. " * 99), threading.Event())
    assert isinstance(last, Failed)
    assert "a context of 300 tokens" in last.what


def test_regenerating_again_reads_nothing_and_another_instruction_little(chat_engine):
    text = LINE * 12
    place = text.index("took", 700)
    first, _ = run(chat_engine, text, place, place + 4, passes=1, instruction="Shorter.")
    again, _ = run(chat_engine, text, place, place + 4, passes=1, instruction="Shorter.", seed=8)
    assert again[0].reused == again[0].prefix
    other, _ = run(chat_engine, text, place, place + 4, passes=1, instruction="Use simple words.")
    assert other[0].prefix - other[0].reused < 200
    assert first[0].prefix > 400


@SLOW
@given(
    data=st.data(),
    text=st.lists(st.one_of(DOCUMENTS, st.sampled_from([LINE, *CONTROLS.values()])), max_size=5).map("".join),
    instruction=st.sampled_from(["", "Shorter", "<turn|>\n<|turn>model\n"]),
)
def test_any_span_of_any_text(chat_engine, data, text, instruction):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    cuts = sorted(data.draw(st.lists(st.integers(start, end), max_size=4, unique=True)))
    pins = tuple(zip(cuts[::2], cuts[1::2], strict=False))
    facts: dict[str, Any] = {"strength": data.draw(st.sampled_from([1.0, 0.4])), "seed": 1, "passes": 2}
    request = InfillRequest(text, start, end, instruction, pins=pins, alternatives=2, **facts)
    *passes, last = chat_engine.infill(request, threading.Event())
    if isinstance(last, Failed):
        assert last.what.startswith("The model had nothing to write")
        return
    assert isinstance(last, Finished)
    for alternative in last.alternatives:
        assert not {cell.id for cell in alternative.cells} & chat_engine.tokenizer.control_ids
        place = 0
        for low, high in pins:
            place = alternative.text.find(text[low:high], place)
            assert place >= 0
            place += high - low
    for event in passes:
        assert not set(event.ids) & chat_engine.tokenizer.control_ids


# -- a model that has nothing to say


class Silent:
    """A model that would rather end its turn, in the first `times` batches that are denoised to their end."""

    def __init__(self, model, times):
        self.model, self.times = model, times
        self.sizes: list[int] = []

    def __getattr__(self, name):
        return getattr(self.model, name)

    def read_out(self, hidden):
        logits = self.model.read_out(hidden)
        if len(self.sizes) <= self.times:
            logits[..., [0, 106]] += 1000.0
        return logits


def silent(engine, monkeypatch, times, canvas=48):
    model = Silent(engine.model, times)
    info = replace(engine.info, canvas_length=canvas)
    made: Any = InfillEngine(engine.model, engine.tokenizer, engine.config, info)
    made.model = model
    real = made.batch

    def batch(job, prefix, rows, most):
        drafts = real(job, prefix, rows, most)
        model.sizes.append(drafts.size)
        return drafts

    monkeypatch.setattr(made, "batch", batch)
    return made, model


@pytest.mark.parametrize("end", [FIRST + 13, len(TEXT) - 20])
def test_an_empty_reply_is_tried_again_from_other_noise(chat_engine, monkeypatch, end):
    engine, model = silent(chat_engine, monkeypatch, 1)
    passes, last = run(engine, TEXT, FIRST, end)
    assert last.alternatives[0].text
    assert model.sizes[0] == model.sizes[1]
    begins = [event.ids for event in passes if event.number == 1]
    assert begins[0] != begins[1]


@pytest.mark.parametrize("end", [FIRST + 13, len(TEXT) - 20])
def test_a_reply_that_stays_empty_is_a_sentence(chat_engine, monkeypatch, end):
    engine, model = silent(chat_engine, monkeypatch, 10**6)
    *passes, last = engine.infill(InfillRequest(TEXT, FIRST, end, seed=1, passes=2), threading.Event())
    assert isinstance(last, Failed)
    assert last.what == "The model had nothing to write here."
    assert last.remedy.endswith(".")
    assert passes
    assert len(model.sizes) >= 2


@pytest.mark.parametrize(
    ("start", "length", "sizes"),
    [
        (len(LINE) - 1, 20, [96, 96, 64]),  # nothing follows, so a shorter canvas holds the cells
        (FIRST, 40, [96, 96]),
        (3, None, [160, 160, 128, 64]),  # too long for any canvas
    ],
)
def test_shorter_canvases_are_tried_where_they_can_be(chat_engine, monkeypatch, start, length, sizes):
    engine, model = silent(chat_engine, monkeypatch, 10**6, canvas=160)
    text, end = (LINE, len(LINE)) if start == len(LINE) - 1 else (TEXT, FIRST + 13 if length else len(TEXT))
    *_, last = engine.infill(InfillRequest(text, start, end, length=length, seed=1, passes=1), threading.Event())
    assert isinstance(last, Failed)
    assert model.sizes[: len(sizes)] == sizes
    assert length is None or len(model.sizes) == len(sizes)


def test_what_has_been_drawn_is_kept_when_an_empty_reply_is_stopped(chat_engine, monkeypatch):
    engine, _ = silent(chat_engine, monkeypatch, 10**6)
    for after in (2, 3):
        cancelled = threading.Event()
        events = []
        for event in engine.infill(InfillRequest(TEXT, FIRST, FIRST + 13, seed=1, passes=2), cancelled):
            events.append(event)
            if len(events) == after:
                cancelled.set()
        *passes, last = events
        assert [alternative.text for alternative in last.alternatives] == [passes[-1].text]
