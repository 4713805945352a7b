"""Entropy on a scale of decades, from certain to no idea: it falls by factors, not by steps."""

from __future__ import annotations

import math

from palimpsest.app.decimals import decimal

LOWEST = 0.003
"""Nats; what lies below is drawn as this. A little under the entropy at which a run may stop."""

TICKS = (0.01, 0.1, 1.0, 10.0)


def height(entropy: float, highest: float) -> float:
    """Where an entropy stands between `LOWEST`, 0, and `highest`, 1. Both in nats, `highest` above `LOWEST`."""
    inside = max(LOWEST, min(entropy, highest))
    return math.log(inside / LOWEST) / math.log(highest / LOWEST)


def words(entropy: float) -> str:
    """An entropy in nats with as many digits as it deserves: "3.1", "0.35", "0.004"."""
    if entropy >= 1.0:
        return decimal(entropy, 1)
    if entropy >= 0.1:
        return decimal(entropy, 2)
    return decimal(entropy, 3)
