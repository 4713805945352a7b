"""The embedded model in its training form: prefix and canvas of many rows in one pass.

The architecture is DiffusionGemma's, in small (reference: transformers, models/diffusion_gemma). Parameters carry the
released tensor names, so that export is a matter of prefixes. Only the arithmetic is arranged for training: the prefix
(causal, encoder) and the canvas (bidirectional, decoder) go through each layer together under one mask, projections
that read the same normalised input are one product, and the experts are computed densely with zero weight where
unselected, which gives exactly the routed sum.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import torch
from torch import Tensor, nn
from torch.nn import functional

if TYPE_CHECKING:
    from pathlib import Path

SLIDING = "sliding_attention"
FULL = "full_attention"


@dataclass(frozen=True, slots=True)
class NetworkConfig:
    """Sizes of the network; the names are those of transformers' text config where it has one."""

    vocab_size: int = 4096
    hidden_size: int = 256
    layer_types: tuple[str, ...] = (SLIDING, SLIDING, FULL, SLIDING, FULL)
    num_attention_heads: int = 4
    num_key_value_heads: int = 2
    head_dim: int = 64
    global_head_dim: int = 64
    num_global_key_value_heads: int = 2
    intermediate_size: int = 384
    num_experts: int = 4
    top_k_experts: int = 2
    moe_intermediate_size: int = 96
    sliding_window: int = 128
    sliding_theta: float = 10_000.0
    full_theta: float = 1_000_000.0
    partial_rotary_factor: float = 0.25
    softcap: float = 30.0
    eps: float = 1e-6
    canvas_length: int = 128

    @staticmethod
    def from_dict(values: dict[str, Any]) -> NetworkConfig:
        """Build from JSON values; unknown keys are an error (TypeError)."""
        return NetworkConfig(**{**values, "layer_types": tuple(values["layer_types"])})

    @staticmethod
    def load(path: Path) -> NetworkConfig:
        """Read what `json.dumps(config.to_dict())` wrote."""
        return NetworkConfig.from_dict(json.loads(path.read_text(encoding="utf-8")))

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return {**asdict(self), "layer_types": list(self.layer_types)}


def rms(x: Tensor, eps: float, weight: Tensor | None = None) -> Tensor:
    """Root-mean-square norm over the last axis, computed in fp32, returned in x's dtype."""
    wide = x.float()
    wide = wide * torch.rsqrt(wide.square().mean(-1, keepdim=True) + eps)
    if weight is not None:
        wide = wide * weight
    return wide.to(x.dtype)


def linear(x: Tensor, weight: Tensor) -> Tensor:
    """x @ weight.T with the fp32 master weight brought to x's dtype; its gradient arrives in fp32."""
    return functional.linear(x, weight.to(x.dtype))


