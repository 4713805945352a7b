"""Routed experts: which of them a row takes, and their weighted sum.

Rows are sorted by expert and each expert is computed once over its rows. Computing every expert for every row in one
pair of products, with weight zero for those not chosen, was measured too: it is faster only below 64 rows (embedded
sizes: 4 experts of 96, one core: 147 against 267 µs for 16 rows, 426 and 426 for 64, 1570 and 1067 for 256). The
matrices are not packed for oneDNN as others are: it prepares itself for each new number of rows, 0.4 ms every time.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from palimpsest.kernels.mlp import gated
from palimpsest.kernels.packed import Matrix, members, product


@dataclass(frozen=True, slots=True)
class Experts:
    """The matrices of a layer's experts: per expert gate_up (2 n, hidden), gate rows first, and down (hidden, n)."""

    stacks: tuple[Matrix, Matrix]
    """All of them: gate_up (E, 2 n, hidden) and down (E, hidden, n), as they are stored, packed or not."""
    gate_up: tuple[Matrix, ...]
    down: tuple[Matrix, ...]

    @staticmethod
    def of(gate_up: Matrix, down: Matrix) -> Experts:
        """Take both stacks."""
        return Experts((gate_up, down), members(gate_up), members(down))

    @property
    def nbytes(self) -> int:
        """Memory of all, bytes."""
        return sum(stack.nbytes for stack in self.stacks)


def route(scores: Tensor, top: int, per_expert_scale: Tensor) -> tuple[Tensor, Tensor]:
    """Choose experts: scores (N, E), per_expert_scale (E,) → weights (N, top) fp32 and indices (N, top).

    The `top` largest shares of a softmax in fp32, scaled to sum to one, then each by its expert's own scale
    (transformers, DiffusionGemmaTextRouter). Scaled so, they are the softmax of the largest scores alone.
    """
    largest, chosen = torch.topk(scores.float(), top, dim=-1)
    return torch.softmax(largest, dim=-1).mul_(per_expert_scale[chosen]), chosen


def mix(x: Tensor, experts: Experts, weights: Tensor, chosen: Tensor) -> Tensor:
    """Σ over the chosen experts of weight · down(gelu(gate(x)) · up(x)): x (N, hidden) → (N, hidden)."""
    count = len(experts.down)
    flat = chosen.flatten()
    order = flat.argsort(stable=True)
    rows = order // chosen.shape[1]
    shares = torch.bincount(flat, minlength=count).tolist()
    used = [number for number in range(count) if shares[number]]
    sizes = [shares[number] for number in used]
    inner = _each(experts.gate_up, used, x.index_select(0, rows).split(sizes))
    # The weight goes in before the last product, which is linear in it: there the rows are narrow.
    inner = gated(inner).mul_(weights.flatten()[order].unsqueeze(-1).to(x.dtype))
    return torch.zeros_like(x).index_add_(0, rows, _each(experts.down, used, inner.split(sizes)))


def _each(matrices: tuple[Matrix, ...], used: list[int], parts: tuple[Tensor, ...]) -> Tensor:
    return torch.cat([product(part, matrices[number]) for number, part in zip(used, parts, strict=True)])
