"""The film as a GIF: the real window is photographed, pass by pass, and nothing of the user's is touched."""

from __future__ import annotations

import itertools
import threading

import pytest
from PIL import Image, ImageChops
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication
from scripted import ScriptedEngine

from palimpsest.app import settings, theme
from palimpsest.app.regenerate.film import Film
from palimpsest.app.regenerate.film_camera import HOLD_MS, PASS_MS, shoot
from palimpsest.engine.request import Failed, InfillRequest

TEXT = "Anna has a cat.\nThe cat is red.\nTom has a cat.\n"
START = TEXT.index("The")
REQUEST = InfillRequest(TEXT, START, START + len("The cat is red."), instruction="calmer", name="story.md")

pytestmark = pytest.mark.usefixtures("qapp")


def record(request: InfillRequest = REQUEST, passes: int = 5, **more) -> Film:
    words = ("The", " cat", " is", " old", ".")
    engine = ScriptedEngine(
        ["The cat is old."],
        passes,
        drafts=lambda request, number: (*words[:number], *(" dust",) * (5 - min(5, number))),
        **more,
    )
    film = Film(request, engine.info)
    for event in engine.infill(request, threading.Event()):
        film.add(event)
    return film


def differ(one: Image.Image, other: Image.Image) -> bool:
    return ImageChops.difference(one, other).getbbox() is not None


def test_a_picture_of_every_pass(qapp):
    frames = shoot(record())
    assert [frame.milliseconds for frame in frames[2:7]] == [PASS_MS] * 5
    assert len(frames) == 2 + 5 + 2  # selection and prompt bar, passes, proposal and accepted text
    assert (frames[0].milliseconds, frames[-1].milliseconds) == (HOLD_MS, HOLD_MS)
    assert {frame.image.size for frame in frames} == {(960, 600)}
    for one, other in itertools.pairwise(frames):
        assert differ(one.image, other.image)


def test_written_film_has_its_frames_and_size(tmp_path):
    target = tmp_path / "film.gif"
    record().write(target)
    with Image.open(target) as film:
        assert film.format == "GIF"
        assert film.size == (960, 600)
        assert film.n_frames == 9  # pyright: ignore[reportAttributeAccessIssue]
        assert film.info["loop"] == 0
        assert film.info["duration"] == HOLD_MS
        page = QColor(theme.light.page)
        for place in range(film.n_frames):  # pyright: ignore[reportAttributeAccessIssue]
            film.seek(place)
            assert film.convert("RGB").getpixel((900, 300)) == (page.red(), page.green(), page.blue())
    assert target.stat().st_size < 1_500_000


@pytest.mark.parametrize("look", [theme.light, theme.dark], ids=["light", "dark"])
def test_theme_and_size_are_as_asked(look):
    image = shoot(record(passes=1), look.name, (720, 480))[-1].image
    assert image.size == (720, 480)
    page = QColor(look.page)
    colours = image.getcolors(1 << 20)
    assert colours is not None
    assert max(colours)[1] == (page.red(), page.green(), page.blue())


def test_a_failed_run_ends_with_the_original():
    failed = shoot(record(failure=Failed("It broke.", "Mend it.")))
    assert len(failed) == 2 + 5 + 1
    assert failed[-1].milliseconds > PASS_MS


def test_a_run_without_an_end_is_shown_as_far_as_it_went():
    film = record()
    film.outcome = None
    assert len(shoot(film)) == 2 + 5


@pytest.mark.parametrize("name", ["", "story.py", "folder/story.txt"])
def test_any_name_and_an_insertion(name):
    request = InfillRequest("one\r\n\U0001f600 two", 6, 6, name=name)
    assert len(shoot(record(request, passes=2))) == 6


def test_settings_of_the_user_are_neither_read_nor_written(tmp_path, monkeypatch):
    touched = []
    monkeypatch.setattr(settings, "read", lambda *_: touched.append("read"))
    monkeypatch.setattr(settings, "save", lambda *_: touched.append("save"))
    shoot(record(passes=1))
    assert touched == []


def test_the_application_looks_as_before(qapp):
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    app.setStyleSheet("QLabel { color: #123456; }")
    flash = app.cursorFlashTime()
    shoot(record(passes=1), "dark")
    assert app.styleSheet() == "QLabel { color: #123456; }"
    assert app.cursorFlashTime() == flash
    app.setStyleSheet("")
