"""`palimpsest infill`: regenerate one span of a file from the command line, without a window."""

from __future__ import annotations

import argparse
import json
import math
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from palimpsest.app.documents import files
from palimpsest.app.documents.splice import splice_file
from palimpsest.app.film_arguments import KINDS, add_look, film_path, look_of
from palimpsest.app.span_arguments import add_length, add_place, place_of
from palimpsest.app.terminal_run import (
    FAILED,
    WRONG_USAGE,
    CommandError,
    check_films,
    exit_code,
    finished_of,
    infill,
    open_model,
    progress_line,
    readable,
    write_film,
)
from palimpsest.engine.request import InfillRequest

if TYPE_CHECKING:
    from palimpsest.engine.request import Engine, Finished

DESCRIPTION = """\
Regenerate a span of FILE with the text on both sides held fixed. Prints the span before and after; --in-place
writes it back into the file, where nothing outside the span changes. Positions count code points from 0."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Give `parser` this command's arguments."""
    parser.description = DESCRIPTION
    parser.add_argument("file", metavar="FILE", help="the document; - reads standard input")
    add_place(parser)
    parser.add_argument("--instruction", default="", metavar="S", help="what the new text should be like")
    parser.add_argument(
        "--strength",
        type=_strength,
        default=1.0,
        metavar="F",
        help="share of the span that is re-noised, above 0 up to 1 (default 1: from scratch)",
    )
    parser.add_argument("--alternatives", type=_positive, default=1, metavar="N", help="texts to offer (default 1)")
    add_length(parser)
    parser.add_argument("--seed", type=seed_number, metavar="N", help="the same seed gives the same result")
    parser.add_argument("--passes", type=_positive, metavar="N", help="most denoising passes")
    parser.add_argument(
        "--model", default="embedded", metavar="DIR", help="checkpoint folder or GGUF file (default: embedded)"
    )
    parser.add_argument("--device", default="auto", metavar="D", help="auto, cpu or cuda[:n] (default auto)")
    parser.add_argument(
        "--film",
        type=film_path,
        action="append",
        default=[],
        metavar="OUT",
        help=f"write the passes as a film: {KINDS}; may be given again",
    )
    add_look(parser)
    result = parser.add_mutually_exclusive_group()
    result.add_argument("--json", action="store_true", help="print one JSON object and nothing else")
    result.add_argument("--in-place", action="store_true", help="write the best text into FILE")


def run(args: argparse.Namespace, engine: Engine | None = None) -> int:
    """Do what `args` (from `add_arguments`) ask for; returns the exit code.

    `engine` stands in for the one that `args` would open.
    """
    return exit_code("palimpsest infill", lambda: _run(args, engine))


def _run(args: argparse.Namespace, engine: Engine | None) -> None:
    if args.in_place and args.file == "-":
        raise CommandError(WRONG_USAGE, "--in-place needs a file; standard input has no place to write to.")
    source = _read(args.file)
    request = _request(args, source.text)
    check_films(args.film)
    with progress_line() as report:
        if engine is None:
            engine = open_model(args.model, args.device, report)
        film = infill(engine, request, report)

    if args.in_place:
        try:
            splice_file(Path(args.file), source, request.start, request.end, finished_of(film).alternatives[0].text)
        except files.FileError as error:
            raise CommandError(FAILED, str(error)) from error
    print(_as_json(finished_of(film)) if args.json else readable(film))
    for path in args.film:
        write_film(film, path, look_of(args))


def _read(name: str) -> files.FileText:
    """The document, from a file or from standard input, decoded as the editor decodes it."""
    try:
        if name == "-":
            return files.decode(sys.stdin.buffer.read())
        return files.read(Path(name))
    except files.FileError as error:
        raise CommandError(FAILED, str(error)) from error


def _request(args: argparse.Namespace, text: str) -> InfillRequest:
    """The request that the arguments describe; wrong usage if it does not fit the text."""
    place = place_of(args, text)
    return InfillRequest(
        text=text,
        start=place.start,
        end=place.end,
        instruction=args.instruction,
        strength=args.strength,
        alternatives=args.alternatives,
        pins=place.pins,
        holes=place.holes,
        length=args.length,
        scale=args.scale,
        seed=args.seed,
        passes=args.passes,
        name="" if args.file == "-" else Path(args.file).name,
    )


def _as_json(finished: Finished) -> str:
    return json.dumps(
        {
            "alternatives": [
                {
                    "text": entry.text,
                    "score": entry.score if math.isfinite(entry.score) else None,
                    "passes": entry.passes,
                }
                for entry in finished.alternatives
            ],
            "seconds": round(finished.seconds, 3),
            "model": finished.model,
            "seed": finished.seed,
        },
    )


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 1")
    return int(text)


def seed_number(text: str) -> int:
    if not text.isdecimal() or int(text) >= 2**63:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 0 to 2^63 - 1")
    return int(text)


def _strength(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not 0 < value <= 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number above 0 and up to 1")
    return value
