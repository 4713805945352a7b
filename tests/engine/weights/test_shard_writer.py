"""Writing safetensors: readable by the library, in any order, and never there by halves."""

from __future__ import annotations

import resource
from collections.abc import Iterator
from pathlib import Path

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from safetensors import safe_open

from palimpsest.engine.request import InfillError
from palimpsest.engine.weights.shard_writer import Entry, Layout, write_whole, writing

DTYPES = [torch.uint8, torch.float8_e4m3fn, torch.bfloat16, torch.float16, torch.int32, torch.float32, torch.int64]


def filled(entry: Entry, seed: int) -> torch.Tensor:
    generator = torch.Generator().manual_seed(seed)
    data = torch.randint(0, 255, (entry.nbytes,), dtype=torch.uint8, generator=generator)
    return data.view(entry.dtype).view(entry.shape)


entries = st.lists(st.tuples(st.sampled_from(DTYPES), st.lists(st.integers(0, 5), max_size=3)), max_size=8).map(
    lambda drawn: tuple(Entry(f"t.{i}", dtype, tuple(shape)) for i, (dtype, shape) in enumerate(drawn))
)


@settings(max_examples=60, deadline=None)
@given(entries=entries, order=st.randoms(use_true_random=False))
def test_the_library_reads_what_was_written(tmp_path_factory, entries: tuple[Entry, ...], order) -> None:
    path = tmp_path_factory.mktemp("shard") / "a.safetensors"
    layout = Layout(entries)
    tensors = {entry.name: filled(entry, i) for i, entry in enumerate(entries)}
    with writing(path, layout) as writer:
        for name in order.sample(sorted(tensors), len(tensors)):
            writer.write(name, tensors[name])
    assert layout.is_at(path)
    assert path.stat().st_size == layout.nbytes
    with safe_open(path, framework="pt") as shard:
        assert set(shard.keys()) == set(tensors)
        for entry in entries:
            found = shard.get_tensor(entry.name)
            assert (found.dtype, tuple(found.shape)) == (entry.dtype, entry.shape)
            assert torch.equal(found.flatten().view(torch.uint8), tensors[entry.name].flatten().view(torch.uint8))
            assert layout.offsets[entry.name] % entry.dtype.itemsize == 0


LAYOUT = Layout((Entry("a", torch.float32, (2, 3)), Entry("b", torch.uint8, (5,))))


def test_a_failure_leaves_nothing(tmp_path: Path) -> None:
    def interrupted() -> None:
        with writing(tmp_path / "a.safetensors", LAYOUT) as writer:
            writer.write("b", torch.zeros(5, dtype=torch.uint8))
            assert list(tmp_path.iterdir()) == [tmp_path / "a.safetensors.part"]
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert not list(tmp_path.iterdir())


def test_an_incomplete_file_gets_no_name(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="incomplete"), writing(tmp_path / "a.safetensors", LAYOUT) as writer:
        writer.write("b", torch.zeros(5, dtype=torch.uint8))
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("tensor", [torch.zeros(3, 2), torch.zeros(2, 3, dtype=torch.float64)])
def test_another_tensor_is_refused(tmp_path: Path, tensor: torch.Tensor) -> None:
    with pytest.raises(ValueError, match="a is"), writing(tmp_path / "a.safetensors", LAYOUT) as writer:
        writer.write("a", tensor)


def test_a_shorter_or_another_file_is_not_taken_for_it(tmp_path: Path) -> None:
    path = tmp_path / "a.safetensors"
    assert not LAYOUT.is_at(path)
    with writing(path, LAYOUT) as writer:
        writer.write("a", torch.ones(2, 3))
        writer.write("b", torch.zeros(5, dtype=torch.uint8))
    assert LAYOUT.is_at(path)
    assert not Layout((Entry("a", torch.int32, (2, 3)), LAYOUT.entries[1])).is_at(path)
    content = path.read_bytes()
    for changed in (content[:-1], content + b"x", content[:20]):
        path.write_bytes(changed)
        assert not LAYOUT.is_at(path)


@pytest.fixture
def small_files() -> Iterator[None]:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.usefixtures("small_files")
def test_no_room_is_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "a.safetensors"
    layout = Layout((Entry("a", torch.uint8, (2000,)),))
    with pytest.raises(InfillError, match=r"no room for .*a\.safetensors.*Free some space"), writing(path, layout) as w:
        w.write("a", torch.zeros(2000, dtype=torch.uint8))
    with pytest.raises(InfillError, match="no room"):
        write_whole(tmp_path / "b.json", b"x" * 2000)
    assert not path.exists()


def test_a_file_that_was_there_stays_until_the_new_one_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "b.json"
    write_whole(path, b"old")
    write_whole(path, b"new")
    assert path.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_cannot_be_written_to_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(InfillError, match=r"b\.json cannot be written \(No such file or directory\)"):
        write_whole(tmp_path / "none" / "b.json", b"")
