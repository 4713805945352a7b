"""A hub on this machine for tests of downloads: real requests, and none that leave it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from loopback_hub import LoopbackHub, loopback_hub

from palimpsest import resources

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
    """The hub. Neither the proxies nor the tokens of whoever runs the tests are used."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy", "HF_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    import huggingface_hub
    from huggingface_hub import constants

    monkeypatch.setattr(constants, "HF_TOKEN_PATH", "/nonexistent/token")
    with loopback_hub(hub_files) as hub:
        yield hub
        huggingface_hub.close_session()


@pytest.fixture
def small(tmp_path: Path) -> Callable[[Path], Path]:
    """Lay a whole small checkpoint into a folder, as links to its files, as caches do."""

    def lay(folder: Path) -> Path:
        folder.mkdir(parents=True)
        for name in ("config.json", "model.safetensors"):
            (folder / name).symlink_to(resources.path("model") / name)
        return folder

    return lay
