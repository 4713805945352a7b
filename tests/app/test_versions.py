"""Version information says what a report needs, and loads nothing for it."""

from __future__ import annotations

import sys
from types import SimpleNamespace

import pytest

import palimpsest
from palimpsest.app import versions


def test_it_names_the_program_and_what_it_stands_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "torch", SimpleNamespace(__version__="2.13.0+cpu"))
    lines = versions.information("cuda:0").splitlines()
    assert lines[0] == f"Palimpsest {palimpsest.__version__}"
    assert lines[1].startswith("Python 3.")
    assert lines[2].startswith("Qt 6.")
    assert lines[3] == "PyTorch 2.13.0+cpu"
    assert lines[-1] == "Model on cuda:0"


def test_torch_is_not_loaded_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "torch", raising=False)
    assert "PyTorch not loaded" in versions.information()
    assert "torch" not in sys.modules
