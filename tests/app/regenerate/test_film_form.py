"""The choices of a film: what they mean, and which of them count for a format."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from palimpsest.app.regenerate.film_form import FORMATS, SIZE_LABELS, FilmForm
from palimpsest.app.regenerate.film_look import SIZES, Look, Size


@pytest.fixture
def form(qtbot):
    form = FilmForm("dark", videos=True)
    qtbot.addWidget(form)
    form.show()
    return form


def choose(box, value) -> None:
    place = next(place for place in range(box.count()) if box.itemData(place) == value)
    box.setCurrentIndex(place)


def test_at_first(form):
    assert form.chosen.suffix == ".gif"
    assert form.look() == Look("dark", SIZES["post"])
    assert SIZES.keys() == SIZE_LABELS.keys()


def test_everything_can_be_chosen(form, qtbot):
    with qtbot.waitSignal(form.changed):
        choose(form.theme, "light")
    choose(form.size_name, "square")
    choose(form.speed, 0.5)
    with qtbot.waitSignal(form.changed):
        form.crop.setChecked(True)
    assert form.look() == Look("light", SIZES["square"], 0.5, crop=True)


def test_another_size(form, qtbot):
    assert not form.pixels.isVisible()
    choose(form.size_name, "custom")
    assert form.pixels.isVisible()
    with qtbot.waitSignal(form.changed):
        form.width_box.setValue(800)
    form.height_box.setValue(10)
    assert form.look().size == Size(800, 480)


@pytest.mark.parametrize("kind", FORMATS, ids=lambda kind: kind.suffix)
def test_only_what_counts_can_be_changed(form, kind):
    choose(form.format, kind)
    assert form.chosen is kind
    assert form.size_name.isEnabled() == form.speed.isEnabled() == form.crop.isEnabled() == kind.pictured
    assert form.theme.isEnabled() == (kind.suffix != ".json")


def test_without_ffmpeg_there_is_no_video_and_a_reason(qtbot):
    form = FilmForm("light", videos=False)
    qtbot.addWidget(form)
    form.show()
    video = form.format.model().index(2, 0)
    assert form.format.itemData(2).suffix == ".mp4"
    assert not video.flags() & Qt.ItemFlag.ItemIsEnabled
    assert "ffmpeg" in form.format.itemData(2, Qt.ItemDataRole.ToolTipRole)
    assert form.why.isVisible()


def test_everything_has_a_name(form):
    for part in (form.format, form.theme, form.size_name, form.speed, form.width_box, form.height_box):
        assert part.accessibleName()
