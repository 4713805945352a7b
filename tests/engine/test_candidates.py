"""How long the candidates are: around the old text, scaled, exact, or probed."""

from __future__ import annotations

import threading

import pytest
import torch

from palimpsest.engine import InfillRequest, candidates
from palimpsest.engine.borders import lay_out
from palimpsest.engine.canvas import ANCHOR
from palimpsest.engine.drafts import Drafts
from palimpsest.engine.readout import Readout

TEXT = "The old lamp stood on the table. Anna took the lamp to the harbor and sold it for two coins.\n"
START, END = TEXT.index(" took"), TEXT.index(" and sold")


def made(tokenizer, request):
    """Candidates of a request that needs no probe."""
    span = lay_out(tokenizer, request.text, request.start, request.end, request.pins, request.holes)
    found, prior = candidates.plans(span, request, 128, (tokenizer.eos, tokenizer.pad), lambda _: pytest.fail("probed"))
    return span, found, prior


@pytest.mark.parametrize("scale", [0.6, 1.0, 1.6])
def test_the_scaled_length_is_the_centre(tokenizer, scale):
    span, found, prior = made(tokenizer, InfillRequest(TEXT, START, END, scale=scale))
    lengths = [plan.free for plan in found]
    assert lengths[0] == prior == round(span.free * scale)
    assert min(lengths) < lengths[0] < max(lengths)


@pytest.mark.parametrize("scale", [0.6, 1.6])
def test_below_full_strength_the_old_text_is_stretched(tokenizer, scale):
    span, found, _ = made(tokenizer, InfillRequest(TEXT, START, END, scale=scale, strength=0.4))
    tokens = [place.token for place in found[0].places]
    assert len(tokens) == round(span.free * scale)
    assert sum(token is None for token in tokens) == max(0, len(tokens) - span.free)


def test_an_exact_length_is_exact_at_any_strength(tokenizer):
    for strength in (0.3, 1.0):
        _, found, prior = made(tokenizer, InfillRequest(TEXT, START, END, length=17, strength=strength))
        assert {plan.free for plan in found} == {17}
        assert prior == 0.0


def test_holes_vary_jointly(tokenizer):
    holes = ((START, START + 9), (TEXT.index(" to the harbor"), END))
    span, found, prior = made(tokenizer, InfillRequest(TEXT, START, END, holes=holes))
    shapes = {tuple(sum(place.run == run for place in plan.places) for run in (0, 2)) for plan in found}
    assert len(shapes) > 2
    assert prior == len(span.old)


@pytest.mark.parametrize("strength", [0.4, 1.0])
def test_placeholders_are_written_from_scratch(tokenizer, strength):
    text = TEXT.replace("harbor", "TODO")
    start = text.index("TODO")
    holes = ((START, START + 9), (start, start + 4))
    _, found, _ = made(tokenizer, InfillRequest(text, START, start + 4, holes=holes, strength=strength))
    last = found[0].places[-1].run
    assert all(place.token is None for place in found[0].places if place.run == last)


def test_empty_holes_differ_widely(tokenizer):
    places = (START, TEXT.index(" to the"))
    holes = tuple((place, place) for place in places)
    _, found, prior = made(tokenizer, InfillRequest(TEXT, START, END, holes=holes))
    lengths = {plan.free for plan in found}
    assert max(lengths) >= 4 * min(lengths)
    assert prior == 0.0


def test_an_insertion_is_probed_and_scaled(engine):
    place = TEXT.index(" stood")
    lengths = []
    for scale in (0.5, 4.0):
        request = InfillRequest(TEXT, place, place, scale=scale, seed=2, passes=1)
        first = next(iter(engine.infill(request, threading.Event())))
        lengths.append([candidate.cells for candidate in first.drafts])
    assert max(lengths[0]) < min(lengths[1]) or sum(lengths[0]) < sum(lengths[1])


@pytest.mark.parametrize(("after", "looked"), [(" stood", True), ("\n", False)])
def test_an_insertion_is_probed_behind_what_leads_the_canvas(engine, after, looked):
    place = TEXT.index(after)
    text = TEXT if looked else TEXT[:place]
    lead = (7, 8, 9)
    span = lay_out(engine.tokenizer, text, place, place)
    seen = []

    def make(canvases):
        seen.append(canvases)
        return Drafts(
            engine.model,
            engine.encode([2, 5]),
            canvases,
            engine.config,
            Readout(engine.banned),
            torch.Generator().manual_seed(1),
            limit=2,
        )

    found, _ = candidates.plans(span, InfillRequest(text, place, place), 32, engine.tokenizer.end_ids, make, lead)
    assert all(canvas.lead == lead and canvas.size <= 32 for canvases in seen for canvas in canvases)
    if looked:
        assert seen[0][0].slots == (None,) * 29
    assert all(1 <= plan.free <= 32 - len(lead) - ANCHOR for plan in found)


def test_everything_pinned_leaves_nothing(tokenizer):
    _, found, prior = made(tokenizer, InfillRequest(TEXT, START, END, pins=((START, END),)))
    assert [plan.free for plan in found] == [0]
    assert prior == 0.0
