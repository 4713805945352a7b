"""What the status line says of a run while it works: how far it is, how fast, and what that asks of the machine."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from steered import SteeredEngine
from windows import select, wait_for

from palimpsest.app.telemetry import GpuSample, Sample

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot
    from windows import OpenWindow

    from palimpsest.app.window import Window

TEXT = "before one two three four after"
BUSY = Sample(GpuSample(load=87), 12.0, None)


@pytest.fixture(autouse=True)
def no_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only what a test samples is known of the machine."""
    monkeypatch.setattr("palimpsest.app.telemetry.Telemetry.want", lambda *_: None)


def begun(qtbot: QtBot, open_window: OpenWindow, engine: SteeredEngine) -> Window:
    window = open_window(engine, text=TEXT)
    select(window, 7, 25)
    window.commands["regenerate.start"].trigger()
    engine.step()
    wait_for(qtbot, window, "sharpening", 1)
    return window


def test_the_load_of_the_machine_stands_beside_the_pass(qtbot: QtBot, open_window: OpenWindow) -> None:
    engine = SteeredEngine(gated=True)
    window = begun(qtbot, open_window, engine)
    assert window.status.run_state.text() == "pass 1 of 3"
    window.desk.telemetry._on_looked(BUSY)
    assert window.status.run_state.text() == "pass 1 of 3 · GPU 87%"
    engine.step()
    wait_for(qtbot, window, "sharpening", 2)
    assert window.status.run_state.text() == "pass 2 of 3 · GPU 87%"
    engine.step()
    wait_for(qtbot, window, "proposed")
    assert window.status.run_state.text() == "draft"
    window.desk.telemetry._on_looked(BUSY)
    assert window.status.run_state.text() == "draft"


def test_another_page_without_a_run_says_nothing_of_it(qtbot: QtBot, open_window: OpenWindow) -> None:
    engine = SteeredEngine(gated=True)
    window = begun(qtbot, open_window, engine)
    window.desk.telemetry._on_looked(BUSY)
    window.files.new()
    assert window.status.run_state.isHidden()
    window.desk.telemetry._on_looked(BUSY)
    assert window.status.run_state.isHidden()
    window.step_page(-1)
    assert window.status.run_state.text().startswith("pass 1 of 3")


def test_what_the_engine_tells_stands_in_the_message(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window(SteeredEngine(), text=TEXT)
    window.desk.bridge.told.emit("Experts of 9 of 30 layers stay in main memory.")
    assert window.status.message.text() == "Experts of 9 of 30 layers stay in main memory."
