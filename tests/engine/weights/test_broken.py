"""Broken checkpoints: each leads to one sentence that names the file and a remedy, at once, in little memory."""

from __future__ import annotations

import json
import os
import shutil
import socket
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import random_checkpoints
import torch
from safetensors.torch import save_file

from palimpsest.engine.config import ModelConfig
from palimpsest.engine.json_file import LARGEST, read_json
from palimpsest.engine.model import load_model
from palimpsest.engine.request import InfillError
from palimpsest.engine.weights.checkpoint import inspect
from palimpsest.engine.weights.index import INDEX, SINGLE


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return random_checkpoints.write(random_checkpoints.random_model(), tmp_path_factory.mktemp("good"))


@pytest.fixture
def folder(good: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(good, tmp_path / "model"))


@pytest.fixture
def sharded(good: Path, folder: Path) -> Path:
    """The same in two shards with an index."""
    tensors = random_checkpoints.stored_tensors(good)
    (folder / SINGLE).unlink()
    names = sorted(tensors)
    shards = {"one.safetensors": names[::2], "two.safetensors": names[1::2]}
    for shard, part in shards.items():
        save_file({name: tensors[name] for name in part}, folder / shard)
    (folder / INDEX).write_text(json.dumps({"weight_map": {n: shard for shard, part in shards.items() for n in part}}))
    load_model(folder)
    return folder


def refused(path: Path, named: str) -> None:
    """Neither lists nor loads; the sentence names what is wrong."""
    for use in (inspect, load_model):
        with pytest.raises(InfillError, match=named) as error:
            use(path)
        assert error.value.remedy
        assert len(error.value.what) < 400


@pytest.mark.parametrize("kept", [0, 4, 8, 100, -1, -1000])
def test_truncated(folder: Path, kept: int):
    size = (folder / SINGLE).stat().st_size
    os.truncate(folder / SINGLE, kept if kept >= 0 else size + kept)
    refused(folder, r"model\.safetensors are damaged or incomplete")


@pytest.mark.parametrize("shard", ["one.safetensors", "two.safetensors"])
def test_truncated_shards(sharded: Path, shard: str):
    os.truncate(sharded / shard, 2000)
    refused(sharded, rf"{shard} are damaged or incomplete")
    os.truncate(sharded / shard, 0)
    refused(sharded, rf"{shard} are damaged or incomplete")
    (sharded / shard).rename(sharded / "three.safetensors")
    refused(sharded, f"shard {shard} is missing")


@pytest.mark.parametrize("length", [10 << 30, (1 << 63) - 1, (1 << 64) - 1, 1 << 40])
def test_a_header_of_gigabytes(folder: Path, length: int):
    (folder / SINGLE).write_bytes(length.to_bytes(8, "little") + b"{}")
    refused(folder, r"model\.safetensors are damaged")


@pytest.mark.skipif(sys.platform != "linux", reason="needs sparse files")
def test_a_header_of_gigabytes_that_is_there(folder: Path):
    with (folder / SINGLE).open("wb") as file:
        file.write((10 << 30).to_bytes(8, "little"))
        file.truncate((10 << 30) + 100)
    refused(folder, r"model\.safetensors are damaged")


@pytest.mark.parametrize(
    "header",
    [
        b"[]",
        b'{"a": 1}',
        b'{"a": {"dtype": "F32", "shape": [1], "data_offsets": [-4, 0]}}',
        b'{"a": {"dtype": "F32", "shape": [1], "data_offsets": [0, 99999999999]}}',
        b'{"a": {"dtype": "F32", "shape": [18446744073709551615, 2], "data_offsets": [0, 4]}}',
        b'{"a": {"dtype": "F99", "shape": [1], "data_offsets": [0, 4]}}',
        b"\xff\xfe{}",
        b"[" * 50_000,
        b'{"a":' * 50_000,
    ],
)
def test_hostile_headers(folder: Path, header: bytes):
    (folder / SINGLE).write_bytes(len(header).to_bytes(8, "little") + header + b"\0" * 8)
    refused(folder, r"model\.safetensors are damaged|lacks tensors")


@pytest.mark.parametrize(
    "name",
    ["../model.safetensors", "/etc/passwd", "sub/model.safetensors", "..", "", ".safetensors/..", "a\\b.safetensors"],
)
def test_an_index_that_points_elsewhere(sharded: Path, name: str):
    values = json.loads((sharded / INDEX).read_text())
    first = next(iter(values["weight_map"]))
    values["weight_map"][first] = name
    (sharded / INDEX).write_text(json.dumps(values))
    refused(sharded, "names a file outside the checkpoint")


def test_links_to_shards_are_followed(sharded: Path, tmp_path: Path):
    """As in the cache of Hugging Face, whose snapshots are links into a folder of blobs."""
    blobs = tmp_path / "blobs"
    blobs.mkdir()
    for number, shard in enumerate(sorted(sharded.glob("*.safetensors"))):
        shard.rename(blobs / f"{number}")
        shard.symlink_to(blobs / f"{number}")
    load_model(sharded)
    (blobs / "0").unlink()
    refused(sharded, "is missing")


@pytest.mark.parametrize("weight_map", [None, [], {"a": 1}, {"a": ["one.safetensors"]}, "one.safetensors"])
def test_an_index_that_is_none(sharded: Path, weight_map: object):
    (sharded / INDEX).write_text(json.dumps({"weight_map": weight_map}))
    refused(sharded, "does not name the shards|lacks")


