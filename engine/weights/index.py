"""Which file of a checkpoint folder holds which tensor: one safetensors file, or an index and its shards."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError, safe_open
from torch import Tensor

from palimpsest.engine.json_file import read_json, short
from palimpsest.engine.request import InfillError
from palimpsest.engine.weights.file_range import FileRange, ranges_of

SINGLE = "model.safetensors"
INDEX = "model.safetensors.index.json"

DTYPES = {
    "F32": torch.float32,
    "F16": torch.float16,
    "BF16": torch.bfloat16,
    "F8_E4M3": torch.float8_e4m3fn,
    "I64": torch.int64,
    "I32": torch.int32,
    "U8": torch.uint8,
}
"""Dtypes of the formats that are read, by their names in safetensors; others are not told apart."""

_AGAIN = "Download it again."
_OTHER = "Use a checkpoint in one of the formats in the README."


@dataclass(frozen=True, slots=True)
class ShardIndex:
    """Tensor names of a checkpoint and the file of each."""

    files: Mapping[str, Path]

    @staticmethod
    def open(folder: Path) -> ShardIndex:
        """Find the weights in `folder`. Raises `InfillError` where there are none, or not all."""
        if (folder / INDEX).is_file():
            return ShardIndex(_from_index(folder))
        path = folder / SINGLE
        if not path.is_file():
            raise InfillError(
                f"There are no weights in {folder} ({SINGLE} or {INDEX}).", "Choose the folder of a checkpoint."
            )
        with _reading(path) as shard:
            return ShardIndex(dict.fromkeys(shard.keys(), path))

    @contextmanager
    def reader(self) -> Iterator[TensorReader]:
        """Open every shard once, memory-mapped, for as long as tensors are read."""
        with ExitStack() as stack:
            shards: dict[Path, Any] = {}
            ranges: dict[str, FileRange] = {}
            for path in sorted(set(self.files.values())):
                shards[path] = stack.enter_context(_reading(path))
                ranges |= stack.enter_context(ranges_of(path))
            yield TensorReader({name: shards[path] for name, path in self.files.items()}, ranges)


@dataclass(frozen=True, slots=True)
class TensorReader:
    """Reads tensors of open shards by name."""

    shards: Mapping[str, Any]
    ranges: Mapping[str, FileRange] = field(default_factory=dict)
    """Where in its file each tensor lies, of all of them."""

    def __contains__(self, name: str) -> bool:
        return name in self.shards

    def dtype(self, name: str) -> torch.dtype:
        """How a tensor is stored. KeyError if there is none of this name."""
        return DTYPES.get(self.shards[name].get_slice(name).get_dtype(), torch.uint8)

    def shape(self, name: str) -> tuple[int, ...]:
        """The shape of a tensor. KeyError if there is none of this name."""
        return tuple(self.shards[name].get_slice(name).get_shape())

    def nbytes(self) -> Iterator[tuple[str, int]]:
        """Every tensor's name and its bytes in the file."""
        for name in self.shards:
            yield name, self.dtype(name).itemsize * torch.Size(self.shape(name)).numel()

    def tensor(self, name: str, shape: tuple[int, ...]) -> Tensor:
        """A tensor as it is stored: a view of the file, memory-mapped, valid also after the file is closed.

        Raises `InfillError` if it is missing, unreadable or of another shape.
        """
        if name not in self.shards:
            raise InfillError(f"The checkpoint lacks the tensor {name}.", _AGAIN)
        found = self.shape(name)
        if found != shape:
            raise InfillError(
                f"The tensor {name} has the shape {found}, where the configuration says {shape}.",
                "config.json and the weights do not belong together; download the checkpoint again.",
            )
        stored = self.shards[name].get_slice(name).get_dtype()
        dtype = DTYPES.get(stored)
        if dtype is None:
            raise InfillError(f"The tensor {name} is stored as {stored}, which cannot be read.", _OTHER)
        self.ranges[name].read_through(name)
        try:
            return self.ranges[name].tensor(dtype, shape)
        except ValueError as error:
            raise InfillError(f"The tensor {name} cannot be read ({error}).", _AGAIN) from error


def _from_index(folder: Path) -> dict[str, Path]:
    names = read_json(folder / INDEX).get("weight_map")
    if not isinstance(names, dict) or not all(isinstance(name, str) for name in names.values()):
        raise InfillError(f"{INDEX} does not name the shards.", _AGAIN)
    paths: dict[str, Path] = {}
    for shard in sorted(set(names.values())):
        # An index is data from elsewhere: a name in it must not reach files outside the checkpoint. A file of that
        # name may well be a link, as it is in the cache of Hugging Face.
        if Path(shard).name != shard or "\\" in shard or not shard.endswith(".safetensors"):
            raise InfillError(
                f"{INDEX} names a file outside the checkpoint ({short(shard)}).", "Do not use this checkpoint."
            )
        paths[shard] = folder / shard
        if not paths[shard].is_file():
            raise InfillError(f"The shard {shard} is missing in {folder}.", "Download the checkpoint again.")
    held: dict[str, set[str]] = {}
    for shard, path in paths.items():
        with _reading(path) as opened:
            held[shard] = set(opened.keys())
    for name, shard in names.items():
        if name not in held[shard]:
            raise InfillError(f"The shard {shard} does not hold {short(name, 120)}.", _AGAIN)
    return {name: paths[shard] for name, shard in names.items()}


@contextmanager
def _reading(path: Path) -> Iterator[Any]:
    try:
        # Only headers are read through it, and numpy's way costs no memory; see `file_range`.
        shard = safe_open(str(path), framework="np")
    except (SafetensorError, OSError) as error:
        raise InfillError(
            f"The weights in {path.name} are damaged or incomplete ({short(error, 120)}).", _AGAIN
        ) from error
    with shard as opened:
        yield opened
