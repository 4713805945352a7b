"""How long 40 MB of ordinary lines take to open, how long the window stands still meanwhile, and how scrolling goes.

    python tests/bench/bench_open.py [--lines 500000] [--windows-1252] [--editor]

In the whole window, or with `--editor` in the editor alone. "gap" is the longest time in which a 5 ms timer was not
served, "computing" is what of it is ours on a machine that others use, too. Targets: 3 s, and no gap beyond 50 ms.
"""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import argparse
import random
import resource
import statistics
import sys
import tempfile
import time
from pathlib import Path

from PySide6.QtCore import QEventLoop, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QTextCursor, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from palimpsest.app import theme
from palimpsest.app.documents.document import Document
from palimpsest.app.documents.loading import Loader
from palimpsest.app.editor.text_editor import TextEditor
from palimpsest.app.main import build
from palimpsest.app.window import Window

WORDS = ["the", "quick", "brown", "fox", "jumps", "over", "lazy", "dog", "and", "runs", "all", "way", "home", "again"]


class Gaps:
    """The longest times between two ticks of a timer that should tick all the time."""

    def __init__(self) -> None:
        self.timer = QTimer(interval=5)
        self.timer.timeout.connect(self.tick)
        self.begin()
        self.timer.start()

    def begin(self) -> None:
        self.last, self.longest = time.perf_counter(), 0.0
        self.last_own, self.longest_own = time.thread_time(), 0.0

    def tick(self) -> None:
        now = time.perf_counter()
        self.longest = max(self.longest, now - self.last)
        self.last = now
        own = time.thread_time()
        self.longest_own = max(self.longest_own, own - self.last_own)
        self.last_own = own


def ordinary(lines: int, accent: str) -> str:
    rng = random.Random(1)
    return "".join(" ".join(rng.choices(WORDS, k=16)) + f"{accent}\n" for _ in range(lines))


def open_file(path: Path, editor: TextEditor, gaps: Gaps) -> Document:
    loader, loop, opened = Loader(), QEventLoop(), []
    marks: dict[str, float] = {}

    def show(document: Document) -> None:
        marks["text on the page"] = time.perf_counter()
        editor.set_document(document)
        editor.setReadOnly(True)

    loader.opened.connect(show)
    loader.done.connect(opened.append)
    loader.done.connect(loop.quit)
    loader.failed.connect(print)
    loader.failed.connect(loop.quit)
    gaps.begin()
    start, busy = time.perf_counter(), time.process_time()
    loader.start(path)
    loop.exec()
    editor.setReadOnly(False)
    total = time.perf_counter() - start
    for _ in range(20):
        QApplication.processEvents()
    print(f"  first text after {marks['text on the page'] - start:5.2f} s, all after {total:5.2f} s")
    print(f"  longest gap {gaps.longest * 1000:6.1f} ms; longest computing {gaps.longest_own * 1000:6.1f} ms")
    print(f"  computing in all {time.process_time() - busy:5.2f} s")
    loader.close(5.0)
    return opened[0]


def open_in_window(path: Path, window: Window, gaps: Gaps) -> Document:
    for _ in range(20):
        QApplication.processEvents()
    gaps.begin()
    start, busy = time.perf_counter(), time.process_time()
    first = 0.0
    window.files.open_path(path)
    # As the program runs: waiting for events, not asking for them.
    loop, ticks = QEventLoop(), QTimer(interval=5)

    def look() -> None:
        nonlocal first
        document = window.document
        if not first and document.buffer.characterCount() > 1:
            first = time.perf_counter() - start
        if document.path == path and not document.loading:
            loop.quit()

    ticks.timeout.connect(look)
    ticks.start()
    loop.exec()
    total = time.perf_counter() - start
    print(f"  first text after {first:5.2f} s, all after {total:5.2f} s")
    print(f"  longest gap {gaps.longest * 1000:6.1f} ms; longest computing {gaps.longest_own * 1000:6.1f} ms")
    print(f"  computing in all {time.process_time() - busy:5.2f} s")
    gaps.begin()
    counts = window.page.aids.counts
    while not counts.counted.document.words:
        QApplication.processEvents()
    print(f"  read and counted after {time.perf_counter() - start:5.2f} s")
    print(f"  longest gap meanwhile {gaps.longest * 1000:6.1f} ms; longest computing {gaps.longest_own * 1000:6.1f} ms")
    return window.document


