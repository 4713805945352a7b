"""What a pass costs the GUI thread: 256 cells in a 1 MB document, and few changes in a span of 2,000 lines."""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import argparse
import random
import re
import statistics
import time
from collections.abc import Iterator
from dataclasses import replace

from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QApplication

from palimpsest.app import theme
from palimpsest.app.documents.document import Document
from palimpsest.app.editor.canvas_view import CanvasView
from palimpsest.app.editor.text_editor import TextEditor
from palimpsest.engine.request import CellState, Pass
from palimpsest.resources import font_files

CELLS = 256
TARGET = 8.0
LINES = 2_000
HULL_TARGET = 16.0
_PARAGRAPH = (
    "The lamp in the harbour office had burned all night, and when Mara came down the stairs it was still warm under "
    "her hand. She read the letter a second time. It said nothing that the first reading had not said.\n"
)
_WORDS = re.compile(r"\s?\S+|\s")
_FOREIGN = (" лес", " 中文", " été", " {", " قلب", "ment", "ий", " x_y")


def megabyte() -> str:
    """A little more than 1 MB of prose."""
    return _PARAGRAPH * (1_050_000 // len(_PARAGRAPH))


def drafts(count: int, seed: int = 1) -> Iterator[Pass]:
    """Passes as a model sends them: noise at first, nearly all settled at the end."""
    chance = random.Random(seed)
    words = [f" {word}" for word in _PARAGRAPH.split()]
    target = [words[cell % len(words)] for cell in range(CELLS)]
    difficulty = [chance.random() for _ in range(CELLS)]
    for number in range(1, count + 1):
        certainty = [
            max(0.0, min(1.0, 1.6 * number / count - 0.8 * hard + chance.uniform(-0.1, 0.1))) for hard in difficulty
        ]
        accepted = [known > 0.35 for known in certainty]
        yield Pass(
            number=number,
            limit=count,
            pieces=tuple(
                word if kept else chance.choice(_FOREIGN) for word, kept in zip(target, accepted, strict=True)
            ),
            certainty=tuple(certainty),
            states=tuple(CellState.ACCEPTED if kept else CellState.RENOISED for kept in accepted),
        )


def hull_drafts(count: int, seed: int = 1) -> Iterator[Pass]:
    """Passes over a hull of `LINES` lines: all is held but a few holes far from each other, which sharpen."""
    lines = [part for line in hull().splitlines(keepends=True) for part in _WORDS.findall(line)]
    holes = range(len(lines) // 8, len(lines), len(lines) // 5)
    for part in drafts(count, seed):
        pieces, certainty = list(lines), [1.0] * len(lines)
        states = [CellState.PINNED] * len(lines)
        for number, hole in enumerate(holes):
            own, place = slice(number * 24, number * 24 + 24), slice(hole, hole + 24)
            pieces[place], certainty[place], states[place] = part.pieces[own], part.certainty[own], part.states[own]
        yield replace(part, pieces=tuple(pieces), certainty=tuple(certainty), states=tuple(states))


def hull() -> str:
    """Lines of a text that is not all the same."""
    return "".join(f"Line {number} says that {_PARAGRAPH[number % 90 :][:60].strip()}\n" for number in range(LINES))


def page(kind: str) -> tuple[QApplication, TextEditor, CanvasView, Document]:
    """A shown editor on 1 MB of text, the view covering a span in the middle of it."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    for file in font_files():
        QFontDatabase.addApplicationFont(str(file))
    document = Document()
    document.set_text(megabyte() + hull() if kind == "hull" else megabyte())
    editor = TextEditor(theme.light)
    editor.set_document(document)
    editor.resize(1000, 800)
    editor.show()
    app.processEvents()
    view = CanvasView(editor)
    count = document.buffer.blockCount()
    middle = document.buffer.findBlockByNumber(count - 1 - LINES if kind == "hull" else count // 2)
    cursor = editor.textCursor()
    cursor.setPosition(middle.position())
    editor.setTextCursor(cursor)
    editor.centerCursor()
    app.processEvents()
    inside = middle.position() + len(_PARAGRAPH) // 2
    if kind == "hull":
        view.begin(middle.position(), document.buffer.characterCount() - 1)
    elif kind == "insert":
        view.begin(inside, inside)
    else:
        view.begin(inside, inside + 4 * len(_PARAGRAPH))
    return app, editor, view, document


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--passes", type=int, default=48)
    parser.add_argument("--rounds", type=int, default=4)
    options = parser.parse_args()
    for kind in ("replace", "insert", "hull"):
        target, passes = (HULL_TARGET, hull_drafts) if kind == "hull" else (TARGET, drafts)
        _, editor, view, _ = page(kind)
        build: list[float] = []
        paint: list[float] = []
        cells = 0
        for round_ in range(options.rounds):
            for pass_ in passes(options.passes, round_):
                started = time.perf_counter()
                view.show_pass(pass_, ())
                cells = len(pass_.pieces)
                built = time.perf_counter()
                # The whole page at once: more than the update that a pass asks for.
                editor.viewport().repaint()
                build.append(1e3 * (built - started))
                paint.append(1e3 * (time.perf_counter() - built))
        both = [one + other for one, other in zip(build, paint, strict=True)]
        print(f"{kind}: {cells} cells in 1 MB, {len(both)} passes, milliseconds (median, p95)")
        for name, values in (("build", build), ("paint", paint), ("both", both)):
            ranked = sorted(values)
            print(f"  {name:6} {statistics.median(values):6.2f} {ranked[int(0.95 * len(ranked))]:6.2f}")
        print(
            f"  target {target:6.2f} for the median of both: {'met' if statistics.median(both) <= target else 'MISSED'}"
        )


if __name__ == "__main__":
    main()
