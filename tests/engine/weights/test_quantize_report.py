"""The report of a quantised checkpoint: sums put together over files and layers."""

from __future__ import annotations

import json

import pytest
import torch

from palimpsest.engine.weights.quantize_plan import Job, Part, Shard
from palimpsest.engine.weights.quantize_report import page, report, table
from palimpsest.engine.weights.shard_writer import Entry, Layout
from palimpsest.engine.weights.targets import INT4


def shard(name: str, *jobs: Job) -> Shard:
    return Shard(name, jobs, Layout(tuple(entry for job in jobs for entry in job.entries)))


def rounded(layer: int) -> Job:
    parts = tuple(Part(f"layers.{layer}.{kind}", f"experts.{kind}", 4) for kind in ("gate_proj", "up_proj"))
    entries = tuple(
        Entry(f"{part.name}.{suffix}", dtype, shape)
        for part in parts
        for suffix, dtype, shape in (
            ("weight_packed", torch.int32, (4, 4)),
            ("weight_scale", torch.bfloat16, (4, 1)),
        )
    )
    return Job((f"layers.{layer}.gate_up",), 0, parts, 32, entries, 512)


KEPT = Job(("norm",), None, (), 0, (Entry("norm", torch.bfloat16, (8,)),), 16)
SHARDS = (shard("1", rounded(0), KEPT), shard("2", rounded(1)))
SUMS = (
    {"experts.gate_proj": (50.0, 1.0, 2.0), "experts.up_proj": (1.0, 0.0, 0.0)},
    {"experts.gate_proj": (50.0, 3.0, 7.0), "experts.up_proj": (0.0, 0.0, 0.0)},
)


def test_errors_are_over_all_layers() -> None:
    found = report("a-model", INT4, SHARDS, SUMS)
    gate, up = found.classes
    assert (gate.kind, gate.matrices, gate.elements) == ("experts.gate_proj", 2, 256)
    assert gate.error == pytest.approx(0.2)
    assert gate.max_abs_error == pytest.approx(0.3)
    assert gate.bits == 4.5
    assert (up.error, up.max_abs_error) == (0.0, 0.0)
    assert (found.kept_tensors, found.kept_bytes) == (1, 16)
    assert found.source_bytes == 1040
    assert found.bytes == sum(each.layout.nbytes for each in SHARDS)
    assert json.loads(json.dumps(found.values()))["classes"][0]["matrices"] == 2


def test_the_page_names_all_that_a_reader_needs() -> None:
    found = report("a-model", INT4, SHARDS, SUMS)
    written = page(found, INT4)
    for what in ("a-model", "int4", "pack-quantized", "compressed-tensors", table(found), "quantization_report.json"):
        assert what in written
    assert "20.00%" in table(found)
