"""What a checkpoint on disk is, told from its headers in a moment: for lists of models and for the memory plan."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from palimpsest.engine.config import ModelConfig
from palimpsest.engine.weights import gguf_files
from palimpsest.engine.weights.formats import open_source
from palimpsest.engine.weights.source import Sizes


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A checkpoint that could be loaded."""

    path: Path
    """A folder, or a GGUF file."""
    format: str
    """For people: "bfloat16", "int4 (compressed-tensors)", "GGUF Q4_K_M"."""
    config: ModelConfig
    sizes: Sizes

    @property
    def name(self) -> str:
        """What people call it."""
        return shown_name(self.path)


def shown_name(path: Path) -> str:
    """What people call a model that lies here; Hugging Face's cache calls folders by their commits."""
    if not path.is_dir():
        # A link has the better name of the two: that cache calls files by their sums.
        return gguf_files.title(path)
    for parent in path.parents:
        if parent.name == "snapshots" and parent.parent.name.startswith("models--"):
            return parent.parent.name.split("--")[-1]
    return path.resolve().name


def inspect(path: Path) -> Checkpoint:
    """Read headers only. Raises `InfillError` with a remedy for what is no usable checkpoint."""
    with open_source(path) as source:
        return Checkpoint(path, source.format, source.config, source.sizes())
