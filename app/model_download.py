"""`palimpsest model download`: bring a published checkpoint here, with a line on standard error that says how far."""

from __future__ import annotations

import argparse
import json
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import FrameType

from palimpsest.app import settings
from palimpsest.app.models import catalogue
from palimpsest.app.models.catalogue import CATALOGUE, SAFETENSORS, Published
from palimpsest.app.models.download import Progress, StoppedError, download, folder_for
from palimpsest.app.models.hub import Hub
from palimpsest.app.models.words import amount_text, size_text, speed_text, time_text
from palimpsest.engine.request import InfillError

TOLD_EVERY_S = 0.2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command line."""
    names = ", ".join(each.name for each in CATALOGUE)
    parser.add_argument(
        "what",
        nargs="?",
        metavar="NAME|REPO",
        help=f"one of {names}; or owner/name on the hub; the right one for this machine if left out",
    )
    parser.add_argument("--file", metavar="GLOB", help="which files of a repository, such as '*Q4_K_M*'")
    parser.add_argument(
        "--to", type=Path, metavar="DIR", help="put the files there (default: a folder of Palimpsest's)"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object on standard output, at the end")


def run(args: argparse.Namespace) -> int:
    """Download; begun again, it goes on where it ended. Returns the exit code."""
    try:
        published = _chosen(args.what, args.file)
        chosen = settings.load().download_folder
        folder = args.to or folder_for(published, Path(chosen) if chosen else None)
        hub, line = Hub(), _Line(sys.stderr.isatty())
        with _stopped_by_signals() as stop:
            listing = hub.listing(published.repo, published.files)
            print(f"{published.repo}: {size_text(listing.size)} to {folder}", file=sys.stderr)
            try:
                path = download(hub, listing, folder.absolute(), stop, line.tell)
            finally:
                line.end()
    except (StoppedError, KeyboardInterrupt):
        print("palimpsest: Stopped. What is here is kept; the same command goes on.", file=sys.stderr)
        return 1
    except InfillError as error:
        print(f"palimpsest: {error}", file=sys.stderr)
        return 1
    if args.json:
        print(
            json.dumps({"path": str(path), "repo": listing.repo, "revision": listing.revision, "bytes": listing.size})
        )
    else:
        print(path)
    return 0


def _chosen(what: str | None, file: str | None) -> Published:
    """What is to be downloaded. Raises `InfillError` where that is not clear."""
    if what is None:
        from palimpsest.app.models import fit

        advice = fit.advice(fit.this_machine())
        if advice.best is None:
            raise InfillError(advice.sentence, "To download one for another machine, name it: palimpsest model list.")
        return advice.best
    published = catalogue.find(what)
    if published is None and "/" not in what:
        names = ", ".join(each.name for each in CATALOGUE)
        raise InfillError(f"“{what}” is not in the catalogue.", f"Choose one of {names}; or write owner/name.")
    if published is None:
        published = Published(what, what, "", SAFETENSORS, None, "")
    return replace(published, files=(file,)) if file else published


@contextmanager
def _stopped_by_signals() -> Iterator[threading.Event]:
    """Ctrl+C and a polite kill end a download in good order."""
    stop = threading.Event()

    def ask(number: int, frame: FrameType | None) -> None:
        if stop.is_set():
            # Asked twice: the line may be silent for long, and what is here is kept anyway.
            raise KeyboardInterrupt
        stop.set()

    before = {number: signal.signal(number, ask) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


class _Line:
    """One line that is written over, on a terminal; elsewhere a line for every tenth."""

    def __init__(self, over: bool) -> None:
        self._over = over
        self._last = -1.0
        self._width = 0

    def tell(self, progress: Progress) -> None:
        now = time.monotonic() if self._over else float(int(progress.share * 10))
        if now - self._last < (TOLD_EVERY_S if self._over else 1) and (not self._over or progress.share < 1):
            return
        self._last = now
        parts = [f"{progress.share:4.0%}", amount_text(progress.done, progress.total)]
        if progress.checking:
            parts.append("checking what is here")
        if progress.speed:
            parts.append(speed_text(progress.speed))
        if progress.left is not None and progress.share < 1:
            parts.append(time_text(progress.left))
        text = "  ".join(parts)
        if self._over:
            print(f"\r{text:<{self._width}}", end="", file=sys.stderr, flush=True)
            self._width = len(text)
        else:
            print(text, file=sys.stderr, flush=True)

    def end(self) -> None:
        """Leave the line."""
        if self._over and self._width:
            print(file=sys.stderr)
            self._width = 0
