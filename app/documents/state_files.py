"""Small files of the program's own state: written all at once or not at all, and never readable to others."""

from __future__ import annotations

import contextlib
import json
import os
from pathlib import Path
from typing import Any

PRIVATE_FOLDER, PRIVATE_FILE = 0o700, 0o600
"""What is written in documents is nobody else's business."""

Json = dict[str, Any]


def make_folder(folder: Path) -> None:
    """Make a folder, and those above it, for this user alone. Raises `OSError`."""
    folder.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)


def open_new(path: Path) -> int:
    """Open an empty file to append to, in place of any other; returns its descriptor. Raises `OSError`."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_APPEND | getattr(os, "O_BINARY", 0)
    return os.open(path, flags | getattr(os, "O_CLOEXEC", 0), PRIVATE_FILE)


def write_all(descriptor: int, data: bytes | memoryview) -> None:
    """Write every byte. Raises `OSError`, after which a part may be written."""
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]


def replace_file(path: Path, data: bytes) -> None:
    """Give a file new contents in one step that survives a power failure. Raises `OSError`."""
    new = path.with_name(path.name + ".new")
    descriptor = open_new(new)
    try:
        write_all(descriptor, data)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    new.replace(path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Hand the names in a folder to the disk, where the system knows how."""
    if os.name == "posix":
        with contextlib.suppress(OSError):
            descriptor = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)


def write_json(path: Path, content: Json) -> None:
    """Write readable JSON in one step. Raises `OSError`."""
    # A broken character in a title is written as an escape, which UTF-8 has no other place for.
    text = json.dumps(content, indent=1, ensure_ascii=False)
    replace_file(path, text.encode("utf-8", "backslashreplace") + b"\n")


def read_json(path: Path) -> Json | None:
    """What lies at `path`; None if there is nothing, or nothing that can be read."""
    try:
        content = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return None
    return content if isinstance(content, dict) else None
