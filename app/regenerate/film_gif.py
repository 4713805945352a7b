"""A film as an animated GIF: frames of the editor, one palette for all of them, nothing dithered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PIL import Image

from palimpsest.app.regenerate.film_camera import SIZE, shoot

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from palimpsest.app.regenerate.film import Film, ThemeName
    from palimpsest.app.regenerate.film_camera import Frame

COLOURS = 128
"""Text on a page needs its greys and the accent's shades; more colours only cost bytes."""
PALETTE_FRAMES = 8


def write_gif(film: Film, path: Path, theme: ThemeName = "light", size: tuple[int, int] = SIZE) -> None:
    """Shoot the film in the editor and write it to `path`; `size` in pixels. Raises `OSError`."""
    write_frames(shoot(film, theme, size), path)


def write_frames(frames: Sequence[Frame], path: Path) -> None:
    """Write frames of one size as a GIF that repeats for ever. Raises `OSError`."""
    palette = common_palette([frame.image for frame in frames])
    first, *rest = (frame.image.quantize(palette=palette, dither=Image.Dither.NONE) for frame in frames)
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


def common_palette(images: Sequence[Image.Image]) -> Image.Image:
    """A palette for all the images, from a few of them, so that what stands still keeps its colour throughout."""
    step = max(1, len(images) // PALETTE_FRAMES)
    chosen = list(images[::step])
    width, height = chosen[0].size
    strip = Image.new("RGB", (width, height * len(chosen)))
    for place, image in enumerate(chosen):
        strip.paste(image, (0, place * height))
    return strip.quantize(colors=COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
