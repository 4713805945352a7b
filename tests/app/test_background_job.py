"""A result or an error comes back in the window's thread; nothing comes once nobody wants it."""

from __future__ import annotations

import threading

from pytestqt.qtbot import QtBot

from palimpsest.app.background_job import BackgroundJob

PATIENCE_MS = 20_000


def test_a_result_comes_back(qtbot: QtBot):
    job = BackgroundJob(threading.get_ident)
    heard: list[int] = []
    job.done.connect(lambda _: heard.append(threading.get_ident()))
    with qtbot.waitSignal(job.done, timeout=PATIENCE_MS) as told:
        pass
    assert told.args is not None
    assert told.args[0] != threading.get_ident()
    assert heard == [threading.get_ident()]


def test_an_error_comes_back(qtbot: QtBot):
    job = BackgroundJob(lambda: 1 // 0)
    with qtbot.waitSignal(job.failed, timeout=PATIENCE_MS) as told:
        pass
    assert told.args is not None
    assert isinstance(told.args[0], ZeroDivisionError)


def test_a_dropped_job_says_nothing(qtbot: QtBot):
    gate = threading.Event()
    job = BackgroundJob(gate.wait)
    heard: list[object] = []
    job.done.connect(heard.append)
    job.drop()
    gate.set()
    qtbot.waitUntil(lambda: not any(one.name == "palimpsest-job" for one in threading.enumerate()), timeout=PATIENCE_MS)
    after = BackgroundJob(lambda: None)
    with qtbot.waitSignal(after.done, timeout=PATIENCE_MS):
        pass
    assert heard == []
