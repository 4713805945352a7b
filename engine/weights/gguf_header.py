"""The header of a GGUF file: its metadata and where each tensor lies, read without the vocabulary.

The gguf package's own reader makes an object of every string: 56 s and 1.5 GB for the vocabulary of Gemma 4, which is
walked over here in a fraction of a second. A header is data from elsewhere: every length is held against the file.
"""

from __future__ import annotations

import math
import struct
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from io import FileIO
from pathlib import Path
from typing import Any

import numpy as np

from palimpsest.engine.request import InfillError

MAGIC = b"GGUF"
ARCHITECTURE = "diffusion-gemma"
SUFFIX = ".gguf"

VERSIONS = (2, 3)
"""Of the format. The first had shorter lengths and no longer exists in the wild; the two later ones are alike."""

MOST_PAIRS = 1 << 12
MOST_TENSORS = 1 << 14
MOST_STRINGS = 1 << 22
"""Strings of all arrays together: Gemma 4's vocabulary and merges are 777,050."""
LARGEST_KEPT = 1 << 22
"""Bytes of values that are kept: a chat template has 18,922."""
LARGEST_READ = 1 << 26
"""Bytes of an array that is read: Gemma 4's merges have some 9 MB."""
LONGEST_NAME = 1 << 10
LONGEST_KEPT = 1 << 10
"""Numbers of an array that is kept: those of layers are, those of the vocabulary are not."""
MOST_DIMENSIONS = 4

AGAIN = "Download it again."
_OTHER = "Choose a GGUF file of DiffusionGemma, such as those of unsloth/diffusiongemma-26B-A4B-it-GGUF."

# GGUFValueType: struct's letters for numbers; then text and lists.
_NUMBERS = {0: "B", 1: "b", 2: "H", 3: "h", 4: "I", 5: "i", 6: "f", 7: "?", 10: "Q", 11: "q", 12: "d"}
_STRING, _ARRAY = 8, 9

_CHUNK = 1 << 20
_U32, _U64 = struct.Struct("<I"), struct.Struct("<Q")


@dataclass(frozen=True, slots=True)
class Array:
    """An array of the metadata that was walked over."""

    kind: int
    """GGUFValueType of its elements."""
    count: int
    start: int
    end: int
    """Where its elements lie in the file, bytes."""


@dataclass(frozen=True, slots=True)
class TensorPlace:
    """A tensor of the file."""

    path: Path
    kind: str
    """ggml's name of its type: "Q4_K"."""
    shape: tuple[int, ...]
    """Rows before columns: the other way round than the file has it."""
    start: int
    end: int
    """Bytes of the file."""

    @property
    def nbytes(self) -> int:
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class GgufHeader:
    """What a file says of itself."""

    path: Path
    values: Mapping[str, Any]
    """Numbers, strings, truth values, and tuples of short arrays of numbers."""
    arrays: Mapping[str, Array]
    """The others."""
    tensors: Mapping[str, TensorPlace]

    @staticmethod
    def read(path: Path, part: bool = False) -> GgufHeader:
        """Read a header. Raises `InfillError` for what is no GGUF file of DiffusionGemma, and for damage.

        A later `part` of a split file says nothing of the model.
        """
        with _opened(path) as file, readable(path):
            return _header(_Cursor(file, path), part)

    def strings(self, key: str, limit: int | None = None) -> list[str]:
        """An array of strings, or the first `limit` of it; empty if there is none. Raises `InfillError`."""
        array = self.arrays.get(key)
        if array is None or array.kind != _STRING:
            return []
        content, at, found = _content(self.path, array), 0, []
        try:
            for _ in range(array.count if limit is None else min(limit, array.count)):
                (length,) = _U64.unpack_from(content, at)
                found.append(content[at + 8 : at + 8 + length].decode())
                at += 8 + length
        except UnicodeDecodeError as error:
            raise damaged(self.path, f"{key} is not in UTF-8") from error
        except struct.error as error:
            raise damaged(self.path, f"{key} has changed") from error
        return found

    def numbers(self, key: str) -> np.ndarray | None:
        """An array of numbers of any length, None if there is none. Raises `InfillError`."""
        if isinstance(kept := self.values.get(key), tuple):
            return np.array(kept)
        array = self.arrays.get(key)
        if array is None or array.kind not in _NUMBERS:
            return None
        return np.frombuffer(_content(self.path, array), dtype=np.dtype(_NUMBERS[array.kind]).newbyteorder("<"))


def damaged(path: Path, why: str) -> InfillError:
    """What to say of a file whose header cannot be right."""
    return InfillError(f"{path.name} is damaged or incomplete ({why}).", AGAIN)


