"""The scrubber: every pass can be reached by mouse, keys and playing, and it tells only what the user did."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from reels import make_pass

from palimpsest.app.regenerate.reel import Reel
from palimpsest.app.regenerate.scrubber import Scrubber
from palimpsest.app.theme import dark, light

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

PASSES = [make_pass(n, canvas=canvas, canvases=2) for canvas in (1, 2) for n in range(1, 5)]


class Told:
    def __init__(self, scrubber: Scrubber) -> None:
        self.moved: list[int] = []
        self.released = 0
        scrubber.moved.connect(self.moved.append)
        scrubber.released.connect(self._on_released)

    def _on_released(self) -> None:
        self.released += 1


@pytest.fixture
def scrubber(qtbot: QtBot) -> Scrubber:
    made = Scrubber(light)
    qtbot.addWidget(made)
    made.resize(400, 70)
    made.set_reel(Reel(PASSES))
    with qtbot.waitActive(made):
        made.show()
    return made


def test_buttons_step_and_jump(qtbot: QtBot, scrubber: Scrubber) -> None:
    told = Told(scrubber)
    for part in (scrubber.forward, scrubber.forward, scrubber.back, scrubber.last, scrubber.forward, scrubber.first):
        qtbot.mouseClick(part, Qt.MouseButton.LeftButton)
    assert told.moved == [1, 2, 1, 7, 7, 0]


def test_keys_step_on_the_slider(qtbot: QtBot, scrubber: Scrubber) -> None:
    told = Told(scrubber)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_End, Qt.Key.Key_Home):
        qtbot.keyClick(scrubber.slider, key)
    assert told.moved == [1, 2, 1, 7, 0]


def test_every_pass_can_be_pressed(qtbot: QtBot, scrubber: Scrubber) -> None:
    told = Told(scrubber)
    slider = scrubber.slider
    scrubber.show_place(7)
    for x in range(slider.width()):
        qtbot.mouseClick(slider, Qt.MouseButton.LeftButton, pos=QPoint(x, 12))
    assert told.moved == list(range(8))


def test_a_drag_goes_along(qtbot: QtBot, scrubber: Scrubber) -> None:
    told = Told(scrubber)
    slider = scrubber.slider
    qtbot.mousePress(slider, Qt.MouseButton.LeftButton, pos=QPoint(60, 12))
    qtbot.mouseMove(slider, QPoint(slider.width() - 1, 12))
    qtbot.mouseRelease(slider, Qt.MouseButton.LeftButton, pos=QPoint(slider.width() - 1, 12))
    qtbot.mouseMove(slider, QPoint(5, 12))
    assert told.moved[-1] == 7


def test_showing_a_place_tells_nobody(scrubber: Scrubber) -> None:
    told = Told(scrubber)
    scrubber.show_place(5)
    scrubber.set_reel(Reel(PASSES[:7]))
    assert (scrubber.place, told.moved) == (5, [])


def test_playing_tells_each_pass_and_comes_back(qtbot: QtBot, scrubber: Scrubber) -> None:
    told = Told(scrubber)
    scrubber.show_place(5)
    qtbot.mouseClick(scrubber.play, Qt.MouseButton.LeftButton)
    assert scrubber.play.accessibleName() == "Pause (Space)"
    for _ in range(3):
        scrubber.player.timer.timeout.emit()
    assert (told.moved, told.released) == ([6, 7], 1)
    assert scrubber.play.accessibleName() == "Play (Space)"


def test_a_step_of_the_user_pauses(qtbot: QtBot, scrubber: Scrubber) -> None:
    scrubber.player.play()
    qtbot.keyClick(scrubber.slider, Qt.Key.Key_Right)
    assert not scrubber.player.playing
    assert scrubber.player.place == scrubber.place == 1


def test_speed_and_loop_reach_the_player(qtbot: QtBot, scrubber: Scrubber) -> None:
    scrubber.rate.setCurrentIndex(0)
    qtbot.mouseClick(scrubber.loop, Qt.MouseButton.LeftButton)
    assert (scrubber.player.rate, scrubber.player.loop) == (1, True)


def test_with_nothing_to_go_over_nothing_can_be_pressed(scrubber: Scrubber) -> None:
    scrubber.set_reel(Reel())
    assert not any(part.isEnabled() for part in (scrubber.slider, scrubber.play, scrubber.first, scrubber.rate))


def test_canvases_are_apart_in_both_themes(scrubber: Scrubber) -> None:
    pictures = []
    for theme in (light, dark):
        scrubber.set_theme(theme)
        for passes in (PASSES, [make_pass(n) for n in range(1, 9)]):
            scrubber.set_reel(Reel(passes))
            pictures.append(bytes(scrubber.slider.grab().toImage().constBits()))
    assert len(set(pictures)) == 4
