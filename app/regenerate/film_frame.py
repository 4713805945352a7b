"""One picture of a film and how long it stands, kept packed: a page is mostly one colour."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from PIL import Image


@dataclass(frozen=True, slots=True)
class Frame:
    """A picture in red, green and blue, and its time."""

    packed: bytes
    size: tuple[int, int]
    milliseconds: int

    @classmethod
    def of(cls, pixels: bytes, size: tuple[int, int], milliseconds: int) -> Frame:
        """From three bytes a pixel, row by row, without padding."""
        return cls(zlib.compress(pixels, 1), size, milliseconds)

    @property
    def pixels(self) -> bytes:
        """Three bytes a pixel, row by row."""
        return zlib.decompress(self.packed)

    @property
    def image(self) -> Image.Image:
        """The picture, unpacked anew at each call."""
        return Image.frombytes("RGB", self.size, self.pixels)


def merged(frames: Iterable[Frame]) -> Iterator[Frame]:
    """The same film without a picture that is like the one before it, which stands longer instead."""
    last: Frame | None = None
    for frame in frames:
        if last is None:
            last = frame
        elif frame.packed == last.packed:
            last = replace(last, milliseconds=last.milliseconds + frame.milliseconds)
        else:
            yield last
            last = frame
    if last is not None:
        yield last
