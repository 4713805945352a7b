"""Rounds matrices to four and eight bits: scales are searched for the least squared error.

The search begins at the scale that maps the largest number of a group to the largest code, as everybody's max-abs
rounding does, and leaves it only for one that is better: no group is ever worse than that. Nothing here depends on the
number of threads, so that a result that is computed again is the same to the bit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache

import torch
from torch import Tensor

from palimpsest.kernels.fp8 import Fp8
from palimpsest.kernels.int4 import MIDDLE, Int4
from palimpsest.kernels.nvfp4 import E2M1, Nvfp4
from palimpsest.kernels.nvfp4 import GROUP as NVFP4_GROUP
from palimpsest.kernels.packed import Packed

INT4_GROUP = 32
"""Columns that share a scale in int4."""

TILE_ELEMENTS = 1 << 19
"""Numbers that are searched at once: three buffers of 2 MiB, which stay in a processor's cache."""

# Where the best scales lie, measured on Gauss, Laplace and Student distributions; a finer or wider grid than these
# gains less than a thousandth of the error.
_INT4_LEVELS = tuple(6.8 + 0.17 * step for step in range(21))
"""What the largest number of a group is divided by: up to 10.2, where it is cut off at 7 of 10."""
_INT4_REFINEMENTS = 2
_NVFP4_STEPS = (-6, -5, -4, -3, -2, -1, 1, 2, 3, 4, 5, 6, 7)
"""Neighbours of a group's scale among the E4M3 numbers, eight to an octave."""
_FP8_STEPS = tuple(2.0 ** (step / 16) for step in range(-1, 16) if step)
"""An octave of scales: each moves the numbers to other places between the codes, which are as dense in every octave."""

_E4M3_TOP, _E2M1_TOP = 448.0, 6.0
_SMALLEST = 2.0**-126
"""The least scale: its reciprocal is finite."""

Nearest = Callable[[Tensor, Tensor], Tensor]
"""Writes into the second of two fp32 tensors the codes that are nearest to the numbers in the first."""


@dataclass(frozen=True, slots=True)
class Rounded:
    """A matrix in fewer bits, and how far it is from what it was. Sums of squares are per row, (rows,) in fp64."""

    packed: Packed
    energy: Tensor
    """Of the numbers themselves."""
    error: Tensor
    """Of the differences."""
    max_abs_error: Tensor
    """Of the differences there would have been with scales from each group's largest number."""


