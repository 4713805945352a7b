"""How a file on disk is known again: what it held when it was read or written, and whether it still does."""

from __future__ import annotations

import hashlib
import os
import stat
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

DiskState = Literal["same", "changed", "deleted"]

_SETTLED_NS = 3_000_000_000
"""Two writes within this time may leave one and the same time stamp: two seconds is the coarsest in use."""
_PART = 1 << 20


@dataclass(frozen=True, slots=True)
class Signature:
    """Of one file at one time; plain values, so that a session can keep it."""

    mtime_ns: int
    size: int
    digest: str
    settled: bool = False
    """True if no later write can have left the same time stamp."""


def digest_of(parts: Iterable[bytes]) -> str:
    """What `Signature.digest` holds of these bytes."""
    digest = hashlib.blake2b(digest_size=16)
    for part in parts:
        digest.update(part)
    return digest.hexdigest()


def signature_of(status: os.stat_result, digest: str) -> Signature:
    """Of a file that was just read or written."""
    settled = time.time_ns() - status.st_mtime_ns > _SETTLED_NS
    return Signature(status.st_mtime_ns, status.st_size, digest, settled)


def compare(path: Path, known: Signature) -> tuple[DiskState, Signature | None]:
    """Whether the file still holds what it did, and what was found there: None if nothing.

    If it is the same, know it by that from now on. Reads the file if its time is new but its size is not; what
    cannot be looked at counts as the same.
    """
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            return "deleted", None
        if status.st_size != known.size:
            return "changed", signature_of(status, "")
        if known.settled and status.st_mtime_ns == known.mtime_ns:
            return "same", known
        with path.open("rb") as file:
            digest = digest_of(iter(lambda: file.read(_PART), b""))
    except (FileNotFoundError, NotADirectoryError):
        return "deleted", None
    except OSError:
        return "same", known
    return "same" if digest == known.digest else "changed", signature_of(status, digest)


def same_file(one: Path | None, other: Path | None) -> bool:
    """True if both lead to one file, through whatever links."""
    if one is None or other is None:
        return False
    try:
        return one.samefile(other)
    except OSError:
        return os.path.normcase(os.path.realpath(one)) == os.path.normcase(os.path.realpath(other))
