"""Replace a span of a text file on disk: bytes outside the span are copied, never decoded and encoded again."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from palimpsest.app.documents.files import FileError, decode
from palimpsest.app.documents.saving import write

if TYPE_CHECKING:
    from palimpsest.app.documents.files import FileFormat, FileText


def splice_file(path: Path, source: FileText, start: int, end: int, text: str) -> None:
    """Put `text` in place of code points [start, end) of the file at `path`, from which `source` was read.

    Written in one step: on any failure the old file is still there, whole. Links are followed, the mode is kept.
    Raises `FileError`, also if the file no longer holds `source`.
    """
    try:
        data = path.read_bytes()
        if decode(data, path.name) != source:
            raise FileError(f"{path.name} has changed on disk during the run.", "Nothing was written; run it again.")
        write(path, (splice_bytes(data, source, start, end, text),))
    except OSError as error:
        reason = error.strerror or str(error)
        raise FileError(f"{path.name} cannot be written: {reason}.", "The file is as it was.") from error


def splice_bytes(data: bytes, source: FileText, start: int, end: int, text: str) -> bytes:
    """`data`, which decodes to `source`, with `text` in place of code points [start, end).

    New lines end as most lines of the file do. Raises `FileError` if its encoding has no such character.
    """
    file_format = source.format
    suffix = _encoded(source.text[end:], source.text.count("\n", 0, end), file_format)
    prefix = _encoded(source.text[:start], 0, file_format)
    first = len(data) - len(_encoded(source.text, 0, file_format)) + len(prefix)  # after the mark, if any
    try:
        middle = text.replace("\n", file_format.newline).encode(file_format.encoding)
    except UnicodeEncodeError as error:
        raise FileError(
            f"The new text holds U+{ord(error.object[error.start]):04X}, which {file_format.encoding} has not.",
            "Save the file as UTF-8 first.",
        ) from error
    return data[:first] + middle + data[len(data) - len(suffix) :]


def _encoded(part: str, line: int, file_format: FileFormat) -> bytes:
    """A part of the text as it lies in the file; `line` is the number of lines ended before it."""
    if not file_format.endings:
        return part.replace("\n", file_format.newline).encode(file_format.encoding)
    lines = part.split("\n")
    endings = (*file_format.endings[line : line + len(lines) - 1], "")
    return "".join(text + ending for text, ending in zip(lines, endings, strict=True)).encode(file_format.encoding)
