"""What the files of a journal are, and how to read the text out of them, whatever is left of them."""

from __future__ import annotations

import codecs
import contextlib
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from palimpsest.app.documents.edit_log import DamageError, Edits, Replay, units
from palimpsest.app.documents.files import FileFormat
from palimpsest.app.documents.line_ends import split
from palimpsest.app.documents.signature import Signature
from palimpsest.app.documents.state_files import Json, read_json, write_json

HEAD = "head.json"
"""Says which of the others count."""
TEXT, LINES, LOG = "text-", "lines-", "log-"
"""A whole text, the lines that remember their endings, and the edits since; their generation's number follows."""


@dataclass(frozen=True, slots=True)
class Head:
    """What a journal is about, and which of its files count. Formats come without what they know of single lines."""

    path: Path | None
    """The document's file; None for a document that was never saved."""
    format: FileFormat
    """In which the document is to be saved."""
    mixed: bool = False
    """True if its lines keep the endings that they had when the document was read or written."""
    signature: Signature | None = None
    """Of the file as the document knows it; None without one."""
    generation: int = 0
    length: int = 0
    """UTF-16 units of the text before all edits."""

    def write(self, folder: Path) -> None:
        """Make this head count. Raises `OSError`."""
        content: Json = {name: getattr(self, name) for name in ("mixed", "generation", "length")}
        content["path"] = os.fspath(self.path) if self.path is not None else None
        content["format"] = _format_json(self.format)
        content["signature"] = asdict(self.signature) if self.signature is not None else None
        write_json(folder / HEAD, content)

    @classmethod
    def of(cls, folder: Path) -> Head | None:
        """The head that counts; None if there is none. A damaged one is made up from the files beside it."""
        if not (folder / HEAD).exists():
            return None
        content = read_json(folder / HEAD) or {}
        path, signature = content.get("path"), content.get("signature")
        try:
            return cls(
                Path(path) if path is not None else None,
                _format_of(content["format"]),
                bool(content["mixed"]),
                Signature(**signature) if signature is not None else None,
                int(content["generation"]),
                int(content["length"]),
            )
        except (KeyError, TypeError, ValueError, LookupError):
            return _guessed_head(folder)


@dataclass(frozen=True, slots=True)
class Kept:
    """What a journal holds."""

    head: Head
    text: str
    format: FileFormat
    """In which to save it, with what is known of single lines."""
    when: datetime
    """Of the last edit that is in the text."""
    whole: bool
    """False if a part of the log could not be read: what was typed last is missing."""


def plain(file_format: FileFormat) -> FileFormat:
    """The format without what it knows of single lines."""
    return replace(file_format, endings=(), lines=())


def read(folder: Path) -> Kept | None:
    """What the journal in a folder holds, up to the first damage in its log; None if it holds nothing.

    Raises `OSError` or `ValueError` if the text before the edits cannot be read.
    """
    head = Head.of(folder)
    if head is None:
        return None
    text = Replay(_text(folder / f"{TEXT}{head.generation}"))
    if text.length != head.length:
        raise ValueError("the text before the edits has another length than it had")
    log = folder / f"{LOG}{head.generation}"
    try:
        data, when = log.read_bytes(), log.stat().st_mtime
    except OSError:
        data, when = b"", (folder / HEAD).stat().st_mtime
    edits, whole = Edits(data), True
    try:
        for edit in edits:
            text.apply(edit)
            when = edit.when
    except DamageError:
        whole = False
    return Kept(head, text.text(), _full_format(folder, head), datetime.fromtimestamp(when, UTC), whole and edits.whole)


def _full_format(folder: Path, head: Head) -> FileFormat:
    """The format to save in: each line that was in the file keeps its ending."""
    if head.mixed:
        with contextlib.suppress(OSError, ValueError):
            lines = split((_text(folder / f"{LINES}{head.generation}"),))
            return replace(head.format, endings=lines.endings, lines=tuple(lines.text.split("\n")))
    return head.format


def _text(file: Path) -> str:
    return file.read_bytes().decode("utf-8", "surrogatepass")


def _guessed_head(folder: Path) -> Head | None:
    generations = [int(name[len(LOG) :]) for name in _names(folder, LOG)]
    if not generations:
        return None
    generation = max(generations)
    with contextlib.suppress(OSError, ValueError):
        length = units(_text(folder / f"{TEXT}{generation}"))
        return Head(None, FileFormat(), generation=generation, length=length)
    return None


def _format_json(file_format: FileFormat) -> Json:
    return {"encoding": file_format.encoding, "bom": file_format.bom, "newline": file_format.newline}


def _format_of(content: Json) -> FileFormat:
    codecs.lookup(content["encoding"])
    if content["newline"] not in ("\n", "\r\n", "\r"):
        raise ValueError(content["newline"])
    return FileFormat(encoding=content["encoding"], bom=bool(content["bom"]), newline=content["newline"])


def _names(folder: Path, prefix: str) -> Iterator[str]:
    for file in folder.iterdir():
        if file.name.startswith(prefix) and file.name[len(prefix) :].isdecimal():
            yield file.name
