"""The gated feed-forward block: down(gelu(gate(x)) · up(x)), gelu in its tanh form."""

from __future__ import annotations

from torch import Tensor
from torch.nn import functional

from palimpsest.kernels.linear import Projection


def gated(packed: Tensor) -> Tensor:
    """gelu(gate) · up of packed (…, 2 n) whose first half is the gate; returns (…, n)."""
    gate, up = packed.chunk(2, dim=-1)
    return functional.gelu(gate, approximate="tanh").mul_(up)


def mlp(x: Tensor, gate_up: Projection, down: Projection) -> Tensor:
    """x (…, hidden), gate_up (2 n, hidden) gate rows first, down (hidden, n) → (…, hidden)."""
    return down(gated(gate_up(x)))
