"""A program that remembers one run after another, for a test that kills it: `remembering_child.py FOLDER`.

Says "document ID", and after each run "typed NUMBER TIME"; the number is also the run's seed.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from palimpsest.app.documents.document import Document
from palimpsest.app.documents.session import PageState, SessionState, WindowState
from palimpsest.app.documents.session_keeper import SessionKeeper
from palimpsest.app.regenerate.history import History
from palimpsest.app.regenerate.history_entry import HistoryEntry, Outcome
from palimpsest.app.regenerate.wish import Wish
from palimpsest.engine.request import InfillRequest


def main() -> None:
    app = QApplication([])
    keeper, document, history = SessionKeeper(Path(sys.argv[1])), Document(), History()
    document.set_text("One fish. Two fish.")
    keeper.watch(document)
    keeper.keep_history(document, history)
    keeper.write(SessionState((WindowState(pages=(PageState(document.id),)),)))
    print("document", document.id, flush=True)

    def remember() -> None:
        number = len(history.entries) + 1
        request = InfillRequest("One fish. Two fish.", 4, 8, seed=number)
        history.add(HistoryEntry.of(request, Wish(), Outcome.DISCARDED))
        print("typed", number, time.time(), flush=True)

    timer = QTimer(interval=30)
    timer.timeout.connect(remember)
    timer.start()
    app.exec()


if __name__ == "__main__":
    main()
