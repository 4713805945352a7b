"""Downloads a checkpoint into a folder: file by file, resumed where it broke off, kept once its sum is right."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import shutil
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from palimpsest.app.documents.translate import translate
from palimpsest.app.file_lock import FileLock
from palimpsest.app.models.catalogue import Published
from palimpsest.app.models.hub import ConnectionLostError, Hub, Listing, RemoteFile
from palimpsest.app.models.pace import Pace
from palimpsest.app.models.places import downloads
from palimpsest.app.models.words import size_text
from palimpsest.engine.request import InfillError

PARTIAL = ".partial"
"""Folder, in that of the download, for what is not whole yet, each file under its checksum."""
SPARE = 256 << 20
"""Bytes that a disk keeps free."""
TRIES = 6
"""How often in a row a connection may break without a single byte."""
LONGEST_WAIT_S = 60.0
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a download is."""

    done: int
    """Bytes that are here, checked or on their way."""
    total: int
    checking: bool
    """Reading what is here already, in place of downloading."""
    speed: float
    """Bytes per second that come over the line; 0 where nothing can be said."""
    left: float | None
    """Seconds; None where nothing can be said."""

    @property
    def share(self) -> float:
        """In [0, 1]."""
        return self.done / self.total if self.total else 1.0


Tell = Callable[[Progress], None]


class StoppedError(Exception):
    """The download was stopped; what is here is kept."""


def folder_for(published: Published, root: Path | None = None) -> Path:
    """Where a checkpoint is downloaded to; `root` is the folder for models, None for the usual one."""
    return (root or downloads()).joinpath(*published.repo.split("/"), *([published.part] if published.part else []))


def bytes_here(folder: Path) -> int:
    """How much of a download that was stopped is here; 0 if there is none."""
    with contextlib.suppress(OSError):
        if (folder / PARTIAL).is_dir():
            return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    return 0


def download(
    hub: Hub,
    listing: Listing,
    folder: Path,
    stop: threading.Event,
    tell: Tell,
    wait_s: float = 1.0,
) -> Path:
    """Bring all files of a listing into `folder`; blocks. Returns the folder, or its one GGUF file.

    Can be stopped and begun again at any time: what is here and right is kept, a broken file goes on where it broke
    off. Raises `StoppedError`, or `InfillError` with a remedy: no connection after several tries, `wait_s` seconds
    apart at first, a disk that is full, a file whose checksum is wrong.
    """
    try:
        (folder / PARTIAL).mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / PARTIAL / "lock")
        if not lock.take():
            raise InfillError(
                translate("Download", "{folder} is being downloaded into already.").format(folder=folder),
                translate("Download", "Wait for the other download, or stop it first."),
            )
        try:
            _Transfer(hub, listing, folder, stop, tell, wait_s).run()
        finally:
            lock.let_go()
        with contextlib.suppress(OSError):
            shutil.rmtree(folder / PARTIAL)
    except OSError as error:
        raise _of_disk(error, folder) from error
    ggufs = [file.name for file in listing.files if file.name.endswith(".gguf")]
    return folder / ggufs[0] if ggufs else folder


