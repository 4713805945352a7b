"""What a strength below 1 means: how many cells begin as noise, and how firmly all of them speak for the old text.

`InfillRequest.strength` is to be, about, the share of what a full rewrite changes. Noise alone does not give that. In a
short span the model rewrites cells that were never noised as readily as those that were: a tenth of the noise made half
of the changes. In a long one the cells that are left tell so much that half of the noise made a third of them. So

- the share of noise is strength ** `exponent`, which is 1 for short spans and falls to a half for long ones;
- each cell that is not noise speaks for its old token with -FAVOUR · ln(strength) nats, added to the token's logit in
  every pass: much for a polish, little for a rewrite, none at full strength, and never a ban;
- where less than one cell is to be noise, one is, and speaks for its old token by what it is too much.

Fitted on the embedded model, November 2026, with tests/bench/bench_strength.py, whose docstring has the tables.
"""

from __future__ import annotations

import math

import torch

FAVOUR = 2.0
"""Nats for a strength of 1/e; 1.5 and 3 change a little more and less at the low end."""

SHORT, LONG = 8, 64
"""Cells up to which the share of noise is the strength itself, and from which on it is the strength's square root."""


def exponent(cells: int) -> float:
    """The power of the strength that is the share of noise: 1 up to SHORT cells, 1/2 from LONG cells on."""
    return (SHORT / min(max(cells, SHORT), LONG)) ** (math.log(2) / math.log(LONG / SHORT))


def noised_share(strength: float, cells: int) -> float:
    """The share of `cells` that is to begin as noise at a strength in (0, 1]; also where the schedule begins."""
    return strength ** exponent(cells)


def noised_count(strength: float, cells: int) -> int:
    """How many of `cells` begin as noise: at least one, all of them at full strength, fewer at no higher strength."""
    return min(cells, max(1, round(noised_share(strength, cells) * cells)))


def noised(strength: float, kept: torch.Tensor, generator: torch.Generator) -> torch.Tensor:
    """Which of the cells `kept` (cells,) bool begin as noise, (cells,) bool.

    For one state of the generator the cells of a lower strength are among those of a higher one.
    """
    where = kept.nonzero().flatten()
    order = torch.randperm(len(where), generator=generator, device=kept.device)
    chosen = torch.zeros_like(kept)
    chosen[where[order[: noised_count(strength, len(where))]]] = True
    return chosen


def favour(strength: float, cells: int) -> tuple[float, float]:
    """Nats for its old token of a cell that is not noise, and of one that is, among `cells`; none at full strength."""
    too_much = min(1.0, noised_share(strength, cells) * cells)
    return -FAVOUR * math.log(strength), -FAVOUR * math.log(too_much) if cells else 0.0
