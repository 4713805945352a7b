"""Finds DiffusionGemma checkpoints in the folders where programs keep models; looks at headers, and never far."""

from __future__ import annotations

import contextlib
import glob
import os
import struct
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from palimpsest.app.models.download import PARTIAL
from palimpsest.app.models.places import DOWNLOADS, LM_STUDIO, Place
from palimpsest.engine.request import InfillError

if TYPE_CHECKING:
    from palimpsest.engine.weights.checkpoint import Checkpoint

DEEPEST = 4
"""Folders below a place that are looked into: publishers, models, their parts."""
MOST_ENTRIES = 20_000
LONGEST_S = 5.0
"""Of looking through one place; what has been found until then counts."""

_CONFIG_HEAD, _GGUF_HEAD = 1 << 20, 1 << 16
_GGUF_SAYS = b"general.architecture" + struct.pack("<IQ", 8, 15) + b"diffusion-gemma"
"""Its key, the kind of its value (a text) and its length, as they stand in the file."""
_CONFIG_SAYS = b'"diffusion_gemma"'
_NOT_MODELS = ("datasets--", "spaces--", "kernels--")


@dataclass(frozen=True, slots=True)
class Found:
    """Something on disk that says it is DiffusionGemma."""

    path: Path
    """A folder, or a GGUF file."""
    name: str
    """What people call it."""
    place: str
    """Label of the place where it was found, not translated."""
    owner: str
    """Who publishes it, as far as the folders tell; may be empty."""
    size: int
    """Bytes of its files."""
    checkpoint: Checkpoint | None
    """None if it cannot be used."""
    fault: InfillError | None = None
    """Why it cannot be used."""


def search(
    places: Iterable[Place],
    cancelled: threading.Event,
    clock: Callable[[], float] = time.monotonic,
) -> Iterator[Found]:
    """Yield what is found, one by one as it is looked at; blocks. What is damaged comes with its fault.

    Imports the engine's readers. Ends early, with what it has, where a place is endless, slow or `cancelled`.
    """
    seen: set[Path] = set()
    for place in places:
        for path in candidates(place.folder, cancelled, clock):
            real = path.resolve()
            if cancelled.is_set():
                return
            if real not in seen and claims(path):
                seen.add(real)
                yield examine(path, place)


def candidates(root: Path, cancelled: threading.Event, clock: Callable[[], float] = time.monotonic) -> Iterator[Path]:
    """Folders and files at or below `root` that could be checkpoints; links to folders are not followed."""
    if root.suffix == ".gguf" and root.is_file():
        yield root
        return
    end, left = clock() + LONGEST_S, MOST_ENTRIES
    waiting = [(root, 0)]
    while waiting:
        folder, depth = waiting.pop(0)
        entries = _entries(folder, left)
        left -= len(entries)
        if cancelled.is_set() or left <= 0 or clock() > end:
            return
        names = {entry.name for entry in entries}
        if folder.name.startswith("models--") and "snapshots" in names:
            waiting += [(each, depth + 2) for each in _newest(folder)]
            continue
        ggufs = [name for name in sorted(names) if _is_gguf(name)]
        # Beside GGUF files a configuration stands for nothing of its own.
        if "config.json" in names and (not ggufs or any(name.endswith(".safetensors") for name in names)):
            yield folder
        yield from (folder / name for name in ggufs)
        if depth < DEEPEST:
            waiting += [(folder / entry.name, depth + 1) for entry in entries if _is_worth_a_look(entry)]


def claims(path: Path) -> bool:
    """Whether something says that it is DiffusionGemma, told from its first bytes. Raises nothing."""
    file, head, says = (
        (path, _GGUF_HEAD, _GGUF_SAYS) if _is_gguf(path.name) else (path / "config.json", _CONFIG_HEAD, _CONFIG_SAYS)
    )
    try:
        # Neither a pipe nor a device: reading one might never end.
        if not file.is_file():
            return False
        with file.open("rb") as opened:
            return says in opened.read(head)
    except OSError:
        return False


def examine(path: Path, place: Place) -> Found:
    """Read the headers of a checkpoint. What is wrong with it is its `fault`; raises nothing."""
    from palimpsest.engine.weights.checkpoint import inspect, shown_name

    checkpoint, fault = None, None
    try:
        checkpoint = inspect(path)
    except InfillError as error:
        fault = error
    except OSError as error:
        fault = InfillError(f"{error.filename or path} cannot be read ({error.strerror or error}).", "Check the disk.")
    return Found(path, shown_name(path), place.label, _owner(path, place), _size(path), checkpoint, fault)


def is_partial(path: Path) -> bool:
    """Whether a download into this folder was begun and not ended."""
    return (path / PARTIAL).is_dir()


def _entries(folder: Path, most: int) -> list[os.DirEntry[str]]:
    found: list[os.DirEntry[str]] = []
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            found.append(entry)
            if len(found) >= most:
                break
    return sorted(found, key=lambda entry: entry.name)


def _is_worth_a_look(entry: os.DirEntry[str]) -> bool:
    if entry.name.startswith((".", *_NOT_MODELS)):
        return False
    try:
        return entry.is_dir(follow_symlinks=False)
    except OSError:
        return False


def _is_gguf(name: str) -> bool:
    """A whole model, or the first of its parts."""
    if not name.endswith(".gguf"):
        return False
    part = name.removesuffix(".gguf").rsplit("-", 3)
    is_part = len(part) == 4 and part[2] == "of" and part[1].isdigit() and part[3].isdigit()
    return not is_part or int(part[1]) == 1


def _newest(repo: Path) -> list[Path]:
    """The snapshot of a cached repository that its main branch is at, or else the one written last."""
    snapshots = repo / "snapshots"
    with contextlib.suppress(OSError, ValueError):
        revision = (repo / "refs" / "main").read_text(encoding="ascii").strip()
        if revision.isalnum() and (snapshots / revision).is_dir():
            return [snapshots / revision]
    with contextlib.suppress(OSError):
        return sorted(snapshots.iterdir(), key=lambda path: path.stat().st_mtime)[-1:]
    return []


def _owner(path: Path, place: Place) -> str:
    for parent in path.parents:
        if parent.name == "snapshots" and parent.parent.name.startswith("models--"):
            return "--".join(parent.parent.name.split("--")[1:-1])
    if place.label in (DOWNLOADS, LM_STUDIO):
        # Both sort models by owner and name.
        return path.relative_to(place.folder).parts[0] if path != place.folder else ""
    return ""


def _size(path: Path) -> int:
    with contextlib.suppress(OSError):
        if path.suffix != ".gguf":
            return sum(file.stat().st_size for file in path.glob("*.safetensors"))
        first = f"-{1:05}-of-"
        head, _, tail = path.name.rpartition(first)
        parts = [path] if not head else path.parent.glob(f"{glob.escape(head)}-*-of-{glob.escape(tail)}")
        return sum(file.stat().st_size for file in parts)
    return 0
