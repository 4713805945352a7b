"""Builds the internal layout from an open checkpoint of any format, each part asked for once."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field

import torch
from torch import Tensor

from palimpsest.engine.config import LayerConfig, ModelConfig
from palimpsest.engine.request import InfillError
from palimpsest.engine.weights.layout import LayerWeights, ModelWeights
from palimpsest.engine.weights.source import DECODER, ENCODER, Source
from palimpsest.engine.weights.streaming import Streams, in_main_memory
from palimpsest.kernels.experts import Experts
from palimpsest.kernels.linear import Beside, Linear, Projection
from palimpsest.kernels.packed import Matrix, Packed, Stored, joined
from palimpsest.kernels.readout import Head

Progress = Callable[[float, str], None]

LARGEST_CONVERTED = 1 << 33
"""Bytes of a whole model beyond which the CPU keeps plain weights as they are stored, and converts them in use: half
precision widened to fp32 would be twice its file."""


def keeps_stored(config: ModelConfig, item: int) -> bool:
    """Whether the CPU keeps plain weights in the dtype they are stored in; it computes with `item` bytes a number."""
    return config.matrix_elements * item > LARGEST_CONVERTED


def assemble(
    source: Source,
    device: torch.device,
    dtype: torch.dtype,
    progress: Progress | None = None,
    streamed: Collection[int] = (),
) -> ModelWeights:
    """Read a whole checkpoint. Packed parts stay packed, plain ones are held in `dtype`; all on `device`.

    But the experts of the layers `streamed` stay in main memory, and are brought to the device when they are needed.

    Matrices that read the same input are joined on the way where their kinds allow. `progress` gets a share in [0, 1]
    and a word; what it raises stops the reading. Raises `InfillError` for what the source cannot give.
    """
    keeps = device.type == "cpu" and keeps_stored(source.config, dtype.itemsize)
    return _Assembly(
        source, source.config, device, dtype, progress, source.sizes().total, keeps, frozenset(streamed)
    ).model()


@dataclass(slots=True)
class _Assembly:
    """One reading of a checkpoint."""

    source: Source
    config: ModelConfig
    device: torch.device
    dtype: torch.dtype
    progress: Progress | None
    total: int
    """Bytes to be read."""
    keeps: bool
    """Plain matrices stay as they are stored."""
    streamed: frozenset[int]
    done: int = field(default=0)
    """Bytes."""
    parameters: int = field(default=0)

    def model(self) -> ModelWeights:
        config, hidden = self.config, self.config.hidden_size
        at = f"{DECODER}self_conditioning."
        wide = config.intermediate_size
        embedding = self._placed(self._matrix((config.vocab_size, hidden), f"{DECODER}embed_tokens"))
        norm = self._vector(hidden, f"{DECODER}norm")
        layers = tuple(self._layer(i, layer) for i, layer in enumerate(config.layers))
        streamed = {number: layers[number].experts for number in sorted(self.streamed)}
        return ModelWeights(
            embedding=embedding,
            head=Head.of(embedding),
            norm=norm,
            layers=layers,
            signal_norm=self._vector(hidden, f"{at}pre_norm"),
            signal_gate_up=self._rows(hidden, (f"{at}gate_proj", wide), (f"{at}up_proj", wide)),
            signal_down=self._linear((hidden, wide), f"{at}down_proj"),
            parameters=self.parameters,
            device=self.device,
            dtype=self.dtype,
            streams=Streams(streamed, self.device) if streamed else None,
        )

    def _layer(self, number: int, layer: LayerConfig) -> LayerWeights:
        config, hidden = self.config, self.config.hidden_size
        at = f"{DECODER}layers.{number}."
        queries, keys = config.heads * layer.head_dim, layer.groups * layer.head_dim
        projections = [(f"{at}self_attn.q_proj", queries), (f"{at}self_attn.k_proj", keys)]
        if layer.sliding:
            projections.append((f"{at}self_attn.v_proj", keys))
        wide = config.intermediate_size
        return LayerWeights(
            input_norm=self._vector(hidden, f"{at}input_layernorm"),
            post_attention_norm=self._vector(hidden, f"{at}post_attention_layernorm"),
            pre_mlp_norm=self._vector(hidden, f"{at}pre_feedforward_layernorm"),
            pre_experts_norm=self._vector(hidden, f"{at}pre_feedforward_layernorm_2"),
            post_mlp_norm=self._vector(hidden, f"{at}post_feedforward_layernorm_1"),
            post_experts_norm=self._vector(hidden, f"{at}post_feedforward_layernorm_2"),
            post_feedforward_norm=self._vector(hidden, f"{at}post_feedforward_layernorm"),
            query_key_value=self._rows(hidden, *projections),
            query_key_norm=torch.cat(
                (
                    self._vector(layer.head_dim, f"{at}self_attn.q_norm").expand(config.heads, -1),
                    self._vector(layer.head_dim, f"{at}self_attn.k_norm").expand(layer.groups, -1),
                )
            ),
            output=self._linear((hidden, queries), f"{at}self_attn.o_proj"),
            gate_up=self._rows(hidden, (f"{at}mlp.gate_proj", wide), (f"{at}mlp.up_proj", wide)),
            down=self._linear((hidden, wide), f"{at}mlp.down_proj"),
            router=self._tensor((config.experts, hidden), f"{at}router.proj").to(self.device, self.dtype),
            router_scale=self._vector(hidden, f"{at}router.scale") * hidden**-0.5,
            per_expert_scale=self._vector(config.experts, f"{at}router.per_expert_scale"),
            experts=self._experts(number),
            encoder_scalar=self._scalar(f"{ENCODER}layers.{number}.layer_scalar"),
            decoder_scalar=self._scalar(f"{at}layer_scalar"),
        )

    def _experts(self, number: int) -> Experts:
        self._step()
        gate_up, down = self.source.experts(number)
        self._count(gate_up)
        self._count(down)
        if number in self.streamed and self.device.type != "cpu":
            kept = (each if isinstance(each, Packed) else each.to(self.dtype) for each in (gate_up, down))
            return in_main_memory(Experts.of(*kept), self.device)
        return Experts.of(self._placed(gate_up), self._placed(down))

    def _linear(self, shape: tuple[int, int], name: str) -> Linear:
        return Linear.of(self._placed(self._matrix(shape, name)))

    def _rows(self, columns: int, *parts: tuple[str, int]) -> Projection:
        """Several matrices over the same input as one, in the order given."""
        matrices = [self._placed(self._matrix((rows, columns), name)) for name, rows in parts]
        whole = joined(matrices)
        return Linear.of(whole) if whole is not None else Beside(tuple(Linear.of(each) for each in matrices))

    def _placed(self, matrix: Matrix) -> Matrix:
        """On the device; numbers that are not packed in the dtype that is computed with."""
        if isinstance(matrix, Packed):
            return matrix.to(self.device)
        if self.keeps:
            return Stored.of(matrix)
        # A copy in any case: what is computed with must not hang on a file that somebody may write to.
        return matrix.to(self.device, self.dtype, copy=True)

    def _matrix(self, shape: tuple[int, int], name: str) -> Matrix:
        self._step()
        matrix = self.source.matrix(name, shape)
        self._count(matrix)
        return matrix

    def _tensor(self, shape: tuple[int, ...], name: str) -> Tensor:
        self._step()
        tensor = self.source.tensor(name, shape)
        # These are small, so looking costs nothing; of the large ones the first pass tells.
        if tensor.device.type != "meta" and not torch.isfinite(tensor).all():
            raise InfillError(f"The tensor {name} holds numbers that are not finite.", "Download the checkpoint again.")
        self._count(tensor)
        return tensor

    def _vector(self, size: int, name: str) -> Tensor:
        return self._tensor((size,), name).to(self.device, torch.float32)

    def _scalar(self, name: str) -> float:
        return float(self._tensor((1,), name))

    def _step(self) -> None:
        if self.progress is not None:
            self.progress(min(1.0, self.done / self.total), "reading the weights")

    def _count(self, matrix: Matrix) -> None:
        self.done += matrix.nbytes
        self.parameters += torch.Size(matrix.shape).numel()