def rotary(length: int, config: NetworkConfig, layer_type: str, device: torch.device | str) -> tuple[Tensor, Tensor]:
    """Cosine and sine tables, each (length, head_dim) fp32.

    Sliding layers rotate every pair. Full layers are "proportional": only the first quarter of the pairs rotates, its
    frequencies divided by the whole head_dim, the other pairs carry no position (frequency 0).
    """
    full = layer_type == FULL
    dim = config.global_head_dim if full else config.head_dim
    theta = config.full_theta if full else config.sliding_theta
    turning = int(config.partial_rotary_factor * dim // 2) if full else dim // 2
    frequency = torch.zeros(dim // 2, device=device)
    frequency[:turning] = theta ** (-torch.arange(0, 2 * turning, 2, device=device, dtype=torch.float32) / dim)
    angle = torch.arange(length, device=device, dtype=torch.float32)[:, None] * frequency
    angle = torch.cat((angle, angle), dim=-1)
    return angle.cos(), angle.sin()


def rotate(x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
    """Rotate pairs (d, d + head_dim/2) of x (B, T, heads, head_dim); tables are (T, head_dim)."""
    low, high = x.chunk(2, dim=-1)
    cos, sin = cos[:, None, :].to(x.dtype), sin[:, None, :].to(x.dtype)
    return x * cos + torch.cat((-high, low), dim=-1) * sin


class Weight(nn.Module):
    """A module that is only a weight: gives the parameter the released name `….weight`."""

    def __init__(self, *shape: int, value: float | None = None) -> None:
        super().__init__()
        data = torch.empty(*shape)
        if value is None:
            nn.init.normal_(data, std=shape[-1] ** -0.5)
        else:
            data.fill_(value)
        self.weight = nn.Parameter(data)


class Attention(nn.Module):
    """Grouped-query attention with normed q, k and v, scale 1; full layers take V from the k projection."""

    def __init__(self, config: NetworkConfig, layer_type: str) -> None:
        super().__init__()
        full = layer_type == FULL
        self.eps = config.eps
        self.heads = config.num_attention_heads
        self.dim = config.global_head_dim if full else config.head_dim
        self.groups = config.num_global_key_value_heads if full else config.num_key_value_heads
        hidden = config.hidden_size
        self.q_proj = Weight(self.heads * self.dim, hidden)
        self.k_proj = Weight(self.groups * self.dim, hidden)
        self.v_proj = None if full else Weight(self.groups * self.dim, hidden)
        self.o_proj = Weight(hidden, self.heads * self.dim)
        # With unit weights the scores would start at a deviation of sqrt(head_dim), since the scale is 1.
        start = (1.3 * self.dim**-0.5) ** 0.5
        self.q_norm = Weight(self.dim, value=start)
        self.k_norm = Weight(self.dim, value=start)

    def forward(self, x: Tensor, norm: Tensor, cos: Tensor, sin: Tensor, bias: Tensor) -> Tensor:
        """x (B, T, hidden) normalised without weight, norm its (hidden,) weight, bias (B, 1, T, T) additive."""
        batch, length, _ = x.shape
        parts: list[Tensor] = [self.q_proj.weight, self.k_proj.weight]
        if self.v_proj is not None:
            parts.append(self.v_proj.weight)
        packed = linear(x, torch.cat(parts) * norm)
        packed = packed.view(batch, length, -1, self.dim)
        query = rotate(rms(packed[:, :, : self.heads], self.eps, self.q_norm.weight), cos, sin)
        raw = packed[:, :, self.heads : self.heads + self.groups]
        key = rotate(rms(raw, self.eps, self.k_norm.weight), cos, sin)
        value = rms(raw if self.v_proj is None else packed[:, :, self.heads + self.groups :], self.eps)
        share = self.heads // self.groups
        query = query.transpose(1, 2).reshape(batch * self.groups, share * length, self.dim)
        key = key.transpose(1, 2).reshape(batch * self.groups, length, self.dim)
        value = value.transpose(1, 2).reshape(batch * self.groups, length, self.dim)
        scores = torch.bmm(query, key.transpose(1, 2)).view(batch, self.heads, length, length)
        weights = torch.softmax(scores.float() + bias, dim=-1).to(x.dtype)
        mixed = torch.bmm(weights.view(batch * self.groups, share * length, length), value)
        mixed = mixed.view(batch, self.heads, length, self.dim).transpose(1, 2).reshape(batch, length, -1)
        return linear(mixed, self.o_proj.weight)


class GatedMlp(nn.Module):
    """down(gelu(gate(x)) · up(x)), tanh form of gelu."""

    def __init__(self, hidden: int, width: int) -> None:
        super().__init__()
        self.gate_proj = Weight(width, hidden)
        self.up_proj = Weight(width, hidden)
        self.down_proj = Weight(hidden, width)


class Router(nn.Module):
    """Which experts a position takes, and how much of each."""

    def __init__(self, config: NetworkConfig) -> None:
        super().__init__()
        self.top = config.top_k_experts
        self.root = config.hidden_size**-0.5
        self.proj = Weight(config.num_experts, config.hidden_size)
        # The input is divided by sqrt(hidden), so the scale has to start near it or the scores would all be equal.
        self.scale = nn.Parameter(torch.full((config.hidden_size,), 0.5 * config.hidden_size**0.5))
        self.per_expert_scale = nn.Parameter(torch.ones(config.num_experts))

    def forward(self, normed: Tensor) -> tuple[Tensor, Tensor]:
        """normed (N, hidden) → weights (N, experts) fp32, zero where unselected; and the balance loss (scalar).

        The balance loss is Switch Transformer's: experts · Σ share of positions · mean probability.
        """
        scores = functional.linear(normed.float(), self.proj.weight * (self.scale * self.root))
        probability = torch.softmax(scores, dim=-1)
        border = probability.detach().topk(self.top, dim=-1).values[:, -1:]
        chosen = probability >= border
        kept = probability * chosen
        weights = kept / kept.sum(-1, keepdim=True) * self.per_expert_scale
        share = chosen.float().mean(0) / self.top
        return weights, probability.shape[-1] * (share * probability.mean(0)).sum()


class Experts(nn.Module):
    """The expert matrices, stacked as released: gate rows first, then up rows."""

    def __init__(self, config: NetworkConfig) -> None:
        super().__init__()
        hidden, width, count = config.hidden_size, config.moe_intermediate_size, config.num_experts
        self.gate_up_proj = nn.Parameter(torch.randn(count, 2 * width, hidden) * hidden**-0.5)
        self.down_proj = nn.Parameter(torch.randn(count, hidden, width) * width**-0.5)


class Layer(nn.Module):
    """One layer, shared by encoder and decoder except for the scalar on its output."""

    def __init__(self, config: NetworkConfig, layer_type: str) -> None:
        super().__init__()
        self.eps = config.eps
        self.width = config.intermediate_size
        self.expert_width = config.moe_intermediate_size
        self.experts_count = config.num_experts
        hidden = config.hidden_size
        self.self_attn = Attention(config, layer_type)
        self.mlp = GatedMlp(hidden, config.intermediate_size)
        self.router = Router(config)
        self.experts = Experts(config)
        self.input_layernorm = Weight(hidden, value=1.0)
        self.pre_feedforward_layernorm = Weight(hidden, value=1.0)
        self.pre_feedforward_layernorm_2 = Weight(hidden, value=1.0)
        # What each block adds starts small against the residual stream, whose rms is 1 at the bottom.
        self.post_attention_layernorm = Weight(hidden, value=0.5)
        self.post_feedforward_layernorm_1 = Weight(hidden, value=1.0)
        self.post_feedforward_layernorm_2 = Weight(hidden, value=1.0)
        self.post_feedforward_layernorm = Weight(hidden, value=0.5)
        self.layer_scalar = nn.Parameter(torch.ones(1))
        self.encoder_layer_scalar = nn.Parameter(torch.ones(1))

    def forward(self, x: Tensor, cos: Tensor, sin: Tensor, bias: Tensor, prefix: int) -> tuple[Tensor, Tensor]:
        """x (B, T, hidden) with the first `prefix` positions in encoder mode → the same shape, and the balance loss."""
        mixed = self.self_attn(rms(x, self.eps), self.input_layernorm.weight, cos, sin, bias)
        x = x + rms(mixed, self.eps, self.post_attention_layernorm.weight)
        normed = rms(x, self.eps)
        weights, balance = self.router(normed.flatten(0, 1))
        first, second = self._feed_forward(normed, weights.to(x.dtype))
        first = rms(first, self.eps, self.post_feedforward_layernorm_1.weight)
        second = rms(second, self.eps, self.post_feedforward_layernorm_2.weight)
        x = x + rms(first + second, self.eps, self.post_feedforward_layernorm.weight)
        length = x.shape[1]
        scalar = torch.cat((self.encoder_layer_scalar.expand(prefix), self.layer_scalar.expand(length - prefix)))
        return x * scalar[:, None].to(x.dtype), balance

    def _feed_forward(self, normed: Tensor, weights: Tensor) -> tuple[Tensor, Tensor]:
        """Dense block and routed experts; all their first products are one matrix product."""
        hidden = normed.shape[-1]
        dense_in = torch.cat((self.mlp.gate_proj.weight, self.mlp.up_proj.weight))
        expert_in = self.experts.gate_up_proj.view(self.experts_count, 2, self.expert_width, hidden)
        expert_in = expert_in.transpose(0, 1).reshape(-1, hidden)
        packed = linear(
            normed,
            torch.cat(
                (
                    dense_in * self.pre_feedforward_layernorm.weight,
                    expert_in * self.pre_feedforward_layernorm_2.weight,
                )
            ),
        )
        gate, up, expert_gate, expert_up = packed.split(
            (self.width, self.width, *(2 * (self.experts_count * self.expert_width,))), dim=-1
        )
        first = linear(functional.gelu(gate, approximate="tanh") * up, self.mlp.down_proj.weight)
        inner = functional.gelu(expert_gate, approximate="tanh") * expert_up
        inner = inner.unflatten(-1, (self.experts_count, self.expert_width)) * weights.view(*inner.shape[:2], -1, 1)
        down = self.experts.down_proj.transpose(0, 1).reshape(hidden, -1)
        return first, linear(inner.flatten(-2), down)


class SelfConditioning(nn.Module):
    """Adds what the previous pass believed to the canvas embeddings; then a norm that is always there."""

    def __init__(self, config: NetworkConfig) -> None:
        super().__init__()
        self.eps = config.eps
        self.pre_norm = Weight(config.hidden_size, value=1.0)
        self.gate_proj = Weight(config.intermediate_size, config.hidden_size)
        self.up_proj = Weight(config.intermediate_size, config.hidden_size)
        self.down_proj = Weight(config.hidden_size, config.intermediate_size)

    def forward(self, embedded: Tensor, signal: Tensor | None) -> Tensor:
        """embedded, signal (B, C, hidden); no signal is a zero signal, whose block adds nothing."""
        if signal is None:
            return rms(embedded, self.eps)
        gate_up = torch.cat((self.gate_proj.weight, self.up_proj.weight)) * self.pre_norm.weight
        gate, up = linear(rms(signal, self.eps), gate_up).chunk(2, dim=-1)
        return rms(embedded + linear(functional.gelu(gate, approximate="tanh") * up, self.down_proj.weight), self.eps)


class Network(nn.Module):
    """Embedding, layers and tied head, over rows of prefix and canvas."""

    def __init__(self, config: NetworkConfig) -> None:
        super().__init__()
        self.config = config
        self.embed_tokens = Weight(config.vocab_size, config.hidden_size)
        self.layers = nn.ModuleList(Layer(config, kind) for kind in config.layer_types)
        self.norm = Weight(config.hidden_size, value=1.0)
        self.self_conditioning = SelfConditioning(config)
        self._tables: dict[tuple[int, str, torch.device], tuple[Tensor, Tensor]] = {}

    def embed(self, ids: Tensor, dtype: torch.dtype) -> Tensor:
        """ids (…) → embeddings (…, hidden), times sqrt(hidden)."""
        return (functional.embedding(ids, self.embed_tokens.weight) * self.config.hidden_size**0.5).to(dtype)

    def forward(
        self,
        ids: Tensor,
        prefix: int,
        bias: dict[str, Tensor],
        signal: Tensor | None = None,
        dtype: torch.dtype = torch.float32,
    ) -> tuple[Tensor, Tensor]:
        """One pass over rows.

        Args:
            ids: (B, T) int64; the first `prefix` columns are the encoder's, the rest is the canvas.
            prefix: number of encoder columns.
            bias: per layer type, (B, 1, T, T) fp32 additive mask (see `noise.attention_bias`).
            signal: (B, T - prefix, hidden) self-conditioning signal, None for the first pass.
            dtype: of the activations.

        Returns:
            (B, T, hidden) hidden states after the last norm, and the mean balance loss of the routers.
        """
        x = self.embed(ids, dtype)
        x = torch.cat((x[:, :prefix], self.self_conditioning(x[:, prefix:], signal)), dim=1)
        balance = x.new_zeros((), dtype=torch.float32)
        for layer, kind in zip(self.layers, self.config.layer_types, strict=True):
            cos, sin = self._table(ids.shape[1], kind, ids.device)
            x, loss = layer(x, cos, sin, bias[kind], prefix)
            balance = balance + loss
        return rms(x, self.config.eps, self.norm.weight), balance / len(self.layers)

    def logits(self, hidden: Tensor) -> Tensor:
        """hidden (…, hidden) → soft-capped logits (…, vocab) fp32."""
        raw = linear(hidden, self.embed_tokens.weight).float()
        return self.config.softcap * torch.tanh(raw / self.config.softcap)

    def expected_embedding(self, probability: Tensor) -> Tensor:
        """Probabilities (…, vocab) → the self-conditioning signal (…, hidden), in their dtype."""
        table = self.embed_tokens.weight.to(probability.dtype)
        return probability @ table * self.config.hidden_size**0.5

    def _table(self, length: int, kind: str, device: torch.device) -> tuple[Tensor, Tensor]:
        key = (length, kind, device)
        if key not in self._tables:
            self._tables[key] = rotary(length, self.config, kind, device)
        return self._tables[key]


class HeadLoss(torch.autograd.Function):
    """Weighted cross-entropy through the tied, soft-capped head, in chunks of rows.

    The gradients are made while a chunk's logits are still in the cache, so that whole logits are never stored.
    """

    @staticmethod
    def forward(ctx: Any, hidden: Tensor, embedding: Tensor, targets: Tensor, weights: Tensor, cap: float) -> Any:
        """hidden (N, D), embedding (V, D), targets (N,) int64, weights (N,) fp32 → Σ w·ce, and ce (N,) unweighted."""
        table = embedding.to(hidden.dtype)
        grad_hidden = torch.empty_like(hidden)
        grad_table = torch.zeros_like(embedding)
        losses = torch.empty_like(weights)
        step = 8192 if hidden.is_cuda else 1024
        for start in range(0, len(hidden), step):
            rows = slice(start, min(start + step, len(hidden)))
            chunk, target = hidden[rows], targets[rows, None]
            squashed = (chunk @ table.T).float().div_(cap).tanh_()
            log_probability = torch.log_softmax(squashed * cap, dim=-1)
            losses[rows] = -log_probability.gather(1, target)[:, 0]
            slope = log_probability.exp_()
            slope.scatter_add_(1, target, torch.full_like(target, -1, dtype=slope.dtype))
            slope.mul_(weights[rows, None]).mul_(squashed.square_().neg_().add_(1.0))
            narrow = slope.to(hidden.dtype)
            grad_hidden[rows] = narrow @ table
            grad_table += narrow.T @ chunk
        ctx.save_for_backward(grad_hidden, grad_table)
        ctx.mark_non_differentiable(losses)
        return (losses * weights).sum(), losses

    @staticmethod
    def backward(ctx: Any, *grads: Any) -> Any:
        """Scale what was made on the way forward."""
        grad_hidden, grad_table = ctx.saved_tensors
        return grad_hidden * grads[0].to(grad_hidden.dtype), grad_table * grads[0], None, None, None


def head_loss(network: Network, hidden: Tensor, targets: Tensor, weights: Tensor) -> tuple[Tensor, Tensor]:
    """Σ weights · cross-entropy (scalar) and the cross-entropy of each row (N,), nats; see `HeadLoss`."""
    return HeadLoss.apply(hidden, network.embed_tokens.weight, targets, weights, network.config.softcap)  # type: ignore[return-value]
