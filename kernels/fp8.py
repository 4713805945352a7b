"""Eight-bit floating point (E4M3, no infinities) with a scale per row, or per block of columns."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import torch
from torch import Tensor

from palimpsest.kernels.packed import Packed


@dataclass(frozen=True, slots=True)
class Fp8(Packed):
    """Storage: codes float8_e4m3fn (…, rows, columns) and scales (…, rows, n), floating point as stored, n ≥ 1.

    A number is code · scale; each scale is for columns / n neighbouring columns.
    """

    def unpacked(self, dtype: torch.dtype) -> Tensor:
        """(…, rows, columns), multiplied in fp32 and rounded once."""
        codes, scales = self.storage
        numbers = wide(codes)
        numbers.unflatten(-1, (scales.shape[-1], -1)).mul_(scales.unsqueeze(-1))
        return numbers.to(dtype)


def wide(codes: Tensor) -> Tensor:
    """E4M3 (…) → fp32 (…), looked up: on a CPU four times as fast as torch's own conversion (12 ms for 4 M numbers)."""
    places = codes.contiguous().view(torch.uint8).flatten().int()
    return _table(codes.device).index_select(0, places).view(codes.shape)


@cache
def _table(device: torch.device) -> Tensor:
    return torch.arange(256, dtype=torch.uint8).view(torch.float8_e4m3fn).float().to(device)
