"""The questions about unsaved changes: answers, names, and how they stand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialogButtonBox, QLabel, QMessageBox, QWidget

from palimpsest.app import dialogs
from palimpsest.app.dialogs import MOST_NAMED

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

Button = QMessageBox.StandardButton
PATIENCE_MS = 20_000


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[QWidget]:
    window = QWidget()
    with qtbot.waitActive(window):
        window.show()
    yield window
    for box in window.findChildren(QMessageBox):
        box.reject()
    window.close()


class Answers:
    """What the question called."""

    def __init__(self, saved: bool = True) -> None:
        self.calls: list[str] = []
        self._saved = saved

    def save(self) -> bool:
        self.calls.append("save")
        return self._saved

    def go_on(self) -> None:
        self.calls.append("go on")


@pytest.mark.parametrize(
    ("button", "saved", "calls"),
    [
        (Button.Save, True, ["save", "go on"]),
        (Button.Save, False, ["save"]),
        (Button.Discard, True, ["go on"]),
        (Button.Cancel, True, []),
    ],
)
@pytest.mark.parametrize("titles", [["a.txt"], ["a.txt", "b.txt"]])
def test_answers(window: QWidget, titles, button, saved, calls) -> None:
    answers = Answers(saved)
    box = dialogs.ask_to_save_all(window, titles, answers.save, answers.go_on)
    box.button(button).click()
    assert answers.calls == calls


def test_escape_changes_nothing(qtbot: QtBot, window: QWidget) -> None:
    answers = Answers()
    box = dialogs.ask_to_save(window, "a.txt", answers.save, answers.go_on)
    qtbot.keyClick(box, Qt.Key.Key_Escape)
    assert not box.isVisible()
    assert answers.calls == []


def test_documents_are_named_up_to_a_number(window: QWidget) -> None:
    answers = Answers()
    titles = [f"{number}.txt" for number in range(MOST_NAMED + 3)]
    box = dialogs.ask_to_save_all(window, titles, answers.save, answers.go_on)
    assert box.text() == f"Save the changes to {len(titles)} documents?"
    assert titles[MOST_NAMED - 1] in box.informativeText()
    assert titles[MOST_NAMED] not in box.informativeText()
    assert "… and 3 more" in box.informativeText()
    assert box.button(Button.Save).text() == "Save All"


def test_names_are_text_and_long_ones_are_shortened(window: QWidget) -> None:
    answers = Answers()
    box = dialogs.ask_to_save(window, "<b>bold</b>.txt", answers.save, answers.go_on)
    assert box.textFormat() is Qt.TextFormat.PlainText
    assert box.text() == "Save the changes to <b>bold</b>.txt?"
    long = dialogs.ask_to_save(window, "begin" + "x" * 300 + "end.txt", answers.save, answers.go_on)
    assert long.text().startswith("Save the changes to begin")
    assert long.text().endswith("end.txt?")
    assert long.width() < 700


def test_text_and_buttons_stand_below_each_other(qtbot: QtBot, window: QWidget) -> None:
    answers = Answers()
    box = dialogs.ask_to_save(window, "a.txt", answers.save, answers.go_on)
    qtbot.waitUntil(box.isVisible, timeout=PATIENCE_MS)
    parts = [*box.findChildren(QLabel), box.findChild(QDialogButtonBox)]
    lefts = {part.mapTo(box, part.rect().topLeft()).x() for part in parts if part is not None and part.isVisible()}
    assert len(lefts) == 1


def test_about_is_one_dialog_for_each_window(qtbot: QtBot, window: QWidget) -> None:
    first = dialogs.show_about(window, "cpu")
    assert first.isVisible()
    assert dialogs.show_about(window) is first
    qtbot.waitUntil(lambda: not first.gathering, timeout=PATIENCE_MS)
    first.close()
