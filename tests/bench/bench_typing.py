"""How long a key takes to show while passes stream in at 30 a second: from the key event to the painted page."""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import argparse
import itertools
import statistics
import time

from bench_frame_path import drafts, page
from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest

TARGET = 33.0
RATE = 30
"""Passes a second."""
PAUSE = 23
"""Milliseconds between two keys: against the passes' 33, so that keys fall at every distance from them."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--keys", type=int, default=300)
    options = parser.parse_args()
    app, editor, view, document = page("replace")
    # Some lines above the span, in view with it.
    cursor = editor.textCursor()
    cursor.setPosition(view.span()[0])
    for _ in range(3):
        cursor.movePosition(QTextCursor.MoveOperation.PreviousBlock)
    cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock)
    editor.setTextCursor(cursor)
    editor.setFocus()
    app.processEvents()

    loop = QEventLoop()
    shown = itertools.cycle(list(drafts(48)))
    passes = QTimer()
    passes.setInterval(1000 // RATE)
    passes.timeout.connect(lambda: view.show_pass(next(shown)))
    latencies: list[float] = []
    due = time.perf_counter() + PAUSE / 1e3

    def key() -> None:
        nonlocal due
        # From when it was due: what a pass in its way has cost it counts.
        before = document.buffer.characterCount()
        QTest.keyClick(editor, Qt.Key.Key_A if len(latencies) % 6 else Qt.Key.Key_Space)
        editor.viewport().repaint()
        latencies.append(1e3 * (time.perf_counter() - due))
        assert document.buffer.characterCount() == before + 1
        if len(latencies) >= options.keys:
            loop.quit()
        due = time.perf_counter() + PAUSE / 1e3
        QTimer.singleShot(PAUSE, key)

    passes.start()
    QTimer.singleShot(PAUSE, key)
    started = time.perf_counter()
    loop.exec()
    passes.stop()
    assert view.active
    seconds = time.perf_counter() - started
    ranked = sorted(latencies)
    p95 = ranked[int(0.95 * len(ranked))]
    print(f"{len(latencies)} keys in {seconds:.1f} s, 256 cells at {RATE} passes a second, 1 MB document, milliseconds")
    print(f"  median {statistics.median(latencies):6.2f}   p95 {p95:6.2f}   most {ranked[-1]:6.2f}")
    print(f"  target {TARGET:6.2f} for p95: {'met' if p95 < TARGET else 'MISSED'}")


if __name__ == "__main__":
    main()
