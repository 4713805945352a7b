"""Writes checkpoints as compressed-tensors does, with its own functions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import torch
from compressed_tensors.compressors.base import BaseCompressor
from compressed_tensors.compressors.nvfp4 import unpack_fp4_from_uint8
from compressed_tensors.quantization import QuantizationArgs, QuantizationConfig, QuantizationScheme, QuantizationStatus
from compressed_tensors.quantization.lifecycle.forward import dequantize
from compressed_tensors.quantization.quant_scheme import preset_name_to_scheme
from packed_checkpoints import Pack, Pair, is_attention, is_expert, is_mlp, write_pair
from torch import Tensor

Numbers = tuple[dict[str, Tensor], Tensor]

# As RedHatAI's recipes say it.
IGNORED = ["lm_head", "re:.*embed.*", "re:.*router", "re:.*vision_tower.*", "re:.*self_conditioning.*"]


def settings(scheme: QuantizationScheme, form: str, ignore: list[str]) -> dict[str, Any]:
    """The quantization_config that the library writes."""
    config = QuantizationConfig(
        config_groups={"group_0": scheme},
        format=form,
        quantization_status=QuantizationStatus.COMPRESSED,
        ignore=ignore,
    )
    return config.model_dump(mode="json")


def scheme_of(**weights: Any) -> QuantizationScheme:
    """Only weights packed."""
    return QuantizationScheme(targets=["Linear"], weights=QuantizationArgs.model_validate(weights))


def compressed(form: str, state: Mapping[str, Tensor | None], scheme: QuantizationScheme) -> dict[str, Tensor]:
    """Packed by the library."""
    result = BaseCompressor.get_value_from_registry(form).compress(dict(state), scheme)
    return {name: tensor for name, tensor in result.items() if tensor is not None}


def decompressed(form: str, state: Mapping[str, Tensor], scheme: QuantizationScheme) -> Tensor:
    """Unpacked by the library, with its scales in fp32: it multiplies in their dtype."""
    wide: dict[str, Tensor | None] = {**state, "weight_scale": state["weight_scale"].float()}
    result = BaseCompressor.get_value_from_registry(form).decompress(wide, scheme)["weight"]
    assert result is not None
    return result.float()


def pack_int4(weight: Tensor, scheme: QuantizationScheme, dtype: torch.dtype = torch.float16) -> Numbers:
    """Groups as the scheme says; symmetric ones around 0, others between the least and the largest number."""
    assert scheme.weights is not None
    groups = weight.unflatten(-1, (-1, scheme.weights.group_size or weight.shape[1]))
    state = {"weight": weight}
    if scheme.weights.symmetric:
        state["weight_scale"] = (groups.abs().amax(-1) / 7).to(dtype)
    else:
        low, high = groups.amin(-1).clamp(max=0), groups.amax(-1).clamp(min=0)
        state["weight_scale"] = ((high - low) / 15).to(dtype)
        state["weight_zero_point"] = (-8 - low / state["weight_scale"].float()).round().clamp(-8, 7).to(torch.int8)
    stored = compressed("pack-quantized", state, scheme)
    return stored, decompressed("pack-quantized", stored, scheme)


def pack_fp8(weight: Tensor, scheme: QuantizationScheme, dtype: torch.dtype = torch.bfloat16) -> Numbers:
    """A scale per row, for all, or per block."""
    assert scheme.weights is not None
    strategy, block = scheme.weights.strategy, scheme.weights.block_structure
    if strategy == "channel":
        largest = weight.abs().amax(-1, keepdim=True)
    elif strategy == "tensor":
        largest = weight.abs().amax().view(1)
    else:
        assert block is not None
        padded = torch.nn.functional.pad(weight, (0, -weight.shape[1] % block[1], 0, -weight.shape[0] % block[0]))
        largest = padded.abs().unflatten(1, (-1, block[1])).unflatten(0, (-1, block[0])).amax((1, 3))
    stored = compressed("float-quantized", {"weight": weight, "weight_scale": (largest / 448).to(dtype)}, scheme)
    return stored, decompressed("float-quantized", stored, scheme)


def pack_nvfp4(weight: Tensor, scheme: QuantizationScheme) -> Numbers:
    """Scales such that the largest number of a group is 6 times its scale, and the largest scale 448."""
    assert scheme.weights is not None
    divisor = (448 * 6 / weight.abs().amax()).view(1)
    scale = weight.unflatten(-1, (-1, 16)).abs().amax(-1) / 6 * divisor
    state = {"weight": weight, "weight_scale": scale.to(torch.float8_e4m3fn).float(), "weight_global_scale": divisor}
    stored = compressed("nvfp4-pack-quantized", state, scheme)
    # What the library's own way back rounds to bfloat16.
    numbers = unpack_fp4_from_uint8(stored["weight_packed"], *weight.shape, dtype=torch.float32)
    meant = dequantize(
        numbers, stored["weight_scale"].float(), args=scheme.weights, dtype=torch.float32, global_scale=divisor
    )
    return {**stored, "input_global_scale": torch.tensor([0.125])}, meant


def only(chosen: Callable[[str], bool], pack: Callable[[Tensor], Numbers]) -> Pack:
    """Pack these matrices."""
    return lambda part, weight: pack(weight) if chosen(part) else None


def write_fp8(folder: Path, **sizes: Any) -> Pair:
    """As RedHatAI's FP8-dynamic: attention, dense block and experts."""
    scheme = preset_name_to_scheme("FP8_DYNAMIC", ["Linear"])
    pack = only(lambda part: is_expert(part) or is_attention(part) or is_mlp(part), lambda w: pack_fp8(w, scheme))
    return write_pair(folder, pack, settings(scheme, "float-quantized", IGNORED), **sizes)


def write_nvfp4(folder: Path, **sizes: Any) -> Pair:
    """As RedHatAI's NVFP4: dense block and experts."""
    scheme = preset_name_to_scheme("NVFP4", ["Linear"])
    pack = only(lambda part: is_expert(part) or is_mlp(part), lambda w: pack_nvfp4(w, scheme))
    return write_pair(folder, pack, settings(scheme, "nvfp4-pack-quantized", [*IGNORED, "re:.*self_attn.*"]), **sizes)


def write_int4(folder: Path, symmetric: bool = True, **sizes: Any) -> Pair:
    """As cyankiwi's AWQ-INT4: attention and experts in groups of 32, the rest in half precision."""
    scheme = scheme_of(num_bits=4, type="int", strategy="group", group_size=32, symmetric=symmetric)
    pack = only(lambda part: is_expert(part) or is_attention(part), lambda w: pack_int4(w, scheme))
    ignored = [*IGNORED, "re:.*mlp.*"]
    return write_pair(folder, pack, settings(scheme, "pack-quantized", ignored), rest=torch.float16, **sizes)
