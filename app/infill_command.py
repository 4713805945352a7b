"""`palimpsest infill`: regenerate one span of a file from the command line, without a window."""

from __future__ import annotations

import argparse
import json
import math
import signal
import sys
import textwrap
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from palimpsest.app.documents import files
from palimpsest.app.regenerate.film import SUFFIXES, Film
from palimpsest.engine.request import Engine, Failed, Finished, InfillError, InfillRequest, Pass

if TYPE_CHECKING:
    from types import FrameType

Report = Callable[[str], None]
"""Shows what is being done, for as long as it is."""

DONE, FAILED, WRONG_USAGE = 0, 1, 2
DOCTOR = "`palimpsest doctor` tells what this machine lacks."

DESCRIPTION = """\
Regenerate a span of FILE with the text on both sides held fixed. Prints the span before and after; --in-place
writes it back into the file, where nothing outside the span changes. Positions count characters (code points) from 0."""


class CommandError(Exception):
    """Why the command ends: the line for standard error and the exit code."""

    def __init__(self, code: int, line: str) -> None:
        super().__init__(line)
        self.code = code


class Interrupted(Exception):
    """Ctrl+C, as far as this command knows it."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Give `parser` this command's arguments."""
    parser.description = DESCRIPTION
    parser.add_argument("file", metavar="FILE", help="the document; - reads standard input")
    span = parser.add_mutually_exclusive_group(required=True)
    span.add_argument("--span", type=_range, metavar="A:B", help="the span; A:A inserts at A")
    span.add_argument("--match", metavar="TEXT", help="the span is where TEXT stands; it must stand there once")
    parser.add_argument("--instruction", default="", metavar="S", help="what the new text should be like")
    parser.add_argument(
        "--strength",
        type=_strength,
        default=1.0,
        metavar="F",
        help="share of the span that is re-noised, above 0 up to 1 (default 1: from scratch)",
    )
    parser.add_argument("--alternatives", type=_positive, default=1, metavar="N", help="texts to offer (default 1)")
    parser.add_argument("--length", type=_positive, metavar="N", help="tokens of the new text (default: chosen)")
    parser.add_argument("--seed", type=_seed, metavar="N", help="the same seed gives the same result")
    parser.add_argument("--passes", type=_positive, metavar="N", help="most denoising passes")
    parser.add_argument(
        "--pin",
        type=_range,
        action="append",
        default=[],
        metavar="A:B",
        help="a range inside the span that stays as it is; may be given again",
    )
    parser.add_argument("--model", default="embedded", metavar="DIR", help="checkpoint folder (default: embedded)")
    parser.add_argument("--device", default="auto", metavar="D", help="auto, cpu or cuda[:n] (default auto)")
    parser.add_argument(
        "--film",
        type=_film_path,
        action="append",
        default=[],
        metavar="OUT",
        help="write the passes as a film: .gif, .html (with a scrubber) or .json; may be given again",
    )
    parser.add_argument(
        "--film-theme", choices=("light", "dark"), default="light", help="look of a GIF (default light)"
    )
    result = parser.add_mutually_exclusive_group()
    result.add_argument("--json", action="store_true", help="print one JSON object and nothing else")
    result.add_argument("--in-place", action="store_true", help="write the best text into FILE")


def run(args: argparse.Namespace, engine: Engine | None = None) -> int:
    """Do what `args` (from `add_arguments`) ask for; returns the exit code.

    `engine` stands in for the one that `args` would open.
    """
    try:
        return _run(args, engine)
    except CommandError as error:
        print(f"palimpsest infill: {error}", file=sys.stderr)
        return error.code
    except (Interrupted, KeyboardInterrupt):
        print("palimpsest infill: Cancelled; nothing was kept or changed.", file=sys.stderr)
        return FAILED


