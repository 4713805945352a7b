"""Cycles are collected in the window's thread, and nowhere else."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from palimpsest.app import collector
from palimpsest.app.collector import Collector

if TYPE_CHECKING:
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


@pytest.fixture
def thawed() -> Iterator[None]:
    """Nothing is frozen; afterwards all is that was imported, as before."""
    gc.unfreeze()
    yield
    gc.collect()
    gc.freeze()


@pytest.mark.usefixtures("thawed")
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


@pytest.mark.usefixtures("thawed")
def test_what_others_have_frozen_stays_frozen() -> None:
    gc.freeze()
    one = Collector()
    later = [[]]
    before = gc.get_freeze_count()
    one.settle()
    one.close()
    assert 0 < gc.get_freeze_count() <= before
    assert any(each is later for each in gc.get_objects())
