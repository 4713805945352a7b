"""Reading a checkpoint once through: what was read leaves the memory of the process."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from safetensors.torch import save_file

from palimpsest.engine.weights import passing_reader
from palimpsest.engine.weights.index import ShardIndex
from palimpsest.engine.weights.passing_reader import PassingReader

TENSORS = {f"t{i}": torch.full((64, 1024), float(i)) for i in range(6)}


@pytest.fixture
def index(tmp_path: Path) -> ShardIndex:
    save_file(TENSORS, tmp_path / "model.safetensors")
    return ShardIndex.open(tmp_path)


def mapped(index: ShardIndex) -> list[str]:
    """The addresses at which files of the checkpoint are mapped."""
    names = {str(path) for path in index.files.values()}
    lines = Path("/proc/self/maps").read_text().splitlines()
    return [line.split()[0] for line in lines if line.split()[-1] in names]


def test_what_lies_behind_is_let_go(index: ShardIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passing_reader, "MAPPED", 2 * TENSORS["t0"].nbytes - 1)
    opened = 0
    original = ShardIndex.reader

    def reader(self: ShardIndex):
        nonlocal opened
        opened += 1
        return original(self)

    monkeypatch.setattr(ShardIndex, "reader", reader)
    kept = view = None
    with PassingReader(index) as source:
        for name, tensor in TENSORS.items():
            view = source.tensor(name)
            assert torch.equal(view, tensor)
            assert source.tensor(name) is view
            kept = view if name == "t0" else kept
            assert len(mapped(index)) <= 3  # of the first view, which is kept, of the last ones, and their headers
    assert opened == 3
    # A view outlives the reader.
    assert kept is not None
    assert torch.equal(kept, TENSORS["t0"])
    del view, kept
    assert not mapped(index)
