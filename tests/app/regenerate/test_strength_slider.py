"""The strength slider: steps of five, marks by key and double click, quiet where the wheel only passes over."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QWheelEvent
from PySide6.QtWidgets import QApplication

from palimpsest.app.regenerate.strength_slider import LEAST, MOST, StrengthSlider, name_of
from palimpsest.app.regenerate.wish import MARKS
from palimpsest.app.theme import Theme, dark, light

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def slider(qtbot: QtBot) -> StrengthSlider:
    slider = StrengthSlider(light)
    qtbot.addWidget(slider)
    slider.resize(240, 30)
    with qtbot.waitActive(slider):
        slider.show()
    return slider


def at(slider: StrengthSlider, percent: int) -> QPoint:
    return QPoint(round(7 + (slider.width() - 14) * (percent - LEAST) / (MOST - LEAST)), 6)


def wheel(slider: StrengthSlider, by: int) -> None:
    middle = QPointF(slider.rect().center())
    buttons, modifiers, phase = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase
    event = QWheelEvent(middle, slider.mapToGlobal(middle), QPoint(), QPoint(0, by), buttons, modifiers, phase, False)
    QApplication.sendEvent(slider, event)


@pytest.mark.parametrize(
    ("start", "key", "value"),
    [
        (50, Qt.Key.Key_Right, 55),
        (50, Qt.Key.Key_Left, 45),
        (33, Qt.Key.Key_Up, 35),
        (33, Qt.Key.Key_Down, 30),
        (100, Qt.Key.Key_Right, 100),
        (10, Qt.Key.Key_Left, 10),
        (30, Qt.Key.Key_PageUp, 55),
        (55, Qt.Key.Key_PageUp, 100),
        (55, Qt.Key.Key_PageDown, 25),
        (25, Qt.Key.Key_PageDown, 10),
        (50, Qt.Key.Key_Home, 10),
        (50, Qt.Key.Key_End, 100),
    ],
)
def test_keys(qtbot: QtBot, slider: StrengthSlider, start: int, key: Qt.Key, value: int) -> None:
    slider.setValue(start)
    qtbot.keyClick(slider, key)
    assert slider.value() == value


def test_the_mouse_goes_by_steps(qtbot: QtBot, slider: StrengthSlider) -> None:
    qtbot.mousePress(slider, LEFT, pos=at(slider, 42))
    assert slider.value() == 40
    qtbot.mouseMove(slider, at(slider, 68))
    assert slider.value() == 70
    qtbot.mouseMove(slider, QPoint(slider.width() + 50, 6))
    assert slider.value() == 100
    qtbot.mouseRelease(slider, LEFT, pos=at(slider, 100))
    qtbot.mouseMove(slider, at(slider, 20))
    assert slider.value() == 100


@pytest.mark.parametrize("mark", [most for most, _ in MARKS])
def test_a_double_click_on_a_mark_or_its_name_goes_there(qtbot: QtBot, slider: StrengthSlider, mark: int) -> None:
    assert slider.names_fit
    (name,) = [place for most, _, place in slider._names() if most == mark]
    for place in (at(slider, mark) + QPoint(4 if mark < 100 else -4, 0), name.center().toPoint()):
        slider.setValue(10)
        qtbot.mouseDClick(slider, LEFT, pos=place)
        assert slider.value() == mark


def test_the_wheel_turns_only_what_has_the_keyboard(slider: StrengthSlider) -> None:
    slider.setValue(50)
    slider.clearFocus()
    wheel(slider, 120)
    assert slider.value() == 50
    slider.setFocus()
    wheel(slider, 120)
    assert slider.value() == 55
    for _ in range(2):
        wheel(slider, -60)
    assert slider.value() == 50


def test_names_that_would_meet_are_left_out(slider: StrengthSlider) -> None:
    slider.resize(100, 30)
    assert not slider.names_fit
    slider.resize(240, 30)
    assert slider.names_fit
    assert all(place.left() >= 0 and place.right() <= 240 for _, _, place in slider._names())


def test_every_strength_has_the_name_of_its_mark() -> None:
    assert [name_of(percent) for percent in (10, 25, 30, 55, 60, 100)] == [
        *("polish", "polish", "rephrase", "rephrase", "rewrite", "rewrite")
    ]


@pytest.mark.parametrize("theme", [light, dark], ids=lambda theme: theme.name)
def test_it_is_painted_in_the_theme_and_never_in_the_accent(slider: StrengthSlider, theme: Theme) -> None:
    slider.set_theme(theme)
    slider.setValue(60)
    image = slider.grab().toImage()
    colours = {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}
    assert {theme.page, theme.frame_ink} <= colours
    assert QColor(theme.accent).name() not in colours
