"""The panels beside the page: opened, reached, closed, floated, and where they were the next time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QByteArray, Qt
from PySide6.QtWidgets import QApplication, QTabBar, QToolButton
from scripted import ScriptedEngine
from steered import SteeredEngine
from windows import PATIENCE_MS, select, wait_for

from palimpsest.app import settings as settings_file
from palimpsest.app.dock import Dock
from palimpsest.app.regenerate.denoising_panel import DenoisingPanel
from palimpsest.app.regenerate.history_panel import HistoryPanel
from palimpsest.app.regenerate.side_by_side import SideBySide
from palimpsest.app.settings import Settings
from palimpsest.app.telemetry import GpuSample, Sample
from palimpsest.app.telemetry_view import TelemetryView

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from pytestqt.qtbot import QtBot
    from windows import OpenWindow

    from palimpsest.app.editor.proposal_parts import ProposalPart
    from palimpsest.app.window import Window
    from palimpsest.engine.request import Pass

TEXT = "before one two three four after"
COMMANDS = {"denoising": "view.denoising", "history": "view.history", "alternatives": "regenerate.compare"}
UNSEEN = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
pytestmark = UNSEEN


def dock(window: Window, name: str) -> Dock:
    found = window.findChild(Dock, f"dock.{name}")
    assert isinstance(found, Dock)
    return found


def denoising(window: Window) -> DenoisingPanel:
    panel = dock(window, "denoising").panel
    assert isinstance(panel, DenoisingPanel)
    return panel


def history(window: Window) -> HistoryPanel:
    panel = dock(window, "history").panel
    assert isinstance(panel, HistoryPanel)
    return panel


def has_keys(dock: Dock) -> bool:
    focus = QApplication.focusWidget()
    return focus is not None and dock.panel.isAncestorOf(focus)


def run_over(qtbot: QtBot, window: Window, end: str = "accept") -> None:
    select(window, 7, 25)
    window.commands["regenerate.start"].trigger()
    wait_for(qtbot, window, "proposed")
    window.commands[f"regenerate.{end}"].trigger()


@pytest.mark.parametrize("name", COMMANDS)
def test_a_panel_opens_with_the_keyboard_and_gives_it_back(qtbot: QtBot, open_window: OpenWindow, name: str) -> None:
    window = open_window(SteeredEngine(), text=TEXT)
    run_over(qtbot, window)
    action = window.commands[COMMANDS[name]]
    action.trigger()
    assert action.isChecked()
    assert dock(window, name).isVisible()
    # Where there is nothing to compare, there is nothing to give the keyboard to.
    assert has_keys(dock(window, name)) == (name != "alternatives")
    action.trigger()
    assert not action.isChecked()
    assert not dock(window, name).isVisible()
    assert window.editor.hasFocus()


def test_the_close_button_gives_the_keyboard_back_and_is_remembered(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window(SteeredEngine(), text=TEXT)
    run_over(qtbot, window)
    window.commands["view.history"].trigger()
    assert has_keys(dock(window, "history"))
    assert window.desk.settings.values.panels == ["history"]
    qtbot.mouseClick(dock(window, "history").title.close_button, Qt.MouseButton.LeftButton)
    assert window.editor.hasFocus()
    assert not window.commands["view.history"].isChecked()
    assert window.desk.settings.values.panels == []


def test_closing_a_panel_leaves_the_keyboard_where_it_was(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window(SteeredEngine(), text=TEXT)
    window.commands["view.history"].trigger()
    window.commands["regenerate.prompt"].trigger()
    assert window.prompt_bar.instruction.hasFocus()
    qtbot.mouseClick(dock(window, "history").title.close_button, Qt.MouseButton.LeftButton)
    assert window.prompt_bar.instruction.hasFocus()


@pytest.mark.parametrize("name", COMMANDS)
def test_the_buttons_of_a_title_say_what_they_do(open_window: OpenWindow, name: str) -> None:
    window = open_window(SteeredEngine(), text=TEXT)
    window.commands[COMMANDS[name]].trigger()
    title = dock(window, name).title
    buttons = title.findChildren(QToolButton)
    assert len(buttons) == 2
    for button in buttons:
        assert title.label.text() in button.accessibleName()
        assert button.toolTip()
        assert button.focusPolicy() is Qt.FocusPolicy.TabFocus
        assert not button.icon().isNull()
    tip = title.float.toolTip()
    title.float.click()
    assert dock(window, name).isFloating()
    assert title.float.toolTip() != tip
    title.float.click()
    assert not dock(window, name).isFloating()
    assert title.float.toolTip() == tip


def test_every_open_panel_is_reached_by_f6_also_behind_a_tab(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window(SteeredEngine(), text=TEXT)
    run_over(qtbot, window)
    for command in COMMANDS.values():
        window.commands[command].trigger()
    window.editor.setFocus()
    docks = [dock(window, name) for name in COMMANDS]
    assert window.tabifiedDockWidgets(docks[0]) == [docks[1]]
    assert [each.seen for each in docks] == [False, True, True]
    for each in docks:
        window.commands["view.next_part"].trigger()
        focus = QApplication.focusWidget()
        assert focus is not None
        assert each.isAncestorOf(focus)
        assert each.seen
    for each in docks[-2::-1]:
        window.commands["view.previous_part"].trigger()
        focus = QApplication.focusWidget()
        assert focus is not None
        assert each.isAncestorOf(focus)
    window.commands["view.previous_part"].trigger()
    assert window.editor.hasFocus()


def test_a_panel_that_floats_is_reached_by_f6_too(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window(SteeredEngine(), text=TEXT)
    run_over(qtbot, window)
    window.commands["view.history"].trigger()
    floating = dock(window, "history")
    floating.setFloating(True)
    window.activateWindow()
    window.editor.setFocus()
    qtbot.waitUntil(window.editor.hasFocus, timeout=PATIENCE_MS)
    window.commands["view.next_part"].trigger()
    qtbot.waitUntil(lambda: has_keys(floating), timeout=PATIENCE_MS)
    assert QApplication.focusWidget() == history(window).list
    window.commands["view.previous_part"].trigger()
    qtbot.waitUntil(window.editor.hasFocus, timeout=PATIENCE_MS)


def test_a_command_brings_a_panel_from_behind_its_tab(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window(SteeredEngine(), text=TEXT)
    window.commands["view.denoising"].trigger()
    window.commands["view.history"].trigger()
    assert not window.docks.is_seen("denoising")
    assert window.commands["view.denoising"].isChecked()
    window.commands["view.denoising"].trigger()
    assert window.docks.is_seen("denoising")
    assert window.docks.is_open("history")
    window.commands["view.denoising"].trigger()
    assert not window.docks.is_open("denoising")
    qtbot.waitUntil(lambda: window.docks.is_seen("history"), timeout=PATIENCE_MS)


@pytest.mark.parametrize(("height", "stacked"), [(900, False), (1300, True)])
def test_two_panels_stand_over_each_other_where_there_is_room(
    open_window: OpenWindow, height: int, stacked: bool
) -> None:
    window = open_window(SteeredEngine(), text=TEXT)
    window.resize(1300, height)
    window.commands["view.denoising"].trigger()
    window.commands["view.history"].trigger()
    assert (window.tabifiedDockWidgets(dock(window, "denoising")) == []) is stacked
    assert window.docks.is_seen("denoising") is stacked


def test_a_tab_of_panels_has_a_name(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window(SteeredEngine(), text=TEXT)
    window.commands["view.denoising"].trigger()
    window.commands["view.history"].trigger()

    def names() -> list[str]:
        bars = window.findChildren(QTabBar, options=Qt.FindChildOption.FindDirectChildrenOnly)
        return [bar.accessibleName() for bar in bars if bar.isVisible()]

    qtbot.waitUntil(lambda: names() == ["Panels"], timeout=PATIENCE_MS)


# Places


def test_panels_are_where_they_were(open_window: OpenWindow) -> None:
    window = open_window(SteeredEngine(), text=TEXT)
    window.resize(1200, 800)
    window.commands["view.history"].trigger()
    window.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, dock(window, "history"))
    window.resizeDocks([dock(window, "history")], [333], Qt.Orientation.Horizontal)
    places = window.docks.places()
    other = window.desk.open_window()
    other.resize(1200, 800)
    other.docks.restore_places(places)
    other.show()
    assert other.dockWidgetArea(dock(other, "history")) is Qt.DockWidgetArea.LeftDockWidgetArea
    assert dock(other, "history").width() == 333


def test_a_panel_that_is_opened_later_goes_where_it_was(open_window: OpenWindow) -> None:
    window = open_window(SteeredEngine(), text=TEXT)
    window.commands["view.history"].trigger()
    window.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, dock(window, "history"))
    window.commands["view.history"].trigger()
    window.commands["view.history"].trigger()
    places = window.docks.places()
    window.commands["view.history"].trigger()
    other = window.desk.open_window()
    other.docks.restore_places(places)
    other.show()
    assert not other.docks.is_open("history")
    other.commands["view.history"].trigger()
    assert other.docks.is_seen("history")
    assert other.dockWidgetArea(dock(other, "history")) is Qt.DockWidgetArea.LeftDockWidgetArea


def test_which_panels_are_open_is_the_settings_to_say(open_window: OpenWindow) -> None:
    window = open_window(SteeredEngine(), text=TEXT)
    window.commands["view.history"].trigger()
    places = window.docks.places()
    window.commands["view.history"].trigger()
    window.commands["view.denoising"].trigger()
    other = window.desk.open_window()
    other.docks.restore_places(places)
    other.show()
    assert other.docks.is_open("denoising")
    assert not other.docks.is_open("history")


@pytest.mark.parametrize("spoil", [lambda text: text[:-4], lambda text: text[4:], lambda _: "?", lambda t: t + "é"])
def test_places_that_nobody_can_read_change_nothing(open_window: OpenWindow, spoil) -> None:
    window = open_window(SteeredEngine(), text=TEXT)
    window.commands["view.history"].trigger()
    places = window.docks.places()
    before = QByteArray(window.saveState())
    window.docks.restore_places(spoil(places))
    assert window.saveState() == before


def test_a_session_brings_the_panels_back(open_window: OpenWindow, story) -> None:
    window = open_window(SteeredEngine(), str(story))
    window.commands["view.history"].trigger()
    window.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, dock(window, "history"))
    window.close()
    assert window.desk.bridge.close(20)
    again = open_window(SteeredEngine())
    assert again.document.path == story
    assert again.dockWidgetArea(dock(again, "history")) is Qt.DockWidgetArea.LeftDockWidgetArea
    assert again.docks.is_open("history")


# What they show


def test_panels_follow_the_page_that_is_shown(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window(SteeredEngine(), text=TEXT)
    window.commands["view.denoising"].trigger()
    window.commands["view.history"].trigger()
    run_over(qtbot, window)
    first = window.page
    panel, runs = denoising(window), history(window)
    window.commands["view.denoising"].trigger()
    assert panel.title.text() == "Pass 3 of 3"
    window.files.new()
    assert panel.empty.isVisible()
    window.commands["view.history"].trigger()
    assert runs.rows.rowCount() == 0
    window.show_page(first)
    assert runs.rows.rowCount() > 0
    window.commands["view.denoising"].trigger()
    assert not panel.empty.isVisible()


def test_a_run_of_another_page_is_not_shown_until_its_page_is(qtbot: QtBot, open_window: OpenWindow) -> None:
    engine = SteeredEngine(gated=True)
    window = open_window(engine, text=TEXT)
    window.commands["view.denoising"].trigger()
    panel = denoising(window)
    first = window.page
    select(window, 7, 25)
    window.commands["regenerate.start"].trigger()
    engine.step()
    wait_for(qtbot, window, "sharpening", 1)
    assert panel.title.text() == "Pass 1 of 3"
    window.files.new()
    engine.step()
    run = first.run
    assert run is not None
    qtbot.waitUntil(lambda: run.latest is not None and run.latest.number == 2, timeout=PATIENCE_MS)
    assert panel.empty.isVisible()
    window.show_page(first)
    assert panel.title.text() == "Pass 2 of 3"
    engine.step()
    wait_for(qtbot, window, "proposed")
    assert panel.title.text() == "Pass 3 of 3"


def test_a_panel_behind_its_tab_is_filled_when_it_is_seen(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window(SteeredEngine(), text=TEXT)
    window.commands["view.denoising"].trigger()
    window.commands["view.history"].trigger()
    panel = denoising(window)
    run_over(qtbot, window)
    window.commands["view.denoising"].trigger()
    assert panel.title.text() == "Pass 3 of 3"


def test_scrubbing_shows_a_pass_on_the_page_and_letting_go_the_draft(
    qtbot: QtBot, open_window: OpenWindow, monkeypatch
) -> None:
    window = open_window(SteeredEngine("alpha beta gamma delta"), text=TEXT)
    window.commands["view.denoising"].trigger()
    select(window, 7, 25)
    window.commands["regenerate.start"].trigger()
    run = wait_for(qtbot, window, "proposed")
    panel = denoising(window)
    shown: list[object] = []
    show_pass, show_proposal = window.canvas.show_pass, window.canvas.show_proposal

    def on_pass(drawn: Pass, pins: Collection[int] | None = None, *, asked: bool = False) -> None:
        shown.append(drawn.number)
        show_pass(drawn, pins, asked=asked)

    def on_proposal(parts: Sequence[ProposalPart]) -> None:
        shown.append("draft")
        show_proposal(parts)

    monkeypatch.setattr(window.canvas, "show_pass", on_pass)
    monkeypatch.setattr(window.canvas, "show_proposal", on_proposal)
    panel.scrubber.go_to(0)
    panel.scrubber.step(1)
    panel.scrubber.release()
    assert shown == [1, 2, "draft"]
    assert window.document.text() == TEXT
    window.commands["regenerate.accept"].trigger()
    assert run.state == "accepted"
    panel.scrubber.go_to(0)
    assert shown == [1, 2, "draft"]
    assert window.document.text() == "before alpha beta gamma delta after"


def test_what_is_scrubbed_to_is_not_what_is_accepted(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window(SteeredEngine("alpha beta gamma delta"), text=TEXT)
    window.commands["view.denoising"].trigger()
    select(window, 7, 25)
    window.commands["regenerate.start"].trigger()
    wait_for(qtbot, window, "proposed")
    denoising(window).scrubber.go_to(0)
    window.commands["regenerate.accept"].trigger()
    assert window.document.text() == "before alpha beta gamma delta after"


def test_a_cell_and_a_word_point_at_each_other(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window(SteeredEngine("alpha beta gamma delta"), text=TEXT)
    window.commands["view.denoising"].trigger()
    select(window, 7, 25)
    window.commands["regenerate.start"].trigger()
    wait_for(qtbot, window, "proposed")
    panel = denoising(window)
    panel.word_wanted.emit(2)
    assert window.page.say.chosen == (11, 16)
    window.commands["regenerate.next_word"].trigger()
    assert panel.grid.cursor_cell == 3


def test_cells_of_another_draft_than_the_pages_point_at_no_word(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window(ScriptedEngine(), text=TEXT)
    window.commands["view.denoising"].trigger()
    select(window, 7, 25)
    window.commands["regenerate.start"].trigger()
    run = wait_for(qtbot, window, "proposed")
    panel = denoising(window)
    assert panel.shown is not None
    assert run.proposal is not None
    assert panel.shown.text != run.proposal.text
    panel.word_wanted.emit(0)
    assert window.page.say.chosen is None
    window.commands["regenerate.next_word"].trigger()
    assert window.page.say.chosen is not None
    assert panel.grid.cursor_cell == -1


def test_a_page_can_be_closed_while_its_run_is_played(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window(SteeredEngine(), text=TEXT)
    first = window.page
    window.document.buffer.setModified(True)
    window.files.new()
    window.show_page(first)
    window.commands["view.denoising"].trigger()
    run_over(qtbot, window)
    panel = denoising(window)
    panel.scrubber.player.toggle()
    assert panel.scrubber.player.playing
    window.document.buffer.setModified(False)
    window.commands["file.close"].trigger()
    assert not panel.scrubber.player.playing
    assert panel.empty.isVisible()


def test_another_theme_reaches_what_is_open(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window(SteeredEngine(), text=TEXT)
    for command in COMMANDS.values():
        window.commands[command].trigger()
    run_over(qtbot, window)

    def looks() -> list[object]:
        return [dock(window, name).grab().toImage() for name in COMMANDS]

    before = looks()
    window.desk.settings.set("theme", "dark")
    assert all(old != new for old, new in zip(before, looks(), strict=True))


def test_alternatives_side_by_side_go_with_the_draft(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window(ScriptedEngine(("an owl", "a lamp")), text=TEXT)
    window.desk.settings.set("alternatives", 2)
    window.commands["regenerate.compare"].trigger()
    panel = dock(window, "alternatives").panel
    assert isinstance(panel, SideBySide)
    select(window, 7, 25)
    window.commands["regenerate.start"].trigger()
    run = wait_for(qtbot, window, "proposed")
    panel.shown.emit(1)
    assert run.place == 1
    panel.accepted.emit()
    assert window.document.text() == "before a lamp after"


def test_walking_through_earlier_runs_does_not_disturb_a_draft(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window(SteeredEngine("alpha beta gamma delta"), text=TEXT)
    run_over(qtbot, window, "discard")
    select(window, 7, 25)
    window.commands["regenerate.start"].trigger()
    wait_for(qtbot, window, "proposed")
    window.commands["view.history"].trigger()
    panel = history(window)
    panel.list.setCurrentIndex(panel.rows.index_of(window.page.history.entries[0].id))
    qtbot.keyClick(panel.list, Qt.Key.Key_Space)
    assert window.status.message.text()
    assert not window.notice.text
    assert not panel.previewing
    window.commands["regenerate.accept"].trigger()
    assert window.document.text() == "before alpha beta gamma delta after"


def test_the_keyboard_comes_to_the_drafts_first(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window(ScriptedEngine(("an owl", "a lamp")), text=TEXT)
    window.desk.settings.set("alternatives", 2)
    select(window, 7, 25)
    window.commands["regenerate.start"].trigger()
    wait_for(qtbot, window, "proposed")
    window.commands["regenerate.compare"].trigger()
    panel = dock(window, "alternatives").panel
    assert isinstance(panel, SideBySide)
    assert panel.columns.hasFocus()


# Numbers of the machine


def test_the_machine_is_watched_only_while_somebody_wants_to_know(
    qtbot: QtBot, open_window: OpenWindow, monkeypatch
) -> None:
    engine = SteeredEngine(gated=True)
    window = open_window(engine, text=TEXT)
    wanting: set[str] = set()
    monkeypatch.setattr(
        window.desk.telemetry, "want", lambda who, wanted: (wanting.add if wanted else wanting.discard)(who)
    )
    window.commands["view.denoising"].trigger()
    assert len(wanting) == 1
    window.commands["view.history"].trigger()
    assert not wanting
    select(window, 7, 25)
    window.commands["regenerate.start"].trigger()
    assert len(wanting) == 1
    engine.step(3)
    wait_for(qtbot, window, "proposed")
    assert not wanting
    window.commands["view.denoising"].trigger()
    assert len(wanting) == 1
    window.commands["view.denoising"].trigger()
    assert not wanting


def test_a_window_that_closes_wants_to_know_nothing_any_more(open_window: OpenWindow, monkeypatch) -> None:
    window = open_window(SteeredEngine(), text=TEXT)
    wanting: set[str] = set()
    monkeypatch.setattr(
        window.desk.telemetry, "want", lambda who, wanted: (wanting.add if wanted else wanting.discard)(who)
    )
    other = window.desk.open_window()
    other.show()
    other.commands["view.denoising"].trigger()
    assert len(wanting) == 1
    other.leave()
    assert not wanting


def test_the_numbers_of_a_run_stand_in_the_panel(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window(SteeredEngine(), text=TEXT)
    window.commands["view.denoising"].trigger()
    run_over(qtbot, window)
    (view,) = denoising(window).findChildren(TelemetryView)
    assert "3 passes" in view.run.text()
    window.desk.telemetry.sampled.emit(Sample(GpuSample(load=87), 12.0, None))
    assert view.machine.text() == "GPU 87%"


def test_settings_of_a_window_that_knows_no_panel_of_that_name(open_window: OpenWindow) -> None:
    settings_file.save(Settings(panels=["history", "horoscope"]))
    window = open_window(SteeredEngine(), text=TEXT)
    assert [each.objectName() for each in window.docks.widgets()] == ["dock.history"]


def test_with_less_motion_panels_do_not_slide(open_window: OpenWindow) -> None:
    window = open_window(SteeredEngine(), text=TEXT)
    assert window.isAnimated()
    window.commands["view.reduced_motion"].trigger()
    assert not window.isAnimated()
