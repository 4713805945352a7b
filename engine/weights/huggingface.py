"""DiffusionGemma as Hugging Face stores it: safetensors under `model.decoder.*`, plain or packed by some tool.

Plain weights are bf16, fp16 or fp32. Experts are fused as transformers saves them, or stand one by one as every tool
that packs them leaves them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from palimpsest.engine.config import ModelConfig
from palimpsest.engine.json_file import read_json
from palimpsest.engine.request import InfillError
from palimpsest.engine.weights.index import ShardIndex, TensorReader
from palimpsest.engine.weights.packing import PLAIN, Opener, Packing, refuse
from palimpsest.engine.weights.source import DECODER, ENCODER, VISION, Sizes, sizes_of
from palimpsest.kernels.packed import Matrix, Packed, Stored, unpacked

# Parts that are stored under their own name; all others have ".weight" behind it.
_BARE = ("layer_scalar", "router.scale", "router.per_expert_scale", "experts.gate_up_proj", "experts.down_proj")

# The head is the embedding, which some tools store twice.
_TIED = "lm_head.weight"


@contextmanager
def open_folder(folder: Path, openers: Mapping[str, Opener]) -> Iterator[FolderSource]:
    """Open a folder with config.json and safetensors; `openers` by the name of the method that packed it."""
    config = ModelConfig.load(folder)
    settings = _settings(folder)
    index = ShardIndex.open(folder)
    with index.reader() as reader:
        source = FolderSource(config, reader, _packing(settings, openers, reader))
        source.check()
        yield source


@dataclass(frozen=True, slots=True)
class FolderSource:
    """An open folder of safetensors."""

    config: ModelConfig
    reader: TensorReader
    packing: Packing | None = None
    """None if nothing is packed."""

    @property
    def format(self) -> str:
        plain = PLAIN.get(self.reader.dtype(f"{DECODER}norm.weight"), "unknown")
        if self.packing is None:
            return plain
        # What is told is how most of it is packed; the head of the list is most of it.
        some = (_expert(0, 0, "gate_proj"), f"{DECODER}layers.0.mlp.up_proj", f"{DECODER}layers.0.self_attn.q_proj")
        found = [pieces.kind for pieces in map(self.packing.pieces, some) if pieces is not None]
        return f"{found[0]} ({self.packing.title})" if found else plain

    def sizes(self) -> Sizes:
        stored = (each for each in self.reader.nbytes() if each[0] != _TIED)
        return sizes_of(len(self.config.layers), stored)

    def parts(self) -> int:
        # Both stacks of a layer's experts are asked for at once.
        return len(tuple(names(self.config))) - len(self.config.layers)

    def tensor(self, name: str, shape: tuple[int, ...]) -> Tensor:
        if len(shape) == 2 and self.packing is not None and self.packing.pieces(name) is not None:
            # Some pack the router, too, which is small and which everything hangs on.
            return unpacked(self.packing.matrix(name, (shape[0], shape[1])), torch.float32)
        return self._plain(stored_name(name), shape)

    def matrix(self, name: str, shape: tuple[int, int]) -> Matrix:
        if self.packing is not None and self.packing.pieces(name) is not None:
            return self.packing.matrix(name, shape)
        return self._plain(stored_name(name), shape)

    def experts(self, layer: int) -> tuple[Matrix, Matrix]:
        count, size, hidden = self.config.experts, self.config.expert_size, self.config.hidden_size
        at = f"{DECODER}layers.{layer}.experts."
        if f"{at}gate_up_proj" in self.reader:
            return (
                self._plain(f"{at}gate_up_proj", (count, 2 * size, hidden)),
                self._plain(f"{at}down_proj", (count, hidden, size)),
            )
        return (
            self._stacked(layer, ("gate_proj", "up_proj"), (size, hidden)),
            self._stacked(layer, ("down_proj",), (hidden, size)),
        )

    def check(self) -> None:
        """Raises `InfillError` if tensors are missing or unknown."""
        expected = [name for part in self._parts() for name in self._stored(part)]
        known = {*expected, _TIED}
        passed = frozenset[str]() if self.packing is None else self.packing.ignored
        compare(
            [name for name in expected if name not in self.reader],
            [
                name
                for name in self.reader.shards
                if name not in known and not name.startswith(VISION) and name.rpartition(".")[2] not in passed
            ],
        )

    def _parts(self) -> Iterator[str]:
        for name in names(self.config):
            part = name.removesuffix(".weight")
            if not part.endswith(("experts.gate_up_proj", "experts.down_proj")):
                yield part
        apart = {name.partition(".experts.0.")[0] for name in self.reader.shards if ".experts.0." in name}
        for layer in range(len(self.config.layers)):
            at = f"{DECODER}layers.{layer}.experts."
            if f"{at}gate_up_proj" not in self.reader and at.removesuffix(".experts.") in apart:
                for expert in range(self.config.experts):
                    yield from (_expert(layer, expert, part) for part in ("gate_proj", "up_proj", "down_proj"))
            else:
                yield from (f"{at}gate_up_proj", f"{at}down_proj")

    def _stored(self, part: str) -> tuple[str, ...]:
        return self._pieces(part) or (stored_name(part),)

    def _pieces(self, part: str) -> tuple[str, ...]:
        pieces = self.packing.pieces(part) if self.packing is not None else None
        return pieces.names if pieces is not None else ()

    def _stacked(self, layer: int, parts: tuple[str, ...], shape: tuple[int, int]) -> Matrix:
        """Matrices of all experts, those of one under one another: filled one by one, so that none is held twice."""
        rows = shape[0]
        whole: Packed | None = None
        for expert in range(self.config.experts):
            for place, part in enumerate(parts):
                matrix = self.matrix(_expert(layer, expert, part), shape)
                each = matrix if isinstance(matrix, Packed) else Stored.of(matrix)
                if whole is None:
                    whole = each.empty(self.config.experts, len(parts) * rows)
                if not whole.alike(each):
                    raise refuse(f"The experts of layer {layer} are packed in several ways, which is not read.")
                whole[expert].rows(place * rows, (place + 1) * rows).copy_(each)
        assert whole is not None
        return whole.storage[0] if isinstance(whole, Stored) else whole

    def _plain(self, name: str, shape: tuple[int, ...]) -> Tensor:
        tensor = self.reader.tensor(name, shape)
        if tensor.dtype not in PLAIN:
            raise InfillError(
                f"The tensor {name} is stored as {tensor.dtype}, which cannot be read.",
                "Use a checkpoint in bfloat16, float16 or float32, or one of the quantised ones in the README.",
            )
        return tensor


def _settings(folder: Path) -> Mapping[str, Any] | None:
    """How the checkpoint says it is packed: in config.json, or in a file of modelopt's own."""
    settings = read_json(folder / "config.json").get("quantization_config")
    if settings is None and (folder / "hf_quant_config.json").is_file():
        settings = read_json(folder / "hf_quant_config.json").get("quantization")
        settings = {**settings, "quant_method": "modelopt"} if isinstance(settings, dict) else settings
    if settings is not None and not isinstance(settings, dict):
        raise InfillError("The checkpoint's quantization_config is damaged.", "Download config.json again.")
    return settings


def _packing(settings: Mapping[str, Any] | None, openers: Mapping[str, Opener], reader: TensorReader) -> Packing | None:
    if settings is None:
        return None
    method = str(settings.get("quant_method") or "an unnamed method")[:40]
    if method not in openers:
        raise refuse(f"The checkpoint is packed by {method}, which is not read.")
    return openers[method](settings, reader)


def _expert(layer: int, number: int, part: str) -> str:
    return f"{DECODER}layers.{layer}.experts.{number}.{part}"


def stored_name(part: str) -> str:
    """What a part that is not packed is called in the files."""
    return part if part.endswith(_BARE) else f"{part}.weight"


def names(config: ModelConfig) -> Iterator[str]:
    """Every tensor of a checkpoint that is not packed, as transformers saves it, but for the vision tower's."""
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