def timed(name: str, steps: list) -> None:
    times, own = [], []
    for step in steps:
        start, busy = time.perf_counter(), time.thread_time()
        step()
        QApplication.processEvents()
        own.append((time.thread_time() - busy) * 1000)
        times.append((time.perf_counter() - start) * 1000)
    (middle, p95, most), (_, own_p95, own_most) = (
        (statistics.median(each), sorted(each)[int(0.95 * len(each))], max(each)) for each in (times, own)
    )
    print(
        f"  {name:28s} median {middle:6.2f} ms, p95 {p95:6.2f} ms, longest {most:6.2f} ms"
        f"   (computing p95 {own_p95:6.2f}, longest {own_most:6.2f})"
    )


def wheel(editor: TextEditor) -> None:
    place = QPointF(editor.viewport().rect().center())
    event = QWheelEvent(
        *(place, editor.viewport().mapToGlobal(place), QPoint(), QPoint(0, -120), Qt.MouseButton.NoButton),
        *(Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False),
    )
    QApplication.sendEvent(editor.viewport(), event)


def measure(document: Document, editor: TextEditor) -> None:
    bar, cursor = editor.verticalScrollBar(), QTextCursor(document.buffer)
    cursor.setPosition(document.buffer.characterCount() // 2)
    timed("wheel", [lambda: wheel(editor)] * 200)
    timed("page down", [lambda: QTest.keyClick(editor, Qt.Key.Key_PageDown)] * 100)
    timed("scroll anywhere", [lambda at=at: bar.setValue(at * bar.maximum() // 50) for at in range(50)])
    editor.setTextCursor(cursor)
    editor.centerCursor()
    timed("key in the middle", [lambda: QTest.keyClicks(editor, "x")] * 50)
    timed("line break in the middle", [lambda: QTest.keyClick(editor, Qt.Key.Key_Return)] * 20)
    timed("key, then the whole text", [lambda: (cursor.insertText("x"), document.text())] * 20)
    timed("key, then a copy in pieces", [lambda: (cursor.insertText("x"), document.pieces())] * 20)
    timed("code point of the middle", [lambda: document.to_code_point(cursor.position())] * 20)
    timed("save", [document.save] * 3)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lines", type=int, default=500_000)
    parser.add_argument("--windows-1252", action="store_true", help="write the file in a legacy encoding")
    parser.add_argument("--suffixes", nargs="*", default=[".txt", ".py"], help="of the files' names")
    parser.add_argument("--editor", action="store_true", help="the editor alone")
    args = parser.parse_args()
    sys.setswitchinterval(0.001)  # as the program does
    with tempfile.TemporaryDirectory() as folder:
        for name in ("CONFIG", "DATA", "STATE", "CACHE"):
            os.environ[f"XDG_{name}_HOME"] = str(Path(folder) / name)
        app, window = build([])
        editor = TextEditor(theme.light)
        shown = editor if args.editor else window
        shown.resize(1000, 800)
        shown.show()
        # The model takes its time, and is not what is measured here.
        while not args.editor and window.desk.bridge.info is None:
            app.processEvents()
        gaps = Gaps()
        for suffix in args.suffixes:
            path = Path(folder) / f"large{suffix}"
            text = ordinary(args.lines, " é" if args.windows_1252 else "")
            path.write_bytes(text.encode("cp1252"))
            del text
            print(f"{path.name}: {path.stat().st_size / 1e6:.1f} MB, {args.lines} lines")
            if args.editor:
                measure(open_file(path, editor, gaps), editor)
            else:
                measure(open_in_window(path, window, gaps), window.editor)
        window.leave()
        window.desk.bridge.close(5.0)
    print(f"memory at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


if __name__ == "__main__":
    main()
