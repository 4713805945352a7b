"""`palimpsest model check`: read a checkpoint to its last number and say whether it is whole."""

from __future__ import annotations

import argparse
import json
import time
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from palimpsest.app.settings import EMBEDDED
from palimpsest.app.terminal_run import FAILED, CommandError, exit_code, progress_line
from palimpsest.engine.request import InfillError

if TYPE_CHECKING:
    from palimpsest.engine.weights.verify import Verified


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command line."""
    parser.add_argument(
        "model", nargs="?", default=EMBEDDED, metavar="DIR", help="a checkpoint folder or GGUF file (default: embedded)"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object and nothing else")


def run(args: argparse.Namespace) -> int:
    """Check it; Ctrl+C stops. Returns the exit code: 0 if it is whole."""
    return exit_code("palimpsest", lambda: _run(args))


def _run(args: argparse.Namespace) -> None:
    from palimpsest.engine.infill import embedded_folder
    from palimpsest.engine.weights.plan import size
    from palimpsest.engine.weights.verify import verify

    path = embedded_folder() if args.model == EMBEDDED else Path(args.model)
    began = time.monotonic()
    try:
        with progress_line() as report:
            found: Verified = verify(path, lambda share, what: report(f"{what} {share:.0%}"))
    except InfillError as error:
        raise CommandError(FAILED, str(error)) from error
    seconds = time.monotonic() - began
    if args.json:
        print(json.dumps({"path": str(path), **asdict(found), "seconds": round(seconds, 1)}))
        return
    print(
        f"{path.resolve().name} is whole: {found.parts} parts, {size(found.nbytes)} of {found.format}, "
        f"{found.parameters:,} parameters, all of them finite, and {found.tokens:,} tokens. It took {seconds:.0f} s."
    )
