"""Twenty thousand random actions on the real window: nothing is lost, nothing is doubled, no draft gets anywhere.

`PALIMPSEST_MONKEY_SEED` and `PALIMPSEST_MONKEY_ACTIONS` play one sequence again, or others, or longer ones.
"""

from __future__ import annotations

import os
import random
import threading
import traceback
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from monkey import PATIENCE_S, Monkey
from PySide6.QtWidgets import QApplication

from palimpsest.app import deliveries, desk
from palimpsest.app.documents import session_keeper
from palimpsest.app.main import build

if TYPE_CHECKING:
    from monkey_engine import WildEngine
    from pytestqt.logging import Record
    from pytestqt.qtbot import QtBot

    from palimpsest.app.window import Window

SEED = os.environ.get("PALIMPSEST_MONKEY_SEED")
SEEDS = range(1, 9)
ACTIONS = int(os.environ.get("PALIMPSEST_MONKEY_ACTIONS", "2500"))
WANTED = {
    *("accepted", "undone and redone", "followed a file", "closed", "crashed", "a run came back", "drafts came back"),
    *("a selection", "a caret", "holes", "waited", "steered", "pinned in a run", "took from the menu"),
    *("accepted in part", "accepted the last part", "scrubbed", "looked back", "applied"),
}
"""What comes about in 20,000 actions."""
_SEEN: dict[int, set[str]] = {}
"""What has come about, seed by seed."""


def start(engine: WildEngine) -> Window:
    _, window = build(["--theme", "light"], engine)
    window.resize(640, 420)
    # Panels come at once, not by and by.
    window.setAnimated(False)
    return window


@pytest.mark.parametrize("seed", [int(SEED)] if SEED else SEEDS)
def test_whatever_is_done_nothing_is_lost(
    qtbot: QtBot, qtlog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    # So that 20,000 actions are a matter of minutes: no limit of frames, no pause before what takes time.
    monkeypatch.setattr(deliveries, "FRAME_MS", 0)
    monkeypatch.setattr(desk, "WARM_UP_MS", 0)
    # And so that a busy machine has the time that it needs.
    monkeypatch.setattr(session_keeper, "PATIENCE_S", PATIENCE_S)
    # The same numbers are the same game: nothing else draws any.
    dice = random.Random(seed)
    monkeypatch.setattr(random, "SystemRandom", lambda: dice)
    threads, widgets = set(threading.enumerate()), set(QApplication.topLevelWidgets())
    monkey = Monkey(seed, tmp_path, start, monkeypatch)
    hands, number, heard = monkey.hands, 0, 0
    with qtbot.captureExceptions() as raised:
        try:
            while number < ACTIONS:
                number += 1
                monkey.act()
                assert not raised, "".join(traceback.format_exception(*raised[0]))
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
    _SEEN[seed] = set(hands.seen)


def test_all_of_it_has_been_tried() -> None:
    if not set(SEEDS) <= _SEEN.keys() or ACTIONS < 2500:
        pytest.skip("not all of the twenty thousand actions were done")
    missing = WANTED - set().union(*_SEEN.values())
    assert not missing


def _matters(record: Record) -> bool:
    # Bytes that are read in the wrong encoding are characters for which not every machine has a font.
    return not (record.ignored or record.type_name == "QtDebugMsg" or "OpenType support missing" in record.message)
