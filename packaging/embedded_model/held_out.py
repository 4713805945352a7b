"""The small table printed during training: one-shot recovery of wholly noised spans in held-out documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import torch

from noise import FIRST_ORDINARY, Batch, Documents, Shape, attention_bias, cut_rows

if TYPE_CHECKING:
    from network import Network
    from objective import Objective

SPANS = (8, 16, 32, 64)
SHAPE = Shape(128, 128)


@torch.no_grad()
def table(
    network: Network, objective: Objective, corpus: dict[str, Documents], rows: int, device: str
) -> dict[str, dict[str, float]]:
    """Per kind and span length: share of exact tokens in one pass and cross-entropy (nats); and the causal loss.

    The right text stays pinned (at least 16 cells where the document has them). The rows are the same every time.
    """
    results: dict[str, dict[str, float]] = {}
    for kind, documents in corpus.items():
        rng = np.random.default_rng(7)
        cut = cut_rows(rng, {kind: documents}, {kind: 1.0}, SHAPE, rows)
        figures: dict[str, float] = {}
        for span in SPANS:
            free = np.zeros((rows, SHAPE.canvas), bool)
            for row, cells in enumerate(cut.fill):
                start = max(0, min(int(cells) - span - 16, 16))
                free[row, start : min(int(cells), start + span)] = True
            ids = cut.truth.copy()
            noise = rng.integers(FIRST_ORDINARY, network.config.vocab_size, free.shape)
            ids[:, SHAPE.prefix :] = np.where(free, noise, ids[:, SHAPE.prefix :])
            batch = Batch(
                truth=torch.from_numpy(cut.truth),
                ids=torch.from_numpy(ids),
                prefix=SHAPE.prefix,
                free=torch.from_numpy(free),
                noised=torch.from_numpy(free),
                weights=torch.from_numpy(free.astype(np.float32)),
                causal=torch.from_numpy(np.arange(SHAPE.prefix) >= cut.start[:, None]),
                pinned_signal=torch.ones(rows, dtype=torch.bool),
                start=torch.from_numpy(cut.start),
                end=torch.from_numpy(cut.end),
            ).to(device)
            figures |= _measure(network, objective, batch, span)
        results[kind] = figures
    return results


def _measure(network: Network, objective: Objective, batch: Batch, span: int) -> dict[str, float]:
    width = batch.truth.shape[1]
    bias = attention_bias(batch.start, batch.end, batch.prefix, width, network.config.sliding_window)
    signal = objective.pinned_signal(network, batch)
    hidden, _ = network(batch.ids, batch.prefix, bias, signal, objective.dtype)
    truth = batch.truth[:, batch.prefix :][batch.free]
    logits = network.logits(hidden[:, batch.prefix :][batch.free])
    figures = {
        f"exact{span}": float((logits.argmax(-1) == truth).float().mean()),
        f"ce{span}": float(torch.nn.functional.cross_entropy(logits, truth)),
    }
    if span == SPANS[0]:
        following = batch.truth[:, 1 : batch.prefix + 1][batch.causal]
        logits = network.logits(hidden[:, : batch.prefix][batch.causal])
        figures["causal"] = float(torch.nn.functional.cross_entropy(logits, following))
    return figures
