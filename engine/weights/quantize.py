"""Quantises a checkpoint to a folder: one expert at a time from mapped files into one file at a time, and resumable.

What is held in memory does not depend on the size of the model: a few matrices for each thread, and of the mapped
source what was read last.
"""

from __future__ import annotations

import json
import os
import shutil
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import torch
from torch import Tensor

from palimpsest.engine.config import read_json
from palimpsest.engine.request import InfillError
from palimpsest.engine.weights.checkpoint import shown_name
from palimpsest.engine.weights.formats import open_source
from palimpsest.engine.weights.huggingface import PLAIN
from palimpsest.engine.weights.index import INDEX, ShardIndex
from palimpsest.engine.weights.passing_reader import PassingReader
from palimpsest.engine.weights.quantize_plan import Job, Shard, plan
from palimpsest.engine.weights.quantize_report import REPORT, Report, page, report
from palimpsest.engine.weights.quantize_state import State, fingerprint
from palimpsest.engine.weights.rounding import Rounded
from palimpsest.engine.weights.shard_writer import ShardWriter, refusals, write_whole, writing
from palimpsest.engine.weights.targets import TARGETS, Target

SHARD_BYTES = 500_000_000

Progress = Callable[[int, int, bool], None]
"""Gets bytes of the source that are done, all of them, and whether the newest of them were done by an earlier run."""

_LARGEST_COPIED = 100_000_000
_WEIGHTS = {".safetensors", ".bin", ".pt", ".pth", ".ckpt", ".gguf", ".h5", ".msgpack", ".onnx"}
_MARGIN = 1 << 26
"""Bytes for the small files, and for what a file system needs for itself."""


def quantize(
    source: Path,
    folder: Path,
    to: str,
    shard_bytes: int = SHARD_BYTES,
    progress: Progress | None = None,
) -> Report:
    """Write `source`, a folder of bf16, fp16 or fp32 weights, to `folder` with its matrices as `to` (see `TARGETS`).

    A run that was stopped, killed or failed goes on when it is called again in the same way, and ends with the same
    bytes. What `progress` raises stops it, too. Raises `InfillError` for a source that cannot be quantised, a folder
    that cannot be written to, and a disk that is full.
    """
    target = TARGETS[to]
    _refuse_place(source, folder)
    _refuse_quantised(source)
    index = ShardIndex.open(source)
    with index.reader() as headers:
        shards = plan(index.files, headers, target, shard_bytes)
    with PassingReader(index) as reader, _threads() as pool:
        mark = fingerprint(to, set(index.files.values()), shards)
        state = State.open(folder, mark)
        finished = {shard.name for shard in shards if state.holds(shard)}
        _make(folder)
        state.begin()
        _refuse_full(folder, [shard for shard in shards if shard.name not in finished])
        run = _Run(reader, target, folder, state, pool, progress, sum(shard.source_bytes for shard in shards))
        for shard in shards:
            if shard.name in finished:
                run.step(shard.source_bytes, before=True)
        for shard in shards:
            if shard.name not in finished:
                run.write(shard)
    found = report(shown_name(source), target, shards, (state.sums[shard.name] for shard in shards))
    _describe(source, folder, target, shards, found)
    state.end()
    return found


@dataclass(slots=True)
class _Run:
    """One run over the files that are not finished."""

    reader: PassingReader
    target: Target
    folder: Path
    state: State
    pool: ThreadPoolExecutor
    progress: Progress | None
    total: int
    done: int = field(default=0)

    def step(self, nbytes: int, before: bool = False) -> None:
        self.done += nbytes
        if self.progress is not None:
            self.progress(self.done, self.total, before)

    def write(self, shard: Shard) -> None:
        """Write one file."""
        sums: dict[str, tuple[float, float, float]] = {}
        path = self.folder / shard.name
        with writing(path, shard.layout) as writer:
            for job, result in self._results(shard.jobs):
                if isinstance(result, Tensor):
                    writer.write(job.entries[0].name, result)
                else:
                    _store(job, result, self.target, writer, sums)
                self.step(job.nbytes)
            # Before the file has its name: one without its sums would have to be made again.
            self.state.note(shard, sums)

    def _results(self, jobs: Iterable[Job]) -> Iterator[tuple[Job, Tensor | Rounded]]:
        """Every job in order, with the tensor to keep or the rounded matrix; a few are worked on ahead."""
        waiting: deque[tuple[Job, Future[Tensor | Rounded]]] = deque()
        try:
            for job in jobs:
                views = [self.reader.tensor(name) for name in job.sources]
                if job.member is not None:
                    views = [view[job.member] for view in views]
                waiting.append((job, self.pool.submit(self._result, job, views)))
                if len(waiting) > _workers() + 1:
                    first, future = waiting.popleft()
                    yield first, future.result()
            while waiting:
                first, future = waiting.popleft()
                yield first, future.result()
        finally:
            for _, future in waiting:
                future.cancel()

    def _result(self, job: Job, views: list[Tensor]) -> Tensor | Rounded:
        if not job.parts:
            return views[0]
        for name, view in zip(job.sources, views, strict=True):
            if not all(bound.isfinite() for bound in view.aminmax()):
                raise InfillError(
                    f"The tensor {name} holds numbers that are not finite.", "Download the checkpoint again."
                )
        return self.target.rounded(views[0] if len(views) == 1 else torch.cat(views))


