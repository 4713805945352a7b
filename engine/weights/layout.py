"""The internal layout of a model's weights: what every checkpoint format is read into."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields

from torch import Tensor

from palimpsest.kernels.experts import Experts


@dataclass(frozen=True, slots=True)
class LayerWeights:
    """One layer. Norm weights are fp32 and multiply plainly; matrices are (out, in) in the model's dtype."""

    input_norm: Tensor
    post_attention_norm: Tensor
    pre_mlp_norm: Tensor
    pre_experts_norm: Tensor
    post_mlp_norm: Tensor
    post_experts_norm: Tensor
    post_feedforward_norm: Tensor
    query_key_value: Tensor
    """((heads + groups [+ groups]) * head_dim, hidden): full layers have no value rows, their value is the raw key."""
    query_key_norm: Tensor
    """(heads + groups, head_dim): the query norm's weight for each head, then the key norm's."""
    output: Tensor
    gate_up: Tensor
    """(2 * intermediate, hidden), gate rows first."""
    down: Tensor
    router: Tensor
    """(experts, hidden)."""
    router_scale: Tensor
    """(hidden,) fp32: the router's scale times hidden ** -0.5."""
    per_expert_scale: Tensor
    """(experts,) fp32."""
    experts: Experts
    encoder_scalar: float
    decoder_scalar: float
    """What the layer's output is multiplied by in each mode."""


@dataclass(frozen=True, slots=True)
class ModelWeights:
    """All that a model computes with."""

    embedding: Tensor
    """(vocabulary, hidden), the head too."""
    norm: Tensor
    layers: tuple[LayerWeights, ...]
    signal_norm: Tensor
    """(hidden,) fp32: the norm on the self-conditioning signal."""
    signal_gate_up: Tensor
    signal_down: Tensor

    def tensors(self) -> Iterator[Tensor]:
        """Every tensor, once."""
        yield from (self.embedding, self.norm, self.signal_norm, self.signal_gate_up, self.signal_down)
        for layer in self.layers:
            yield from (layer.experts.gate_up, layer.experts.down)
            for field in fields(layer):
                if isinstance(value := getattr(layer, field.name), Tensor):
                    yield value
