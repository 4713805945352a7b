"""Pictures as an animated GIF: one palette for all of them, nothing dithered."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from palimpsest.app.regenerate.film_frame import merged

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from palimpsest.app.regenerate.film_frame import Frame

COLOURS = 96
"""Text on a page needs its greys and the accent's shades; more colours only cost bytes."""
EXACT = 16
"""How many of them are taken over as they are, the page's own above all."""


def write_gif(frames: Sequence[Frame], path: Path) -> None:
    """Write frames of one size as a GIF that repeats for ever. Raises `OSError`."""
    frames = list(merged(frames))
    pictures = in_one_palette(frames)
    next(pictures).save(
        path,
        format="GIF",
        save_all=True,
        append_images=pictures,
        duration=[frame.milliseconds for frame in frames],
        loop=0,
        disposal=1,
        optimize=False,
    )


def in_one_palette(frames: Sequence[Frame]) -> Iterator[Image.Image]:
    """The pictures with a palette that they share, so that what stands still keeps its colour throughout.

    Every pixel takes the nearest colour (Pillow's own search rounds, which is seen where the page is one even
    surface), and nothing is dithered: noise would be read as the model's.
    """
    colours, counts = _colours(frames)
    palette = _palette(colours[np.argsort(-counts, kind="stable")])
    nearest = _nearest(colours, palette)
    for frame in frames:
        image = Image.fromarray(nearest[np.searchsorted(colours, _packed(frame))])
        image.putpalette(palette.tobytes())
        yield image


def _colours(frames: Sequence[Frame]) -> tuple[np.ndarray, np.ndarray]:
    """(n) uint32: every packed colour that occurs, ascending, and how often it does."""
    colours, counts = np.empty(0, np.uint32), np.empty(0, np.int64)
    for frame in frames:
        more, times = np.unique(_packed(frame), return_counts=True)
        colours, places = np.unique(np.concatenate([colours, more]), return_inverse=True)
        counts = np.bincount(places, np.concatenate([counts, times])).astype(np.int64)
    return colours, counts


def _nearest(colours: np.ndarray, palette: np.ndarray) -> np.ndarray:
    """(n) uint8: for each packed colour the place of the nearest in the palette."""
    result = np.empty(len(colours), np.uint8)
    entries = palette.astype(np.int32)
    step = 1 << 15  # colours at a time: the table of distances stays small
    for start in range(0, len(colours), step):
        channels = _unpacked(colours[start : start + step]).astype(np.int32)
        distance = ((channels[:, None, :] - entries[None, :, :]) ** 2).sum(axis=2)
        result[start : start + step] = distance.argmin(axis=1)
    return result


def _palette(commonest_first: np.ndarray) -> np.ndarray:
    """(at most `COLOURS`, 3) uint8 for packed colours, the commonest first: those exactly, the rest averaged."""
    exact, rest = np.split(commonest_first, [EXACT])
    if not rest.size:
        return _unpacked(exact)
    averaged = Image.fromarray(_unpacked(rest)[None]).quantize(COLOURS - EXACT, Image.Quantize.MEDIANCUT)
    entries = np.array(averaged.getpalette("RGB"), dtype=np.uint8).reshape(-1, 3)
    return np.concatenate([_unpacked(exact), entries])


def _packed(frame: Frame) -> np.ndarray:
    """(height, width) uint32: red, green and blue in one number."""
    width, height = frame.size
    channels = np.frombuffer(frame.pixels, np.uint8).reshape(height, width, 3).astype(np.uint32)
    return channels[..., 0] << 16 | channels[..., 1] << 8 | channels[..., 2]


def _unpacked(colours: np.ndarray) -> np.ndarray:
    """(n, 3) uint8."""
    return np.stack([colours >> 16, colours >> 8 & 255, colours & 255], axis=-1).astype(np.uint8)
