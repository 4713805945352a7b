"""`palimpsest model info`: which model would be used, and on what."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict

from palimpsest.app.settings import EMBEDDED
from palimpsest.engine import InfillError, open_engine


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command line."""
    parser.add_argument("action", choices=("info",), help="info: name, size and device of the model")
    parser.add_argument(
        "--model", default=EMBEDDED, metavar="DIR", help="a checkpoint folder instead of the embedded model"
    )
    parser.add_argument("--device", default="auto", help="auto, cpu or cuda[:n]")
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(args: argparse.Namespace) -> int:
    """Open the model and tell what it is. Returns the exit code."""
    try:
        info = open_engine(args.model, args.device).info
    except InfillError as error:
        print(f"palimpsest: {error}", file=sys.stderr)
        return 1
    if args.json:
        print(json.dumps(asdict(info)))
        return 0
    heeds = "follows instructions" if info.follows_instructions else "continues text; follows no instructions"
    for name, value in (
        ("model", info.name),
        ("parameters", f"{info.parameters:,}"),
        ("canvas", f"{info.canvas_length} tokens"),
        ("device", info.device),
        ("use", heeds),
    ):
        print(f"{name:<12}{value}")
    return 0
