"""Four-bit integers against their formula and against compressed-tensors."""

from __future__ import annotations

import pytest
import torch
from compressed_tensors.compressors.pack_quantized.helpers import unpack_from_int32
from compressed_tensors.quantization import QuantizationArgs
from compressed_tensors.quantization.lifecycle.forward import dequantize
from torch import Tensor

from palimpsest.kernels.int4 import Int4
from palimpsest.kernels.packed import joined, product, unpacked


def plain(codes: Tensor, scales: Tensor, zeros: Tensor | None) -> Tensor:
    """Number by number, in float64."""
    rows, half = codes.shape
    group = 2 * half // scales.shape[1]
    result = torch.empty(rows, 2 * half, dtype=torch.float64)
    for row in range(rows):
        for column in range(2 * half):
            nibble = int(codes[row, column // 2]) >> 4 * (column % 2) & 15
            zero = 8 if zeros is None else int(zeros[row, column // group])
            result[row, column] = (nibble - zero) * scales[row, column // group].double()
    return result


def random_int4(rows: int, columns: int, group: int, dtype: torch.dtype, symmetric: bool = True) -> Int4:
    codes = torch.randint(0, 256, (rows, columns // 2), dtype=torch.uint8)
    scales = (torch.rand(rows, columns // group) + 0.1).to(dtype)
    zeros = torch.randint(0, 16, scales.shape, dtype=torch.uint8)
    return Int4((codes, scales) if symmetric else (codes, scales, zeros), columns)


@pytest.mark.parametrize("symmetric", [True, False])
@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16, torch.float32])
@pytest.mark.parametrize(("rows", "columns", "group"), [(1, 2, 2), (5, 24, 8), (3, 96, 32), (4, 64, 64)])
def test_formula(rows: int, columns: int, group: int, dtype: torch.dtype, symmetric: bool) -> None:
    matrix = random_int4(rows, columns, group, dtype, symmetric)
    codes, scales, *zeros = matrix.storage
    assert matrix.shape == (rows, columns)
    expected = plain(codes, scales, zeros[0] if zeros else None)
    assert torch.equal(matrix.unpacked(torch.float32), expected.float())
    assert torch.equal(matrix.unpacked(torch.bfloat16), expected.float().bfloat16())


def test_numbers_are_those_of_compressed_tensors() -> None:
    matrix = random_int4(6, 128, 32, torch.float16)
    codes, scales = matrix.storage
    args = QuantizationArgs(num_bits=4, group_size=32, symmetric=True)
    integers = unpack_from_int32(codes.view(torch.int32), 4, torch.Size((6, 128)))
    assert torch.equal(matrix.unpacked(torch.float32), dequantize(integers, scales.float(), args=args))
    # Rounded to the scale's own dtype it is what the library itself computes.
    assert torch.equal(matrix.unpacked(torch.float16), dequantize(integers, scales, args=args))


@pytest.mark.parametrize("symmetric", [True, False])
def test_stacks_strips_and_products(symmetric: bool) -> None:
    a, b = (random_int4(rows, 32, 8, torch.float16, symmetric) for rows in (3, 5))
    whole = joined([a, b])
    assert isinstance(whole, Int4)
    numbers = torch.cat((a.unpacked(torch.float32), b.unpacked(torch.float32)))
    assert torch.equal(unpacked(whole, torch.float32), numbers)
    stack = Int4(tuple(torch.stack((part, part.flip(0))) for part in whole.storage), 32)
    assert stack.shape == (2, 8, 32)
    assert torch.equal(stack.unpacked(torch.float32), torch.stack((numbers, numbers.flip(0))))
    assert torch.equal(stack[1].rows(2, 5).unpacked(torch.float32), numbers.flip(0)[2:5])
    assert torch.equal(whole.taken(torch.tensor([7, 0])).unpacked(torch.float32), numbers[[7, 0]])
    x = torch.randn(4, 32)
    torch.testing.assert_close(product(x, whole), x @ numbers.t(), atol=1e-5, rtol=1e-5)
    assert joined([a, random_int4(3, 32, 8, torch.float16, not symmetric)]) is None
    assert joined([a, random_int4(3, 32, 16, torch.float16, symmetric)]) is None


def test_bytes() -> None:
    matrix = random_int4(16, 64, 32, torch.float16)
    assert matrix.nbytes == 16 * 32 + 16 * 2 * 2
