"""How many cells a span gets: lengths around the old text, or a probe where there is none (infill.md §3, §7.5)."""

from __future__ import annotations

import math
from collections.abc import Sequence

import torch

GEOMETRIC = (2, 4, 6, 8, 12, 16, 24, 32, 48)
"""Lengths tried where neither old text nor the suffix gives a hint."""

FLOOR = 1e-4
"""Least probability that suffix alignment grants a token (infill.md §3 F1)."""

PEAK = -2.0
"""Suffix alignment below this mean log-probability (nats per token) is no peak."""


def around(old: int, count: int, longest: int) -> tuple[int, ...]:
    """`count` distinct lengths around `old` tokens, nearest first; steps grow to about a tenth for long spans."""
    step = max(1, round(old * 0.07))
    lengths = [old]
    distance = step
    while len(lengths) < count and distance <= old + count * step:
        for length in (old + distance, old - distance):
            if 1 <= length <= longest and len(lengths) < count:
                lengths.append(length)
        distance += step
    return tuple(max(1, min(longest, length)) for length in lengths)


def suffix_alignment(log_probabilities: torch.Tensor) -> torch.Tensor:
    """Where the text that follows would begin, judged from an unpinned draft.

    `log_probabilities` (C, m) are what one draft whose right text is not pinned says, in each cell, of the first m
    tokens of that text; returns (C - m + 1,) mean log-probabilities: entry L says how well they would fit behind L
    cells (infill.md §3 F1: score(L) = mean over k of log max(p_{L+k}(s_k), 1e-4)).
    """
    floored = log_probabilities.clamp_min(math.log(FLOOR))
    count = floored.shape[1]
    places = floored.shape[0] - count + 1
    return torch.stack([floored[k : k + places, k] for k in range(count)]).mean(0)


def modes(scores: torch.Tensor, count: int) -> tuple[int, ...]:
    """The `count` best local maxima of `scores` (L,), best first, length 0 excluded."""
    values = scores.tolist()
    peaks = [place for place in range(1, len(values)) if values[place] >= max(values[max(0, place - 1) : place + 2])]
    return tuple(sorted(peaks, key=lambda place: -values[place])[:count])


def expected_length(lengths: Sequence[int], confidences: Sequence[float]) -> int:
    """The length whose confidence stands out from the trend over lengths (LR-DLLM, arXiv 2602.07546).

    `confidences` are mean negative entropies A(L); fits A = alpha + k ln L by least squares and returns the length of
    the largest residual, the shorter of equals.
    """
    logs = [math.log(length) for length in lengths]
    mean_log = sum(logs) / len(logs)
    mean = sum(confidences) / len(confidences)
    spread = sum((x - mean_log) ** 2 for x in logs)
    slope = sum((x - mean_log) * (a - mean) for x, a in zip(logs, confidences, strict=True)) / spread if spread else 0.0
    residuals = [a - mean - slope * (x - mean_log) for x, a in zip(logs, confidences, strict=True)]
    best = max(residuals)
    return min(length for length, residual in zip(lengths, residuals, strict=True) if residual == best)
