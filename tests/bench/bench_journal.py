"""What a key costs with the journal on, beside the same key without it, in documents of 1 MB and 40 MB."""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import argparse
import statistics
import tempfile
import time
from pathlib import Path

from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QApplication

from palimpsest.app import theme
from palimpsest.app.documents import files
from palimpsest.app.documents.document import Document
from palimpsest.app.documents.session_keeper import SessionKeeper
from palimpsest.app.editor.text_editor import TextEditor

LINE = "The rain had not stopped, and the old house by the sea kept its lamps lit all night.\n"
STEP = 1 << 18


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--keys", type=int, default=300)
    options = parser.parse_args()
    app = QApplication([])
    print(f"{options.keys} keys at 100 a second, milliseconds; `longest` is the longest stop of the event loop")
    with tempfile.TemporaryDirectory() as folder:
        for size in (1, 40):
            file = Path(folder) / f"{size}.txt"
            file.write_text(LINE * (size * 1_000_000 // len(LINE)))
            for journal in (False, True):
                measure(app, file, Path(folder) / "sessions", options.keys, journal, f"{size:2} MB")


def measure(app: QApplication, file: Path, folder: Path, keys: int, journal: bool, label: str) -> None:
    document, editor, keeper = Document(), TextEditor(theme.light), SessionKeeper(folder)
    # Shown before its text comes, as a large file is.
    loaded = files.read(file)
    document.begin_loading(file, loaded)
    editor.set_document(document)
    for at in range(0, len(loaded.text), STEP):
        document.append(loaded.text[at : at + STEP])
    document.end_loading()
    editor.resize(800, 600)
    editor.show()
    app.processEvents()
    if journal:
        keeper.watch(document)
    cursor = QTextCursor(document.buffer)
    cursor.setPosition(document.buffer.characterCount() // 2)
    editor.setTextCursor(cursor)
    editor.ensureCursorVisible()
    app.processEvents()
    costs, stops = [], []
    for count in range(keys):
        due = time.perf_counter() + 0.01
        start = time.perf_counter()
        editor.insertPlainText("x" if count % 6 else " ")
        costs.append(1e3 * (time.perf_counter() - start))
        while time.perf_counter() < due:
            start = time.perf_counter()
            app.processEvents()
            stops.append(1e3 * (time.perf_counter() - start))
    start = time.perf_counter()
    written = keeper.flush(20)
    flush = 1e3 * (time.perf_counter() - start)
    ranked = sorted(costs)
    print(
        f"  {label} {'with' if journal else 'without':7} journal: key median {statistics.median(costs):6.3f}"
        f"   p95 {ranked[int(0.95 * len(ranked))]:6.3f}   most {ranked[-1]:7.2f}   longest {max(stops):7.2f}"
        + (f"   last write {flush:.0f} ms, {'all' if written else 'NOT'} on disk" if journal else "")
    )
    keeper.close()
    editor.hide()
    editor.set_document(Document())


if __name__ == "__main__":
    main()
