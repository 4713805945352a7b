"""The loader over the whole tensor lists of the published checkpoints, names and shapes without numbers.

The names and shapes are those that transformers gives the model of the published config.json; what packing tools make
of them follows from their naming rules. Their numbers of tensors, per dtype, and their bytes are those of the published
files (shared reference, §1.6 and §2).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import packed_compressed
import packed_gptq
import packed_modelopt
import pytest
import torch
from torch import Tensor
from transformers import DiffusionGemmaConfig, DiffusionGemmaForBlockDiffusion

from palimpsest.engine.config import ModelConfig
from palimpsest.engine.weights.assemble import assemble
from palimpsest.engine.weights.formats import PACKINGS
from palimpsest.engine.weights.huggingface import FolderSource
from palimpsest.engine.weights.index import DTYPES, TensorReader
from palimpsest.engine.weights.layout import ModelWeights
from palimpsest.engine.weights.source import VISION
from palimpsest.kernels.fp8 import Fp8
from palimpsest.kernels.int4 import Int4
from palimpsest.kernels.nvfp4 import Nvfp4
from palimpsest.kernels.packed import Packed

TEXT: dict[str, Any] = {
    "vocab_size": 262_144,
    "hidden_size": 2816,
    "num_hidden_layers": 30,
    "num_attention_heads": 16,
    "head_dim": 256,
    "num_key_value_heads": 8,
    "global_head_dim": 512,
    "num_global_key_value_heads": 2,
    "intermediate_size": 2112,
    "moe_intermediate_size": 704,
    "num_experts": 128,
    "top_k_experts": 8,
    "sliding_window": 1024,
    "max_position_embeddings": 262_144,
    "use_bidirectional_attention": "vision",
    "layer_types": (["sliding_attention"] * 5 + ["full_attention"]) * 5,
}
IMAGES: dict[str, Any] = {
    "model_type": "gemma4_vision",
    "num_hidden_layers": 27,
    "hidden_size": 1152,
    "num_attention_heads": 16,
    "num_key_value_heads": 16,
    "head_dim": 72,
    "intermediate_size": 4304,
    "patch_size": 16,
    "standardize": True,
}
LAYERS, EXPERTS = 30, 128

Entry = tuple[str, tuple[int, ...]]
"""Dtype by its name in safetensors, and shape."""
Pieces = dict[str, Entry]


@cache
def _shapes() -> dict[str, tuple[int, ...]]:
    config = DiffusionGemmaConfig(text_config=dict(TEXT), vision_config=dict(IMAGES), canvas_length=256)
    with torch.device("meta"):
        model = DiffusionGemmaForBlockDiffusion(config)
    # Tied to the decoder and not stored: the head, and of the encoder all but its scalars.
    return {
        name: tuple(tensor.shape)
        for name, tensor in model.state_dict().items()
        if name != "lm_head.weight" and ("encoder.language_model" not in name or name.endswith("layer_scalar"))
    }


def released(pack: Callable[[str, int, int], Pieces | None], rest: str = "BF16") -> dict[str, Entry]:
    """All tensors of a checkpoint; `pack` says what a matrix (name, rows, columns) becomes, its experts apart."""
    result: dict[str, Entry] = {}
    for name, shape in _shapes().items():
        for part, matrix in _apart(name, shape):
            vision = part.startswith(VISION)
            packed = pack(part.removesuffix(".weight"), *matrix) if len(matrix) == 2 and not vision else None
            if packed is None:
                result[part] = (rest, matrix)
            else:
                result |= {f"{part.removesuffix('weight')}{piece}": entry for piece, entry in packed.items()}
    return result


def _apart(name: str, shape: tuple[int, ...]) -> Iterator[tuple[str, tuple[int, ...]]]:
    at, _, part = name.rpartition(".")
    if not at.endswith(".experts"):
        yield name, shape
        return
    _, rows, columns = shape
    for expert in range(EXPERTS):
        for half in ("gate_proj", "up_proj") if part == "gate_up_proj" else ("down_proj",):
            yield f"{at}.{expert}.{half}.weight", (rows // 2 if part == "gate_up_proj" else rows, columns)


def chosen(part: str, *words: str) -> bool:
    return any(f".{word}." in part for word in words)


def modelopt(part: str, rows: int, columns: int) -> Pieces | None:
    if not chosen(part, "experts"):
        return None
    return {
        "weight": ("U8", (rows, columns // 2)),
        "weight_scale": ("F8_E4M3", (rows, columns // 16)),
        "weight_scale_2": ("F32", ()),
        "input_scale": ("F32", ()),
    }


def int4(part: str, rows: int, columns: int) -> Pieces | None:
    if not chosen(part, "experts", "self_attn"):
        return None
    return {
        "weight_packed": ("I32", (rows, columns // 8)),
        "weight_scale": ("F16", (rows, columns // 32)),
        "weight_shape": ("I64", (2,)),
    }


def fp8(part: str, rows: int, columns: int) -> Pieces | None:
    if not chosen(part, "experts", "self_attn", "mlp"):
        return None
    return {"weight": ("F8_E4M3", (rows, columns)), "weight_scale": ("BF16", (rows, 1))}


def nvfp4(part: str, rows: int, columns: int) -> Pieces | None:
    if not chosen(part, "experts", "mlp"):
        return None
    return {
        "weight_packed": ("U8", (rows, columns // 2)),
        "weight_scale": ("F8_E4M3", (rows, columns // 16)),
        "weight_global_scale": ("F32", (1,)),
        "input_global_scale": ("F32", (1,)),
    }


def autoround(part: str, rows: int, columns: int) -> Pieces | None:
    if not chosen(part, "experts", "self_attn", "mlp"):
        return None
    groups = -(-columns // 128)
    return {
        "qweight": ("I32", (columns // 8, rows)),
        "qzeros": ("I32", (groups, rows // 8)),
        "scales": ("F16", (groups, rows)),
    }


@dataclass
class Shard:
    """A file of safetensors without numbers but for single ones; counts what is asked for."""

    entries: dict[str, Entry]
    read: Counter[str] = field(default_factory=Counter)

    def get_slice(self, name: str) -> Slice:
        return Slice(*self.entries[name])

    def place(self, name: str) -> Place:
        return Place(self, name)


@dataclass
class Place:
    """Where a tensor lies."""

    shard: Shard
    name: str

    def read_through(self, what: str) -> None:
        assert what == self.name

    def tensor(self, dtype: torch.dtype, shape: tuple[int, ...]) -> Tensor:
        self.shard.read[self.name] += 1
        if self.name.endswith("layer_scalar"):
            return torch.full(shape, scalar(self.name), dtype=dtype)
        return torch.empty(shape, dtype=dtype, device="meta")


@dataclass
class Slice:
    dtype: str
    sizes: tuple[int, ...]

    def get_dtype(self) -> str:
        return self.dtype

    def get_shape(self) -> list[int]:
        return list(self.sizes)


def scalar(name: str) -> float:
    """Another one for each layer of each stack, exact in bfloat16."""
    return (int(name.split(".")[-2]) + 1) / 64 * (-1 if "encoder" in name else 1)


def load(entries: dict[str, Entry], settings: dict[str, Any] | None) -> tuple[ModelWeights, Counter[str]]:
    shard = Shard(entries)
    places: dict[str, Any] = {name: shard.place(name) for name in entries}
    reader = TensorReader(dict.fromkeys(entries, shard), places)
    config = ModelConfig.from_dict({"model_type": "diffusion_gemma", "text_config": TEXT, "canvas_length": 256})
    packing = None if settings is None else PACKINGS[settings["quant_method"]](settings, reader)
    source = FolderSource(config, reader, packing)
    source.check()
    return assemble(source, torch.device("meta"), torch.bfloat16), shard.read


def assert_all_read(entries: dict[str, Entry], read: Counter[str], passed: tuple[str, ...] = ()) -> None:
    """Every tensor once, but for images and for those whose last word is passed over; nothing else."""
    wanted = {name for name in entries if not name.startswith(VISION) and name.rpartition(".")[2] not in passed}
    assert set(read) == wanted
    assert set(read.values()) == {1}


def nbytes(entries: dict[str, Entry]) -> int:
    return sum(DTYPES[dtype].itemsize * torch.Size(shape).numel() for dtype, shape in entries.values())


def stacks(weights: ModelWeights) -> list[Packed]:
    found = [stack for layer in weights.layers for stack in layer.experts.stacks]
    assert [tuple(stack.shape) for stack in found] == [(128, 1408, 2816), (128, 2816, 704)] * LAYERS
    return [stack for stack in found if isinstance(stack, Packed)]


def test_the_original() -> None:
    """1,047 tensors: 657 of the text, 355 of the vision tower, its projector, 30 scalars, 4 of self-conditioning."""
    entries: dict[str, Entry] = {name: ("BF16", shape) for name, shape in _shapes().items()}
    assert len(entries) == 1047
    assert sum(name.startswith("model.encoder.vision_tower.") for name in entries) == 355
    assert sum(name.startswith("model.encoder.embed_vision.") for name in entries) == 1
    assert sum(name.startswith("model.encoder.language_model.") for name in entries) == 30
    assert sum(".self_conditioning." in name for name in entries) == 4
    assert nbytes(entries) == 51_647_562_456
    weights, read = load(entries, None)
    assert_all_read(entries, read)
    assert not stacks(weights)
    images = sum(torch.Size(shape).numel() for name, (_, shape) in entries.items() if name.startswith(VISION))
    assert weights.parameters == 25_823_781_228 - images


def test_scalars_of_both_stacks() -> None:
    entries: dict[str, Entry] = {name: ("BF16", shape) for name, shape in _shapes().items()}
    weights, _ = load(entries, None)
    assert [layer.decoder_scalar for layer in weights.layers] == [(i + 1) / 64 for i in range(LAYERS)]
    assert [layer.encoder_scalar for layer in weights.layers] == [-(i + 1) / 64 for i in range(LAYERS)]


def test_nvidia_nvfp4() -> None:
    entries = released(modelopt)
    assert len(entries) == 47_067
    counts = Counter(dtype for dtype, _ in entries.values())
    assert counts == {"F32": 23_040, "F8_E4M3": 11_520, "U8": 11_520, "BF16": 987}
    # What the two files hold beside that are their headers.
    assert 0 < 10_002_097_536 + 8_821_758_352 - nbytes(entries) < 10e6
    weights, read = load(entries, packed_modelopt.SETTINGS)
    assert_all_read(entries, read, ("input_scale",))
    assert {type(stack) for stack in stacks(weights)} == {Nvfp4}


def test_cyankiwi_int4() -> None:
    entries = released(int4, "F16")
    assert len(entries) == 35_777
    scheme = packed_compressed.scheme_of(num_bits=4, type="int", strategy="group", group_size=32)
    weights, read = load(entries, packed_compressed.settings(scheme, "pack-quantized", []))
    assert_all_read(entries, read, ("weight_shape",))
    assert {type(stack) for stack in stacks(weights)} == {Int4}
    assert sum(stack.nbytes for stack in stacks(weights)) == sum(
        DTYPES[dtype].itemsize * torch.Size(shape).numel()
        for name, (dtype, shape) in entries.items()
        if ".experts." in name and not name.endswith("shape")
    )


@pytest.mark.parametrize(
    ("pack", "settings", "kind", "passed"),
    [
        (
            fp8,
            packed_compressed.settings(packed_compressed.preset_name_to_scheme("FP8_DYNAMIC", ["Linear"]), "dense", []),
            Fp8,
            (),
        ),
        (
            nvfp4,
            packed_compressed.settings(packed_compressed.preset_name_to_scheme("NVFP4", ["Linear"]), "dense", []),
            Nvfp4,
            ("input_global_scale",),
        ),
        (autoround, packed_gptq.settings(128, True, "auto_round:auto_gptq"), Int4, ()),
    ],
)
def test_those_whose_lists_are_not_known(
    pack: Callable[[str, int, int], Pieces | None], settings: dict[str, Any], kind: type, passed: tuple[str, ...]
) -> None:
    """RedHatAI's and Intel's, by the rules of the tools that made them."""
    entries = released(pack)
    weights, read = load(entries, settings)
    assert_all_read(entries, read, passed)
    assert {type(stack) for stack in stacks(weights)} == {kind}
