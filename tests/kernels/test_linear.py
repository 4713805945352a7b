"""Packed products against plain ones."""

from __future__ import annotations

import pytest
import torch
from torch.nn import functional

from palimpsest.kernels.linear import Linear


@pytest.mark.parametrize("shape", [(1,), (0,), (5,), (128,), (2, 33), (3, 1, 7)])
@pytest.mark.parametrize(("rows", "columns"), [(1, 1), (96, 48), (17, 250), (4096, 8)])
@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
def test_product(shape: tuple[int, ...], rows: int, columns: int, dtype: torch.dtype) -> None:
    weight = torch.randn(rows, columns).to(dtype)
    x = torch.randn(*shape, columns).to(dtype)
    result = Linear.of(weight)(x)
    tolerance = 1e-4 if dtype == torch.float32 else 0.2
    torch.testing.assert_close(result, functional.linear(x, weight), atol=tolerance, rtol=tolerance)


def test_views_are_taken_as_they_are() -> None:
    weight = torch.randn(30, 20)
    x = torch.randn(4, 10, 30)[:, ::2]
    torch.testing.assert_close(Linear.of(weight.t())(x), x @ weight, atol=1e-5, rtol=1e-5)


def test_fp32_on_a_cpu_is_arranged_where_torch_can() -> None:
    arranged = Linear.of(torch.randn(4, 4)).arranged
    assert arranged == (torch.backends.mkldnn.is_available() and hasattr(torch.ops.mkldnn, "_linear_pointwise"))
    assert not Linear.of(torch.randn(4, 4).bfloat16()).arranged
