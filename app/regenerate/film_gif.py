"""A film as an animated GIF: frames of the editor, one palette for all of them, nothing dithered."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from palimpsest.app.regenerate.film_camera import SIZE, shoot

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from palimpsest.app.regenerate.film import Film, ThemeName
    from palimpsest.app.regenerate.film_camera import Frame

COLOURS = 96
"""Text on a page needs its greys and the accent's shades; more colours only cost bytes."""
EXACT = 16
"""How many of them are taken over as they are, the page's own above all."""


def write_gif(film: Film, path: Path, theme: ThemeName = "light", size: tuple[int, int] = SIZE) -> None:
    """Shoot the film in the editor and write it to `path`; `size` in pixels. Raises `OSError`."""
    write_frames(shoot(film, theme, size), path)


def write_frames(frames: Sequence[Frame], path: Path) -> None:
    """Write frames of one size as a GIF that repeats for ever. Raises `OSError`."""
    first, *rest = in_one_palette([frame.image for frame in frames])
    first.save(
        path,
        format="GIF",
        save_all=True,
        append_images=rest,
        duration=[frame.milliseconds for frame in frames],
        loop=0,
        disposal=1,
        optimize=False,
    )


def in_one_palette(images: Sequence[Image.Image]) -> list[Image.Image]:
    """RGB images as palette images that share a palette, so that what stands still keeps its colour throughout.

    Every pixel takes the nearest colour (Pillow's own search rounds, which is seen where the page is one even
    surface), and nothing is dithered: noise would be read as the model's.
    """
    packed = [_packed(image) for image in images]
    colours, counts = np.unique(np.concatenate([each.ravel() for each in packed]), return_counts=True)
    palette = _palette(colours[np.argsort(-counts, kind="stable")])
    channels = _unpacked(colours).astype(np.int32)
    distance = ((channels[:, None, :] - palette[None, :, :].astype(np.int32)) ** 2).sum(axis=2)
    nearest = distance.argmin(axis=1).astype(np.uint8)
    result = []
    for each in packed:
        image = Image.fromarray(nearest[np.searchsorted(colours, each)])
        image.putpalette(palette.tobytes())
        result.append(image)
    return result


def _palette(commonest_first: np.ndarray) -> np.ndarray:
    """(at most `COLOURS`, 3) uint8 for packed colours, the commonest first: those exactly, the rest averaged."""
    exact, rest = np.split(commonest_first, [EXACT])
    if not rest.size:
        return _unpacked(exact)
    averaged = Image.fromarray(_unpacked(rest)[None]).quantize(COLOURS - EXACT, Image.Quantize.MEDIANCUT)
    entries = np.array(averaged.getpalette("RGB"), dtype=np.uint8).reshape(-1, 3)
    return np.concatenate([_unpacked(exact), entries])


def _packed(image: Image.Image) -> np.ndarray:
    """(height, width) uint32: red, green and blue in one number."""
    channels = np.asarray(image, dtype=np.uint32)
    return channels[..., 0] << 16 | channels[..., 1] << 8 | channels[..., 2]


def _unpacked(colours: np.ndarray) -> np.ndarray:
    """(n, 3) uint8."""
    return np.stack([colours >> 16, colours >> 8 & 255, colours & 255], axis=-1).astype(np.uint8)
