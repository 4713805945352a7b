"""Tensors are read through before they are mapped, so that a failing disk is an error and no signal."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest
import torch
from safetensors.torch import save_file

from palimpsest.engine.request import InfillError
from palimpsest.engine.weights import file_range
from palimpsest.engine.weights.file_range import FileRange, ranges_of
from palimpsest.engine.weights.index import SINGLE, ShardIndex


@pytest.fixture
def shard(tmp_path: Path) -> Path:
    save_file({"a": torch.arange(100.0), "b": torch.ones(3, 5, dtype=torch.uint8)}, tmp_path / SINGLE)
    return tmp_path / SINGLE


@pytest.mark.parametrize("piece", [1, 7, 1 << 22])
def test_ranges_are_those_of_the_tensors(shard: Path, monkeypatch: pytest.MonkeyPatch, piece: int):
    monkeypatch.setattr(file_range, "PIECE", piece)
    content = shard.read_bytes()
    with ranges_of(shard) as ranges:
        assert set(ranges) == {"a", "b"}
        for name, expected in (("a", torch.arange(100.0)), ("b", torch.ones(15, dtype=torch.uint8))):
            place = ranges[name]
            assert content[place.start : place.end] == expected.numpy().tobytes()
            place.read_through(name)


def test_a_file_that_shrinks(shard: Path):
    with ShardIndex.open(shard.parent).reader() as reader:
        os.truncate(shard, shard.stat().st_size - 40)
        with pytest.raises(InfillError, match="has become shorter") as error:
            [reader.tensor(name, shape) for name, shape in (("a", (100,)), ("b", (3, 5)))]
    assert SINGLE in error.value.what
    assert error.value.remedy


class FailingFile:
    """A file on a disk that fails after some bytes."""

    def __init__(self, good: int) -> None:
        self.good = good

    def seek(self, at: int) -> int:
        return at

    def readinto(self, piece: memoryview) -> int:
        if self.good <= 0:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        self.good -= len(piece)
        return len(piece)


def test_a_disk_that_fails_in_the_middle(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(file_range, "PIECE", 10)
    place = FileRange(FailingFile(30), Path("model.safetensors"), 0, 100)  # pyright: ignore[reportArgumentType]
    with pytest.raises(InfillError, match=r"model\.safetensors cannot be read \(Input/output error\)") as error:
        place.read_through("a")
    assert "disk" in error.value.remedy


def test_other_faults_pass_through(shard: Path):
    with pytest.raises(ValueError, match="another matter"), ranges_of(shard):
        raise ValueError("another matter")


def test_a_header_that_changed(shard: Path):
    for content in (b"", b"\xff" * 16, (1 << 40).to_bytes(8, "little"), (2).to_bytes(8, "little") + b"[]"):
        shard.write_bytes(content)
        with pytest.raises(InfillError, match=r"header of .*model\.safetensors"), ranges_of(shard):
            pass
