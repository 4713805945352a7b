"""The whole program as `palimpsest` starts it, for tests that kill it: `whole_program_child.py WORD [FILE…]`.

Says "open JSON" of what came back, and then, unless WORD is empty, types WORD1 WORD2 … by key and says "typed COUNT
TIME" after each. Every third goes to a page without a file. Only the model is a script.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from scripted import ScriptedEngine

from palimpsest.app import main as program
from palimpsest.app.page import Page
from palimpsest.app.recovery_dialog import RecoveryDialog
from palimpsest.app.window import Window


class Typist:
    """Types into the window's first page and into a new one."""

    def __init__(self, window: Window, word: str) -> None:
        self.window, self.word, self.count = window, word, 0
        self.pages: list[Page] = []
        self.timer = QTimer(interval=7)
        self.timer.timeout.connect(self.type)

    def begin(self) -> None:
        """Once the loop runs."""
        dialog = self.window.findChild(RecoveryDialog)
        listed = [row.name.text() for row in dialog.rows] if dialog is not None and dialog.isVisible() else None
        pages = [
            {
                "path": str(page.document.path or ""),
                "text": page.document.text(),
                "modified": page.document.modified,
                "caret": page.editor.textCursor().position(),
            }
            for window in self.window.desk.windows
            for page in window.pages
        ]
        print("open", json.dumps({"pages": pages, "listed": listed}), flush=True)
        if self.word:
            first = self.window.page
            self.window.files.new()
            self.pages = [first, first, self.window.page]
            for page in self.pages:
                QTest.keyClick(page.editor, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
            self.timer.start()

    def type(self) -> None:
        page = self.pages[self.count % 3]
        self.count += 1
        self.window.show_page(page)
        QTest.keyClicks(page.editor, f"{self.word}{self.count} ")
        print("typed", self.count, time.time(), flush=True)


def main() -> int:
    build = program.build
    typists: list[Typist] = []

    def build_and_type(argv: Sequence[str]) -> tuple[QApplication, Window]:
        app, window = build(argv, ScriptedEngine())
        typists.append(Typist(window, sys.argv[1]))
        QTimer.singleShot(0, app, typists[0].begin)
        return app, window

    program.build = build_and_type
    return program.main(sys.argv[2:])


if __name__ == "__main__":
    sys.exit(main())
