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


def start(engine: WildEngine) -> Window:
    _, window = build(["--theme", "light"], engine)
    window.resize(640, 420)
    # Panels come at once, not by and by.
    window.setAnimated(False)
    return window


@pytest.mark.parametrize("seed", [int(SEED)] if SEED else SEEDS)
def test_whatever_is_done_nothing_is_lost(
    qtbot: QtBot, qtlog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shared_folder: Path, seed: int
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
    seen = remembered(shared_folder, seed, set(hands.seen))
    # The sequences are played in several processes, in any order: the one that ends last knows of all.
    if set(SEEDS) <= seen.keys() and ACTIONS >= 2500:
        missing = WANTED - set().union(*seen.values())
        assert not missing


def remembered(folder: Path, seed: int, seen: set[str]) -> dict[int, set[str]]:
    """Tell the other processes what has come about; returns what they have told so far, too, seed by seed."""
    part = folder / f"monkey_{seed}.part"
    part.write_text("\n".join(seen), encoding="utf-8")
    part.rename(part.with_suffix(".seen"))
    return {
        int(file.stem.removeprefix("monkey_")): set(file.read_text(encoding="utf-8").splitlines())
        for file in folder.glob("monkey_*.seen")
    }


def _matters(record: Record) -> bool:
    # Bytes that are read in the wrong encoding are characters for which not every machine has a font.
    return not (record.ignored or record.type_name == "QtDebugMsg" or "OpenType support missing" in record.message)
