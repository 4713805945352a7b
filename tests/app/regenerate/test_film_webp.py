"""WebPs: pictures come back as they were, to the pixel."""

from __future__ import annotations

from PIL import Image

from palimpsest.app.regenerate.film_frame import Frame
from palimpsest.app.regenerate.film_webp import write_webp


def test_nothing_is_lost(tmp_path):
    colours = ["#fcfbf8", "#0c6f66", "#25231f"]
    frames = [Frame.of(Image.new("RGB", (40, 30), colour).tobytes(), (40, 30), 140) for colour in colours]
    target = tmp_path / "film.webp"
    write_webp([*frames, frames[-1]], target)
    with Image.open(target) as film:
        assert (film.format, film.size, film.info["loop"]) == ("WEBP", (40, 30), 0)
        assert film.n_frames == 3  # pyright: ignore[reportAttributeAccessIssue]
        times = []
        for place, frame in enumerate(frames):
            film.seek(place)
            film.load()
            times.append(film.info["duration"])
            assert film.convert("RGB").tobytes() == frame.pixels
    assert times == [140, 140, 280]
