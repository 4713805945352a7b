"""Matrices packed by compressed-tensors: four-bit integers, eight-bit and four-bit floating point.

Names and packing are those of compressed-tensors 0.20 (compressors/{pack_quantized,naive_quantized,nvfp4}): under a
matrix's name `weight_packed` int32 with `weight_scale`, `weight` E4M3 with `weight_scale`, or `weight_packed` uint8
with `weight_scale` and `weight_global_scale`. Which matrices are packed is seen from the names; the widths of groups
and blocks are looked up in the configuration.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from palimpsest.engine.weights.index import TensorReader
from palimpsest.engine.weights.packing import (
    PER_WORD,
    PLAIN,
    Pieces,
    fp8,
    group_of,
    in_order,
    nibbles,
    nvfp4,
    octets,
    refuse,
    sides,
    single,
    spread,
    typed,
)
from palimpsest.kernels.int4 import Int4
from palimpsest.kernels.packed import Packed

_FORMATS = ("dense", "pack-quantized", "float-quantized", "naive-quantized", "nvfp4-pack-quantized", "mixed-precision")


@dataclass(frozen=True, slots=True)
class Scheme:
    """How one group of the configuration packs weights."""

    integer: bool
    bits: int
    symmetric: bool
    group: int | None
    """Columns to a scale; None for a scale per row."""
    block: tuple[int, int] | None
    """(rows, columns) to a scale."""


@dataclass(frozen=True, slots=True)
class CompressedTensors:
    """An open checkpoint whose matrices compressed-tensors has packed."""

    reader: TensorReader
    schemes: tuple[Scheme, ...]
    title: str = "compressed-tensors"
    ignored: frozenset[str] = frozenset(
        ("weight_shape", "q_scale", "k_scale", "v_scale", "q_zero_point", "k_zero_point", "v_zero_point")
    ).union(f"{side}_{what}" for side in ("input", "output") for what in ("scale", "zero_point", "global_scale"))

    @staticmethod
    def open(settings: Mapping[str, Any], reader: TensorReader) -> CompressedTensors:
        """Read the configuration; raises `InfillError` for formats that are not read and for rotated weights."""
        groups = settings.get("config_groups")
        groups = [group for group in groups.values() if isinstance(group, Mapping)] if isinstance(groups, dict) else []
        for held in (settings, *groups):
            if held.get("format") not in (None, *_FORMATS):
                raise refuse(f"The checkpoint is in the format {str(held['format'])[:40]}, which is not read.")
        # Sparse weights, and weights that were turned and want their inputs turned, too.
        for key, empty in (("sparsity_config", "dense"), ("transform_config", None)):
            value = settings.get(key)
            if value and not (isinstance(value, Mapping) and value.get("format", value) == empty):
                raise refuse(f"The checkpoint's quantization_config has a {key}, which is not read.")
        return CompressedTensors(reader, tuple(_schemes(groups)))

    def pieces(self, part: str) -> Pieces | None:
        packed, scale = f"{part}.weight_packed", f"{part}.weight_scale"
        if packed not in self.reader:
            plain = f"{part}.weight"
            if scale in self.reader and plain in self.reader and self.reader.dtype(plain) == torch.float8_e4m3fn:
                return Pieces("fp8", (plain, scale))
            return None
        if f"{part}.weight_global_scale" in self.reader:
            return Pieces("NVFP4", (packed, scale, f"{part}.weight_global_scale"))
        may = (f"{part}.weight_zero_point", f"{part}.weight_g_idx")
        return Pieces("int4", (packed, scale, *(name for name in may if name in self.reader)))

    def matrix(self, part: str, shape: tuple[int, int]) -> Packed:
        pieces = self.pieces(part)
        kind = pieces.kind if pieces else ""
        schemes = [scheme for scheme in self.schemes if (scheme.integer, scheme.bits) == _MEANT[kind]]
        if not schemes:
            raise refuse(f"{part} is stored as {kind}, which the quantization_config does not name.")
        if kind == "int4":
            return self._int4(part, shape, schemes)
        if kind == "fp8":
            return fp8(self.reader, part, shape, next((each.block for each in schemes if each.block), None))
        divisor = single(self.reader, f"{part}.weight_global_scale")
        names = f"{part}.weight_packed", f"{part}.weight_scale"
        return nvfp4(self.reader, *names, divisor.reciprocal(), shape)

    def _int4(self, part: str, shape: tuple[int, int], schemes: list[Scheme]) -> Int4:
        rows, columns = shape
        name = f"{part}.weight_scale"
        _, count = sides(self.reader, name)
        symmetric = f"{part}.weight_zero_point" not in self.reader
        schemes = [scheme for scheme in schemes if scheme.symmetric == symmetric]
        group = group_of(name, count, columns, (scheme.group for scheme in schemes))
        words = typed(self.reader, f"{part}.weight_packed", (rows, columns // PER_WORD), (torch.int32,))
        scales = typed(self.reader, name, (rows, count), PLAIN)
        if f"{part}.weight_g_idx" in self.reader:
            places = f"{part}.weight_g_idx"
            in_order(places, typed(self.reader, places, (columns,), (torch.int32, torch.int64)), group)
        storage = [octets(words), scales]
        if not symmetric:
            storage.append(self._zeros(f"{part}.weight_zero_point", rows, count))
        return Int4((storage[0], *(spread(each, columns, group) for each in storage[1:])), columns)

    def _zeros(self, name: str, rows: int, count: int) -> Tensor:
        """Packed down the rows: int32 (⌈rows / 8⌉, groups) → uint8 (rows, groups)."""
        words = typed(self.reader, name, (-(-rows // PER_WORD), count), (torch.int32,))
        return nibbles(words.t())[:, :rows].t().contiguous()


_MEANT = {"int4": (True, 4), "fp8": (False, 8), "NVFP4": (False, 4)}


def _schemes(groups: list[Mapping[str, Any]]) -> Iterator[Scheme]:
    """What the groups say of weights; raises `InfillError` for numbers of bits that are not read."""
    for group in groups:
        weights = group.get("weights")
        if not isinstance(weights, Mapping):
            continue
        integer, bits = weights.get("type", "int") == "int", weights.get("num_bits", 8)
        if (integer, bits) not in _MEANT.values():
            kind = "integers" if integer else "floating point"
            raise refuse(f"The checkpoint's weights are {str(bits)[:10]}-bit {kind}, which are not read.")
        width, block = weights.get("group_size"), weights.get("block_structure")
        yield Scheme(
            integer,
            bits,
            bool(weights.get("symmetric", True)),
            width if isinstance(width, int) and width > 0 else None,
            _pair(block),
        )


def _pair(block: object) -> tuple[int, int] | None:
    if block is None:
        return None
    if isinstance(block, list) and len(block) == 2 and all(isinstance(size, int) and size > 0 for size in block):
        return block[0], block[1]
    raise refuse(f"The quantization_config's block_structure ({str(block)[:40]}) is not understood.")
