"""Cycles are collected in the window's thread, and nowhere else."""

from __future__ import annotations

import gc
import threading
from typing import TYPE_CHECKING

from palimpsest.app import collector
from palimpsest.app.collector import Collector

if TYPE_CHECKING:
    import pytest
    from pytestqt.qtbot import QtBot


class Ring:
    """A cycle that tells where it dies."""

    def __init__(self, died: list[threading.Thread]) -> None:
        self.me, self.died = self, died

    def __del__(self) -> None:
        self.died.append(threading.current_thread())


def test_cycles_of_a_thread_die_in_the_thread_of_the_window(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(collector, "LEAST", (0, 0, 0))
    monkeypatch.setattr(collector, "PERIOD_MS", 1)
    died: list[threading.Thread] = []
    one = Collector()
    thread = threading.Thread(target=lambda: [Ring(died) for _ in range(5000)])
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: len(died) == 5000, timeout=20_000)
    assert set(died) == {threading.current_thread()}
    one.close()


def test_afterwards_python_does_as_before() -> None:
    before = gc.isenabled()
    gc.enable()
    one = Collector()
    assert not gc.isenabled()
    one.settle()
    assert gc.get_freeze_count() > 0
    one.close()
    assert gc.isenabled()
    assert gc.get_freeze_count() == 0
    if not before:
        gc.disable()
