"""Checkpoints of AutoRound, GPTQ and AWQ: the numbers of their formula, computed apart in float64."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import torch
from packed_checkpoints import Pair, assert_same_numbers, is_expert, matrix_of, rewritten, write_pair
from packed_gptq import pack_awq, pack_gptq, words, write_autoround
from torch import Tensor

from palimpsest.engine.model import load_model
from palimpsest.engine.request import InfillError
from palimpsest.engine.weights.checkpoint import inspect
from palimpsest.kernels.int4 import Int4

DOWN = "model.decoder.layers.1.experts.2.down_proj"


@pytest.fixture(scope="module")
def gptq(tmp_path_factory: pytest.TempPathFactory) -> Pair:
    return write_autoround(tmp_path_factory.mktemp("autoround"))


@pytest.mark.parametrize("symmetric", [True, False])
@pytest.mark.parametrize("way", ["auto_round:auto_gptq", "auto_round", "auto_round:auto_awq"])
def test_autoround(tmp_path: Path, way: str, symmetric: bool) -> None:
    pair = write_autoround(tmp_path, symmetric=symmetric, way=way)
    model = assert_same_numbers(pair)
    for layer in model._weights.layers:
        for matrix in (*layer.experts.stacks, matrix_of(layer.gate_up), matrix_of(layer.output)):
            assert isinstance(matrix, Int4)
            assert len(matrix.storage) == 2 + (not symmetric)
            # Half a byte for a number, two for a scale of 32 and one for its zero.
            numbers = torch.Size(matrix.shape).numel()
            assert matrix.nbytes == numbers // 2 + numbers // 32 * (2 if symmetric else 3)
    assert inspect(pair.packed).format == "int4 (AutoRound)"


@pytest.mark.parametrize("symmetric", [True, False])
@pytest.mark.parametrize("way", ["auto_round:auto_gptq", "auto_round:auto_awq"])
def test_groups_that_do_not_divide_the_columns(tmp_path: Path, way: str, symmetric: bool) -> None:
    """As 128 do not divide the 704 columns of a real expert: here 64 and 96."""
    pair = write_autoround(tmp_path, group=64, way=way, symmetric=symmetric, moe_intermediate_size=96)
    assert pair.stored[f"{DOWN}.scales"].shape == (2, 64)
    model = assert_same_numbers(pair)
    down = model._weights.layers[1].experts.stacks[1]
    assert isinstance(down, Int4)
    assert down.storage[1].shape == (4, 64, 3)


@pytest.mark.parametrize(("form", "taken", "order"), [(None, 1, True), ("gptq", 1, False), ("gptq_v2", 0, True)])
@pytest.mark.parametrize("symmetric", [True, False])
def test_gptq(tmp_path: Path, form: str | None, taken: int, order: bool, symmetric: bool) -> None:
    settings: dict[str, Any] = {"quant_method": "gptq", "bits": 4, "group_size": 32, "sym": symmetric}
    settings |= {"desc_act": False} if form is None else {"checkpoint_format": form}

    def pack(part: str, weight: Tensor) -> tuple[dict[str, Tensor], Tensor] | None:
        return pack_gptq(weight, 32, symmetric, taken, order) if is_expert(part) else None

    pair = write_pair(tmp_path, pack, settings, rest=torch.float16)
    assert_same_numbers(pair)
    assert inspect(pair.packed).format == "int4 (GPTQ)"


@pytest.mark.parametrize("group", [16, -1])
def test_awq(tmp_path: Path, group: int) -> None:
    settings = {"quant_method": "awq", "bits": 4, "group_size": group, "zero_point": True, "version": "gemm"}

    def pack(part: str, weight: Tensor) -> tuple[dict[str, Tensor], Tensor] | None:
        width = weight.shape[1] if group < 0 else group
        return pack_awq(weight, width, symmetric=False) if is_expert(part) else None

    pair = write_pair(tmp_path, pack, settings, rest=torch.float16)
    assert_same_numbers(pair)
    assert inspect(pair.packed).format == "int4 (AWQ)"


def test_symmetric_zeros_of_either_kind(gptq: Pair, tmp_path: Path) -> None:
    """Some symmetric checkpoints store 8 where one is added to it, too; both mean the middle."""
    name = f"{DOWN}.qzeros"
    before = load_model(gptq.packed)._weights.layers[1].experts.stacks[1]
    eights = words(torch.full((1, 64), 8))
    assert not torch.equal(eights, gptq.stored[name])
    after = load_model(rewritten(gptq, tmp_path / "a", {name: eights}))._weights.layers[1].experts.stacks[1]
    assert isinstance(before, Int4)
    assert isinstance(after, Int4)
    assert torch.equal(before.unpacked(torch.float32), after.unpacked(torch.float32))
    refused(rewritten(gptq, tmp_path / "b", {name: words(torch.full((1, 64), 5))}), "besides the middle")


def refused(folder: Path, match: str) -> None:
    with pytest.raises(InfillError, match=match) as error:
        load_model(folder)
    assert error.value.remedy


def test_columns_out_of_order(gptq: Pair, tmp_path: Path) -> None:
    places = torch.zeros(32, dtype=torch.int32)
    load_model(rewritten(gptq, tmp_path / "a", {f"{DOWN}.g_idx": places}))
    refused(rewritten(gptq, tmp_path / "b", {f"{DOWN}.g_idx": places + 1}), "act-order")


@pytest.mark.parametrize(
    ("changed", "match"),
    [
        ({"bits": 3}, "3-bit"),
        ({"data_type": "nv_fp"}, "4-bit nv_fp"),
        ({"packing_format": "mlx"}, "packed as mlx"),
        ({"quant_method": "awq", "version": "gemv"}, "packed as gemv"),
        ({"rotation_config": {"kind": "hadamard"}}, "rotation_config"),
        ({"extra_config": {"a": {"bits": 8}}}, "have 8 bits"),
        ({"group_size": 16}, "does not explain"),
    ],
)
def test_what_is_not_understood(gptq: Pair, tmp_path: Path, changed: dict[str, Any], match: str) -> None:
    refused(rewritten(gptq, tmp_path / "x", {}, **changed), match)


def test_without_zeros(gptq: Pair, tmp_path: Path) -> None:
    name = f"{DOWN}.qzeros"
    load_model(rewritten(gptq, tmp_path / "a", {name: None}))
    refused(rewritten(gptq, tmp_path / "b", {name: None}, sym=False), "down_proj has no qzeros")


@pytest.mark.parametrize(
    ("piece", "value", "match"),
    [
        ("qweight", None, "down_proj"),
        ("scales", None, "lacks tensors.*down_proj.scales"),
        ("qweight", torch.zeros(5, 64, dtype=torch.int32), "down_proj.qweight has the shape"),
        ("scales", torch.ones(1, 64, dtype=torch.int32), "down_proj.scales is stored as torch.int32"),
        ("scales", torch.tensor(1.0), r"down_proj\.scales has the shape \(\)"),
        ("bias", torch.zeros(64), "unknown tensors.*down_proj.bias"),
    ],
)
def test_damaged_pieces(gptq: Pair, tmp_path: Path, piece: str, value: Tensor | None, match: str) -> None:
    refused(rewritten(gptq, tmp_path / "x", {f"{DOWN}.{piece}": value}), match)
