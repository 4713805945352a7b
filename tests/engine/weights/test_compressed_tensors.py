"""Checkpoints of compressed-tensors: the numbers of the library itself, in no more memory than the file takes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import torch
from compressed_tensors.compressors.pack_quantized.helpers import pack_to_int32
from packed_checkpoints import (
    Pair,
    assert_same_numbers,
    expert_bytes,
    is_attention,
    is_expert,
    matrix_of,
    rewritten,
    write_pair,
)
from packed_compressed import (
    IGNORED,
    only,
    pack_fp8,
    pack_int4,
    scheme_of,
    settings,
    write_fp8,
    write_int4,
    write_nvfp4,
)
from torch import Tensor
from torch.utils._python_dispatch import TorchDispatchMode

from palimpsest.engine.model import load_model
from palimpsest.engine.request import InfillError
from palimpsest.engine.weights.checkpoint import inspect
from palimpsest.kernels.fp8 import Fp8
from palimpsest.kernels.int4 import Int4
from palimpsest.kernels.nvfp4 import Nvfp4
from palimpsest.kernels.packed import Packed

QUERY = "model.decoder.layers.0.self_attn.q_proj"
DOWN = "model.decoder.layers.1.experts.2.down_proj"


@pytest.fixture(scope="module")
def int4(tmp_path_factory: pytest.TempPathFactory) -> Pair:
    return write_int4(tmp_path_factory.mktemp("int4"))


@pytest.fixture(scope="module")
def fp8(tmp_path_factory: pytest.TempPathFactory) -> Pair:
    return write_fp8(tmp_path_factory.mktemp("fp8"))


def stacks(folder: Path) -> list[Packed]:
    found = [stack for layer in load_model(folder)._weights.layers for stack in layer.experts.stacks]
    assert all(isinstance(stack, Packed) for stack in found)
    return [stack for stack in found if isinstance(stack, Packed)]


def test_int4(int4: Pair) -> None:
    model = assert_same_numbers(int4)
    for layer in model._weights.layers:
        assert isinstance(matrix_of(layer.query_key_value), Int4)
        assert isinstance(matrix_of(layer.output), Int4)
        assert isinstance(matrix_of(layer.down), Tensor)
    found = stacks(int4.packed)
    assert {type(stack) for stack in found} == {Int4}
    assert sum(stack.nbytes for stack in found) == expert_bytes(int4, "weight_packed", "weight_scale")
    assert inspect(int4.packed).format == "int4 (compressed-tensors)"


def test_int4_with_zeros_of_its_own(tmp_path: Path) -> None:
    pair = write_int4(tmp_path, symmetric=False)
    zeros = [tensor for name, tensor in pair.stored.items() if name.endswith("weight_zero_point")]
    assert len({int(tensor.flatten()[0]) for tensor in zeros}) > 1
    assert_same_numbers(pair)
    assert all(len(stack.storage) == 3 for stack in stacks(pair.packed))


def test_fp8(fp8: Pair) -> None:
    model = assert_same_numbers(fp8)
    for layer in model._weights.layers:
        for projection in (layer.query_key_value, layer.gate_up, layer.output, layer.down):
            assert isinstance(matrix_of(projection), Fp8)
    found = stacks(fp8.packed)
    assert {type(stack) for stack in found} == {Fp8}
    assert sum(stack.nbytes for stack in found) == expert_bytes(fp8, "weight", "weight_scale")
    assert inspect(fp8.packed).format == "fp8 (compressed-tensors)"


def test_nvfp4(tmp_path: Path) -> None:
    pair = write_nvfp4(tmp_path)
    model = assert_same_numbers(pair)
    for layer in model._weights.layers:
        assert isinstance(matrix_of(layer.gate_up), Nvfp4)
        assert isinstance(matrix_of(layer.output), Tensor)
    found = stacks(pair.packed)
    assert {type(stack) for stack in found} == {Nvfp4}
    # The scale above the scales is kept for each row.
    rows = sum(stack.shape[0] * stack.shape[1] for stack in found)
    assert sum(stack.nbytes for stack in found) == expert_bytes(pair, "weight_packed", "weight_scale") + 4 * rows
    assert inspect(pair.packed).format == "NVFP4 (compressed-tensors)"


@pytest.mark.parametrize(
    "weights",
    [
        {"strategy": "tensor"},
        {"strategy": "block", "block_structure": [16, 16]},
        # Neither rows nor columns are whole blocks.
        {"strategy": "block", "block_structure": [40, 40]},
    ],
)
def test_other_scales_of_fp8(tmp_path: Path, weights: dict[str, Any]) -> None:
    scheme = scheme_of(num_bits=8, type="float", **weights)
    pair = write_pair(
        tmp_path,
        only(lambda part: is_expert(part) or is_attention(part), lambda w: pack_fp8(w, scheme)),
        settings(scheme, "float-quantized", IGNORED),
    )
    assert_same_numbers(pair)
    assert {type(stack) for stack in stacks(pair.packed)} == {Fp8}


@pytest.mark.parametrize("weights", [{"strategy": "channel"}, {"strategy": "group", "group_size": 16}])
def test_other_scales_of_int4(tmp_path: Path, weights: dict[str, Any]) -> None:
    scheme = scheme_of(num_bits=4, type="int", **weights)
    pack = only(is_expert, lambda w: pack_int4(w, scheme, torch.bfloat16))
    assert_same_numbers(write_pair(tmp_path, pack, settings(scheme, "pack-quantized", IGNORED)))


def test_kinds_that_differ_from_matrix_to_matrix(tmp_path: Path) -> None:
    """Queries in FP8, keys plain, experts in int4, and a router that is packed, too."""
    eight = scheme_of(num_bits=8, type="float", strategy="channel")
    four = scheme_of(num_bits=4, type="int", strategy="group", group_size=32)

    def pack(part: str, weight: Tensor) -> tuple[dict[str, Tensor], Tensor] | None:
        if part.endswith(("self_attn.q_proj", "router.proj")):
            return pack_fp8(weight, eight)
        return pack_int4(weight, four) if is_expert(part) else None

    config = settings(eight, "mixed-precision", IGNORED)
    config["config_groups"]["group_1"] = settings(four, "pack-quantized", IGNORED)["config_groups"]["group_0"]
    model = assert_same_numbers(write_pair(tmp_path, pack, config))
    assert isinstance(model._weights.layers[0].router, Tensor)


def test_a_group_that_is_cut_off(tmp_path: Path) -> None:
    """Groups of 32 on 48 columns: the second has 16. The library packs none such; the file is put together here."""
    scheme = scheme_of(num_bits=4, type="int", strategy="group", group_size=32)

    def pack(part: str, weight: Tensor) -> tuple[dict[str, Tensor], Tensor] | None:
        if not is_expert(part):
            return None
        if weight.shape[1] % 32 == 0:
            return pack_int4(weight, scheme)
        scales = torch.stack([half.abs().amax(1) / 7 for half in weight.split(32, 1)], 1).half()
        wide = scales.float().repeat_interleave(32, 1)[:, : weight.shape[1]]
        integers = (weight / wide).round().clamp(-8, 7)
        pieces = {"weight_packed": pack_to_int32(integers.to(torch.int8), 4), "weight_scale": scales}
        return pieces, integers * wide

    config = settings(scheme, "pack-quantized", IGNORED)
    pair = write_pair(tmp_path, pack, config, moe_intermediate_size=48)
    assert pair.stored[f"{DOWN}.weight_scale"].shape == (64, 2)
    assert_same_numbers(pair)


class Largest(TorchDispatchMode):
    """The most numbers that any one operation has made."""

    def __init__(self) -> None:
        super().__init__()
        self.found = 0

    def __torch_dispatch__(
        self, func: Any, types: Any, args: tuple[Any, ...] = (), kwargs: dict[str, Any] | None = None
    ) -> Any:
        result = func(*args, **(kwargs or {}))
        if isinstance(result, Tensor) and result.is_floating_point() and not result._is_view():
            self.found = max(self.found, result.numel())
        return result


def test_no_more_than_one_expert_is_ever_unpacked(tmp_path: Path) -> None:
    pair = write_int4(tmp_path, num_experts=16, vocab_size=64)
    model = load_model(pair.packed)
    prefix = model.encode(torch.arange(4)[None])
    with Largest() as largest:
        model.denoise(torch.arange(4)[None], prefix)
    one = max(part[0].shape[0] * part.columns for part in stacks(pair.packed))
    widest = max(matrix_of(layer.query_key_value).shape[0] * 64 for layer in model._weights.layers)
    assert one <= largest.found <= max(one, widest) < 16 * one


def test_matrices_that_stand_alone_are_views_of_the_file(fp8: Pair) -> None:
    output = matrix_of(load_model(fp8.packed)._weights.layers[0].output)
    assert isinstance(output, Fp8)
    # A tensor of its own owns its memory; one of a mapped file does not.
    assert not output.storage[0].untyped_storage().resizable()


def refused(folder: Path, match: str) -> None:
    with pytest.raises(InfillError, match=match) as error:
        load_model(folder)
    assert error.value.remedy


@pytest.mark.parametrize("piece", ["weight_packed", "weight_scale"])
def test_missing_pieces_are_named(int4: Pair, tmp_path: Path, piece: str) -> None:
    refused(rewritten(int4, tmp_path / "x", {f"{DOWN}.{piece}": None}), r"experts\.2\.down_proj")


def test_unknown_pieces_are_named(int4: Pair, tmp_path: Path) -> None:
    refused(rewritten(int4, tmp_path / "x", {f"{DOWN}.weight_bias": torch.zeros(1)}), "unknown tensors.*weight_bias")


def test_pieces_of_another_shape(int4: Pair, tmp_path: Path) -> None:
    words = int4.stored[f"{DOWN}.weight_packed"]
    refused(rewritten(int4, tmp_path / "a", {f"{DOWN}.weight_packed": words[:, :-1]}), "down_proj.weight_packed has")
    scales = int4.stored[f"{QUERY}.weight_scale"]
    wider = {f"{QUERY}.weight_scale": torch.cat((scales, scales), 1)}
    refused(rewritten(int4, tmp_path / "b", wider), r"q_proj\.weight_scale has 4 scales for 64 columns")
    refused(
        rewritten(int4, tmp_path / "c", {f"{QUERY}.weight_scale": scales[0]}), r"q_proj\.weight_scale has the shape"
    )


def test_pieces_of_another_dtype(int4: Pair, fp8: Pair, tmp_path: Path) -> None:
    words = int4.stored[f"{DOWN}.weight_packed"]
    refused(rewritten(int4, tmp_path / "a", {f"{DOWN}.weight_packed": words.float()}), "stored as torch.float32")
    scales = fp8.stored[f"{DOWN}.weight_scale"]
    refused(rewritten(fp8, tmp_path / "b", {f"{DOWN}.weight_scale": scales.int()}), "stored as torch.int32")


def test_columns_out_of_order(int4: Pair, tmp_path: Path) -> None:
    places = torch.arange(32, dtype=torch.int32) // 32
    load_model(rewritten(int4, tmp_path / "a", {f"{DOWN}.weight_g_idx": places}))
    refused(rewritten(int4, tmp_path / "b", {f"{DOWN}.weight_g_idx": 1 - places}), "act-order")


@pytest.mark.parametrize(
    ("changed", "match"),
    [
        ({"format": "marlin-24"}, "in the format marlin-24"),
        ({"format": "mxfp4-pack-quantized"}, "mxfp4"),
        ({"transform_config": {"config_groups": {"u": {}}}}, "transform_config"),
        ({"sparsity_config": {"format": "sparse-24-bitmask"}}, "sparsity_config"),
        ({"config_groups": {"a": {"weights": {"num_bits": 8, "type": "int"}}}}, "8-bit integers"),
        ({"config_groups": {"a": {"weights": {"num_bits": 6, "type": "float"}}}}, "6-bit floating point"),
        ({"config_groups": {}}, "stored as int4, which the quantization_config does not name"),
        ({"config_groups": {"a": {"weights": {"num_bits": 4, "type": "int", "group_size": 64}}}}, "does not explain"),
        ({"config_groups": [1, "a"], "ignore": 3}, "does not name"),
        ({"quant_method": "bitsandbytes"}, "packed by bitsandbytes"),
        ({"quant_method": None}, "an unnamed method"),
    ],
)
def test_what_is_not_understood(int4: Pair, tmp_path: Path, changed: dict[str, Any], match: str) -> None:
    refused(rewritten(int4, tmp_path / "x", {}, **changed), match)


def test_blocks_without_a_size(fp8: Pair, tmp_path: Path) -> None:
    scales = {f"{QUERY}.weight_scale": torch.ones(4, 4, dtype=torch.bfloat16)}
    refused(rewritten(fp8, tmp_path / "a", scales), "does not explain")
    groups = {"a": {"weights": {"num_bits": 8, "type": "float", "block_structure": [0, "x"]}}}
    refused(rewritten(fp8, tmp_path / "b", {}, config_groups=groups), "block_structure")


def test_experts_packed_in_two_ways(int4: Pair, tmp_path: Path) -> None:
    plain: dict[str, Tensor | None] = {f"{DOWN}.{piece}": None for piece in ("weight_packed", "weight_scale")}
    plain |= {f"{DOWN}.weight_shape": None, f"{DOWN}.weight": torch.zeros(64, 32, dtype=torch.float16)}
    refused(rewritten(int4, tmp_path / "x", plain), "layer 1 are packed in several ways")
