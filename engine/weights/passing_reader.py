"""Gives the tensors of a checkpoint one after the other, and lets go of what lies behind."""

from __future__ import annotations

from contextlib import ExitStack
from types import TracebackType

from torch import Tensor

from palimpsest.engine.weights.index import ShardIndex, TensorReader

MAPPED = 1 << 30
"""Bytes that are read before the files are opened anew."""


class PassingReader:
    """Reads each tensor once. Of mapped files, only what was read last is in the memory of this process.

    Pages of a mapped file stay in a process's memory until the mapping ends, which the last view of it does.
    """

    def __init__(self, index: ShardIndex) -> None:
        self._index = index
        self._stack = ExitStack()
        self._reader: TensorReader | None = None
        self._read = 0
        self._last: tuple[str, Tensor] | None = None

    def __enter__(self) -> PassingReader:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._close()

    def tensor(self, name: str) -> Tensor:
        """A view of the file, mapped. Asked for again at once, it is the same one. Raises `InfillError`."""
        if self._last is not None and self._last[0] == name:
            return self._last[1]
        self._last = None
        if self._read > MAPPED:
            self._close()
        if self._reader is None:
            self._reader = self._stack.enter_context(self._index.reader())
        tensor = self._reader.tensor(name, self._reader.shape(name))
        self._read += tensor.nbytes
        self._last = name, tensor
        return tensor

    def _close(self) -> None:
        self._last = self._reader = None
        self._read = 0
        self._stack.close()
