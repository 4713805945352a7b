"""A run without a window: open the model, take the passes, say how far it is, end cleanly on Ctrl+C."""

from __future__ import annotations

import signal
import sys
import textwrap
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from palimpsest.app.regenerate.film import Film, FilmError
from palimpsest.app.regenerate.film_look import Look
from palimpsest.app.regenerate.film_writer import PICTURED
from palimpsest.engine.request import Engine, Failed, Finished, InfillError, InfillRequest, Notice, Pass

if TYPE_CHECKING:
    from types import FrameType

Report = Callable[[str], None]
"""Shows what is being done, for as long as it is."""

DONE, FAILED, WRONG_USAGE = 0, 1, 2
CANCELLED = "Cancelled; nothing was kept or changed."
DOCTOR = "`palimpsest doctor` tells what this machine lacks."


class CommandError(Exception):
    """Why the command ends: the line for standard error and the exit code."""

    def __init__(self, code: int, line: str) -> None:
        super().__init__(line)
        self.code = code


def exit_code(program: str, job: Callable[[], None]) -> int:
    """Do the job; what ends it early becomes one line on standard error and an exit code."""
    try:
        job()
    except CommandError as error:
        print(f"{program}: {error}", file=sys.stderr)
        return error.code
    except KeyboardInterrupt:
        print(f"{program}: {CANCELLED}", file=sys.stderr)
        return FAILED
    return DONE


def check_films(paths: list[Path]) -> None:
    """Find out before the run, not after it, what would keep a film from being written."""
    for path in paths:
        if not path.parent.is_dir():
            raise CommandError(FAILED, f"There is no folder {path.parent} for the film; create it first.")
    if any(path.suffix.lower() == ".mp4" for path in paths):
        from palimpsest.app.regenerate.film_video import NO_FFMPEG, ffmpeg

        if ffmpeg() is None:
            raise CommandError(FAILED, NO_FFMPEG)
    if any(path.suffix.lower() in PICTURED for path in paths):
        from palimpsest.app import qt_libraries

        lacking = qt_libraries.missing("offscreen")
        if lacking:
            names = ", ".join(entry.library for entry in lacking)
            remedy = qt_libraries.remedy(lacking)
            raise CommandError(FAILED, f"Pictures need Qt, which lacks {names}. Install: {remedy}")


def open_model(model: str, device: str, report: Report) -> Engine:
    """Open "embedded" or the checkpoint in a folder; raises `CommandError`."""
    from palimpsest.engine import open_engine

    try:
        return open_engine(
            model if model == "embedded" else Path(model),
            device,
            lambda share, what: report(f"{what} {share:.0%}"),
        )
    except InfillError as error:
        raise CommandError(FAILED, str(error)) from error
    except MemoryError as error:
        raise CommandError(FAILED, "This model needs more memory; choose a smaller one.") from error
    except (OSError, RuntimeError) as error:
        raise CommandError(FAILED, f"The model cannot be opened: {_one_line(error)}. {DOCTOR}") from error


def infill(engine: Engine, request: InfillRequest, report: Report) -> Film:
    """Run the request to its end and return the film, which has at least one alternative.

    Ctrl+C stops it between two passes. Raises `CommandError` for that and for everything else that fails.
    """
    film = Film(request, engine.info)
    cancelled = threading.Event()
    with _interrupt_sets(cancelled):
        try:
            for event in engine.infill(request, cancelled):
                film.add(event)
                if isinstance(event, Pass):
                    part = f"part {event.canvas} of {event.canvases}, " if event.canvases > 1 else ""
                    report(f"{part}pass {event.number} of {event.limit}")
                elif isinstance(event, Notice):
                    report("")
                    print(event.text, file=sys.stderr)
        except InfillError as error:
            raise CommandError(FAILED, str(error)) from error
        except MemoryError as error:
            raise CommandError(FAILED, "There was not enough memory; choose a shorter span.") from error
        except RuntimeError as error:  # what torch raises, an exhausted GPU among it
            raise CommandError(FAILED, f"The model failed: {_one_line(error)}. {DOCTOR}") from error
    if cancelled.is_set():
        raise CommandError(FAILED, CANCELLED)
    finished_of(film)
    return film


def finished_of(film: Film) -> Finished:
    """The good end of a film; raises `CommandError` if it has another."""
    outcome = film.outcome
    if isinstance(outcome, Failed):
        raise CommandError(FAILED, str(outcome))
    if outcome is None or not outcome.alternatives:
        raise CommandError(FAILED, "The model gave no text; try another --seed or --length.")
    return outcome


def write_film(film: Film, path: Path, look: Look, progress: Callable[[float], None] | None = None) -> None:
    """Write the film of a run whose result has been given already; raises `CommandError`."""
    try:
        film.write(path, look, progress)
    except FilmError as error:
        raise CommandError(FAILED, str(error)) from error
    except OSError as error:
        what = f"The film {path} could not be written: {error.strerror or error}."
        raise CommandError(FAILED, f"{what} The result stands.") from error


def readable(film: Film) -> str:
    """The span before and after, for people."""
    finished = finished_of(film)
    best, *others = finished.alternatives
    parts = [f"Before\n{_indented(film.before)}", f"After\n{_indented(best.text)}"]
    if others:
        listed = "\n".join(f"  {number}.\n{_indented(entry.text)}" for number, entry in enumerate(others, 2))
        parts.append(f"Other alternatives\n{listed}")
    passes = f"{best.passes} {'pass' if best.passes == 1 else 'passes'}"
    model = f"{finished.model} on {film.info.device}" if film.info is not None else finished.model
    parts.append(f"{passes}, {finished.seconds:.1f} s, model {model}, seed {finished.seed}")
    return "\n\n".join(parts)


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split()).rstrip(".") or type(error).__name__


def _indented(text: str) -> str:
    return textwrap.indent(text.rstrip("\n") or "(nothing)", "    ")


@contextmanager
def progress_line() -> Iterator[Report]:
    """One line on standard error, rewritten and in the end wiped; nothing where that is no terminal."""
    stream = sys.stderr
    if not stream.isatty():
        yield lambda what: None
        return

    shown = ""

    def report(what: str) -> None:
        nonlocal shown
        if what != shown:
            shown = what
            stream.write(f"\r\x1b[K{what}")
            stream.flush()

    try:
        yield report
    finally:
        report("")


@contextmanager
def _interrupt_sets(cancelled: threading.Event) -> Iterator[None]:
    """The first Ctrl+C sets `cancelled`, and the engine ends between two passes; the second does not wait."""
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
