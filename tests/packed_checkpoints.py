"""Small checkpoints packed as the published ones are, each beside a plain one of the numbers that it means."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import random_checkpoints
import torch
from safetensors.torch import save_file
from torch import Tensor

from palimpsest.engine.model import Model, load_model
from palimpsest.kernels.linear import Linear, Projection
from palimpsest.kernels.packed import Matrix

DECODER = "model.decoder."

SIZES: dict[str, Any] = {
    "hidden_size": 64,
    "intermediate_size": 96,
    "moe_intermediate_size": 32,
    "num_attention_heads": 4,
    "head_dim": 16,
    "global_head_dim": 32,
}
"""Every matrix has columns that groups of 32 divide."""

Pack = Callable[[str, Tensor], "tuple[dict[str, Tensor], Tensor] | None"]
"""Takes a matrix's name and its fp32 numbers (rows, columns). Gives the tensors that are stored, by what stands behind
the name, and the numbers they mean in fp32; None for a matrix that is left as it is."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two checkpoints of the same numbers."""

    packed: Path
    plain: Path
    stored: dict[str, Tensor]
    """All that the packed one holds."""


def write_pair(
    folder: Path,
    pack: Pack,
    settings: Mapping[str, Any] | None,
    rest: torch.dtype = torch.bfloat16,
    seed: int = 0,
    **sizes: Any,
) -> Pair:
    """Pack a random model. `settings` becomes the quantization_config; what is not packed is stored in `rest`."""
    model = random_checkpoints.random_model(seed=seed, **{**SIZES, **sizes})
    source = random_checkpoints.write(model, folder / "source")
    stored: dict[str, Tensor] = {}
    meant: dict[str, Tensor] = {}
    for name, tensor in apart(random_checkpoints.stored_tensors(source)).items():
        part = name.removesuffix(".weight")
        packed = pack(part, tensor) if tensor.dim() == 2 and DECODER in name else None
        if packed is None:
            stored[name] = tensor.to(rest)
            meant[name] = tensor.to(rest).float()
        else:
            stored |= {f"{part}.{piece}": each for piece, each in packed[0].items()}
            assert packed[1].dtype == torch.float32
            meant[name] = packed[1]
    values = json.loads((source / "config.json").read_text())
    save(folder / "plain", values, fused(meant), 1)
    if settings is not None:
        values["quantization_config"] = dict(settings)
    save(folder / "packed", values, stored, 2)
    return Pair(folder / "packed", folder / "plain", stored)


def save(folder: Path, values: Mapping[str, Any], tensors: Mapping[str, Tensor], shards: int) -> None:
    """Write config.json, the shards and their index."""
    folder.mkdir()
    (folder / "config.json").write_text(json.dumps(values))
    files = [f"model-{number + 1:05}-of-{shards:05}.safetensors" for number in range(shards)]
    weight_map = {name: files[place % shards] for place, name in enumerate(sorted(tensors))}
    for file in files:
        held = {name: tensors[name].contiguous() for name in tensors if weight_map[name] == file}
        save_file(held, folder / file, metadata={"format": "pt"})
    (folder / "model.safetensors.index.json").write_text(json.dumps({"metadata": {}, "weight_map": weight_map}))


def apart(tensors: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """Experts one by one, as linear layers of their own: what packing tools make of transformers' stacks."""
    result: dict[str, Tensor] = {}
    for name, tensor in tensors.items():
        at, _, part = name.rpartition(".")
        if part not in ("gate_up_proj", "down_proj") or not at.endswith(".experts"):
            result[name] = tensor
            continue
        for expert, matrix in enumerate(tensor):
            halves = (("down_proj", matrix),)
            if part == "gate_up_proj":
                gate, up = matrix.chunk(2)
                halves = (("gate_proj", gate), ("up_proj", up))
            result |= {f"{at}.{expert}.{half}.weight": each for half, each in halves}
    return result


def fused(tensors: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """The way back from `apart`."""
    result = {name: tensor for name, tensor in tensors.items() if ".experts." not in name}
    stacks: dict[str, list[Tensor]] = {}
    for at in sorted({name.partition(".experts.")[0] for name in tensors if ".experts." in name}):
        count = sum(name.startswith(f"{at}.experts.") for name in tensors) // 3
        for expert in range(count):
            gate, up, down = (
                tensors[f"{at}.experts.{expert}.{part}.weight"] for part in ("gate_proj", "up_proj", "down_proj")
            )
            stacks.setdefault(f"{at}.experts.gate_up_proj", []).append(torch.cat((gate, up)))
            stacks.setdefault(f"{at}.experts.down_proj", []).append(down)
    return result | {name: torch.stack(matrices) for name, matrices in stacks.items()}


def passes(folder: Path) -> tuple[Model, tuple[Tensor, Tensor]]:
    """The model, and what it makes of a text: a first pass, and one that knows of the first."""
    model = load_model(folder)
    prefix = model.encode(torch.arange(20)[None])
    canvas = torch.arange(40, 56)[None]
    first = model.denoise(canvas, prefix)
    second = model.denoise(canvas, prefix, model.self_condition(first))
    return model, (first, second)


def assert_same_numbers(pair: Pair) -> Model:
    """Both checkpoints give the same logits to 1e-5 of the largest; returns the packed one's model."""
    model, found = passes(pair.packed)
    for mine, theirs in zip(found, passes(pair.plain)[1], strict=True):
        torch.testing.assert_close(mine, theirs, rtol=0, atol=1e-5 * float(theirs.abs().max()))
    return model


def matrix_of(projection: Projection) -> Matrix:
    """The one matrix of a projection."""
    assert isinstance(projection, Linear)
    return projection.weight


def expert_bytes(pair: Pair, *pieces: str) -> int:
    """What is stored of these pieces of all experts."""
    return sum(
        tensor.nbytes for name, tensor in pair.stored.items() if is_expert(name) and name.rpartition(".")[2] in pieces
    )


def rewritten(pair: Pair, folder: Path, tensors: Mapping[str, Tensor | None], **settings: Any) -> Path:
    """The packed checkpoint with other tensors (None: without) and other values in its quantization_config."""
    values = json.loads((pair.packed / "config.json").read_text())
    values["quantization_config"] |= settings
    kept = {name: tensor for name, tensor in {**pair.stored, **tensors}.items() if tensor is not None}
    save(folder, values, kept, 1)
    return folder


def is_expert(part: str) -> bool:
    return ".experts." in part


def is_attention(part: str) -> bool:
    return ".self_attn." in part


def is_mlp(part: str) -> bool:
    return ".mlp." in part
