"""Writes one document's journal: what the text was, and the edits since. Used in one thread, which may wait."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from palimpsest.app.documents.edit_log import HEADER, units
from palimpsest.app.documents.files import FileFormat
from palimpsest.app.documents.journal_files import HEAD, LINES, LOG, TEXT, Head, plain
from palimpsest.app.documents.state_files import make_folder, open_new, write_all


class JournalStore:
    """Every method may raise `OSError` and be called again then.

    A generation is a base and a log. A new one is complete on the disk before the head names it, and the old one goes
    after that, so that at every moment one of them counts.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.head: Head | None = None
        """None while there is nothing to keep."""
        self._log: int | None = None
        self._good = 0
        self._torn = False
        self._generation = 0

    def begin(self, pieces: Sequence[str], head: Head, file_format: FileFormat) -> bool:
        """Begin with a text, given in parts, of `head.length` units; False, and nothing is begun, if it has others.

        `head` says what it is about, and `file_format` remembers how its lines ended.
        """
        if sum(map(units, pieces)) != head.length:
            return False
        make_folder(self.folder)
        endings = zip(file_format.lines, (*file_format.endings, ""), strict=True) if head.mixed else ()
        self._switch(head, {TEXT: pieces, LINES: [line + ending for line, ending in endings]})
        return True

    def append(self, record: bytes) -> None:
        """Add a record to the log."""
        if self.head is None or self._log is None:
            return
        if self._torn:
            os.ftruncate(self._log, self._good)
        self._torn = True
        write_all(self._log, record)
        self._torn = False
        self._good += len(record)

    def reformat(self, file_format: FileFormat) -> None:
        """The document is to be written in another format from now on."""
        if self.head is not None:
            head = replace(self.head, format=plain(file_format), mixed=bool(file_format.endings))
            if head != self.head:
                head.write(self.folder)
                self.head = head

    def clear(self) -> None:
        """Nothing is to be kept: the document is what its file is."""
        (self.folder / HEAD).unlink(missing_ok=True)
        self.head = None
        self.close()
        self._sweep()

    def remove(self) -> None:
        """Nothing will be kept any more."""
        self.clear()
        if self.folder.exists():
            shutil.rmtree(self.folder)

    def sync(self) -> None:
        """Hand the log to the disk."""
        if self._log is not None:
            os.fsync(self._log)

    def close(self) -> None:
        """Let go of the log; it stays where it is."""
        if self._log is not None:
            os.close(self._log)
            self._log = None

    def _switch(self, head: Head, texts: Mapping[str, Sequence[str]]) -> None:
        """Make a new generation count."""
        # The number of a failed one again, so that what there is of it is written over.
        head = replace(head, generation=self._generation + 1)
        for name, pieces in texts.items():
            _write_text(self.folder / f"{name}{head.generation}", pieces)
        log = open_new(self.folder / f"{LOG}{head.generation}")
        try:
            write_all(log, HEADER)
            os.fsync(log)
            head.write(self.folder)
        except OSError:
            os.close(log)
            raise
        self.close()
        self.head, self._log, self._good, self._torn = head, log, len(HEADER), False
        self._generation = head.generation
        self._sweep()

    def _sweep(self) -> None:
        """Remove the generations that do not count."""
        if not self.folder.is_dir():
            return
        for file in self.folder.iterdir():
            number = file.name.rpartition("-")[2]
            if number.isdecimal() and (self.head is None or int(number) != self.head.generation):
                file.unlink(missing_ok=True)


def _write_text(path: Path, pieces: Sequence[str]) -> None:
    descriptor = open_new(path)
    try:
        for piece in pieces:
            write_all(descriptor, piece.encode("utf-8", "surrogatepass"))
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
