"""Routed experts: which of them a row takes, and their weighted sum, computed densely or grouped by expert."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

from palimpsest.kernels.mlp import gated

DENSE_SHARE = 4
"""Up to this many experts per selected one, on a CPU, computing them all beats sorting rows (tests/bench)."""


@dataclass(frozen=True, slots=True)
class Experts:
    """The matrices of all experts of a layer, arranged for one of the two ways to compute them.

    Grouped: gate_up (E, 2 n, hidden), gate rows first, and down (E, hidden, n), as they are stored.
    Dense: gate_up (2 E n, hidden), the gate rows of all experts first, and down (hidden, E n).
    """

    gate_up: Tensor
    down: Tensor
    count: int
    dense: bool

    @staticmethod
    def arrange(gate_up: Tensor, down: Tensor, dense: bool) -> Experts:
        """Take gate_up (E, 2 n, hidden) and down (E, hidden, n); the dense arrangement copies them."""
        count, double, hidden = gate_up.shape
        if dense:
            gate_up = gate_up.view(count, 2, double // 2, hidden).transpose(0, 1).reshape(-1, hidden)
            down = down.transpose(0, 1).reshape(hidden, -1)
        return Experts(gate_up, down, count, dense)


def worth_computing_all(count: int, top: int, device: torch.device) -> bool:
    """Whether to compute every expert for every row: few small experts on a CPU, where one product is cheapest."""
    return device.type == "cpu" and count <= DENSE_SHARE * top


def route(scores: Tensor, top: int, per_expert_scale: Tensor) -> tuple[Tensor, Tensor]:
    """Choose experts: scores (N, E), per_expert_scale (E,) → weights (N, top) fp32 and indices (N, top).

    softmax in fp32 over all, the `top` largest, scaled to sum to one, then each by its expert's own scale
    (transformers, DiffusionGemmaTextRouter).
    """
    weights, chosen = torch.topk(torch.softmax(scores, dim=-1, dtype=torch.float32), top, dim=-1)
    weights = weights / weights.sum(dim=-1, keepdim=True)
    return weights * per_expert_scale[chosen], chosen


def mix(x: Tensor, experts: Experts, weights: Tensor, chosen: Tensor) -> Tensor:
    """Σ over the chosen experts of weight · down(gelu(gate(x)) · up(x)): x (N, hidden) → (N, hidden)."""
    return (_mix_all if experts.dense else _mix_grouped)(x, experts, weights, chosen)


def _mix_all(x: Tensor, experts: Experts, weights: Tensor, chosen: Tensor) -> Tensor:
    """Every expert for every row in one pair of products; those not chosen weigh nothing."""
    rows = x.shape[0]
    inner = gated(functional.linear(x, experts.gate_up)).view(rows, experts.count, -1)
    share = weights.new_zeros(rows, experts.count).scatter_(1, chosen, weights).to(x.dtype)
    return functional.linear(inner.mul_(share.unsqueeze(-1)).view(rows, -1), experts.down)


def _mix_grouped(x: Tensor, experts: Experts, weights: Tensor, chosen: Tensor) -> Tensor:
    """Rows sorted by expert, each expert once over its rows."""
    top = chosen.shape[1]
    order = chosen.flatten().argsort(stable=True)
    rows = order // top
    gathered = x[rows]
    parts = []
    start = 0
    for expert, taken in enumerate(torch.bincount(chosen.flatten(), minlength=experts.count).tolist()):
        if taken:
            part = gathered[start : start + taken]
            parts.append(
                functional.linear(gated(functional.linear(part, experts.gate_up[expert])), experts.down[expert])
            )
            start += taken
    mixed = torch.cat(parts).mul_(weights.flatten()[order].unsqueeze(-1).to(x.dtype))
    return torch.zeros_like(x).index_add_(0, rows, mixed)
