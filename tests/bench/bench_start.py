"""Start to first window: from the start of the process to the first painted page. Target: under 0.6 s, warm.

    python tests/bench/bench_start.py [--tabs N] [--megabytes N]

Beside it, in the same run, the least that such a program can take: the interpreter, Qt and one empty window. Modules
are compiled before, as an installer does, whatever the environment says of that.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

TARGET_S = 0.6
LINE = "The rain had not stopped, and the old house by the sea kept its lamps lit all night.\n"

PAINTED = """
import os, sys, time
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication

class Watch(QObject):
    def eventFilter(self, watched, event):
        if event.type() is QEvent.Type.Paint:
            QTimer.singleShot(0, self.done)
        return False

    def done(self):
        print(time.time(), flush=True)
        # What comes after the first picture is not measured.
        os._exit(0)

watch = Watch()
"""
BARE = (
    PAINTED
    + """
from PySide6.QtWidgets import QPlainTextEdit
app = QApplication([])
page = QPlainTextEdit()
page.viewport().installEventFilter(watch)
page.show()
app.exec()
"""
)
OURS = (
    PAINTED
    + """
from palimpsest.app import main

build = main.build

def watched(argv):
    app, window = build(argv)
    window.editor.viewport().installEventFilter(watch)
    return app, window

main.build = watched
main.main(sys.argv[1:])
"""
)
ENDED = """
import sys
from PySide6.QtCore import QTimer
from palimpsest.app import main

build = main.build

def watched(argv):
    app, window = build(argv)
    QTimer.singleShot(1000, window.desk.quit)
    return app, window

main.build = watched
main.main(sys.argv[1:])
"""
"""A program that is closed properly; what was open comes back."""


def run(code: str, home: Path, *arguments: str) -> tuple[float, float]:
    """Seconds from before the process begins to after it has painted, 0 if it does not say; seconds of computing."""
    environment = dict(os.environ)
    environment |= {f"XDG_{name}_HOME": str(home / name) for name in ("CONFIG", "DATA", "STATE", "CACHE")}
    environment |= {"PYTHONPYCACHEPREFIX": str(home.parent / "compiled"), "PYTHONDONTWRITEBYTECODE": ""}
    begun, busy = time.time(), computing()
    out = subprocess.run(
        [sys.executable, "-c", code, *arguments], env=environment, capture_output=True, text=True, check=True
    ).stdout
    return (float(out) - begun if out else 0.0), computing() - busy


def computing() -> float:
    """Seconds that the processes which have ended have computed, which others on the machine make little longer."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def files(folder: Path, count: int, megabytes: float) -> list[str]:
    """So many files, in several languages."""
    result = []
    for number in range(count):
        path = folder / f"text_{number}{('.txt', '.md', '.py')[number % 3]}"
        path.write_text(LINE * max(1, int(megabytes * 1e6 / len(LINE))))
        result.append(str(path))
    return result


def measure(what: str, folder: Path, rounds: int, kept: list[str], opened: list[str]) -> float:
    """Print how long a start takes that brings back `kept` and opens `opened`; returns the median."""
    begun, home = folder / "begun", folder / "home"
    run(ENDED, begun, *kept)
    times: list[tuple[float, ...]] = []
    for _ in range(rounds + 1):
        shutil.rmtree(home, ignore_errors=True)
        shutil.copytree(begun, home)
        times.append((*run(BARE, home), *run(OURS, home, *opened)))
    shutil.rmtree(begun)
    # The first is cold: modules are compiled, files come from the disk.
    bare, bare_busy, ours, busy = (statistics.median(column) for column in zip(*times[1:], strict=True))
    print(
        f"{what:20} {ours:.3f} s (computing {busy:.3f})   bare Qt window {bare:.3f} s ({bare_busy:.3f})"
        f"   {ours / bare:.2f} × ({busy / bare_busy:.2f} ×)   worst {max(each[2] for each in times[1:]):.3f} s"
    )
    return ours


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--tabs", type=int, default=0, help="also with a session of so many tabs")
    parser.add_argument("--megabytes", type=float, default=0, help="also with a file of so many megabytes")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        empty = measure("an empty page", folder, args.rounds, [], [])
        if args.tabs:
            measure(f"{args.tabs} tabs come back", folder, args.rounds, files(folder, args.tabs, 0.01), [])
        if args.megabytes:
            measure(f"a file of {args.megabytes:g} MB", folder, args.rounds, [], files(folder, 1, args.megabytes))
    print(f"target {TARGET_S:.3f} s for an empty page: {'met' if empty < TARGET_S else 'MISSED'}")


if __name__ == "__main__":
    main()
