"""What a strength below 1 means: how many cells begin as noise, and how firmly the other ones keep their token.

`InfillRequest.strength` is to be, about, the share of what a full rewrite changes. Noise alone does not give that: the
model rewrites cells that were never noised as readily as the ones that were, so that a tenth of the noise made a third
of the changes. So each kept cell speaks for its old token with -FAVOUR · ln(strength) nats, added to the token's logit
in every pass; that is the log-odds of a token that stays unless it is among the share that changes, up to a factor. It
is much for a polish, little for a rewrite, nothing at full strength, and never a ban: where the model is surer than
that, the token still goes. Measured by tests/bench/bench_strength.py, whose docstring has the tables.
"""

from __future__ import annotations

import math

import torch

FAVOUR = 2.0
"""Nats per factor e of strength. Fitted on the embedded model of November 2025; 1.5 and 3 were tried beside it."""


def noised_count(strength: float, cells: int) -> int:
    """How many of `cells` begin as noise at a strength in (0, 1]: at least one, all of them at 1."""
    return min(cells, max(1, round(strength * cells)))


def noised(strength: float, kept: torch.Tensor, generator: torch.Generator) -> torch.Tensor:
    """Which of the cells `kept` (cells,) bool begin as noise, (cells,) bool.

    For one state of the generator the cells of a lower strength are among those of a higher one.
    """
    where = kept.nonzero().flatten()
    order = torch.randperm(len(where), generator=generator, device=kept.device)
    chosen = torch.zeros_like(kept)
    chosen[where[order[: noised_count(strength, len(where))]]] = True
    return chosen


def favour(strength: float) -> float:
    """Nats that the old token of a kept cell has for it: none at 1, more the lower the strength."""
    return -FAVOUR * math.log(strength)
