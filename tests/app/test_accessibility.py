"""Everybody can work every screen: names, roles, the Tab key, its order, a visible focus; and news are read out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import audit
import pytest
from PySide6.QtGui import QAccessible, QTextCursor
from PySide6.QtWidgets import QDialog, QListWidget, QWidget
from scripted import ScriptedEngine
from windows import PATIENCE_MS, select, wait_for

from palimpsest.app import announce as announcing
from palimpsest.app.crash_dialog import CrashDialog, Seen
from palimpsest.app.documents.document import Document
from palimpsest.app.documents.recovery import RestoredPage
from palimpsest.app.documents.session import PageState
from palimpsest.app.faults import Fault
from palimpsest.app.recovery_dialog import RecoveryDialog
from palimpsest.app.settings_dialog import SettingsDialog
from palimpsest.app.versions_dialog import VersionsDialog
from palimpsest.engine.request import Failed

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot
    from windows import OpenWindow

    from palimpsest.app.window import Window

pytestmark = pytest.mark.qt_log_ignore("raise\\(\\)", "propagateSizeHints", extend=True)

TEXT = "On the table stood a small brown cup. Nobody looked at it.\n"
THEMES = pytest.mark.parametrize("theme", ["light", "dark"])


def at_rest(qtbot: QtBot, window: Window) -> None:
    """Nothing but the page."""


def finding(qtbot: QtBot, window: Window) -> None:
    window.commands["edit.replace"].trigger()
    qtbot.keyClicks(window.find_bar.line, "o")
    qtbot.waitUntil(window.find_bar.all_button.isEnabled, timeout=PATIENCE_MS)


def proposing(qtbot: QtBot, window: Window) -> None:
    select(window, 19, 36)
    window.commands["regenerate.start"].trigger()
    wait_for(qtbot, window, "proposed")


def asking(qtbot: QtBot, window: Window) -> None:
    window.notice.say("It was changed by another program.", "question", [("Show", int), ("Take", int), ("Save", int)])


def several_pages(qtbot: QtBot, window: Window) -> None:
    for text in ("Changed. ", "not so new"):
        window.editor.insertPlainText(text)
        window.files.new()
    assert len(window.pages) == 3
    window.step_page(-1)


def everything_at_once(qtbot: QtBot, window: Window) -> None:
    several_pages(qtbot, window)
    finding(qtbot, window)
    window.step_page(-1)
    asking(qtbot, window)
    proposing(qtbot, window)


STATES = [at_rest, finding, proposing, asking, several_pages, everything_at_once]


@THEMES
@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
def test_the_window(qtbot: QtBot, open_window: OpenWindow, theme: str, state: Callable[[QtBot, Window], None]) -> None:
    window = open_window(None, "--theme", theme, text=TEXT)
    qtbot.waitUntil(lambda: window.desk.bridge.info is not None, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: bool(window.status.counts.text()), timeout=PATIENCE_MS)
    state(qtbot, window)
    assert audit.faults(qtbot, window) == []


def test_menus_have_names_and_letters(open_window: OpenWindow) -> None:
    window = open_window(text="")
    letters = [action.text()[action.text().index("&") + 1].lower() for action in window.menuBar().actions()]
    assert len(set(letters)) == len(letters)
    spoken = QAccessible.queryAccessibleInterface(window.menuBar())
    assert spoken.role() == QAccessible.Role.MenuBar
    assert [spoken.child(at).text(QAccessible.Text.Name) for at in range(spoken.childCount())] == [
        action.text().replace("&", "") for action in window.menuBar().actions()
    ]


def test_the_page_is_a_text_and_its_words_are_the_documents(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window(ScriptedEngine(["a lamp"]), text=TEXT)
    proposing(qtbot, window)
    spoken = QAccessible.queryAccessibleInterface(window.editor)
    assert spoken.role() == QAccessible.Role.EditableText
    assert spoken.text(QAccessible.Text.Name) == "Page"
    assert "a lamp" not in spoken.text(QAccessible.Text.Value)


# Dialogs


def only_dialog(window: Window) -> QDialog:
    (dialog,) = [each for each in window.findChildren(QDialog) if each.isVisible()]
    return dialog


def with_changes(window: Window) -> None:
    window.files.ask_about([window.page], int)


def with_crash(window: Window) -> None:
    fault = Fault("ValueError", "Traceback …", "ValueError file:1", ("file",), "")
    CrashDialog([Seen(fault)], "All texts are kept.", window).show()


def with_recovery(window: Window) -> None:
    document = Document()
    QTextCursor(document.buffer).insertText("typed")
    state = PageState(document.id, window.document.path, modified=True, title="story.txt")
    pages = (
        RestoredPage(state, document, True, datetime.now(UTC)),
        RestoredPage(state, window.document, True, datetime.now(UTC), conflict=True),
    )
    RecoveryDialog(pages, window.desk.theme, "crash.log", window).show()


DIALOGS: dict[str, Callable[[Window], object]] = {
    **{
        name: lambda window, name=name: window.commands[name].trigger()
        for name in ("help.about", "help.keys", "model.manage", "document.compare", "document.versions")
    },
    "ask_to_save": with_changes,
    "crash": with_crash,
    "recovery": with_recovery,
}


@THEMES
@pytest.mark.parametrize("name", DIALOGS)
def test_dialogs(qtbot: QtBot, open_window: OpenWindow, story: Path, theme: str, name: str) -> None:
    window = open_window(None, "--theme", theme, str(story))
    window.editor.insertPlainText("My ")
    qtbot.waitUntil(lambda: window.desk.bridge.info is not None, timeout=PATIENCE_MS)
    DIALOGS[name](window)
    dialog = only_dialog(window)
    with qtbot.waitActive(dialog):
        dialog.activateWindow()
    if isinstance(dialog, VersionsDialog):
        qtbot.waitUntil(lambda: not dialog.busy, timeout=PATIENCE_MS)
    assert dialog.windowTitle()
    assert audit.faults(qtbot, dialog) == []
    dialog.close()


@THEMES
def test_every_page_of_the_settings(qtbot: QtBot, open_window: OpenWindow, theme: str) -> None:
    window = open_window(None, "--theme", theme, text="")
    window.commands["view.settings"].trigger()
    dialog = only_dialog(window)
    assert isinstance(dialog, SettingsDialog)
    with qtbot.waitActive(dialog):
        dialog.activateWindow()
    groups = dialog.findChild(QListWidget, "groups")
    assert groups is not None
    faults = []
    for row in range(groups.count()):
        groups.setCurrentRow(row)
        faults += [f"{groups.item(row).text()}: {fault}" for fault in audit.faults(qtbot, dialog)]
    dialog.close()
    assert faults == []


@THEMES
@pytest.mark.parametrize("command", ["view.palette", "edit.go_to_line", "document.encoding", "document.language"])
def test_what_floats_over_the_page(
    qtbot: QtBot, open_window: OpenWindow, story: Path, theme: str, command: str
) -> None:
    window = open_window(None, "--theme", theme, str(story))
    window.commands[command].trigger()
    box: QWidget = window.go_to_line if command == "edit.go_to_line" else window.palette_box
    assert box.isVisible()
    assert audit.nameless(box) == []
    # It has the keyboard, and is gone when that goes elsewhere; the list is led by the arrows of the line above it.
    assert box.isAncestorOf(window.focusWidget())
    assert {*audit.controls(box)} <= {window.focusWidget(), window.palette_box.list}


# What is read out


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What a screen reader is told; for the system it is told only where one listens."""
    sentences: list[str] = []
    monkeypatch.setattr(QAccessible, "isActive", lambda: True)
    monkeypatch.setattr(QAccessible, "updateAccessibility", lambda event: sentences.append(event.message()))
    assert announcing.QAccessible is QAccessible
    return sentences


