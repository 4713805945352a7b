"""The architecture and the sampler's values from the metadata of a GGUF file (llama.cpp's names for them)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from palimpsest.engine.config import MOST_LAYERS, LayerConfig, ModelConfig, Rope
from palimpsest.engine.json_file import LARGEST_SIZE
from palimpsest.engine.request import InfillError
from palimpsest.engine.weights.gguf_header import ARCHITECTURE, GgufHeader

EMBEDDING = "token_embd.weight"
FACTORS = "rope_freqs.weight"
"""What the angles of each pair of the full layers are divided by: 1, or a huge number for pairs that do not turn."""
TOKENS = "tokenizer.ggml.tokens"

NEVER = 1e20
"""A divisor from here on keeps a pair from turning at any position; the released files have 1e30."""

ENDS = ("<eos>", "<turn|>", "<|tool_response>")
"""Tokens that end a reply (generation_config.json of the released checkpoint), by name: files differ in which one they
call the end, and name no more than two."""
_CONTROLS = 1024
"""All of them have low ids."""

_FOREIGN = "Use a GGUF file of an original DiffusionGemma checkpoint."


@dataclass(frozen=True, slots=True)
class Metadata:
    """Checked access to what a header says."""

    header: GgufHeader

    def whole(self, key: str) -> int:
        """A size from 1. Lists of one number for all layers are taken for that number."""
        value = self.header.values.get(key)
        if isinstance(value, tuple) and len(set(value)) == 1:
            value = value[0]
        if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= LARGEST_SIZE:
            raise self.unusable(key, value)
        return value

    def number(self, key: str, otherwise: float | None = None) -> float:
        """A finite number above 0."""
        value = self.header.values.get(key, otherwise)
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < 1e12:
            raise self.unusable(key, value)
        # Stored in single precision: what was 1e-6 is meant as 1e-6.
        return float(f"{value:.7g}")

    def token(self, name: str, otherwise: int) -> int:
        """The id of a token with a name of its own."""
        value = self.header.values.get(f"tokenizer.ggml.{name}_token_id", otherwise)
        if not isinstance(value, int) or not 0 <= value <= LARGEST_SIZE:
            raise self.unusable(f"tokenizer.ggml.{name}_token_id", value)
        return value

    def layers(self, key: str, count: int) -> tuple[Any, ...]:
        """A value for each layer."""
        value = self.header.values.get(key)
        if isinstance(value, int) and not isinstance(value, bool):
            return (value,) * count
        if not isinstance(value, tuple) or len(value) != count:
            raise self.unusable(key, value)
        return value

    def unusable(self, key: str, value: object) -> InfillError:
        """What to say of a value that is missing or impossible."""
        text = "nothing" if value is None else str(value)
        return InfillError(f"{self.header.path.name} has no usable {key} ({text[:40]}).", _FOREIGN)


def model_config(header: GgufHeader) -> ModelConfig:
    """Sizes of the model. Raises `InfillError` for what is missing, impossible or not supported."""
    data, at = Metadata(header), f"{ARCHITECTURE}."
    count = data.whole(f"{at}block_count")
    if count > min(MOST_LAYERS, len(header.tensors)):
        raise data.unusable(f"{at}block_count", count)
    heads = data.whole(f"{at}attention.head_count")
    layers = _layers(data, count, heads)
    _refuse_unsupported(data)
    embedding = header.tensors.get(EMBEDDING)
    if embedding is None or len(embedding.shape) != 2:
        raise InfillError(f"{header.path.name} has no {EMBEDDING}.", _FOREIGN)
    vocabulary = embedding.shape[0]
    tokens = header.arrays.get(TOKENS)
    if tokens is not None and tokens.count != vocabulary:
        raise data.unusable(TOKENS, f"{tokens.count} for {vocabulary} embeddings")
    config = ModelConfig(
        vocab_size=vocabulary,
        hidden_size=data.whole(f"{at}embedding_length"),
        heads=heads,
        layers=layers,
        intermediate_size=data.whole(f"{at}feed_forward_length"),
        experts=data.whole(f"{at}expert_count"),
        top_k_experts=data.whole(f"{at}expert_used_count"),
        expert_size=data.whole(f"{at}expert_feed_forward_length"),
        sliding_window=data.whole(f"{at}attention.sliding_window"),
        sliding_rope=Rope(data.number(f"{at}rope.freq_base_swa", 1e4)),
        full_rope=Rope(data.number(f"{at}rope.freq_base", 1e6), _rotated(header, layers)),
        softcap=data.number(f"{at}final_logit_softcapping", 30.0),
        eps=data.number(f"{at}attention.layer_norm_rms_epsilon", 1e-6),
        max_positions=data.whole(f"{at}context_length"),
        canvas_length=int(data.number("diffusion.canvas_length", 256)),
        bos_token_id=data.token("bos", 2),
        eos_token_id=_ends(data)[0],
        pad_token_id=data.token("padding", 0),
    )
    if config.top_k_experts > config.experts:
        raise data.unusable(f"{at}expert_used_count", f"{config.top_k_experts} of {config.experts}")
    if config.canvas_length < 1 or config.max_positions < 2 * config.canvas_length:
        raise data.unusable("diffusion.canvas_length", config.canvas_length)
    if any(token >= vocabulary for token in (config.bos_token_id, config.eos_token_id, config.pad_token_id)):
        raise data.unusable("tokenizer.ggml.bos_token_id", config.bos_token_id)
    return config


def generation(header: GgufHeader) -> dict[str, Any]:
    """The sampler's values as generation_config.json would have them; what the file leaves open is not in it."""
    values = header.values
    found = {
        "max_denoising_steps": values.get("diffusion.eb_max_steps"),
        "t_min": values.get("diffusion.eb_t_min"),
        "t_max": values.get("diffusion.eb_t_max"),
        "stability_threshold": values.get("diffusion.eb_stability_threshold"),
        "confidence_threshold": values.get("diffusion.eb_confidence_threshold"),
        "sampler_config": {"entropy_bound": values["diffusion.eb_entropy_bound"]}
        if "diffusion.eb_entropy_bound" in values
        else None,
        "eos_token_id": list(_ends(Metadata(header))),
    }
    # Stored in single precision, see `Metadata.number`.
    return {key: _rounded(value) for key, value in found.items() if value is not None}


