"""Rotary position embedding, default and proportional (reference: transformers, modeling_rope_utils.py)."""

from __future__ import annotations

import torch
from torch import Tensor


def inverse_frequencies(head_dim: int, theta: float, rotated: float = 1.0, factor: float = 1.0) -> Tensor:
    """Angle per position of each pair (d, d + head_dim/2): (head_dim / 2,) fp32.

    `rotated` is the share of the pairs that turn; the others get 0 and carry no position. Its exponents are divided by
    the whole head_dim, which is what sets the proportional form apart. `factor` stretches the context.
    """
    pairs = int(rotated * head_dim // 2)
    exponents = torch.arange(0, 2 * pairs, 2, dtype=torch.float32) / head_dim
    frequencies = torch.zeros(head_dim // 2)
    frequencies[:pairs] = 1.0 / theta**exponents / factor
    return frequencies


def rotary_table(positions: Tensor, frequencies: Tensor, dtype: torch.dtype) -> tuple[Tensor, Tensor]:
    """Cosines and sines for `rotate`: positions (…) int, frequencies (d / 2,) → two (…, 1, d) tensors of `dtype`.

    The first half of the sines is negated, so that a rotation needs no negated copy of its input.
    """
    angles = positions[..., None].float() * frequencies
    cosine, sine = angles.cos(), angles.sin()
    return (
        torch.cat((cosine, cosine), dim=-1).unsqueeze(-2).to(dtype),
        torch.cat((-sine, sine), dim=-1).unsqueeze(-2).to(dtype),
    )


def rotate(x: Tensor, cosine: Tensor, sine: Tensor) -> Tensor:
    """Turn each pair (d, d + head_dim/2) of x (B, T, heads, head_dim) by its angle; tables from `rotary_table`."""
    return torch.addcmul(x * cosine, x.roll(x.shape[-1] // 2, -1), sine)
