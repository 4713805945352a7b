"""Start to first window: from the start of the process to the first painted page. Target: under 0.6 s, warm.

Beside it, in the same run, the least that such a program can take: the interpreter, Qt and one empty window.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

TARGET_S = 0.6

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


def seconds(code: str, home: Path, *arguments: str) -> float:
    """From before the process begins to after it has painted."""
    environment = dict(os.environ)
    environment |= {f"XDG_{name}_HOME": str(home / name) for name in ("CONFIG", "DATA", "STATE", "CACHE")}
    begun = time.time()
    out = subprocess.run(
        [sys.executable, "-c", code, *arguments], env=environment, capture_output=True, text=True, check=True
    ).stdout
    return float(out) - begun


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("files", nargs="*", help="files to open")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        for code in (BARE, OURS):
            seconds(code, home)  # warm: compiled modules, the disk's cache, settings written
        rounds = [(seconds(BARE, home), seconds(OURS, home, *args.files)) for _ in range(args.rounds)]
    bare, ours = (statistics.median(column) for column in zip(*rounds, strict=True))
    worst = max(own for _, own in rounds)
    print(f"bare Qt window   {bare:.3f} s")
    print(f"Palimpsest       {ours:.3f} s   {ours / bare:.2f} × bare   worst {worst:.3f} s")
    print(f"target           {TARGET_S:.3f} s   {'met' if ours < TARGET_S else 'MISSED'}")


if __name__ == "__main__":
    main()
