"""Four-bit floating point as NVIDIA's: E2M1 numbers, an E4M3 scale per 16 columns, and an fp32 scale above them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import torch
from torch import Tensor

from palimpsest.kernels.fp8 import wide
from palimpsest.kernels.packed import Packed

GROUP = 16
"""Columns that share a scale."""

E2M1 = (0.0, 0.5, 1.0, 1.5, 2.0, 3.0, 4.0, 6.0)
"""What the low three bits of a nibble mean; the fourth is the sign."""


@dataclass(frozen=True, slots=True)
class Nvfp4(Packed):
    """Storage: codes uint8 (…, rows, columns / 2), the even column in the low nibble; scales float8_e4m3fn
    (…, rows, columns / 16); outer fp32 (…, rows, 1).

    A number is E2M1 · scale · outer. compressed-tensors stores the reciprocal of outer (`weight_global_scale`),
    modelopt itself (`weight_scale_2`), each once for a matrix; here each row has it, so that matrices can be joined.
    """

    def unpacked(self, dtype: torch.dtype) -> Tensor:
        """(…, rows, columns), multiplied in fp32 and rounded once."""
        codes, scales, outer = self.storage
        pairs = _table(codes.device).index_select(0, codes.flatten().int())
        numbers = pairs.view(torch.float32).view(self.shape)
        numbers.unflatten(-1, (scales.shape[-1], -1)).mul_((wide(scales) * outer).unsqueeze(-1))
        return numbers.to(dtype)


@cache
def _table(device: torch.device) -> Tensor:
    """For every byte both its numbers, as one element of 64 bits: a lookup moves elements singly, but fast."""
    signed = (*E2M1, *(-number for number in E2M1))
    pairs = [(signed[byte & 15], signed[byte >> 4]) for byte in range(256)]
    return torch.tensor(pairs).view(torch.int64).flatten().to(device)
