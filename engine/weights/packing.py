"""What the readers of quantised safetensors share: the tensors a matrix is stored as, and how they are looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from math import ceil, gcd
from typing import Any, Protocol

import torch
from torch import Tensor

from palimpsest.engine.request import InfillError
from palimpsest.engine.weights.index import TensorReader
from palimpsest.kernels.fp8 import Fp8
from palimpsest.kernels.nvfp4 import GROUP, Nvfp4
from palimpsest.kernels.packed import Packed

PLAIN = {torch.bfloat16: "bfloat16", torch.float16: "float16", torch.float32: "float32"}
"""Dtypes of weights that are not packed and of scales, and their names for people."""

REMEDY = "Use the original checkpoint in bfloat16, or one of the quantised ones in the README."

PER_WORD = 8
"""Four-bit numbers in an int32."""


@dataclass(frozen=True, slots=True)
class Pieces:
    """What a packed matrix is stored as."""

    kind: str
    """For people: "int4", "fp8", "NVFP4"."""
    names: tuple[str, ...]
    """The tensors that are needed."""


class Packing(Protocol):
    """How an open checkpoint packs its matrices. What each is stored as is seen from the names that there are."""

    @property
    def title(self) -> str:
        """Who packed it, for people: "compressed-tensors"."""
        ...

    @property
    def ignored(self) -> frozenset[str]:
        """Last words of tensors that say nothing about weights: how others round activations, the cache, or shapes."""
        ...

    def pieces(self, part: str) -> Pieces | None:
        """What a part is stored as; None if it is not packed."""
        ...

    def matrix(self, part: str, shape: tuple[int, int]) -> Packed:
        """A part that is packed, (rows, columns). Raises `InfillError` for what is damaged or not understood."""
        ...


Opener = Callable[[Mapping[str, Any], TensorReader], Packing]
"""Takes the checkpoint's `quantization_config`; raises `InfillError` for what is not understood in it."""


def refuse(what: str) -> InfillError:
    """The error for a way of packing that is not read."""
    return InfillError(what, REMEDY)


def typed(reader: TensorReader, name: str, shape: tuple[int, ...], dtypes: Iterable[torch.dtype]) -> Tensor:
    """A tensor of one of these dtypes; raises `InfillError` for another, as the reader does for another shape."""
    tensor = reader.tensor(name, shape)
    if tensor.dtype not in dtypes:
        raise refuse(f"The tensor {name} is stored as {tensor.dtype}, which cannot be read.")
    return tensor


def sides(reader: TensorReader, name: str) -> tuple[int, int]:
    """The shape of a tensor that must have two dimensions; raises `InfillError` for another."""
    shape = reader.shape(name)
    if len(shape) != 2:
        raise refuse(f"The tensor {name} has the shape {shape}, where two dimensions belong.")
    return shape[0], shape[1]


def group_of(name: str, count: int, columns: int, known: Iterable[int | None]) -> int:
    """The width of the groups of a matrix with `count` scales in a row, by the widths the configuration names.

    None stands for a scale per row. The last group may be narrower. Raises `InfillError` if no width fits.
    """
    for width in known:
        if ceil(columns / (width or columns)) == count:
            return width or columns
    raise refuse(f"{name} has {count} scales for {columns} columns, which the quantization_config does not explain.")


def spread(values: Tensor, columns: int, group: int) -> Tensor:
    """Values per group (…, ⌈columns / group⌉) → per group of a width that divides the columns.

    The 704 columns of an expert's last matrix are five and a half groups of 128: eleven of 64, in pairs.
    """
    if columns % group == 0:
        return values
    width = gcd(columns, group)
    return values.repeat_interleave(group // width, -1)[..., : columns // width].contiguous()


def octets(words: Tensor) -> Tensor:
    """int32 (…, n) → uint8 (…, 4 n), from the lowest byte of each word to the highest; a view where it can be."""
    # Flat, since a last dimension of one may be contiguous and yet have a stride that forbids the view.
    return words.contiguous().flatten().view(torch.uint8).view(*words.shape[:-1], 4 * words.shape[-1])


def nibbles(words: Tensor) -> Tensor:
    """int32 (…, n) → uint8 (…, 8 n), from the lowest four bits of each word to the highest."""
    codes = octets(words)
    return torch.stack((codes & 15, codes >> 4), dim=-1).flatten(-2)


def in_order(name: str, places: Tensor, group: int) -> None:
    """Raises `InfillError` unless the group of each column is the one it lies in."""
    if places.device.type == "meta":
        return
    if not torch.equal(places.long(), torch.arange(places.shape[0]) // group):
        raise refuse(f"{name} mixes the columns of the groups (act-order), which is not read.")


def fp8(reader: TensorReader, part: str, shape: tuple[int, int], block: tuple[int, int] | None = None) -> Fp8:
    """`weight` E4M3 (rows, columns) with `weight_scale` for all of it, for each row, or for blocks (rows, columns)."""
    rows, columns = shape
    name = f"{part}.weight_scale"
    codes = typed(reader, f"{part}.weight", shape, (torch.float8_e4m3fn,))
    found = reader.shape(name)
    scales = typed(reader, name, found, PLAIN)
    if scales.numel() == 1:
        return Fp8((codes, scales.reshape(1, 1).expand(rows, 1).contiguous()), columns)
    if found in ((rows,), (rows, 1)):
        return Fp8((codes, scales.reshape(rows, 1)), columns)
    if block is None or found != (ceil(rows / block[0]), ceil(columns / block[1])):
        raise refuse(f"{name} has the shape {found}, which the quantization_config does not explain.")
    return Fp8((codes, spread(scales.repeat_interleave(block[0], 0)[:rows], columns, block[1])), columns)


def nvfp4(reader: TensorReader, codes: str, scales: str, outer: Tensor, shape: tuple[int, int]) -> Nvfp4:
    """Codes and scales of these names under a factor of one element."""
    rows, columns = shape
    return Nvfp4(
        (
            typed(reader, codes, (rows, columns // 2), (torch.uint8,)),
            typed(reader, scales, (rows, columns // GROUP), (torch.float8_e4m3fn,)),
            outer.reshape(1, 1).expand(rows, 1).contiguous(),
        ),
        columns,
    )


def single(reader: TensorReader, name: str) -> Tensor:
    """An fp32 tensor of one element, with or without a dimension."""
    shape = reader.shape(name)
    return typed(reader, name, shape if shape in ((), (1,)) else (1,), (torch.float32,))
