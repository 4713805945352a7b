"""What the benchmark reports, not how fast anything is."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
import random_checkpoints

from palimpsest.engine import bench
from palimpsest.engine.bench import Comparison, Timing
from palimpsest.engine.model import load_model


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return random_checkpoints.write(random_checkpoints.random_model(), tmp_path_factory.mktemp("bench"))


def test_ratio_is_that_of_the_rounds() -> None:
    pair = Comparison(Timing("pass", (1.0, 2.0, 10.0)), Timing("pass", (2.0, 6.0, 5.0)))
    assert pair.ratio == 2.0
    assert (pair.ours.median, pair.ours.best) == (2.0, 1.0)
    row = bench.table([pair]).splitlines()[-1]
    assert row.split() == ["pass", "2000.00", "1000.00", "5000.00", "2000.00", "2.00"]


def test_operations_take_turns_and_the_first_rounds_do_not_count() -> None:
    calls: list[str] = []
    ticks = itertools.count()
    timings = bench.time_in_turns(
        (("a", lambda: calls.append("a")), ("b", lambda: calls.append("b"))), 3, "cpu", lambda: float(next(ticks))
    )
    assert calls == ["a", "b"] * 5
    assert timings == [Timing("a", (1.0, 1.0, 1.0)), Timing("b", (1.0, 1.0, 1.0))]


# transformers imports a helper that uses torch.jit at its first denoising step.
@pytest.mark.filterwarnings("ignore:`torch.jit:DeprecationWarning")
def test_both_sides_run(checkpoint: Path) -> None:
    pairs = bench.beside_transformers(checkpoint, 20, 16, batch=2, rounds=1)
    assert [pair.ours.name for pair in pairs] == [
        "whole pass 2x16 after 20",
        "forward 2x16 after 20",
        "first forward 2x16 after 20",
        "encode 20",
    ]
    assert all(pair.ours.best > 0 < pair.theirs.best for pair in pairs)


def test_passes(checkpoint: Path) -> None:
    timings = bench.passes(load_model(checkpoint), 20, 16, rounds=2)
    assert all(len(timing.seconds) == 2 for timing in timings)
    assert len(bench.listing(timings).splitlines()) == 1 + len(timings)