def _run(args: argparse.Namespace, engine: Engine | None) -> int:
    if args.in_place and args.file == "-":
        raise CommandError(WRONG_USAGE, "--in-place needs a file; standard input has no place to write to.")
    source = _read(args.file)
    request = _request(args, source.text)
    _check_films(args.film)
    with _progress_line() as report:
        if engine is None:
            engine = _open(args, report)
        film = _infill(engine, request, report)
    finished = _finished(film)

    if args.in_place:
        _write_back(args.file, source, request, finished.alternatives[0].text)
    print(_as_json(finished) if args.json else _readable(film, finished, engine.info.device))
    for path in args.film:
        try:
            film.write(path, theme=args.film_theme)
        except OSError as error:
            what = f"The film {path} could not be written: {error.strerror or error}."
            raise CommandError(FAILED, f"{what} The result above stands.") from error
    return DONE


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
    start, end = args.span if args.span is not None else _match(args.match, text)
    if end > len(text):
        raise CommandError(WRONG_USAGE, f"--span {start}:{end} reaches past the text, which ends at {len(text)}.")
    for pin_start, pin_end in args.pin:
        if not (start <= pin_start < pin_end <= end):
            raise CommandError(
                WRONG_USAGE, f"--pin {pin_start}:{pin_end} is no range inside the span {start}:{end}."
            )
    return InfillRequest(
        text=text,
        start=start,
        end=end,
        instruction=args.instruction,
        strength=args.strength,
        alternatives=args.alternatives,
        pins=tuple(sorted(args.pin)),
        length=args.length,
        seed=args.seed,
        passes=args.passes,
        name="" if args.file == "-" else Path(args.file).name,
    )


def _match(wanted: str, text: str) -> tuple[int, int]:
    """Where `wanted` stands in `text`, which has to hold it exactly once."""
    if not wanted:
        raise CommandError(WRONG_USAGE, "--match needs some text; to insert, give --span A:A.")
    first = text.find(wanted)
    if first < 0:
        raise CommandError(WRONG_USAGE, "--match: the text does not occur in the document.")
    count, place = 0, first
    while place >= 0:
        count += 1
        place = text.find(wanted, place + 1)
    if count > 1:
        raise CommandError(
            WRONG_USAGE, f"--match: the text occurs {count} times; give more of it, or --span A:B."
        )
    return first, first + len(wanted)


def _check_films(paths: list[Path]) -> None:
    """Find out before the run, not after it, what would keep a film from being written."""
    for path in paths:
        if not path.parent.is_dir():
            raise CommandError(FAILED, f"There is no folder {path.parent} for the film; create it first.")
    if any(path.suffix.lower() == ".gif" for path in paths):
        from palimpsest.app import qt_libraries

        lacking = qt_libraries.missing("offscreen")
        if lacking:
            names = ", ".join(entry.library for entry in lacking)
            remedy = qt_libraries.remedy(lacking)
            raise CommandError(FAILED, f"A GIF needs Qt, which lacks {names}. Install: {remedy}")


def _open(args: argparse.Namespace, report: Report) -> Engine:
    from palimpsest.engine import open_engine

    model = args.model if args.model == "embedded" else Path(args.model)
    try:
        return open_engine(model, args.device, lambda share, what: report(f"{what} {share:4.0%}"))
    except InfillError as error:
        raise CommandError(FAILED, str(error)) from error
    except MemoryError as error:
        raise CommandError(FAILED, "There is not enough memory for this model; choose a smaller one.") from error
    except (OSError, RuntimeError) as error:
        raise CommandError(FAILED, f"The model cannot be opened: {_one_line(error)}. {DOCTOR}") from error


