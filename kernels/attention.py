"""Grouped-query attention at scale 1 over a shared prefix and the tokens themselves."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

KEYS_AT_ONCE = 1 << 26
"""Bytes of keys and values laid out in one piece: each row of a batch takes a copy of the prefix that they share."""


def attend(
    query: Tensor,
    key: Tensor,
    value: Tensor,
    prefix: tuple[Tensor, Tensor] | None = None,
    mask: Tensor | None = None,
) -> Tensor:
    """softmax(q·kᵀ)·v, queries and keys being normalised already.

    Args:
        query: (B, T, heads, d).
        key, value: (B, T, groups, d); heads is a multiple of groups, head h reads group h // (heads / groups).
        prefix: keys and values that come before, each (B or 1, groups, P, d).
        mask: bool, True where a query may look, broadcastable to (B, 1, T, P + T); None lets every query see all.

    Returns:
        (B, T, heads * d).
    """
    batch, length, heads, dim = query.shape
    groups = key.shape[2]
    share = heads // groups
    if batch > 1 and prefix is not None:
        step = max(1, KEYS_AT_ONCE // (2 * groups * dim * (prefix[0].shape[2] + length) * key.itemsize))
        if step < batch:
            return _in_parts(query, key, value, prefix, mask, step)
    # The heads of a group read the same keys: as more rows of one query they need no repeated copy of them.
    rows = query.transpose(1, 2).reshape(batch, groups, share * length, dim)
    key, value = key.transpose(1, 2), value.transpose(1, 2)
    if prefix is not None and prefix[0].shape[2]:
        key = torch.cat((prefix[0].expand(batch, -1, -1, -1), key), dim=2)
        value = torch.cat((prefix[1].expand(batch, -1, -1, -1), value), dim=2)
    if mask is not None and mask.shape[-2] != 1:
        mask = mask.repeat(*(1,) * (mask.dim() - 2), share, 1)
    mixed = functional.scaled_dot_product_attention(rows, key, value, attn_mask=mask, scale=1.0)
    return mixed.view(batch, heads, length, dim).transpose(1, 2).reshape(batch, length, heads * dim)


def _in_parts(
    query: Tensor, key: Tensor, value: Tensor, prefix: tuple[Tensor, Tensor], mask: Tensor | None, step: int
) -> Tensor:
    """`attend`, `step` rows of the batch at a time."""
    batch, length, heads, dim = query.shape
    result = query.new_empty(batch, length, heads * dim)
    for start in range(0, batch, step):
        part = slice(start, start + step)
        own = prefix if prefix[0].shape[0] == 1 else (prefix[0][part], prefix[1][part])
        seen = mask if mask is None or mask.shape[0] == 1 else mask[part]
        result[part] = attend(query[part], key[part], value[part], own, seen)
    return result
