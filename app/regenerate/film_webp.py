"""Pictures as an animated WebP without loss: smaller than a GIF, and every colour as it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from palimpsest.app.regenerate.film_frame import merged

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from palimpsest.app.regenerate.film_frame import Frame

EFFORT = 4
"""0 to 6; beyond this the file is hardly smaller and takes several times as long."""


def write_webp(frames: Sequence[Frame], path: Path) -> None:
    """Write frames of one size as a WebP that repeats for ever. Raises `OSError`."""
    frames = list(merged(frames))
    first, *rest = (frame.image for frame in frames)
    first.save(
        path,
        format="WEBP",
        save_all=True,
        append_images=rest,
        duration=[frame.milliseconds for frame in frames],
        loop=0,
        lossless=True,
        quality=80,
        method=EFFORT,
    )
