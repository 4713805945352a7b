"""Checkpoints of NVIDIA's modelopt: the numbers of its formula, computed apart in float64."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import torch
from compressed_tensors.entrypoints.convert.converters import ModelOptNvfp4Converter
from compressed_tensors.quantization.quant_scheme import preset_name_to_scheme
from packed_checkpoints import (
    Pair,
    assert_same_numbers,
    expert_bytes,
    is_attention,
    is_expert,
    matrix_of,
    rewritten,
    save,
    write_pair,
)
from packed_modelopt import SETTINGS, pack_fp8, pack_nvfp4, write_nvfp4
from torch import Tensor

from palimpsest.engine.model import load_model
from palimpsest.engine.request import InfillError
from palimpsest.engine.weights.checkpoint import inspect
from palimpsest.kernels.fp8 import Fp8
from palimpsest.kernels.nvfp4 import Nvfp4


@pytest.fixture(scope="module")
def nvfp4(tmp_path_factory: pytest.TempPathFactory) -> Pair:
    return write_nvfp4(tmp_path_factory.mktemp("nvfp4"))


def test_nvfp4(nvfp4: Pair) -> None:
    model = assert_same_numbers(nvfp4)
    found = [stack for layer in model._weights.layers for stack in layer.experts.stacks]
    assert {type(stack) for stack in found} == {Nvfp4}
    rows = sum(stack.shape[0] * stack.shape[1] for stack in found)
    assert sum(stack.nbytes for stack in found) == expert_bytes(nvfp4, "weight", "weight_scale") + 4 * rows
    assert inspect(nvfp4.packed).format == "NVFP4 (modelopt)"


def test_what_compressed_tensors_makes_of_it(nvfp4: Pair, tmp_path: Path) -> None:
    """Its own converter from modelopt's names: another hand's reading of the same tensors."""
    settings = preset_name_to_scheme("NVFP4", ["Linear"]).model_dump(mode="json")
    # Converted in place.
    converted = dict(nvfp4.stored)
    ModelOptNvfp4Converter(targets=["re:.*experts.*"]).process(converted)
    assert any(name.endswith("weight_global_scale") for name in converted)
    values = json.loads((nvfp4.packed / "config.json").read_text())
    values["quantization_config"] = {"quant_method": "compressed-tensors", "config_groups": {"group_0": settings}}
    save(tmp_path / "converted", values, converted, 1)
    assert_same_numbers(Pair(tmp_path / "converted", nvfp4.packed, converted))


def test_what_it_says_in_a_file_of_its_own(tmp_path: Path) -> None:
    pair = write_nvfp4(tmp_path, settings=None)
    with pytest.raises(InfillError, match="unknown tensors"):
        load_model(pair.packed)
    values = {"producer": {"name": "modelopt"}, "quantization": {"quant_algo": "NVFP4", "group_size": 16}}
    (pair.packed / "hf_quant_config.json").write_text(json.dumps(values))
    assert_same_numbers(pair)


def test_mixed_precision(tmp_path: Path) -> None:
    """Attention in FP8 with one scale and those of the cache, experts in NVFP4."""

    def pack(part: str, weight: Tensor) -> tuple[dict[str, Tensor], Tensor] | None:
        if is_attention(part):
            pieces, meant = pack_fp8(weight)
            name = part.rpartition(".")[2][0]
            return (pieces | {f"{name}_scale": torch.tensor(1.0)} if name in "kv" else pieces), meant
        return pack_nvfp4(weight) if is_expert(part) else None

    model = assert_same_numbers(write_pair(tmp_path, pack, {**SETTINGS, "quant_algo": "MIXED_PRECISION"}))
    assert isinstance(matrix_of(model._weights.layers[0].query_key_value), Fp8)


@pytest.mark.parametrize(
    ("changed", "match"),
    [
        ({"quant_algo": "W4A8_AWQ"}, "modelopt's W4A8_AWQ"),
        ({"group_size": 32}, "for every 32 columns"),
    ],
)
def test_what_is_not_understood(nvfp4: Pair, tmp_path: Path, changed: dict[str, Any], match: str) -> None:
    with pytest.raises(InfillError, match=match) as error:
        load_model(rewritten(nvfp4, tmp_path / "x", {}, **changed))
    assert error.value.remedy


@pytest.mark.parametrize(
    ("piece", "value", "match"),
    [
        ("weight_scale", None, "lacks tensors.*up_proj.weight_scale"),
        ("weight_scale", torch.ones(32, 4), "up_proj.weight_scale is stored as torch.float32"),
        ("weight_scale_2", torch.ones(2), "up_proj.weight_scale_2 has the shape"),
        ("weight", torch.zeros(32, 32), "up_proj.weight is stored as torch.float32"),
        ("pre_quant_scale", torch.ones(64), "unknown tensors.*pre_quant_scale"),
    ],
)
def test_damaged_pieces(nvfp4: Pair, tmp_path: Path, piece: str, value: Tensor | None, match: str) -> None:
    name = f"model.decoder.layers.2.experts.0.up_proj.{piece}"
    with pytest.raises(InfillError, match=match):
        load_model(rewritten(nvfp4, tmp_path / "x", {name: value}))
