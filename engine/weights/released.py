"""The released model in the formats that people have: how large each part is, reckoned from shapes and packings."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from palimpsest.engine.config import FULL, SLIDING, LayerConfig, ModelConfig
from palimpsest.engine.weights.checkpoint import Checkpoint
from palimpsest.engine.weights.source import Sizes

NAME = "diffusiongemma-26B-A4B-it"

# What its config.json says of the text model.
_TEXT: dict[str, Any] = {
    "vocab_size": 262_144,
    "hidden_size": 2816,
    "num_hidden_layers": 30,
    "num_attention_heads": 16,
    "head_dim": 256,
    "num_key_value_heads": 8,
    "global_head_dim": 512,
    "num_global_key_value_heads": 2,
    "intermediate_size": 2112,
    "moe_intermediate_size": 704,
    "num_experts": 128,
    "top_k_experts": 8,
    "sliding_window": 1024,
    "max_position_embeddings": 262_144,
    "layer_types": [*[SLIDING] * 5, FULL] * 5,
}

Bits = Callable[[str, int], float]
"""Bits of a number of a kind of matrix, one of "gate_up", "down" (of experts), "q", "k", "v", "o", "mlp", "mlp_down",
"embedding", "router", "signal", "signal_down", in a layer."""

BF16 = 16.0
INT4 = 4 + 16 / 32
"""Groups of 32 with a scale in half precision."""
NVFP4 = 4 + 8 / 16
"""Groups of 16 with a scale in eight bits."""
Q4_K, Q5_0, Q6_K, Q8_0 = 144 * 8 / 256, 22 * 8 / 32, 210 * 8 / 256, 34 * 8 / 32
"""Bytes of a block, and the numbers in it (llama.cpp's ggml-common.h)."""


@cache
def config() -> ModelConfig:
    """The released model's sizes."""
    return ModelConfig.from_dict({"model_type": "diffusion_gemma", "canvas_length": 256, "text_config": _TEXT})


def checkpoint(name: str) -> Checkpoint:
    """The released model in the format `name`, one of `FORMATS`, as if it lay on this machine."""
    return Checkpoint(Path(NAME), name, config(), _sizes(config(), FORMATS[name]))


def _experts(packed: float) -> Bits:
    return lambda part, layer: packed if part in ("gate_up", "down") else BF16


def _experts_and_attention(part: str, layer: int) -> float:
    return INT4 if part in ("gate_up", "down", "q", "k", "v", "o") else BF16


def _fp8(part: str, layer: int) -> float:
    # The scale of a row, in half precision, is lost in the rounding.
    return BF16 if part in ("embedding", "router", "signal", "signal_down") else 8.0


def _q8_0(part: str, layer: int) -> float:
    return 32.0 if part == "router" else Q8_0


def _q4_k_m(part: str, layer: int) -> float:
    """llama.cpp's mixture (llama-quant.cpp): some layers' values and down projections get more bits.

    Rows that blocks of 256 do not divide, those of every down projection here, fall back to blocks of 32.
    """
    kinds = [each.sliding for each in config().layers]
    if part in ("down", "mlp_down"):
        return Q8_0 if _more_bits(layer, len(kinds)) else Q5_0
    if part == "v":
        return Q6_K if _more_bits(sum(kinds[:layer]), sum(kinds)) else Q4_K
    return {"embedding": Q6_K, "router": 32.0, "signal_down": Q5_0}.get(part, Q4_K)


def _more_bits(number: int, count: int) -> bool:
    return number < count // 8 or number >= 7 * count // 8 or (number - count // 8) % 3 == 2


FORMATS: dict[str, Bits] = {
    "bf16": lambda part, layer: BF16,
    "GGUF Q8_0": _q8_0,
    "FP8": _fp8,
    "NVFP4": _experts(NVFP4),
    "int4": _experts_and_attention,
    "GGUF Q4_K_M": _q4_k_m,
}
"""Google's own, unsloth's, RedHatAI's, NVIDIA's, cyankiwi's and unsloth's again; largest first."""


def _sizes(config: ModelConfig, bits: Bits) -> Sizes:
    hidden, wide, small = config.hidden_size, config.intermediate_size, config.expert_size
    experts: list[float] = []
    attention = mlp = rest = 0.0
    for number, layer in enumerate(config.layers):
        each = config.experts * small * hidden
        experts.append(2 * each * bits("gate_up", number) + each * bits("down", number))
        attention += sum(
            heads * layer.head_dim * hidden * bits(part, number) for part, heads in _heads(config, layer).items()
        )
        mlp += wide * hidden * (2 * bits("mlp", number) + bits("mlp_down", number))
        rest += config.experts * hidden * bits("router", number) + 16 * 8 * hidden
    rest += wide * hidden * (2 * bits("signal", 0) + bits("signal_down", 0))
    embedding = config.vocab_size * hidden * bits("embedding", 0)
    return Sizes(
        tuple(int(each / 8) for each in experts), *(int(each / 8) for each in (attention, mlp, embedding, rest))
    )


def _heads(config: ModelConfig, layer: LayerConfig) -> dict[str, int]:
    """Heads of each projection; full layers have none for values."""
    heads = {"q": config.heads, "k": layer.groups, "v": layer.groups, "o": config.heads}
    return heads if layer.sliding else {part: count for part, count in heads.items() if part != "v"}
