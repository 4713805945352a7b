"""Rotary embedding: frequencies against the published formulas, rotation against complex multiplication."""

from __future__ import annotations

import pytest
import torch

from palimpsest.kernels.rope import inverse_frequencies, rotary_table, rotate


def test_default_frequencies() -> None:
    expected = torch.tensor([1e4 ** (-2 * i / 256) for i in range(128)])
    torch.testing.assert_close(inverse_frequencies(256, 1e4), expected)


def test_proportional_frequencies_of_the_released_checkpoint() -> None:
    frequencies = inverse_frequencies(512, 1e6, rotated=0.25)
    torch.testing.assert_close(frequencies[:64], torch.tensor([1e6 ** (-2 * i / 512) for i in range(64)]))
    assert frequencies.shape == (256,)
    assert frequencies[64:].eq(0).all()


def test_factor_stretches() -> None:
    torch.testing.assert_close(inverse_frequencies(8, 1e4, factor=4.0), inverse_frequencies(8, 1e4) / 4)


@pytest.mark.parametrize(("length", "heads", "dim"), [(1, 1, 2), (5, 3, 8), (7, 2, 24)])
def test_rotation(length: int, heads: int, dim: int) -> None:
    x = torch.randn(2, length, heads, dim)
    frequencies = inverse_frequencies(dim, 100.0)
    positions = torch.randint(0, 500, (length,))
    turned = rotate(x, *rotary_table(positions, frequencies, torch.float32))
    angle = positions[:, None, None] * frequencies
    pairs = torch.complex(x[..., : dim // 2], x[..., dim // 2 :]) * torch.polar(torch.ones_like(angle), angle)
    torch.testing.assert_close(turned, torch.cat((pairs.real, pairs.imag), dim=-1), atol=1e-5, rtol=1e-5)


def test_positions_per_row() -> None:
    x = torch.randn(2, 4, 3, 8)
    frequencies = inverse_frequencies(8, 100.0)
    positions = torch.tensor([[0, 1, 2, 3], [9, 4, 7, 5]])
    together = rotate(x, *rotary_table(positions, frequencies, torch.float32))
    for row in range(2):
        alone = rotate(x[row : row + 1], *rotary_table(positions[row], frequencies, torch.float32))
        assert torch.equal(together[row : row + 1], alone)


def test_unrotated_dimensions_stay() -> None:
    x = torch.randn(1, 6, 1, 16)
    turned = rotate(x, *rotary_table(torch.arange(6), inverse_frequencies(16, 10.0, rotated=0.25), torch.float32))
    assert torch.equal(turned[..., 2:8], x[..., 2:8])
    assert torch.equal(turned[..., 10:], x[..., 10:])
    assert not torch.equal(turned[:, 1:, :, :2], x[:, 1:, :, :2])
