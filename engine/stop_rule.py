"""When a draft is finished before its last pass: plain numbers, for who denoises and who shows how far it is."""

from __future__ import annotations

SETTLED_ENTROPY = 0.01
"""Mean entropy of the free cells (nats) under which a draft that stands still is finished (infill.md §7.8)."""

PLATEAU_PASSES = 8
PLATEAU_ENTROPY = 0.05
"""A draft whose accepted cells stay the same for so many passes, at most so uncertain, is finished too (§7.8)."""


def settled(entropy: float, changed: int) -> bool:
    """True if nothing changes any more and the draft is certain. `entropy` is the mean over its free cells, nats."""
    return not changed and entropy < SETTLED_ENTROPY


def stands_still(entropy: float, changed: int, still: int) -> bool:
    """True if the same cells have been accepted for `still` passes in a row, long enough at so low an entropy."""
    return not changed and still >= PLATEAU_PASSES and entropy < PLATEAU_ENTROPY
