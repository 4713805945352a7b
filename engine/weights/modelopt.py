"""Matrices packed by NVIDIA's modelopt: NVFP4 and FP8.

Under a matrix's name `weight` uint8, two E2M1 numbers to a byte, with `weight_scale` E4M3 for 16 columns and
`weight_scale_2` fp32 for all of it (a number is their product); or `weight` E4M3 with `weight_scale` fp32. What it
says of activations (`input_scale`) and of an FP8 cache is passed over.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import torch

from palimpsest.engine.weights.index import TensorReader
from palimpsest.engine.weights.packing import Pieces, fp8, nvfp4, refuse, single
from palimpsest.kernels.nvfp4 import GROUP
from palimpsest.kernels.packed import Packed

_ALGORITHMS = ("NVFP4", "FP8", "MIXED_PRECISION")


@dataclass(frozen=True, slots=True)
class ModelOpt:
    """An open checkpoint whose matrices modelopt has packed."""

    reader: TensorReader
    title: str = "modelopt"
    ignored: frozenset[str] = frozenset(("input_scale", "k_scale", "v_scale"))

    @staticmethod
    def open(settings: Mapping[str, Any], reader: TensorReader) -> ModelOpt:
        """Read the configuration; raises `InfillError` for algorithms that are not read."""
        algorithm, width = settings.get("quant_algo"), settings.get("group_size")
        if algorithm not in (None, *_ALGORITHMS):
            raise refuse(f"The checkpoint was packed by modelopt's {str(algorithm)[:40]}, which is not read.")
        if algorithm == "NVFP4" and width not in (None, GROUP):
            raise refuse(f"The checkpoint has a scale for every {str(width)[:10]} columns, where NVFP4 has one for 16.")
        return ModelOpt(reader)

    def pieces(self, part: str) -> Pieces | None:
        weight, scale, outer = f"{part}.weight", f"{part}.weight_scale", f"{part}.weight_scale_2"
        if outer in self.reader:
            return Pieces("NVFP4", (weight, scale, outer))
        if scale in self.reader and weight in self.reader and self.reader.dtype(weight) == torch.float8_e4m3fn:
            return Pieces("fp8", (weight, scale))
        return None

    def matrix(self, part: str, shape: tuple[int, int]) -> Packed:
        if f"{part}.weight_scale_2" not in self.reader:
            return fp8(self.reader, part, shape)
        outer = single(self.reader, f"{part}.weight_scale_2")
        return nvfp4(self.reader, f"{part}.weight", f"{part}.weight_scale", outer, shape)
