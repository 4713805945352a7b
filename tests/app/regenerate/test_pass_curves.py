"""The curves: what they say, and where a press leads."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from reels import make_pass

from palimpsest.app.regenerate.pass_curves import PassCurves
from palimpsest.app.regenerate.reel import Reel
from palimpsest.app.theme import dark, light

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

PASSES = [make_pass(number) for number in range(1, 9)]


@pytest.fixture
def curves(qtbot: QtBot) -> PassCurves:
    made = PassCurves(light)
    qtbot.addWidget(made)
    made.resize(300, 160)
    return made


def test_a_press_goes_to_the_pass_under_the_mouse(qtbot: QtBot, curves: PassCurves) -> None:
    gone: list[int] = []
    curves.scrubbed.connect(gone.append)
    qtbot.mouseClick(curves, Qt.MouseButton.LeftButton, pos=QPoint(150, 80))
    assert gone == []
    curves.show_reel(Reel(PASSES), 0, growing=False)
    for x in (0, 150, 299):
        qtbot.mouseClick(curves, Qt.MouseButton.LeftButton, pos=QPoint(x, 80))
    assert (gone[0], gone[2]) == (0, 7)
    assert 0 < gone[1] < 7


def test_they_are_said_in_words(curves: PassCurves) -> None:
    curves.show_reel(Reel(PASSES), 2, growing=False)
    assert curves.accessibleDescription() == "Pass 3: entropy 0.25 nats, 3 accepted, 3 changed"


def test_a_gap_stands_between_canvases_and_nothing_is_drawn_over_it(curves: PassCurves) -> None:
    flat = {"entropy": 0.5, "accepted": 6, "changed": 0}
    two = Reel([make_pass(n, canvas=canvas, canvases=2, **flat) for canvas in (1, 2) for n in (1, 2, 3)])
    one = Reel([make_pass(n, **flat) for n in range(1, 7)])
    pictures = []
    for reel in (two, one):
        curves.show_reel(reel, 0, growing=False)
        pictures.append(curves.grab().toImage())
    # Between the third and the fourth pass, in the area of accepted cells.
    middle = (34 + 300 - 8) // 2
    area = [picture.pixelColor(middle, 135).name() for picture in pictures]
    assert area[0] != area[1]


def test_few_and_many_passes_are_drawn_in_both_themes(curves: PassCurves) -> None:
    many = [make_pass(n % 48 + 1, limit=48, canvas=n // 48 + 1) for n in range(1500)]
    seen = set()
    for theme in (light, dark):
        curves.set_theme(theme)
        for passes in ([make_pass(1)], PASSES, many):
            curves.show_reel(Reel(passes), len(passes) - 1, growing=True)
            seen.add(bytes(curves.grab().toImage().constBits()))
    assert len(seen) == 6
    curves.show_reel(None, 0, growing=False)
    assert bytes(curves.grab().toImage().constBits()) not in seen