def test_tensors_in_another_shard(sharded: Path):
    values = json.loads((sharded / INDEX).read_text())
    name = next(name for name, shard in values["weight_map"].items() if shard == "one.safetensors")
    values["weight_map"][name] = "two.safetensors"
    (sharded / INDEX).write_text(json.dumps(values))
    refused(sharded, "does not hold")


BOMBS: dict[str, bytes] = {
    "nested lists": b"[" * 1_000_000,
    "nested objects": b'{"a":' * 200_000 + b"1" + b"}" * 200_000,
    "a huge number": b'{"text_config": {"vocab_size": ' + b"9" * 100_000 + b"}}",
    "not a number": b'{"text_config": {"vocab_size": NaN}}',
    "an infinite number": b'{"model_type": Infinity}',
    "another kind": b"[1, 2]",
    "other bytes": bytes(range(256)),
    "half a surrogate": b'{"model_type": "\\ud800"}',
    "nothing": b"",
}


@pytest.mark.parametrize("name", ["config.json", INDEX])
@pytest.mark.parametrize("bomb", BOMBS)
def test_json_bombs(sharded: Path, name: str, bomb: str):
    (sharded / name).write_bytes(BOMBS[bomb])
    refused(sharded, r"config\.json|index\.json|model type")


def test_a_file_too_large_for_what_it_is(folder: Path):
    with (folder / "config.json").open("wb") as file:
        file.truncate(LARGEST + 1)
    refused(folder, r"config\.json is far too large")


def test_a_checkpoint_of_gemma(folder: Path):
    values = json.loads((folder / "config.json").read_text())
    (folder / "config.json").write_text(json.dumps(values | {"model_type": "gemma4"}))
    refused(folder, r"not a DiffusionGemma checkpoint \(its model type is gemma4\)")


WRONG: dict[str, Callable[[], object]] = {
    "text": lambda: "a",
    "list": lambda: [1],
    "huge": lambda: 10**30,
    "negative": lambda: -1,
    "zero": lambda: 0,
    "half": lambda: 0.5,
    "true": lambda: True,
    "object": dict,
}
SIZES = ("vocab_size", "hidden_size", "num_hidden_layers", "num_attention_heads", "head_dim", "num_key_value_heads")
SIZES += ("intermediate_size", "num_experts", "top_k_experts", "moe_intermediate_size", "sliding_window")


CASES = [(key, kind) for key in SIZES for kind in WRONG]
# An empty table is as good as none, and half is a fine number.
CASES += [(key, kind) for key in ("rope_parameters", "per_layer_config") for kind in WRONG if kind != "object"]
CASES += [("layer_types", kind) for kind in WRONG]
CASES += [(key, kind) for key in ("rms_norm_eps", "final_logit_softcapping") for kind in WRONG if kind != "half"]


@pytest.mark.parametrize(("key", "kind"), CASES)
def test_sizes_that_are_none(good: Path, key: str, kind: str):
    values = read_json(good / "config.json")
    values["text_config"][key] = WRONG[kind]()
    with pytest.raises(InfillError) as error:
        ModelConfig.from_dict(values)
    assert error.value.remedy
    assert len(error.value.what) < 300


@pytest.mark.parametrize("name", ["config.json", SINGLE])
def test_what_is_no_file(folder: Path, name: str):
    """None of these may be opened: reading a pipe waits for a writer."""
    path = folder / name
    path.unlink()
    os.mkfifo(path)
    refused(folder, name.replace(".", r"\."))
    path.unlink()
    path.mkdir()
    refused(folder, name.replace(".", r"\."))
    path.rmdir()
    path.symlink_to(folder / "nowhere")
    refused(folder, name.replace(".", r"\."))
    path.unlink()
    with socket.socket(socket.AF_UNIX) as listener:
        # The name of a socket is limited to about a hundred bytes.
        before = Path.cwd()
        os.chdir(folder)
        try:
            listener.bind(name)
        finally:
            os.chdir(before)
        refused(folder, name.replace(".", r"\."))


@pytest.mark.parametrize("what", [b"\xff\xfe", b"x"])
def test_paths_that_are_nothing(tmp_path: Path, what: bytes):
    refused(Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + what)), "There is no")


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
@pytest.mark.parametrize("name", ["model.decoder.norm.weight", "model.decoder.layers.1.router.scale"])
def test_norms_that_are_not_finite_are_named(folder: Path, name: str, value: float):
    tensors = random_checkpoints.stored_tensors(folder)
    tensors[name][3] = value
    save_file(tensors, folder / SINGLE)
    with pytest.raises(InfillError, match=name.removesuffix(".weight").replace(".", r"\.")) as error:
        load_model(folder)
    assert error.value.remedy


def test_matrices_that_are_not_finite_are_found_by_the_first_pass(folder: Path):
    tensors = random_checkpoints.stored_tensors(folder)
    tensors["model.decoder.layers.1.mlp.down_proj.weight"][0, 0] = float("nan")
    save_file(tensors, folder / SINGLE)
    model = load_model(folder)
    with pytest.raises(InfillError, match="overflowed") as error:
        model.denoise(torch.arange(16)[None], model.encode(torch.arange(20)[None]))
    assert error.value.remedy
