"""The seed: fresh for every run unless it was typed, thrown or locked; the number of the last run is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt

from palimpsest.app.regenerate.seed_dial import SeedDial
from palimpsest.app.theme import light

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


@pytest.fixture
def dial(qtbot: QtBot) -> SeedDial:
    dial = SeedDial(light)
    qtbot.addWidget(dial)
    dial.show()
    return dial


def test_a_run_s_seed_is_shown_and_not_asked_for_again(dial: SeedDial) -> None:
    assert dial.value is None
    dial.follow(77)
    assert dial.number.text() == "77"
    assert dial.value is None


def test_locking_keeps_what_is_shown(qtbot: QtBot, dial: SeedDial) -> None:
    dial.follow(77)
    with qtbot.waitSignal(dial.changed):
        dial.lock.click()
    assert dial.value == 77
    dial.follow(78)
    assert dial.value == 78
    dial.lock.click()
    assert dial.value is None
    assert dial.number.text() == "78"


def test_locking_nothing_throws_the_dice(dial: SeedDial) -> None:
    dial.lock.click()
    assert dial.value is not None
    assert dial.number.text() == str(dial.value)
    assert str(dial.value) in dial.lock.toolTip()


def test_a_thrown_seed_is_for_one_run(qtbot: QtBot, dial: SeedDial) -> None:
    with qtbot.waitSignal(dial.changed):
        dial.dice.click()
    thrown = dial.value
    assert thrown is not None
    dial.follow(thrown)
    assert dial.value is None
    assert dial.number.text() == str(thrown)


def test_the_same_run_told_again_leaves_what_was_typed(qtbot: QtBot, dial: SeedDial) -> None:
    dial.follow(5)
    dial.number.selectAll()
    qtbot.keyClicks(dial.number, "123")
    dial.follow(5)
    assert dial.value == 123


def test_only_digits_can_be_typed(qtbot: QtBot, dial: SeedDial) -> None:
    qtbot.keyClicks(dial.number, "1a-2 3.")
    assert dial.value == 123
    qtbot.keyClick(dial.number, Qt.Key.Key_4, Qt.KeyboardModifier.AltModifier)
    assert dial.value == 123
    qtbot.keyClicks(dial.number, "45678901234")
    assert dial.value == 1234567890


def test_an_emptied_number_is_a_fresh_one_and_unlocks(qtbot: QtBot, dial: SeedDial) -> None:
    dial.lock.click()
    dial.number.selectAll()
    qtbot.keyClick(dial.number, Qt.Key.Key_Delete)
    assert dial.value is None
    assert not dial.locked


def test_set_value_says_once_and_only_news(qtbot: QtBot, dial: SeedDial) -> None:
    dial.lock.click()
    with qtbot.waitSignal(dial.changed):
        dial.set_value(9)
    assert (dial.value, dial.locked) == (9, False)
    with qtbot.assertNotEmitted(dial.changed):
        dial.set_value(9)
    dial.set_value(None)
    assert dial.value is None
    assert dial.number.text() == ""


def test_the_lock_is_not_told_by_colour_alone(dial: SeedDial) -> None:
    open_lock = dial.lock.icon().pixmap(16).toImage()
    dial.lock.click()
    assert dial.lock.icon().pixmap(16).toImage() != open_lock
    dial.set_value(None)
    assert dial.lock.icon().pixmap(16).toImage() == open_lock


def test_ten_digits_fit(dial: SeedDial) -> None:
    dial.set_value(9_999_999_999)
    dial.adjustSize()
    assert dial.number.fontMetrics().horizontalAdvance(dial.number.text()) < dial.number.width() - 8


def test_keys_are_named(dial: SeedDial) -> None:
    dial.set_keys("Alt+T", "Alt+Shift+T")
    assert dial.dice.toolTip().endswith("(Alt+T)")
    dial.lock.click()
    assert dial.lock.toolTip().endswith("(Alt+Shift+T)")
