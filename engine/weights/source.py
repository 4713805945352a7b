"""What every checkpoint format is read through: named parts of the model, each as it is stored."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from torch import Tensor

from palimpsest.engine.config import ModelConfig
from palimpsest.kernels.packed import Matrix

# The weights are stored once; of the encoder only what differs. Images are not read: the vision tower is skipped.
DECODER = "model.decoder."
ENCODER = "model.encoder.language_model."
VISION = ("model.encoder.vision_tower.", "model.encoder.embed_vision.")


@dataclass(frozen=True, slots=True)
class Sizes:
    """Bytes of a checkpoint as it is stored, by what they are for; images are not counted."""

    experts: tuple[int, ...]
    """Of each layer."""
    attention: int
    mlp: int
    embedding: int
    rest: int
    """Norms, routers, scalars, self-conditioning."""

    @property
    def total(self) -> int:
        return sum(self.experts) + self.attention + self.mlp + self.embedding + self.rest


def sizes_of(layers: int, stored: Iterable[tuple[str, int]]) -> Sizes:
    """Sort (name, bytes) of stored tensors, named as transformers does, with or without what a packing adds."""
    experts = [0] * layers
    sums = {"self_attn": 0, "mlp": 0, "embed_tokens": 0, "rest": 0}
    for name, nbytes in stored:
        if name.startswith(VISION):
            continue
        words = name.removeprefix(DECODER).split(".")
        kind = words[2] if words[0] == "layers" and len(words) > 2 else words[0]
        if kind == "experts" and words[1].isdigit() and int(words[1]) < layers:
            experts[int(words[1])] += nbytes
        else:
            sums[kind if kind in sums else "rest"] += nbytes
    return Sizes(tuple(experts), sums["self_attn"], sums["mlp"], sums["embed_tokens"], sums["rest"])


class Source(Protocol):
    """A checkpoint that is open to be read. Tensors are views of its files, memory-mapped, on the CPU.

    Parts are named as transformers names its modules (`model.decoder.layers.0.self_attn.q_proj`), whatever the format
    calls them. Every method raises `InfillError` for a part that is missing, damaged or of another shape.
    """

    @property
    def config(self) -> ModelConfig: ...

    @property
    def format(self) -> str:
        """What it is, for people: "bfloat16", "int4 (compressed-tensors)", "GGUF Q4_K_M"."""
        ...

    def sizes(self) -> Sizes:
        """How much is stored, from the headers alone."""
        ...

    def parts(self) -> int:
        """How many parts a loader is going to ask for, for its progress."""
        ...

    def tensor(self, name: str, shape: tuple[int, ...]) -> Tensor:
        """A part that is never packed: norms, scales, the router, scalars. Floating point, of exactly this shape."""
        ...

    def matrix(self, name: str, shape: tuple[int, int]) -> Matrix:
        """A projection or the embedding, (out, in): a plain tensor, or packed as it came."""
        ...

    def experts(self, layer: int) -> tuple[Matrix, Matrix]:
        """All experts of a layer: gate_up (E, 2 n, hidden), gate rows first, and down (E, hidden, n)."""
        ...
