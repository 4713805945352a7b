"""Grouped attention against one head at a time, written out."""

from __future__ import annotations

import pytest
import torch

from palimpsest.kernels import attention
from palimpsest.kernels.attention import attend


def one_by_one(query: torch.Tensor, key: torch.Tensor, value: torch.Tensor, mask: torch.Tensor | None) -> torch.Tensor:
    """query (B, T, H, d), key and value (B, L, G, d), mask (B, T, L) → (B, T, H * d)."""
    share = query.shape[2] // key.shape[2]
    heads = []
    for head in range(query.shape[2]):
        scores = query[:, :, head] @ key[:, :, head // share].transpose(1, 2)
        if mask is not None:
            scores = scores.masked_fill(~mask, float("-inf"))
        heads.append(scores.softmax(-1) @ value[:, :, head // share])
    return torch.cat(heads, dim=-1)


SHAPES = [
    # batch, cells, heads, groups, dim, prefix, prefix rows
    (1, 1, 1, 1, 2, 0, 1),
    (2, 7, 3, 1, 8, 5, 1),
    (3, 16, 4, 2, 16, 9, 3),
    (2, 5, 6, 3, 24, 1, 1),
    (1, 4, 5, 5, 6, 11, 1),
]


@pytest.mark.parametrize(("batch", "cells", "heads", "groups", "dim", "prefix", "rows"), SHAPES)
@pytest.mark.parametrize("masked", ["no", "keys", "each query"])
def test_definition(
    batch: int, cells: int, heads: int, groups: int, dim: int, prefix: int, rows: int, masked: str
) -> None:
    query = torch.randn(batch, cells, heads, dim)
    key, value = torch.randn(2, batch, cells, groups, dim)
    before = torch.randn(2, rows, groups, prefix, dim)
    mask = None
    if masked == "keys":
        mask = torch.rand(batch, 1, 1, prefix + cells) > 0.4
    elif masked == "each query":
        mask = torch.rand(1, 1, cells, prefix + cells) > 0.4
    if mask is not None:
        mask[..., -1] = True
    result = attend(query, key, value, (before[0], before[1]), mask)

    every = [
        torch.cat((part.expand(batch, -1, -1, -1).transpose(1, 2), own), dim=1)
        for part, own in zip(before, (key, value), strict=True)
    ]
    wide = None if mask is None else mask[:, 0].expand(batch, cells, -1)
    torch.testing.assert_close(result, one_by_one(query, every[0], every[1], wide), atol=1e-5, rtol=1e-5)


def test_without_prefix() -> None:
    query, key, value = torch.randn(3, 2, 6, 2, 4)
    torch.testing.assert_close(attend(query, key, value), one_by_one(query, key, value, None), atol=1e-5, rtol=1e-5)


@pytest.mark.parametrize("at_once", [1, 5000])
@pytest.mark.parametrize("rows", [1, 5])
@pytest.mark.parametrize("masked", [None, 1, 5])
def test_a_batch_in_parts_is_the_same(
    monkeypatch: pytest.MonkeyPatch, at_once: int, rows: int, masked: int | None
) -> None:
    query = torch.randn(5, 6, 4, 8)
    key, value = torch.randn(2, 5, 6, 2, 8)
    before = torch.randn(2, rows, 2, 9, 8)
    mask = None if masked is None else torch.rand(masked, 1, 6, 15) > 0.3
    if mask is not None:
        mask[..., -1] = True
    whole = attend(query, key, value, (before[0], before[1]), mask)
    monkeypatch.setattr(attention, "KEYS_AT_ONCE", at_once)
    assert attend(query, key, value, (before[0], before[1]), mask).equal(whole)
