"""`palimpsest film`: a kept film becomes another one, or a picture; the window can start it and leave it."""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image
from recorded_films import record
from scripted import ScriptedEngine

from palimpsest.app.main import main
from palimpsest.app.regenerate.film import Film
from palimpsest.engine.request import InfillRequest

PATIENCE_S = 60
PROGRAM = [sys.executable, "-m", "palimpsest.app.main", "film"]

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture
def film() -> Film:
    return record(InfillRequest("one two three", 4, 7, name="a.md"), ScriptedEngine(passes=3))


@pytest.fixture
def kept(tmp_path: Path, film: Film) -> Path:
    path = tmp_path / "kept.json"
    film.write(path)
    return path


@pytest.mark.parametrize("suffix", ["html", "webp", "json"])
def test_a_kept_film_becomes_another(tmp_path, kept, film, capsys, suffix):
    target = tmp_path / f"film.{suffix}"
    assert main(["film", str(kept), str(target), "--size", "480x480", "--theme", "dark"]) == 0
    assert capsys.readouterr().out == ""
    if suffix == "webp":
        with Image.open(target) as written:
            assert written.size == (480, 480)
    elif suffix == "json":
        assert Film.load(target) == Film.load(kept)
    else:
        assert '<html lang="en" data-theme="dark">' in target.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [("none.json", None, "cannot be read: No such file"), ("bad.json", "{}", "This is not a film")],
)
def test_what_cannot_be_read(tmp_path, capsys, name, content, said):
    source = tmp_path / name
    if content is not None:
        source.write_text(content)
    assert main(["film", str(source), str(tmp_path / "out.html")]) == 1
    assert said in capsys.readouterr().err


def test_a_video_without_ffmpeg(kept, tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda name: None)
    assert main(["film", str(kept), str(tmp_path / "out.mp4")]) == 1
    assert "Install the package ffmpeg" in capsys.readouterr().err


def test_something_has_to_be_asked_for(kept, capsys):
    with pytest.raises(SystemExit):
        main(["film", str(kept)])
    assert "required" in capsys.readouterr().err


def test_one_picture_goes_to_standard_output(film):
    words = ["-", "--picture", "2", "--crop", "--size", "480x480"]
    done = subprocess.run(
        [*PROGRAM, *words], check=False, input=film.to_json().encode(), capture_output=True, timeout=PATIENCE_S
    )
    assert done.returncode == 0, done.stderr
    with Image.open(io.BytesIO(done.stdout)) as picture:
        assert (picture.format, picture.size) == ("PNG", (480, 480))


def test_the_window_is_told_how_far_it_is(tmp_path, film):
    target = tmp_path / "film.gif"
    process = subprocess.Popen(
        [*PROGRAM, "-", str(target), "--attended"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    with process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(film.to_json().encode() + b"\n")
        process.stdin.flush()
        shares = [float(line) for line in process.stdout]
        process.stdin.close()
        assert process.wait(PATIENCE_S) == 0
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    with Image.open(target) as written:
        assert written.format == "GIF"


def test_it_stops_when_the_window_has_left(tmp_path, film):
    target = tmp_path / "film.gif"
    film.passes *= 50
    process = subprocess.Popen(
        [*PROGRAM, "-", str(target), "--attended"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    with process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(film.to_json().encode() + b"\n")
        process.stdin.flush()
        assert process.stdout.readline()
        process.stdin.close()
        process.stdout.read()
        assert process.wait(PATIENCE_S) == 1
    assert list(tmp_path.iterdir()) == []
