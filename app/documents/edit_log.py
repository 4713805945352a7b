"""The record of edits that a journal keeps: one checked record per edit, and the text that they lead to."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

HEADER = b"palimpsest edits 1\n"
"""What every log begins with."""

_FRAME = struct.Struct("<II")
"""Length of the body, its CRC-32."""
_BODY = struct.Struct("<QQQd")
"""Position, units removed, units of the whole text afterwards, time; the inserted text follows."""


class DamageError(Exception):
    """An edit that does not fit its text: one of the two is not what it was."""


@dataclass(frozen=True, slots=True)
class Edit:
    """What stood in [at, at + removed) gave way to `text`. Positions and lengths are UTF-16 units."""

    at: int
    removed: int
    text: str
    length: int
    """Of the whole text afterwards: an edit that is replayed on a wrong text is found out by it."""
    when: float
    """Seconds since 1970."""


def units(text: str) -> int:
    """How many UTF-16 units Qt counts for `text`."""
    return len(text) if text.isascii() else len(_to_units(text)) // 2


def pack(edit: Edit) -> bytes:
    """The edit as a record."""
    body = _BODY.pack(edit.at, edit.removed, edit.length, edit.when) + edit.text.encode("utf-8", "surrogatepass")
    return _FRAME.pack(len(body), zlib.crc32(body)) + body


class Edits:
    """The edits of a log, up to the first record that is torn or damaged."""

    def __init__(self, log: bytes) -> None:
        self._log = log
        self.whole = False
        """True once all of the log was read without damage."""

    def __iter__(self) -> Iterator[Edit]:
        log, view = self._log, memoryview(self._log)
        place = len(HEADER) if log.startswith(HEADER) else len(log) + 1
        while place + _FRAME.size <= len(log):
            size, check = _FRAME.unpack_from(log, place)
            start = place + _FRAME.size
            body = view[start : start + size]
            if size < _BODY.size or len(body) < size or zlib.crc32(body) != check:
                return
            at, removed, length, when = _BODY.unpack_from(body)
            yield Edit(at, removed, bytes(body[_BODY.size :]).decode("utf-8", "surrogatepass"), length, when)
            place = start + size
        self.whole = place == len(log)


def replay(text: str, edits: Iterable[Edit]) -> str:
    """The text after all `edits`. Raises `DamageError` at one that does not fit."""
    replayed = Replay(text)
    for edit in edits:
        replayed.apply(edit)
    return replayed.text()


class Replay:
    """A text with a gap where the last edit was: the next one, most often nearby, costs no more than its distance."""

    def __init__(self, text: str) -> None:
        self._before = bytearray()
        # Back to front, so that both sides of the gap grow and shrink at their ends.
        self._after = bytearray(_to_units(text)[::-1])

    @property
    def length(self) -> int:
        """UTF-16 units of the text."""
        return (len(self._before) + len(self._after)) // 2

    def apply(self, edit: Edit) -> None:
        """Do one edit. Raises `DamageError`, and then changes nothing, if it does not fit."""
        inserted = _to_units(edit.text)
        left = self.length - edit.removed
        if edit.at > left or left + len(inserted) // 2 != edit.length:
            raise DamageError(f"an edit at {edit.at} does not fit a text of {self.length} units")
        self._move(2 * edit.at)
        if edit.removed:
            del self._after[-2 * edit.removed :]
        self._before += inserted

    def text(self) -> str:
        """The text as it is now."""
        return (self._before + self._after[::-1]).decode("utf-16-le", "surrogatepass")

    def _move(self, place: int) -> None:
        """Bring the gap to byte `place`."""
        distance = len(self._before) - place
        if distance > 0:
            self._after += self._before[-distance:][::-1]
            del self._before[-distance:]
        elif distance < 0:
            self._before += self._after[distance:][::-1]
            del self._after[distance:]


def _to_units(text: str) -> bytes:
    return text.encode("utf-16-le", "surrogatepass")
