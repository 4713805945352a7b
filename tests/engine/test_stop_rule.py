"""When a draft is finished: nothing changes any more and it is certain, or it takes no new token for long."""

from __future__ import annotations

import subprocess
import sys

import pytest

from palimpsest.engine.stop_rule import (
    FEW_CELLS,
    LONG_PLATEAU,
    PLATEAU_ENTROPY,
    PLATEAU_PASSES,
    SETTLED_ENTROPY,
    patience,
    settled,
    stands_still,
)


@pytest.mark.parametrize(
    ("entropy", "changed", "finished"),
    [(SETTLED_ENTROPY / 2, 0, True), (SETTLED_ENTROPY, 0, False), (0.0, 1, False)],
)
def test_settled(entropy: float, changed: int, finished: bool) -> None:
    assert settled(entropy, changed) is finished


@pytest.mark.parametrize(
    ("entropy", "still", "free", "finished"),
    [
        (PLATEAU_ENTROPY / 2, PLATEAU_PASSES, 99, True),
        (PLATEAU_ENTROPY / 2, PLATEAU_PASSES - 1, 99, False),
        (PLATEAU_ENTROPY, PLATEAU_PASSES, 99, False),
        (PLATEAU_ENTROPY, LONG_PLATEAU, 99, True),
        (3.0, PLATEAU_PASSES, FEW_CELLS, True),
        (3.0, PLATEAU_PASSES - 1, FEW_CELLS, False),
        (3.0, PLATEAU_PASSES, FEW_CELLS + 1, False),
    ],
)
def test_stands_still(entropy: float, still: int, free: int, finished: bool) -> None:
    assert stands_still(entropy, still, free) is finished
    assert finished is (still >= patience(entropy, free))


def test_the_rule_can_be_shown_without_torch() -> None:
    code = "import sys, palimpsest.engine.stop_rule; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