def _infill(engine: Engine, request: InfillRequest, report: Report) -> Film:
    """Run the request to its end; Ctrl+C stops it between two passes."""
    film = Film(request, engine.info)
    cancelled = threading.Event()
    with _interrupt_sets(cancelled):
        try:
            for event in engine.infill(request, cancelled):
                film.add(event)
                if isinstance(event, Pass):
                    part = f"part {event.canvas} of {event.canvases}, " if event.canvases > 1 else ""
                    report(f"{part}pass {event.number} of {event.limit}")
        except InfillError as error:
            raise CommandError(FAILED, str(error)) from error
        except MemoryError as error:
            raise CommandError(FAILED, "There was not enough memory; choose a shorter span.") from error
        except RuntimeError as error:  # what torch raises, an exhausted GPU among it
            raise CommandError(FAILED, f"The model failed: {_one_line(error)}. {DOCTOR}") from error
    if cancelled.is_set():
        raise Interrupted
    return film


def _finished(film: Film) -> Finished:
    outcome = film.outcome
    if isinstance(outcome, Failed):
        raise CommandError(FAILED, str(outcome))
    if outcome is None or not outcome.alternatives:
        raise CommandError(FAILED, "The model gave no text; try another --seed or --length.")
    return outcome


def _write_back(name: str, source: files.FileText, request: InfillRequest, text: str) -> None:
    """Put `text` in place of the span on disk, unless somebody else has changed the file meanwhile."""
    path = Path(name)
    try:
        if files.read(path) != source:
            raise CommandError(
                FAILED, f"{path.name} has changed on disk during the run; nothing was written. Run it again."
            )
        files.write(path, replace(source, text=source.text[: request.start] + text + source.text[request.end :]))
    except files.FileError as error:
        raise CommandError(FAILED, str(error)) from error


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


def _readable(film: Film, finished: Finished, device: str) -> str:
    """The span before and after, for people."""
    best, *others = finished.alternatives
    parts = [f"Before\n{_indented(film.before)}", f"After\n{_indented(best.text)}"]
    if others:
        listed = "\n".join(f"{number}.\n{_indented(entry.text)}" for number, entry in enumerate(others, 2))
        parts.append(f"Other alternatives\n{listed}")
    passes = f"{best.passes} {'pass' if best.passes == 1 else 'passes'}"
    parts.append(f"{passes}, {finished.seconds:.1f} s, {finished.model} on {device}, seed {finished.seed}")
    return "\n\n".join(parts)


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split()).rstrip(".") or type(error).__name__


def _indented(text: str) -> str:
    return textwrap.indent(text or "(nothing)", "    ")


@contextmanager
def _progress_line() -> Iterator[Report]:
    """One line on standard error that is rewritten and in the end wiped; nothing at all where that is no terminal."""
    stream = sys.stderr
    if not stream.isatty():
        yield lambda what: None
        return

    def report(what: str) -> None:
        stream.write(f"\r\x1b[K{what}")
        stream.flush()

    try:
        yield report
    finally:
        report("")


@contextmanager
def _interrupt_sets(cancelled: threading.Event) -> Iterator[None]:
    """The first Ctrl+C sets `cancelled`, so that the engine ends between two passes; the second does not wait."""
    if threading.current_thread() is not threading.main_thread():
        yield  # only the main thread hears signals
        return

    def handle(number: int, frame: FrameType | None) -> None:
        if cancelled.is_set():
            raise KeyboardInterrupt
        cancelled.set()

    old = signal.signal(signal.SIGINT, handle)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, old)


def _range(text: str) -> tuple[int, int]:
    first, colon, last = text.partition(":")
    if not (colon and first.isdecimal() and last.isdecimal()):
        raise argparse.ArgumentTypeError(f"{text!r} is not of the form A:B")
    start, end = int(first), int(last)
    if start > end:
        raise argparse.ArgumentTypeError(f"{text!r} ends before it starts")
    return start, end


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 1")
    return int(text)


def _seed(text: str) -> int:
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


def _film_path(text: str) -> Path:
    path = Path(text)
    if path.suffix.lower() not in SUFFIXES:
        raise argparse.ArgumentTypeError(f"{text!r} does not end in {', '.join(SUFFIXES)}")
    return path
