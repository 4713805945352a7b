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
    """The name of a model that lies here; Hugging Face's cache calls folders and files by their sums."""
    if path.suffix == ".gguf":
        return path.stem
    for parent in path.parents:
        if parent.name == "snapshots" and parent.parent.name.startswith("models--"):
            return parent.parent.name.split("--")[-1]
    return path.resolve().name


def name_of(path: Path) -> str:
    """A name for people: the folder's, or the file's without its ending. A link has the better one."""
    return path.resolve().name if path.is_dir() else gguf_files.title(path)


def inspect(path: Path) -> Checkpoint:
    """Read headers only. Raises `InfillError` with a remedy for what is no usable checkpoint."""
    with open_source(path) as source:
        return Checkpoint(path, source.format, source.config, source.sizes())
