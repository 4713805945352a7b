"""The tied head in both directions: hidden states to soft-capped logits, and a distribution back to an embedding."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

CHUNK_ELEMENTS = 1 << 24
"""Logits held at once, 64 MiB in fp32: 64 rows of the full vocabulary of 262,144."""


def rows_at_once(vocabulary: int) -> int:
    """How many rows of logits to hold at once."""
    return max(1, CHUNK_ELEMENTS // vocabulary)


def soft_capped_logits(hidden: Tensor, embedding: Tensor, cap: float) -> Tensor:
    """cap · tanh(hidden · Eᵀ / cap): hidden (…, d), embedding (V, d) → (…, V) fp32."""
    return functional.linear(hidden, embedding).float().div_(cap).tanh_().mul_(cap)


def soft_embedding(probabilities: Tensor, embedding: Tensor, scale: float) -> Tensor:
    """Σ_v p(v) · E[v] · scale: probabilities (N, V), embedding (V, d) → (N, d) in the embedding's dtype."""
    return torch.matmul(probabilities.to(embedding.dtype), embedding).mul_(scale)
