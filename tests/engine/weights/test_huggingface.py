"""Hugging Face checkpoints: shards, dtypes, each tensor once, and tensors that are missing or unknown."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
import random_checkpoints
import torch
from packed_checkpoints import apart
from safetensors.torch import save_file

from palimpsest.engine.model import load_model
from palimpsest.engine.request import InfillError
from palimpsest.engine.weights import assemble
from palimpsest.engine.weights.checkpoint import inspect
from palimpsest.engine.weights.index import INDEX, TensorReader
from palimpsest.kernels.packed import Stored


@pytest.fixture
def checkpoint(tmp_path: Path) -> Path:
    return random_checkpoints.write(random_checkpoints.random_model(), tmp_path / "model")


def logits(folder: Path, dtype: torch.dtype = torch.float32) -> torch.Tensor:
    model = load_model(folder, dtype=dtype)
    return model.denoise(torch.arange(16)[None], model.encode(torch.arange(20)[None]))


def test_shards_give_the_same_model(checkpoint: Path, tmp_path: Path) -> None:
    many = random_checkpoints.write(random_checkpoints.random_model(), tmp_path / "many", max_shard_size="100KB")
    assert (many / INDEX).is_file()
    assert len(list(many.glob("*.safetensors"))) > 2
    assert torch.equal(logits(many), logits(checkpoint))


def test_half_precision_on_disk(checkpoint: Path, tmp_path: Path) -> None:
    """A bfloat16 file read in fp32 is the model of the rounded weights, computed exactly."""
    half = random_checkpoints.write(random_checkpoints.random_model().bfloat16(), tmp_path / "half")
    assert random_checkpoints.stored_tensors(half)["model.decoder.norm.weight"].dtype == torch.bfloat16
    rounded = tmp_path / "rounded"
    rounded.mkdir()
    (rounded / "config.json").write_text((checkpoint / "config.json").read_text())
    stored = {name: t.bfloat16().float() for name, t in random_checkpoints.stored_tensors(checkpoint).items()}
    save_file(stored, rounded / "model.safetensors")
    assert torch.equal(logits(half), logits(rounded))


def test_every_tensor_is_read_once(checkpoint: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: Counter[str] = Counter()
    original = TensorReader.tensor

    def counting(self: TensorReader, name: str, shape: tuple[int, ...]) -> torch.Tensor:
        read[name] += 1
        return original(self, name, shape)

    monkeypatch.setattr(TensorReader, "tensor", counting)
    load_model(checkpoint)
    text = {name for name in random_checkpoints.stored_tensors(checkpoint) if "vision" not in name}
    assert set(read) == text
    assert set(read.values()) == {1}


def test_encoder_scalars_are_read_apart(checkpoint: Path) -> None:
    stored = random_checkpoints.stored_tensors(checkpoint)
    for number, layer in enumerate(load_model(checkpoint)._weights.layers):
        assert layer.encoder_scalar == stored[f"model.encoder.language_model.layers.{number}.layer_scalar"].item()
        assert layer.decoder_scalar == stored[f"model.decoder.layers.{number}.layer_scalar"].item()
        assert layer.encoder_scalar != layer.decoder_scalar


def change(folder: Path, remove: str = "", add: str = "") -> None:
    tensors = random_checkpoints.stored_tensors(folder)
    tensors.pop(remove, None)
    if add:
        tensors[add] = torch.zeros(1)
    save_file(tensors, folder / "model.safetensors")


def test_missing_tensors_are_named(checkpoint: Path) -> None:
    change(checkpoint, remove="model.decoder.layers.1.router.scale")
    with pytest.raises(InfillError, match=r"lacks tensors: model\.decoder\.layers\.1\.router\.scale\.") as error:
        load_model(checkpoint)
    assert error.value.remedy


def test_unknown_tensors_are_named(checkpoint: Path) -> None:
    change(checkpoint, add="model.decoder.layers.0.experts.0.gate_proj.weight_packed")
    with pytest.raises(InfillError, match=r"unknown tensors.*weight_packed"):
        load_model(checkpoint)


def one_by_one(folder: Path) -> None:
    save_file(
        {name: tensor.contiguous() for name, tensor in apart(random_checkpoints.stored_tensors(folder)).items()},
        folder / "model.safetensors",
    )


def test_experts_that_stand_one_by_one(checkpoint: Path) -> None:
    """What tools leave that take transformers' stacks apart, but pack nothing."""
    before = logits(checkpoint)
    one_by_one(checkpoint)
    assert torch.equal(logits(checkpoint), before)


@pytest.mark.parametrize("expert", [0, 2])
def test_an_expert_that_is_missing_is_named(checkpoint: Path, expert: int) -> None:
    name = f"model.decoder.layers.1.experts.{expert}.down_proj.weight"
    one_by_one(checkpoint)
    change(checkpoint, remove=name)
    with pytest.raises(InfillError, match=f"lacks tensors: {re.escape(name)}"):
        load_model(checkpoint)


def test_one_expert_too_many_is_named(checkpoint: Path) -> None:
    one_by_one(checkpoint)
    change(checkpoint, add="model.decoder.layers.1.experts.4.down_proj.weight")
    with pytest.raises(InfillError, match=r"unknown tensors: model\.decoder\.layers\.1\.experts\.4"):
        load_model(checkpoint)


def test_a_head_that_is_stored_beside_its_embedding(checkpoint: Path) -> None:
    """The head is the embedding, whatever some tools write."""
    before, told = logits(checkpoint), inspect(checkpoint)
    change(checkpoint, add="lm_head.weight")
    assert torch.equal(logits(checkpoint), before)
    assert inspect(checkpoint) == told


def test_images_are_passed_over(checkpoint: Path) -> None:
    before = logits(checkpoint)
    change(checkpoint, remove="model.encoder.embed_vision.embedding_projection.weight")
    assert torch.equal(logits(checkpoint), before)


def test_weights_of_another_configuration(checkpoint: Path) -> None:
    path = checkpoint / "config.json"
    path.write_text(path.read_text().replace('"intermediate_size": 40', '"intermediate_size": 41'))
    with pytest.raises(InfillError, match=r"shape .* where the configuration says"):
        load_model(checkpoint)


@pytest.mark.parametrize("dtype", [torch.uint8, torch.float8_e4m3fn, torch.int32])
def test_packed_numbers_are_not_taken_for_weights(checkpoint: Path, dtype: torch.dtype) -> None:
    tensors = random_checkpoints.stored_tensors(checkpoint)
    tensors["model.decoder.embed_tokens.weight"] = tensors["model.decoder.embed_tokens.weight"].to(dtype)
    save_file(tensors, checkpoint / "model.safetensors")
    with pytest.raises(InfillError, match=r"embed_tokens\.weight is stored as .*, which cannot be read") as error:
        load_model(checkpoint)
    assert error.value.remedy


def test_a_model_too_large_to_widen_stays_as_it_is_stored(
    checkpoint: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    half = random_checkpoints.write(random_checkpoints.random_model().bfloat16(), tmp_path / "half")
    widened = logits(half)
    monkeypatch.setattr(assemble, "LARGEST_CONVERTED", 0)
    kept = load_model(half)._weights
    assert isinstance(kept.embedding, Stored)
    assert all(isinstance(stack, Stored) for layer in kept.layers for stack in layer.experts.stacks)
    torch.testing.assert_close(logits(half), widened, atol=1e-5, rtol=1e-5)
