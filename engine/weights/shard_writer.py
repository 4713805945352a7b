"""Writes one safetensors file tensor by tensor, in any order: under another name until all of it is on the disk."""

from __future__ import annotations

import contextlib
import errno
import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import IO

import torch
from torch import Tensor

from palimpsest.engine.request import InfillError
from palimpsest.engine.weights.index import DTYPES

UNFINISHED = ".part"
"""What is added to the name of a file that is being written."""

_DTYPE_NAMES = {dtype: name for name, dtype in DTYPES.items()}
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


@dataclass(frozen=True, slots=True)
class Entry:
    """A tensor that a file is to hold."""

    name: str
    dtype: torch.dtype
    shape: tuple[int, ...]

    @property
    def nbytes(self) -> int:
        return self.dtype.itemsize * torch.Size(self.shape).numel()


@dataclass(frozen=True)
class Layout:
    """Where each tensor lies in a safetensors file, as https://github.com/huggingface/safetensors describes it.

    Wide elements come first, so that each tensor begins at a multiple of its element without a gap.
    """

    entries: tuple[Entry, ...]

    @cached_property
    def offsets(self) -> dict[str, int]:
        """From a tensor's name to its first byte in the file."""
        place, offsets = len(self.head), {}
        for entry in self._ordered:
            offsets[entry.name] = place
            place += entry.nbytes
        return offsets

    @cached_property
    def head(self) -> bytes:
        """All that stands before the first tensor; its size is a multiple of eight."""
        table: dict[str, object] = {"__metadata__": {"format": "pt"}}
        place = 0
        for entry in self._ordered:
            table[entry.name] = {
                "dtype": _DTYPE_NAMES[entry.dtype],
                "shape": entry.shape,
                "data_offsets": (place, place + entry.nbytes),
            }
            place += entry.nbytes
        text = json.dumps(table, separators=(",", ":")).encode()
        text += b" " * (-len(text) % 8)
        return len(text).to_bytes(8, "little") + text

    @property
    def nbytes(self) -> int:
        """Size of the file."""
        return len(self.head) + sum(entry.nbytes for entry in self.entries)

    def is_at(self, path: Path) -> bool:
        """Whether a file has this header and this size; nothing else of it is looked at."""
        try:
            with path.open("rb") as file:
                return os.fstat(file.fileno()).st_size == self.nbytes and file.read(len(self.head)) == self.head
        except OSError:
            return False

    @cached_property
    def _ordered(self) -> Sequence[Entry]:
        return sorted(self.entries, key=lambda entry: -entry.dtype.itemsize)


class ShardWriter:
    """A file of a known layout that is being written."""

    def __init__(self, layout: Layout, file: IO[bytes]) -> None:
        self._layout = layout
        self._file = file
        self._missing = {entry.name: entry for entry in layout.entries}

    def write(self, name: str, tensor: Tensor) -> None:
        """Put a tensor where it belongs; each once. Raises `OSError`, and ValueError for another dtype or shape."""
        entry = self._missing.pop(name)
        if (tensor.dtype, tuple(tensor.shape)) != (entry.dtype, entry.shape):
            raise ValueError(f"{name} is {tensor.dtype} {tuple(tensor.shape)}, not {entry.dtype} {entry.shape}")
        self._file.seek(self._layout.offsets[name])
        if tensor.numel():
            self._file.write(tensor.contiguous().flatten().view(torch.uint8).numpy().data)

    def complete(self) -> bool:
        """Whether every tensor was written."""
        return not self._missing


@contextmanager
def writing(path: Path, layout: Layout) -> Iterator[ShardWriter]:
    """Write a file; at the end of the block it has its name and is on the disk. If the block fails there is none.

    Raises `InfillError` if the file system refuses.
    """
    unfinished = path.with_name(path.name + UNFINISHED)
    try:
        with refusals(path), unfinished.open("wb") as file:
            file.write(layout.head)
            writer = ShardWriter(layout, file)
            yield writer
            if not writer.complete():
                raise ValueError(f"{path.name} was left incomplete")
            file.flush()
            os.fsync(file.fileno())
        with refusals(path):
            unfinished.replace(path)
            sync_folder(path.parent)
    except BaseException:
        with contextlib.suppress(OSError):
            unfinished.unlink(missing_ok=True)
        raise


def write_whole(path: Path, content: bytes) -> None:
    """Write a small file that is there wholly or, after a loss of power too, as it was. Raises `InfillError`."""
    unfinished = path.with_name(path.name + UNFINISHED)
    with refusals(path):
        with unfinished.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
        sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Put on the disk which names a folder holds, where the system can."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


@contextmanager
def refusals(path: Path) -> Iterator[None]:
    """Turn what the file system says while `path` is written into `InfillError`."""
    try:
        yield
    except OSError as error:
        again = "and type the same command again; what is finished is kept."
        if error.errno in _FULL:
            raise InfillError(f"There is no room for {path}.", f"Free some space {again}") from error
        reason = error.strerror or error
        raise InfillError(f"{path} cannot be written ({reason}).", f"Check the folder and the disk {again}") from error
