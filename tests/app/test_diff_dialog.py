"""The question about two texts: counts, keys, choices, and a thread that ends."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
import shiboken6
from PySide6.QtCore import Qt

from palimpsest.app import diff_dialog
from palimpsest.app import theme as themes
from palimpsest.app.diff_dialog import WIDE, Choice, DiffDialog
from palimpsest.app.diff_match import CancelledError

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

PATIENCE_MS = 20_000
OLD = "\n".join(f"line {number} of this text" for number in range(50))
NEW = OLD.replace("line 10 of", "line ten of").replace("line 30 of", "line thirty of")


@pytest.fixture(autouse=True)
def _no_thread_is_left(qtbot: QtBot) -> Iterator[None]:
    yield
    qtbot.waitUntil(
        lambda: not any(thread.name == "comparison" for thread in threading.enumerate()), timeout=PATIENCE_MS
    )


def open_dialog(qtbot: QtBot, old: str, new: str, *choices: Choice) -> DiffDialog:
    dialog = DiffDialog(None, themes.light, "Changed on disk", "On the page", old, "On disk", new, choices, "code")
    with qtbot.waitActive(dialog):
        dialog.show()
    return dialog


def compared(qtbot: QtBot, dialog: DiffDialog) -> None:
    qtbot.waitUntil(lambda: not dialog.comparing and not dialog.view.busy, timeout=PATIENCE_MS)


def test_changes_are_counted_and_gone_through_by_keys(qtbot: QtBot, fonts: None) -> None:
    dialog = open_dialog(qtbot, OLD, NEW)
    compared(qtbot, dialog)
    assert dialog.summary.text() == "2 changes"
    assert dialog.view.isVisible()
    for key, modifier, told in (
        (Qt.Key.Key_F7, Qt.KeyboardModifier.NoModifier, "Change 1 of 2"),
        (Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier, "Change 2 of 2"),
        (Qt.Key.Key_F7, Qt.KeyboardModifier.ShiftModifier, "Change 1 of 2"),
        (Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier, "Change 2 of 2"),
    ):
        qtbot.keyClick(dialog.view.left, key, modifier)
        assert dialog.summary.text() == told
    dialog.close()


def test_one_change_is_one(qtbot: QtBot) -> None:
    dialog = open_dialog(qtbot, "a", "b")
    compared(qtbot, dialog)
    assert dialog.summary.text() == "1 change"
    dialog.close()


def test_equal_texts_are_said_to_be_the_same(qtbot: QtBot) -> None:
    dialog = open_dialog(qtbot, OLD, OLD)
    compared(qtbot, dialog)
    assert dialog.note.isVisible()
    assert dialog.note.text() == "The two texts are the same."
    assert not dialog.next.isEnabled()
    assert not dialog.columns.isEnabled()
    dialog.close()


def test_a_choice_closes_and_is_called(qtbot: QtBot) -> None:
    called: list[str] = []
    choices = (Choice("Keep Mine", lambda: called.append("mine"), default=True), Choice("Take It", lambda: None))
    dialog = open_dialog(qtbot, OLD, NEW, *choices)
    compared(qtbot, dialog)
    assert [button.text() for button in dialog.buttons] == ["Keep Mine", "Take It"]
    assert [button.isDefault() for button in dialog.buttons] == [True, False]
    dialog.buttons[0].click()
    assert called == ["mine"]
    qtbot.waitUntil(lambda: not shiboken6.isValid(dialog), timeout=PATIENCE_MS)


def test_escape_closes_without_any_choice(qtbot: QtBot) -> None:
    called: list[str] = []
    dialog = open_dialog(qtbot, OLD, NEW, Choice("Keep Mine", lambda: called.append("mine"), default=True))
    compared(qtbot, dialog)
    qtbot.keyClick(dialog.view.left, Qt.Key.Key_Escape)
    assert not called
    qtbot.waitUntil(lambda: not shiboken6.isValid(dialog), timeout=PATIENCE_MS)


def test_wide_windows_show_two_columns_until_the_user_has_chosen(qtbot: QtBot, fonts: None) -> None:
    dialog = open_dialog(qtbot, OLD, NEW)
    compared(qtbot, dialog)
    assert not dialog.view.side_by_side
    dialog.resize(WIDE, 500)
    compared(qtbot, dialog)
    assert dialog.view.side_by_side
    assert dialog.columns.isChecked()
    dialog.columns.click()
    dialog.resize(WIDE + 100, 500)
    compared(qtbot, dialog)
    assert not dialog.view.side_by_side
    dialog.set_theme(themes.dark)
    dialog.close()


def test_progress_is_told_and_closing_ends_the_comparison(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    ended = threading.Event()

    def endless(old, new, cancelled, progress) -> None:
        progress(0.42)
        while not cancelled():
            ended.wait(0.005)
        ended.set()
        raise CancelledError

    monkeypatch.setattr(diff_dialog, "compare", endless)
    dialog = open_dialog(qtbot, OLD, NEW)
    qtbot.waitUntil(lambda: "42%" in dialog.note.text(), timeout=PATIENCE_MS)
    assert dialog.note.isVisible()
    dialog.close()
    qtbot.waitUntil(ended.is_set, timeout=PATIENCE_MS)


def test_a_comparison_that_fails_is_said_to_have_failed(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(diff_dialog, "compare", fail)
    dialog = open_dialog(qtbot, OLD, NEW)
    compared(qtbot, dialog)
    assert dialog.note.text() == "The texts could not be compared (MemoryError)."
    dialog.close()


def test_texts_of_five_megabytes(qtbot: QtBot, fonts: None) -> None:
    old = "\n".join(f"paragraph {number} " + "with some words in it " * 20 for number in range(11_000))
    new = old.replace("paragraph 5000 ", "chapter 5000 ")
    dialog = open_dialog(qtbot, old, new)
    compared(qtbot, dialog)
    assert dialog.summary.text() == "1 change"
    assert len(dialog.view.left.lines) < 200
    dialog.close()
