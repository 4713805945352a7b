"""Drafts denoised side by side: three-part pins, free cells only, the noise floor, and what is never read out."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import pytest
import torch
from random_checkpoints import random_model, write

from palimpsest.engine import stop_rule
from palimpsest.engine.canvas import Canvas, Rule
from palimpsest.engine.drafts import Drafts
from palimpsest.engine.model import load_model
from palimpsest.engine.readout import Readout
from palimpsest.engine.request import CellState
from palimpsest.engine.sampler import SamplerConfig

CONFIG = SamplerConfig(max_denoising_steps=12, eos_token_ids=(1,))
CONTROL = (0, 1, 2, 3)


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    return load_model(write(random_model(16, sharpness=2.0), tmp_path_factory.mktemp("model")))


def make(model, canvases, *, limit=12, strength=1.0, sample=True, seed=0, spelled=(), controls=None):
    banned = torch.zeros(model.config.vocab_size, dtype=torch.bool)
    banned[list(CONTROL)] = True
    return Drafts(
        model,
        model.encode(torch.tensor([[2, 10, 11, 12]])),
        canvases,
        CONFIG,
        Readout(banned, spelled, None if controls is None else torch.tensor(controls)),
        torch.Generator().manual_seed(seed),
        limit=limit,
        strength=strength,
        sample=sample,
    )


def canvas(*slots, anchor=(20, 21, 22), **more):
    return Canvas(tuple(slots), anchor, **more)


def test_pins_hold_in_canvas_draft_and_signal(model):
    drafts = make(model, [canvas(None, 30, None, None), canvas(31, None, None, 32)])
    pinned = ~drafts.free
    held = drafts.canvas[pinned].clone()
    rows = model.embed_signal(drafts.canvas)[pinned]
    while not drafts.finished:
        drafts.advance()
        assert torch.equal(drafts.canvas[pinned], held)
        assert torch.equal(drafts.signal[pinned], rows)
        assert drafts.drafts[0].ids[1] == 30
        assert (drafts.drafts[1].ids[0], drafts.drafts[1].ids[3]) == (31, 32)
        assert drafts.drafts[0].certainty[1] == 1.0


def test_what_leads_a_canvas_is_pinned_and_no_part_of_the_span(model):
    """Behind a lead a draft has the cells, the rules and the numbers of its span alone."""
    spelled = [b"" if token not in (40, 41) else b" lamp" for token in range(model.config.vocab_size)]
    begun: dict[str, Any] = {"start": (50, 51, 30, 52), "noise": (True, True, False, False)}
    one = canvas(None, None, 30, None, certainty=(0.0, 0.0, 1.0, 0.5), rules=((1, Rule(head=b" ")),), **begun)
    led, plain = replace(one, lead=(60, 61, 62)), replace(one, anchor=(20, 21, 22, 23, 24, 25))
    drafts = make(model, [led, plain], strength=0.5, spelled=spelled)
    assert drafts.size == 10
    assert drafts.firsts == [3, 0]
    assert drafts.canvas[0, :3].tolist() == [60, 61, 62]
    assert torch.equal(drafts.signal[0, :3], model.embed_signal(torch.tensor([60, 61, 62])))
    assert drafts.canvas[0, [5, 6]].tolist() == drafts.canvas[1, [2, 3]].tolist() == [30, 52]
    assert drafts.noised[0].tolist() == [False] * 3 + [True, True] + [False] * 5
    drafts = make(model, [led], spelled=spelled)
    while not drafts.finished:
        drafts.advance()
        assert drafts.canvas[0, :3].tolist() == [60, 61, 62]
        assert drafts.canvas[0, 7:].tolist() == [20, 21, 22]
        (draft,) = drafts.drafts
        assert len(draft.ids) == len(draft.certainty) == len(draft.states) == 4
        assert (draft.ids[2], draft.held) == (30, [False, False, True, False])
        assert draft.ids[1] in (40, 41)
        entropies = [-math.log(value) for value, held in zip(draft.certainty, draft.held, strict=True) if not held]
        assert draft.entropy == pytest.approx(sum(entropies) / 3, abs=1e-4)
    assert [len(cells) for cells in drafts.told([0], 3)] == [4]
    assert drafts.told([0], 3)[0][2].others == ()
    assert make(model, [led], spelled=spelled).look(1, [7])[0].shape == (4, 1)


def test_a_lead_is_seen_as_text_on_the_left(model):
    """Of cells behind it the model says something else when it is another one."""
    told = []
    for lead in ((60, 61), (60, 61), (70, 71)):
        drafts = make(model, [canvas(None, None, lead=lead)], sample=False)
        drafts.advance()
        told.append(drafts.drafts[0].entropy)
    assert told[0] == told[1] != told[2]


class Closing:
    """A model that would rather end its turn, in the cells of `where`."""

    def __init__(self, model, where=slice(None)):
        self.model, self.where = model, where

    def __getattr__(self, name):
        return getattr(self.model, name)

    def read_out(self, hidden):
        logits = self.model.read_out(hidden)
        logits[self.where, CONTROL[1]] += 100.0
        return logits


@pytest.mark.parametrize(("where", "hollow"), [(slice(None), True), (slice(1, None), False), (slice(0, 0), False)])
def test_a_draft_is_hollow_if_the_model_would_end_in_every_cell(model, where, hollow):
    drafts = make(Closing(model, where), [canvas(None, 30, None, None)] * 2, limit=3, controls=CONTROL)
    while not drafts.finished:
        drafts.advance()
    assert [draft.hollow for draft in drafts.drafts] == [hollow] * 2
    assert not any(set(draft.ids) & set(CONTROL) for draft in drafts.drafts)


def test_nobody_looks_for_ends_unless_it_is_of_interest(model):
    drafts = make(Closing(model), [canvas(None, 30, None)], limit=2)
    while not drafts.finished:
        drafts.advance()
    assert not drafts.drafts[0].hollow


def test_free_cells_start_without_a_signal(model):
    drafts = make(model, [canvas(None, 30, None)])
    assert not drafts.signal[drafts.free].any()


def test_control_tokens_are_never_read_out(model):
    for seed in range(4):
        drafts = make(model, [canvas(None, None, None, None)] * 4, seed=seed)
        while not drafts.finished:
            drafts.advance()
            for draft in drafts.drafts:
                assert not set(draft.ids) & set(CONTROL)


def test_border_constraints_hold_at_the_first_and_last_cell(model):
    spelled = [b"" if token not in (40, 41) else b" lamp" for token in range(model.config.vocab_size)]
    head, tail = Rule(head=b" "), Rule(tail=b"p")
    one = canvas(None, None, None, rules=((0, head), (2, tail)))
    other = canvas(None, None, anchor=(20, 21, 22, 23), rules=((0, head), (1, tail)))
    drafts = make(model, [one, other], spelled=spelled)
    while not drafts.finished:
        drafts.advance()
        for draft in drafts.drafts:
            assert draft.ids[0] in (40, 41)
            assert draft.ids[-1] in (40, 41)


def test_acceptance_counts_free_cells_only(model):
    drafts = make(model, [canvas(None, 30, None)])
    drafts.advance()
    assert not (drafts.accepted & ~drafts.free).any()
    assert drafts.accepted.any()


@pytest.mark.parametrize("strength", [0.25, 0.5, 0.75])
def test_strength_noises_a_share_and_starts_later(model, strength):
    old = tuple(range(30, 38))
    drafts = make(model, [canvas(*[None] * 8, start=old)], strength=strength)
    assert int(drafts.noised.sum()) == round(strength * 8)
    kept = drafts.free & ~drafts.noised
    assert torch.equal(drafts.canvas[kept], torch.tensor([old])[kept[:, :8]])
    assert drafts.limit == round(strength * 12)
    before = int(drafts.noised.sum())
    while not drafts.finished:
        drafts.advance()
        assert int(drafts.noised.sum()) <= before
        before = int(drafts.noised.sum())
    assert before == 0


def test_dropped_and_finished_drafts_take_no_more_passes(model):
    drafts = make(model, [canvas(None, None, None)] * 3)
    drafts.advance()
    drafts.drop([1])
    drafts.advance()
    assert [draft.passes for draft in drafts.drafts] == [2, 1, 2]
    assert drafts.running == [0, 2]


def test_a_span_without_free_cells_is_finished_after_one_pass(model):
    drafts = make(model, [canvas(30, 31)])
    drafts.advance()
    assert drafts.finished
    assert drafts.drafts[0].ids == [30, 31]
    assert drafts.drafts[0].entropy == 0.0


def test_a_look_tells_of_every_cell(model):
    drafts = make(model, [Canvas((None,) * 6, ())] * 2)
    vocabulary = range(model.config.vocab_size)
    shown = drafts.look(2, vocabulary)
    assert [tuple(one.shape) for one in shown] == [(6, len(vocabulary))] * 2
    assert torch.allclose(shown[0].exp().sum(-1), torch.ones(6), atol=1e-5)
    assert drafts.number == 1
    again = drafts.look(1, [9, 4, 9])
    assert torch.equal(again[1], shown[1][:, [9, 4, 9]])


def test_the_greedy_choice_needs_no_luck(model):
    one = make(model, [canvas(None, None)], sample=False, seed=1)
    one.advance()
    accepted = one.accepted & one.free
    assert torch.equal(one.canvas[accepted], one.previous[accepted])


def test_given_cells_begin_as_they_are_told(model):
    slots = (None, None, 30, None)
    told = canvas(*slots, start=(40, 41, 30, 42), noise=(False, True, False, False), certainty=(0.5, 0.5, 1.0, 0.0))
    drafts = make(model, [told], strength=0.5)
    assert drafts.noised[0, :4].tolist() == [False, True, False, False]
    assert drafts.canvas[0, [0, 2, 3]].tolist() == [40, 30, 42]
    rows = model.embed_signal(torch.tensor([40, 30]))
    assert torch.allclose(drafts.signal[0, 0], 0.5 * rows[0])
    assert torch.allclose(drafts.signal[0, 2], rows[1])
    assert not drafts.signal[0, [1, 3]].any()
    assert drafts.limit == 6


def test_unwanted_tokens_stand_in_no_pass(model):
    rule = Rule(unwanted=tuple(range(4, 90)))
    drafts = make(model, [canvas(None, None, rules=((1, rule),))])
    while not drafts.finished:
        drafts.advance()
        assert drafts.drafts[0].ids[1] >= 90


def test_finished_drafts_tell_of_their_cells(model):
    drafts = make(model, [canvas(None, 30, None), canvas(None, None, anchor=(20, 21, 22, 23))])
    while not drafts.finished:
        drafts.advance()
    one, other = drafts.told([0, 1], 5)
    alone = drafts.told([1], 5)[0]
    assert [cell.others[0][0] for cell in alone] == [cell.others[0][0] for cell in other]
    assert (len(one), len(other)) == (3, 2)
    assert one[1].probability == 1.0
    assert one[1].others == ()
    signal, prefix = drafts.signal[:1], drafts.prefix
    logits = model.denoise(drafts.previous[:1], prefix, signal)[0, 0].clone()
    logits[list(CONTROL)] = -torch.inf
    probabilities = logits.softmax(-1)
    assert one[0].probability == pytest.approx(float(probabilities[drafts.drafts[0].ids[0]]), abs=1e-5)
    assert len(one[0].others) == 5
    for token, probability in one[0].others:
        assert token not in (*CONTROL, drafts.drafts[0].ids[0])
        assert probability == pytest.approx(float(probabilities[token]), abs=1e-5)


def test_states_say_what_becomes_of_a_cell(model):
    drafts = make(model, [canvas(*[None] * 8, 30, start=(*range(30, 38), 30))], strength=0.25)
    while not drafts.finished:
        drafts.advance()
        states = drafts.drafts[0].states
        assert states[8] is CellState.PINNED
        assert [state is CellState.RENOISED for state in states[:8]] == drafts.noised[0, :8].tolist()
        assert states.count(CellState.ACCEPTED) == int((drafts.accepted & drafts.free).sum())


class Pendulum:
    """A model that is certain, and of the first free cell wants another token whenever it holds `swing[0]`."""

    def __init__(self, model, swing, calm=30):
        self.model, self.swing, self.calm = model, swing, calm

    def __getattr__(self, name):
        return getattr(self.model, name)

    def denoise_hidden(self, canvas, prefix, signal=None):
        return torch.nn.functional.one_hot(canvas, self.model.config.vocab_size).float()

    def read_out(self, hidden):
        held = hidden.argmax(-1)
        wanted = torch.full_like(held, self.calm)
        wanted[0] = self.swing[1] if held[0] == self.swing[0] else self.swing[0]
        return torch.nn.functional.one_hot(wanted, self.model.config.vocab_size) * 100.0

    def mean_embedding(self, probabilities):
        return probabilities @ self.model.embed_signal(torch.arange(self.model.config.vocab_size))


def test_a_cell_that_swings_between_two_tokens_ends_a_draft(model):
    drafts = make(Pendulum(model, (40, 41)), [canvas(*[None] * 12)], limit=40)
    seen = []
    while not drafts.finished:
        drafts.advance()
        seen.append(drafts.drafts[0].ids[0])
    assert len(set(seen[-4:])) == 2
    assert drafts.drafts[0].changed == 1
    assert drafts.drafts[0].still == stop_rule.PLATEAU_PASSES
    assert drafts.drafts[0].done
    assert drafts.number < drafts.limit


def test_a_draft_that_keeps_taking_new_tokens_takes_all_its_passes(model):
    """A cell that goes round three tokens is not at rest."""

    class Round(Pendulum):
        def read_out(self, hidden):
            held = hidden.argmax(-1)
            wanted = torch.full_like(held, self.calm)
            wanted[0] = {40: 41, 41: 42}.get(int(held[0]), 40)
            return torch.nn.functional.one_hot(wanted, self.model.config.vocab_size) * 100.0

    drafts = make(Round(model, (40, 41)), [canvas(*[None] * 12)], limit=20)
    while not drafts.finished:
        drafts.advance()
    assert drafts.number == 20
    assert drafts.drafts[0].still == 0
