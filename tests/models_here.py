"""Models that lie on a machine, for tests of what finds and shows them."""

from __future__ import annotations

from pathlib import Path

import pytest

from palimpsest import resources
from palimpsest.app.models import fit
from palimpsest.engine.weights.machine import Card, Machine

GB = 1 << 30
MACHINE = Machine(64 * GB, 48 * GB, Card("NVIDIA GeForce RTX 4090", 24 * GB, 23 * GB, (8, 9), 20e9))


def lay(folder: Path) -> Path:
    """Lay a whole small checkpoint into a folder, as links to its files, as caches do."""
    folder.mkdir(parents=True)
    for name in ("config.json", "model.safetensors"):
        (folder / name).symlink_to(resources.path("model") / name)
    return folder


def empty_home(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home without models, and a machine that is the same everywhere."""
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    for name in ("HF_HOME", "HF_HUB_CACHE", "HUGGINGFACE_HUB_CACHE", "LLAMA_CACHE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(fit, "this_machine", lambda: MACHINE)
    return home


def no_account(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the proxies nor the tokens of whoever runs the tests are used."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy", "HF_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    from huggingface_hub import constants

    monkeypatch.setattr(constants, "HF_TOKEN_PATH", "/nonexistent/token")
