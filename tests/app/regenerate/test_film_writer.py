"""Writing films: as the suffix says, whole or not at all, told how far it is, and stopped when asked."""

from __future__ import annotations

import json
import shutil

import pytest
from PIL import Image
from PySide6.QtGui import QColor
from recorded_films import record
from scripted import ScriptedEngine

from palimpsest.app import theme
from palimpsest.app.regenerate.film import Film, FilmError
from palimpsest.app.regenerate.film_look import Look, Size
from palimpsest.engine.request import InfillRequest

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture
def film() -> Film:
    return record(InfillRequest("one two three", 4, 7, name="a.md"), ScriptedEngine(passes=3))


@pytest.mark.parametrize(("suffix", "kind"), [(".gif", "GIF"), (".webp", "WEBP"), (".GIF", "GIF")])
def test_pictures(tmp_path, film, suffix, kind):
    target = tmp_path / f"film{suffix}"
    film.write(target, Look("dark", Size(640, 480)))
    with Image.open(target) as written:
        assert (written.format, written.size) == (kind, (640, 480))
        page = QColor(theme.dark.page)
        assert written.convert("RGB").getpixel((610, 200)) == (page.red(), page.green(), page.blue())
    assert [entry.name for entry in tmp_path.iterdir()] == [target.name]


@pytest.mark.parametrize("suffix", [".html", ".HTM", ".json"])
def test_texts(tmp_path, suffix):
    film = record(InfillRequest("one two \ud800 \u05e9", 0, 3), ScriptedEngine())
    target = tmp_path / f"film{suffix}"
    film.write(target)
    if suffix == ".json":
        assert Film.load(target) == film
        assert json.loads(target.read_bytes())["version"] == 2
    else:
        assert target.read_bytes().startswith(b"<!DOCTYPE html>")


def test_how_far_it_is(tmp_path, film):
    told: list[float] = []
    film.write(tmp_path / "film.gif", Look(size=Size(480, 480)), told.append)
    assert told == sorted(told)
    assert len(told) > 6
    assert told[-1] == 1.0


@pytest.mark.parametrize("when", [0.1, 0.5, 1.0])
def test_a_film_that_is_stopped_leaves_the_old_one(tmp_path, film, when):
    target = tmp_path / "film.webp"
    target.write_bytes(b"old")

    def stop(share: float) -> None:
        if share >= when:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        film.write(target, Look(size=Size(480, 480)), stop)
    assert target.read_bytes() == b"old"
    assert [entry.name for entry in tmp_path.iterdir()] == [target.name]


def test_a_folder_that_is_not_there(tmp_path, film):
    with pytest.raises(FileNotFoundError):
        film.write(tmp_path / "none" / "film.json")


def test_unknown_suffix_is_refused(tmp_path, film):
    with pytest.raises(FilmError, match=r"\.gif"):
        film.write(tmp_path / "film.avi")


def test_no_picture_is_taken_for_a_video_without_ffmpeg(tmp_path, film, monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda name: None)
    told: list[float] = []
    with pytest.raises(FilmError, match="ffmpeg"):
        film.write(tmp_path / "film.mp4", progress=told.append)
    assert told == []
