"""The prompt bar: its labels say what the keys will do, and it is honest about what the model heeds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from scripted import ScriptedEngine
from windows import PATIENCE_MS, select, wait_for

from palimpsest.app.regenerate.bar_words import PLACEHOLDER, PLACEHOLDER_DEAF, PLACEHOLDER_INSERT
from palimpsest.app.theme import dark, light

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot
    from windows import OpenWindow

    from palimpsest.app.regenerate.prompt_bar import PromptBar
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
