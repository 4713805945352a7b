"""Routing and the weighted sum of experts against loops over rows."""

from __future__ import annotations

import pytest
import torch
from torch.nn import functional

from palimpsest.kernels.experts import Experts, mix, route


@pytest.mark.parametrize(("rows", "count", "top"), [(1, 1, 1), (5, 4, 2), (17, 12, 5), (64, 8, 2), (3, 128, 8)])
@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
def test_sum(rows: int, count: int, top: int, dtype: torch.dtype) -> None:
    hidden, size = 24, 10
    gate_up = (torch.randn(count, 2 * size, hidden) / 5).to(dtype)
    down = (torch.randn(count, hidden, size) / 3).to(dtype)
    x = torch.randn(rows, hidden).to(dtype)
    weights, chosen = route(torch.randn(rows, count), top, torch.rand(count) + 0.5)
    expected = torch.zeros(rows, hidden, dtype=torch.float64)
    for row in range(rows):
        for weight, expert in zip(weights[row], chosen[row], strict=True):
            gate, up = (gate_up[expert].double() @ x[row].double()).chunk(2)
            inner = functional.gelu(gate, approximate="tanh") * up
            expected[row] += weight.double() * (down[expert].double() @ inner)
    result = mix(x, Experts.of(gate_up, down), weights, chosen)
    assert result.dtype == dtype
    tolerance = 2e-6 if dtype == torch.float32 else 4e-2
    torch.testing.assert_close(result.double(), expected, atol=tolerance, rtol=tolerance)


def test_experts_without_rows_are_passed_over() -> None:
    gate_up, down, x = torch.randn(6, 4, 8), torch.randn(6, 8, 2), torch.randn(9, 8)
    chosen = torch.full((9, 1), 4)
    only = mix(x, Experts.of(gate_up, down), torch.ones(9, 1), chosen)
    alone = mix(x, Experts.of(gate_up[4:5], down[4:5]), torch.ones(9, 1), chosen * 0)
    torch.testing.assert_close(only, alone)


def test_routing_is_the_renormalised_softmax() -> None:
    scores, scale = torch.randn(50, 9) * 3, torch.rand(9) + 0.5
    weights, chosen = route(scores, 4, scale)
    shares = scores.softmax(-1)
    for row in range(50):
        order = shares[row].argsort(descending=True)[:4]
        assert chosen[row].tolist() == order.tolist()
        expected = shares[row][order] / shares[row][order].sum() * scale[order]
        torch.testing.assert_close(weights[row], expected)


def test_scores_in_half_precision_are_weighed_in_fp32() -> None:
    weights, _ = route(torch.randn(4, 6).bfloat16(), 2, torch.ones(6))
    assert weights.dtype == torch.float32
    torch.testing.assert_close(weights.sum(-1), torch.ones(4))
