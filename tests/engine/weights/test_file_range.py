"""Tensors are read through before they are mapped, so that a failing disk is an error and no signal."""

from __future__ import annotations

import errno
import json
import os
import struct
from pathlib import Path

import pytest
import torch
from safetensors.torch import save_file

from palimpsest.engine.request import InfillError
from palimpsest.engine.weights import file_range
from palimpsest.engine.weights.file_range import FileRange, ranges_of
from palimpsest.engine.weights.index import SINGLE, ShardIndex
from palimpsest.engine.weights.machine import main_memory


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


def written(path: Path, entries: dict[str, tuple[str, tuple[int, ...], int]], gap: str = "") -> Path:
    """A safetensors file of tensors (dtype, shape, bytes) of zeros, sparse; `gap` makes the header longer."""
    header: dict[str, object] = {"__metadata__": {"gap": gap}} if gap else {}
    end = 0
    for name, (dtype, shape, nbytes) in entries.items():
        header[name] = {"dtype": dtype, "shape": shape, "data_offsets": [end, end + nbytes]}
        end += nbytes
    text = json.dumps(header).encode()
    with path.open("wb") as file:
        file.write(len(text).to_bytes(8, "little") + text)
        file.truncate(8 + len(text) + end)
    return path


def test_a_file_may_be_larger_than_main_memory(tmp_path: Path) -> None:
    memory, _ = main_memory()
    assert memory is not None
    path = tmp_path / "model.safetensors"
    written(path, {"large": ("U8", (2 * memory,), 2 * memory), "small": ("F32", (3,), 12)})
    with path.open("r+b") as file:
        file.seek(-12, 2)
        file.write(struct.pack("<3f", 1.0, 2.0, 3.0))
    with ShardIndex.open(tmp_path).reader() as reader:
        assert reader.tensor("small", (3,)).tolist() == [1.0, 2.0, 3.0]
        assert reader.shape("large") == (2 * memory,)


@pytest.mark.parametrize("gap", ["", "x", "xx", "xxx"])
def test_numbers_may_lie_anywhere_and_nothing_is_written_back(tmp_path: Path, gap: str) -> None:
    path = written(tmp_path / "model.safetensors", {"none": ("F32", (0, 2), 0), "a": ("F32", (2, 2), 16)}, gap)
    before = path.read_bytes()
    with ShardIndex.open(tmp_path).reader() as reader:
        assert reader.tensor("none", (0, 2)).shape == (0, 2)
        found = reader.tensor("a", (2, 2))
    assert found.tolist() == [[0, 0], [0, 0]]
    assert found.data_ptr() % 4 == 0
    found += 1
    assert found.tolist() == [[1, 1], [1, 1]]
    assert path.read_bytes() == before


def test_other_dtypes_are_named(tmp_path: Path) -> None:
    written(tmp_path / "model.safetensors", {"a": ("F64", (2,), 16)})
    with (
        ShardIndex.open(tmp_path).reader() as reader,
        pytest.raises(InfillError, match="The tensor a is stored as F64, which cannot be read"),
    ):
        reader.tensor("a", (2,))


def test_bytes_that_are_not_as_many_as_numbers(shard: Path) -> None:
    with ranges_of(shard) as ranges:
        place = next(iter(ranges.values()))
        with pytest.raises(ValueError, match="bytes are no"):
            place.tensor(torch.float32, (10**6,))
