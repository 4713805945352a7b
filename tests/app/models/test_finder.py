"""Checkpoints on disk: found where programs keep them, told from others, and never looked for without end."""

from __future__ import annotations

import json
import os
import struct
import threading
from collections.abc import Callable
from pathlib import Path

import gguf_models
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from palimpsest import resources
from palimpsest.app.models import finder
from palimpsest.app.models.download import PARTIAL
from palimpsest.app.models.finder import Found, candidates, claims, is_partial, search
from palimpsest.app.models.places import DOWNLOADS, HUGGING_FACE, LM_STUDIO, YOURS, Place

Lay = Callable[[Path], Path]
REVISION, OLDER = "0a" * 20, "1b" * 20


def gguf(architecture: bytes) -> bytes:
    key = b"general.architecture"
    head = b"GGUF" + struct.pack("<IQQ", 3, 0, 1)
    return head + struct.pack("<Q", len(key)) + key + struct.pack("<IQ", 8, len(architecture)) + architecture


def find(*places: Place) -> list[Found]:
    return list(search(places, threading.Event()))


def test_a_folder_of_downloads(tmp_path: Path, small: Lay) -> None:
    folder = small(tmp_path / "owner" / "name")
    (found,) = find(Place(DOWNLOADS, tmp_path))
    assert (found.path, found.name, found.owner, found.place) == (folder, "name", "owner", DOWNLOADS)
    assert found.size == (resources.path("model") / "model.safetensors").stat().st_size
    assert found.checkpoint is not None
    assert found.checkpoint.sizes.total <= found.size
    assert found.fault is None
    assert not is_partial(folder)


def test_the_newest_snapshot_of_a_cache(tmp_path: Path, small: Lay) -> None:
    repo = tmp_path / "models--some--owner--a-name"
    for revision in (OLDER, REVISION):
        small(repo / "snapshots" / revision)
    os.utime(repo / "snapshots" / REVISION, (1, 1))
    (repo / "refs").mkdir()
    (repo / "refs" / "main").write_text(REVISION)
    (found,) = find(Place(HUGGING_FACE, tmp_path))
    assert found.path == repo / "snapshots" / REVISION
    assert (found.name, found.owner) == ("a-name", "some--owner")
    (repo / "refs" / "main").write_text("gone")
    (found,) = find(Place(HUGGING_FACE, tmp_path))
    assert found.path == repo / "snapshots" / OLDER


@pytest.mark.parametrize("revision", ["..", "../..", ".", "", "a/b", "é" * 3])
def test_a_cache_whose_branch_leads_nowhere(tmp_path: Path, small: Lay, revision: str) -> None:
    repo = tmp_path / "models--owner--name"
    folder = small(repo / "snapshots" / REVISION)
    (repo / "refs").mkdir()
    (repo / "refs" / "main").write_text(revision, encoding="utf-8")
    assert [found.path for found in find(Place(HUGGING_FACE, tmp_path))] == [folder]


def test_each_is_listed_once(tmp_path: Path, small: Lay) -> None:
    folder = small(tmp_path / "models" / "name")
    link = tmp_path / "link"
    link.symlink_to(folder)
    (found,) = find(Place(YOURS, link), Place(YOURS, folder), Place(YOURS, tmp_path))
    assert found.path == link


def test_other_models_are_passed_over(tmp_path: Path) -> None:
    for name, content in (
        ("other", json.dumps({"model_type": "gemma4"}).encode()),
        ("broken", b"{"),
        ("empty", b""),
    ):
        (tmp_path / name).mkdir()
        (tmp_path / name / "config.json").write_bytes(content)
    (tmp_path / "other.gguf").write_bytes(gguf(b"gemma4"))
    (tmp_path / "text.gguf").write_bytes(b"diffusion-gemma")
    (tmp_path / "folder.gguf").mkdir()
    assert find(Place(YOURS, tmp_path)) == []


def test_what_is_damaged_is_listed_with_its_reason(tmp_path: Path, small: Lay) -> None:
    folder = small(tmp_path / "incomplete")
    (folder / "model.safetensors").unlink()
    (folder / PARTIAL).mkdir()
    (tmp_path / "cut.gguf").write_bytes(gguf(b"diffusion-gemma"))
    found = {each.name: each for each in find(Place(YOURS, tmp_path))}
    assert set(found) == {"incomplete", "cut"}
    for each in found.values():
        assert each.checkpoint is None
        assert each.fault is not None
        assert each.fault.what
        assert each.fault.remedy
    assert is_partial(folder)


