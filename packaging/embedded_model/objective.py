"""The loss of one batch: denoising with and without self-conditioning, and next tokens of the prefix."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from network import Network, head_loss
from noise import FIRST_ORDINARY, Batch, attention_bias


@dataclass(frozen=True, slots=True)
class Losses:
    """Total to differentiate, and the figures to print (nats per token)."""

    total: Tensor
    denoise: float
    causal: float
    positions: int


@dataclass(frozen=True, slots=True)
class Objective:
    """Weights of the parts."""

    causal: float = 0.4
    causal_share: float = 0.6  # of the prefix positions, drawn anew each step
    balance: float = 0.01
    dtype: torch.dtype = torch.bfloat16

    def __call__(self, network: Network, batch: Batch, temperature: float | None) -> Losses:
        """Losses of a batch already on the network's device.

        With a temperature, the pass is self-conditioned: a first pass without gradient gives logits, which at that
        temperature (the sampler's, 0.4 to 0.8) become the signal; then, in half of the rows, the cells the model was
        surest of are revealed, as the sampler accepts them, and the rest gets fresh noise.
        """
        prefix, width = batch.prefix, batch.truth.shape[1]
        bias = attention_bias(batch.start, batch.end, prefix, width, network.config.sliding_window)
        ids, noised = batch.ids, batch.noised
        signal = self.pinned_signal(network, batch)
        if temperature is not None:
            with torch.no_grad():
                hidden, _ = network(ids, prefix, bias, signal, self.dtype)
                signal, entropy = self.believe(network, hidden[:, prefix:], batch.free, signal, temperature)
                noised = reveal(entropy, noised)
                ids = renoise(batch, noised, network.config.vocab_size)
        hidden, balance = network(ids, prefix, bias, signal, self.dtype)

        weights = torch.where(batch.noised & ~noised, 0.15, batch.weights)
        causal = batch.causal & (torch.rand(batch.causal.shape, device=ids.device) < self.causal_share)
        here, there = weights.nonzero(as_tuple=True), causal.nonzero(as_tuple=True)
        rows = torch.cat((hidden[:, prefix:][here], hidden[:, :prefix][there]))
        targets = torch.cat((batch.truth[:, prefix:][here], batch.truth[:, 1 : prefix + 1][there]))
        canvas = weights[here]
        scale = torch.cat((canvas / canvas.sum(), canvas.new_full(there[0].shape, self.causal / max(1, len(there[0])))))
        loss, each = head_loss(network, rows, targets, scale)
        of_noise = each[: len(canvas)][noised[here]]
        return Losses(
            total=loss + self.balance * balance,
            denoise=float(of_noise.mean()),
            causal=float(each[len(canvas) :].mean()),
            positions=ids.numel(),
        )

    @torch.no_grad()
    def pinned_signal(self, network: Network, batch: Batch) -> Tensor:
        """(B, C, hidden): pinned cells carry their own embedding in the rows that say so, free cells nothing."""
        sure = (~batch.free & batch.pinned_signal[:, None])[..., None]
        embedded = network.embed(batch.ids[:, batch.prefix :], self.dtype)
        return torch.where(sure, embedded, torch.zeros((), dtype=self.dtype, device=embedded.device))

    def believe(
        self, network: Network, hidden: Tensor, free: Tensor, signal: Tensor, temperature: float
    ) -> tuple[Tensor, Tensor]:
        """The signal with the free cells' soft embeddings put in, and their entropies (B, C) in nats (0 elsewhere)."""
        rows = hidden[free]
        soft, entropy = [], []
        for chunk in rows.split(2048):
            log_probability = torch.log_softmax(network.logits(chunk) / temperature, dim=-1)
            probability = log_probability.exp()
            soft.append(network.expected_embedding(probability.to(self.dtype)))
            entropy.append(-(log_probability.mul_(probability)).sum(-1))
        signal = signal.clone()
        signal[free] = torch.cat(soft)
        measured = torch.zeros(free.shape, device=free.device)
        measured[free] = torch.cat(entropy)
        return signal, measured


def reveal(entropy: Tensor, noised: Tensor) -> Tensor:
    """Noised cells (B, C) that stay so: half of the rows lose up to 0.7 of them, those of the lowest entropy first."""
    count = noised.sum(1, keepdim=True)
    share = 0.7 * torch.rand(len(noised), 1, device=noised.device)
    share = share * (torch.rand(len(noised), 1, device=noised.device) < 0.5)
    rank = entropy.masked_fill(~noised, float("inf")).argsort(dim=1).argsort(dim=1)
    return noised & (rank >= (share * count).long())


def renoise(batch: Batch, noised: Tensor, vocabulary: int) -> Tensor:
    """Ids (B, T) with the truth everywhere but in the noised cells, which get fresh random tokens."""
    canvas = batch.truth[:, batch.prefix :]
    fresh = torch.randint(FIRST_ORDINARY, vocabulary, canvas.shape, device=canvas.device)
    return torch.cat((batch.truth[:, : batch.prefix], torch.where(noised, fresh, canvas)), dim=1)