def test_a_run_is_heard_from_start_to_end(qtbot: QtBot, open_window: OpenWindow, heard: list[str]) -> None:
    window = open_window(ScriptedEngine(passes=9), text=TEXT)
    proposing(qtbot, window)
    window.commands["regenerate.next"].trigger()
    window.commands["regenerate.accept"].trigger()
    assert heard == [
        "Regenerating. The page keeps the original until you accept.",
        "2 drafts. Enter accepts, Escape discards. Draft 1: a quiet lamp",
        "Draft 2 of 2: an old map",
        "Accepted.",
    ]


def test_a_failed_run_is_heard_once(qtbot: QtBot, open_window: OpenWindow, heard: list[str]) -> None:
    window = open_window(ScriptedEngine(failure=Failed("There was not enough memory.", "Select less.")), text=TEXT)
    select(window, 0, 2)
    window.commands["regenerate.start"].trigger()
    wait_for(qtbot, window, "failed")
    assert heard.count("There was not enough memory. Select less.") == 1


def test_a_notice_is_heard_once(open_window: OpenWindow, heard: list[str]) -> None:
    window = open_window(text=TEXT)
    for _ in range(2):
        window.tell("The disk is full.")
    assert heard == ["The disk is full."]


def test_an_empty_search_is_heard(qtbot: QtBot, open_window: OpenWindow, heard: list[str]) -> None:
    window = open_window(text=TEXT)
    window.commands["edit.find"].trigger()
    qtbot.keyClicks(window.find_bar.line, "zebra")
    qtbot.waitUntil(lambda: heard[-1:] == ["No results"], timeout=PATIENCE_MS)
