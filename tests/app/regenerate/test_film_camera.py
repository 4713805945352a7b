"""The camera: the real window is photographed, pass by pass, and nothing of the user's is touched."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
from PIL import Image, ImageChops
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication
from recorded_films import record
from scripted import ScriptedEngine

from palimpsest.app import settings, theme
from palimpsest.app.regenerate.film import Film
from palimpsest.app.regenerate.film_camera import (
    FIRST_PASS_MS,
    PASS_MS,
    count,
    pass_name,
    shoot,
    still,
    wish_of,
)
from palimpsest.app.regenerate.film_frame import Frame
from palimpsest.app.regenerate.film_look import Look, Size
from palimpsest.app.regenerate.wish import Wish
from palimpsest.engine.request import Failed, InfillRequest

TEXT = "Anna has a cat.\nThe cat is red.\nTom has a cat.\n"
START = TEXT.index("The")
REQUEST = InfillRequest(TEXT, START, START + len("The cat is red."), instruction="calmer", name="story.md")

pytestmark = pytest.mark.usefixtures("qapp")


def cat_film(request: InfillRequest = REQUEST, passes: int = 5, **more) -> Film:
    words = ("The", " cat", " is", " old", ".")
    engine = ScriptedEngine(
        ["The cat is old."],
        passes,
        drafts=lambda request, number: (*words[:number], *(" dust",) * (5 - min(5, number))),
        **more,
    )
    return record(request, engine)


def steered() -> Film:
    """A film of two takes; between them a word was rolled again."""
    first = cat_film(passes=3)
    second = first.followed(REQUEST, "word re-rolled")
    again = cat_film(passes=5)
    second.passes, second.outcome = again.passes, again.outcome
    return second


def shot(film: Film, look: Look | None = None) -> list[Frame]:
    frames = list(shoot(film, look))
    assert len(frames) == count(film)
    return frames


def differ(one: Image.Image, other: Image.Image) -> bool:
    return ImageChops.difference(one, other).getbbox() is not None


def test_a_picture_of_every_pass():
    look = Look()
    frames = shot(cat_film(), look)
    assert [frame.milliseconds for frame in frames[2:7]] == [FIRST_PASS_MS, *[PASS_MS] * 4]
    assert len(frames) == 2 + 5 + 2  # selection and prompt bar, passes, proposal and accepted text
    assert frames[-1].milliseconds == look.hold_ms
    assert {frame.size for frame in frames} == {(960, 600)}
    for one, other in itertools.pairwise(frames):
        assert differ(one.image, other.image)


def test_a_faster_film_is_shorter_and_as_many_pictures():
    usual, fast = shot(cat_film()), shot(cat_film(), Look(speed=1.4, hold_ms=3000))
    assert len(usual) == len(fast)
    assert fast[3].milliseconds == 100
    assert fast[-1].milliseconds == 3000


@pytest.mark.parametrize("crop", [False, True])
@pytest.mark.parametrize("look", [theme.light, theme.dark], ids=["light", "dark"])
def test_theme_and_size_are_as_asked(look, crop):
    frames = shot(cat_film(passes=1), Look(look.name, Size(720, 481), crop=crop))
    page = QColor(look.page)
    for frame in frames:
        assert frame.size == (720, 481)
        colours = frame.image.getcolors(1 << 20)
        assert colours is not None
        assert max(colours)[1] == (page.red(), page.green(), page.blue())


def test_nothing_but_the_span_moves_in_a_cropped_film():
    film = cat_film()
    film.request = InfillRequest("above\n\n" * 40 + TEXT + "\n\nbelow" * 40, 280 + START, 280 + REQUEST.end)
    frames = shot(film, Look(crop=True))
    height = frames[0].size[1]
    for one, other in itertools.pairwise(frames):
        box = ImageChops.difference(one.image, other.image).crop((0, 0, 960, height - 60)).getbbox()
        assert box is None or box[3] - box[1] < 80


def test_a_steered_run_is_one_film():
    film = steered()
    frames = shot(film)
    assert len(frames) == 2 + 3 + 1 + 5 + 2
    assert [entry.number for entry in film.all_passes] == [1, 2, 3, 4, 5, 6, 7, 8]
    assert differ(frames[4].image, frames[5].image)  # the note is seen


@pytest.mark.parametrize("marks", [{"pins": ((20, 23),)}, {"holes": ((20, 23), (27, 30))}])
def test_pins_and_holes_are_seen_before_the_run(marks):
    plain = replace(REQUEST, name="story.txt")
    with_marks = next(shoot(cat_film(replace(plain, **marks))))
    without = next(shoot(cat_film(plain)))
    assert differ(with_marks.image, without.image)


def test_a_film_of_holes_is_shot_to_its_end():
    request = replace(REQUEST, start=20, end=30, holes=((20, 23), (27, 30)))
    shot(cat_film(request))


def test_passes_have_names():
    film = steered()
    assert [pass_name(entry) for entry in film.all_passes][-1] == "pass 8"
    long = record(InfillRequest("one", 0, 3), ScriptedEngine())
    assert pass_name(long.passes[0]) == "pass 1"


def test_one_pass_alone():
    look = Look(crop=True)
    frames = {number: still(steered(), look, number) for number in (0, 1, 4, 99)}
    assert frames[0].packed == frames[1].packed
    assert differ(frames[1].image, frames[4].image)
    assert frames[99].size == (960, 600)
    assert still(Film(REQUEST), look, 1).size == (960, 600)
    assert still(steered(), Look(), 2).size == (960, 600)


def test_a_failed_run_ends_with_the_original():
    failed = shot(cat_film(failure=Failed("It broke.", "Mend it.")))
    assert len(failed) == 2 + 5 + 1
    assert failed[-1].milliseconds == Look().hold_ms


def test_a_run_without_an_end_is_shown_as_far_as_it_went():
    film = cat_film()
    film.outcome = None
    assert len(shot(film)) == 2 + 5


@pytest.mark.parametrize("name", ["", "story.py", "folder/story.txt"])
def test_any_name_and_an_insertion(name):
    request = InfillRequest("one\r\n\U0001f600 two", 6, 6, name=name)
    assert len(shot(cat_film(request, passes=2))) == 6


def test_the_dials_stand_as_they_stood():
    request = InfillRequest("one", 0, 3, "calmer", 0.3, 4, seed=7, scale=1.6)
    assert wish_of(Film(request)) == Wish("calmer", 0.3, 4, 7, "longer")
    drawn = cat_film(InfillRequest("one", 0, 3, length=12))
    assert drawn.outcome is not None
    assert wish_of(drawn) == Wish("", 1.0, 1, 1, "same", 12)


def test_settings_of_the_user_are_neither_read_nor_written(monkeypatch):
    touched = []
    monkeypatch.setattr(settings, "read", lambda *_: touched.append("read"))
    monkeypatch.setattr(settings, "save", lambda *_: touched.append("save"))
    shot(cat_film(passes=1))
    assert touched == []


def test_the_application_looks_as_before():
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    app.setStyleSheet("QLabel { color: #123456; }")
    flash = app.cursorFlashTime()
    shot(cat_film(passes=1), Look("dark"))
    assert app.styleSheet() == "QLabel { color: #123456; }"
    assert app.cursorFlashTime() == flash
    app.setStyleSheet("")


def test_a_film_that_is_not_finished_leaves_nothing_behind():
    before = set(QApplication.topLevelWidgets())
    pictures = shoot(cat_film())
    for _ in range(4):
        next(pictures)
    pictures.close()
    assert set(QApplication.topLevelWidgets()) <= before
