"""DiffusionGemma as Hugging Face stores it: bf16, fp16 or fp32 safetensors under `model.decoder.*`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import torch
from torch import Tensor

from palimpsest.engine.config import LayerConfig, ModelConfig
from palimpsest.engine.request import InfillError
from palimpsest.engine.weights.index import ShardIndex, TensorReader
from palimpsest.engine.weights.layout import LayerWeights, ModelWeights
from palimpsest.kernels.experts import Experts
from palimpsest.kernels.linear import Linear
from palimpsest.kernels.readout import Head

Progress = Callable[[float, str], None]

# The weights are stored once; of the encoder only what differs. Images are not read: the vision tower is skipped.
DECODER = "model.decoder."
ENCODER = "model.encoder.language_model."
VISION = ("model.encoder.vision_tower.", "model.encoder.embed_vision.")


def load_weights(
    folder: Path,
    config: ModelConfig,
    device: torch.device,
    dtype: torch.dtype,
    progress: Progress | None = None,
) -> ModelWeights:
    """Read a checkpoint folder into the internal layout, each tensor once.

    Matrices that read the same input are joined on the way. `progress` gets a share in [0, 1] and a word. Raises
    `InfillError` for tensors that are missing, unknown, damaged or of the wrong shape.
    """
    index = ShardIndex.open(folder)
    expected = tuple(_names(config))
    _compare(expected, index)
    with index.reader() as reader:
        loading = _Loading(reader, config, device, dtype, progress, len(expected))
        return loading.model()


def _names(config: ModelConfig) -> Iterator[str]:
    yield from (f"{DECODER}embed_tokens.weight", f"{DECODER}norm.weight")
    for part in ("pre_norm", "gate_proj", "up_proj", "down_proj"):
        yield f"{DECODER}self_conditioning.{part}.weight"
    for i, layer in enumerate(config.layers):
        yield f"{ENCODER}layers.{i}.layer_scalar"
        at = f"{DECODER}layers.{i}."
        yield f"{at}layer_scalar"
        norms = ("input_layernorm", "post_attention_layernorm", "pre_feedforward_layernorm")
        norms += ("pre_feedforward_layernorm_2", "post_feedforward_layernorm")
        norms += ("post_feedforward_layernorm_1", "post_feedforward_layernorm_2")
        yield from (f"{at}{norm}.weight" for norm in norms)
        attention = ("q_proj", "k_proj", "o_proj", "q_norm", "k_norm", *(("v_proj",) if layer.sliding else ()))
        yield from (f"{at}self_attn.{part}.weight" for part in attention)
        yield from (f"{at}mlp.{part}.weight" for part in ("gate_proj", "up_proj", "down_proj"))
        yield from (f"{at}router.{part}" for part in ("proj.weight", "scale", "per_expert_scale"))
        yield from (f"{at}experts.{part}" for part in ("gate_up_proj", "down_proj"))


def _compare(expected: tuple[str, ...], index: ShardIndex) -> None:
    wanted = set(expected)
    missing = [name for name in expected if name not in index.files]
    unknown = sorted(name for name in index.files if name not in wanted and not name.startswith(VISION))
    for names, what in ((missing, "lacks"), (unknown, "has unknown")):
        if names:
            more = f" and {len(names) - 3} more" if len(names) > 3 else ""
            raise InfillError(
                f"The checkpoint {what} tensors: {', '.join(names[:3])}{more}.",
                "Use an original DiffusionGemma checkpoint, not quantised, and complete.",
            )


@dataclass(slots=True)
class _Loading:
    """One reading of a checkpoint."""

    reader: TensorReader
    config: ModelConfig
    device: torch.device
    dtype: torch.dtype
    progress: Progress | None
    total: int
    done: int = field(default=0)
    parameters: int = field(default=0)

    def model(self) -> ModelWeights:
        config, hidden = self.config, self.config.hidden_size
        at = f"{DECODER}self_conditioning."
        wide = config.intermediate_size
        embedding = self._tensor((config.vocab_size, hidden), f"{DECODER}embed_tokens.weight")
        return ModelWeights(
            embedding=embedding,
            head=Head.of(embedding),
            norm=self._vector(hidden, f"{DECODER}norm.weight"),
            layers=tuple(self._layer(i, layer) for i, layer in enumerate(config.layers)),
            signal_norm=self._vector(hidden, f"{at}pre_norm.weight"),
            signal_gate_up=self._rows(hidden, (f"{at}gate_proj.weight", wide), (f"{at}up_proj.weight", wide)),
            signal_down=self._matrix((hidden, wide), f"{at}down_proj.weight"),
            parameters=self.parameters,
        )

    def _layer(self, number: int, layer: LayerConfig) -> LayerWeights:
        config, hidden = self.config, self.config.hidden_size
        at = f"{DECODER}layers.{number}."
        queries, keys = config.heads * layer.head_dim, layer.groups * layer.head_dim
        projections = [(f"{at}self_attn.q_proj.weight", queries), (f"{at}self_attn.k_proj.weight", keys)]
        if layer.sliding:
            projections.append((f"{at}self_attn.v_proj.weight", keys))
        wide = config.intermediate_size
        scale = self._vector(hidden, f"{at}router.scale")
        return LayerWeights(
            input_norm=self._vector(hidden, f"{at}input_layernorm.weight"),
            post_attention_norm=self._vector(hidden, f"{at}post_attention_layernorm.weight"),
            pre_mlp_norm=self._vector(hidden, f"{at}pre_feedforward_layernorm.weight"),
            pre_experts_norm=self._vector(hidden, f"{at}pre_feedforward_layernorm_2.weight"),
            post_mlp_norm=self._vector(hidden, f"{at}post_feedforward_layernorm_1.weight"),
            post_experts_norm=self._vector(hidden, f"{at}post_feedforward_layernorm_2.weight"),
            post_feedforward_norm=self._vector(hidden, f"{at}post_feedforward_layernorm.weight"),
            query_key_value=self._rows(hidden, *projections),
            query_key_norm=torch.cat(
                (
                    self._vector(layer.head_dim, f"{at}self_attn.q_norm.weight").expand(config.heads, -1),
                    self._vector(layer.head_dim, f"{at}self_attn.k_norm.weight").expand(layer.groups, -1),
                )
            ),
            output=self._matrix((hidden, queries), f"{at}self_attn.o_proj.weight"),
            gate_up=self._rows(hidden, (f"{at}mlp.gate_proj.weight", wide), (f"{at}mlp.up_proj.weight", wide)),
            down=self._matrix((hidden, wide), f"{at}mlp.down_proj.weight"),
            router=self._tensor((config.experts, hidden), f"{at}router.proj.weight"),
            router_scale=scale.mul_(hidden**-0.5),
            per_expert_scale=self._vector(config.experts, f"{at}router.per_expert_scale"),
            experts=self._experts(at),
            encoder_scalar=self._scalar(f"{ENCODER}layers.{number}.layer_scalar"),
            decoder_scalar=self._scalar(f"{at}layer_scalar"),
        )

    def _experts(self, at: str) -> Experts:
        config = self.config
        count, size, hidden = config.experts, config.expert_size, config.hidden_size
        gate_up = self._tensor((count, 2 * size, hidden), f"{at}experts.gate_up_proj")
        return Experts.of(gate_up, self._tensor((count, hidden, size), f"{at}experts.down_proj"))

    def _matrix(self, shape: tuple[int, ...], name: str) -> Linear:
        return Linear.of(self._tensor(shape, name))

    def _tensor(self, shape: tuple[int, ...], name: str) -> Tensor:
        return self._read(name, torch.empty(shape, dtype=self.dtype, device=self.device))

    def _vector(self, size: int, name: str) -> Tensor:
        return self._read(name, torch.empty(size, dtype=torch.float32, device=self.device))

    def _rows(self, columns: int, *parts: tuple[str, int]) -> Linear:
        """Several matrices over the same input as one, in the order given."""
        joined = torch.empty((sum(rows for _, rows in parts), columns), dtype=self.dtype, device=self.device)
        for (name, _), target in zip(parts, joined.split([rows for _, rows in parts]), strict=True):
            self._read(name, target)
        return Linear.of(joined)

    def _scalar(self, name: str) -> float:
        self._step()
        self.parameters += 1
        return self.reader.scalar(name)

    def _read(self, name: str, target: Tensor) -> Tensor:
        self._step()
        self.reader.into(name, target)
        self.parameters += target.numel()
        return target

    def _step(self) -> None:
        if self.progress is not None:
            self.progress(self.done / self.total, "reading the weights")
        self.done += 1
