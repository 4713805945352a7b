"""Arguments of commands that write films: where to, and with which look."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

from palimpsest.app.regenerate.film import SUFFIXES
from palimpsest.app.regenerate.film_look import SIZES, Look, Size, size_of

KINDS = ".gif, .webp, .mp4 (with ffmpeg), .html (with a scrubber) or .json"
SLOWEST, FASTEST = 0.1, 10.0
LEAST_ZOOM, MOST_ZOOM = 50, 300


def add_look(parser: argparse.ArgumentParser, prefix: str = "film-") -> None:
    """Give `parser` the arguments that `look_of` reads; each begins with `prefix`."""
    parser.add_argument(
        f"--{prefix}theme",
        dest="film_theme",
        choices=("light", "dark"),
        help="look of a film (default: pictures light, a page as its reader's system)",
    )
    parser.add_argument(
        f"--{prefix}size",
        dest="film_size",
        type=_size,
        default=SIZES["readme"],
        metavar="S",
        help=f"size of the pictures: {', '.join(SIZES)} or WxH (default readme)",
    )
    parser.add_argument(
        f"--{prefix}zoom",
        dest="film_zoom",
        type=_zoom,
        metavar="PERCENT",
        help="size of the page's text (default: as it suits the size)",
    )
    parser.add_argument(
        f"--{prefix}speed",
        dest="film_speed",
        type=_speed,
        default=1.0,
        metavar="F",
        help="2 is twice as fast, as far as the eye can follow (default 1)",
    )
    parser.add_argument(
        f"--{prefix}crop",
        dest="film_crop",
        action="store_true",
        help="only the page around the span, without the window",
    )


def look_of(args: argparse.Namespace) -> Look:
    """The look that the arguments of `add_look` describe."""
    size = args.film_size if args.film_zoom is None else replace(args.film_size, zoom=args.film_zoom)
    return Look(args.film_theme, size, args.film_speed, args.film_crop)


def film_path(text: str) -> Path:
    """A path whose suffix says what film is wanted."""
    path = Path(text)
    if path.suffix.lower() not in SUFFIXES:
        raise argparse.ArgumentTypeError(f"{text!r} does not end in {', '.join(SUFFIXES)}")
    return path


def _size(text: str) -> Size:
    try:
        return size_of(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def _zoom(text: str) -> int:
    if not text.isdecimal() or not LEAST_ZOOM <= int(text) <= MOST_ZOOM:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from {LEAST_ZOOM} to {MOST_ZOOM}")
    return int(text)


def _speed(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not SLOWEST <= value <= FASTEST:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from {SLOWEST:g} to {FASTEST:g}")
    return value
