"""What a quantised checkpoint will consist of, told from the source's headers: which tensors, in which files."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby

import torch

from palimpsest.engine.request import InfillError
from palimpsest.engine.weights.huggingface import PLAIN
from palimpsest.engine.weights.index import TensorReader
from palimpsest.engine.weights.shard_writer import Entry, Layout
from palimpsest.engine.weights.targets import TARGETS, Target

_MATRIX = re.compile(
    r"model\.decoder\.layers\.\d+\."
    r"(?:(experts)\.(gate_up|down)_proj|(self_attn)\.([qkvo])_proj\.weight|(mlp)\.(gate|up|down)_proj\.weight)"
)
# Programs that run these join them to one matrix, which has room for only one outer scale.
_TOGETHER = {"gate_up": "gate_up", "gate": "gate_up", "up": "gate_up", "q": "qkv", "k": "qkv", "v": "qkv"}


@dataclass(frozen=True, slots=True)
class Part:
    """A strip of rows of a rounded matrix under a name of its own."""

    name: str
    """Of the module, as it is stored: "model.decoder.layers.0.experts.3.gate_proj"."""
    kind: str
    """Its class in reports: "experts.gate_proj"."""
    rows: int


@dataclass(frozen=True, slots=True)
class Job:
    """One tensor to keep, or matrices over the same input, one under the other, to round together."""

    sources: tuple[str, ...]
    """Tensors of the source."""
    member: int | None
    """Which matrix of a stack of experts; None for a tensor that is no stack."""
    parts: tuple[Part, ...]
    """What comes out, from the first row on; empty for a tensor that is kept."""
    columns: int
    entries: tuple[Entry, ...]
    """The tensors that are written."""
    nbytes: int
    """Read from the source."""


@dataclass(frozen=True, slots=True)
class Shard:
    """One file of the result."""

    name: str
    jobs: tuple[Job, ...]
    layout: Layout

    @property
    def source_bytes(self) -> int:
        """Read for it."""
        return sum(job.nbytes for job in self.jobs)


def plan(names: Iterable[str], reader: TensorReader, target: Target, shard_bytes: int) -> tuple[Shard, ...]:
    """Distribute everything over files of at most `shard_bytes`, a larger tensor having a file of its own.

    Raises `InfillError` for a matrix that the target cannot divide into groups, or that is quantised already.
    """
    shelves: list[list[Job]] = []
    room = 0
    for job in _jobs(sorted(names, key=_natural), reader, target):
        size = sum(entry.nbytes for entry in job.entries)
        if size > room:
            shelves.append([])
            room = shard_bytes
        room -= size
        shelves[-1].append(job)
    return tuple(
        Shard(
            f"model-{number:05}-of-{len(shelves):05}.safetensors",
            tuple(jobs),
            Layout(tuple(entry for job in jobs for entry in job.entries)),
        )
        for number, jobs in enumerate(shelves, 1)
    )


def _jobs(names: Sequence[str], reader: TensorReader, target: Target) -> Iterator[Job]:
    for (family, _), group in groupby(names, lambda name: _family(name, target)):
        sources = tuple(group)
        if family is None:
            yield from (_kept(name, reader) for name in sources)
            continue
        shapes = [reader.shape(name) for name in sources]
        for name in sources:
            _check(name, reader, target)
        if family != "experts":
            yield _rounded(sources, None, _strips(sources, shapes), shapes[0][-1], reader, target)
            continue
        for source, (count, rows, columns) in zip(sources, shapes, strict=True):
            for member in range(count):
                yield _rounded((source,), member, _expert(source, member, rows), columns, reader, target)


def _family(name: str, target: Target) -> tuple[str | None, str]:
    """What a tensor is rounded with: its kind, None for what is kept, and which of them in its layer."""
    found = _MATRIX.fullmatch(name)
    module, which = [each for each in found.groups() if each] if found else ("", "")
    if not found or (module == "mlp" and not target.mlp):
        return None, ""
    if module == "experts":
        return module, name
    return module, name[: found.start(found.lastindex or 0)] + _TOGETHER.get(which, which)


def _kept(name: str, reader: TensorReader) -> Job:
    entry = Entry(name, reader.dtype(name), reader.shape(name))
    return Job((name,), None, (), 0, (entry,), entry.nbytes)


def _check(name: str, reader: TensorReader, target: Target) -> None:
    if reader.dtype(name) not in PLAIN:
        raise InfillError(f"The tensor {name} is quantised already.", "Begin with the original checkpoint in bfloat16.")
    columns = reader.shape(name)[-1]
    if columns % target.multiple:
        raise InfillError(
            f"The tensor {name} has {columns} columns, which do not divide into the groups of {target.multiple} "
            f"that {target.name} has.",
            "Quantise to fp8, which has no groups.",
        )


def _rounded(
    sources: tuple[str, ...],
    member: int | None,
    parts: tuple[Part, ...],
    columns: int,
    reader: TensorReader,
    target: Target,
) -> Job:
    entries = [
        Entry(f"{part.name}.{suffix}", dtype, shape)
        for part in parts
        for suffix, dtype, shape in _suffixes(target.name, part.rows, columns)
    ]
    elements = sum(part.rows for part in parts) * columns
    return Job(sources, member, parts, columns, tuple(entries), elements * reader.dtype(sources[0]).itemsize)


@cache
def _suffixes(to: str, rows: int, columns: int) -> list[tuple[str, torch.dtype, tuple[int, ...]]]:
    target = TARGETS[to]
    stored = target.stored(target.blank(rows, columns), columns)
    return [(suffix, tensor.dtype, tuple(tensor.shape)) for suffix, tensor in stored.items()]


def _strips(sources: Sequence[str], shapes: Sequence[tuple[int, ...]]) -> tuple[Part, ...]:
    return tuple(
        Part(name.removesuffix(".weight"), ".".join(name.split(".")[-3:-1]), shape[0])
        for name, shape in zip(sources, shapes, strict=True)
    )


def _expert(source: str, member: int, rows: int) -> tuple[Part, ...]:
    """What a member of a stack is called; gate rows come before up rows."""
    at, which = source.rsplit(".", 1)
    kinds = ("gate_proj", "up_proj") if which == "gate_up_proj" else (which,)
    return tuple(Part(f"{at}.{member}.{kind}", f"experts.{kind}", rows // len(kinds)) for kind in kinds)


def _natural(name: str) -> list[tuple[int, str]]:
    """Layer 10 comes after layer 9, and what is rounded together stands together."""
    words = []
    for word in name.split("."):
        kind, _, _ = word.partition("_proj")
        words.append((int(word), "") if word.isdigit() else (-1, _TOGETHER.get(kind, kind) + word))
    return words
