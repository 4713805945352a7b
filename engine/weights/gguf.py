"""DiffusionGemma as llama.cpp stores it: GGUF files of the architecture diffusion-gemma, blocks kept as they are."""

from __future__ import annotations

import mmap
import warnings
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from io import FileIO
from pathlib import Path

import torch
from torch import Tensor

from palimpsest.engine.config import ModelConfig
from palimpsest.engine.request import InfillError
from palimpsest.engine.weights.file_range import FileRange
from palimpsest.engine.weights.gguf_config import EMBEDDING, FACTORS, model_config
from palimpsest.engine.weights.gguf_files import headers
from palimpsest.engine.weights.gguf_header import GgufHeader, TensorPlace, readable
from palimpsest.engine.weights.huggingface import compare
from palimpsest.engine.weights.source import DECODER, ENCODER, Sizes, sizes_of
from palimpsest.kernels.gguf_blocks import GgufBlocks, is_known
from palimpsest.kernels.packed import Matrix, Packed, Stored, members, unpacked

PLAIN = {"F32": torch.float32, "F16": torch.float16, "BF16": torch.bfloat16}
"""Types that are not packed."""

_GUESSED = 1024
"""The file type of files that do not say it."""

_MODEL = {
    EMBEDDING: f"{DECODER}embed_tokens",
    "output_norm.weight": f"{DECODER}norm",
    "self_cond_pre_norm.weight": f"{DECODER}self_conditioning.pre_norm",
    "self_cond_gate.weight": f"{DECODER}self_conditioning.gate_proj",
    "self_cond_up.weight": f"{DECODER}self_conditioning.up_proj",
    "self_cond_down.weight": f"{DECODER}self_conditioning.down_proj",
}
"""Parts of the model outside its layers, by llama.cpp's names."""

_LAYER = {
    "attn_norm.weight": "input_layernorm",
    "attn_q.weight": "self_attn.q_proj",
    "attn_k.weight": "self_attn.k_proj",
    "attn_v.weight": "self_attn.v_proj",
    "attn_output.weight": "self_attn.o_proj",
    "attn_q_norm.weight": "self_attn.q_norm",
    "attn_k_norm.weight": "self_attn.k_norm",
    "post_attention_norm.weight": "post_attention_layernorm",
    "ffn_norm.weight": "pre_feedforward_layernorm",
    "ffn_gate.weight": "mlp.gate_proj",
    "ffn_up.weight": "mlp.up_proj",
    "ffn_down.weight": "mlp.down_proj",
    "post_ffw_norm.weight": "post_feedforward_layernorm",
    "post_ffw_norm_1.weight": "post_feedforward_layernorm_1",
    "pre_ffw_norm_2.weight": "pre_feedforward_layernorm_2",
    "post_ffw_norm_2.weight": "post_feedforward_layernorm_2",
    "ffn_gate_inp.weight": "router.proj",
    "ffn_gate_inp.scale": "router.scale",
    "ffn_gate_up_exps.weight": "experts.gate_up_proj",
    "ffn_gate_exps.weight": "experts.gate_proj",
    "ffn_up_exps.weight": "experts.up_proj",
    "ffn_down_exps.weight": "experts.down_proj",
    "ffn_down_exps.scale": "router.per_expert_scale",
    "layer_output_scale.weight": "layer_scalar",
}
"""Parts of a layer."""

_ENCODER_SCALARS = ("enc_layer_output_scale.weight", "enc_layer_out_scale.weight")
"""What later and earlier writers call it."""


@contextmanager
def open_gguf(path: Path) -> Iterator[GgufSource]:
    """Open a GGUF file, with the other parts if it was split. Raises `InfillError`."""
    found = headers(path)
    places: dict[str, TensorPlace] = {}
    for header in found:
        if twice := places.keys() & header.tensors.keys():
            raise InfillError(f"{header.path.name} holds {min(twice)} again.", "Download all parts of the model again.")
        places |= header.tensors
    first = GgufHeader(found[0].path, found[0].values, found[0].arrays, places)
    config = model_config(first)
    parts = _parts(places)
    _check(first.path, config, places, parts)
    with ExitStack() as stack:
        files: dict[Path, FileIO] = {}
        for header in found:
            with readable(header.path):
                files[header.path] = stack.enter_context(header.path.open("rb", buffering=0))
        ranges = {
            part: FileRange(files[place.path], place.path, place.start, place.end) for part, place in parts.items()
        }
        yield GgufSource(config, first, parts, ranges, {path: _mapped(path, file) for path, file in files.items()})