@dataclass(slots=True)
class _Transfer:
    hub: Hub
    listing: Listing
    folder: Path
    stop: threading.Event
    tell: Tell
    wait_s: float
    done: int = 0
    pace: Pace = field(default_factory=Pace)

    def run(self) -> None:
        self._check_space()
        for file in self.listing.files:
            final = self.folder / file.name
            if not self._is_right(final, file):
                self._fetch(file, final)
            self._tell()

    def _check_space(self) -> None:
        """Before the first byte is asked for."""
        here = 0
        for file in self.listing.files:
            for path in (self.folder / file.name, self._part(file)):
                with contextlib.suppress(OSError):
                    here += min(path.stat().st_size, file.size)
                    break
        needed = self.listing.size - here
        free = shutil.disk_usage(self.folder).free
        if needed and free < needed + SPARE:
            raise InfillError(
                translate("Download", "{size} are needed in {folder}, and {free} are free there.").format(
                    size=size_text(needed + SPARE), folder=self.folder, free=size_text(free)
                ),
                translate("Download", "Free some space, or choose a folder on another disk."),
            )

    def _is_right(self, path: Path, file: RemoteFile) -> bool:
        """Whether a file is here and what it should be; one that is not is removed."""
        if not path.is_file():
            return False
        if path.stat().st_size == file.size:
            sum_ = _Sum(file)
            with path.open("rb") as opened:
                self._read(opened, sum_)
            if sum_.is_right():
                return True
            self.done -= file.size
        path.unlink()
        return False

    def _fetch(self, file: RemoteFile, final: Path) -> None:
        part = self._part(file)
        if part.is_file() and part.stat().st_size > file.size:
            part.unlink()
        sum_ = _Sum(file)
        with part.open("r+b" if part.is_file() else "w+b", buffering=0) as opened:
            self._read(opened, sum_)
            self._receive(file, opened, sum_)
            os.fsync(opened.fileno())
        if not sum_.is_right():
            self.done -= sum_.count
            part.unlink()
            raise InfillError(
                translate("Download", "{name} arrived damaged: its checksum is wrong.").format(name=file.name),
                translate("Download", "Go on: it is downloaded again, and the files that are right are kept."),
            )
        final.parent.mkdir(parents=True, exist_ok=True)
        part.replace(final)

    def _receive(self, file: RemoteFile, opened: IO[bytes], sum_: _Sum) -> None:
        """Append what is missing, over as many connections as it takes."""
        tries = 0
        while sum_.count < file.size:
            before = sum_.count
            try:
                self._receive_once(file, opened, sum_)
            except ConnectionLostError as error:
                # A line that breaks often, but brings something each time, comes to an end.
                tries = 1 if sum_.count > before else tries + 1
                if tries >= TRIES:
                    raise error.told from error
                self._wait(max(error.wait, self.wait_s * 2 ** (tries - 1)))
                self.pace = Pace()

    def _receive_once(self, file: RemoteFile, opened: IO[bytes], sum_: _Sum) -> None:
        with contextlib.closing(self.hub.body(self.listing, file, sum_.count)) as body:
            for place, chunk in body:
                if place != sum_.count:
                    # The hub has begun anew, in place of going on.
                    self.done -= sum_.count
                    opened.seek(0)
                    opened.truncate()
                    sum_.restart()
                self._check_stop()
                opened.write(chunk)
                sum_.add(chunk)
                self.done += len(chunk)
                self.pace.add(len(chunk))
                self._tell()
                if sum_.count > file.size:
                    return
        if sum_.count < file.size:
            raise ConnectionLostError(
                InfillError(
                    translate("Download", "The hub sends less of {name} than it has.").format(name=file.name),
                    translate("Download", "Go on later; what has been downloaded is kept."),
                )
            )

    def _read(self, opened: IO[bytes], sum_: _Sum) -> None:
        """Take in what a file holds already; it stands at its end then."""
        while block := opened.read(_BLOCK):
            self._check_stop()
            sum_.add(block)
            self.done += len(block)
            self._tell(checking=True)

    def _part(self, file: RemoteFile) -> Path:
        # By its content: what broke off goes on only if the file is still the same.
        return self.folder / PARTIAL / (file.sha256 or file.blob)

    def _check_stop(self) -> None:
        if self.stop.is_set():
            raise StoppedError

    def _wait(self, seconds: float) -> None:
        if self.stop.wait(min(seconds, LONGEST_WAIT_S)):
            raise StoppedError

    def _tell(self, checking: bool = False) -> None:
        total = self.listing.size
        speed = 0.0 if checking else self.pace.speed
        left = None if checking else self.pace.left(total - self.done)
        self.tell(Progress(self.done, total, checking, speed, left))


class _Sum:
    """The checksum of what has been read of a file: SHA-256, or Git's for small ones."""

    def __init__(self, file: RemoteFile) -> None:
        self._file = file
        self.restart()

    def restart(self) -> None:
        """Nothing has been read."""
        self.count = 0
        if self._file.sha256:
            self._digest = hashlib.sha256()
        else:
            # The name of a blob in Git: the sum of its kind, its size and its content.
            self._digest = hashlib.sha1(usedforsecurity=False)
            self._digest.update(b"blob %d\0" % self._file.size)

    def add(self, block: bytes) -> None:
        """The next bytes."""
        self._digest.update(block)
        self.count += len(block)

    def is_right(self) -> bool:
        """Whether size and sum are those of the listing."""
        return self.count == self._file.size and self._digest.hexdigest() == (self._file.sha256 or self._file.blob)


def _of_disk(error: OSError, folder: Path) -> InfillError:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return InfillError(
            translate("Download", "The disk of {folder} is full.").format(folder=folder),
            translate("Download", "Free some space, then go on; what has been downloaded is kept."),
        )
    return InfillError(
        translate("Download", "{name} cannot be written: {why}.").format(
            name=error.filename or folder, why=error.strerror or error
        ),
        translate("Download", "Choose another folder, or let this one be written to."),
    )
