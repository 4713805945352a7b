"""Recognises a checkpoint by its files and opens it: the one place that knows every format."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from palimpsest.engine.weights import gguf_files, huggingface
from palimpsest.engine.weights.autoround import AutoRound
from palimpsest.engine.weights.compressed_tensors import CompressedTensors
from palimpsest.engine.weights.gguf import open_gguf
from palimpsest.engine.weights.modelopt import ModelOpt
from palimpsest.engine.weights.packing import Opener
from palimpsest.engine.weights.source import Source

PACKINGS: dict[str, Opener] = {
    "compressed-tensors": CompressedTensors.open,
    "modelopt": ModelOpt.open,
    "auto-round": AutoRound.open,
    "intel/auto-round": AutoRound.open,
    "gptq": AutoRound.open,
    "awq": AutoRound.open,
}
"""How matrices in a folder of safetensors may be packed, by the `quant_method` of its config.json."""


@contextmanager
def open_source(path: Path) -> Iterator[Source]:
    """Open a folder of safetensors or a GGUF file. Raises `InfillError` for anything else, and for damage.

    What was read remains valid after the end of the `with` block.
    """
    if (file := gguf_files.find(path)) is not None:
        with open_gguf(file) as source:
            yield source
        return
    with huggingface.open_folder(path, PACKINGS) as source:
        yield source
