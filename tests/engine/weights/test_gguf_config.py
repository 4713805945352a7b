"""Metadata of GGUF files: the released model's, and what is missing, impossible or not supported."""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import gguf_models as files
import numpy as np
import pytest
from gguf_models import ARCHITECTURE, SIZES

from palimpsest.engine.config import ModelConfig
from palimpsest.engine.request import InfillError
from palimpsest.engine.sampler import SamplerConfig
from palimpsest.engine.weights.gguf_config import generation, model_config
from palimpsest.engine.weights.gguf_header import GgufHeader

TOKENS = ["<pad>", "<eos>", "<bos>", "<unk>", *(f"t{number}" for number in range(4, 120))]
TOKENS[50], TOKENS[106] = "<|tool_response>", "<turn|>"


def header(
    tmp_path: Path,
    changes: Mapping[str, Any] | None = None,
    factors: np.ndarray | None = None,
    without: str = "",
    rows: int = 120,
) -> GgufHeader:
    """Of a file with the metadata of the small model, changed."""
    values = {**files.metadata(SIZES), **(changes or {})}
    values.pop(without, None)
    tensors: files.Tensors = {
        # As many tensors as a model of three layers has at least.
        **{f"blk.{i}.attn_norm.weight": ("F32", np.ones(4, np.float32)) for i in range(3)},
        "token_embd.weight": ("F32", np.zeros((rows, 4), np.float32)),
        "rope_freqs.weight": ("F32", files.rope_factors(SIZES["global_head_dim"]) if factors is None else factors),
    }
    if without in tensors:
        del tensors[without]
    return GgufHeader.read(files.write_gguf(tmp_path / "model.gguf", tensors, values))


def changed(key: str, value: Any) -> dict[str, Any]:
    return {f"{ARCHITECTURE}.{key}": value}


def refused(given: GgufHeader, named: str) -> None:
    with pytest.raises(InfillError, match=named) as error:
        model_config(given)
    assert "model.gguf" in error.value.what
    assert error.value.remedy


def test_it_is_the_same_as_config_json(tmp_path: Path) -> None:
    text = {**SIZES, "num_hidden_layers": 3, "vocab_size": 120}
    expected = ModelConfig.from_dict({"model_type": "diffusion_gemma", "canvas_length": 16, "text_config": text})
    assert model_config(header(tmp_path)) == expected


def test_one_number_for_all_layers(tmp_path: Path) -> None:
    one = model_config(header(tmp_path, changed("attention.head_count_kv", 2)))
    assert [layer.groups for layer in one.layers] == [2, 2, 2]
    many = model_config(header(tmp_path, changed("feed_forward_length", [96, 96, 96])))
    assert many.intermediate_size == 96
    refused(header(tmp_path, changed("feed_forward_length", [96, 96, 32])), "no usable diffusion-gemma.feed_forward")


def test_what_is_missing_is_named_or_has_the_models_value(tmp_path: Path) -> None:
    whole = model_config(header(tmp_path))
    optional = ("rms_epsilon", "freq_base", "freq_base_swa", "softcapping", "causal")
    optional += ("dimension_count", "dimension_count_swa", "value_length", "value_length_swa")
    keys = [key for key in files.metadata(SIZES) if key.startswith(ARCHITECTURE)]
    assert len(keys) == 22
    for key in keys:
        given = header(tmp_path, without=key)
        if key.endswith(optional):
            assert model_config(given) == whole
        else:
            refused(given, f"no usable {key} \\(nothing\\)")


IMPOSSIBLE: tuple[tuple[str, Any], ...] = (
    ("block_count", 0),
    ("block_count", 4_000_000_000),
    ("block_count", 5),
    ("embedding_length", 4_000_000_000),
    ("embedding_length", "many"),
    ("expert_used_count", 5),
    ("attention.head_count_kv", [2, 2]),
    ("attention.head_count_kv", [2, 3, 1]),
    ("attention.head_count_kv", [2, 0, 1]),
    ("attention.sliding_window_pattern", [True, True]),
    ("attention.sliding_window_pattern", [5, 5, 5]),
    ("attention.value_length", 64),
    ("attention.key_length_swa", 63),
    ("rope.dimension_count_swa", 32),
    ("rope.freq_base", -1.0),
    ("rope.freq_base", math.nan),
    ("final_logit_softcapping", True),
    ("rope.scaling.type", "yarn"),
    ("attention.shared_kv_layers", 2),
    ("context_length", 31),
)


