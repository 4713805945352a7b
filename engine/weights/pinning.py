"""Matrices in main memory that a GPU reads by itself while it computes: page-locked, and of exactly their size.

torch's own `pin_memory` rounds every allocation up to a power of two; a stack of experts of 539 MB would take 1 GB.
"""

from __future__ import annotations

import contextlib
import logging
import mmap
from dataclasses import replace
from typing import Any

import numpy
import torch
from torch import Tensor

from palimpsest.kernels.packed import Matrix, Packed

_log = logging.getLogger(__name__)


def pinned(matrix: Matrix, runtime: Any = None) -> Matrix:
    """A copy that is page-locked; one that is not, and slower to read, where the system locks no more.

    `runtime` is what `torch.cuda.cudart()` gives, or what acts like it.
    """
    runtime = runtime if runtime is not None else torch.cuda.cudart()
    if isinstance(matrix, Packed):
        return replace(matrix, storage=tuple(_copy(part, runtime) for part in matrix.storage))
    return _copy(matrix, runtime)


def _copy(tensor: Tensor, runtime: Any) -> Tensor:
    if not tensor.nbytes:
        return tensor.cpu()
    owner = _Locked(tensor.nbytes, runtime)
    # The array keeps its owner, and the tensor the array.
    whole = torch.from_numpy(numpy.asarray(owner)).view(tensor.dtype).view(tensor.shape)
    return whole.copy_(tensor)


class _Locked:
    """Memory of its own, locked for as long as anything refers to it; speaks numpy's array interface."""

    def __init__(self, nbytes: int, runtime: Any) -> None:
        self._memory = mmap.mmap(-1, nbytes)
        self._runtime = runtime
        self._address = numpy.frombuffer(self._memory, numpy.uint8).ctypes.data
        self._is_locked = not int(runtime.cudaHostRegister(self._address, nbytes, 0))
        if not self._is_locked:
            _log.warning("%d bytes of main memory could not be locked: they are read more slowly", nbytes)

    @property
    def __array_interface__(self) -> dict[str, Any]:
        return {"version": 3, "typestr": "|u1", "shape": (len(self._memory),), "data": (self._address, False)}

    def __del__(self) -> None:
        if getattr(self, "_is_locked", False):
            with contextlib.suppress(Exception):  # at the end of the program the runtime may be gone
                self._runtime.cudaHostUnregister(self._address)
