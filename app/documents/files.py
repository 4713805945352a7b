"""Bytes of a file ↔ text of a document, faithfully: what was not edited is written back as it was read."""

from __future__ import annotations

import codecs
import errno
import os
import re
import stat
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import BinaryIO

from palimpsest.app.documents import encodings, line_ends
from palimpsest.app.documents.signature import Signature, digest_of, signature_of
from palimpsest.app.documents.translate import translate

Heed = Callable[[float], None]
"""Called now and then with the share that is done; what it raises ends the work."""

LARGEST = 200_000_000
"""Bytes of the largest file that is opened."""
_PART = 1 << 20
"""Bytes that are read or decoded at once."""
_ATTEMPTS = 3
# What no text holds and binary data nearly always does; form feed, tabs and escape sequences are common enough.
_CONTROL = re.compile(rb"[\0-\x06\x0e-\x1a\x1c-\x1f\x7f]")
# Each text has exactly one form in these, so that what was decoded need not be encoded again to be sure.
_EXACT = frozenset({"utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"})


class FileError(Exception):
    """A file that cannot be read or written: what happened, and what to do next."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(f"{what} {remedy}")
        self.what = what
        self.remedy = remedy


class FileChanged(FileError):  # noqa: N818 - named like what happened
    """The file was changed by others since it was read or written; nothing was written over that."""


@dataclass(frozen=True, slots=True)
class FileFormat:
    """How a text is written as bytes."""

    encoding: str = "utf-8"
    """Python's name of it; never one that writes a mark by itself."""
    bom: bool = False
    newline: str = "\n"
    """What ends most lines, and every new one."""
    endings: tuple[str, ...] = field(default=(), repr=False)
    """What ended each line as read; empty if every line ended in `newline`."""
    lines: tuple[str, ...] = field(default=(), repr=False)
    """The lines as read, by which `endings` find their lines again after edits; empty if `endings` is."""

    @property
    def mixed(self) -> bool:
        """True if not all lines end alike."""
        return bool(self.endings)

    @property
    def label(self) -> str:
        """What people call the encoding: "UTF-8 with BOM"."""
        return encodings.label(self.encoding, self.bom)

    @property
    def notice(self) -> str:
        """What to say of lines that do not all end alike; empty if they do."""
        counts = [f"{count} × {line_ends.label(ending)}" for ending, count in self.ending_counts().items()]
        if not counts:
            return ""
        return translate("Files", "Lines end in {first} and {last}; kept as they are.").format(
            first=", ".join(counts[:-1]), last=counts[-1]
        )

    def ending_counts(self) -> dict[str, int]:
        """How many lines end in each way, the most frequent first; empty unless `mixed`."""
        return dict(Counter(self.endings).most_common())


@dataclass(frozen=True, slots=True)
class FileText:
    """A text as the editor holds it (every line ends in "\\n") and how it lies in its file."""

    text: str
    format: FileFormat = FileFormat()
    longest_line: int = field(default=0, compare=False)
    """In characters."""
    line_count: int = field(default=1, compare=False)
    signature: Signature | None = field(default=None, compare=False)
    """Of the file that it was read from."""

    @property
    def final_newline(self) -> bool:
        """True if the last line is ended too."""
        return self.text.endswith("\n")


class _NotText(Exception):  # noqa: N818 - one candidate failed, which is no error
    """The bytes are no text in the encoding at hand."""


def decode(data: bytes, name: str = "The file", encoding: str | None = None, heed: Heed | None = None) -> FileText:
    """Take bytes for a text: by their mark, else as UTF-8, else as what they look like, unless `encoding` says.

    Raises `FileError` for what is no text. `encode` of the result gives `data` again.
    """
    marked = encodings.by_mark(data)
    if encoding is not None:
        mark = encodings.mark(encoding)
        try:
            return _decode_as(data, encoding, len(mark) if mark and data.startswith(mark) else 0, heed)
        except (_NotText, UnicodeError) as error:
            raise FileError(
                translate("Files", "{name} cannot be read as {encoding}.").format(
                    name=name, encoding=encodings.label(encoding)
                ),
                translate("Files", "Open it with another encoding."),
            ) from error
    for codec, mark in _candidates(data, marked):
        try:
            return _decode_as(data, codec, mark, heed)
        except (_NotText, UnicodeError):
            continue
    if b"\0" in data[:_PART] or _has_control(data):
        raise FileError(
            translate("Files", "{name} is not a text file.").format(name=name),
            translate("Files", "Open it with the program that made it."),
        )
    raise FileError(
        translate("Files", "{name} is in an unknown encoding.").format(name=name),
        translate("Files", "Choose “Open with encoding…”, or convert it to UTF-8 first."),
    )


