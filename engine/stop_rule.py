"""When a draft is finished before its last pass: plain numbers, for who denoises and who shows how far it is.

A draft need not come to rest to be finished. Where a span is a token too short or too long, a model may correct a cell
for what stands in it and take that back in the next pass, certain each time and for as long as it is asked. So a token
is new only if its cell held it in neither of the two passes before.
"""

from __future__ import annotations

SETTLED_ENTROPY = 0.01
"""Mean entropy of the free cells (nats) under which a draft in which nothing changes is finished (infill.md §7.8)."""

PLATEAU_PASSES = 4
PLATEAU_ENTROPY = 0.05
"""A draft at most so uncertain is finished after so many passes in a row without a new token."""

FEW_CELLS = 6
"""So many free cells among held text have heard all there is to hear at once: no matter how uncertain they are."""

LONG_PLATEAU = 8
"""Any other draft is finished after so many passes in a row without a new token: what is open will stay so."""


def settled(entropy: float, changed: int) -> bool:
    """True if nothing changes any more and the draft is certain. `entropy` is the mean over its free cells, nats."""
    return not changed and entropy < SETTLED_ENTROPY


def patience(entropy: float, free: int) -> int:
    """How many passes in a row without a new token end a draft of so many free cells, as uncertain as that."""
    return PLATEAU_PASSES if entropy < PLATEAU_ENTROPY or free <= FEW_CELLS else LONG_PLATEAU


def stands_still(entropy: float, still: int, free: int) -> bool:
    """True if there was no new token for `still` passes in a row, and that is long enough."""
    return still >= patience(entropy, free)