def _store(
    job: Job, rounded: Rounded, target: Target, writer: ShardWriter, sums: dict[str, tuple[float, float, float]]
) -> None:
    """Write the parts of a matrix, and add its errors to those of their classes."""
    start = 0
    for part in job.parts:
        end = start + part.rows
        storage = rounded.packed.rows(start, end).storage
        for suffix, tensor in target.stored(storage, job.columns).items():
            writer.write(f"{part.name}.{suffix}", tensor)
        before = sums.get(part.kind, (0.0, 0.0, 0.0))
        of_rows = (rounded.energy, rounded.error, rounded.max_abs_error)
        energy, error, max_abs = (old + float(each[start:end].sum()) for old, each in zip(before, of_rows, strict=True))
        sums[part.kind] = (energy, error, max_abs)
        start = end


@contextmanager
def _threads() -> Iterator[ThreadPoolExecutor]:
    """Threads that each compute alone.

    torch's own threads wait for one another after every operation, which on cores that somebody else uses, too, is
    twenty times as slow.
    """
    before = torch.get_num_threads()
    pool = ThreadPoolExecutor(_workers(), "quantize", initializer=torch.set_num_threads, initargs=(1,))
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)
        # It holds for threads that begin later, too.
        torch.set_num_threads(before)


def _workers() -> int:
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity is not None else os.cpu_count() or 1


def _refuse_place(source: Path, folder: Path) -> None:
    old, new = source.resolve(), folder.resolve()
    if new == old or old in new.parents:
        raise InfillError(f"{folder} lies inside the source.", "Choose a folder outside it.")
    if new in old.parents:
        raise InfillError(f"{folder} holds the source.", "Choose a folder of its own.")


def _refuse_quantised(source: Path) -> None:
    original = "Begin with the original checkpoint in bfloat16, a folder of safetensors."
    if source.is_file():
        raise InfillError(f"{source} is a file, not a folder of safetensors.", original)
    with open_source(source) as opened:
        if opened.format not in PLAIN.values():
            raise InfillError(f"{source} is quantised already ({opened.format}).", original)


def _refuse_full(folder: Path, shards: list[Shard]) -> None:
    needed = sum(shard.layout.nbytes for shard in shards) + _MARGIN
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise InfillError(
            f"The disk of {folder} has {free / 1e9:.1f} GB free, where {needed / 1e9:.1f} GB are needed.",
            "Free some space and type the same command again, or choose a folder on another disk.",
        )


def _make(folder: Path) -> None:
    with refusals(folder):
        folder.mkdir(parents=True, exist_ok=True)


def _describe(source: Path, folder: Path, target: Target, shards: tuple[Shard, ...], found: Report) -> None:
    """Write the small files; config.json last, since it makes a checkpoint of the folder."""
    own = {"config.json", "README.md", REPORT, INDEX}
    for path in sorted(source.iterdir()):
        small = path.is_file() and path.stat().st_size <= _LARGEST_COPIED
        if small and path.suffix not in _WEIGHTS and path.name not in own and not path.name.startswith("."):
            write_whole(folder / path.name, _read(path))
    weights = {entry.name: shard.name for shard in shards for entry in shard.layout.entries}
    stored = sum(entry.nbytes for shard in shards for entry in shard.layout.entries)
    write_whole(
        folder / INDEX, _json({"metadata": {"total_size": stored}, "weight_map": dict(sorted(weights.items()))})
    )
    write_whole(folder / REPORT, _json(found.values()))
    write_whole(folder / "README.md", page(found, target).encode())
    config = {**read_json(source / "config.json"), "quantization_config": target.quantization_config()}
    write_whole(folder / "config.json", _json(config))


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise InfillError(f"{path} cannot be read ({error.strerror or error}).", "Check the disk.") from error


def _json(values: object) -> bytes:
    return (json.dumps(values, indent=2, ensure_ascii=False) + "\n").encode()
