"""Root-mean-square norm, in fp32 whatever the input."""

from __future__ import annotations

import torch
from torch import Tensor


def normalise(x: Tensor, eps: float) -> Tensor:
    """x / sqrt(mean(x²) + eps) over the last axis.

    x is (…, d) of any float dtype; the result is a new fp32 tensor of the same shape, free to be changed in place.
    Callers that give one input several weights (three norms read the same residual in every layer) share this part.
    """
    wide = x.float()
    mean_square = torch.linalg.vecdot(wide, wide).div_(x.shape[-1])
    return wide * mean_square.add_(eps).rsqrt_().unsqueeze(-1)


def rms_norm(x: Tensor, weight: Tensor, eps: float) -> Tensor:
    """`normalise(x) * weight` in x's dtype; weight is (d,) fp32 and multiplies plainly (not 1 + weight)."""
    return normalise(x, eps).mul_(weight).to(x.dtype)
