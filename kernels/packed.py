"""Matrices in fewer bits: what every packed kind has in common, and products that unpack a tile at a time.

This is the reference that faster kernels are measured against: it never holds more of a matrix unpacked than a tile, so
that the peak of memory stays at the packed size and one expert.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Self

import torch
from torch import Tensor
from torch.nn import functional

TILE_ELEMENTS = 1 << 22
"""Numbers unpacked at once, 16 MiB in fp32: a whole expert of the 26B model and a strip of its embedding."""


@dataclass(frozen=True, slots=True)
class Packed(ABC):
    """A matrix (rows, columns), or a stack of them (E, rows, columns), in storage of its own.

    Every tensor of the storage has the matrix's leading dimensions and its rows, (…, rows, x): a strip of rows and a
    member of a stack are views of each.
    """

    storage: tuple[Tensor, ...]
    columns: int

    @abstractmethod
    def unpacked(self, dtype: torch.dtype) -> Tensor:
        """All of it as numbers: (…, rows, columns) in `dtype`."""

    @property
    def shape(self) -> tuple[int, ...]:
        """Of the matrix that is meant: (…, rows, columns)."""
        return (*self.storage[0].shape[:-1], self.columns)

    @property
    def nbytes(self) -> int:
        """Memory of the storage, bytes."""
        return sum(part.nbytes for part in self.storage)

    @property
    def device(self) -> torch.device:
        return self.storage[0].device

    def __getitem__(self, place: int) -> Self:
        """One matrix of a stack, without a copy."""
        return self._map(lambda part: part[place])

    def rows(self, start: int, end: int) -> Self:
        """A strip of rows, without a copy."""
        return self._map(lambda part: part[..., start:end, :])

    def taken(self, rows: Tensor) -> Self:
        """Copies of the rows whose numbers are in `rows` (N,)."""
        return self._map(lambda part: part.index_select(-2, rows))

    def to(self, device: torch.device, non_blocking: bool = False) -> Self:
        """The same on another device."""
        return self._map(lambda part: part.to(device, non_blocking=non_blocking))

    def empty(self, *leading: int, device: torch.device | None = None) -> Self:
        """Storage of the same kind for other numbers of matrices and rows: all dimensions but the last."""
        return self._map(lambda part: part.new_empty((*leading, part.shape[-1]), device=device))

    def copy_(self, other: Packed, non_blocking: bool = False) -> None:
        """Take over another of the same kind and shape."""
        for mine, theirs in zip(self.storage, other.storage, strict=True):
            mine.copy_(theirs, non_blocking=non_blocking)

    def alike(self, other: Packed) -> bool:
        """True if strips of both may stand in one storage."""
        return (
            type(self) is type(other)
            and self.columns == other.columns
            and [(part.dtype, part.shape[-1]) for part in self.storage]
            == [(part.dtype, part.shape[-1]) for part in other.storage]
        )

    def _map(self, change: Callable[[Tensor], Tensor]) -> Self:
        return replace(self, storage=tuple(change(part) for part in self.storage))


Matrix = Tensor | Packed
"""A matrix of weights (out, in), or a stack of them."""


@dataclass(frozen=True, slots=True)
class Stored(Packed):
    """Floating-point numbers in another dtype than is computed with; one tensor (…, rows, columns)."""

    @staticmethod
    def of(weight: Tensor) -> Stored:
        """Take over a tensor as it is."""
        return Stored((weight,), weight.shape[-1])

    def unpacked(self, dtype: torch.dtype) -> Tensor:
        """The same numbers in `dtype`."""
        return self.storage[0].to(dtype)


def unpacked(matrix: Matrix, dtype: torch.dtype) -> Tensor:
    """The numbers of a matrix of any kind."""
    return matrix.unpacked(dtype) if isinstance(matrix, Packed) else matrix.to(dtype)


def members(stack: Matrix) -> tuple[Matrix, ...]:
    """The matrices of a stack, without a copy."""
    return tuple(stack.unbind()) if isinstance(stack, Tensor) else tuple(stack[i] for i in range(stack.shape[0]))


def joined(matrices: Sequence[Matrix]) -> Matrix | None:
    """Matrices over the same input one under the other, as a new one; None if they are of different kinds."""
    first = matrices[0]
    tensors = [each for each in matrices if isinstance(each, Tensor)]
    if len(tensors) == len(matrices):
        return torch.cat(tensors) if len({each.dtype for each in tensors}) == 1 else None
    packed = [each for each in matrices if isinstance(each, Packed) and isinstance(first, Packed) and first.alike(each)]
    if len(packed) < len(matrices):
        return None
    whole = packed[0].empty(sum(each.shape[0] for each in packed))
    start = 0
    for each in packed:
        whole.rows(start, start + each.shape[0]).copy_(each)
        start += each.shape[0]
    return whole


def product(x: Tensor, matrix: Matrix) -> Tensor:
    """x (…, in) · Wᵀ for W (out, in) → (…, out)."""
    if isinstance(matrix, Tensor):
        return functional.linear(x, matrix)
    result = x.new_empty((*x.shape[:-1], matrix.shape[0]))
    for start, end in _tiles(matrix):
        result[..., start:end] = functional.linear(x, matrix.rows(start, end).unpacked(x.dtype))
    return result


def back_product(x: Tensor, matrix: Packed) -> Tensor:
    """x (N, out) · W for W (out, in) → (N, in)."""
    result = x.new_zeros((x.shape[0], matrix.columns))
    for start, end in _tiles(matrix):
        result.addmm_(x[:, start:end], matrix.rows(start, end).unpacked(x.dtype))
    return result


def _tiles(matrix: Packed) -> Iterator[tuple[int, int]]:
    rows, columns = matrix.shape
    step = max(1, TILE_ELEMENTS // columns)
    for start in range(0, rows, step):
        yield start, min(rows, start + step)
