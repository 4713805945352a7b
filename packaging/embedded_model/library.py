"""Python's own standard library as training text: whole files, some of them held out."""

from __future__ import annotations

import hashlib
import sysconfig
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator

Split = Literal["train", "held"]

HELD_SHARE = 0.05
"""Share of the files that no training sees."""

MAX_BYTES = 200_000
"""Larger files are tables, not code that is read."""

_SKIPPED = frozenset(
    {"test", "tests", "idle_test", "lib2to3", "encodings", "pydoc_data", "site-packages", "dist-packages"}
    | {"__pycache__", "turtledemo", "ensurepip"}
)


def held_out(name: str) -> bool:
    """Whether the file of this name is held out; only the name decides, so that every machine agrees."""
    digest = hashlib.sha256(name.encode()).digest()
    return int.from_bytes(digest[:4], "big") < HELD_SHARE * 2**32


def files(split: Split) -> Iterator[tuple[str, str]]:
    """Name and text of each file of the interpreter's standard library in one split, in the order of the names.

    Tests, tables of characters, generated documentation and files that are not UTF-8 or larger than `MAX_BYTES` are
    left out. Line ends are `\\n`.
    """
    root = Path(sysconfig.get_path("stdlib"))
    for path in sorted(root.rglob("*.py")):
        name = path.relative_to(root).as_posix()
        if _SKIPPED.intersection(name.split("/")[:-1]) or name.startswith("_sysconfigdata"):
            continue
        if held_out(name) != (split == "held") or path.stat().st_size > MAX_BYTES:
            continue
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        if text.strip():
            yield name, text
