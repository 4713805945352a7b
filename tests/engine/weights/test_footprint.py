"""What a model is reckoned to take is what it takes: measured beside, tensor by tensor."""

from __future__ import annotations

from pathlib import Path

import pytest
import random_checkpoints
import torch
from watched_memory import Watched

from palimpsest.engine import sampler
from palimpsest.engine.model import ENCODE_CHUNK, Model, load_model
from palimpsest.engine.weights import footprint
from palimpsest.engine.weights.assemble import keeps_stored
from palimpsest.engine.weights.checkpoint import inspect
from palimpsest.kernels import attention
from palimpsest.kernels.packed import Packed

# Heads, groups and experts in the proportions of the released model.
SIZES = {
    "vocab_size": 2048,
    "hidden_size": 176,
    "intermediate_size": 132,
    "num_attention_heads": 16,
    "head_dim": 16,
    "global_head_dim": 32,
    "num_key_value_heads": 8,
    "num_global_key_value_heads": 2,
    "num_experts": 16,
    "top_k_experts": 8,
    "moe_intermediate_size": 44,
    "sliding_window": 256,
}
CANVAS, DRAFTS, ITEM = 128, 4, 2


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = random_checkpoints.random_model(CANVAS, **SIZES).bfloat16()
    return random_checkpoints.write(made, tmp_path_factory.mktemp("model"))


@pytest.fixture(scope="module")
def model(folder: Path) -> Model:
    return load_model(folder, dtype=torch.bfloat16)


@pytest.fixture(autouse=True)
def _in_proportion(monkeypatch: pytest.MonkeyPatch) -> None:
    # As many rows of a batch share a piece of memory as in the released model after 8,192 tokens: one.
    for module in (attention, footprint):
        monkeypatch.setattr(module, "KEYS_AT_ONCE", 1 << 16)
    # Nothing is packed here.
    monkeypatch.setattr(footprint, "TILE_ELEMENTS", 0)


def tokens_of(model: Model, rows: int, count: int) -> torch.Tensor:
    return torch.randint(0, model.config.vocab_size, (rows, count), generator=torch.Generator().manual_seed(count))


@pytest.mark.parametrize("tokens", [600, 4000])
def test_a_pass_and_a_reading_stay_within_what_is_reckoned(model: Model, tokens: int) -> None:
    config = model.config
    ids = tokens_of(model, 1, tokens)
    before = model.encode(ids[:, :-ENCODE_CHUNK])
    model._tables.clear()
    with Watched() as reading:
        prefix = model.encode(ids[:, -ENCODE_CHUNK:], before)
    grown = prefix.nbytes + before.nbytes
    whole = footprint.working(config, tokens, ENCODE_CHUNK, ITEM, DRAFTS)
    assert reading.peak < whole + grown
    signal = torch.zeros(DRAFTS, CANVAS, config.hidden_size, dtype=torch.bfloat16)
    with Watched() as denoising:
        hidden = model.denoise_hidden(tokens_of(model, DRAFTS, CANVAS), prefix, signal)
    layers = footprint._layers(config, DRAFTS, CANVAS, tokens, ITEM)
    assert 0.6 * layers < denoising.peak < min(1.1 * layers, whole)
    with Watched() as sampling:
        sampler.read(model, hidden.flatten(0, 1), 1.0)
    assert sampling.peak < footprint.LOGITS_HELD * 4 * DRAFTS * CANVAS * config.vocab_size < whole


def test_the_prefix_is_what_it_takes(model: Model) -> None:
    ids = tokens_of(model, 1, 3000)
    at_most = footprint.prefix(model.config, 3000, ENCODE_CHUNK, ITEM)
    assert 0.5 * at_most < model.encode(ids).nbytes <= at_most


@pytest.mark.parametrize(("dtype", "item"), [(torch.bfloat16, 2), (torch.float32, 4)])
def test_weights_are_what_they_take(folder: Path, dtype: torch.dtype, item: int) -> None:
    found = inspect(folder)
    held = footprint.weights(found.config, found.sizes, item)
    loaded = load_model(folder, dtype=dtype)._weights
    assert held.experts == tuple(layer.experts.nbytes for layer in loaded.layers)
    embedding = loaded.embedding
    assert held.embedding == (embedding.nbytes if isinstance(embedding, Packed | torch.Tensor) else 0)
    assert held.total == sum(held.experts) + held.attention + held.mlp + held.embedding + held.rest
    layers, hidden = found.config.layers, found.config.hidden_size
    heads = found.config.heads
    matrices = sum(hidden * each.head_dim * (2 * heads + each.groups * (1 + each.sliding)) for each in layers)
    assert held.attention == matrices * item


def test_a_large_model_is_kept_as_stored_by_the_processor(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = inspect(folder)
    assert not keeps_stored(found.config, 4)
    monkeypatch.setattr("palimpsest.engine.weights.assemble.LARGEST_CONVERTED", 1 << 20)
    assert keeps_stored(found.config, 4)
    held = footprint.weights(found.config, found.sizes, 4, convert=False)
    assert held.experts == found.sizes.experts


def test_parameters_are_counted_as_they_are_read(folder: Path, model: Model) -> None:
    assert footprint.parameters(inspect(folder).config) == model.parameters
