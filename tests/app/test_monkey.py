"""Twenty thousand random actions on the real window: nothing is lost, nothing is doubled, no draft gets anywhere.

`PALIMPSEST_MONKEY_SEED` and `PALIMPSEST_MONKEY_ACTIONS` play one sequence again, or others, or longer ones.
"""

from __future__ import annotations

import os
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QApplication
from scripted import ScriptedEngine

from palimpsest.app import deliveries, desk
from palimpsest.app.documents import session_keeper
from palimpsest.app.main import build

pytest.register_assert_rewrite("monkey", "monkey_actions", "monkey_hands", "monkey_truth", "monkey_writing")

from monkey import PATIENCE_S, Monkey  # noqa: E402

if TYPE_CHECKING:
    from pytestqt.logging import Record
    from pytestqt.qtbot import QtBot

    from palimpsest.app.window import Window

SEED = os.environ.get("PALIMPSEST_MONKEY_SEED")
ACTIONS = int(os.environ.get("PALIMPSEST_MONKEY_ACTIONS", "2500"))
PASSES = 3
ENOUGH = 2500
"""Actions among which everything of `WANTED` has come about."""
WANTED = {"accepted", "undone and redone", "followed a file", "closed", "crashed", "a run came back"}


def make_engine() -> ScriptedEngine:
    return ScriptedEngine(["a quiet lamp", "an old\nmap", "🦉"], PASSES, gated=True, follows_instructions=True)


def start(engine: ScriptedEngine) -> Window:
    _, window = build(["--theme", "light"], engine)
    window.resize(640, 420)
    return window


@pytest.mark.parametrize("seed", [int(SEED)] if SEED else range(1, 9))
def test_whatever_is_done_nothing_is_lost(
    qtbot: QtBot, qtlog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    # So that 20,000 actions are a matter of minutes: no limit of frames, no pause before what takes time.
    monkeypatch.setattr(deliveries, "FRAME_MS", 0)
    monkeypatch.setattr(desk, "WARM_UP_MS", 0)
    # And so that a busy machine has the time that it needs.
    monkeypatch.setattr(session_keeper, "PATIENCE_S", PATIENCE_S)
    threads, widgets = set(threading.enumerate()), set(QApplication.topLevelWidgets())
    monkey = Monkey(seed, tmp_path, make_engine, start, monkeypatch)
    hands, number, heard = monkey.hands, 0, 0
    with qtbot.captureExceptions() as raised:
        try:
            while number < ACTIONS:
                number += 1
                monkey.act()
                assert not raised, raised[0][1]
                records, heard = qtlog.records[heard:], len(qtlog.records)
                warnings = [one.message for one in records if _matters(one)]
                assert not warnings, warnings
            monkey.end()
        except BaseException as error:
            done = "\n".join(hands.done)
            raise AssertionError(f"{error!r}\nseed {seed}, action {number}; it did last:\n{done}") from error
    assert not raised
    qtbot.waitUntil(lambda: set(threading.enumerate()) <= threads, timeout=20_000)
    assert set(QApplication.topLevelWidgets()) <= widgets
    assert ACTIONS < ENOUGH or set(hands.seen) >= WANTED, hands.seen


def _matters(record: Record) -> bool:
    # Bytes that are read in the wrong encoding are characters for which not every machine has a font.
    return not (record.ignored or record.type_name == "QtDebugMsg" or "OpenType support missing" in record.message)
