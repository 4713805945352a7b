"""What is told of a checkpoint without reading its weights."""

from __future__ import annotations

from pathlib import Path

import pytest
import random_checkpoints

from palimpsest.engine.request import InfillError
from palimpsest.engine.weights.checkpoint import inspect


@pytest.mark.parametrize("name", ["float32", "bfloat16"])
def test_sizes_are_those_of_the_text_model(tmp_path: Path, name: str):
    model = random_checkpoints.random_model()
    folder = random_checkpoints.write(model.bfloat16() if name == "bfloat16" else model, tmp_path / "small")
    found = inspect(folder)
    assert (found.format, found.name, found.path) == (name, "small", folder)
    stored = random_checkpoints.stored_tensors(folder)
    assert found.sizes.total == sum(tensor.nbytes for key, tensor in stored.items() if "vision" not in key)
    experts = [sum(t.nbytes for key, t in stored.items() if f"layers.{i}.experts." in key) for i in range(3)]
    assert found.sizes.experts == tuple(experts)
    assert found.sizes.embedding == stored["model.decoder.embed_tokens.weight"].nbytes
    assert found.sizes.attention == sum(
        t.nbytes for key, t in stored.items() if "decoder" in key and "self_attn" in key
    )


def test_nothing_there(tmp_path: Path):
    with pytest.raises(InfillError) as error:
        inspect(tmp_path)
    assert error.value.remedy
