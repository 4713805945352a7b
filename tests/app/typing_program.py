"""The whole program, typing by itself, for tests that kill it: `typing_program.py FILE`.

Types "1 2 3 …" into the page of the file and, every third number, into a page that was never saved; says
"typed COUNT TIME" after each.
"""

from __future__ import annotations

import os
import sys
import time

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest

from palimpsest.app import main

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QApplication

    from palimpsest.app.window import Window
    from palimpsest.engine.request import Engine

build = main.build


def typing(argv: Sequence[str] | None = None, engine: Engine | None = None) -> tuple[QApplication, Window]:
    """The program as ever, with somebody at its keyboard."""
    app, window = build(argv, engine)
    window.commands["file.new"].trigger()
    pages = window.pages[-2:]
    count = 0

    def type_one() -> None:
        nonlocal count
        count += 1
        page = pages[count % 3 == 0]
        window.show_page(page)
        page.editor.moveCursor(QTextCursor.MoveOperation.End)
        QTest.keyClicks(page.editor, f"{count} ")
        print("typed", count, time.time(), flush=True)

    timer = QTimer(window, interval=15)
    timer.timeout.connect(type_one)
    timer.start()
    return app, window


if __name__ == "__main__":
    main.build = typing
    sys.exit(main.main(sys.argv[1:]))
