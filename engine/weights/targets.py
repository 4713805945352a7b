"""What a checkpoint can be quantised to: which matrices, how they are rounded, and how compressed-tensors names it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from palimpsest.engine.weights.rounding import INT4_GROUP, Rounded, to_fp8, to_int4, to_nvfp4
from palimpsest.kernels.nvfp4 import GROUP as NVFP4_GROUP

# Never quantised, whatever the target: the choice of experts hangs on the router, an embedding of eight bits keeps the
# model from converging, and the rest is small.
_KEPT = (
    "lm_head",
    "re:.*embed_tokens.*",
    "re:.*router.*",
    "re:.*self_conditioning.*",
    "re:.*vision_tower.*",
    "re:.*embed_vision.*",
)
_MLP = r"re:.*\.mlp\..*"
"""The dense one; the experts' names have no such word."""


@dataclass(frozen=True, slots=True)
class Target:
    """One kind of checkpoint that can be written."""

    name: str
    rounded: Callable[[Tensor], Rounded]
    """Round a finite matrix (rows, columns)."""
    multiple: int
    """What the columns of a matrix have to be a multiple of."""
    mlp: bool
    """The dense feed-forward layers are quantised, too; experts and attention always are."""
    stored: Callable[[tuple[Tensor, ...], int], dict[str, Tensor]]
    """From the storage of a packed matrix, or of a strip of its rows, and its columns to what stands in a file under
    the matrix's name: each suffix and its tensor. On the meta device it gives dtypes and shapes."""
    blank: Callable[[int, int], tuple[Tensor, ...]]
    """The storage of a matrix of so many rows and columns, on the meta device."""
    scheme: Mapping[str, Any]
    """`format`, `weights` and `input_activations` of compressed-tensors' scheme."""

    def quantization_config(self) -> dict[str, Any]:
        """What config.json says of it, as compressed-tensors, vLLM and transformers read it."""
        scheme = {"targets": ["Linear"], "output_activations": None, **self.scheme}
        return {
            "quant_method": "compressed-tensors",
            "format": self.scheme["format"],
            "quantization_status": "compressed",
            "config_groups": {"group_0": scheme},
            "ignore": [*_KEPT, *(() if self.mlp else (_MLP,))],
            "kv_cache_scheme": None,
            "global_compression_ratio": None,
        }


def _scheme(form: str, weights: dict[str, Any], inputs: dict[str, Any] | None = None) -> dict[str, Any]:
    common = {"symmetric": True, "dynamic": False, "group_size": None}
    return {"format": form, "weights": {**common, **weights}, "input_activations": inputs and {**common, **inputs}}


def _int4(storage: tuple[Tensor, ...], columns: int) -> dict[str, Tensor]:
    codes, scales = storage
    # Nibbles from the lowest on, as the words of a little-endian machine have them.
    shape = torch.tensor((codes.shape[0], columns), dtype=torch.int64)
    return {"weight_packed": codes.view(torch.int32), "weight_scale": scales, "weight_shape": shape}


def _fp8(storage: tuple[Tensor, ...], columns: int) -> dict[str, Tensor]:
    codes, scales = storage
    return {"weight": codes, "weight_scale": scales}


def _nvfp4(storage: tuple[Tensor, ...], columns: int) -> dict[str, Tensor]:
    codes, scales, outer = storage
    return {"weight_packed": codes, "weight_scale": scales, "weight_global_scale": outer[0].reciprocal()}


def _blank(*parts: tuple[torch.dtype, int]) -> Callable[[int, int], tuple[Tensor, ...]]:
    """Storage whose tensors have a dtype and one element for so many columns; 0 for one element in a row."""

    def blank(rows: int, columns: int) -> tuple[Tensor, ...]:
        return tuple(
            torch.empty(rows, columns // each if each else 1, dtype=dtype, device="meta") for dtype, each in parts
        )

    return blank


INT4 = Target(
    "int4",
    to_int4,
    multiple=INT4_GROUP,
    mlp=False,
    stored=_int4,
    blank=_blank((torch.uint8, 2), (torch.bfloat16, INT4_GROUP)),
    scheme=_scheme(
        "pack-quantized",
        {"num_bits": 4, "type": "int", "strategy": "group", "group_size": INT4_GROUP, "observer": "mse"},
    ),
)
FP8 = Target(
    "fp8",
    to_fp8,
    multiple=1,
    mlp=True,
    stored=_fp8,
    blank=_blank((torch.float8_e4m3fn, 1), (torch.bfloat16, 0)),
    scheme=_scheme(
        "float-quantized",
        {"num_bits": 8, "type": "float", "strategy": "channel", "observer": "mse"},
        {"num_bits": 8, "type": "float", "strategy": "token", "dynamic": True},
    ),
)
NVFP4 = Target(
    "nvfp4",
    to_nvfp4,
    multiple=NVFP4_GROUP,
    mlp=False,
    stored=_nvfp4,
    blank=_blank((torch.uint8, 2), (torch.float8_e4m3fn, NVFP4_GROUP), (torch.float32, 0)),
    scheme=_scheme(
        "nvfp4-pack-quantized",
        {
            "num_bits": 4,
            "type": "float",
            "strategy": "tensor_group",
            "group_size": NVFP4_GROUP,
            "scale_dtype": "torch.float8_e4m3fn",
            "observer": "mse",
        },
    ),
)

TARGETS = {target.name: target for target in (INT4, FP8, NVFP4)}
