"""The log of a run, in processes of their own: what it says at its start, of Qt, of runs that ended badly."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

import palimpsest
from palimpsest.app import logs, settings

SOURCES = Path(palimpsest.__file__).parents[1]
TIMEOUT_S = 60
REPORT = """
report = log.crash_report()
print(report.sentence if report else "nothing", "|", report.path.name if report else "", "|", log.previous_crash()[:31])
"""


def run(code: str, well: bool = True) -> str:
    """Run `code` with a log in a new interpreter; returns what it printed."""
    done = subprocess.run(
        [sys.executable, "-c", "import sys\nfrom palimpsest.app import logs\nlog = logs.start()\n" + code],
        env=dict(os.environ, PYTHONPATH=str(SOURCES), QT_QPA_PLATFORM="offscreen"),
        capture_output=True,
        text=True,
        timeout=TIMEOUT_S,
        check=False,
    )
    assert (done.returncode == 0) == well, done.stderr
    return done.stdout


def logged() -> str:
    return settings.log_file().read_text(encoding="utf-8")


def test_every_start_and_every_end_is_noted() -> None:
    run("log.end(); log.end()")
    text = logged()
    assert f"Palimpsest {palimpsest.__version__}, Python 3." in text
    assert text.count("closed") == 1
    assert run(REPORT) == "nothing |  | \n"


def test_starting_a_log_imports_neither_qt_nor_torch() -> None:
    assert run("print([name for name in ('PySide6', 'torch') if name in sys.modules]); log.end()") == "[]\n"


def test_a_crash_is_reported_at_the_next_start() -> None:
    run("import faulthandler; faulthandler._sigsegv()", well=False)
    sentence, path, trace = run(REPORT + "log.end()").split(" | ")
    assert sentence == "Palimpsest stopped unexpectedly last time (Segmentation fault)."
    assert path.startswith("crash-")
    assert trace == "Fatal Python error: Segmentatio\n"
    assert "an earlier run did not close properly: Segmentation fault" in logged()
    assert run(REPORT) == "nothing |  | \n"


def test_a_kill_is_reported_at_the_next_start() -> None:
    run("import os; os.kill(os.getpid(), 9)", well=False)
    assert run(REPORT + "log.end()") == "Palimpsest was not closed properly last time. | palimpsest.log | \n"


def test_messages_of_qt_go_into_the_log_until_the_end() -> None:
    run("""
from PySide6.QtCore import qWarning, qInfo
from PySide6.QtGui import QGuiApplication
app = QGuiApplication([])
log.watch_qt()
qInfo("only information")
for _ in range(3):
    qWarning("a thing of Qt")
log.end()
qWarning("after the end")
""")
    lines = [line for line in logged().splitlines() if " qt: " in line]
    assert len(lines) == 2
    assert "WARNING qt: a thing of Qt" in lines[0]
    assert "2 times by now" in lines[1]
    assert "platform offscreen" in logged()


def test_what_cannot_be_raised_is_logged() -> None:
    run("""
class Bad:
    def __del__(self):
        raise ValueError("too late")
Bad()
log.end()
""")
    assert "ValueError: too late" in logged()


def test_what_nobody_caught_in_a_slot_of_qt_is_logged_and_shown() -> None:
    out = run("""
import threading
from PySide6.QtCore import QCoreApplication, QTimer
app = QCoreApplication([])
def fail():
    raise ValueError("in a slot")
def fail_elsewhere():
    thread = threading.Thread(target=fail, name="worker")
    thread.start()
    thread.join()
logs.catch_exceptions(print, lambda fault: print(fault.kind, fault.thread))
QTimer.singleShot(0, fail)
QTimer.singleShot(1, fail_elsewhere)
QTimer.singleShot(2, app.quit)
app.exec()
log.end()
""")
    assert out.splitlines() == ["ValueError ", "ValueError worker"]
    assert logged().count("ValueError: in a slot") == 2


def test_a_folder_that_takes_no_log_is_survived(tmp_path: Path, capsys) -> None:
    settings.log_file().parent.parent.mkdir(parents=True)
    settings.log_file().parent.write_text("a file where the folder should be")
    log = logs.start()
    assert "no log can be kept" in capsys.readouterr().err
    assert log.crash_report() is None
    assert log.previous_crash() == ""
    log.end()


@pytest.mark.parametrize(("kind", "level"), [("QtCriticalMsg", "ERROR"), ("QtFatalMsg", "CRITICAL")])
def test_messages_keep_their_weight(kind, level, caplog) -> None:
    context = SimpleNamespace(file="x.cpp", line=3)
    logs.QtMessages()(SimpleNamespace(name=kind), context, "heavy")  # type: ignore[arg-type]
    assert (caplog.records[0].levelname, caplog.records[0].getMessage()) == (level, "heavy (x.cpp:3)")
