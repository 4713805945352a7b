"""Videos: ffmpeg gets every picture for its time; what goes wrong is said in a sentence."""

from __future__ import annotations

import os
import shutil
import stat
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from palimpsest.app.regenerate import film_video
from palimpsest.app.regenerate.film import FilmError
from palimpsest.app.regenerate.film_frame import Frame
from palimpsest.app.regenerate.film_video import RATE, arguments, repeats, write_video

FRAMES = [Frame.of(bytes([shade]) * 12, (2, 2), time) for shade, time in ((1, 400), (2, 120), (3, 80))]


def program(folder: Path, script: str) -> str:
    """A program that takes ffmpeg's place."""
    path = folder / "ffmpeg"
    path.write_text(f"#!{sys.executable}\nimport sys\n{script}\n", encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


@given(st.lists(st.integers(40, 5000), max_size=30))
def test_every_picture_is_shown_for_its_time(times):
    shown = list(repeats(times))
    assert len(shown) == len(times)
    assert all(count >= 1 for count in shown)
    assert abs(sum(shown) - sum(times) * RATE / 1000) <= 1


def test_pictures_go_in_raw_and_in_order(tmp_path):
    script = "data = sys.stdin.buffer.read(); open(sys.argv[-1], 'wb').write(data)"
    told: list[float] = []
    target = tmp_path / "film.mp4"
    write_video(FRAMES, target, program(tmp_path, script), told.append)
    assert target.read_bytes() == b"\1" * 120 + b"\2" * 36 + b"\3" * 24
    assert told == [1 / 3, 2 / 3, 1.0]


def test_what_ffmpeg_says_last_is_passed_on(tmp_path):
    script = "print('first', file=sys.stderr); print('Unknown encoder libx264', file=sys.stderr); sys.exit(1)"
    with pytest.raises(FilmError, match=r"^ffmpeg could not write the film: Unknown encoder libx264$"):
        write_video(FRAMES * 1000, tmp_path / "film.mp4", program(tmp_path, script))


def test_an_ffmpeg_that_says_nothing(tmp_path):
    with pytest.raises(FilmError, match="it ended with 3"):
        write_video(FRAMES, tmp_path / "film.mp4", program(tmp_path, "sys.exit(3)"))


def test_without_ffmpeg_there_is_a_remedy(tmp_path, monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(FilmError, match="Install the package ffmpeg"):
        write_video(FRAMES, tmp_path / "film.mp4")


def test_an_ffmpeg_that_cannot_be_started(tmp_path):
    with pytest.raises(FilmError, match="cannot be started"):
        write_video(FRAMES, tmp_path / "film.mp4", str(tmp_path / "none"))


def test_a_film_that_is_stopped_stops_ffmpeg(tmp_path):
    script = f"open({str(tmp_path / 'pid')!r}, 'w').write(str(__import__('os').getpid())); sys.stdin.buffer.read()"

    def stop(share: float) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_video(FRAMES, tmp_path / "film.mp4", program(tmp_path, script), stop)
    if (tmp_path / "pid").exists():
        with pytest.raises(ProcessLookupError):
            os.kill(int((tmp_path / "pid").read_text()), 0)


@pytest.mark.skipif(film_video.ffmpeg() is None, reason="there is no ffmpeg here")
@pytest.mark.parametrize("size", [(64, 64), (65, 63)])
def test_a_real_video(tmp_path, size):
    frames = [Frame.of(bytes([shade]) * (3 * size[0] * size[1]), size, 200) for shade in (10, 120, 250)]
    target = tmp_path / "film.mp4"
    write_video(frames, target)
    data = target.read_bytes()
    assert data[4:8] == b"ftyp"
    assert data.index(b"moov") < data.index(b"mdat")  # it plays before all of it has come


def test_sides_become_even_and_no_shell_sees_the_name(tmp_path):
    asked = arguments((65, 63), tmp_path / "a b; rm.mp4")
    assert asked[-1] == str(tmp_path / "a b; rm.mp4")
    assert "65x63" in asked
    assert any("ceil(iw/2)*2" in part for part in asked)
