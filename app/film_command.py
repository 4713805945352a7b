"""`palimpsest film`: write a film that was kept as JSON as something else, or one picture of it."""

from __future__ import annotations

import argparse
import io
import os
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from palimpsest.app.film_arguments import KINDS, add_look, film_path, look_of
from palimpsest.app.regenerate.film import Film
from palimpsest.app.terminal_run import FAILED, CommandError, check_films, exit_code, progress_line, write_film

if TYPE_CHECKING:
    from palimpsest.app.regenerate.film_look import Look

DESCRIPTION = """\
Write the film in FILM, which `palimpsest infill --film FILM.json` or the editor left, as OUT. With --picture one
pass of it is written to standard output as a PNG instead."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Give `parser` this command's arguments."""
    parser.description = DESCRIPTION
    parser.add_argument("film", metavar="FILM", help="the film as .json; - reads standard input")
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("out", nargs="?", type=film_path, metavar="OUT", help=KINDS)
    what.add_argument("--picture", type=int, metavar="N", help="pass N alone, as a PNG on standard output")
    add_look(parser, prefix="")
    # For the window, which starts this command: the film is the first line of standard input, progress goes to
    # standard output, and the end of standard input means that nobody wants the film any more.
    parser.add_argument("--attended", action="store_true", help=argparse.SUPPRESS)


def run(args: argparse.Namespace) -> int:
    """Do what `args` (from `add_arguments`) ask for; returns the exit code."""
    return exit_code("palimpsest film", lambda: _run(args))


def _run(args: argparse.Namespace) -> None:
    film = _read(args.film, args.attended)
    look = look_of(args)
    if args.picture is not None:
        check_films([Path("picture.gif")])
        sys.stdout.buffer.write(_picture(film, look, args.picture))
        sys.stdout.flush()
        return
    check_films([args.out])
    if args.attended:
        write_film(film, args.out, look, _Attendance().tell)
        return
    with progress_line() as report:
        write_film(film, args.out, look, lambda share: report(f"Drawing the film {share:.0%}"))


def _read(name: str, attended: bool) -> Film:
    try:
        if name != "-":
            return Film.load(Path(name))
        source = sys.stdin.buffer
        return Film.from_json((source.readline() if attended else source.read()).decode("ascii"))
    except OSError as error:
        raise CommandError(FAILED, f"The film {name} cannot be read: {error.strerror or error}.") from error
    except ValueError as error:
        raise CommandError(FAILED, str(error)) from error


def _picture(film: Film, look: Look, number: int) -> bytes:
    from palimpsest.app.regenerate.film_camera import still

    packed = io.BytesIO()
    still(film, look, number).image.save(packed, format="PNG")
    return packed.getvalue()


class _Attendance:
    """Tells the window how far the film is, and stops when it has left."""

    def __init__(self) -> None:
        self._left = threading.Event()
        threading.Thread(target=self._watch, name="attendance", daemon=True).start()

    def tell(self, share: float) -> None:
        """Called between two pictures. Raises `KeyboardInterrupt` if nobody wants the film any more."""
        if self._left.is_set():
            raise KeyboardInterrupt
        print(f"{share:.3f}", flush=True)

    def _watch(self) -> None:
        # Not through `sys.stdin`, whose lock this thread would hold while the process ends.
        while os.read(0, 4096):
            pass
        self._left.set()
