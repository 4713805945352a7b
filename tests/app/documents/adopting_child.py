"""A program that only takes over what others left, for a test that kills it meanwhile: `adopting_child.py FOLDER`."""

from __future__ import annotations

import os
import sys
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtWidgets import QApplication

from palimpsest.app.documents.session_keeper import SessionKeeper


def main() -> None:
    app = QApplication([])
    keeper = SessionKeeper(Path(sys.argv[1]))
    print("adopting", flush=True)
    keeper.adopt()
    print("adopted", flush=True)
    app.exec()


if __name__ == "__main__":
    main()
