"""What every test stands on: no display, no user's settings or language, the fonts that ship."""

from __future__ import annotations

import gc
import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# The frame speaks the system's language, and numbers are written as it writes them.
os.environ["LC_ALL"] = os.environ["LANGUAGE"] = "C.UTF-8"
# The cores are for tests side by side; torch, with threads on all of them in each, would fight for them.
os.environ.setdefault("OMP_NUM_THREADS", "1")

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QCoreApplication, QEvent

# Before any test imports one of them: several do.
PARTS = ("actions", "engine", "hands", "panels", "run_truth", "runs", "steering", "truth", "words", "writing")
pytest.register_assert_rewrite("monkey", *(f"monkey_{part}" for part in PARTS))

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QApplication


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A folder of this run that the tests of all processes see."""
    own = tmp_path_factory.getbasetemp()
    return own if worker_id == "master" else own.parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest come first: what is short goes round among the processes until the end."""
    items.sort(key=lambda item: item.path.name != "test_monkey.py")


def pytest_collection_finish() -> None:
    """The modules are there to stay, half a million objects; without them a collection costs next to nothing."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def _own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("CONFIG", "DATA", "STATE", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))


@pytest.fixture(autouse=True)
def _collect_in_this_thread() -> Iterator[None]:
    """Cycles of one test must not be taken apart in a thread of the next; see app/collector.py."""
    gc.disable()
    yield
    if QCoreApplication.instance() is not None:
        # It would wait for an event loop, which few tests begin.
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()


@pytest.fixture
def fonts(qapp: QApplication) -> None:
    """The shipped fonts, so that lines break alike everywhere."""
    from PySide6.QtGui import QFontDatabase

    from palimpsest.resources import CODE_FONT, PROSE_FONT, font_files

    if not {PROSE_FONT, CODE_FONT} <= set(QFontDatabase.families()):
        for file in font_files():
            QFontDatabase.addApplicationFont(str(file))