def encode(text: str, file_format: FileFormat, name: str = "The document") -> bytes:
    """The bytes of `text` in `file_format`. Raises `FileError` if the encoding has no such character."""
    return b"".join(encoded((text,), file_format, name))


def encoded(texts: Sequence[str], file_format: FileFormat, name: str = "The document") -> Iterator[bytes]:
    """The bytes of a text that is given in parts; see `encode`."""
    codec = file_format.encoding
    if file_format.bom:
        yield encodings.mark(codec)
    encoder = codecs.getincrementalencoder(codec)()
    back = None if codec in _EXACT else codecs.getincrementaldecoder(codec)()
    done, due = 0, ""
    for raw in (*line_ends.joined(texts, file_format.newline, file_format.endings, file_format.lines), ""):
        try:
            part = encoder.encode(raw, final=not raw)
        except UnicodeEncodeError as error:
            at = done + raw.index(error.object[error.start])
            raise _unwritable(texts, file_format, at, name) from error
        done += len(raw)
        if back is not None:
            # Some encodings write two characters as one, of which only the other would come back.
            due += raw
            again = back.decode(part, final=not raw)
            if not due.startswith(again) or (not raw and due != again):
                pairs = enumerate(zip(due, again, strict=False))
                at = next((place for place, (one, two) in pairs if one != two), max(0, min(len(due), len(again)) - 1))
                raise _unwritable(texts, file_format, done - len(due) + at, name)
            due = due[len(again) :]
        yield part


def read(path: Path, encoding: str | None = None, heed: Heed | None = None) -> FileText:
    """Read a text file. Raises `FileError`."""
    try:
        data, status = _bytes_of(path, heed)
    except FileNotFoundError as error:
        raise FileError(
            translate("Files", "{name} is not there.").format(name=path.name),
            translate("Files", "Check the name and the folder."),
        ) from error
    except IsADirectoryError as error:
        raise FileError(
            translate("Files", "{name} is a folder.").format(name=path.name),
            translate("Files", "Open one of the files in it."),
        ) from error
    except PermissionError as error:
        raise FileError(
            translate("Files", "{name} may not be read.").format(name=path.name),
            translate("Files", "Ask its owner for the right to read it."),
        ) from error
    except OSError as error:
        raise FileError(
            translate("Files", "{name} cannot be read: {reason}.").format(name=path.name, reason=reason_of(error)),
            translate("Files", "Check the disk or the connection to it."),
        ) from error
    loaded = decode(data, path.name, encoding, heed)
    return replace(loaded, signature=signature_of(status, digest_of((data,))))


def formatted(texts: Sequence[str], file_format: FileFormat) -> FileFormat:
    """The format in which to write this text the next time, once it has been written in `file_format`."""
    if not file_format.endings:
        return file_format
    raw = line_ends.joined(texts, file_format.newline, file_format.endings, file_format.lines)
    return _split(raw, file_format).format


def reason_of(error: OSError) -> str:
    """A system's message as the inner part of a sentence."""
    reason = (error.strerror or str(error)).strip().rstrip(".")
    return reason[:1].lower() + reason[1:] if reason[1:2].islower() else reason


