"""NVIDIA's four-bit floating point against its formula and against compressed-tensors."""

from __future__ import annotations

import pytest
import torch
from compressed_tensors.compressors.nvfp4 import NVFP4PackedCompressor
from compressed_tensors.quantization.quant_scheme import preset_name_to_scheme
from torch import Tensor

from palimpsest.kernels.nvfp4 import GROUP, Nvfp4
from palimpsest.kernels.packed import joined, product, unpacked


def e2m1(nibble: int) -> float:
    """Two bits of exponent with the bias 1, one of mantissa (OCP Microscaling Formats, 2023)."""
    exponent, mantissa = nibble >> 1 & 3, nibble & 1
    size = (1 + mantissa / 2) * 2.0 ** (exponent - 1) if exponent else mantissa / 2
    return -size if nibble & 8 else size


def plain(codes: Tensor, scales: Tensor, outer: Tensor) -> Tensor:
    """Number by number, in float64."""
    rows, half = codes.shape
    result = torch.empty(rows, 2 * half, dtype=torch.float64)
    for row in range(rows):
        for column in range(2 * half):
            number = e2m1(int(codes[row, column // 2]) >> 4 * (column % 2) & 15)
            result[row, column] = number * scales[row, column // GROUP].double() * outer[row, 0].double()
    return result


def random_nvfp4(rows: int, columns: int) -> Nvfp4:
    codes = torch.randint(0, 256, (rows, columns // 2), dtype=torch.uint8)
    scales = (torch.rand(rows, columns // GROUP) * 400 + 1).to(torch.float8_e4m3fn)
    return Nvfp4((codes, scales, torch.rand(rows, 1) * 1e-3), columns)


@pytest.mark.parametrize(("rows", "columns"), [(1, 16), (16, 32), (5, 112)])
def test_formula(rows: int, columns: int) -> None:
    matrix = random_nvfp4(rows, columns)
    assert matrix.shape == (rows, columns)
    expected = plain(*matrix.storage)
    torch.testing.assert_close(matrix.unpacked(torch.float32).double(), expected, atol=0, rtol=2e-7)
    torch.testing.assert_close(matrix.unpacked(torch.bfloat16).double(), expected, atol=0, rtol=2**-8)


def test_every_byte() -> None:
    codes = torch.arange(256, dtype=torch.uint8).view(1, -1)
    ones = torch.ones(1, 512 // GROUP).to(torch.float8_e4m3fn)
    expected = [e2m1(nibble) for byte in range(256) for nibble in (byte & 15, byte >> 4)]
    assert Nvfp4((codes, ones, torch.ones(1, 1)), 512).unpacked(torch.float32).tolist() == [expected]


def test_numbers_are_those_of_compressed_tensors() -> None:
    """The library stores a divisor above the scales and gives bfloat16."""
    matrix = random_nvfp4(6, 64)
    codes, scales, _ = matrix.storage
    divisor = torch.tensor([1024.0])
    matrix = Nvfp4((codes, scales, divisor.reciprocal().expand(6, 1)), 64)
    packed = {"weight_packed": codes, "weight_scale": scales, "weight_global_scale": divisor}
    found = NVFP4PackedCompressor.decompress(packed, preset_name_to_scheme("NVFP4A16", ["Linear"]))["weight"]
    assert found.dtype == torch.bfloat16
    assert torch.equal(matrix.unpacked(torch.bfloat16), found)


def test_stacks_strips_and_products() -> None:
    a, b = random_nvfp4(3, 32), random_nvfp4(5, 32)
    whole = joined([a, b])
    assert isinstance(whole, Nvfp4)
    numbers = torch.cat((a.unpacked(torch.float32), b.unpacked(torch.float32)))
    assert torch.equal(unpacked(whole, torch.float32), numbers)
    stack = Nvfp4(tuple(torch.stack((part, part)) for part in whole.storage), 32)
    assert torch.equal(stack.unpacked(torch.float32), torch.stack((numbers, numbers)))
    assert torch.equal(stack[1].rows(2, 5).unpacked(torch.float32), numbers[2:5])
    assert torch.equal(whole.taken(torch.tensor([7, 0])).unpacked(torch.float32), numbers[[7, 0]])
    x = torch.randn(4, 32)
    torch.testing.assert_close(product(x, whole), x @ numbers.t(), atol=1e-5, rtol=1e-5)


def test_bytes() -> None:
    assert random_nvfp4(16, 64).nbytes == 16 * 32 + 16 * 4 + 16 * 4
