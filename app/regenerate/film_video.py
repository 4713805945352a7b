"""Pictures as an MP4 video, through the `ffmpeg` of this machine: raw pictures go in through a pipe."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING

from palimpsest.app.regenerate.film import FilmError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from typing import IO

    from palimpsest.app.regenerate.film_frame import Frame

RATE = 25
"""Pictures a second."""
NO_FFMPEG = "An MP4 needs ffmpeg, which is not installed here. Install the package ffmpeg, or choose GIF or WebP."


def ffmpeg() -> str | None:
    """Where ffmpeg is; None if it is not on the path."""
    return shutil.which("ffmpeg")


def write_video(
    frames: Sequence[Frame], path: Path, program: str | None = None, progress: Callable[[float], None] | None = None
) -> None:
    """Write frames of one size as an MP4 (H.264) that plays everywhere.

    `program` is ffmpeg's path, sought if None; `progress` is told how much is done, [0, 1], and may raise to stop.
    Raises `FilmError`, with what ffmpeg said last.
    """
    program = program or ffmpeg()
    if program is None:
        raise FilmError(NO_FFMPEG)
    with tempfile.TemporaryFile() as said:
        try:
            process = subprocess.Popen(
                [program, *arguments(frames[0].size, path)],
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=said,
            )
        except OSError as error:
            raise FilmError(f"ffmpeg at {program} cannot be started: {error.strerror or error}.") from error
        assert process.stdin is not None
        try:
            # ffmpeg that gives up closes the pipe; what it said tells why.
            with suppress(BrokenPipeError):
                _feed(process.stdin, frames, progress)
            with suppress(BrokenPipeError):
                process.stdin.close()
            code = process.wait()
        except BaseException:
            process.kill()
            with suppress(OSError):  # what has not gone in yet goes nowhere
                process.stdin.close()
            process.wait()
            raise
        if code != 0:
            raise FilmError(f"ffmpeg could not write the film: {_last_line(said) or f'it ended with {code}'}")


def arguments(size: tuple[int, int], path: Path) -> list[str]:
    """What ffmpeg is asked: even sides, colours that every player reads, and the index at the front."""
    colours = ["-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709", "-color_range", "tv"]
    filters = "pad=ceil(iw/2)*2:ceil(ih/2)*2,scale=out_color_matrix=bt709:out_range=tv"
    return [
        *("-hide_banner", "-loglevel", "error", "-y"),
        *("-f", "rawvideo", "-pix_fmt", "rgb24", "-s", f"{size[0]}x{size[1]}", "-r", str(RATE), "-i", "pipe:0"),
        *("-an", "-c:v", "libx264", "-preset", "medium", "-crf", "16", "-vf", filters, "-pix_fmt", "yuv420p"),
        *(*colours, "-movflags", "+faststart", "-f", "mp4", str(path)),
    ]


def repeats(milliseconds: Iterable[int]) -> Iterator[int]:
    """How often each picture is shown at `RATE`, at least once; what is rounded off is made up for later."""
    shown, until = 0, 0
    for duration in milliseconds:
        until += duration
        times = max(1, round(until * RATE / 1000) - shown)
        shown += times
        yield times


def _feed(pipe: IO[bytes], frames: Sequence[Frame], progress: Callable[[float], None] | None) -> None:
    for place, (frame, times) in enumerate(zip(frames, repeats(frame.milliseconds for frame in frames), strict=True)):
        pixels = frame.pixels
        for _ in range(times):
            pipe.write(pixels)
        if progress is not None:
            progress((place + 1) / len(frames))


def _last_line(said: IO[bytes]) -> str:
    said.seek(0)
    lines = said.read().decode("utf-8", "replace").strip().splitlines()
    return lines[-1].strip() if lines else ""
