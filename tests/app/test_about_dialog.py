"""About: every entry shows its text, packages come in without holding the window up, versions are copied."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QApplication, QTreeWidgetItem, QTreeWidgetItemIterator

import palimpsest
from palimpsest.app import licences
from palimpsest.app.about_dialog import AboutDialog

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

PATIENCE_MS = 20_000


@pytest.fixture(autouse=True)
def _no_thread_is_left(qtbot: QtBot) -> Iterator[None]:
    yield
    qtbot.waitUntil(lambda: not any(thread.name == "licences" for thread in threading.enumerate()), timeout=PATIENCE_MS)


@pytest.fixture
def about(qtbot: QtBot) -> Iterator[AboutDialog]:
    dialog = AboutDialog(None, "cuda:0")
    with qtbot.waitActive(dialog):
        dialog.show()
    yield dialog
    dialog.close()


def items(dialog: AboutDialog) -> Iterator[QTreeWidgetItem]:
    walk = QTreeWidgetItemIterator(dialog.tree)
    while (item := walk.value()) is not None:
        yield item
        walk += 1


def test_every_entry_has_a_text(qtbot: QtBot, about: AboutDialog) -> None:
    qtbot.waitUntil(lambda: not about.gathering, timeout=PATIENCE_MS)
    seen: dict[str, str] = {}
    for item in items(about):
        about.tree.setCurrentItem(item)
        seen[item.text(0)] = about.text.document().toRawText()
    assert all(len(text) > 40 for text in seen.values())
    assert {"Versions", "Palimpsest", "Qt", "Font Hack", "Font Vollkorn", "torch"} <= set(seen)
    assert "Lesser General Public License" in seen["Qt"]
    assert "numpy" in seen["Python packages"]
    assert about.packages.childCount() == len(list(licences.packages()))


def test_it_begins_with_the_versions_and_copies_them(about: AboutDialog) -> None:
    assert about.text.document().firstBlock().text() == f"Palimpsest {palimpsest.__version__}"
    about.copy.click()
    text = QApplication.clipboard().text()
    assert text.startswith(f"Palimpsest {palimpsest.__version__}\nPython 3.")
    assert text.endswith("Model on cuda:0")


def test_closing_early_ends_the_gathering(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    go_on, asked = threading.Event(), threading.Event()

    def endless() -> Iterator[licences.Licence]:
        while True:
            asked.set()
            go_on.wait(20)
            yield licences.Licence("one")

    monkeypatch.setattr(licences, "packages", endless)
    dialog = AboutDialog()
    dialog.show()
    qtbot.waitUntil(asked.is_set, timeout=PATIENCE_MS)
    dialog.close()
    go_on.set()
