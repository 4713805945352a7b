"""`palimpsest model quantize`: make a large checkpoint small, and keep the result."""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from palimpsest.app.file_lock import FileLock
from palimpsest.app.models.pace import Pace
from palimpsest.app.models.words import amount_text, size_text, speed_text, time_text
from palimpsest.app.settings import log_file
from palimpsest.app.terminal_run import FAILED, CommandError, exit_code, progress_line
from palimpsest.engine.request import InfillError

if TYPE_CHECKING:
    from palimpsest.app.terminal_run import Report as Show
    from palimpsest.engine.weights.quantize_report import Report

DESCRIPTION = """\
Write the checkpoint in SRC, whose weights are bfloat16, float16 or float32, to the folder DST with experts and
attention in fewer bits; for fp8 the dense layers, too. DST is a checkpoint of its own, in the layout of
compressed-tensors. A run that was stopped goes on when the same command is typed again."""

UNITS = {"MB": 10**6, "GB": 10**9}
SMALLEST_SHARD = 10**6


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Give `parser` this command's arguments."""
    parser.description = DESCRIPTION
    parser.add_argument("source", type=Path, metavar="SRC", help="the folder of the original checkpoint")
    parser.add_argument("folder", type=Path, metavar="DST", help="the folder to write; it must not hold anything yet")
    # The names of engine.weights.targets, which would bring torch along.
    parser.add_argument(
        "--to",
        required=True,
        choices=("int4", "fp8", "nvfp4"),
        help="int4 and nvfp4: a third of the size, with 7 to 9 %% error; fp8: half of it, with 2 to 3 %%",
    )
    parser.add_argument(
        "--shard-size",
        type=shard_bytes,
        default=shard_bytes("500MB"),
        metavar="SIZE",
        help="largest size of one file, as 500MB (the default) or 2GB",
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object: the errors of each kind of matrix")


def run(args: argparse.Namespace) -> int:
    """Do what `args` (from `add_arguments`) ask for; returns the exit code."""
    return exit_code("palimpsest model quantize", lambda: _run(args))


def shard_bytes(text: str) -> int:
    """Bytes of "500MB" or "2GB". Raises `argparse.ArgumentTypeError` for anything else."""
    found = re.fullmatch(r"(\d{1,6}(?:\.\d+)?)(MB|GB)", text.upper())
    size = int(float(found[1]) * UNITS[found[2]]) if found else 0
    if size < SMALLEST_SHARD:
        raise argparse.ArgumentTypeError(f"{text!r} is no size of a file; write it as 500MB or 2GB, at least 1MB")
    return size


def _run(args: argparse.Namespace) -> None:
    start = time.monotonic()
    with _alone(args.folder), progress_line() as show:
        try:
            found = _quantized(args, show)
        except InfillError as error:
            raise CommandError(FAILED, str(error)) from error
        except KeyboardInterrupt:
            again = "type the same command again to go on."
            raise CommandError(FAILED, f"Stopped; what is finished in {args.folder} is kept, {again}") from None
        except MemoryError as error:
            raise CommandError(FAILED, "There was not enough memory for one matrix; close other programs.") from error
    seconds = time.monotonic() - start
    if args.json:
        print(json.dumps({**found.values(), "folder": str(args.folder), "seconds": round(seconds, 1)}))
        return
    from palimpsest.engine.weights.quantize_report import table

    print(table(found))
    print(f"\n{size_text(found.source_bytes)} became {size_text(found.bytes)} in {seconds / 60:.1f} minutes.")
    print(f"To use it, type: palimpsest --model {args.folder}")


def _quantized(args: argparse.Namespace, show: Show) -> Report:
    from palimpsest.engine.weights.quantize import quantize

    pace = Pace()
    before = 0

    def progress(done: int, total: int, earlier: bool) -> None:
        nonlocal before
        if not earlier:
            pace.add(done - before)
        before = done
        words = [f"Quantising {amount_text(done, total)}"]
        left = pace.left(total - done)
        if left is not None:
            words += [speed_text(pace.speed), time_text(left)]
        show(", ".join(words))

    show("Looking at the checkpoint")
    return quantize(args.source, args.folder, args.to, args.shard_size, progress)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Hold the folder against a second run into it; raises `CommandError` if there is one."""
    name = hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:16]
    lock = FileLock(log_file().with_name(f"quantize-{name}.lock"))
    try:
        lock.path.parent.mkdir(parents=True, exist_ok=True)
        taken = lock.take()
    except OSError as error:
        raise CommandError(FAILED, f"{lock.path} cannot be made ({error.strerror or error}).") from error
    if not taken:
        raise CommandError(FAILED, f"Another `palimpsest model quantize` writes to {folder} now; wait for its end.")
    try:
        yield
    finally:
        lock.let_go()
