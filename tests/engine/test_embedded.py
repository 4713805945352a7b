"""The shipped small model: its files, its parity with transformers, and the main job done with it."""

from __future__ import annotations

import json
import threading

import pytest
import torch

from palimpsest.engine import Finished, InfillRequest, Pass, open_engine
from palimpsest.engine.infill import embedded_folder
from palimpsest.resources import samples

LARGEST = 40_000_000


@pytest.fixture(scope="module")
def engine():
    return open_engine("embedded", "cpu")


def test_the_folder_is_a_small_hugging_face_checkpoint():
    folder = embedded_folder()
    names = {path.name for path in folder.iterdir()}
    assert {"config.json", "generation_config.json", "model.safetensors", "tokenizer.json"} <= names
    assert sum(path.stat().st_size for path in folder.iterdir()) <= LARGEST
    config = json.loads((folder / "config.json").read_text())
    assert config["architectures"] == ["DiffusionGemmaForBlockDiffusion"]


def test_transformers_loads_the_same_files_and_gives_the_same_logits(engine):
    from transformers import DiffusionGemmaForBlockDiffusion

    reference = DiffusionGemmaForBlockDiffusion.from_pretrained(embedded_folder(), dtype=torch.float32).eval()
    sample = samples.welcome()
    ids = torch.tensor([[2, *engine.tokenizer.encode(sample.text[: sample.start]).ids]])
    torch.manual_seed(0)
    canvas = torch.randint(engine.model.config.vocab_size, (1, 64))
    feedback = 5 * torch.randn(1, 64, engine.model.config.vocab_size)
    prefix = engine.model.encode(ids)
    for signal in (None, feedback):
        with torch.no_grad():
            wanted = reference(input_ids=ids, decoder_input_ids=canvas, self_conditioning_logits=signal).logits
        mine = engine.model.denoise(canvas, prefix, None if signal is None else engine.model.self_condition(signal))
        assert (mine - wanted).abs().max() < 1e-4


def test_the_marked_sentence_of_the_welcome_page_is_regenerated(engine):
    sample = samples.welcome()
    request = InfillRequest(sample.text, sample.start, sample.end, alternatives=3, seed=1, name=sample.name)
    *passes, last = engine.infill(request, threading.Event())
    assert passes
    assert all(isinstance(event, Pass) for event in passes)
    assert isinstance(last, Finished)
    assert len(last.alternatives) == 3
    old = sample.text[sample.start : sample.end]
    assert all(alternative.text and alternative.text != old for alternative in last.alternatives)
    scores = [alternative.score for alternative in last.alternatives]
    assert all(-20.0 < score < 0.0 for score in scores)


def test_it_says_what_it_is(engine):
    assert engine.info.embedded
    assert not engine.info.follows_instructions
    assert engine.info.parameters > 1_000_000


def test_names_of_the_context_are_used(engine):
    """The model was trained to copy: of the names it writes into a story most occur around the span."""
    from palimpsest.engine import evaluate
    from palimpsest.engine.fill_window import WindowFiller

    filler = WindowFiller(engine)
    names = frozenset(json.loads((evaluate.held_out_folder() / "names.json").read_text()))
    copied: list[bool] = []
    for place, text in enumerate(evaluate.documents("stories")):
        ids = filler.tokenize(text)
        if len(ids) > 100 and len(copied) < 20:
            filled = filler.fill(ids, 60, 16, candidates=1, passes=12, seed=place)
            copied += evaluate.copies(filled.text, f"{filled.left} {filled.right}", names)
    assert len(copied) >= 20
    assert sum(copied) / len(copied) > 0.5
