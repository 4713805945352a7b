"""Writes a film as what the suffix of its file says, whole or not at all."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from palimpsest.app.regenerate.film import SUFFIXES, FilmError
from palimpsest.app.regenerate.film_look import Look

if TYPE_CHECKING:
    from pathlib import Path

    from palimpsest.app.regenerate.film import Film
    from palimpsest.app.regenerate.film_frame import Frame

PICTURED = (".gif", ".webp", ".mp4")
"""Suffixes of films that are shot in the editor's window, which needs Qt and the main thread."""
SHOOTING = 0.7
"""Share of the time that taking the pictures needs; the rest is packing them."""

Progress = Callable[[float], None]


def write(film: Film, path: Path, look: Look | None = None, progress: Progress | None = None) -> None:
    """Write `film` to `path`; see `Film.write`."""
    look = look or Look()
    tell = progress or (lambda share: None)
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise FilmError(f"A film is written as {', '.join(SUFFIXES)}, not as {suffix!r}.")
    if suffix == ".mp4":
        from palimpsest.app.regenerate.film_video import NO_FFMPEG, ffmpeg

        if ffmpeg() is None:
            raise FilmError(NO_FFMPEG)
    frames = _shot(film, look, tell) if suffix in PICTURED else []
    with _beside(path) as target:
        match suffix:
            case ".gif":
                from palimpsest.app.regenerate.film_gif import write_gif

                write_gif(frames, target)
            case ".webp":
                from palimpsest.app.regenerate.film_webp import write_webp

                write_webp(frames, target)
            case ".mp4":
                from palimpsest.app.regenerate.film_video import write_video

                write_video(frames, target, progress=lambda share: tell(SHOOTING + (1 - SHOOTING) * share))
            case ".json":
                target.write_text(film.to_json(), encoding="ascii")
            case _:
                from palimpsest.app.regenerate.film_page import page

                # A lone surrogate has no bytes; a film of such a text still deserves to be seen.
                target.write_bytes(page(film, look.theme).encode("utf-8", "replace"))
        tell(1.0)


def _shot(film: Film, look: Look, tell: Progress) -> list[Frame]:
    from palimpsest.app.regenerate import film_camera

    frames: list[Frame] = []
    pictures = film_camera.shoot(film, look)
    try:
        for frame in pictures:
            frames.append(frame)
            tell(SHOOTING * len(frames) / film_camera.count(film))
    finally:
        pictures.close()
    return frames


@contextmanager
def _beside(path: Path) -> Iterator[Path]:
    """A new file in the same folder that takes the place of `path` if all goes well, and else is taken away."""
    target = path.with_name(f".{path.stem}-{secrets.token_hex(4)}{path.suffix}")
    try:
        yield target
        os.replace(target, path)
    except BaseException:
        with suppress(OSError):
            target.unlink()
        raise
