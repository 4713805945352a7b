"""The architecture of a checkpoint: its config.json read, checked and resolved layer by layer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from palimpsest.engine.json_file import AGAIN, number, read_json, short, table, whole
from palimpsest.engine.request import InfillError

SLIDING = "sliding_attention"
FULL = "full_attention"

_REMEDY = "Choose the folder of a DiffusionGemma checkpoint."
_FOREIGN = "Use an original DiffusionGemma checkpoint."
MOST_LAYERS = 1024


@dataclass(frozen=True, slots=True)
class Rope:
    """Rotary embedding of one kind of layer."""

    theta: float
    rotated: float = 1.0
    """Share of the pairs that turn; less than 1 only in the proportional form."""
    factor: float = 1.0


@dataclass(frozen=True, slots=True)
class LayerConfig:
    """What may differ from layer to layer."""

    sliding: bool
    """Sees only the last `sliding_window - 1` tokens before it, and has a value projection of its own."""
    head_dim: int
    groups: int
    """Key/value heads."""


@dataclass(frozen=True, slots=True)
class ModelConfig:
    """Sizes of a DiffusionGemma text model."""

    vocab_size: int
    hidden_size: int
    heads: int
    """Query heads."""
    layers: tuple[LayerConfig, ...]
    intermediate_size: int
    experts: int
    top_k_experts: int
    expert_size: int
    sliding_window: int
    sliding_rope: Rope
    full_rope: Rope
    softcap: float
    eps: float
    max_positions: int
    canvas_length: int
    bos_token_id: int
    eos_token_id: int
    pad_token_id: int

    @property
    def embed_scale(self) -> float:
        """What embeddings are multiplied by: sqrt(hidden size)."""
        return self.hidden_size**0.5

    @property
    def expert_elements(self) -> int:
        """Numbers in the experts of one layer."""
        return 3 * self.experts * self.expert_size * self.hidden_size

    @property
    def matrix_elements(self) -> int:
        """Numbers in the experts of all layers and in the embedding: nearly all that there are."""
        return len(self.layers) * self.expert_elements + self.vocab_size * self.hidden_size

    @staticmethod
    def load(folder: Path) -> ModelConfig:
        """Read `folder`/config.json; raises `InfillError`."""
        return ModelConfig.from_dict(read_json(folder / "config.json"))

    @staticmethod
    def from_dict(values: Mapping[str, Any]) -> ModelConfig:
        """Resolve the contents of a config.json, of either style (see `_layers`); raises `InfillError`."""
        if values.get("model_type") != "diffusion_gemma":
            found = short(values.get("model_type") or "unknown")
            raise InfillError(f"This is not a DiffusionGemma checkpoint (its model type is {found}).", _REMEDY)
        text = table(values, "text_config")
        if not text:
            raise InfillError("The checkpoint's config.json has no text_config.", AGAIN)
        _refuse_unsupported(values, text)
        count = whole(text, "num_hidden_layers")
        if count > MOST_LAYERS:
            raise InfillError(f"The checkpoint's config.json names {count} layers.", AGAIN)
        kinds = text.get("layer_types")
        if kinds is None:
            kinds = _default_layer_types(count)
        if not isinstance(kinds, list) or len(kinds) != count or any(kind not in (SLIDING, FULL) for kind in kinds):
            raise InfillError("The checkpoint's layer_types do not match its layers.", _FOREIGN)
        # transformers forces the last layer to full attention whatever the file says.
        kinds = [*kinds[:-1], FULL]
        heads = whole(text, "num_attention_heads")
        layers = _layers(text, kinds)
        if any(heads % layer.groups or layer.head_dim % 2 for layer in layers):
            raise InfillError("The checkpoint's attention heads do not divide into its key/value heads.", _FOREIGN)
        ropes = table(text, "rope_parameters")
        config = ModelConfig(
            vocab_size=whole(text, "vocab_size"),
            hidden_size=whole(text, "hidden_size"),
            heads=heads,
            layers=layers,
            intermediate_size=whole(text, "intermediate_size"),
            experts=whole(text, "num_experts"),
            top_k_experts=whole(text, "top_k_experts"),
            expert_size=whole(text, "moe_intermediate_size"),
            sliding_window=whole(text, "sliding_window"),
            sliding_rope=_rope(table(ropes, SLIDING) or {"rope_theta": 1e4}),
            full_rope=_rope(
                table(ropes, FULL) or {"rope_type": "proportional", "rope_theta": 1e6, "partial_rotary_factor": 0.25}
            ),
            softcap=number(text, "final_logit_softcapping", 30.0),
            eps=number(text, "rms_norm_eps", 1e-6),
            max_positions=whole({"max_position_embeddings": 131_072, **text}, "max_position_embeddings"),
            canvas_length=whole({**values, "canvas_length": values.get("canvas_length") or 256}, "canvas_length"),
            bos_token_id=_first_id(text, "bos_token_id", 2),
            eos_token_id=_first_id(text, "eos_token_id", 1),
            pad_token_id=_first_id(text, "pad_token_id", 0),
        )
        if config.top_k_experts > config.experts:
            raise InfillError("The checkpoint selects more experts than it has.", _FOREIGN)
        if config.max_positions < 2 * config.canvas_length:
            raise InfillError("The checkpoint has no room for text beside its canvas.", _FOREIGN)
        return config


def _layers(text: Mapping[str, Any], kinds: list[str]) -> tuple[LayerConfig, ...]:
    """Head sizes per layer, from `per_layer_config` or the older `global_…` keys, as transformers resolves them."""
    overrides = table(text, "per_layer_config")
    # An empty one says that all layers are alike.
    if text.get("per_layer_config") is None:
        own: dict[str, Any] = {"head_dim": text.get("global_head_dim", 512)}
        if text.get("num_global_key_value_heads") is not None:
            own["num_key_value_heads"] = text["num_global_key_value_heads"]
        overrides = {str(i): own for i, kind in enumerate(kinds) if kind == FULL}
    layers = []
    for i, kind in enumerate(kinds):
        own = {**text, **table(overrides, str(i))}
        layers.append(LayerConfig(kind == SLIDING, whole(own, "head_dim"), whole(own, "num_key_value_heads")))
    if len({layer.head_dim for layer in layers if layer.sliding}) > 1 or (
        len({layer.head_dim for layer in layers if not layer.sliding}) > 1
    ):
        raise InfillError("The checkpoint's layers of one kind differ in their head size.", _FOREIGN)
    return tuple(layers)


def _default_layer_types(count: int) -> list[str]:
    return [SLIDING if (i + 1) % 6 else FULL for i in range(count)]


def _refuse_unsupported(values: Mapping[str, Any], text: Mapping[str, Any]) -> None:
    """Name what would silently give wrong results."""
    for key, bad in (
        ("attention_bias", bool(text.get("attention_bias"))),
        ("use_bidirectional_attention", text.get("use_bidirectional_attention") == "all"),
        ("hidden_activation", text.get("hidden_activation", "gelu_pytorch_tanh") != "gelu_pytorch_tanh"),
        ("tie_word_embeddings", not values.get("tie_word_embeddings", True)),
    ):
        if bad:
            source = text if key in text else values
            raise InfillError(
                f"This checkpoint has {key} = {short(source.get(key))}, which is not supported.", _FOREIGN
            )


def _rope(values: Mapping[str, Any]) -> Rope:
    kind = values.get("rope_type", "default")
    theta = number(values, "rope_theta", 1e4)
    share = number(values, "partial_rotary_factor", 1.0)
    if kind == "proportional" and share <= 1:
        return Rope(theta, share, number(values, "factor", 1.0))
    if kind == "default" and share == 1.0:
        return Rope(theta)
    raise InfillError(f"This checkpoint has rope_type = {short(kind)}, which is not supported.", _FOREIGN)


def _first_id(values: Mapping[str, Any], key: str, otherwise: int) -> int:
    value = values.get(key, otherwise)
    if isinstance(value, list):
        value = value[0] if value else otherwise
    if value is None:
        return otherwise
    # The same bounds as a size, but an id may be 0.
    return 0 if value == 0 else whole({key: value}, key)
