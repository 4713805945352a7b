"""When a draft is finished: nothing changes any more, and it is certain or has stood still for long."""

from __future__ import annotations

import subprocess
import sys

import pytest

from palimpsest.engine.stop_rule import PLATEAU_ENTROPY, PLATEAU_PASSES, SETTLED_ENTROPY, settled, stands_still


@pytest.mark.parametrize(
    ("entropy", "changed", "finished"),
    [(SETTLED_ENTROPY / 2, 0, True), (SETTLED_ENTROPY, 0, False), (0.0, 1, False)],
)
def test_settled(entropy: float, changed: int, finished: bool) -> None:
    assert settled(entropy, changed) is finished


@pytest.mark.parametrize(
    ("entropy", "changed", "still", "finished"),
    [
        (PLATEAU_ENTROPY / 2, 0, PLATEAU_PASSES, True),
        (PLATEAU_ENTROPY / 2, 0, PLATEAU_PASSES - 1, False),
        (PLATEAU_ENTROPY, 0, PLATEAU_PASSES, False),
        (0.0, 2, PLATEAU_PASSES, False),
    ],
)
def test_stands_still(entropy: float, changed: int, still: int, finished: bool) -> None:
    assert stands_still(entropy, changed, still) is finished


def test_the_rule_can_be_shown_without_torch() -> None:
    code = "import sys, palimpsest.engine.stop_rule; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
