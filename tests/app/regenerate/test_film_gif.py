"""GIFs: every picture in one palette, none dithered, and those that do not change joined."""

from __future__ import annotations

import numpy as np
from PIL import Image

from palimpsest.app.regenerate.film_frame import Frame
from palimpsest.app.regenerate.film_gif import COLOURS, in_one_palette, write_gif


def plain(colour: str, milliseconds: int = 100) -> Frame:
    return Frame.of(Image.new("RGB", (40, 30), colour).tobytes(), (40, 30), milliseconds)


def rainbow(shift: int) -> Frame:
    """A picture of 1200 colours."""
    channels = np.arange(1200 * 3, dtype=np.uint32).reshape(30, 40, 3) * 7 + shift
    return Frame.of((channels % 256).astype(np.uint8).tobytes(), (40, 30), 80)


def test_it_has_its_pictures_colours_and_times(tmp_path):
    target = tmp_path / "film.gif"
    write_gif([plain("#fcfbf8", 300), plain("#fcfbf8", 200), plain("#0c6f66", 140), plain("#25231f", 1000)], target)
    with Image.open(target) as film:
        assert (film.format, film.size, film.info["loop"]) == ("GIF", (40, 30), 0)
        seen = []
        for place in range(film.n_frames):  # pyright: ignore[reportAttributeAccessIssue]
            film.seek(place)
            seen.append((film.convert("RGB").getpixel((3, 3)), film.info["duration"]))
    assert seen == [((0xFC, 0xFB, 0xF8), 500), ((0x0C, 0x6F, 0x66), 140), ((0x25, 0x23, 0x1F), 1000)]


def test_one_palette_for_all():
    frames = [plain("#fcfbf8"), rainbow(0), rainbow(3)]
    images = list(in_one_palette(frames))
    palettes = {bytes(image.getpalette() or ()) for image in images}
    assert len(palettes) == 1
    assert max(np.asarray(image).max() for image in images) < COLOURS
    assert len(np.unique(np.asarray(images[0]))) == 1


def test_every_pixel_takes_the_nearest_colour():
    frame = rainbow(0)
    (image,) = in_one_palette([frame])
    palette = np.array(image.getpalette("RGB"), dtype=np.int64).reshape(-1, 3)[:COLOURS]
    pixels = np.frombuffer(frame.pixels, np.uint8).reshape(-1, 3).astype(np.int64)
    distances = ((pixels[:, None] - palette[None]) ** 2).sum(axis=2)
    chosen = distances[np.arange(len(pixels)), np.asarray(image).ravel()]
    assert (chosen == distances.min(axis=1)).all()
