"""Recognises a checkpoint by its files and opens it: the one place that knows every format."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from palimpsest.engine.weights import huggingface
from palimpsest.engine.weights.source import Source


@contextmanager
def open_source(path: Path) -> Iterator[Source]:
    """Open a folder of safetensors or a GGUF file. Raises `InfillError` for anything else, and for damage.

    What was read remains valid after the end of the `with` block.
    """
    with huggingface.open_folder(path) as source:
        yield source
