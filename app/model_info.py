"""`palimpsest model info`: what a checkpoint is, where its parts would lie on this machine, and whether it fits."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from palimpsest.app.settings import EMBEDDED
from palimpsest.engine.request import InfillError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from palimpsest.engine.weights.machine import Machine
    from palimpsest.engine.weights.plan import Plan


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command line."""
    parser.add_argument(
        "model", nargs="?", default=EMBEDDED, metavar="DIR", help="a checkpoint folder or GGUF file (default: embedded)"
    )
    parser.add_argument("--context", type=_tokens, metavar="N", help="tokens before the passage to plan for")
    parser.add_argument("--gpu", type=_gigabytes, metavar="GB", help="plan for a card of so many GB, not this one")
    parser.add_argument("--device", default="auto", metavar="D", help="auto, cpu or cuda[:n] (default auto)")
    parser.add_argument("--json", action="store_true", help="print one JSON object and nothing else")


def run(args: argparse.Namespace) -> int:
    """Tell what the headers say; no weight is read. Returns the exit code."""
    from palimpsest.engine.weights.checkpoint import inspect
    from palimpsest.engine.weights.footprint import parameters
    from palimpsest.engine.weights.machine import probe
    from palimpsest.engine.weights.plan import CONTEXT, plan
    from palimpsest.engine.weights.plan_table import machine_with

    try:
        checkpoint, machine = inspect(_path(args.model)), probe(args.device)
    except InfillError as error:
        print(f"palimpsest: {error}", file=sys.stderr)
        return 1
    if args.gpu is not None:
        machine = machine_with(args.gpu, machine)
    found = plan(checkpoint, machine, args.context or CONTEXT)
    name = "Palimpsest small" if args.model == EMBEDDED else checkpoint.name
    facts = {
        "model": name,
        "format": checkpoint.format,
        "parameters": parameters(checkpoint.config),
        "canvas_length": checkpoint.config.canvas_length,
        "stored_bytes": checkpoint.sizes.total,
    }
    if args.json:
        told = {**asdict(found), "gpu_bytes": found.gpu_bytes, "main_bytes": found.main_bytes}
        print(json.dumps({**facts, "path": str(checkpoint.path), "machine": asdict(machine), "plan": told}))
    else:
        print(readable(facts, machine, found))
    return 0


def readable(facts: Mapping[str, Any], machine: Machine, found: Plan) -> str:
    """The facts, the table of parts with its sums, and what follows, for people."""
    from palimpsest.engine.weights.plan import GPU, MAIN, size

    told = [
        ("model", facts["model"]),
        ("format", f"{facts['format']}, {size(facts['stored_bytes'])}"),
        ("parameters", f"{facts['parameters']:,}"),
        ("canvas", f"{facts['canvas_length']} tokens"),
        ("machine", _machine_text(machine)),
    ]
    parts = [(row.part, row.where, size(row.nbytes)) for row in found.rows]
    parts += [("in all", where, size(n)) for where, n in ((GPU, found.gpu_bytes), (MAIN, found.main_bytes)) if n]
    wide, place = max(len(part) for part, *_ in parts), max(len(where) for _, where, _ in parts)
    lines = [f"{name:<12}{value}" for name, value in told]
    lines += ["", *(f"{part:<{wide}}  {where:<{place}}  {nbytes:>9}" for part, where, nbytes in parts), ""]
    lines.append(f"{found.sentence} {found.remedy}".strip())
    if found.fits:
        lines.append(f"A context of up to {found.longest:,} tokens fits.")
    if found.estimate is not None:
        (fast, slow), (least, most) = found.estimate.seconds, found.estimate.tokens
        lines.append(f"An estimate: {fast:.2g} to {slow:.2g} s a pass, {least:.0f} to {most:.0f} tokens a second.")
    return "\n".join(lines)


def _machine_text(machine: Machine) -> str:
    from palimpsest.engine.weights.plan import size

    texts = []
    if machine.card is not None:
        texts.append(f"{machine.card.shown_name}, {size(machine.card.free)} of {size(machine.card.total)} free")
    if machine.memory is not None:
        texts.append(f"main memory, {size(machine.available or 0)} of {size(machine.memory)} free")
    return "; ".join(texts) or "nothing is told of its memory"


def _path(model: str) -> Path:
    if model != EMBEDDED:
        return Path(model)
    from palimpsest.engine.infill import embedded_folder

    return embedded_folder()


def _tokens(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 1")
    return int(text)


def _gigabytes(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0 < value <= 4096:
        raise argparse.ArgumentTypeError(f"{text!r} is not a size in GB")
    return value
