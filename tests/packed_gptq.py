"""Writes checkpoints of four-bit integers as AutoRound, GPTQ and AWQ pack them, one number after another."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from packed_checkpoints import Pair, is_attention, is_expert, is_mlp, write_pair
from torch import Tensor

# AWQ: which of eight neighbours each nibble of a word holds, from the lowest (llm-awq, AutoAWQ, auto_round).
AWQ_NEIGHBOURS = (0, 2, 4, 6, 1, 3, 5, 7)


def words(nibbles: Tensor, neighbours: tuple[int, ...] = tuple(range(8))) -> Tensor:
    """(n, 8 m) → int32 (n, m): eight neighbours in a word, from the lowest bits up."""
    eights = nibbles.to(torch.int64).unflatten(-1, (-1, 8))
    total = sum(eights[..., each] << 4 * place for place, each in enumerate(neighbours))
    assert isinstance(total, Tensor)
    return torch.where(total >= 1 << 31, total - (1 << 32), total).to(torch.int32)


def grid(weight: Tensor, group: int, symmetric: bool) -> tuple[Tensor, Tensor, Tensor]:
    """Integers 0…15 (rows, columns), scales fp16 and zeros (rows, groups); the last group may be narrower."""
    rows, columns = weight.shape
    parts = weight.split(group, dim=1)
    if symmetric:
        scales = torch.stack([part.abs().amax(1) / 7 for part in parts], 1).half()
        zeros = torch.full(scales.shape, 8)
    else:
        low = torch.stack([part.amin(1).clamp(max=0) for part in parts], 1)
        high = torch.stack([part.amax(1).clamp(min=0) for part in parts], 1)
        scales = ((high - low) / 15).half()
        # GPTQ cannot store a zero of 0.
        zeros = (-low / scales.float()).round().clamp(1, 15).long()
    column = torch.arange(columns) // group
    integers = (weight / scales.float()[:, column]).round() + zeros[:, column]
    assert integers.shape == (rows, columns)
    return integers.clamp(0, 15).long(), scales, zeros


def meaning(integers: Tensor, scales: Tensor, zeros: Tensor, group: int) -> Tensor:
    """(integer - zero) · scale, in float64."""
    column = torch.arange(integers.shape[1]) // group
    return ((integers - zeros[:, column]).double() * scales.double()[:, column]).float()


def pack_gptq(
    weight: Tensor, group: int, symmetric: bool, taken: int = 1, order: bool = False
) -> tuple[dict[str, Tensor], Tensor]:
    """`taken` is what zeros are stored less; `order` adds the group of each column."""
    integers, scales, zeros = grid(weight, group, symmetric)
    pieces = {
        "qweight": words(integers).t().contiguous(),
        "qzeros": words(zeros.t() - taken),
        "scales": scales.t().contiguous(),
    }
    if order:
        pieces["g_idx"] = (torch.arange(weight.shape[1]) // group).int()
    return pieces, meaning(integers, scales, zeros, group)


def pack_awq(weight: Tensor, group: int, symmetric: bool) -> tuple[dict[str, Tensor], Tensor]:
    integers, scales, zeros = grid(weight, group, symmetric)
    pieces = {
        "qweight": words(integers.t(), AWQ_NEIGHBOURS),
        "qzeros": words(zeros.t(), AWQ_NEIGHBOURS),
        "scales": scales.t().contiguous(),
    }
    return pieces, meaning(integers, scales, zeros, group)


def settings(group: int, symmetric: bool, way: str) -> dict[str, Any]:
    """As AutoRound writes it."""
    return {
        "quant_method": "auto-round",
        "packing_format": way,
        "bits": 4,
        "data_type": "int",
        "group_size": group,
        "sym": symmetric,
        "autoround_version": "0.16.1",
        "block_name_to_quantize": "model.decoder.layers",
        "extra_config": {f"model.decoder.layers.{i}.router.proj": {"bits": 16, "data_type": "float"} for i in range(3)},
    }


def write_autoround(
    folder: Path, group: int = 32, symmetric: bool = True, way: str = "auto_round:auto_gptq", **sizes: Any
) -> Pair:
    """As Intel's: the linear layers of all blocks but routers."""

    def pack(part: str, weight: Tensor) -> tuple[dict[str, Tensor], Tensor] | None:
        if not (is_expert(part) or is_attention(part) or is_mlp(part)):
            return None
        if way.endswith("awq"):
            return pack_awq(weight, group, symmetric)
        return pack_gptq(weight, group, symmetric, taken=int(way.endswith("auto_gptq")))

    return write_pair(folder, pack, settings(group, symmetric, way), **sizes)
