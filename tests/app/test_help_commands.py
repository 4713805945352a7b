"""What the Help menu does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from windows import PATIENCE_MS

from palimpsest.app.about_dialog import AboutDialog
from palimpsest.app.commands import COMMANDS
from palimpsest.app.keys_page import KeysPage
from palimpsest.resources import samples

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot
    from windows import OpenWindow


def test_the_sample_is_a_page_without_a_file(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window(text="")
    qtbot.keyClicks(window.editor, "mine")
    window.commands["help.sample"].trigger()
    assert [page.document.text() for page in window.pages] == ["mine", samples.welcome().text]
    assert not window.document.modified
    assert window.document.path is None
    assert window.status.language.text() == "Markdown"


def test_about_tells_the_device(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window(text="")
    qtbot.waitUntil(lambda: window.desk.bridge.info is not None, timeout=PATIENCE_MS)
    window.commands["help.about"].trigger()
    window.commands["help.about"].trigger()
    (dialog,) = window.findChildren(AboutDialog)
    assert dialog.isVisible()
    dialog.close()


def test_all_keys_are_those_in_force(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window(text="")
    window.desk.settings.set("keys", {"file.new": ["Ctrl+Alt+7"]})
    window.commands["help.keys"].trigger()
    (page,) = [each for each in window.findChildren(KeysPage) if each.isVisible()]
    texts = "\n".join(_texts(page))
    assert "Ctrl+Alt+7" in texts
    assert all(command.shown_title in texts for command in COMMANDS)
    page.close()


def _texts(page: KeysPage) -> list[str]:
    from PySide6.QtWidgets import QLabel, QTextBrowser, QTreeWidget, QTreeWidgetItemIterator

    found = [label.text() for label in page.findChildren(QLabel)]
    found += [browser.toPlainText() for browser in page.findChildren(QTextBrowser)]
    for tree in page.findChildren(QTreeWidget):
        items = QTreeWidgetItemIterator(tree)
        while (item := items.value()) is not None:
            found += [item.text(column) for column in range(tree.columnCount())]
            items += 1
    return found