def test_what_is_impossible_or_not_supported_is_named(tmp_path: Path) -> None:
    for key, value in IMPOSSIBLE:
        refused(header(tmp_path, changed(key, value)), "no usable ")


def test_the_vocabulary_is_that_of_the_embedding(tmp_path: Path) -> None:
    assert model_config(header(tmp_path, {"tokenizer.ggml.tokens": TOKENS})).vocab_size == 120
    refused(header(tmp_path, {"tokenizer.ggml.tokens": TOKENS}, rows=121), "120 for 121 embeddings")
    refused(header(tmp_path, without="token_embd.weight"), "has no token_embd.weight")
    refused(header(tmp_path, {"tokenizer.ggml.padding_token_id": 120}), "no usable tokenizer.ggml")


def test_factors_of_the_positions(tmp_path: Path) -> None:
    pairs = SIZES["global_head_dim"] // 2
    every = model_config(header(tmp_path, factors=np.ones(pairs, np.float32)))
    assert every.full_rope.rotated == 1.0
    three = np.full(pairs, 1e30, np.float32)
    three[:3] = 1
    rotated = model_config(header(tmp_path, factors=three)).full_rope.rotated
    assert int(rotated * SIZES["global_head_dim"] // 2) == 3
    stretched = files.rope_factors(2 * pairs)
    stretched[5] = 8
    for wrong in (
        stretched,
        stretched[::-1].copy(),
        np.full(pairs, 1e30, np.float32),
        np.full(pairs, np.nan, np.float32),
    ):
        refused(header(tmp_path, factors=wrong), r"stretches its positions")
    refused(header(tmp_path, factors=np.ones(pairs + 1, np.float32)), r"no usable rope_freqs\.weight")
    refused(header(tmp_path, without="rope_freqs.weight"), r"no usable rope_freqs\.weight")


@pytest.mark.parametrize("end", [1, 106])
def test_the_ends_of_a_reply_are_the_released_ones(end: int, tmp_path: Path) -> None:
    """Files name <eos> or <turn|> as the end; whichever it is, a text ends with <eos>, and all three end a reply."""
    known = {"tokenizer.ggml.tokens": TOKENS, "tokenizer.ggml.eos_token_id": end, "tokenizer.ggml.eot_token_id": 106}
    given = header(tmp_path, known)
    config = model_config(given)
    assert config.eos_token_id == 1
    assert SamplerConfig.load(given.path, config) == SamplerConfig()


def test_ends_without_names(tmp_path: Path) -> None:
    given = header(tmp_path, {"tokenizer.ggml.eos_token_id": 7, "tokenizer.ggml.eot_token_id": 9})
    config = model_config(given)
    assert (config.bos_token_id, config.eos_token_id, config.pad_token_id) == (2, 7, 0)
    assert SamplerConfig.load(given.path, config).eos_token_ids == (7, 9)


def test_values_of_the_sampler(tmp_path: Path) -> None:
    values: dict[str, Any] = {
        "diffusion.eb_max_steps": 20,
        "diffusion.eb_t_min": 0.3,
        "diffusion.eb_t_max": 0.9,
        "diffusion.eb_entropy_bound": 0.2,
        "diffusion.eb_stability_threshold": 2,
        "diffusion.eb_confidence_threshold": 0.01,
    }
    given = header(tmp_path, values)
    assert generation(given)["sampler_config"] == {"entropy_bound": 0.2}
    assert SamplerConfig.load(given.path, model_config(given)) == SamplerConfig(20, 0.3, 0.9, 0.2, 2, 0.01, (1,), 0)
    wrong = header(tmp_path, {**values, "diffusion.eb_t_min": 2.0})
    with pytest.raises(InfillError, match=r"model\.gguf has an impossible number of steps or temperature"):
        SamplerConfig.load(wrong.path, model_config(wrong))
