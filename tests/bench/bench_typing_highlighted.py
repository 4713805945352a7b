"""How long a key takes to show in a coloured document of 1 MB: from the key event to the painted page."""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import argparse
import statistics
import sys
import time

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtGui import QFontDatabase
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from palimpsest.app import theme
from palimpsest.app.documents.document import Document
from palimpsest.app.documents.languages import by_name
from palimpsest.app.editor.highlighting import Highlighter
from palimpsest.app.editor.text_editor import TextEditor
from palimpsest.resources import font_files

TARGET = 16.0
PAUSE = 40
"""Milliseconds between two keys: a very fast typist's."""
_TEXT = {
    "python": '''@decorated
def value_{n}(one: int, two: str = "word") -> list[str]:
    """What it returns, {n} times."""
    for number in range(0x{n}):  # a note on the loop
        yield f"{{number:>4}} {{two!r}}" if one > 2.5 else None
    return [name for name in sorted({{"a": 1, 'b': {n}}}, key=lambda each: -each)]


''',
    "markdown": """## Section {n}

The lamp in the harbour office had *burned* all night, and when Mara came down the stairs it was still **warm under her
hand**. She read [the letter](http://a.example/{n}) a second time. It said `nothing` that the first reading had not.

- one, and *another*

""",
}


def wait(milliseconds: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def until_idle(highlighter: Highlighter) -> None:
    while not highlighter.settled:
        wait(10)


def keys(editor: TextEditor, count: int) -> tuple[list[float], list[float]]:
    """Milliseconds that each of so many keys takes, painting included: on the wall, and of this thread's own time."""
    latencies: list[float] = []
    own: list[float] = []
    loop = QEventLoop()
    due = time.perf_counter() + PAUSE / 1e3
    text = "value = one + 2.5  # three "

    def key() -> None:
        nonlocal due
        begun = time.thread_time()
        before = editor.document().characterCount()
        letter = text[len(latencies) % len(text)]
        if len(latencies) % 50 == 49:
            QTest.keyClick(editor, Qt.Key.Key_Return)
        else:
            QTest.keyClicks(editor, letter)
        editor.viewport().repaint()
        own.append(1e3 * (time.thread_time() - begun))
        # From when it was due: what stood in its way counts.
        latencies.append(1e3 * (time.perf_counter() - due))
        assert editor.document().characterCount() > before
        if len(latencies) >= count:
            loop.quit()
            return
        due = time.perf_counter() + PAUSE / 1e3
        timer.start()

    timer = QTimer(singleShot=True, interval=PAUSE, timerType=Qt.TimerType.PreciseTimer)
    timer.timeout.connect(key)
    timer.start()
    loop.exec()
    return latencies, own


def say(what: str, measured: tuple[list[float], list[float]]) -> float:
    p95 = [sorted(values)[int(0.95 * len(values))] for values in measured]
    medians = [statistics.median(values) for values in measured]
    print(
        f"  {what:24} median {medians[0]:6.2f}   p95 {p95[0]:6.2f}   most {max(measured[0]):6.2f}"
        f"   (of the thread's own time {medians[1]:5.2f} {p95[1]:6.2f})"
    )
    return p95[0]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--keys", type=int, default=200)
    parser.add_argument("--language", choices=sorted(_TEXT), default="python")
    options = parser.parse_args()
    sys.setswitchinterval(0.001)  # as the program does
    app = QApplication.instance() or QApplication([])
    for file in font_files():
        QFontDatabase.addApplicationFont(str(file))
    language = by_name(options.language)
    assert language is not None
    document = Document()
    piece = _TEXT[options.language]
    document.set_text("".join(piece.format(n=number) for number in range(1_050_000 // len(piece))))
    editor = TextEditor(theme.light)
    editor.set_document(document)
    editor._dress(language.kind)
    editor.resize(1000, 800)
    editor.show()
    cursor = editor.textCursor()
    cursor.setPosition(document.buffer.findBlockByNumber(document.buffer.blockCount() // 2).position())
    editor.setTextCursor(cursor)
    editor.centerCursor()
    editor.setFocus()
    app.processEvents()
    size = document.buffer.characterCount() / 1e6
    print(f"{size:.2f} MB of {language.name}, {document.buffer.blockCount()} lines, milliseconds a key")

    plain = say("without colours", keys(editor, options.keys))
    highlighter = Highlighter(editor)
    started = time.perf_counter()
    first = 0.0

    def note(begin: int, end: int) -> None:
        nonlocal first
        middle = editor.firstVisibleBlock().blockNumber() + 3
        if not first and begin <= middle < end and any(highlighter.spans_at(middle + line) for line in range(20)):
            first = time.perf_counter() - started

    highlighter.changed.connect(note)
    highlighter.set_language(language)
    attached = time.perf_counter() - started
    say("while all is lexed", keys(editor, options.keys // 4))
    until_idle(highlighter)
    print(f"  attached in {1e3 * attached:.1f}, first colours in view after {1e3 * first:.0f}")
    p95 = say("with colours", keys(editor, options.keys))
    until_idle(highlighter)
    editor.textCursor().insertText("'''")
    wait(5)
    say("after an opened string", keys(editor, options.keys // 4))
    until_idle(highlighter)
    print(f"  target {TARGET:6.2f} for p95 with colours: {'met' if p95 < TARGET else 'MISSED'} ({plain:.2f} without)")

    started = time.perf_counter()
    highlighter.set_language(language)
    until_idle(highlighter)
    print(f"  lexed from beginning to end in {time.perf_counter() - started:.2f} s")
    highlighter.close(5.0)


if __name__ == "__main__":
    main()
