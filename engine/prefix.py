"""The encoder's keys and values for the text before a canvas, and their reuse across edits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

ROOM = 128
"""Tokens of spare room that new storage gets, so that the first extension copies nothing."""


class _Storage:
    """Keys and values of all layers with room to grow. `used` counts the tokens that some prefix has claimed."""

    __slots__ = ("capacity", "ids", "keys", "used", "values")

    def __init__(self, like: Sequence[tuple[int, int]], batch: int, capacity: int, ids: Tensor, kind: Tensor) -> None:
        """`like`: (groups, head_dim) per layer; `ids` and `kind` give dtype and device of ids and of keys."""
        self.capacity = capacity
        self.used = 0
        self.ids = ids.new_empty(batch, capacity)
        self.keys = [kind.new_empty(batch, groups, capacity, dim) for groups, dim in like]
        self.values = [kind.new_empty(batch, groups, capacity, dim) for groups, dim in like]


@dataclass(frozen=True, slots=True)
class Prefix:
    """Keys and values of the first `length` tokens; a value: nothing that is done later changes what it holds.

    Prefixes share memory. Extending the longest prefix of a storage appends in place; extending an older or a
    truncated one copies what it needs first, so that the longer one stays whole. Sliding layers keep every token
    (not only their window), so that a prefix can be cut at any place after an edit.
    """

    length: int
    _storage: _Storage

    @staticmethod
    def empty(like: Sequence[tuple[int, int]], batch: int, ids: Tensor, kind: Tensor) -> Prefix:
        """No tokens yet; `like` is (groups, head_dim) per layer, `ids` and `kind` give dtypes and device."""
        return Prefix(0, _Storage(like, batch, 0, ids, kind))

    @property
    def batch(self) -> int:
        """Rows; a prefix of one row serves canvases of any batch."""
        return self._storage.ids.shape[0]

    @property
    def ids(self) -> Tensor:
        """The tokens, (batch, length) long."""
        return self._storage.ids[:, : self.length]

    def truncate(self, length: int) -> Prefix:
        """The first `length` tokens, without a copy. ValueError if there are fewer."""
        if not 0 <= length <= self.length:
            raise ValueError(f"cannot cut a prefix of {self.length} tokens at {length}")
        return Prefix(length, self._storage)

    def shared(self, ids: Tensor) -> int:
        """How many of the tokens of ids (batch, T) are the first ones here too, in every row."""
        common = min(self.length, ids.shape[1])
        if ids.shape[0] != self.batch:
            return 0
        differs = (self.ids[:, :common] != ids[:, :common]).any(0).nonzero()
        return int(differs[0]) if len(differs) else common

    def layer(self, index: int, start: int = 0) -> tuple[Tensor, Tensor]:
        """Keys and values of layer `index` from token `start` on, each (batch, groups, length - start, head_dim)."""
        storage = self._storage
        return (
            storage.keys[index][:, :, start : self.length],
            storage.values[index][:, :, start : self.length],
        )

    def extended(self, ids: Tensor) -> Prefix:
        """This prefix and room for ids (batch, T); the caller fills the new keys and values with `write`."""
        old = self._storage
        length = self.length + ids.shape[1]
        storage = old
        if old.used != self.length or length > old.capacity:
            like = [(keys.shape[1], keys.shape[3]) for keys in old.keys]
            storage = _Storage(like, self.batch, length + max(ROOM, length // 4), old.ids, old.keys[0])
            storage.ids[:, : self.length] = self.ids
            for mine, theirs in zip(storage.keys + storage.values, old.keys + old.values, strict=True):
                mine[:, :, : self.length] = theirs[:, :, : self.length]
        storage.used = length
        storage.ids[:, self.length : length] = ids
        return Prefix(length, storage)

    def write(self, index: int, key: Tensor, value: Tensor) -> None:
        """Fill the last T tokens of layer `index` from key and value (batch, T, groups, head_dim)."""
        start = self.length - key.shape[1]
        self._storage.keys[index][:, :, start : self.length] = key.transpose(1, 2)
        self._storage.values[index][:, :, start : self.length] = value.transpose(1, 2)

    @property
    def nbytes(self) -> int:
        """Memory of the storage behind it, bytes."""
        tensors = self._storage.keys + self._storage.values
        return sum(tensor.nbytes for tensor in tensors)


def batch_of(ids: Tensor) -> Tensor:
    """ids as (B, T) long; ValueError for anything else."""
    if ids.dim() != 2 or ids.dtype not in (torch.long, torch.int32):
        raise ValueError(f"token ids must be a (B, T) integer tensor, not {tuple(ids.shape)} {ids.dtype}")
    return ids.long()
