"""The gated block against its formula."""

from __future__ import annotations

import math

import pytest
import torch

from palimpsest.kernels.linear import Linear
from palimpsest.kernels.mlp import mlp


def gelu(x: torch.Tensor) -> torch.Tensor:
    """The tanh form, written out."""
    return 0.5 * x * (1 + torch.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x**3)))


@pytest.mark.parametrize(("hidden", "inner"), [(1, 1), (16, 5), (48, 96)])
def test_formula(hidden: int, inner: int) -> None:
    gate, up = torch.randn(2, inner, hidden, dtype=torch.float64)
    down = torch.randn(hidden, inner, dtype=torch.float64)
    x = torch.randn(2, 9, hidden, dtype=torch.float64)
    expected = (gelu(x @ gate.t()) * (x @ up.t())) @ down.t()
    result = mlp(x.float(), Linear.of(torch.cat((gate, up)).float()), Linear.of(down.float()))
    torch.testing.assert_close(result.double(), expected, atol=1e-3, rtol=1e-4)
