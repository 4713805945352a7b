"""How long a key takes to show in a coloured document of 1 MB: from the key event to the painted page.

    python tests/bench/bench_typing_highlighted.py [--language markdown] [--editor | --find] [--megabytes 40]

In the whole window, with everything that reads along: colours, spelling, counts with tokens, journal, session, status
line; with `--find`, also a find bar that was used and closed. `--editor` leaves all but the colours away. A bare
`QPlainTextEdit` of the same text, in the same run, tells what this machine does at best.
"""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import argparse
import statistics
import sys
import tempfile
import time
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEventLoop, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit

from palimpsest.app import fonts, theme
from palimpsest.app.documents.document import Document
from palimpsest.app.documents.languages import Language, by_name
from palimpsest.app.editor.highlighting import Highlighter
from palimpsest.app.editor.text_editor import TextEditor
from palimpsest.app.main import build

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


def keys(editor: QPlainTextEdit, count: int) -> tuple[list[float], list[float]]:
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
        # Whatever was put off until now, painting included.
        QCoreApplication.sendPostedEvents()
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


def to_the_middle(editor: QPlainTextEdit) -> None:
    cursor = editor.textCursor()
    buffer = editor.document()
    cursor.setPosition(buffer.findBlockByNumber(buffer.blockCount() // 2).position())
    editor.setTextCursor(cursor)
    editor.centerCursor()
    editor.setFocus()
    QApplication.processEvents()


def measure_bare(text: str, count: int) -> float:
    editor = QPlainTextEdit()
    editor.setPlainText(text)
    editor.resize(1000, 800)
    editor.show()
    to_the_middle(editor)
    return say("bare QPlainTextEdit", keys(editor, count))


def measure_editor(text: str, language: Language, count: int) -> float:
    document = Document()
    document.set_text(text)
    document.set_language(language.name)
    editor = TextEditor(theme.light)
    editor.set_document(document)
    editor.resize(1000, 800)
    editor.show()
    to_the_middle(editor)
    say("without colours", keys(editor, count))
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
    say("while all is lexed", keys(editor, count // 4))
    until_idle(highlighter)
    print(f"  attached in {1e3 * attached:.1f}, first colours in view after {1e3 * first:.0f}")
    p95 = say("with colours", keys(editor, count))
    until_idle(highlighter)
    editor.textCursor().insertText("'''")
    wait(5)
    say("after an opened string", keys(editor, count // 4))
    until_idle(highlighter)
    started = time.perf_counter()
    highlighter.set_language(language)
    until_idle(highlighter)
    print(f"  lexed from beginning to end in {time.perf_counter() - started:.2f} s")
    highlighter.close(5.0)
    return p95


def measure_window(text: str, language: Language, count: int, find: bool) -> float:
    with tempfile.TemporaryDirectory() as folder:
        for name in ("CONFIG", "DATA", "STATE", "CACHE"):
            os.environ[f"XDG_{name}_HOME"] = str(Path(folder) / name)
        path = Path(folder) / ("text" + language.suffixes[0])
        path.write_text(text)
        _, window = build([str(path)])
        window.resize(1000, 800)
        window.show()
        window.desk.settings.set("spelling_language", "en_GB")
        bridge = window.desk.bridge
        while bridge.info is None or window.document.loading or not window.page.aids.highlighter.settled:
            wait(10)
        if find:
            window.commands["edit.find"].trigger()
            window.find_bar.line.setText("the")
            wait(1000)
            window.find_bar.close_bar()
        to_the_middle(window.editor)
        wait(2000)
        p95 = say("whole window", keys(window.editor, count))
        window.leave()
        bridge.close(5.0)
    return p95


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--keys", type=int, default=200)
    parser.add_argument("--language", choices=sorted(_TEXT), default="python")
    parser.add_argument("--megabytes", type=float, default=1)
    parser.add_argument("--editor", action="store_true", help="the editor and its colours alone")
    parser.add_argument("--find", action="store_true", help="after the find bar has been used")
    options = parser.parse_args()
    sys.setswitchinterval(0.001)  # as the program does
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    app.setStyle("Fusion")
    fonts.load(app)
    language = by_name(options.language)
    assert language is not None
    piece = _TEXT[options.language]
    text = "".join(piece.format(n=number) for number in range(int(options.megabytes * 1_050_000) // len(piece)))
    lines = text.count("\n") + 1
    print(f"{len(text) / 1e6:.2f} MB of {language.name}, {lines} lines, milliseconds a key")
    bare = measure_bare(text, options.keys)
    if options.editor:
        p95 = measure_editor(text, language, options.keys)
    else:
        p95 = measure_window(text, language, options.keys, options.find)
    verdict = "met" if p95 < TARGET else "MISSED"
    print(f"  target {TARGET:.2f} for p95: {verdict} ({p95:.2f}, {p95 / bare:.2f} × bare)")


if __name__ == "__main__":
    main()