def test_parts_of_one_gguf_are_one_model(tmp_path: Path) -> None:
    for number in (1, 2, 3):
        (tmp_path / f"model-Q8_0-{number:05}-of-00003.gguf").write_bytes(gguf(b"diffusion-gemma"))
    (found,) = find(Place(LM_STUDIO, tmp_path))
    assert found.path.name == "model-Q8_0-00001-of-00003.gguf"
    assert found.size == 3 * len(gguf(b"diffusion-gemma"))


def test_a_whole_gguf_in_a_cache(tmp_path: Path) -> None:
    stored = gguf_models.tensors_of(gguf_models.small_model(), gguf_models.MIXES["Q4_K_M"][1])
    repo = tmp_path / "models--unsloth--diffusiongemma-GGUF"
    (repo / "blobs").mkdir(parents=True)
    blob = gguf_models.write_gguf(repo / "blobs" / ("0f" * 32), stored, gguf_models.metadata(gguf_models.SIZES))
    folder = repo / "snapshots" / REVISION
    folder.mkdir(parents=True)
    (folder / "model-Q4_K_M.gguf").symlink_to(blob)
    (folder / "config.json").write_text('{"model_type": "diffusion_gemma"}')
    (found,) = find(Place(HUGGING_FACE, tmp_path))
    assert (found.path, found.name, found.owner) == (folder / "model-Q4_K_M.gguf", "model-Q4_K_M", "unsloth")
    assert found.checkpoint is not None
    assert found.checkpoint.format == "GGUF Q4_K_M"
    assert found.size == blob.stat().st_size


def test_a_file_is_a_place(tmp_path: Path) -> None:
    path = tmp_path / "model.gguf"
    path.write_bytes(gguf(b"diffusion-gemma"))
    assert [found.path for found in find(Place(YOURS, path))] == [path]


def test_places_that_are_not_there_or_closed(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0)
    assert find(Place(YOURS, tmp_path / "missing"), Place(YOURS, closed)) == []


def test_links_lead_nowhere(tmp_path: Path, small: Lay) -> None:
    inside, outside = tmp_path / "inside", tmp_path / "outside"
    small(outside / "model")
    inside.mkdir()
    (inside / "loop").symlink_to(inside)
    (inside / "out").symlink_to(outside)
    assert find(Place(YOURS, inside)) == []


def test_it_goes_so_deep_and_no_deeper(tmp_path: Path, small: Lay) -> None:
    near = tmp_path.joinpath("root", *"abcd")
    small(near)
    small(near / "e")
    assert [found.path for found in find(Place(YOURS, tmp_path / "root"))] == [near]


def test_it_takes_so_long_and_no_longer(tmp_path: Path, small: Lay) -> None:
    for number in range(5):
        small(tmp_path / str(number))
    times = iter([0.0, 0.1, 0.2, 0.3, *[finder.LONGEST_S + 1] * 9])
    found = list(search([Place(YOURS, tmp_path)], threading.Event(), lambda: next(times)))
    assert [each.name for each in found] == ["0", "1"]


def test_it_looks_at_so_many_and_no_more(tmp_path: Path, small: Lay, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finder, "MOST_ENTRIES", 20)
    small(tmp_path / "z")
    for number in range(30):
        (tmp_path / f"file{number}").touch()
    assert find(Place(YOURS, tmp_path)) == []


def test_it_can_be_stopped(tmp_path: Path, small: Lay) -> None:
    for number in range(5):
        small(tmp_path / str(number))
    cancelled = threading.Event()
    looking = search([Place(YOURS, tmp_path)], cancelled)
    next(looking)
    cancelled.set()
    assert list(looking) == []


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=200), st.booleans())
def test_bytes_of_any_kind_are_looked_at(shared_folder: Path, content: bytes, begins_right: bool) -> None:
    root = shared_folder / "any_bytes"
    (root / "folder").mkdir(parents=True, exist_ok=True)
    head = b'{"model_type": "diffusion_gemma",' if begins_right else b""
    (root / "folder" / "config.json").write_bytes(head + content)
    (root / "model.gguf").write_bytes((gguf(b"diffusion-gemma") if begins_right else b"") + content)
    found = find(Place(YOURS, root))
    assert all(each.fault is not None for each in found)
    if begins_right:
        assert {each.path for each in found} == {root / "folder", root / "model.gguf"}


def test_a_pipe_is_no_model(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "model.gguf")
    os.mkfifo(tmp_path / "config.json")
    assert [path for path in candidates(tmp_path, threading.Event()) if claims(path)] == []
