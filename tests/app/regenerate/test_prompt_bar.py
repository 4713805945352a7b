"""The prompt bar: its labels say what the keys will do, and it is honest about what the model heeds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QVBoxLayout, QWidget
from scripted import ScriptedEngine
from windows import PATIENCE_MS, select, wait_for

from palimpsest.app.regenerate.bar_words import PLACEHOLDER, PLACEHOLDER_DEAF, PLACEHOLDER_INSERT, Target
from palimpsest.app.regenerate.prompt_bar import PromptBar
from palimpsest.app.regenerate.wish import Wish
from palimpsest.app.theme import dark, light
from palimpsest.engine.request import ModelInfo

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot
    from windows import OpenWindow

    from palimpsest.app.window import Window


def opened(qtbot: QtBot, open_window: OpenWindow, engine: ScriptedEngine, start: int = 4, end: int = 7) -> Window:
    window = open_window(engine, text="one two three")
    qtbot.waitUntil(lambda: window.desk.bridge.info is not None, timeout=PATIENCE_MS)
    select(window, start, end)
    window.commands["regenerate.prompt"].trigger()
    return window


def labels(bar: PromptBar) -> list[str]:
    """What the buttons in view say, from the left."""
    buttons = (bar.models, bar.previous, bar.next, bar.retry, bar.escape, bar.enter)
    return [button.text() for button in buttons if button.isVisible()]


def test_labels_follow_the_run(qtbot: QtBot, open_window: OpenWindow) -> None:
    engine = ScriptedEngine(gated=True, passes=1, follows_instructions=True)
    window = opened(qtbot, open_window, engine)
    bar = window.prompt_bar
    assert labels(bar) == ["Close  Esc", "Regenerate  ↵"]
    bar.enter.click()
    assert labels(bar) == ["Stop  Esc"]
    engine.step()
    wait_for(qtbot, window, "proposed")
    assert labels(bar) == ["‹", "›", "Try again  Alt+R", "Discard  Esc", "Accept  ↵"]
    bar.instruction.setText("other")
    assert labels(bar) == ["‹", "›", "Discard  Esc", "Regenerate  ↵"]
    bar.escape.click()
    assert bar.isHidden()
    window.commands["regenerate.prompt"].trigger()
    assert bar.text == ""


def test_one_alternative_needs_no_counter(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = opened(qtbot, open_window, ScriptedEngine(["only"], follows_instructions=True))
    window.prompt_bar.enter.click()
    wait_for(qtbot, window, "proposed")
    assert labels(window.prompt_bar) == ["Try again  Alt+R", "Discard  Esc", "Accept  ↵"]


def test_a_model_that_follows_instructions_is_asked_for_one(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = opened(qtbot, open_window, ScriptedEngine(follows_instructions=True))
    assert window.prompt_bar.instruction.placeholderText() == PLACEHOLDER
    assert window.prompt_bar.models.isHidden()


def test_inserting_has_its_own_words(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = opened(qtbot, open_window, ScriptedEngine(follows_instructions=True), 3, 3)
    assert window.prompt_bar.instruction.placeholderText() == PLACEHOLDER_INSERT


def test_a_model_that_follows_none_says_so_and_offers_others(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = opened(qtbot, open_window, ScriptedEngine())
    bar = window.prompt_bar
    assert bar.instruction.placeholderText() == PLACEHOLDER_DEAF
    assert bar.hint.isHidden()
    qtbot.keyClicks(bar.instruction, "shorter")
    assert bar.hint.text() == "not heeded by this model"
    assert bar.hint.isVisible()
    bar.models.click()
    assert window.models.manager is not None
    assert window.models.manager.isVisible()
    window.models.manager.close()


def test_history_walks_and_comes_back(qtbot: QtBot, open_window: OpenWindow) -> None:
    engine = ScriptedEngine(follows_instructions=True)
    window = opened(qtbot, open_window, engine)
    for instruction in ("first", "second"):
        window.prompt_bar.instruction.setText(instruction)
        qtbot.keyClick(window.prompt_bar.instruction, Qt.Key.Key_Return)
        wait_for(qtbot, window, "proposed")
        window.commands["regenerate.discard"].trigger()
        window.commands["regenerate.prompt"].trigger()
    line = window.prompt_bar.instruction
    qtbot.keyClicks(line, "mine")
    seen = []
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Down):
        qtbot.keyClick(line, key)
        seen.append(line.text())
    assert seen == ["second", "first", "first", "second", "mine", "mine"]


def test_progress_runs_along_the_edge_in_the_accent(qtbot: QtBot, open_window: OpenWindow) -> None:
    engine = ScriptedEngine(gated=True, passes=4, follows_instructions=True)
    window = opened(qtbot, open_window, engine)
    bar = window.prompt_bar

    def accented(colour: str) -> float:
        """Which share of the upper edge is in the colour."""
        edge = bar.grab().toImage()
        wanted = QColor(colour)
        return sum(edge.pixelColor(x, 0) == wanted for x in range(edge.width())) / edge.width()

    assert accented(light.accent) == 0
    bar.enter.click()
    for number, share in ((1, 0.25), (2, 0.5)):
        engine.step()
        wait_for(qtbot, window, "sharpening", number)
        assert abs(accented(light.accent) - share) < 0.02
    window.desk.settings.set("theme", "light")
    window.commands["view.theme"].trigger()
    assert abs(accented(dark.accent) - 0.5) < 0.02
    engine.step(2)
    wait_for(qtbot, window, "proposed")
    assert accented(dark.accent) == 0


def test_everything_has_a_name_and_can_be_reached_by_tab(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = opened(qtbot, open_window, ScriptedEngine(["a", "b"]))
    bar, dials = window.prompt_bar, window.prompt_bar.dials
    bar.enter.click()
    wait_for(qtbot, window, "proposed")
    first = [bar.presets, bar.previous, bar.next, bar.changes, bar.compare, bar.retry, bar.escape, bar.enter]
    second = [dials.strength, dials.length, dials.drafts, dials.seed.dice, dials.seed.number, dials.seed.lock]
    assert all(part.accessibleName() for part in [*first, *second])
    reached = []
    for _ in range(len(first) + len(second)):
        qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
        reached.append(window.focusWidget())
    assert reached == [*first, *second]


def test_a_dial_that_is_turned_asks_for_another_run(qtbot: QtBot, open_window: OpenWindow) -> None:
    engine = ScriptedEngine(gated=True, passes=2, follows_instructions=True)
    window = opened(qtbot, open_window, engine)
    bar = window.prompt_bar
    bar.enter.click()
    engine.step()
    wait_for(qtbot, window, "sharpening", 1)
    assert not bar.edited
    bar.turn_strength(-2)
    assert bar.edited
    assert labels(bar) == ["Stop  Esc", "Go on with this  ↵"]
    bar.turn_strength(2)
    assert labels(bar) == ["Stop  Esc"]
    engine.step()
    wait_for(qtbot, window, "proposed")
    for turn, back in (
        (lambda: bar.turn_strength(-1), lambda: bar.turn_strength(1)),
        (lambda: bar.turn_length(1), lambda: bar.turn_length(-1)),
        (lambda: bar.turn_alternatives(1), lambda: bar.turn_alternatives(-1)),
        (bar.throw_dice, lambda: bar.dials.seed.set_value(None)),
    ):
        turn()
        assert labels(bar) == ["‹", "›", "Discard  Esc", "Regenerate  ↵"]
        back()
        assert labels(bar)[-1] == "Accept  ↵"


def test_the_seed_of_the_run_is_shown_and_locking_it_is_no_edit(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = opened(qtbot, open_window, ScriptedEngine(follows_instructions=True))
    bar = window.prompt_bar
    bar.enter.click()
    run = wait_for(qtbot, window, "proposed")
    assert bar.dials.seed.number.text() == str(run.wish.seed)
    assert bar.wish.seed is None
    bar.toggle_lock()
    assert bar.seed_locked
    assert bar.wish.seed == run.wish.seed
    assert not bar.edited


def test_another_selection_is_queued(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = opened(qtbot, open_window, ScriptedEngine(follows_instructions=True))
    bar = window.prompt_bar
    bar.set_queueing(True)
    assert labels(bar)[-1] == "Regenerate  ↵"
    bar.enter.click()
    wait_for(qtbot, window, "proposed")
    assert labels(bar)[-1] == "Queue  ↵"
    bar.set_queueing(False)
    assert labels(bar)[-1] == "Accept  ↵"


@pytest.fixture
def bar(qtbot: QtBot) -> Iterator[PromptBar]:
    """A bar of its own, in a window that can be made narrow."""
    window = QWidget()
    column = QVBoxLayout(window)
    column.setContentsMargins(0, 0, 0, 0)
    bar = PromptBar(light)
    column.addWidget(bar)
    qtbot.addWidget(window)
    window.resize(1000, 80)
    with qtbot.waitActive(window):
        window.show()
    bar.open(False, ())
    yield bar
    window.close()


def test_targets_have_their_own_words(bar: PromptBar) -> None:
    seen = []
    targets: tuple[tuple[Target, int], ...] = (("selection", 0), ("caret", 0), ("holes", 3))
    for target, count in targets:
        bar.set_target(target, count)
        seen.append((bar.enter.text(), bar.dials.strength.isEnabled()))
    assert seen == [("Regenerate  ↵", True), ("Write  ↵", False), ("Fill  ↵", True)]
    assert "3 holes" in bar.instruction.placeholderText()
    bar.open(False, ())
    assert bar.enter.text() == "Regenerate  ↵"


def test_a_wish_is_taken_whole_and_told_once(qtbot: QtBot, bar: PromptBar) -> None:
    wish = Wish("warmer", 0.3, 5, 12, "shorter", 40)
    told = []
    bar.wish_changed.connect(lambda: told.append(bar.wish))
    bar.set_wish(wish)
    bar.set_wish(wish)
    assert told == [wish]
    qtbot.keyClicks(bar.instruction, "!")
    assert bar.wish.instruction == "warmer!"
    assert told[1:] == [bar.wish]


def test_enter_and_escape_mean_the_same_on_every_dial(qtbot: QtBot, bar: PromptBar) -> None:
    dials = bar.dials
    bar.set_wish(Wish(tokens=5))
    for part in (dials.strength, dials.length, dials.tokens, dials.drafts, dials.seed.number):
        for key, signal in ((Qt.Key.Key_Return, bar.entered), (Qt.Key.Key_Escape, bar.escaped)):
            part.setFocus()
            with qtbot.waitSignal(signal):
                qtbot.keyClick(part, key)


def test_enter_presses_the_button_that_has_the_keyboard(qtbot: QtBot, bar: PromptBar) -> None:
    bar.escape.setFocus()
    with qtbot.assertNotEmitted(bar.entered), qtbot.waitSignal(bar.escaped):
        qtbot.keyClick(bar.escape, Qt.Key.Key_Return)


def test_buttons_say_what_is_wanted(qtbot: QtBot, bar: PromptBar) -> None:
    for part, signal in ((bar.presets, bar.presets_wanted), (bar.compare, bar.compare_wanted)):
        with qtbot.waitSignal(signal):
            part.click()
    with qtbot.waitSignal(bar.changes_wanted) as told:
        bar.changes.click()
    assert told.args == [True]
    with qtbot.assertNotEmitted(bar.changes_wanted):
        bar.set_changes(False)
    assert not bar.changes.isChecked()


def test_keys_in_force_are_named(bar: PromptBar) -> None:
    bar.set_keys({"regenerate.retry": "F5", "regenerate.changes": "Alt+C", "regenerate.peek": "Alt+O"})
    assert bar.retry.text() == "Try again  F5"
    assert bar.changes.toolTip().endswith("(Alt+C)")
    assert "Hold Alt+O" in bar.compare.toolTip()
    assert bar.next.toolTip() == "Next draft"
    bar.set_keys({})
    assert bar.retry.text() == "Try again"


def test_a_note_comes_and_goes(bar: PromptBar) -> None:
    bar.set_note("3 pins · 2 holes")
    assert bar.dials.note.isVisible()
    assert bar.dials.note.text() == "3 pins · 2 holes"
    bar.set_note("")
    assert not bar.dials.note.isVisible()


@pytest.mark.parametrize("width", [1300, 900, 640])
def test_nothing_is_cut_off(bar: PromptBar, width: int) -> None:
    bar.set_info(ModelInfo("small", "cpu", 1, 64, follows_instructions=False))
    bar.set_wish(Wish("shorter", 0.5, 8, 2_147_483_647, "same", 2048))
    bar.set_note("filled in 3 parts")
    bar.window().resize(width, 80)
    QApplication.processEvents()
    assert bar.width() == width
    for part in bar.findChildren(QWidget):
        if part.isVisible() and isinstance(part, QLabel | QPushButton):
            assert part.width() >= part.minimumSizeHint().width()
            right = part.mapTo(bar, part.rect().topRight()).x()
            assert right < width
    assert bar.hint.text() == "not heeded by this model" or bar.hint.toolTip() == "not heeded by this model"
