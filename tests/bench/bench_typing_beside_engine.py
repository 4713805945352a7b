"""How long a key takes to show in the real window while the embedded model works: engine thread, bridge and all."""

from __future__ import annotations

import os
import sys

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import argparse
import statistics
import tempfile
import time
from pathlib import Path

from bench_frame_path import megabyte
from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtTest import QTest

TARGET = 33.0
PAUSE = 23
"""Milliseconds between two keys."""
SPAN = 320
"""Characters that are regenerated, over and over."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--keys", type=int, default=300)
    options = parser.parse_args()
    for name in ("CONFIG", "STATE", "CACHE"):
        os.environ[f"XDG_{name}_HOME"] = tempfile.mkdtemp()
    sys.setswitchinterval(0.001)  # as the program does
    from palimpsest.app.main import build

    path = Path(tempfile.mkdtemp()) / "megabyte.md"
    path.write_text(megabyte(), encoding="utf-8")
    app, window = build([str(path)])
    window.show()
    # A large file comes in by and by.
    while window.document.loading:
        app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 50)
    editor = window.editor
    block = window.document.buffer.findBlockByNumber(window.document.buffer.blockCount() // 2)
    cursor = editor.textCursor()
    cursor.setPosition(block.position())
    cursor.setPosition(block.position() + SPAN, cursor.MoveMode.KeepAnchor)
    editor.setTextCursor(cursor)
    editor.centerCursor()
    window.commands["regenerate.start"].trigger()
    loop = QEventLoop()
    run = window.run
    assert run is not None
    while run.state != "sharpening":
        app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 50)
    cursor.setPosition(block.previous().position())
    editor.setTextCursor(cursor)
    editor.setFocus()
    latencies: list[float] = []
    passes = 0

    def again() -> None:
        nonlocal passes
        passes += run.state == "sharpening"
        if run.state == "proposed":
            run.again()

    def key() -> None:
        nonlocal due
        working = run.working
        QTest.keyClick(editor, Qt.Key.Key_A if len(latencies) % 6 else Qt.Key.Key_Space)
        editor.viewport().repaint()
        if working:
            latencies.append(1e3 * (time.perf_counter() - due))
        if len(latencies) >= options.keys:
            loop.quit()
        due = time.perf_counter() + PAUSE / 1e3
        QTimer.singleShot(PAUSE, key)

    run.changed.connect(again, Qt.ConnectionType.QueuedConnection)
    due = time.perf_counter() + PAUSE / 1e3
    QTimer.singleShot(PAUSE, key)
    loop.exec()
    run.changed.disconnect(again)
    ranked = sorted(latencies)
    p95 = ranked[int(0.95 * len(ranked))]
    print(f"{len(latencies)} keys while the engine worked, {passes} passes drawn, 1 MB document, milliseconds")
    print(f"  median {statistics.median(latencies):6.2f}   p95 {p95:6.2f}   most {ranked[-1]:6.2f}")
    print(f"  target {TARGET:6.2f} for p95: {'met' if p95 < TARGET else 'MISSED'}")
    window.document.buffer.setModified(False)
    window.close()
    window.desk.bridge.close(5.0)


if __name__ == "__main__":
    main()
