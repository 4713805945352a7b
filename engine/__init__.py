"""From a request to passes: the diffusion engine. No Qt, importable on a server; torch is imported on first use."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from palimpsest.engine.request import (
    Alternative,
    CellState,
    Engine,
    Event,
    Failed,
    Finished,
    InfillError,
    InfillRequest,
    ModelInfo,
    Notice,
    Pass,
)

if TYPE_CHECKING:
    from palimpsest.engine.infill import InfillEngine

__all__ = [
    "Alternative",
    "CellState",
    "Engine",
    "Event",
    "Failed",
    "Finished",
    "InfillError",
    "InfillRequest",
    "ModelInfo",
    "Notice",
    "Pass",
    "open_engine",
]


def open_engine(
    model: str | Path = "embedded",
    device: str = "auto",
    progress: Callable[[float, str], None] | None = None,
) -> InfillEngine:
    """Load a model and return an engine; blocks until it is ready.

    `model` is "embedded", a checkpoint folder or a GGUF file; `device` is "auto", "cpu" or "cuda[:n]". `progress` is
    called with a share in [0, 1] and a word on what is being done. Raises `InfillError` with a remedy if the model
    cannot be used.
    """
    # Threads that spin at a barrier stall a model of small passes tenfold on a machine that does other work as well.
    # OpenMP reads this as torch is loaded.
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")
    from palimpsest.engine.infill import InfillEngine

    return InfillEngine.open(model, device, progress)
