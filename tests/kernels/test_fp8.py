"""Eight-bit floating point against its formula and against compressed-tensors."""

from __future__ import annotations

import pytest
import torch
from compressed_tensors.quantization import QuantizationArgs
from compressed_tensors.quantization.lifecycle.forward import dequantize
from torch import Tensor

from palimpsest.kernels.fp8 import Fp8, wide
from palimpsest.kernels.packed import joined, product, unpacked


def every_code() -> Tensor:
    """Each of the 256, twice: two rows."""
    return torch.arange(256, dtype=torch.uint8).expand(2, -1).contiguous().view(torch.float8_e4m3fn)


def random_fp8(rows: int, columns: int, blocks: int, dtype: torch.dtype) -> Fp8:
    codes = torch.randn(rows, columns).mul(100).clamp(-448, 448).to(torch.float8_e4m3fn)
    return Fp8((codes, (torch.rand(rows, blocks) + 0.1).to(dtype)), columns)


def e4m3(byte: int) -> float:
    """Four bits of exponent with the bias 7, three of mantissa; no infinities (OCP FP8, 2023)."""
    exponent, mantissa = byte >> 3 & 15, byte & 7
    if byte & 127 == 127:
        return float("nan")
    size = (1 + mantissa / 8) * 2.0 ** (exponent - 7) if exponent else mantissa / 8 * 2.0**-6
    return -size if byte & 128 else size


def test_every_code() -> None:
    expected = torch.tensor([[e4m3(byte) for byte in range(256)]] * 2)
    torch.testing.assert_close(wide(every_code()), expected, atol=0, rtol=0, equal_nan=True)


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16, torch.float32])
@pytest.mark.parametrize(("rows", "columns", "blocks"), [(1, 1, 1), (5, 24, 1), (3, 96, 4), (4, 22, 11)])
def test_formula(rows: int, columns: int, blocks: int, dtype: torch.dtype) -> None:
    matrix = random_fp8(rows, columns, blocks, dtype)
    codes, scales = matrix.storage
    assert matrix.shape == (rows, columns)
    expected = codes.double() * scales.double().repeat_interleave(columns // blocks, 1)
    torch.testing.assert_close(matrix.unpacked(torch.float32).double(), expected, atol=0, rtol=1e-7)
    torch.testing.assert_close(matrix.unpacked(torch.bfloat16).double(), expected, atol=0, rtol=2**-8)


def test_numbers_are_those_of_compressed_tensors() -> None:
    matrix = random_fp8(6, 32, 1, torch.bfloat16)
    codes, scales = matrix.storage
    args = QuantizationArgs.model_validate({"num_bits": 8, "type": "float", "strategy": "channel"})
    assert torch.equal(matrix.unpacked(torch.float32), dequantize(codes, scales.float(), args=args))
    assert torch.equal(matrix.unpacked(torch.bfloat16), dequantize(codes, scales, args=args))


def test_stacks_strips_and_products() -> None:
    a, b = (random_fp8(rows, 32, 4, torch.bfloat16) for rows in (3, 5))
    whole = joined([a, b])
    assert isinstance(whole, Fp8)
    numbers = torch.cat((a.unpacked(torch.float32), b.unpacked(torch.float32)))
    assert torch.equal(unpacked(whole, torch.float32), numbers)
    stack = Fp8(tuple(torch.stack((part, part)) for part in whole.storage), 32)
    assert torch.equal(stack.unpacked(torch.float32), torch.stack((numbers, numbers)))
    assert torch.equal(stack[1].rows(2, 5).unpacked(torch.float32), numbers[2:5])
    assert torch.equal(whole.taken(torch.tensor([7, 0])).unpacked(torch.float32), numbers[[7, 0]])
    x = torch.randn(4, 32)
    torch.testing.assert_close(product(x, whole), x @ numbers.t(), atol=1e-3, rtol=1e-5)
    assert joined([a, random_fp8(3, 32, 1, torch.bfloat16)]) is None
