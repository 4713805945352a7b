"""How long 40 MB of ordinary lines take to open, how long the window stands still meanwhile, and how scrolling goes.

    python tests/bench/bench_open.py [--lines 500000] [--windows-1252]

With QT_QPA_PLATFORM=offscreen it needs no display. "gap" is the longest time in which a 5 ms timer was not served,
"computing" is what of it is ours on a machine that others use, too.
"""

from __future__ import annotations

import argparse
import random
import resource
import statistics
import tempfile
import time
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QApplication

from palimpsest.app import fonts, theme
from palimpsest.app.documents.document import Document
from palimpsest.app.documents.loading import Loader
from palimpsest.app.editor.text_editor import TextEditor

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


def timed(name: str, steps: list) -> None:
    times = []
    for step in steps:
        start = time.perf_counter()
        step()
        QApplication.processEvents()
        times.append((time.perf_counter() - start) * 1000)
    times.sort()
    print(f"  {name:28s} median {statistics.median(times):6.2f} ms, longest {times[-1]:6.2f} ms")


def measure(document: Document, editor: TextEditor) -> None:
    bar, cursor = editor.verticalScrollBar(), QTextCursor(document.buffer)
    cursor.setPosition(document.buffer.characterCount() // 2)
    timed("scroll by three lines", [lambda: bar.setValue(bar.value() + 3)] * 200)
    timed("scroll anywhere", [lambda at=at: bar.setValue(at * bar.maximum() // 50) for at in range(50)])
    timed("key in the middle", [lambda: cursor.insertText("x")] * 50)
    timed("key, then the whole text", [lambda: (cursor.insertText("x"), document.text())] * 20)
    timed("key, then a copy in pieces", [lambda: (cursor.insertText("x"), document.pieces())] * 20)
    timed("code point of the middle", [lambda: document.to_code_point(cursor.position())] * 20)
    timed("save", [document.save] * 3)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lines", type=int, default=500_000)
    parser.add_argument("--windows-1252", action="store_true", help="write the file in a legacy encoding")
    args = parser.parse_args()
    app = QApplication([])
    fonts.load(app)
    editor = TextEditor(theme.light)
    editor.resize(1000, 800)
    editor.show()
    gaps = Gaps()
    with tempfile.TemporaryDirectory() as folder:
        for suffix in (".txt", ".py"):
            path = Path(folder) / f"large{suffix}"
            text = ordinary(args.lines, " é" if args.windows_1252 else "")
            path.write_bytes(text.encode("cp1252"))
            del text
            print(f"{path.name}: {path.stat().st_size / 1e6:.1f} MB, {args.lines} lines")
            measure(open_file(path, editor, gaps), editor)
    print(f"memory at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


if __name__ == "__main__":
    main()