def to_int4(matrix: Tensor) -> Rounded:
    """Round a finite (rows, columns) to `Int4`: symmetric, a bf16 scale for each 32 columns.

    Max-abs rounding is compressed-tensors': largest / 7.5.
    """
    rows, columns = matrix.shape
    codes = torch.empty(rows, columns // 2, dtype=torch.uint8)
    scales = torch.empty(rows, columns // INT4_GROUP, dtype=torch.bfloat16)
    sums = _Sums(rows)
    for start, end in _tiles(rows, columns):
        groups = matrix[start:end].float().unflatten(-1, (-1, INT4_GROUP))
        search = _Search(groups, _to_integer)
        search.offer(_half(search.peak / 7.5))
        for level in _INT4_LEVELS:
            search.offer(_half(search.peak / level))
        for _ in range(_INT4_REFINEMENTS):
            search.offer(_half(search.least_squares()))
        numbers = search.codes().add_(MIDDLE).to(torch.uint8).flatten(-2)
        codes[start:end] = numbers[:, ::2] | numbers[:, 1::2] << 4
        scales[start:end] = search.scale
        sums.add(start, end, search)
    return sums.of(Int4((codes, scales), columns))


def to_nvfp4(matrix: Tensor) -> Rounded:
    """Round a finite (rows, columns) to `Nvfp4`, with one outer scale for all of it.

    The outer scale is that of compressed-tensors, largest / (6 · 448): a group's scale is looked for among the
    neighbours of largest / 6 that E4M3 has below it.
    """
    rows, columns = matrix.shape
    # As its reader has it: the reciprocal is what is stored.
    outer = _reciprocal(_reciprocal(matrix.abs().max().float() / (_E2M1_TOP * _E4M3_TOP)))
    codes = torch.empty(rows, columns // 2, dtype=torch.uint8)
    scales = torch.empty(rows, columns // NVFP4_GROUP, dtype=torch.float8_e4m3fn)
    sums = _Sums(rows)
    for start, end in _tiles(rows, columns):
        groups = matrix[start:end].float().unflatten(-1, (-1, NVFP4_GROUP))
        search = _Search(groups, _to_e2m1)
        wanted = (search.peak / _E2M1_TOP / outer).clamp_(max=_E4M3_TOP).to(torch.float8_e4m3fn)
        # As bytes, E4M3 numbers above zero are in order; zero would be no scale.
        middle = wanted.view(torch.uint8).int().clamp_(1, 126)
        search.offer(_e4m3()[middle] * outer)
        best = middle
        for step in _NVFP4_STEPS:
            near = (middle + step).clamp_(1, 126)
            best = torch.where(search.offer(_e4m3()[near] * outer), near, best)
        numbers = search.codes().flatten(-2)
        nibbles = _e2m1_codes()[numbers.abs().mul_(2.0).int()] | (numbers < 0).to(torch.uint8) << 3
        codes[start:end] = nibbles[:, ::2] | nibbles[:, 1::2] << 4
        scales[start:end] = best.to(torch.uint8).view(torch.float8_e4m3fn)
        sums.add(start, end, search)
    return sums.of(Nvfp4((codes, scales, outer.expand(rows, 1).clone()), columns))


def to_fp8(matrix: Tensor) -> Rounded:
    """Round a finite (rows, columns) to `Fp8` with a bf16 scale per row. Max-abs rounding: largest / 448."""
    rows, columns = matrix.shape
    codes = torch.empty(rows, columns, dtype=torch.float8_e4m3fn)
    scales = torch.empty(rows, 1, dtype=torch.bfloat16)
    sums = _Sums(rows)
    for start, end in _tiles(rows, columns):
        search = _Search(matrix[start:end].float().unsqueeze(1), _to_e4m3)
        search.offer(_half(search.peak / _E4M3_TOP))
        for step in _FP8_STEPS:
            search.offer(_half(search.peak / _E4M3_TOP * step))
        codes[start:end] = search.codes().squeeze(1).to(torch.float8_e4m3fn)
        scales[start:end] = search.scale
        sums.add(start, end, search)
    return sums.of(Fp8((codes, scales), columns))


class _Search:
    """The best scales so far for groups (rows, groups, n) of fp32 numbers, and their errors."""

    def __init__(self, groups: Tensor, nearest: Nearest) -> None:
        self.groups = groups
        self.nearest = nearest
        self.peak = groups.abs().amax(-1)
        """The largest number of each group, (rows, groups); likewise all that follows."""
        self.scale = torch.ones_like(self.peak)
        self.error = torch.full_like(self.peak, torch.inf)
        """Of the best scale; in units of the peak, so that squares of tiny and huge weights are exact."""
        self.first_error = self.error
        """Of the scale that was offered first."""
        self._inverse_peak = torch.where(self.peak > 0, self.peak.clamp_min(_SMALLEST), 1.0).reciprocal_()
        self._numbers = torch.empty_like(groups)
        self._codes = torch.empty_like(groups)

    def offer(self, scale: Tensor) -> Tensor:
        """Take the scales wherever they are better than before; returns where that is. Zero is replaced."""
        # A group of zeros is exact with any scale.
        scale = torch.where(self.peak > 0, scale.clamp_min(_SMALLEST), 1.0)
        numbers = torch.mul(self.groups, scale.reciprocal().unsqueeze(-1), out=self._numbers)
        rest = numbers.sub_(self.nearest(numbers, self._codes))
        error = rest.square_().sum(-1).mul_((scale * self._inverse_peak).square_())
        better = error < self.error
        if self.first_error is self.error:
            self.first_error = error
        self.scale = torch.where(better, scale, self.scale)
        self.error = torch.where(better, error, self.error)
        return better

    def codes(self) -> Tensor:
        """The codes of the best scales, (rows, groups, n) fp32; a buffer that is free to be written to."""
        numbers = torch.mul(self.groups, self.scale.reciprocal().unsqueeze(-1), out=self._numbers)
        return self.nearest(numbers, self._codes)

    def least_squares(self) -> Tensor:
        """The scales that suit the codes of the best ones so far best: Σ w·q / Σ q²."""
        codes = self.codes()
        along = torch.mul(self.groups, self._inverse_peak.unsqueeze(-1), out=self._numbers).mul_(codes).sum(-1)
        squares = codes.square_().sum(-1)
        return torch.where(squares > 0, along / squares.clamp_min(1.0) * self.peak, self.scale)


class _Sums:
    """Sums of squares of each row of a matrix."""

    def __init__(self, rows: int) -> None:
        self._sums = [torch.empty(rows, dtype=torch.float64) for _ in range(3)]

    def add(self, start: int, end: int, search: _Search) -> None:
        """Note a tile."""
        units = search.peak.double().square_()
        energy = torch.mul(search.groups, search._inverse_peak.unsqueeze(-1)).square_().sum(-1)
        for sums, errors in zip(self._sums, (energy, search.error, search.first_error), strict=True):
            sums[start:end] = (errors * units).sum(-1)

    def of(self, packed: Packed) -> Rounded:
        """The result."""
        return Rounded(packed, *self._sums)


def _tiles(rows: int, columns: int) -> Iterable[tuple[int, int]]:
    step = max(1, TILE_ELEMENTS // columns)
    return ((start, min(rows, start + step)) for start in range(0, rows, step))


def _half(scale: Tensor) -> Tensor:
    """What is left of a scale that is stored in bf16."""
    return scale.to(torch.bfloat16).float()


def _reciprocal(number: Tensor) -> Tensor:
    """1 / number; 1 for what has no reciprocal."""
    return torch.where(number >= _SMALLEST, number.reciprocal(), 1.0)


def _to_integer(numbers: Tensor, out: Tensor) -> Tensor:
    return torch.round(numbers, out=out).clamp_(-MIDDLE, MIDDLE - 1)


def _to_e2m1(numbers: Tensor, out: Tensor) -> Tensor:
    return _to_float(numbers, out, mantissa=1, least=1.0, top=_E2M1_TOP)


def _to_e4m3(numbers: Tensor, out: Tensor) -> Tensor:
    return _to_float(numbers, out, mantissa=3, least=2.0**-6, top=_E4M3_TOP)


def _to_float(numbers: Tensor, out: Tensor, mantissa: int, least: float, top: float) -> Tensor:
    """Round to floating point with `mantissa` bits whose least normal number is `least`, ties to even.

    Adding and taking away a power of two 23 - mantissa octaves above leaves as many bits (Knuth, TAOCP 2, §4.2.2);
    below `least` all have its step. One and a half times that power keeps sums of either sign within the octave.
    """
    torch.clamp(numbers, -top, top, out=out)
    octave = torch.bitwise_and(out.view(torch.int32), 0x7F800000).view(torch.float32)
    octave.clamp_min_(least).mul_(1.5 * 2.0 ** (23 - mantissa))
    return out.add_(octave).sub_(octave)


@cache
def _e4m3() -> Tensor:
    """What the bytes 0 to 126 mean as E4M3, fp32."""
    return torch.arange(127, dtype=torch.uint8).view(torch.float8_e4m3fn).float()


@cache
def _e2m1_codes() -> Tensor:
    """From twice a number that E2M1 has to the low three bits of its code."""
    codes = torch.zeros(13, dtype=torch.uint8)
    for code, number in enumerate(E2M1):
        codes[int(2 * number)] = code
    return codes
