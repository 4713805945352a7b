"""config.json of both styles, resolved as transformers does, and what is refused."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from palimpsest.engine.config import LayerConfig, ModelConfig, Rope
from palimpsest.engine.request import InfillError

RELEASED: dict[str, Any] = {
    "architectures": ["DiffusionGemmaForBlockDiffusion"],
    "model_type": "diffusion_gemma",
    "canvas_length": 256,
    "eos_token_id": [1, 106],
    "tie_word_embeddings": True,
    "text_config": {
        "model_type": "diffusion_gemma_text",
        "attention_bias": False,
        "bos_token_id": 2,
        "eos_token_id": 1,
        "pad_token_id": 0,
        "vocab_size": 262144,
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
        "hidden_activation": "gelu_pytorch_tanh",
        "rms_norm_eps": 1e-06,
        "final_logit_softcapping": 30.0,
        "sliding_window": 1024,
        "max_position_embeddings": 262144,
        "use_bidirectional_attention": "vision",
        "layer_types": [*["sliding_attention"] * 5, "full_attention"] * 5,
        "rope_parameters": {
            "full_attention": {
                "rope_type": "proportional",
                "partial_rotary_factor": 0.25,
                "rope_theta": 1000000.0,
            },
            "sliding_attention": {"rope_type": "default", "rope_theta": 10000.0},
        },
    },
}


@pytest.fixture
def released() -> dict[str, Any]:
    """The config.json of google/diffusiongemma-26B-A4B-it, as far as text goes."""
    return copy.deepcopy(RELEASED)


def test_the_released_checkpoint(released: dict[str, Any]) -> None:
    config = ModelConfig.from_dict(released)
    sliding, full = LayerConfig(True, 256, 8), LayerConfig(False, 512, 2)
    assert config.layers == (sliding, sliding, sliding, sliding, sliding, full) * 5
    assert config.full_rope == Rope(1e6, 0.25)
    assert config.sliding_rope == Rope(1e4)
    assert (config.vocab_size, config.hidden_size, config.heads) == (262144, 2816, 16)
    assert (config.experts, config.top_k_experts, config.expert_size) == (128, 8, 704)
    assert (config.sliding_window, config.canvas_length, config.softcap) == (1024, 256, 30.0)
    assert config.embed_scale == pytest.approx(53.066, abs=1e-3)


def test_both_styles_mean_the_same(released: dict[str, Any]) -> None:
    old = ModelConfig.from_dict(released)
    text = released["text_config"]
    own = {"head_dim": text.pop("global_head_dim"), "num_key_value_heads": text.pop("num_global_key_value_heads")}
    text["per_layer_config"] = {str(i): own for i in range(5, 30, 6)}
    assert ModelConfig.from_dict(released) == old
    # Where an override is absent the global value holds.
    del own["num_key_value_heads"]
    assert ModelConfig.from_dict(released).layers[5] == LayerConfig(False, 512, 8)


def test_defaults_are_those_of_transformers(released: dict[str, Any]) -> None:
    text = released["text_config"]
    for key in ("global_head_dim", "num_global_key_value_heads", "layer_types", "rope_parameters"):
        del text[key]
    config = ModelConfig.from_dict(released)
    assert [layer.sliding for layer in config.layers] == [True, True, True, True, True, False] * 5
    assert config.layers[5] == LayerConfig(False, 512, 8)
    assert config.full_rope == Rope(1e6, 0.25)


def test_the_last_layer_is_full(released: dict[str, Any]) -> None:
    released["text_config"]["layer_types"] = ["sliding_attention"] * 30
    assert [layer.sliding for layer in ModelConfig.from_dict(released).layers] == [True] * 29 + [False]


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"model_type": "llama"}, "llama"),
        ({"tie_word_embeddings": False}, "tie_word_embeddings"),
        ({"text_config": None}, "text_config"),
        ({"text_config": {"hidden_size": None}}, "hidden_size"),
        ({"text_config": {"num_experts": 0}}, "num_experts"),
        ({"text_config": {"top_k_experts": 129}}, "experts"),
        ({"text_config": {"num_attention_heads": 15}}, "heads"),
        ({"text_config": {"attention_bias": True}}, "attention_bias"),
        ({"text_config": {"use_bidirectional_attention": "all"}}, "use_bidirectional_attention"),
        ({"text_config": {"hidden_activation": "relu"}}, "hidden_activation"),
        ({"text_config": {"layer_types": ["full_attention"]}}, "layer_types"),
        ({"text_config": {"layer_types": ["chunked_attention"] * 30}}, "layer_types"),
        ({"text_config": {"per_layer_config": {"5": {"head_dim": 64}}}}, "head size"),
        ({"text_config": {"rope_parameters": {"full_attention": {"rope_type": "yarn"}}}}, "yarn"),
    ],
)
def test_what_cannot_be_computed_is_refused(released: dict[str, Any], change: dict[str, Any], named: str) -> None:
    if isinstance(change.get("text_config"), dict):
        released["text_config"] |= change["text_config"]
    else:
        released |= change
    with pytest.raises(InfillError, match=named) as error:
        ModelConfig.from_dict(released)
    assert error.value.remedy


@pytest.mark.parametrize("content", [None, "{", "[1]", "\xff"])
def test_an_unreadable_file_is_named(tmp_path: Path, content: str | None) -> None:
    if content is not None:
        (tmp_path / "config.json").write_text(content, encoding="latin-1")
    with pytest.raises(InfillError, match=r"config\.json") as error:
        ModelConfig.load(tmp_path)
    assert error.value.remedy


def test_a_file_is_read(tmp_path: Path, released: dict[str, Any]) -> None:
    (tmp_path / "config.json").write_text(json.dumps(released))
    assert ModelConfig.load(tmp_path) == ModelConfig.from_dict(released)
