"""Writes checkpoints as NVIDIA's modelopt does, by its published formula."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from packed_checkpoints import Pair, is_expert, write_pair
from torch import Tensor

# Distance and sign of each nibble, in NVIDIA's order: sign, two bits of exponent, one of mantissa.
SIZES = torch.tensor([0.0, 0.5, 1.0, 1.5, 2.0, 3.0, 4.0, 6.0], dtype=torch.float64)

# As nvidia/diffusiongemma-26B-A4B-it-NVFP4 says it.
SETTINGS: dict[str, Any] = {
    "quant_method": "modelopt",
    "quant_algo": "NVFP4",
    "kv_cache_scheme": {"dynamic": False, "num_bits": 8, "type": "float"},
    "producer": {"name": "modelopt", "version": "0.45.0"},
    "ignore": ["lm_head", "*embed_vision*", "*mlp*", "*router*", "*self_attn*", "*self_conditioning*"],
    "config_groups": {
        "group_0": {
            "input_activations": {"dynamic": False, "num_bits": 4, "type": "float", "group_size": 16},
            "weights": {"dynamic": False, "num_bits": 4, "type": "float", "group_size": 16},
            "targets": ["Linear"],
        }
    },
}


def pack_nvfp4(weight: Tensor) -> tuple[dict[str, Tensor], Tensor]:
    """weight_scale_2 = amax / (6 · 448), weight_scale = amax of 16 / (6 · weight_scale_2) in E4M3; and what they mean.

    modelopt.torch.quantization.qtensor.nvfp4_tensor; computed in float64, number by number of the table.
    """
    exact = weight.double()
    outer = (exact.abs().amax() / (6 * 448)).float()
    groups = exact.unflatten(-1, (-1, 16))
    scales = (groups.abs().amax(-1) / (6 * outer.double())).float().to(torch.float8_e4m3fn)
    factor = (scales.double() * outer.double()).unsqueeze(-1)
    nearest = (groups.abs().unsqueeze(-1) / factor.unsqueeze(-1) - SIZES).abs().argmin(-1)
    nibble = (nearest + 8 * (groups < 0)).flatten(-2).to(torch.uint8)
    meant = (SIZES[nearest] * torch.where(groups < 0, -1.0, 1.0) * factor).flatten(-2)
    pieces = {
        "weight": nibble[:, ::2] | nibble[:, 1::2] << 4,
        "weight_scale": scales,
        "weight_scale_2": outer,
        "input_scale": torch.tensor(0.002),
    }
    return pieces, meant.float()


def pack_fp8(weight: Tensor) -> tuple[dict[str, Tensor], Tensor]:
    """A scale for all of it: amax / 448."""
    scale = weight.abs().amax() / 448
    codes = (weight / scale).to(torch.float8_e4m3fn)
    pieces = {"weight": codes, "weight_scale": scale, "input_scale": torch.tensor(0.02)}
    return pieces, (codes.double() * scale.double()).float()


def write_nvfp4(folder: Path, settings: dict[str, Any] | None = SETTINGS, **sizes: Any) -> Pair:
    """As nvidia's: experts only."""
    return write_pair(folder, lambda part, weight: pack_nvfp4(weight) if is_expert(part) else None, settings, **sizes)
