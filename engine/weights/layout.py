"""The internal layout of a model's weights: what every checkpoint format is read into."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

import torch
from torch import Tensor

from palimpsest.engine.weights.streaming import Streams, in_main_memory
from palimpsest.kernels.experts import Experts
from palimpsest.kernels.linear import Projection
from palimpsest.kernels.packed import Matrix
from palimpsest.kernels.readout import Head


@dataclass(frozen=True, slots=True)
class LayerWeights:
    """One layer. Norm weights are fp32 and multiply plainly; matrices are (out, in), packed as they came or plain."""

    input_norm: Tensor
    post_attention_norm: Tensor
    pre_mlp_norm: Tensor
    pre_experts_norm: Tensor
    post_mlp_norm: Tensor
    post_experts_norm: Tensor
    post_feedforward_norm: Tensor
    query_key_value: Projection
    """((heads + groups [+ groups]) * head_dim, hidden): full layers have no value rows, their value is the raw key."""
    query_key_norm: Tensor
    """(heads + groups, head_dim): the query norm's weight for each head, then the key norm's."""
    output: Projection
    gate_up: Projection
    """(2 * intermediate, hidden), gate rows first."""
    down: Projection
    router: Tensor
    """(experts, hidden) in the model's dtype: never packed, since the choice of experts hangs on it."""
    router_scale: Tensor
    """(hidden,) fp32: the router's scale times hidden ** -0.5."""
    per_expert_scale: Tensor
    """(experts,) fp32."""
    experts: Experts
    """On the device; of a layer that is streamed, in main memory. `ModelWeights.experts` gives what to compute with."""
    encoder_scalar: float
    decoder_scalar: float
    """What the layer's output is multiplied by in each mode."""


@dataclass(frozen=True, slots=True)
class ModelWeights:
    """All that a model computes with."""

    embedding: Matrix
    """(vocabulary, hidden)."""
    head: Head
    """The same, as a matrix."""
    norm: Tensor
    layers: tuple[LayerWeights, ...]
    signal_norm: Tensor
    """(hidden,) fp32: the norm on the self-conditioning signal."""
    signal_gate_up: Projection
    signal_down: Projection
    parameters: int
    """Numbers read, the tied embedding counted once."""
    device: torch.device
    """Where everything is computed."""
    dtype: torch.dtype
    """What activations are in."""
    streams: Streams | None = None
    """Brings the experts of some layers to the device when they are needed."""

    def experts(self, layer: int) -> Experts:
        """The experts of a layer, on the device; streamed ones are valid until another layer's are asked for."""
        if self.streams is not None and layer in self.streams.layers:
            return self.streams.experts(layer)
        return self.layers[layer].experts

    def streaming(self, layers: Collection[int]) -> ModelWeights:
        """The same with the experts of these layers in main memory, those that are streamed already among them.

        Their memory on the device is free once nobody holds the old weights.
        """
        held = self.streams.layers if self.streams is not None else ()
        moved = tuple(
            layer
            if number in held or number not in layers
            else replace(layer, experts=in_main_memory(layer.experts, self.device))
            for number, layer in enumerate(self.layers)
        )
        wanted = sorted({*held, *layers})
        streams = Streams({number: moved[number].experts for number in wanted}, self.device) if wanted else None
        return replace(self, layers=moved, streams=streams)
