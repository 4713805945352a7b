"""The norm against its definition, in fp64 and in bfloat16."""

from __future__ import annotations

import pytest
import torch

from palimpsest.kernels.rms_norm import normalise, rms_norm


def defined(x: torch.Tensor, eps: float) -> torch.Tensor:
    wide = x.double()
    return wide * (wide.pow(2).mean(-1, keepdim=True) + eps) ** -0.5


@pytest.mark.parametrize("shape", [(1, 1), (3, 7), (2, 5, 48), (2, 3, 4, 17), (0, 8)])
def test_definition(shape: tuple[int, ...]) -> None:
    x = torch.randn(shape) * 5
    torch.testing.assert_close(normalise(x, 1e-6).double(), defined(x, 1e-6), atol=1e-6, rtol=1e-6)
    weight = torch.rand(shape[-1]) + 0.5
    expected = (defined(x, 1e-3) * weight.double()).float()
    torch.testing.assert_close(rms_norm(x, weight, 1e-3), expected, atol=2e-6, rtol=2e-6)


def test_eps_rules_tiny_rows() -> None:
    assert normalise(torch.zeros(2, 4), 1e-6).eq(0).all()
    torch.testing.assert_close(normalise(torch.full((1, 4), 1e-3), 1e-6), torch.full((1, 4), 0.5**0.5))


def test_bfloat16_is_computed_in_fp32() -> None:
    x = (torch.randn(4, 64) * 300).bfloat16()
    weight = torch.rand(64)
    assert normalise(x, 1e-6).dtype == torch.float32
    result = rms_norm(x, weight, 1e-6)
    assert result.dtype == torch.bfloat16
    assert torch.equal(result, (defined(x, 1e-6).float() * weight).bfloat16())


def test_input_is_left_alone() -> None:
    x = torch.randn(3, 8)
    before = x.clone()
    rms_norm(x, torch.ones(8), 1e-6)
    assert torch.equal(x, before)
