"""What a pass of 256 cells costs the GUI thread in a 1 MB document: building the sheet and painting the page."""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import argparse
import random
import statistics
import time
from collections.abc import Iterator

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
_PARAGRAPH = (
    "The lamp in the harbour office had burned all night, and when Mara came down the stairs it was still warm under "
    "her hand. She read the letter a second time. It said nothing that the first reading had not said.\n"
)
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


def page(kind: str) -> tuple[QApplication, TextEditor, CanvasView, Document]:
    """A shown editor on 1 MB of text, the view covering a span in the middle of it."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    for file in font_files():
        QFontDatabase.addApplicationFont(str(file))
    document = Document()
    document.set_text(megabyte())
    editor = TextEditor(theme.light)
    editor.set_document(document)
    editor.resize(1000, 800)
    editor.show()
    app.processEvents()
    view = CanvasView(editor)
    middle = document.buffer.findBlockByNumber(document.buffer.blockCount() // 2)
    cursor = editor.textCursor()
    cursor.setPosition(middle.position())
    editor.setTextCursor(cursor)
    editor.centerCursor()
    app.processEvents()
    inside = middle.position() + len(_PARAGRAPH) // 2
    if kind == "insert":
        view.begin(inside, inside)
    else:
        view.begin(inside, inside + 4 * len(_PARAGRAPH))
    return app, editor, view, document


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--passes", type=int, default=48)
    parser.add_argument("--rounds", type=int, default=4)
    options = parser.parse_args()
    for kind in ("replace", "insert"):
        _, editor, view, _ = page(kind)
        build: list[float] = []
        paint: list[float] = []
        for round_ in range(options.rounds):
            for pass_ in drafts(options.passes, round_):
                started = time.perf_counter()
                view.show_pass(pass_)
                built = time.perf_counter()
                # The whole page at once: more than the update that a pass asks for.
                editor.viewport().repaint()
                build.append(1e3 * (built - started))
                paint.append(1e3 * (time.perf_counter() - built))
        both = [one + other for one, other in zip(build, paint, strict=True)]
        print(f"{kind}: {CELLS} cells in 1 MB, {len(both)} passes, milliseconds (median, p95)")
        for name, values in (("build", build), ("paint", paint), ("both", both)):
            ranked = sorted(values)
            print(f"  {name:6} {statistics.median(values):6.2f} {ranked[int(0.95 * len(ranked))]:6.2f}")
        print(
            f"  target {TARGET:6.2f} for the median of both: {'met' if statistics.median(both) <= TARGET else 'MISSED'}"
        )


if __name__ == "__main__":
    main()
