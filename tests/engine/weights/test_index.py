"""Finding shards: one file, an index, and what a damaged or hostile checkpoint leads to."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import torch
from safetensors.torch import save_file

from palimpsest.engine.request import InfillError
from palimpsest.engine.weights.index import INDEX, SINGLE, ShardIndex

A, B = torch.arange(6.0).view(2, 3), torch.tensor([2.5])


def sharded(folder: Path, names: dict[str, str] | None = None) -> Path:
    save_file({"a": A}, folder / "model-1.safetensors")
    save_file({"b": B}, folder / "model-2.safetensors")
    names = names or {"a": "model-1.safetensors", "b": "model-2.safetensors"}
    (folder / INDEX).write_text(json.dumps({"metadata": {}, "weight_map": names}))
    return folder


def refused(folder: Path, named: str) -> None:
    with pytest.raises(InfillError, match=named) as error, ShardIndex.open(folder).reader() as reader:
        reader.tensor("a", (2, 3))
    assert error.value.remedy


def test_shards_and_one_file_read_alike(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "many").mkdir()
    save_file({"a": A, "b": B}, tmp_path / "one" / SINGLE)
    for folder in (tmp_path / "one", sharded(tmp_path / "many")):
        index = ShardIndex.open(folder)
        assert set(index.files) == {"a", "b"}
        with index.reader() as reader:
            assert "a" in reader
            assert "c" not in reader
            assert reader.dtype("a") == torch.float32
            assert reader.shape("b") == (1,)
            kept = reader.tensor("a", (2, 3))
            assert torch.equal(kept, A)
            assert torch.equal(reader.tensor("b", (1,)), B)
        # The file is mapped as long as somebody looks at it.
        assert torch.equal(kept, A)


def test_nothing_there(tmp_path: Path) -> None:
    refused(tmp_path, "no weights")


def test_truncated_file(tmp_path: Path) -> None:
    save_file({"a": A}, tmp_path / SINGLE)
    content = (tmp_path / SINGLE).read_bytes()
    (tmp_path / SINGLE).write_bytes(content[:-5])
    refused(tmp_path, "damaged or incomplete")


def test_truncated_shard(tmp_path: Path) -> None:
    sharded(tmp_path)
    path = tmp_path / "model-2.safetensors"
    path.write_bytes(path.read_bytes()[:20])
    refused(tmp_path, r"model-2\.safetensors")


def test_missing_shard(tmp_path: Path) -> None:
    sharded(tmp_path)
    (tmp_path / "model-2.safetensors").unlink()
    refused(tmp_path, r"model-2\.safetensors is missing")


@pytest.mark.parametrize(
    "name", ["../model-1.safetensors", "/etc/passwd", "sub/model-1.safetensors", "model.bin", "..", ".safetensors/.."]
)
def test_names_that_leave_the_folder(tmp_path: Path, name: str) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    save_file({"a": A}, tmp_path / "model-1.safetensors")
    (inside / "sub").mkdir()
    save_file({"a": A}, inside / "sub" / "model-1.safetensors")
    sharded(inside, {"a": name})
    refused(inside, "outside the checkpoint")


def test_index_that_lies(tmp_path: Path) -> None:
    refused(sharded(tmp_path, {"a": "model-2.safetensors"}), "does not hold a")


@pytest.mark.parametrize("content", ["{}", '{"weight_map": [1]}', '{"weight_map": {"a": 3}}', "nonsense"])
def test_index_that_says_nothing(tmp_path: Path, content: str) -> None:
    sharded(tmp_path)
    (tmp_path / INDEX).write_text(content)
    refused(tmp_path, r"model\.safetensors\.index\.json")


def test_wrong_shape(tmp_path: Path) -> None:
    save_file({"a": torch.zeros(3, 3)}, tmp_path / SINGLE)
    refused(tmp_path, r"a has the shape \(3, 3\)")
