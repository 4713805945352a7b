"""GGUF's blocks against the gguf package, bit for bit: every type, odd numbers of rows, stacks, strips, taken rows."""

from __future__ import annotations

import gguf
import numpy as np
import pytest
import torch
from gguf_blocks import random_blocks

from palimpsest.kernels import packed
from palimpsest.kernels.gguf_blocks import UNPACKING, GgufBlocks
from palimpsest.kernels.packed import back_product, joined, product

OURS = tuple(UNPACKING)
LIBRARYS = ("Q2_K", "Q3_K", "IQ4_NL", "IQ4_XS", "IQ3_S", "IQ2_XXS", "MXFP4", "TQ2_0")


def blocks_of(kind: str, *shape: int) -> tuple[GgufBlocks, torch.Tensor]:
    """Random blocks of a matrix of this shape, and what the gguf package makes of them."""
    stored = random_blocks(kind, shape, np.random.default_rng(sum(shape)))
    expected = gguf.dequantize(stored, gguf.GGMLQuantizationType[kind])
    return GgufBlocks((torch.from_numpy(stored),), shape[-1], kind), torch.from_numpy(expected)


@pytest.mark.parametrize("kind", OURS + LIBRARYS)
def test_numbers_are_the_packages_to_the_last_bit(kind: str) -> None:
    for shape in ((1, 256), (3, 512), (17, 768), (2, 5, 256), (4, 3, 1024)):
        blocks, expected = blocks_of(kind, *shape)
        assert blocks.shape == shape
        assert torch.equal(blocks.unpacked(torch.float32), expected)
        assert torch.equal(blocks.unpacked(torch.bfloat16), expected.bfloat16())


def test_no_rows() -> None:
    for kind in OURS:
        blocks, _ = blocks_of(kind, 2, 256)
        assert blocks.rows(1, 1).unpacked(torch.float32).shape == (0, 256)


def test_rows_that_are_no_multiple_of_256() -> None:
    """The down projections of the released model have 2112 and 704 columns."""
    for kind in ("Q4_0", "Q4_1", "Q5_0", "Q5_1", "Q8_0"):
        blocks, expected = blocks_of(kind, 5, 704)
        assert torch.equal(blocks.unpacked(torch.float32), expected)


@pytest.mark.parametrize("kind", OURS + LIBRARYS)
def test_strips_rows_and_members(kind: str) -> None:
    blocks, expected = blocks_of(kind, 3, 9, 256)
    assert torch.equal(blocks[1].unpacked(torch.float32), expected[1])
    assert blocks[1].storage[0].data_ptr() == blocks.storage[0][1].data_ptr()
    assert torch.equal(blocks.rows(2, 7).unpacked(torch.float32), expected[:, 2:7])
    assert torch.equal(blocks[2].rows(8, 9).unpacked(torch.float32), expected[2, 8:9])
    chosen = torch.tensor([8, 0, 8])
    assert torch.equal(blocks[0].taken(chosen).unpacked(torch.float32), expected[0, chosen])


@pytest.mark.parametrize("kind", ["Q4_K", "Q6_K", "IQ4_NL"])
@pytest.mark.parametrize("tile", [1, 700, 1 << 22])
def test_products_tile_by_tile(kind: str, tile: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packed, "TILE_ELEMENTS", tile)
    blocks, expected = blocks_of(kind, 11, 512)
    x, y = torch.randn(4, 512), torch.randn(4, 11)
    size = float(expected.abs().max())
    torch.testing.assert_close(product(x, blocks) / size, x @ expected.t() / size, atol=1e-5, rtol=1e-5)
    torch.testing.assert_close(back_product(y, blocks) / size, y @ expected / size, atol=1e-5, rtol=1e-5)


def test_only_one_type_is_joined() -> None:
    """Q4_0 and IQ4_NL have blocks of one size, but mean other numbers."""
    one, first = blocks_of("Q4_0", 3, 256)
    more, second = blocks_of("Q4_0", 5, 256)
    whole = joined([one, more])
    assert isinstance(whole, GgufBlocks)
    assert torch.equal(whole.unpacked(torch.float32), torch.cat((first, second)))
    other, _ = blocks_of("IQ4_NL", 5, 256)
    assert other.storage[0].shape == more.storage[0].shape
    assert joined([one, other]) is None
    assert joined([other, one]) is None
