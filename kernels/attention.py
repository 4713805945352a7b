"""Grouped-query attention at scale 1 over a shared prefix and the tokens themselves."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional


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