def architecture(path: Path) -> str:
    """The architecture that a GGUF file names, from its first bytes. Raises `InfillError` for what is no GGUF file."""
    with _opened(path) as file, readable(path):
        cursor = _Cursor(file, path)
        _, pairs = _start(cursor)
        for key, value in _pairs(cursor, pairs):
            if key == "general.architecture":
                return str(value)
    return "unknown"


class _Cursor:
    """A place in a file that only moves forward; what is passed over is not kept, and mostly not read."""

    def __init__(self, file: FileIO, path: Path) -> None:
        self.path = path
        self.size = path.stat().st_size
        self._file = file
        self._data = b""
        self._base = 0
        self._at = 0

    @property
    def place(self) -> int:
        """Bytes from the start of the file."""
        return self._base + self._at

    def take(self, count: int) -> bytes:
        """The next bytes."""
        if count > len(self._data) - self._at:
            self._refill(count)
        self._at += count
        return self._data[self._at - count : self._at]

    def number(self, form: struct.Struct) -> Any:
        """The next number."""
        return form.unpack(self.take(form.size))[0]

    def text(self, longest: int, what: str) -> str:
        """The next string."""
        length = self.number(_U64)
        if length > longest:
            raise damaged(self.path, f"{what} of {length} bytes")
        try:
            return self.take(length).decode()
        except UnicodeDecodeError as error:
            raise damaged(self.path, f"{what} is not in UTF-8") from error

    def skip(self, count: int) -> None:
        """Pass over bytes."""
        if count > self.size - self.place:
            raise self._short()
        self._at += count

    def skip_strings(self, count: int) -> None:
        """Pass over strings."""
        data, at, unpack = self._data, self._at, _U64.unpack_from
        for _ in range(count):
            if len(data) - at < 8:
                self._at = at
                self._refill(8)
                data, at = self._data, 0
            at += 8 + unpack(data, at)[0]
        self._at = at
        self.skip(0)

    def _refill(self, count: int) -> None:
        place = self.place
        if count > self.size - place:
            raise self._short()
        self._file.seek(place)
        self._data, self._base, self._at = self._file.read(max(count, _CHUNK)), place, 0
        if len(self._data) < count:
            raise self._short()

    def _short(self) -> InfillError:
        return damaged(self.path, f"its header asks for more than its {self.size:,} bytes")


def _header(cursor: _Cursor, part: bool) -> GgufHeader:
    path = cursor.path
    tensors, pairs = _start(cursor)
    values: dict[str, Any] = {}
    arrays: dict[str, Array] = {}
    for key, value in _pairs(cursor, pairs):
        if key in values or key in arrays:
            raise damaged(path, f"it gives {key} twice")
        if isinstance(value, Array):
            arrays[key] = value
        else:
            values[key] = value
        if key == "general.architecture" and value != ARCHITECTURE:
            # At once: a folder of many models is looked through, most of them with a large vocabulary.
            raise InfillError(f"{path.name} holds a model of the kind {str(value)[:40]}, not DiffusionGemma.", _OTHER)
    if "general.architecture" not in values and not part:
        raise InfillError(f"{path.name} does not name the architecture of its model.", _OTHER)
    return GgufHeader(path, values, arrays, _tensors(cursor, tensors, values.get("general.alignment", 32)))


def _start(cursor: _Cursor) -> tuple[int, int]:
    """How many tensors and pairs follow."""
    path = cursor.path
    if cursor.size < 24:
        raise damaged(path, f"it has {cursor.size} bytes")
    if cursor.take(4) != MAGIC:
        raise InfillError(f"{path.name} is not a GGUF file.", _OTHER)
    version = cursor.number(_U32)
    if version not in VERSIONS:
        swapped = int.from_bytes(version.to_bytes(4, "little"), "big") in (*VERSIONS, 1)
        kind = "is in big-endian order" if swapped else f"is of GGUF version {version}"
        raise InfillError(f"{path.name} {kind}, which cannot be read.", "Download a file of GGUF version 3.")
    tensors, pairs = cursor.number(_U64), cursor.number(_U64)
    if tensors > MOST_TENSORS or pairs > MOST_PAIRS:
        raise damaged(path, f"it claims {tensors:,} tensors and {pairs:,} entries of metadata")
    return tensors, pairs


