"""The architecture of a checkpoint: its config.json read, checked and resolved layer by layer."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from palimpsest.engine.request import InfillError

SLIDING = "sliding_attention"
FULL = "full_attention"

_REMEDY = "Choose the folder of a DiffusionGemma checkpoint."
_FOREIGN = "Use an original DiffusionGemma checkpoint."


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
            found = values.get("model_type") or "unknown"
            raise InfillError(f"This is not a DiffusionGemma checkpoint (its model type is {found}).", _REMEDY)
        text = values.get("text_config")
        if not isinstance(text, Mapping):
            raise InfillError("The checkpoint's config.json has no text_config.", "Download the file again.")
        _refuse_unsupported(values, text)
        kinds = text.get("layer_types") or _default_layer_types(_whole(text, "num_hidden_layers"))
        if len(kinds) != _whole(text, "num_hidden_layers") or not set(kinds) <= {SLIDING, FULL}:
            raise InfillError("The checkpoint's layer_types do not match its layers.", _FOREIGN)
        # transformers forces the last layer to full attention whatever the file says.
        kinds = [*kinds[:-1], FULL]
        heads = _whole(text, "num_attention_heads")
        layers = _layers(text, kinds)
        if any(heads % layer.groups or layer.head_dim % 2 for layer in layers):
            raise InfillError("The checkpoint's attention heads do not divide into its key/value heads.", _FOREIGN)
        ropes = text.get("rope_parameters") or {}
        config = ModelConfig(
            vocab_size=_whole(text, "vocab_size"),
            hidden_size=_whole(text, "hidden_size"),
            heads=heads,
            layers=layers,
            intermediate_size=_whole(text, "intermediate_size"),
            experts=_whole(text, "num_experts"),
            top_k_experts=_whole(text, "top_k_experts"),
            expert_size=_whole(text, "moe_intermediate_size"),
            sliding_window=_whole(text, "sliding_window"),
            sliding_rope=_rope(ropes.get(SLIDING) or {"rope_theta": 1e4}),
            full_rope=_rope(
                ropes.get(FULL) or {"rope_type": "proportional", "rope_theta": 1e6, "partial_rotary_factor": 0.25}
            ),
            softcap=float(text.get("final_logit_softcapping", 30.0)),
            eps=float(text.get("rms_norm_eps", 1e-6)),
            max_positions=int(text.get("max_position_embeddings", 131_072)),
            canvas_length=int(values.get("canvas_length") or 256),
            bos_token_id=_first_id(text, "bos_token_id", 2),
            eos_token_id=_first_id(text, "eos_token_id", 1),
            pad_token_id=_first_id(text, "pad_token_id", 0),
        )
        if config.top_k_experts > config.experts:
            raise InfillError("The checkpoint selects more experts than it has.", _FOREIGN)
        return config


def read_json(path: Path) -> dict[str, Any]:
    """The object in a JSON file of a checkpoint; raises `InfillError` that names the file."""
    if not path.is_file():
        raise InfillError(f"There is no {path.name} in {path.parent}.", _REMEDY)
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise InfillError(f"{path.name} cannot be read ({error}).", "Download the file again.") from error
    if not isinstance(values, dict):
        raise InfillError(f"{path.name} does not hold what it should.", "Download the file again.")
    return values


def _layers(text: Mapping[str, Any], kinds: list[str]) -> tuple[LayerConfig, ...]:
    """Head sizes per layer, from `per_layer_config` or the older `global_…` keys, as transformers resolves them."""
    overrides = text.get("per_layer_config")
    if overrides is None:
        own: dict[str, Any] = {"head_dim": text.get("global_head_dim", 512)}
        if text.get("num_global_key_value_heads") is not None:
            own["num_key_value_heads"] = text["num_global_key_value_heads"]
        overrides = {str(i): own for i, kind in enumerate(kinds) if kind == FULL}
    layers = []
    for i, kind in enumerate(kinds):
        own = {**text, **(overrides.get(str(i)) or {})}
        layers.append(LayerConfig(kind == SLIDING, _whole(own, "head_dim"), _whole(own, "num_key_value_heads")))
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
            raise InfillError(f"This checkpoint has {key} = {source.get(key)}, which is not supported.", _FOREIGN)


def _rope(values: Mapping[str, Any]) -> Rope:
    kind = values.get("rope_type", "default")
    theta = float(values.get("rope_theta", 1e4))
    share = float(values.get("partial_rotary_factor", 1.0))
    if kind == "proportional":
        return Rope(theta, share, float(values.get("factor", 1.0)))
    if kind == "default" and share == 1.0:
        return Rope(theta)
    raise InfillError(f"This checkpoint has rope_type = {kind}, which is not supported.", _FOREIGN)


def _whole(values: Mapping[str, Any], key: str) -> int:
    value = values.get(key)
    if not isinstance(value, int) or value < 1:
        raise InfillError(f"The checkpoint's config.json has no usable {key} ({value}).", "Download the file again.")
    return value


def _first_id(values: Mapping[str, Any], key: str, otherwise: int) -> int:
    value = values.get(key, otherwise)
    if isinstance(value, list):
        value = value[0] if value else otherwise
    return otherwise if value is None else int(value)
