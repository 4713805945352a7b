"""Four-bit integers with a scale per group of columns, symmetric or with a zero of its own for each group."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from palimpsest.kernels.packed import Packed

MIDDLE = 8
"""The nibble that means zero where no zeros are stored."""


@dataclass(frozen=True, slots=True)
class Int4(Packed):
    """Storage: codes uint8 (…, rows, columns / 2), the even column in the low nibble; scales (…, rows, groups),
    floating point as stored; and, of asymmetric ones, zeros uint8 (…, rows, groups). A group is columns / groups wide.

    A number is (nibble - zero) · scale, as compressed-tensors, GPTQ and AWQ define it.
    """

    def unpacked(self, dtype: torch.dtype) -> Tensor:
        """(…, rows, columns), multiplied in fp32, which is exact for scales of half precision, and rounded once."""
        codes, scales, *zeros = self.storage
        numbers = torch.empty(self.shape, dtype=torch.float32, device=codes.device)
        numbers[..., ::2] = codes & 15
        numbers[..., 1::2] = codes >> 4
        groups = numbers.unflatten(-1, (scales.shape[-1], -1))
        groups -= zeros[0].unsqueeze(-1) if zeros else MIDDLE
        groups *= scales.unsqueeze(-1)
        return numbers.to(dtype)
