"""Where a tensor lies in its file, and reading it through once before it is used as mapped memory.

A disk that fails under mapped memory ends the program with a signal; under an ordinary read it is an error with a
name. The read also fills the system's cache in the order of the file, so the mapping after it costs no disk.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from io import FileIO
from pathlib import Path

from palimpsest.engine.json_file import short
from palimpsest.engine.request import InfillError

PIECE = 4 << 20
"""Bytes read at once."""

LARGEST_HEADER = 100 << 20
"""What safetensors itself allows."""


@dataclass(frozen=True, slots=True)
class FileRange:
    """Bytes `start` to `end` of an open file."""

    file: FileIO
    path: Path
    start: int
    end: int

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
    for name, entry in header.items():
        if name != "__metadata__":
            start, end = entry["data_offsets"]
            yield name, FileRange(file, path, data + start, data + end)
