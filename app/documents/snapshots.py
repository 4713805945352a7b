"""Earlier versions of files: compressed texts outside their folder, kept for a week and within bounds."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import time
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from palimpsest.app.documents.state_files import make_folder, replace_file

KEPT_DAYS = 7
ROOM = 200_000_000
"""Bytes that all versions may take together; beyond, the oldest go."""
LARGEST = 20_000_000
"""Characters of the longest text of which versions are kept."""
_SUFFIX = ".version"
_HEADER = 4096
"""Bytes that the first line of a version may have."""


@dataclass(frozen=True, slots=True)
class Version:
    """One earlier text of a file."""

    file: Path
    """Where it lies."""
    when: datetime
    size: int
    """Characters."""
    words: int
    digest: str
    """The same for the same text."""


class VersionStore:
    """The versions on the disk. Every method may wait for it."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def versions(self, path: Path) -> list[Version]:
        """What is kept of a file, newest first; whatever cannot be read is left out."""
        return sorted(self._in(self._folder(path)), key=lambda version: version.file.name, reverse=True)

    def read(self, version: Version) -> str:
        """Its text. Raises `OSError` or `ValueError` if it is gone or damaged."""
        with version.file.open("rb") as file:
            file.readline(_HEADER)
            try:
                text = zlib.decompress(file.read()).decode("utf-8", "surrogatepass")
            except zlib.error as error:
                raise ValueError(f"{version.file} is damaged") from error
        if _digest((text,)) != version.digest:
            raise ValueError(f"{version.file} is damaged")
        return text

    def keep(self, path: Path, pieces: Sequence[str], when: float | None = None) -> bool:
        """Keep a text, given in parts, as of `when` (seconds since 1970, by default now).

        False if the newest version is the same, or the text is too long. Raises `OSError`.
        """
        folder, size = self._folder(path), sum(map(len, pieces))
        digest = _digest(pieces)
        newest = next(iter(self.versions(path)), None)
        if size > LARGEST or (newest is not None and newest.digest == digest):
            return False
        make_folder(folder)
        when = time.time() if when is None else when
        header = {"when": when, "size": size, "words": _words(pieces), "digest": digest, "path": str(path)}
        packer = zlib.compressobj()
        packed = [packer.compress(piece.encode("utf-8", "surrogatepass")) for piece in pieces]
        line = json.dumps(header).encode("ascii") + b"\n"
        replace_file(folder / f"{round(when * 1000):015d}{_SUFFIX}", b"".join((line, *packed, packer.flush())))
        return True

    def prune(self) -> None:
        """Remove what is older than `KEPT_DAYS`, and the oldest beyond `ROOM`."""
        found = []
        with contextlib.suppress(OSError):
            for file in self.root.glob(f"*/*{_SUFFIX}"):
                with contextlib.suppress(OSError):
                    found.append((file.name, file.stat().st_size, file))
        oldest, room = f"{round((time.time() - KEPT_DAYS * 86_400) * 1000):015d}", ROOM
        for name, size, file in sorted(found, reverse=True):
            room -= size
            if name < oldest or room < 0:
                with contextlib.suppress(OSError):
                    file.unlink()
                with contextlib.suppress(OSError):
                    # Only if it was the last.
                    file.parent.rmdir()

    def _folder(self, path: Path) -> Path:
        name = os.path.normcase(os.path.realpath(path))
        return self.root / hashlib.blake2b(os.fsencode(name), digest_size=16).hexdigest()

    def _in(self, folder: Path) -> Iterator[Version]:
        with contextlib.suppress(OSError):
            for file in folder.iterdir():
                if file.name.endswith(_SUFFIX) and (version := _version(file)) is not None:
                    yield version


def _version(file: Path) -> Version | None:
    try:
        with file.open("rb") as opened:
            header = json.loads(opened.readline(_HEADER))
        when = datetime.fromtimestamp(header["when"], UTC)
        return Version(file, when, int(header["size"]), int(header["words"]), str(header["digest"]))
    except (OSError, ValueError, KeyError, TypeError, OverflowError):
        return None


def _digest(pieces: Sequence[str]) -> str:
    digest = hashlib.blake2b(digest_size=16)
    for piece in pieces:
        digest.update(piece.encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def _words(pieces: Sequence[str]) -> int:
    """Words between white space, also where a piece ends within one."""
    count, open_word = 0, False
    for piece in pieces:
        count += len(piece.split()) - (open_word and bool(piece) and not piece[0].isspace())
        open_word = not piece[-1].isspace() if piece else open_word
    return count
