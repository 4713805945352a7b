"""Matrices of four-bit integers as AutoRound, GPTQ and AWQ store them: `qweight`, `qzeros`, `scales` and `g_idx`.

Both ways pack along the matrix's transpose, so that they are repacked, matrix by matrix, into as many bits.

GPTQ (auto_round 0.16, qlinear_torch_zp): qweight int32 (columns / 8, rows), eight columns of a row in a word from the
lowest bits up; qzeros int32 (groups, rows / 8), each nibble one less than the zero it means; scales (groups, rows).
AutoRound without GPTQ in its name, GPTQModel and gptq_v2 store the zeros themselves. AWQ (export_to_awq/utils.py):
qweight int32 (columns, rows / 8) and qzeros (groups, rows / 8), eight rows in a word in the order of `AWQ_ORDER`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from palimpsest.engine.weights.index import TensorReader
from palimpsest.engine.weights.packing import (
    PER_WORD,
    PLAIN,
    Pieces,
    group_of,
    in_order,
    nibbles,
    octets,
    refuse,
    sides,
    spread,
    typed,
)
from palimpsest.kernels.int4 import Int4
from palimpsest.kernels.packed import Packed

AWQ_ORDER = (0, 4, 1, 5, 2, 6, 3, 7)
"""At which nibble of its word each of eight neighbours is."""

_WAYS = {
    "auto_round:auto_gptq": (False, 1),
    "auto_round:gptq": (False, 1),
    "auto_round": (False, 0),
    "auto_round:gptqmodel": (False, 0),
    "auto_round:auto_awq": (True, 0),
    "auto_round:awq": (True, 0),
    "gptq": (False, 1),
    "gptq_v2": (False, 0),
    "gemm": (True, 0),
}
"""By the name of the packing: whether it is AWQ's, and what is added to the zeros that are stored."""


# Words of nothing but 8, and of nothing but 7, to which one is added.
_MIDDLES = (0x88888888 - (1 << 32), 0x77777777)


@dataclass(frozen=True, slots=True)
class AutoRound:
    """An open checkpoint whose matrices AutoRound, GPTQ or AWQ has packed."""

    reader: TensorReader
    title: str
    awq: bool
    added: int
    """To the zeros as they are stored."""
    symmetric: bool
    """All zeros mean 8 and need not be kept."""
    groups: tuple[int | None, ...]
    """Columns to a scale, as the configuration names them."""
    ignored: frozenset[str] = frozenset()

    @staticmethod
    def open(settings: Mapping[str, Any], reader: TensorReader) -> AutoRound:
        """Read the configuration; raises `InfillError` for numbers of bits and packings that are not read."""
        method = settings.get("quant_method")
        title, key, usual = {
            "gptq": ("GPTQ", "checkpoint_format", "gptq"),
            "awq": ("AWQ", "version", "gemm"),
        }.get(str(method), ("AutoRound", "packing_format", "auto_round:auto_gptq"))
        way = str(settings.get(key) or usual).lower()
        bits, kind = settings.get("bits", 4), settings.get("data_type", "int")
        if bits != 4 or kind != "int":
            raise refuse(f"The checkpoint's weights are {str(bits)[:10]}-bit {str(kind)[:20]}, which are not read.")
        if way not in _WAYS:
            raise refuse(f"The checkpoint is packed as {way[:40]}, which is not read.")
        if settings.get("rotation_config"):
            raise refuse("The checkpoint's weights are turned (rotation_config), which is not read.")
        awq, added = _WAYS[way]
        extra = settings.get("extra_config")
        others = [each for each in extra.values() if isinstance(each, Mapping)] if isinstance(extra, Mapping) else []
        for each in others:
            if each.get("bits", 16) not in (4, 16, 32):
                raise refuse(
                    f"Some of the checkpoint's weights have {str(each['bits'])[:10]} bits, which are not read."
                )
        widths = [each["group_size"] for each in (settings, *others) if isinstance(each.get("group_size"), int)]
        return AutoRound(
            reader,
            title,
            awq,
            added,
            # AWQ's own configuration says it the other way round.
            bool(settings.get("sym", not settings.get("zero_point", title == "AWQ"))),
            tuple(width if width > 0 else None for width in dict.fromkeys(widths)) or (128,),
        )

    def pieces(self, part: str) -> Pieces | None:
        words, scales = f"{part}.qweight", f"{part}.scales"
        if words not in self.reader:
            return None
        may = (f"{part}.qzeros", f"{part}.g_idx")
        return Pieces("int4", (words, scales, *(name for name in may if name in self.reader)))

    def matrix(self, part: str, shape: tuple[int, int]) -> Packed:
        rows, columns = shape
        name = f"{part}.scales"
        count, _ = sides(self.reader, name)
        group = group_of(name, count, columns, self.groups)
        scales = typed(self.reader, name, (count, rows), PLAIN).t().contiguous()
        if f"{part}.g_idx" in self.reader:
            places = f"{part}.g_idx"
            in_order(places, typed(self.reader, places, (columns,), (torch.int32, torch.int64)), group)
        storage = [scales]
        if f"{part}.qzeros" in self.reader:
            zeros = self._zeros(f"{part}.qzeros", count, rows)
            if zeros is not None:
                storage.append(zeros)
        elif not self.symmetric:
            raise refuse(f"{part} has no qzeros, though the checkpoint is not symmetric.")
        return Int4((self._codes(part, rows, columns), *(spread(each, columns, group) for each in storage)), columns)

    def _codes(self, part: str, rows: int, columns: int) -> Tensor:
        name = f"{part}.qweight"
        if not self.awq:
            # The bytes of a word are four pairs of neighbouring columns already.
            words = typed(self.reader, name, (columns // PER_WORD, rows), (torch.int32,))
            return octets(words.t())
        words = typed(self.reader, name, (columns, rows // PER_WORD), (torch.int32,))
        codes = self._ordered(words).t()
        return codes[:, ::2] | codes[:, 1::2] << 4

    def _zeros(self, name: str, count: int, rows: int) -> Tensor | None:
        """int32 (groups, rows / 8) → uint8 (rows, groups), or None where all are in the middle.

        Symmetric checkpoints have 8 or, where one is added, 7; what is added has been wrong in some of them.
        """
        words = typed(self.reader, name, (count, rows // PER_WORD), (torch.int32,))
        if not self.symmetric:
            stored = self._ordered(words) if self.awq else nibbles(words)
            return (stored + self.added).t().contiguous()
        if words.device.type != "meta" and not any(bool((words == each).all()) for each in _MIDDLES):
            raise refuse(f"{name} has zeros besides the middle, though the checkpoint is symmetric.")
        return None

    def _ordered(self, words: Tensor) -> Tensor:
        """AWQ's words (…, n) → nibbles (…, 8 n) in the order of the rows."""
        eights = nibbles(words).unflatten(-1, (-1, PER_WORD))
        return eights[..., list(AWQ_ORDER)].flatten(-2)
