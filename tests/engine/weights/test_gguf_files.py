"""Which GGUF file is meant: by its name, by its folder, by one of its parts."""

from __future__ import annotations

import os
from pathlib import Path

import gguf_models as files
import numpy as np
import pytest

from palimpsest.engine.request import InfillError
from palimpsest.engine.weights.gguf_files import find, headers, parts, title

TENSORS: files.Tensors = {name: ("F32", np.ones(4, np.float32)) for name in ("a", "b", "c")}


def written(path: Path, architecture: str = files.ARCHITECTURE) -> Path:
    path.parent.mkdir(exist_ok=True)
    return files.write_gguf(path, TENSORS, {"a": 1}, architecture=architecture)


def refused(path: Path, named: str) -> None:
    with pytest.raises(InfillError, match=named) as error:
        find(path)
    assert error.value.remedy


def test_a_file_and_a_folder_of_one(tmp_path: Path) -> None:
    path = written(tmp_path / "one.gguf")
    assert find(path) == path
    assert find(tmp_path) == path
    assert title(path) == "one"


def test_a_file_without_its_ending(tmp_path: Path) -> None:
    """Caches keep files under the hash of their content."""
    path = written(tmp_path / "one.gguf").rename(tmp_path / "3eca3b8f")
    assert find(path) == path


def test_folders_of_other_formats_are_left_to_them(tmp_path: Path) -> None:
    assert find(tmp_path) is None
    written(tmp_path / "one.gguf")
    (tmp_path / "model-00001-of-00002.safetensors").touch()
    assert find(tmp_path) is None
    (tmp_path / "model-00001-of-00002.safetensors").rename(tmp_path / "model.safetensors.index.json")
    assert find(tmp_path) is None


def test_the_only_usable_one_of_a_folder(tmp_path: Path) -> None:
    written(tmp_path / "a-mmproj.gguf", "clip")
    written(tmp_path / "b-gemma-4.gguf", "gemma4")
    (tmp_path / "c-broken.gguf").write_bytes(b"GG")
    refused(
        tmp_path, r"None of the GGUF files in .* holds DiffusionGemma \(a-mmproj.gguf, b-gemma-4.gguf, c-broken.gguf\)"
    )
    usable = written(tmp_path / "d-diffusion.gguf")
    assert find(tmp_path) == usable
    written(tmp_path / "e-diffusion.gguf")
    refused(tmp_path, r"holds several models \(d-diffusion.gguf, e-diffusion.gguf\)")


def test_what_is_no_model(tmp_path: Path) -> None:
    refused(tmp_path / "away.gguf", "There is no ")
    (tmp_path / "text.txt").write_text("text")
    refused(tmp_path / "text.txt", r"text\.txt is neither a folder nor a GGUF file")
    os.mkfifo(tmp_path / "pipe")
    refused(tmp_path / "pipe", "pipe is neither")


def split(tmp_path: Path) -> list[Path]:
    files.write_gguf(tmp_path / "model.gguf", TENSORS, {"a": 1}, split_max_tensors=1)
    return list(files.splits(tmp_path / "model.gguf"))


def test_parts(tmp_path: Path) -> None:
    paths = split(tmp_path)
    assert [path.name for path in paths] == [f"model-0000{i}-of-00003.gguf" for i in (1, 2, 3)]
    assert parts(paths[2]) == tuple(paths)
    assert find(paths[1]) == paths[0]
    assert find(tmp_path) == paths[0]
    assert title(paths[0]) == "model"
    assert [list(header.tensors) for header in headers(paths[0])] == [["a"], ["b"], ["c"]]


def test_parts_behind_links(tmp_path: Path) -> None:
    """The cache of Hugging Face: names lead to files that are called otherwise."""
    paths = split(tmp_path)
    linked = tmp_path / "snapshot"
    linked.mkdir()
    for number, path in enumerate(paths):
        (linked / path.name).symlink_to(path.rename(tmp_path / f"blob{number}"))
    assert find(linked) == linked / paths[0].name
    assert len(headers(linked / paths[0].name)) == 3


def test_parts_that_are_missing_or_renamed(tmp_path: Path) -> None:
    paths = split(tmp_path)
    paths[2].unlink()
    refused(paths[0], r"model-00003-of-00003\.gguf is missing beside model-00001-of-00003\.gguf")
    paths[0].rename(tmp_path / "model-00009-of-00003.gguf")
    refused(tmp_path / "model-00009-of-00003.gguf", "is not the name of a part")
    paths[1].unlink()
    renamed = (tmp_path / "model-00009-of-00003.gguf").rename(tmp_path / "mine.gguf")
    with pytest.raises(InfillError, match=r"mine\.gguf is one of 3 parts, but its name does not say which"):
        headers(renamed)
