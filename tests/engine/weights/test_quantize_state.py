"""What is remembered of an unfinished quantised checkpoint."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from palimpsest.engine.request import InfillError
from palimpsest.engine.weights.quantize_plan import Shard
from palimpsest.engine.weights.quantize_state import STATE, State, fingerprint
from palimpsest.engine.weights.shard_writer import Entry, Layout, writing

SHARDS = tuple(Shard(f"{i}.safetensors", (), Layout((Entry(f"t{i}", torch.float32, (i,)),))) for i in (1, 2))
SUMS = {"experts.gate_proj": (1.0 / 3.0, 1e-300, 0.1)}


def test_only_a_file_that_is_there_and_noted_is_finished(tmp_path: Path) -> None:
    state = State.open(tmp_path, "mark")
    state.begin()
    first, second = SHARDS
    with writing(tmp_path / second.name, second.layout) as writer:
        writer.write("t2", torch.ones(2))
    state.note(first, SUMS)
    again = State.open(tmp_path, "mark")
    assert again.sums == {first.name: SUMS}
    assert not again.holds(first)  # noted, then killed before it had its name
    assert not again.holds(second)
    again.note(second, {})
    assert State.open(tmp_path, "mark").holds(second)
    again.end()
    assert [path.name for path in tmp_path.iterdir()] == [second.name]


def test_what_a_kill_left_is_removed_at_the_beginning(tmp_path: Path) -> None:
    State.open(tmp_path, "mark").begin()
    (tmp_path / "1.safetensors.part").write_bytes(b"half")
    State.open(tmp_path, "mark").begin()
    assert [path.name for path in tmp_path.iterdir()] == [STATE]


def test_another_mark_is_refused(tmp_path: Path) -> None:
    State.open(tmp_path, "mark").begin()
    with pytest.raises(InfillError, match="begun with another source or other options"):
        State.open(tmp_path, "other")


def test_the_fingerprint_is_of_all_that_matters(tmp_path: Path) -> None:
    files = [tmp_path / "a", tmp_path / "b"]
    for file in files:
        file.write_bytes(b"12345")
    marks = {
        fingerprint("int4", files, SHARDS),
        fingerprint("fp8", files, SHARDS),
        fingerprint("int4", files[:1], SHARDS),
        fingerprint("int4", files, SHARDS[:1]),
    }
    assert len(marks) == 4
    assert fingerprint("int4", reversed(files), SHARDS) in marks
    files[1].write_bytes(b"1234")
    assert fingerprint("int4", files, SHARDS) not in marks
