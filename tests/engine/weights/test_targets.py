"""Each kind of quantised checkpoint: its configuration is the library's, and so is what it stores."""

from __future__ import annotations

from typing import Any

import pytest
import torch
from compressed_tensors.compressors import BaseCompressor
from compressed_tensors.quantization import QuantizationConfig
from compressed_tensors.utils.match import match_name

from palimpsest.engine.weights.targets import TARGETS, Target

ALL = pytest.mark.parametrize("target", TARGETS.values(), ids=TARGETS)
LAYER = "model.decoder.layers.3."


def library(target: Target) -> tuple[QuantizationConfig, Any, Any]:
    config = QuantizationConfig.model_validate(target.quantization_config())
    (scheme,) = config.config_groups.values()
    return config, scheme, BaseCompressor.get_value_from_registry(config.format)


@ALL
def test_the_library_unpacks_what_is_stored(target: Target) -> None:
    matrix = torch.randn(24, 96, generator=torch.Generator().manual_seed(0))
    packed = target.rounded(matrix).packed
    stored = target.stored(packed.storage, 96)
    _, scheme, compressor = library(target)
    assert set(stored) == set(compressor.compression_param_names(scheme))
    if "weight_packed" not in stored or stored["weight_packed"].dtype == torch.int32:
        # The library multiplies in the dtype of the scales.
        stored["weight_scale"] = stored["weight_scale"].float()
    theirs = compressor.decompress(stored, scheme)["weight"].float()
    ours = packed.unpacked(torch.float32)
    if target.name == "nvfp4":
        # It rounds these to bf16.
        torch.testing.assert_close(theirs, ours, rtol=2.0**-8, atol=0.0)
    else:
        torch.testing.assert_close(theirs, ours, rtol=1e-6, atol=0.0)


@ALL
def test_the_blank_is_what_a_matrix_becomes(target: Target) -> None:
    stored = target.stored(target.rounded(torch.randn(24, 96)).packed.storage, 96)
    blank = target.stored(target.blank(24, 96), 96)
    assert {k: (t.dtype, t.shape) for k, t in stored.items()} == {k: (t.dtype, t.shape) for k, t in blank.items()}


@ALL
def test_what_is_kept_is_what_the_configuration_ignores(target: Target) -> None:
    config, _, _ = library(target)

    def ignored(name: str) -> bool:
        return any(match_name(name, pattern) for pattern in config.ignore or ())

    for name in ("experts.5.gate_proj", "self_attn.q_proj", "self_attn.o_proj"):
        assert not ignored(LAYER + name)
    for name in ("mlp.gate_proj", "mlp.down_proj"):
        assert ignored(LAYER + name) != target.mlp
    for name in (
        f"{LAYER}router.proj",
        "model.decoder.embed_tokens",
        "model.decoder.self_conditioning.up_proj",
        "model.encoder.embed_vision.embedding_projection",
        "model.encoder.vision_tower.encoder.layers.0.self_attn.q_proj.linear",
        "lm_head",
    ):
        assert ignored(name)
