"""The tied head in both directions: hidden states to soft-capped logits, and a distribution back to an embedding."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from palimpsest.kernels.linear import Linear
from palimpsest.kernels.packed import Matrix, Packed, back_product

CHUNK_ELEMENTS = 1 << 24
"""Logits held at once, 64 MiB in fp32: 64 rows of the full vocabulary of 262,144."""

LARGEST_COPIED = 1 << 25
"""Elements of an embedding beyond which no copies are arranged for each direction: they would cost gigabytes."""


@dataclass(frozen=True, slots=True)
class Head:
    """The embedding as a matrix that is multiplied from either side."""

    forth: Linear
    """(vocabulary, hidden)."""
    back: Linear | None
    """(hidden, vocabulary); None for a packed one, which is unpacked strip by strip for both directions."""

    @staticmethod
    def of(embedding: Matrix) -> Head:
        """Take the embedding (vocabulary, hidden)."""
        if isinstance(embedding, Packed):
            return Head(Linear.of(embedding), None)
        if embedding.numel() > LARGEST_COPIED:
            return Head(Linear(embedding, embedding.shape[0]), Linear(embedding.t(), embedding.shape[1]))
        return Head(Linear.of(embedding), Linear.of(embedding.t()))


def rows_at_once(vocabulary: int) -> int:
    """How many rows of logits to hold at once."""
    return max(1, CHUNK_ELEMENTS // vocabulary)


def soft_capped_logits(hidden: Tensor, head: Head, cap: float) -> Tensor:
    """cap · tanh(hidden · Eᵀ / cap): hidden (…, d) → (…, vocabulary) fp32.

    Written as 2 cap · sigmoid(2 x / cap) - cap, which is the same: torch's sigmoid is six times as fast as its tanh on
    a CPU, and the cancellation costs at most half a unit in the last place of 2 cap.
    """
    return head.forth(hidden).float().mul_(2 / cap).sigmoid_().mul_(2 * cap).sub_(cap)


def soft_embedding(probabilities: Tensor, head: Head, scale: float, dtype: torch.dtype) -> Tensor:
    """Σ_v p(v) · E[v] · scale: probabilities (N, vocabulary) → (N, d) in `dtype`, the embedding's."""
    if head.back is not None:
        return head.back(probabilities.to(dtype)).mul_(scale)
    assert isinstance(head.forth.weight, Packed)
    return back_product(probabilities.to(dtype), head.forth.weight).mul_(scale)