def _rounded(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _rounded(each) for key, each in value.items()}
    return float(f"{value:.7g}") if isinstance(value, float) else value


def _layers(data: Metadata, count: int, heads: int) -> tuple[LayerConfig, ...]:
    at = f"{ARCHITECTURE}.attention."
    pattern = data.layers(f"{at}sliding_window_pattern", count)
    groups = data.layers(f"{at}head_count_kv", count)
    sizes = {True: data.whole(f"{at}key_length_swa"), False: data.whole(f"{at}key_length")}
    for key, size in (("value_length_swa", sizes[True]), ("value_length", sizes[False])):
        if data.header.values.get(f"{at}{key}", size) != size:
            raise data.unusable(f"{at}{key}", data.header.values[f"{at}{key}"])
    for key, size in (("dimension_count_swa", sizes[True]), ("dimension_count", sizes[False])):
        if data.header.values.get(f"{ARCHITECTURE}.rope.{key}", size) != size:
            raise data.unusable(f"{ARCHITECTURE}.rope.{key}", data.header.values[f"{ARCHITECTURE}.rope.{key}"])
    for value in groups:
        if not isinstance(value, int) or value < 1 or heads % value:
            raise data.unusable(f"{at}head_count_kv", value)
    if not set(pattern) <= {True, False} or any(size % 2 for size in sizes.values()):
        raise data.unusable(f"{at}sliding_window_pattern", pattern)
    return tuple(
        LayerConfig(bool(sliding), sizes[bool(sliding)], n) for sliding, n in zip(pattern, groups, strict=True)
    )


def _refuse_unsupported(data: Metadata) -> None:
    """Name what would silently give wrong results."""
    values = data.header.values
    for key, usual in (("rope.scaling.type", "none"), ("attention.shared_kv_layers", 0)):
        if values.get(f"{ARCHITECTURE}.{key}", usual) != usual:
            raise data.unusable(f"{ARCHITECTURE}.{key}", values[f"{ARCHITECTURE}.{key}"])


def _rotated(header: GgufHeader, layers: tuple[LayerConfig, ...]) -> float:
    """The share of the full layers' pairs that turn."""
    size = next((layer.head_dim for layer in layers if not layer.sliding), None)
    if size is None:
        return 1.0
    place, pairs = header.tensors.get(FACTORS), size // 2
    if place is None or place.kind != "F32" or place.shape != (pairs,):
        raise InfillError(f"{header.path.name} has no usable {FACTORS}.", _FOREIGN)
    factors = np.fromfile(place.path, dtype="<f4", count=pairs, offset=place.start)
    turning = int((factors == 1).sum())
    if not (turning and (factors[:turning] == 1).all() and (factors[turning:] >= NEVER).all()):
        raise InfillError(
            f"{header.path.name} stretches its positions in a way that is not supported ({FACTORS}).", _FOREIGN
        )
    share = turning / pairs
    # The share is multiplied by the size again, and cut: a share that was rounded down would lose a pair.
    return share if int(share * size // 2) == turning else math.nextafter(share, 1)


def _ends(data: Metadata) -> tuple[int, ...]:
    """Ids that end a reply, the one that ends a text first."""
    names = data.header.strings(TOKENS, _CONTROLS)
    ids = [names.index(name) for name in ENDS if name in names]
    ids += [data.token("eos", 1)]
    if (turn := data.header.values.get("tokenizer.ggml.eot_token_id")) is not None:
        ids.append(data.token("eot", turn))
    return tuple(dict.fromkeys(ids))