def _pairs(cursor: _Cursor, count: int) -> Iterator[tuple[str, Any]]:
    """Each key and its value, an `Array` where that is long."""
    strings, room = 0, LARGEST_KEPT
    for _ in range(count):
        key = cursor.text(LONGEST_NAME, "a name")
        kind = cursor.number(_U32)
        if kind == _STRING:
            text = cursor.text(room, key)
            room -= len(text)
            yield key, text
        elif kind in _NUMBERS:
            yield key, cursor.number(struct.Struct("<" + _NUMBERS[kind]))
        elif kind == _ARRAY:
            element, length = cursor.number(_U32), cursor.number(_U64)
            if element == _STRING:
                strings += length
            elif element not in _NUMBERS:
                raise damaged(cursor.path, f"{key} is a list of the unknown kind {element}")
            elif length <= LONGEST_KEPT:
                room -= 8 * length
            if strings > MOST_STRINGS or room < 0:
                raise damaged(cursor.path, f"{key} is a list of {length:,}")
            yield key, _array(cursor, element, length)
        else:
            raise damaged(cursor.path, f"{key} is of the unknown kind {kind}")


def _array(cursor: _Cursor, kind: int, count: int) -> Array | tuple[Any, ...]:
    start = cursor.place
    if kind == _STRING:
        cursor.skip_strings(count)
    else:
        if count <= LONGEST_KEPT:
            form = struct.Struct(f"<{count}{_NUMBERS[kind]}")
            return form.unpack(cursor.take(form.size))
        cursor.skip(count * struct.calcsize(_NUMBERS[kind]))
    return Array(kind, count, start, cursor.place)


def _tensors(cursor: _Cursor, count: int, alignment: Any) -> dict[str, TensorPlace]:
    path = cursor.path
    if not isinstance(alignment, int) or alignment % 8 or not 0 < alignment <= _CHUNK:
        raise damaged(path, f"an alignment of {alignment}")
    entries: dict[str, tuple[str, tuple[int, ...], int, int]] = {}
    for _ in range(count):
        name = cursor.text(LONGEST_NAME, "a tensor's name")
        dimensions = cursor.number(_U32)
        if dimensions > MOST_DIMENSIONS or name in entries:
            raise damaged(path, f"{name} has {dimensions} dimensions" if name not in entries else f"{name} comes twice")
        shape = tuple(reversed([cursor.number(_U64) for _ in range(dimensions)]))
        kind, nbytes = _type(path, name, cursor.number(_U32), shape)
        entries[name] = kind, shape, cursor.number(_U64), nbytes
    data = -(-cursor.place // alignment) * alignment
    places: dict[str, TensorPlace] = {}
    for name, (kind, shape, offset, nbytes) in entries.items():
        if offset % alignment:
            raise damaged(path, f"{name} is not aligned")
        places[name] = TensorPlace(path, kind, shape, data + offset, data + offset + nbytes)
    end = max((place.end for place in places.values()), default=0)
    if end > cursor.size:
        raise InfillError(f"{path.name} is incomplete: it has {cursor.size / 1e9:,.2f} of {end / 1e9:,.2f} GB.", AGAIN)
    return places


def _type(path: Path, name: str, number: int, shape: tuple[int, ...]) -> tuple[str, int]:
    """ggml's name of a tensor's type, and its bytes."""
    import gguf

    try:
        kind = gguf.GGMLQuantizationType(number)
    except ValueError as error:
        raise InfillError(
            f"{path.name} holds {name} in a type that is not known here ({number}).",
            "Use a file in Q4_K_M, Q5_K_M, Q6_K, Q8_0 or BF16.",
        ) from error
    elements, nbytes = gguf.GGML_QUANT_SIZES[kind]
    columns = shape[-1] if shape else 1
    if columns % elements:
        raise damaged(path, f"{name} has {columns} columns in blocks of {elements}")
    return kind.name, math.prod(shape) // elements * nbytes


def _content(path: Path, array: Array) -> bytes:
    if array.end - array.start > LARGEST_READ:
        raise damaged(path, f"a list of {array.end - array.start:,} bytes")
    with _opened(path) as file, readable(path):
        file.seek(array.start)
        content = file.read(array.end - array.start)
    if len(content) < array.end - array.start:
        raise damaged(path, "it has become shorter")
    return content


def _opened(path: Path) -> FileIO:
    if not path.is_file():
        raise InfillError(f"There is no file {path}.", "Choose a model again.")
    if sys.byteorder != "little":
        raise InfillError("GGUF files cannot be read on this big-endian machine.", "Use a folder of safetensors.")
    with readable(path):
        return path.open("rb", buffering=0)


@contextmanager
def readable(path: Path) -> Iterator[None]:
    """What a disk refuses becomes an `InfillError`."""
    try:
        yield
    except OSError as error:
        raise InfillError(
            f"{path} cannot be read ({error.strerror or error}).",
            "Check the disk, and copy or download the checkpoint again.",
        ) from error
