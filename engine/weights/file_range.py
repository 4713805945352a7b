"""Where a tensor lies in its file, and reading it through once before it is used as mapped memory.

A disk that fails under mapped memory ends the program with a signal; under an ordinary read it is an error with a
name. The read also fills the system's cache in the order of the file, so the mapping after it costs no disk.

Files are mapped here and not by safetensors: torch, through which it does so, asks the system to set as much memory
aside as the file is long, which Linux refuses for one that is larger than main memory.
"""

from __future__ import annotations

import json
import mmap
import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from io import FileIO
from pathlib import Path

import torch
from torch import Tensor

from palimpsest.engine.json_file import short
from palimpsest.engine.request import InfillError

PIECE = 4 << 20
"""Bytes read at once."""

LARGEST_HEADER = 100 << 20
"""What safetensors itself allows."""


# Nothing is set aside for what might be written, since nothing ever is; Python 3.11 has no name for it.
_MAP_NORESERVE = 0x4000


@dataclass(frozen=True, slots=True)
class FileRange:
    """Bytes `start` to `end` of an open file."""

    file: FileIO
    path: Path
    start: int
    end: int
    memory: mmap.mmap | None = None
    """The whole file."""

    def read_through(self, what: str) -> None:
        """Read all of it, keeping nothing. Raises `InfillError` that names the file if the disk refuses."""
        piece = memoryview(bytearray(min(PIECE, max(1, self.end - self.start))))
        at = self.start
        try:
            self.file.seek(at)
            while at < self.end:
                count = self.file.readinto(piece[: min(len(piece), self.end - at)])
                if not count:
                    raise InfillError(
                        f"{self.path} has become shorter while {what} was read.", "Download the checkpoint again."
                    )
                at += count
        except OSError as error:
            raise InfillError(
                f"{self.path} cannot be read ({error.strerror or error}).",
                "Check the disk, and copy or download the checkpoint again.",
            ) from error

    def tensor(self, dtype: torch.dtype, shape: tuple[int, ...]) -> Tensor:
        """Its bytes as numbers: a view of the file, valid for as long as it is held.

        Read it through before, lest a failing disk ends the program. ValueError if there are not as many bytes.
        """
        count = self.end - self.start
        if count != dtype.itemsize * torch.Size(shape).numel():
            raise ValueError(f"{count} bytes are no {shape} of {dtype}")
        if self.memory is None or not count:
            return torch.empty(shape, dtype=dtype)
        raw = torch.frombuffer(self.memory, dtype=torch.uint8, count=count, offset=self.start)
        # Formats need not keep numbers at multiples of their size; processors want them there.
        return (raw if self.start % dtype.itemsize == 0 else raw.clone()).view(dtype).view(shape)


def mapped(file: FileIO) -> mmap.mmap | None:
    """A whole file as memory; what would be written to it stays in this program. None for an empty file."""
    size = os.fstat(file.fileno()).st_size
    if not size:
        return None
    if sys.platform == "linux":
        flags = mmap.MAP_PRIVATE | _MAP_NORESERVE
        return mmap.mmap(file.fileno(), size, flags=flags, prot=mmap.PROT_READ | mmap.PROT_WRITE)
    return mmap.mmap(file.fileno(), size, access=mmap.ACCESS_COPY)


@contextmanager
def ranges_of(path: Path) -> Iterator[dict[str, FileRange]]:
    """Where every tensor of a safetensors file lies; the file is open within the `with` block.

    For a file whose header safetensors has found good; raises `InfillError` if it has changed since.
    """
    with ExitStack() as stack:
        try:
            file = stack.enter_context(path.open("rb", buffering=0))
            ranges = dict(_entries(file, path))
        except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
            raise InfillError(
                f"The header of {path} cannot be read ({short(error, 120)}).", "Download the checkpoint again."
            ) from error
        yield ranges


def _entries(file: FileIO, path: Path) -> Iterator[tuple[str, FileRange]]:
    length = int.from_bytes(file.read(8), "little")
    if length > LARGEST_HEADER:
        raise ValueError("it is too long")
    data = 8 + length
    header = json.loads(file.read(length))
    if not isinstance(header, dict):
        raise TypeError("it is no object")
    memory = mapped(file)
    for name, entry in header.items():
        if name != "__metadata__":
            start, end = entry["data_offsets"]
            yield name, FileRange(file, path, data + start, data + end, memory)
