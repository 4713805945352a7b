"""What `palimpsest infill` regenerates: arguments for span, holes, pins and length, and what they mean in a text."""

from __future__ import annotations

import argparse
import math
import re
from dataclasses import dataclass
from itertools import pairwise

from palimpsest.app.regenerate.wish import SCALES
from palimpsest.app.terminal_run import WRONG_USAGE, CommandError

Range = tuple[int, int]
"""Code points, half open."""

_RANGE = re.compile(r"[0-9]+:[0-9]+")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a text is to be written anew; code points."""

    start: int
    end: int
    holes: tuple[Range, ...]
    pins: tuple[Range, ...]


def add_place(parser: argparse.ArgumentParser) -> None:
    """Give `parser` the arguments that `place_of` reads."""
    span = parser.add_mutually_exclusive_group()
    span.add_argument("--span", type=range_of, metavar="A:B", help="the span; A:A inserts at A")
    span.add_argument("--match", metavar="TEXT", help="the span is where TEXT stands; it must stand there once")
    parser.add_argument(
        "--hole",
        type=range_of,
        action="append",
        default=[],
        metavar="A:B",
        help="write only this part, A:A inserts; may be given again to fill several jointly; needs no span",
    )
    parser.add_argument(
        "--pin",
        type=_pin,
        action="append",
        default=[],
        metavar="PART",
        help="a part of the span that stays as it is, A:B or its text (wherever it stands); may be given again",
    )


def add_length(parser: argparse.ArgumentParser) -> None:
    """Give `parser` the arguments for the length wanted; they end up in `length` (tokens) and `scale`."""
    length = parser.add_mutually_exclusive_group()
    length.add_argument("--length", type=_positive, metavar="N", help="tokens of the new text (default: chosen)")
    length.add_argument(
        "--scale", type=_scale, default=1.0, metavar="F", help="length relative to the old text (default 1)"
    )
    for name in ("shorter", "longer"):
        scale = SCALES[name]
        length.add_argument(f"--{name}", dest="scale", action="store_const", const=scale, help=f"--scale {scale}")


def place_of(args: argparse.Namespace, text: str) -> Place:
    """The place in `text`; raises `CommandError` (wrong usage) if it does not fit."""
    holes = tuple(sorted(args.hole))
    for one, other in pairwise(holes):
        if other[0] <= one[1]:
            raise CommandError(WRONG_USAGE, f"--hole {_said(one)} meets --hole {_said(other)}; make them one.")
    if args.span is not None:
        start, end = args.span
    elif args.match is not None:
        start, end = _match(args.match, text)
    elif holes:
        start, end = holes[0][0], holes[-1][1]
    else:
        raise CommandError(WRONG_USAGE, "Say what to regenerate: --span, --match or --hole.")
    if end > len(text):
        name = "--hole" if args.span is None else "--span"
        raise CommandError(WRONG_USAGE, f"{name} {_said((start, end))}: the text ends at {len(text)}.")
    for low, high in holes:
        if not start <= low <= high <= end:
            raise CommandError(WRONG_USAGE, f"--hole {low}:{high} is not inside the span {start}:{end}.")
    pins = {pin for wanted in args.pin for pin in _pins(wanted, text, start, end)}
    return Place(start, end, holes, tuple(sorted(pins)))


def _pins(wanted: str | Range, text: str, start: int, end: int) -> list[Range]:
    """The ranges that one --pin means."""
    if isinstance(wanted, str):
        found = [match.span() for match in re.finditer(re.escape(wanted), text[start:end])] if wanted else []
        if not found:
            raise CommandError(WRONG_USAGE, f"--pin: {wanted!r} does not stand in the span {start}:{end}.")
        return [(start + low, start + high) for low, high in found]
    low, high = wanted
    if not start <= low < high <= end:
        raise CommandError(WRONG_USAGE, f"--pin {low}:{high} is no range inside the span {start}:{end}.")
    return [wanted]


def _match(wanted: str, text: str) -> Range:
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
        raise CommandError(WRONG_USAGE, f"--match: the text occurs {count} times; give more of it, or --span A:B.")
    return first, first + len(wanted)


def range_of(text: str) -> Range:
    """A:B, as argparse wants it."""
    first, colon, last = text.partition(":")
    if not (colon and first.isdecimal() and last.isdecimal()):
        raise argparse.ArgumentTypeError(f"{text!r} is not of the form A:B")
    start, end = int(first), int(last)
    if start > end:
        raise argparse.ArgumentTypeError(f"{text!r} ends before it starts")
    return start, end


def _pin(text: str) -> str | Range:
    return range_of(text) if _RANGE.fullmatch(text) else text


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 1")
    return int(text)


def _scale(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not 0 < value <= 8:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number above 0 and up to 8")
    return value


def _said(part: Range) -> str:
    return f"{part[0]}:{part[1]}"
