"""Runs that end badly are known at the next start: real processes, really killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import palimpsest
from palimpsest.app.crash_log import KEPT, Mark, collect

SOURCES = Path(palimpsest.__file__).parents[1]
TIMEOUT_S = 60
BEGIN = """
import sys
from pathlib import Path
from palimpsest.app.crash_log import Mark
mark = Mark(Path(sys.argv[1]), "Palimpsest in a test")
mark.catch_crashes()
print("there", flush=True)
"""


def begin(folder: Path, then: str) -> subprocess.Popen[str]:
    """A process that has made its mark and then does `then`."""
    process = subprocess.Popen(
        [sys.executable, "-c", BEGIN + then, str(folder)],
        env=dict(os.environ, PYTHONPATH=str(SOURCES)),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "there\n"
    return process


def finish(process: subprocess.Popen[str]) -> int:
    process.communicate(timeout=TIMEOUT_S)
    return process.returncode


def names(folder: Path) -> list[str]:
    return sorted(path.name.split("-")[0] for path in folder.iterdir())


def test_a_crash_of_the_interpreter_is_kept(tmp_path: Path) -> None:
    assert finish(begin(tmp_path, "import faulthandler; faulthandler._sigsegv()")) != 0
    (end,) = collect(tmp_path)
    assert end.reason == "Segmentation fault"
    assert 'File "<string>"' in end.trace
    assert end.path is not None
    kept = end.path.read_text(encoding="utf-8")
    assert kept.startswith("Palimpsest in a test\n")
    assert end.trace in kept
    assert names(tmp_path) == ["crash"]
    assert collect(tmp_path) == ()


def test_a_killed_run_is_known_although_it_could_say_nothing(tmp_path: Path) -> None:
    process = begin(tmp_path, "sys.stdin.read()")
    process.kill()
    finish(process)
    (end,) = collect(tmp_path)
    assert (end.trace, end.reason, end.path) == ("", "", None)
    assert names(tmp_path) == []


def test_a_proper_end_leaves_nothing(tmp_path: Path) -> None:
    assert finish(begin(tmp_path, "mark.remove(); mark.remove()")) == 0
    assert collect(tmp_path) == ()
    assert names(tmp_path) == []


def test_a_run_that_lasts_is_not_taken_for_dead(tmp_path: Path) -> None:
    process = begin(tmp_path, "sys.stdin.read(); mark.remove()")
    assert collect(tmp_path) == ()
    assert names(tmp_path) == ["running"]
    assert finish(process) == 0
    assert names(tmp_path) == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signal")
def test_an_abort_is_told_apart(tmp_path: Path) -> None:
    assert finish(begin(tmp_path, "import os; os.abort()")) == -signal.SIGABRT
    (end,) = collect(tmp_path)
    assert end.reason == "Aborted"


def test_the_last_few_crashes_are_kept(tmp_path: Path) -> None:
    for number in range(KEPT + 3):
        path = tmp_path / f"running-{number}.log"
        path.write_text(f"head\nFatal Python error: Death {number}\n\nThread 1\n", encoding="utf-8")
        os.utime(path, (1000 + number // 2, 1000 + number // 2))
    ends = collect(tmp_path)
    assert len(ends) == KEPT + 3
    assert [end.ended for end in ends] == sorted(end.ended for end in ends)
    kept = [path.read_text(encoding="utf-8") for path in sorted(tmp_path.glob("crash-*.log"))]
    assert len(kept) == KEPT
    assert all("Death" in text for text in kept)
    assert not list(tmp_path.glob("running-*"))


def test_a_mark_that_is_being_made_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "running-new.log").touch()
    assert collect(tmp_path) == ()
    assert names(tmp_path) == ["running"]


def test_a_folder_that_takes_no_mark_says_so(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="none"):
        Mark(tmp_path / "none", "head")
    assert collect(tmp_path / "none") == ()