@dataclass(slots=True)
class GgufSource:
    """A model in GGUF files."""

    config: ModelConfig
    header: GgufHeader
    places: Mapping[str, TensorPlace]
    """Of each part of the model."""
    ranges: Mapping[str, FileRange]
    files: Mapping[Path, Tensor]
    """All bytes of each file, memory-mapped."""

    @property
    def format(self) -> str:
        import gguf

        number = self.header.values.get("general.file_type", _GUESSED)
        if number != _GUESSED and number in gguf.LlamaFileType.__members__.values():
            return f"GGUF {gguf.LlamaFileType(number).name.removeprefix('MOSTLY_').removeprefix('ALL_')}"
        sizes: Counter[str] = Counter()
        for place in self.places.values():
            sizes[place.kind] += place.nbytes
        return f"GGUF {max(sizes, key=lambda kind: sizes[kind])}"

    def sizes(self) -> Sizes:
        return sizes_of(len(self.config.layers), ((name, place.nbytes) for name, place in self.places.items()))

    def parts(self) -> int:
        # All stacks of a layer's experts are asked for at once.
        return sum(".experts." not in name for name in self.places) + len(self.config.layers)

    def tensor(self, name: str, shape: tuple[int, ...]) -> Tensor:
        matrix = self._stored(name, shape)
        return matrix.unpacked(torch.float32) if isinstance(matrix, Packed) else matrix

    def matrix(self, name: str, shape: tuple[int, int]) -> Matrix:
        return self._stored(name, shape)

    def experts(self, layer: int) -> tuple[Matrix, Matrix]:
        count, size, hidden = self.config.experts, self.config.expert_size, self.config.hidden_size
        at = f"{DECODER}layers.{layer}.experts."
        down = self._stored(f"{at}down_proj", (count, hidden, size))
        if f"{at}gate_up_proj" in self.places:
            return self._stored(f"{at}gate_up_proj", (count, 2 * size, hidden)), down
        gate = self._stored(f"{at}gate_proj", (count, size, hidden))
        return beside(gate, self._stored(f"{at}up_proj", (count, size, hidden))), down

    def _stored(self, name: str, shape: tuple[int, ...]) -> Matrix:
        """A part as it is stored, a view of its file."""
        place = self.places.get(name)
        if place is None:
            raise InfillError(f"{self.header.path.name} lacks {name}.", "Download it again.")
        if place.shape != shape:
            raise InfillError(
                f"{place.path.name} has {name} in the shape {place.shape}, where its metadata say {shape}.",
                "Download the file again, or use another one.",
            )
        self.ranges[name].read_through(name)
        stored = self.files[place.path][place.start : place.end]
        if place.kind in PLAIN:
            return stored.view(PLAIN[place.kind]).view(shape)
        return GgufBlocks((stored.view(*shape[:-1], -1),), shape[-1], place.kind)


def beside(gate: Matrix, up: Matrix) -> Matrix:
    """Stacks (E, n, hidden) of gate and up matrices as one (E, 2 n, hidden), gate rows first.

    In the storage of both where that is of one kind, else in bfloat16, since a stack has one storage.
    """
    count, size = gate.shape[:2]
    if isinstance(gate, Packed) and isinstance(up, Packed) and gate.alike(up):
        whole = gate.empty(count, 2 * size)
        whole.rows(0, size).copy_(gate)
        whole.rows(size, 2 * size).copy_(up)
        return whole
    if isinstance(gate, Tensor) and isinstance(up, Tensor) and gate.dtype == up.dtype:
        return torch.cat((gate, up), dim=1)
    stack = torch.empty(count, 2 * size, gate.shape[-1], dtype=torch.bfloat16)
    for place, pair in enumerate(zip(members(gate), members(up), strict=True)):
        torch.cat([unpacked(each, torch.bfloat16) for each in pair], out=stack[place])
    return Stored.of(stack)


def _parts(places: Mapping[str, TensorPlace]) -> dict[str, TensorPlace]:
    """Tensors by the names of the model's parts; those that are no part keep their own."""
    parts: dict[str, TensorPlace] = {}
    for name, place in places.items():
        if name == FACTORS:
            continue
        words = name.split(".", 2)
        if words[0] == "blk" and len(words) == 3 and words[1].isdecimal():
            if words[2] in _ENCODER_SCALARS:
                part = f"{ENCODER}layers.{words[1]}.layer_scalar"
            else:
                part = f"{DECODER}layers.{words[1]}.{_LAYER[words[2]]}" if words[2] in _LAYER else name
        else:
            part = _MODEL.get(name, name)
        parts[part] = place
    return parts


def _check(
    path: Path, config: ModelConfig, places: Mapping[str, TensorPlace], parts: Mapping[str, TensorPlace]
) -> None:
    """Raises `InfillError` for tensors that are missing, unknown or of a type that cannot be read."""
    expected = list(_MODEL.values())
    for number, layer in enumerate(config.layers):
        at = f"{DECODER}layers.{number}."
        split = f"{at}experts.gate_proj" in parts
        left_out = {"experts.gate_up_proj"} if split else {"experts.gate_proj", "experts.up_proj"}
        if not layer.sliding:
            left_out.add("self_attn.v_proj")
        expected += [f"{at}{part}" for part in _LAYER.values() if part not in left_out]
        expected.append(f"{ENCODER}layers.{number}.layer_scalar")
    wanted = set(expected)
    compare([name for name in expected if name not in parts], [name for name in parts if name not in wanted])
    if len(parts) < len(places) - (FACTORS in places):
        raise InfillError(f"{path.name} holds a part of the model under two names.", "Download it again.")
    for name, place in places.items():
        if place.kind not in PLAIN and not is_known(place.kind):
            raise InfillError(
                f"{place.path.name} holds {name} as {place.kind}, which cannot be read.",
                "Use a file in Q4_K_M, Q5_K_M, Q6_K, Q8_0 or BF16.",
            )


def _mapped(path: Path, file: FileIO) -> Tensor:
    """All bytes of a file, read when they are looked at, (size,) uint8."""
    with readable(path):
        content = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    with warnings.catch_warnings():
        # Nobody writes into weights; a mapping that could be written to would have to be backed by memory.
        warnings.simplefilter("ignore", UserWarning)
        return torch.frombuffer(content, dtype=torch.uint8)
