"""Before the system ends or suspends the program, everything is written; signals go back to whom they belonged."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator

import pytest
from PySide6.QtCore import SIGNAL, Qt, QTimer
from PySide6.QtWidgets import QApplication

from palimpsest.app.documents.last_call import SIGNALS, LastCall

LOG_OUT = SIGNAL("commitDataRequest(QSessionManager&)")


@pytest.fixture
def flushed() -> list[str]:
    return []


@pytest.fixture
def last_call(qapp: QApplication, flushed: list[str]) -> Iterator[LastCall]:
    before = [signal.getsignal(one) for one in SIGNALS]
    made = LastCall(qapp, lambda: flushed.append("flushed"))
    yield made
    made.close()
    made.deleteLater()
    assert [signal.getsignal(one) for one in SIGNALS] == before
    assert signal.set_wakeup_fd(-1) == -1


@pytest.mark.skipif(os.name != "posix", reason="a process cannot send itself signals")
@pytest.mark.parametrize("one", SIGNALS)
@pytest.mark.usefixtures("last_call")
def test_a_signal_flushes_and_ends_the_loop(qapp: QApplication, flushed: list[str], one: signal.Signals):
    QTimer.singleShot(0, lambda: os.kill(os.getpid(), one))
    assert qapp.exec() == 0
    assert flushed == ["flushed"]


@pytest.mark.usefixtures("last_call")
def test_a_suspension_flushes(qapp: QApplication, flushed: list[str]):
    qapp.applicationStateChanged.emit(Qt.ApplicationState.ApplicationInactive)
    assert flushed == []
    qapp.applicationStateChanged.emit(Qt.ApplicationState.ApplicationSuspended)
    assert flushed == ["flushed"]


def test_a_log_out_is_heard(qapp: QApplication, request: pytest.FixtureRequest, flushed: list[str]):
    # A session manager cannot be made up, so nobody can log out here.
    before = qapp.receivers(LOG_OUT)
    last_call = request.getfixturevalue("last_call")
    assert qapp.receivers(LOG_OUT) == before + 1
    last_call.flush()
    assert flushed == ["flushed"]
