"""Rows that give way: as few steps as there is room for, in order, and never less room than the parts need."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from palimpsest.app.regenerate.fitting_row import FittingRow

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


class Three(FittingRow):
    """Three parts of 100 pixels; the last two can go."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.parts = [QLabel("x", self) for _ in range(3)]
        self.row.setSpacing(0)
        for part in self.parts:
            part.setFixedWidth(100)
            self.row.addWidget(part)
        self.set_steps(*(lambda narrow, part=part: part.setVisible(not narrow) for part in self.parts[:0:-1]))

    @property
    def seen(self) -> list[bool]:
        return [part.isVisible() for part in self.parts]


@pytest.fixture
def row(qtbot: QtBot) -> Iterator[Three]:
    window = QWidget()
    column = QVBoxLayout(window)
    column.setContentsMargins(0, 0, 0, 0)
    row = Three(window)
    column.addWidget(row)
    qtbot.addWidget(window)
    window.resize(400, 40)
    window.show()
    yield row
    window.close()


@pytest.mark.parametrize(("width", "count"), [(400, 3), (300, 3), (299, 2), (200, 2), (199, 1), (100, 1)])
def test_parts_go_in_order_and_come_back(qtbot: QtBot, row: Three, width: int, count: int) -> None:
    for start in (400, 100):
        row.window().resize(start, 40)
        row.window().resize(width, 40)
        qtbot.waitUntil(lambda: row.width() == width)
        assert row.seen == [place < count for place in range(3)]
        assert row.taken == 3 - count


def test_the_window_cannot_be_narrower_than_what_is_left(qtbot: QtBot, row: Three) -> None:
    row.window().resize(150, 40)
    qtbot.waitUntil(lambda: row.taken == 2)
    assert row.minimumSizeHint().width() == 100
    qtbot.waitUntil(lambda: row.window().minimumSize().width() == 100)
    row.window().resize(20, 40)
    assert row.window().width() == 100


def test_a_part_that_grows_makes_the_others_give_way(row: Three) -> None:
    row.window().resize(300, 40)
    row.parts[0].setFixedWidth(190)
    row.fit()
    assert row.seen == [True, True, False]


def test_room_is_kept_for_what_stretches_as_long_as_something_gives_way(qtbot: QtBot, row: Three) -> None:
    row.spare = 50
    for width, count in ((350, 3), (349, 2), (249, 1), (100, 1)):
        row.window().resize(width, 40)
        qtbot.waitUntil(lambda width=width: row.width() == width)
        assert row.seen == [place < count for place in range(3)]


def test_what_has_the_keyboard_keeps_it_while_it_is_in_view(qtbot: QtBot, row: Three) -> None:
    for part in row.parts:
        part.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    with qtbot.waitActive(row.window()):
        row.window().activateWindow()
    row.parts[1].setFocus()
    for width in (250, 390, 210, 300):
        row.window().resize(width, 40)
        assert row.window().focusWidget() is row.parts[1]