def _bytes_of(path: Path, heed: Heed | None) -> tuple[bytes, os.stat_result]:
    """All bytes of a file, and what it was like when it held them."""
    kind = path.stat().st_mode
    if stat.S_ISDIR(kind):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    if not stat.S_ISREG(kind):
        # A pipe would keep us waiting for what may never come.
        raise FileError(
            translate("Files", "{name} is not an ordinary file.").format(name=path.name),
            translate("Files", "Save what it gives in a file, and open that."),
        )
    with path.open("rb") as file:
        attempts = 0
        while True:
            before = os.fstat(file.fileno())
            file.seek(0)
            data = _all_of(file, path.name, before.st_size, heed)
            after = os.fstat(file.fileno())
            attempts += 1
            still = (before.st_mtime_ns, before.st_size) == (after.st_mtime_ns, after.st_size)
            if still or attempts == _ATTEMPTS:  # else somebody was writing it
                return data, after


def _all_of(file: BinaryIO, name: str, size: int, heed: Heed | None) -> bytes:
    if size > LARGEST:
        raise FileError(
            translate("Files", "{name} is larger than {limit} MB.").format(name=name, limit=LARGEST // 1_000_000),
            translate("Files", "Split it, or open it with a program for such files."),
        )
    parts: list[bytes] = []
    while part := file.read(_PART):
        parts.append(part)
        if heed is not None:
            heed(0.5 * min(1.0, len(parts) * _PART / max(1, size)))
    return b"".join(parts)


def _candidates(data: bytes, marked: str | None) -> Iterator[tuple[str, int]]:
    """Encodings to try, in order, and how many bytes the mark takes."""
    if marked is not None:
        yield marked, len(encodings.mark(marked))
        return
    if encodings.looks_like_iso2022(data):
        yield "iso2022-jp", 0
    yield "utf-8", 0
    if b"\0" in data[:_PART]:
        if (wide := encodings.wide_guess(data)) is not None:
            yield wide, 0
    elif not _has_control(data):
        yield from ((codec, 0) for codec in encodings.guesses(data))


def _decode_as(data: bytes, codec: str, start: int, heed: Heed | None) -> FileText:
    """Decode part by part, so that other threads get their turn. Raises `_NotText` or `UnicodeError`."""
    decoder = codecs.getincrementaldecoder(codec)()
    encoder = None if codec in _EXACT else codecs.getincrementalencoder(codec)()
    view, at, raw = memoryview(data), start, list[str]()
    for begin in range(start, max(start + 1, len(data)), _PART):
        last = begin + _PART >= len(data)
        part = decoder.decode(view[begin : begin + _PART], final=last)  # pyright: ignore[reportArgumentType]
        if "\0" in part:
            raise _NotText
        if encoder is not None:
            back = encoder.encode(part, final=last)
            if not data.startswith(back, at):
                raise _NotText
            at += len(back)
        raw.append(part)
        if heed is not None:
            heed(0.5 + 0.5 * min(1.0, (begin + _PART) / max(1, len(data))))
    if encoder is not None and at != len(data):
        raise _NotText
    return _split(raw, FileFormat(encoding=codec, bom=start > 0))


def _has_control(data: bytes) -> bool:
    return any(_CONTROL.search(data, begin, begin + _PART) for begin in range(0, len(data), _PART))


def _split(raw: Iterator[str] | list[str], file_format: FileFormat) -> FileText:
    """Bring every line ending to "\\n", and remember what they were."""
    found = line_ends.split(raw)
    lines = tuple(found.text.split("\n")) if found.endings else ()
    newline = found.newline if found.newline is not None else file_format.newline
    return FileText(
        found.text,
        replace(file_format, newline=newline, endings=found.endings, lines=lines),
        found.longest,
        found.count,
    )


def _unwritable(texts: Sequence[str], file_format: FileFormat, at: int, name: str) -> FileError:
    raw = "".join(line_ends.joined(texts, file_format.newline, file_format.endings, file_format.lines))
    character = raw[at]
    what = translate("Files", "{name} cannot be saved: “{character}” in line {line} cannot be written in {encoding}.")
    return FileError(
        what.format(
            name=name,
            character=character if character.isprintable() else f"U+{ord(character):04X}",
            line=len(line_ends.ENDING.findall(raw, 0, at)) + 1,
            encoding=encodings.label(file_format.encoding),
        ),
        translate("Files", "Delete this broken character, then save again.")
        if file_format.encoding in _EXACT
        else translate("Files", "Delete it, or save as UTF-8."),
    )
