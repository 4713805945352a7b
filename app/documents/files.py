"""Bytes of a file ↔ text of a document, faithfully: what was not edited is written back as it was read."""

from __future__ import annotations

import codecs
import re
from collections import Counter
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from pathlib import Path

# Qt ends a paragraph at each of these, so none of them can stand inside a line of a document.
_ENDING = re.compile("\r\n|[\n\r\u2029\ufdd0\ufdd1]")
# What no text holds and binary data nearly always does; form feed, tabs and escape sequences are common enough.
_CONTROL = re.compile("[\0-\x06\x0e-\x1a\x1c-\x1f\x7f]")

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    # The longer mark first: UTF-32's begins like UTF-16's.
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_BOM_OF = {encoding: bom for bom, encoding in _BOMS}


class FileError(Exception):
    """A file that cannot be read or written: what happened, and what to do next."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(f"{what} {remedy}")
        self.what = what
        self.remedy = remedy


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


@dataclass(frozen=True, slots=True)
class FileText:
    """A text as the editor holds it (every line ends in "\\n") and how it lies in its file."""

    text: str
    format: FileFormat = FileFormat()

    @property
    def final_newline(self) -> bool:
        """True if the last line is ended too."""
        return self.text.endswith("\n")


def decode(data: bytes, name: str = "The file") -> FileText:
    """Take bytes for a text: by their mark, else as UTF-8, else as Windows-1252 if that gives the same bytes back.

    Raises `FileError` for what is no text. `encode` of the result gives `data` again.
    """
    bom, encoding = next(((bom, encoding) for bom, encoding in _BOMS if data.startswith(bom)), (b"", "utf-8"))
    try:
        raw = data[len(bom) :].decode(encoding)
    except UnicodeDecodeError:
        encoding, raw = _decode_legacy(data, bool(bom), name)
    if "\0" in raw or raw.encode(encoding) != data[len(bom) :]:
        raise _binary(name)
    return _split(raw, FileFormat(encoding=encoding, bom=bool(bom)))


def encode(text: str, file_format: FileFormat, name: str = "The document") -> bytes:
    """The bytes of `text` in `file_format`. Raises `FileError` if the encoding has no such character."""
    raw = _join(text, file_format)
    bom = _BOM_OF[file_format.encoding] if file_format.bom else b""
    try:
        return bom + raw.encode(file_format.encoding)
    except UnicodeEncodeError as error:
        line = len(_ENDING.findall(raw, 0, error.start)) + 1
        character = raw[error.start]
        shown = character if character.isprintable() else f"U+{ord(character):04X}"
        if file_format.encoding.startswith("utf-"):
            remedy = "Delete this broken character, then save again."
        else:
            remedy = "Delete it, or save as UTF-8."
        what = f"{name} cannot be saved: “{shown}” in line {line} cannot be written in {file_format.encoding}."
        raise FileError(what, remedy) from error


def read(path: Path) -> FileText:
    """Read a text file. Raises `FileError`."""
    try:
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise FileError(f"{path.name} is not there.", "Check the name and the folder.") from error
    except IsADirectoryError as error:
        raise FileError(f"{path.name} is a folder.", "Open one of the files in it.") from error
    except PermissionError as error:
        raise FileError(f"{path.name} may not be read.", "Ask its owner for the right to read it.") from error
    except OSError as error:
        what = f"{path.name} cannot be read: {_tidy(error.strerror or str(error))}."
        raise FileError(what, "Check the disk or the connection to it.") from error
    return decode(data, path.name)


def write(path: Path, text: str, file_format: FileFormat) -> FileFormat:
    """Write a text file in one step: on any failure the old file is still there, whole. Raises `FileError`.

    Links are followed and the mode is kept. Returns the format in which to write this text the next time.
    """
    from PySide6.QtCore import QFileDevice, QSaveFile  # late: the command line reads files where Qt cannot load

    data = encode(text, file_format, path.name)
    remedy = "The file is as it was. Save under another name or in another folder."
    target = QSaveFile(str(path))
    if not target.open(QFileDevice.OpenModeFlag.WriteOnly):
        raise FileError(f"{path.name} cannot be saved: {_tidy(target.errorString())}.", remedy)
    # Qt buffers: a full disk may show only when the rest is flushed.
    if target.write(data) != len(data) or not target.flush():
        reason = target.errorString()
        target.cancelWriting()
        raise FileError(f"{path.name} cannot be saved: {_tidy(reason)}.", remedy)
    if not target.commit():
        raise FileError(f"{path.name} cannot be saved: {_tidy(target.errorString())}.", remedy)
    return _split(_join(text, file_format), replace(file_format, endings=(), lines=())).format


def _decode_legacy(data: bytes, marked: bool, name: str) -> tuple[str, str]:
    if marked or _CONTROL.search(head := data.decode("latin-1")):
        raise _binary(name)
    try:
        return "cp1252", data.decode("cp1252")
    except UnicodeDecodeError as error:
        raise FileError(
            f"{name} is in an unknown encoding (byte {head[error.start].encode('latin-1').hex()} at {error.start}).",
            "Convert it to UTF-8 first.",
        ) from error


def _binary(name: str) -> FileError:
    return FileError(f"{name} is not a text file.", "Open it with the program that made it.")


def _split(raw: str, file_format: FileFormat) -> FileText:
    """Bring every line ending to "\\n", and remember what they were."""
    endings = _ENDING.findall(raw)
    if not endings:
        return FileText(raw, file_format)
    counts = Counter(endings)
    newline = max(("\n", "\r\n", "\r"), key=lambda ending: counts[ending])
    text = _ENDING.sub("\n", raw)
    if counts[newline] == len(endings):
        return FileText(text, replace(file_format, newline=newline))
    lines = tuple(text.split("\n"))
    return FileText(text, replace(file_format, newline=newline, endings=tuple(endings), lines=lines))


def _join(text: str, file_format: FileFormat) -> str:
    """Give each line the ending it had; lines that are new get the usual one."""
    if not file_format.endings:
        return text if file_format.newline == "\n" else text.replace("\n", file_format.newline)
    lines = text.split("\n")
    endings = [file_format.newline] * len(lines)
    endings[-1] = ""
    for old, new, length in _matches(file_format.lines, lines):
        for step in range(length):
            if old + step < len(file_format.endings) and new + step < len(lines) - 1:
                endings[new + step] = file_format.endings[old + step]
    for place in range(1, len(lines)):
        # Brought together by an edit, these two would be read as one ending.
        if endings[place - 1] == "\r" and not lines[place] and endings[place].startswith("\n"):
            endings[place] = "\r"
    return "".join(line + ending for line, ending in zip(lines, endings, strict=True))


def _matches(old: tuple[str, ...], new: list[str]) -> list[tuple[int, int, int]]:
    """Runs of equal lines as (place in old, place in new, length)."""
    shorter = min(len(old), len(new))
    head = next((place for place in range(shorter) if old[place] != new[place]), shorter)
    rest = shorter - head
    tail = next((place for place in range(rest) if old[-1 - place] != new[-1 - place]), rest)
    middle_old, middle_new = old[head : len(old) - tail], new[head : len(new) - tail]
    matcher = SequenceMatcher(None, middle_old, middle_new, autojunk=False)
    return [
        (0, 0, head),
        *((head + a, head + b, size) for a, b, size in matcher.get_matching_blocks()),
        (len(old) - tail, len(new) - tail, tail),
    ]


def _tidy(reason: str) -> str:
    """A system's message as the inner part of a sentence."""
    reason = reason.strip().rstrip(".")
    return reason[:1].lower() + reason[1:] if reason[1:2].islower() else reason
