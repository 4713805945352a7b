"""A hub on this machine for tests of downloads: real requests, and none that leave it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import models_here
import pytest
from loopback_hub import LoopbackHub, loopback_hub

FILES = {
    "config.json": b'{"model_type": "diffusion_gemma"}',
    "model-00001-of-00002.safetensors": bytes(range(256)) * 4_000,
    "model-00002-of-00002.safetensors": bytes(range(255, -1, -1)) * 2_000,
    "README.md": b"# not wanted",
    "original/params.json": b"{}",
}


@pytest.fixture
def hub_files() -> dict[str, bytes]:
    """What the hub has."""
    return dict(FILES)


@pytest.fixture
def served(hub_files: dict[str, bytes], monkeypatch: pytest.MonkeyPatch) -> Iterator[LoopbackHub]:
    """The hub."""
    import huggingface_hub

    models_here.no_account(monkeypatch)
    with loopback_hub(hub_files) as hub:
        yield hub
        huggingface_hub.close_session()


@pytest.fixture
def small() -> Callable[[Path], Path]:
    """Lay a whole small checkpoint into a folder."""
    return models_here.lay


@pytest.fixture
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home without models, and a machine that is the same everywhere."""
    return models_here.empty_home(tmp_path / "home", monkeypatch)
