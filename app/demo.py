"""The main job without a display: regenerate a sample's marked span, print it, leave a film of the editor."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from palimpsest.app import terminal_run
from palimpsest.app.film_arguments import add_look, film_path, look_of
from palimpsest.app.infill_command import seed_number
from palimpsest.engine.request import InfillRequest
from palimpsest.resources import samples

if TYPE_CHECKING:
    from collections.abc import Sequence

    from palimpsest.engine.request import Engine

FILM = "palimpsest-film.gif"


def main(argv: Sequence[str] | None = None, engine: Engine | None = None) -> int:
    """Run the demonstration with the embedded model, or with `engine`; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m palimpsest.app.demo", description=__doc__)
    parser.add_argument("--sample", choices=samples.names(), default="welcome.md", help="which sample")
    parser.add_argument("--film", type=film_path, default=Path(FILM), metavar="OUT", help=FILM)
    add_look(parser)
    parser.add_argument("--seed", type=seed_number, metavar="N", help="the same seed gives the same result")
    parser.add_argument("--model", default="embedded", metavar="DIR", help="checkpoint folder or GGUF file")
    args = parser.parse_args(argv)
    return terminal_run.exit_code("palimpsest", lambda: _run(args, engine))


def _run(args: argparse.Namespace, engine: Engine | None) -> None:
    sample = samples.load(args.sample)
    request = InfillRequest(
        text=sample.text, start=sample.start, end=sample.end, alternatives=3, seed=args.seed, name=sample.name
    )
    terminal_run.check_films([args.film])
    print(f"Palimpsest regenerates the marked span of {sample.name}.\n", flush=True)
    with terminal_run.progress_line() as report:
        engine = engine or terminal_run.open_model(args.model, "auto", report)
        film = terminal_run.infill(engine, request, report)
    print(terminal_run.readable(film), flush=True)
    with terminal_run.progress_line() as report:
        report("Drawing the film")
        terminal_run.write_film(film, args.film, look_of(args))
    print(f"\nFilm of the editor doing it: {args.film.resolve()}")


if __name__ == "__main__":
    sys.exit(main())
