"""The real vocabulary of 262,144 tokens: whatever is read out, logits are never held for more than a few cells."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import random_checkpoints
import torch
from small_tokenizer import make_library_tokenizer
from watched_memory import Watched

from palimpsest.engine import Finished, InfillRequest, open_engine, sampler
from palimpsest.engine.infill import InfillEngine
from palimpsest.kernels.readout import rows_at_once

VOCABULARY = 262_144
MOST = 64 * VOCABULARY
"""Elements of any tensor; the released model's canvas has 256 cells."""
TEXT = "The old lamp stood on the table. Anna took the lamp to the harbor and sold it for two coins.\n" * 4


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> InfillEngine:
    folder: Path = tmp_path_factory.mktemp("model")
    sizes: dict[str, Any] = {"hidden_size": 8, "head_dim": 4, "global_head_dim": 4, "layer_types": ["full_attention"]}
    random_checkpoints.write(random_checkpoints.random_model(256, vocab_size=VOCABULARY, **sizes), folder)
    make_library_tokenizer().save(str(folder / "tokenizer.json"))
    return open_engine(folder, "cpu")


@pytest.fixture
def watched() -> Iterator[Watched]:
    watched = Watched()
    yield watched
    assert watched.largest
    for shape in watched.largest.values():
        assert torch.Size(shape).numel() <= MOST, f"a tensor {shape} was held"


def test_a_chunk_is_less_than_a_canvas() -> None:
    assert rows_at_once(VOCABULARY) == 64


def test_a_pass_over_a_whole_canvas_and_its_sampling(engine: InfillEngine, watched: Watched) -> None:
    model, generator = engine.model, torch.Generator().manual_seed(0)
    prefix = model.encode(torch.randint(0, VOCABULARY, (1, 9), generator=generator))
    canvas = torch.randint(0, VOCABULARY, (1, 256), generator=generator)
    with watched:
        hidden = model.denoise_hidden(canvas, prefix, model.embed_signal(canvas))
        reading = sampler.read(model, hidden.flatten(0, 1), 0.8, generator, engine.banned)
        noise = sampler.uniform_noise((1, 256), VOCABULARY, generator, "cpu")
        accepted = sampler.accept(reading.entropy[None], 0.1)
        following = sampler.renoise(canvas, reading.drawn[None], accepted, noise)
        model.denoise_hidden(following, prefix, reading.signal[None])
    assert following.shape == (1, 256)


def test_a_request_from_its_prompt_to_its_score(engine: InfillEngine, watched: Watched) -> None:
    """Candidates of several lengths, borders with rules of their own, scores, and what else each cell might be."""
    # Within words, so that there are rules.
    request = InfillRequest(TEXT, TEXT.index("ood"), TEXT.rindex("rbor"), alternatives=2, passes=1, seed=5)
    with watched:
        *_, last = engine.infill(request, threading.Event())
    assert isinstance(last, Finished)
    assert last.alternatives
    assert any(cell.runners_up for alternative in last.alternatives for cell in alternative.cells)


def test_an_insertion_probes_its_length(engine: InfillEngine, watched: Watched) -> None:
    place = TEXT.index(" took")
    with watched:
        *_, last = engine.infill(InfillRequest(TEXT, place, place, passes=1, seed=5), threading.Event())
    assert isinstance(last, Finished)
