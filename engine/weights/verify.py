"""Reads a checkpoint wholly, to the last number, and keeps nothing of it: what loading trusts is looked at here."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor

from palimpsest.engine.config import ModelConfig
from palimpsest.engine.request import InfillError
from palimpsest.engine.sampler import SamplerConfig
from palimpsest.engine.tokenizer import Tokenizer
from palimpsest.engine.weights.assemble import Progress, assemble
from palimpsest.engine.weights.formats import open_source
from palimpsest.engine.weights.source import Sizes, Source
from palimpsest.kernels.packed import TILE_ELEMENTS, Matrix, Packed, members


@dataclass(frozen=True, slots=True)
class Verified:
    """What was read, and found good."""

    format: str
    parts: int
    """Matrices, stacks of experts and vectors."""
    parameters: int
    nbytes: int
    """Of the weights as they are stored."""
    tokens: int
    """Entries of the tokenizer."""


def verify(path: Path, progress: Progress | None = None) -> Verified:
    """Read every tensor as loading does, and all its numbers; memory stays at one matrix.

    Raises `InfillError` for anything that is missing, unknown, of a wrong shape, damaged or not finite, and for a
    tokenizer or a sampler that cannot be read or belong to another model.
    """
    with torch.inference_mode(), open_source(path) as source:
        reader = _Reader(source)
        # On the meta device everything is put together as ever, but nothing is kept.
        weights = assemble(reader, torch.device("meta"), torch.bfloat16, progress)
        config = source.config
        if reader.asked != source.parts():
            raise InfillError(
                f"{reader.asked} parts of {source.parts()} were read.", "Please report this as a fault of Palimpsest."
            )
        told, nbytes = source.format, source.sizes().total
    SamplerConfig.load(path, config)
    tokenizer = Tokenizer.load(path, config.bos_token_id, config.eos_token_id, config.pad_token_id)
    if tokenizer.vocab_size > config.vocab_size:
        raise InfillError(
            f"The tokenizer in {path} has {tokenizer.vocab_size} entries, the model {config.vocab_size}.",
            "Take tokenizer.json and weights from the same checkpoint.",
        )
    return Verified(told, reader.asked, weights.parameters, nbytes, tokenizer.vocab_size)


class _Reader:
    """A source that looks at all numbers of what it hands on."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self.asked = 0

    @property
    def config(self) -> ModelConfig:
        return self._source.config

    @property
    def format(self) -> str:
        return self._source.format

    def sizes(self) -> Sizes:
        return self._source.sizes()

    def parts(self) -> int:
        return self._source.parts()

    def tensor(self, name: str, shape: tuple[int, ...]) -> Tensor:
        self.asked += 1
        tensor = self._source.tensor(name, shape)
        _look(tensor.unsqueeze(0), name)
        return tensor

    def matrix(self, name: str, shape: tuple[int, int]) -> Matrix:
        self.asked += 1
        matrix = self._source.matrix(name, shape)
        _look(matrix, name)
        return matrix

    def experts(self, layer: int) -> tuple[Matrix, Matrix]:
        self.asked += 1
        stacks = self._source.experts(layer)
        for stack, name in zip(stacks, ("gate and up", "down"), strict=True):
            for number, matrix in enumerate(members(stack)):
                _look(matrix, f"of layer {layer}'s expert {number} ({name} projection)")
        return stacks


def _look(matrix: Matrix, name: str) -> None:
    """Raises `InfillError` if any number of a matrix (rows, columns) is not finite, strip by strip."""
    rows, columns = matrix.shape[0], torch.Size(matrix.shape[1:]).numel()
    step = max(1, TILE_ELEMENTS // max(1, columns))
    for start in range(0, rows, step):
        end = min(rows, start + step)
        strip = matrix.rows(start, end).unpacked(torch.float32) if isinstance(matrix, Packed) else matrix[start:end]
        if not torch.isfinite(strip).all():
            raise InfillError(f"The tensor {name} holds numbers that are not finite.", "Download the checkpoint again.")
