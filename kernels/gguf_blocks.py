"""Blocks of the GGUF format: Q4_0 to Q8_0 and Q4_K to Q6_K unpacked here, rarer types by the gguf package.

Formulas: ggml's dequantize_row_* as the gguf package has them in gguf/quants.py. Every product is taken in fp32 and in
the same order, so that the numbers are the same to the last bit.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from palimpsest.kernels.packed import Packed


@dataclass(frozen=True, slots=True)
class GgufBlocks(Packed):
    """Storage: uint8 (…, rows, bytes of a row), the blocks of a row one behind the other, as the file has them."""

    kind: str
    """ggml's name of the type: "Q4_K"."""

    def unpacked(self, dtype: torch.dtype) -> Tensor:
        """(…, rows, columns), computed in fp32 and rounded once."""
        (storage,) = self.storage
        if self.kind not in UNPACKING:
            return _by_library(storage, self.kind).to(dtype)
        block, unpack = UNPACKING[self.kind]
        return unpack(storage.unflatten(-1, (-1, block))).flatten(-2).to(dtype)

    def alike(self, other: Packed) -> bool:
        """Several types have blocks of one size."""
        return isinstance(other, GgufBlocks) and self.kind == other.kind and self.columns == other.columns


def is_known(kind: str) -> bool:
    """Whether a type can be unpacked."""
    import gguf

    if kind in UNPACKING:
        return True
    number = gguf.GGMLQuantizationType[kind]
    try:
        gguf.dequantize(np.zeros((1, gguf.GGML_QUANT_SIZES[number][1]), np.uint8), number)
    except NotImplementedError:
        return False
    return True


def _q4_0(blocks: Tensor) -> Tensor:
    return (_halves(blocks[..., 2:]).flatten(-2).to(torch.int8) - 8).float() * _half(blocks, 0)


def _q4_1(blocks: Tensor) -> Tensor:
    return (_halves(blocks[..., 4:]).flatten(-2).float() * _half(blocks, 0)).add_(_half(blocks, 2))


def _q5_0(blocks: Tensor) -> Tensor:
    codes = _halves(blocks[..., 6:]).flatten(-2) | _bits(blocks[..., 2:6]) << 4
    return (codes.to(torch.int8) - 16).float() * _half(blocks, 0)


def _q5_1(blocks: Tensor) -> Tensor:
    codes = _halves(blocks[..., 8:]).flatten(-2) | _bits(blocks[..., 4:8]) << 4
    return (codes.float() * _half(blocks, 0)).add_(_half(blocks, 2))


def _q8_0(blocks: Tensor) -> Tensor:
    return blocks[..., 2:].view(torch.int8).float() * _half(blocks, 0)


def _q4_k(blocks: Tensor) -> Tensor:
    codes = _halves(blocks[..., 16:].unflatten(-1, (4, 32))).flatten(-3, -2)
    return _with_minimum(codes, blocks)


def _q5_k(blocks: Tensor) -> Tensor:
    codes = _halves(blocks[..., 48:].unflatten(-1, (4, 32))).flatten(-3, -2)
    fifth = blocks[..., 16:48].unsqueeze(-2) >> _shifts(blocks, 8, 1).unsqueeze(-1) & 1
    return _with_minimum(codes | fifth << 4, blocks)


def _q6_k(blocks: Tensor) -> Tensor:
    low = _halves(blocks[..., :128].unflatten(-1, (2, 64))).flatten(-3).unflatten(-1, (8, 32))
    high = blocks[..., 128:192].unflatten(-1, (2, 1, 32)) >> _shifts(blocks, 4, 2).unsqueeze(-1) & 3
    codes = (low | high.flatten(-3, -2) << 4).to(torch.int8) - 32
    scales = blocks[..., 192:208].view(torch.int8).float() * _half(blocks, 208)
    return (codes.flatten(-2).unflatten(-1, (16, 16)).float() * scales.unsqueeze(-1)).flatten(-2)


UNPACKING: dict[str, tuple[int, Callable[[Tensor], Tensor]]] = {
    "Q4_0": (18, _q4_0),
    "Q4_1": (20, _q4_1),
    "Q5_0": (22, _q5_0),
    "Q5_1": (24, _q5_1),
    "Q8_0": (34, _q8_0),
    "Q4_K": (144, _q4_k),
    "Q5_K": (176, _q5_k),
    "Q6_K": (210, _q6_k),
}
"""Bytes of a block, and what makes blocks (…, n, bytes) numbers (…, n, columns of a block) in fp32."""


def _half(blocks: Tensor, place: int) -> Tensor:
    """The half-precision number at a place of each block: (…, n, 1) fp32."""
    return blocks[..., place : place + 2].contiguous().view(torch.float16).float()


def _halves(packed: Tensor) -> Tensor:
    """(…, x) → (…, 2, x): the low halves of bytes, then the high ones."""
    return torch.stack((packed & 15, packed >> 4), dim=-2)


def _bits(packed: Tensor) -> Tensor:
    """(…, x) → (…, 8 x): the bits of bytes, the lowest first."""
    return (packed.unsqueeze(-1) >> _shifts(packed, 8, 1) & 1).flatten(-2)


def _shifts(like: Tensor, count: int, step: int) -> Tensor:
    return torch.arange(0, count * step, step, dtype=torch.uint8, device=like.device)


def _with_minimum(codes: Tensor, blocks: Tensor) -> Tensor:
    """d · scale · code - d_min · minimum: codes (…, n, 8, 32) of Q4_K and Q5_K → (…, n, 256).

    Eight scales and eight minima of six bits lie in bytes 4 to 16: the first four of each in the low bits of four
    bytes, the others in the halves of the last four bytes and the two high bits of the first eight.
    """
    scales, minima, both = blocks[..., 4:8], blocks[..., 8:12], blocks[..., 12:16]
    scales = torch.cat((scales & 63, both & 15 | scales >> 2 & 48), dim=-1).float() * _half(blocks, 0)
    minima = torch.cat((minima & 63, both >> 4 | minima >> 2 & 48), dim=-1).float() * _half(blocks, 2)
    return codes.float().mul_(scales.unsqueeze(-1)).sub_(minima.unsqueeze(-1)).flatten(-2)


def _by_library(storage: Tensor, kind: str) -> Tensor:
    """All other types, on the CPU whatever the device."""
    import gguf

    numbers = gguf.dequantize(storage.cpu().numpy(), gguf.GGMLQuantizationType[kind])
    return torch.from_numpy(numbers).to(storage.device)
