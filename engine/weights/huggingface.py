"""DiffusionGemma as Hugging Face stores it: bf16, fp16 or fp32 safetensors under `model.decoder.*`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor

from palimpsest.engine.config import ModelConfig
from palimpsest.engine.request import InfillError
from palimpsest.engine.weights.index import ShardIndex, TensorReader
from palimpsest.engine.weights.source import DECODER, ENCODER, VISION, Sizes, sizes_of
from palimpsest.kernels.packed import Matrix

PLAIN = {torch.bfloat16: "bfloat16", torch.float16: "float16", torch.float32: "float32"}
"""Dtypes of weights that are not packed, and their names for people."""

# Parts that are stored under their own name; all others have ".weight" behind it.
_BARE = ("layer_scalar", "router.scale", "router.per_expert_scale", "experts.gate_up_proj", "experts.down_proj")


@contextmanager
def open_folder(folder: Path) -> Iterator[PlainSource]:
    """Open a folder with config.json and safetensors."""
    config = ModelConfig.load(folder)
    index = ShardIndex.open(folder)
    with index.reader() as reader:
        source = PlainSource(config, reader)
        source.check(index)
        yield source


@dataclass(slots=True)
class PlainSource:
    """A checkpoint whose weights are not packed."""

    config: ModelConfig
    reader: TensorReader

    @property
    def format(self) -> str:
        return PLAIN.get(self.reader.dtype(f"{DECODER}norm.weight"), "unknown")

    def sizes(self) -> Sizes:
        return sizes_of(len(self.config.layers), self.reader.nbytes())

    def parts(self) -> int:
        # Both stacks of a layer's experts are asked for at once.
        return len(tuple(names(self.config))) - len(self.config.layers)

    def tensor(self, name: str, shape: tuple[int, ...]) -> Tensor:
        return self._plain(stored_name(name), shape)

    def matrix(self, name: str, shape: tuple[int, int]) -> Matrix:
        return self._plain(stored_name(name), shape)

    def experts(self, layer: int) -> tuple[Matrix, Matrix]:
        count, size, hidden = self.config.experts, self.config.expert_size, self.config.hidden_size
        at = f"{DECODER}layers.{layer}.experts."
        return (
            self._plain(f"{at}gate_up_proj", (count, 2 * size, hidden)),
            self._plain(f"{at}down_proj", (count, hidden, size)),
        )

    def check(self, index: ShardIndex) -> None:
        """Raises `InfillError` if tensors are missing or unknown."""
        expected = tuple(names(self.config))
        wanted = set(expected)
        compare(
            [name for name in expected if name not in index.files],
            [name for name in index.files if name not in wanted and not name.startswith(VISION)],
        )

    def _plain(self, name: str, shape: tuple[int, ...]) -> Tensor:
        tensor = self.reader.tensor(name, shape)
        if tensor.dtype not in PLAIN:
            raise InfillError(
                f"The tensor {name} is stored as {tensor.dtype}, which cannot be read.",
                "Use a checkpoint in bfloat16, float16 or float32, or one of the quantised ones in the README.",
            )
        return tensor


def stored_name(part: str) -> str:
    """What a part is called in the files."""
    return part if part.endswith(_BARE) else f"{part}.weight"


def names(config: ModelConfig) -> Iterator[str]:
    """Every tensor of a checkpoint that is not packed, but for the vision tower's."""
    yield from (f"{DECODER}embed_tokens.weight", f"{DECODER}norm.weight")
    for part in ("pre_norm", "gate_proj", "up_proj", "down_proj"):
        yield f"{DECODER}self_conditioning.{part}.weight"
    for i, layer in enumerate(config.layers):
        yield f"{ENCODER}layers.{i}.layer_scalar"
        at = f"{DECODER}layers.{i}."
        yield f"{at}layer_scalar"
        norms = ("input_layernorm", "post_attention_layernorm", "pre_feedforward_layernorm")
        norms += ("pre_feedforward_layernorm_2", "post_feedforward_layernorm")
        norms += ("post_feedforward_layernorm_1", "post_feedforward_layernorm_2")
        yield from (f"{at}{norm}.weight" for norm in norms)
        attention = ("q_proj", "k_proj", "o_proj", "q_norm", "k_norm", *(("v_proj",) if layer.sliding else ()))
        yield from (f"{at}self_attn.{part}.weight" for part in attention)
        yield from (f"{at}mlp.{part}.weight" for part in ("gate_proj", "up_proj", "down_proj"))
        yield from (f"{at}router.{part}" for part in ("proj.weight", "scale", "per_expert_scale"))
        yield from (f"{at}experts.{part}" for part in ("gate_up_proj", "down_proj"))


def compare(missing: list[str], unknown: list[str]) -> None:
    """Raises `InfillError` that names the first tensors of either list."""
    for found, what in ((missing, "lacks"), (sorted(unknown), "has unknown")):
        if found:
            more = f" and {len(found) - 3} more" if len(found) > 3 else ""
            raise InfillError(
                f"The checkpoint {what} tensors: {', '.join(found[:3])}{more}.",
                "Use a complete DiffusionGemma checkpoint in one of the formats in the README.",
            )
