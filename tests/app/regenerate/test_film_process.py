"""Films in a process of their own: progress, the end, faults, and leaving without waiting."""

from __future__ import annotations

import sys

import pytest
from PySide6.QtCore import QCoreApplication, QProcess

from palimpsest.app.regenerate.film_look import Look, Size
from palimpsest.app.regenerate.film_process import FilmProcess, command, look_words

PATIENCE_MS = 30_000
READ = "import sys; film = sys.stdin.buffer.readline().decode().strip();"

pytestmark = pytest.mark.usefixtures("qapp")


def start(script: str, *words: str) -> FilmProcess:
    """A process that runs `script` in place of the command."""
    return FilmProcess(words, "{}", [sys.executable, "-c", READ + script], QCoreApplication.instance())


def test_progress_and_end(qtbot):
    told: list[float] = []
    process = start("print('0.25', flush=True); print('0.5', flush=True)", "out.gif")
    process.progressed.connect(told.append)
    with qtbot.waitSignal(process.done, timeout=PATIENCE_MS) as done:
        pass
    assert told[-1] == 0.5
    assert done.args == [b""]
    process.drop()


def test_words_and_film_reach_the_command(qtbot):
    process = start("sys.stdout.write(film + ' ' + ' '.join(sys.argv[1:]))", "--picture", "3")
    with qtbot.waitSignal(process.done, timeout=PATIENCE_MS) as done:
        pass
    assert done.args == [b"{} - --picture 3 --attended"]
    process.drop()


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("sys.exit('palimpsest film: There is no room.')", "There is no room."),
        ("1/0", "could not be drawn"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "could not be drawn"),
    ],
)
def test_faults_are_told_in_a_sentence(qtbot, script, said):
    process = start(script, "out.gif")
    with qtbot.waitSignal(process.failed, timeout=PATIENCE_MS) as failed:
        pass
    assert failed.args is not None
    assert said in failed.args[0]
    process.drop()


def test_a_program_that_cannot_be_started(qtbot):
    process = FilmProcess([], "{}", ["/no/such/program"], QCoreApplication.instance())
    with qtbot.waitSignal(process.failed, timeout=PATIENCE_MS) as failed:
        pass
    assert failed.args is not None
    assert "cannot be started" in failed.args[0]
    process.drop()


def test_stopping_ends_its_input(qtbot):
    process = start("print('0.1', flush=True); sys.stdin.read(); sys.exit(1)", "out.gif")
    with qtbot.waitSignal(process.progressed, timeout=PATIENCE_MS):
        pass
    with qtbot.waitSignal(process.stopped, timeout=PATIENCE_MS):
        process.stop()
    process.drop()


def test_what_does_not_stop_is_ended(qtbot):
    process = start("print('0.1', flush=True)\nwhile True: __import__('time').sleep(60)", "out.gif")
    process._patience.setInterval(1)
    with qtbot.waitSignal(process.progressed, timeout=PATIENCE_MS):
        pass
    with qtbot.waitSignal(process.stopped, timeout=PATIENCE_MS):
        process.stop()
    process.drop()


def test_who_is_dropped_tells_nobody_and_goes(qtbot):
    process = start("print('0.1', flush=True); sys.stdin.read(); sys.exit(1)", "out.gif")
    told: list[object] = []
    for signal in (process.done, process.failed, process.stopped):
        signal.connect(lambda *_: told.append(1))
    with qtbot.waitSignal(process.destroyed, timeout=PATIENCE_MS):
        process.drop()
    assert told == []


def test_the_end_of_the_program_ends_it(qtbot):
    process = start("print('0.1', flush=True)\nwhile True: __import__('time').sleep(60)", "out.gif")
    with qtbot.waitSignal(process.progressed, timeout=PATIENCE_MS):
        pass
    process.drop()
    process._end()
    child = process.findChild(QProcess)
    assert child is None or child.state() is QProcess.ProcessState.NotRunning


def test_looks_as_words():
    assert look_words(Look()) == ["--size", "960x600", "--zoom", "100", "--speed", "1"]
    assert look_words(Look("dark", Size(500, 600, 90), 1.5, crop=True)) == [
        *("--size", "500x600", "--zoom", "90", "--speed", "1.5"),
        *("--theme", "dark", "--crop"),
    ]


def test_the_program_starts_itself(monkeypatch):
    assert command() == [sys.executable, "-m", "palimpsest.app.main", "film"]
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert command() == [sys.executable, "film"]
