"""A small editor that types by itself, for tests that kill it: `typing_child.py FOLDER [FILE]`.

Types "1 2 3 …" and says "typed COUNT TIME" after each; every third word goes to a second, never saved document.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtCore import QTimer
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QApplication, QPlainTextEdit

from palimpsest.app.documents.document import Document
from palimpsest.app.documents.last_call import LastCall
from palimpsest.app.documents.session import PageState, SessionState, WindowState
from palimpsest.app.documents.session_keeper import SessionKeeper


class Typist:
    """Types into a file's document and into one without a file."""

    def __init__(self, keeper: SessionKeeper, file: Path | None) -> None:
        self.keeper = keeper
        self.documents = [Document(file), Document()]
        self.editors = [QPlainTextEdit(), QPlainTextEdit()]
        for document, editor in zip(self.documents, self.editors, strict=True):
            editor.setDocument(document.buffer)
            keeper.watch(document)
        self.count = 0

    def type(self) -> None:
        self.count += 1
        place = 1 if self.count % 3 == 0 else 0
        cursor = self.editors[place].textCursor()
        cursor.movePosition(QTextCursor.MoveOperation.End)
        cursor.insertText(f"{self.count} ")
        self.editors[place].setTextCursor(cursor)
        self.keeper.write(self.state())
        print("typed", self.count, time.time(), flush=True)

    def state(self) -> SessionState:
        pages = tuple(
            PageState(document.id, document.path, caret=editor.textCursor().position())
            for document, editor in zip(self.documents, self.editors, strict=True)
        )
        return SessionState((WindowState(width=800, height=600, current=1, pages=pages),))


def main() -> None:
    app = QApplication([])
    keeper = SessionKeeper(Path(sys.argv[1]))
    last_call = LastCall(app, keeper.flush)
    typist = Typist(keeper, Path(sys.argv[2]) if len(sys.argv) > 2 else None)
    timer = QTimer(interval=7)
    timer.timeout.connect(typist.type)
    timer.start()
    app.exec()
    keeper.close()
    last_call.close()


if __name__ == "__main__":
    main()
