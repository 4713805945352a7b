"""What every test stands on: no display, no user's settings or language, the fonts that ship."""

from __future__ import annotations

import gc
import itertools
import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# The frame speaks the system's language, and numbers are written as it writes them.
os.environ["LC_ALL"] = os.environ["LANGUAGE"] = "C.UTF-8"

from typing import TYPE_CHECKING

import pytest

# Before any test imports one of them: several do.
PARTS = ("actions", "engine", "hands", "panels", "run_truth", "runs", "steering", "truth", "words", "writing")
pytest.register_assert_rewrite("monkey", *(f"monkey_{part}" for part in PARTS))

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QApplication

_tests = itertools.count(1)


@pytest.fixture(autouse=True)
def _own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("CONFIG", "DATA", "STATE", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))


@pytest.fixture(autouse=True)
def _collect_in_this_thread() -> Iterator[None]:
    """Cycles of one test must not be taken apart in a thread of the next; see app/collector.py."""
    gc.disable()
    yield
    gc.collect(1 if next(_tests) % 16 else 2)


@pytest.fixture
def fonts(qapp: QApplication) -> None:
    """The shipped fonts, so that lines break alike everywhere."""
    from PySide6.QtGui import QFontDatabase

    from palimpsest.resources import CODE_FONT, PROSE_FONT, font_files

    if not {PROSE_FONT, CODE_FONT} <= set(QFontDatabase.families()):
        for file in font_files():
            QFontDatabase.addApplicationFont(str(file))
