"""The dials: they hold a wish, change it by key and mouse, and nothing of them is cut off at any width."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from palimpsest.app.regenerate.dials import Dials, asks_the_same
from palimpsest.app.regenerate.wish import SCALES, Wish
from palimpsest.app.theme import light

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

WISHES = st.builds(
    Wish,
    instruction=st.just(""),
    strength=st.integers(10, 100).map(lambda percent: percent / 100),
    alternatives=st.integers(1, 8),
    seed=st.none() | st.integers(0, 2**31),
    length=st.sampled_from(sorted(SCALES)),
    tokens=st.none() | st.integers(1, 2048),
)


@pytest.fixture
def dials(qtbot: QtBot) -> Iterator[Dials]:
    window = QWidget()
    column = QVBoxLayout(window)
    column.setContentsMargins(0, 0, 0, 0)
    dials = Dials(light)
    column.addWidget(dials)
    qtbot.addWidget(window)
    window.resize(1000, 30)
    with qtbot.waitActive(window):
        window.show()
    yield dials
    window.close()


def wheel(widget: QWidget) -> None:
    middle = QPointF(widget.rect().center())
    buttons, modifiers, phase = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase
    event = QWheelEvent(middle, widget.mapToGlobal(middle), QPoint(), QPoint(0, 120), buttons, modifiers, phase, False)
    QApplication.sendEvent(widget, event)


@given(wishes=st.lists(WISHES, min_size=1, max_size=3))
def test_what_is_set_is_what_is_held(qapp: QApplication, wishes: list[Wish]) -> None:
    dials = Dials(light)
    for wish in wishes:
        dials.set_wish(wish)
        assert dials.wish == wish


@given(wish=WISHES, seed=st.integers(0, 2**31))
def test_a_fresh_seed_is_no_other_wish(wish: Wish, seed: int) -> None:
    standing = replace(wish, seed=seed)
    assert asks_the_same(replace(wish, seed=None), standing)
    assert asks_the_same(wish, standing) == (wish.seed in (None, seed))


@given(wish=WISHES, other=WISHES)
def test_other_settings_are_another_wish(wish: Wish, other: Wish) -> None:
    def meaning(wish: Wish) -> tuple[object, ...]:
        return wish.instruction, wish.strength, wish.alternatives, wish.tokens or wish.length

    assert asks_the_same(replace(wish, seed=None), other) == (meaning(wish) == meaning(other))


def test_it_begins_as_a_wish_does(dials: Dials) -> None:
    assert dials.wish == Wish()
    assert dials.length.currentText() == "same length"


def test_every_part_changes_the_wish_and_says_so(qtbot: QtBot, dials: Dials) -> None:
    for part, key, wanted in (
        (dials.strength, Qt.Key.Key_Left, {"strength": 0.95}),
        (dials.length, Qt.Key.Key_Down, {"length": "longer"}),
        (dials.drafts, Qt.Key.Key_Up, {"alternatives": 4}),
    ):
        before = dials.wish
        with qtbot.waitSignal(dials.changed):
            qtbot.keyClick(part, key)
        assert dials.wish == replace(before, **wanted)


def test_an_exact_length_has_its_own_field(qtbot: QtBot, dials: Dials) -> None:
    assert dials.tokens.isHidden()
    qtbot.keyClick(dials.length, Qt.Key.Key_End)
    assert dials.tokens.isVisible()
    dials.tokens.selectAll()
    qtbot.keyClicks(dials.tokens, "120")
    assert dials.wish.tokens == 120
    qtbot.keyClick(dials.length, Qt.Key.Key_Home)
    assert dials.tokens.isHidden()
    assert (dials.wish.tokens, dials.wish.length) == (None, "shorter")


def test_length_turns_by_names_and_then_by_tokens(dials: Dials) -> None:
    seen = []
    for by in (1, 1, -1, -1, -1):
        dials.turn_length(by)
        seen.append(dials.wish.length)
    assert seen == ["longer", "longer", "same", "shorter", "shorter"]
    dials.set_wish(Wish(tokens=80))
    dials.turn_length(1)
    assert dials.wish.tokens == 90
    dials.set_wish(Wish(tokens=1))
    dials.turn_length(-1)
    assert dials.wish.tokens == 1


def test_setting_a_wish_says_so_once_and_only_if_it_is_another(qtbot: QtBot, dials: Dials) -> None:
    wish = Wish(strength=0.3, alternatives=5, seed=3, length="longer", tokens=7)
    with qtbot.waitSignal(dials.changed):
        dials.set_wish(wish)
    with qtbot.assertNotEmitted(dials.changed):
        dials.set_wish(wish)


def test_the_strength_is_off_where_nothing_can_be_kept_and_says_why(dials: Dials) -> None:
    dials.set_wish(Wish(strength=0.4))
    assert "40 % · rephrase" in dials.strength.toolTip()
    dials.set_has_text(False)
    assert not dials.strength.isEnabled()
    assert "no old text" in dials.strength.toolTip()
    dials.set_has_text(True)
    assert dials.strength.isEnabled()
    assert dials.wish.strength == 0.4


def test_the_strength_is_read_out_with_its_name(dials: Dials) -> None:
    dials.set_wish(Wish(strength=0.6))
    assert dials.strength_value.text() == "60 % · rewrite"
    assert dials.strength.accessibleDescription() == "60 % · rewrite"
    assert dials.strength.accessibleName() == "Strength"


def test_the_wheel_passes_over_what_has_no_keyboard(dials: Dials) -> None:
    dials.set_wish(Wish(alternatives=3, tokens=50))
    dials.seed.number.setFocus()
    before = dials.wish
    for part in (dials.length, dials.tokens, dials.drafts):
        wheel(part)
    assert dials.wish == before
    dials.drafts.setFocus()
    wheel(dials.drafts)
    assert dials.wish.alternatives == 4


def test_digits_held_with_alt_are_not_written(qtbot: QtBot, dials: Dials) -> None:
    dials.drafts.selectAll()
    qtbot.keyClick(dials.drafts, Qt.Key.Key_5, Qt.KeyboardModifier.AltModifier)
    assert dials.drafts.value() == 3


@pytest.mark.parametrize("width", [1300, 900, 700, 640, 560, 520])
def test_nothing_is_cut_off(dials: Dials, width: int) -> None:
    dials.set_wish(Wish(strength=0.5, alternatives=8, seed=2_147_483_647, length="longer", tokens=2048))
    dials.set_note("3 pins · 2 holes")
    dials.window().resize(width, 30)
    QApplication.processEvents()
    parts = [part for part in dials.findChildren(QWidget) if part.isVisible() and part.parentWidget() is dials]
    parts.sort(key=lambda part: part.x())
    for left, right in pairwise(parts):
        assert left.geometry().right() < right.x()
    assert parts[-1].geometry().right() < dials.width() == max(width, dials.minimumSizeHint().width())
    for part in parts:
        assert part.width() >= part.minimumSizeHint().width()


def test_words_give_way_before_the_number_of_the_seed(dials: Dials) -> None:
    dials.set_wish(Wish(seed=2_147_483_647))
    dials.set_note("3 pins")
    seen = []
    for width in range(1200, 480, -10):
        dials.window().resize(width, 30)
        seen.append((dials.seed_caption.isVisible(), dials.seed.number.isVisible()))
    assert list(dict.fromkeys(seen)) == [(True, True), (False, True), (False, False)]


def test_keys_are_named(dials: Dials) -> None:
    dials.set_keys({"regenerate.weaker": "Alt+,", "regenerate.stronger": "Alt+.", "regenerate.more_drafts": "Alt+U"})
    assert dials.strength.toolTip().endswith("(Alt+,, Alt+.)")
    assert dials.drafts.toolTip().endswith("(Alt+U)")
