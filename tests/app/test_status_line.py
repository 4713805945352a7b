"""The status line: every field says what it is, every button asks for its thing, nothing is cut."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from palimpsest.app.memory import Usage
from palimpsest.app.status_line import StatusLine
from palimpsest.engine.request import ModelInfo

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

PATIENCE_MS = 20_000
BUTTONS = ("place", "counts", "indentation", "encoding", "line_ends", "language", "spelling", "model")


@pytest.fixture
def status(qtbot: QtBot) -> StatusLine:
    status = StatusLine()
    qtbot.addWidget(status)
    status.show_run("pass 7 of 24")
    status.show_place(12, 33, 5)
    status.show_counts(1234)
    status.show_indentation(False, 4)
    status.show_encoding("UTF-8")
    status.show_line_ends("\n")
    status.show_language("Markdown")
    status.show_spelling("en_GB")
    status.show_model(ModelInfo("embedded", "cuda:0", 1, 2, False))
    status.show_memory(Usage(1200 << 20, 6 << 30, 24 << 30))
    status.resize(1600, status.sizeHint().height())
    status.show()
    return status


def fields(status: StatusLine) -> list[QWidget]:
    """Everything that is seen, from the left, but the message."""
    every = [*status.findChildren(QLabel), *status.findChildren(QPushButton)]
    seen = [field for field in every if not field.isHidden() and field is not status.message]
    return sorted(seen, key=lambda field: field.x())


def test_what_the_fields_say(status: StatusLine) -> None:
    assert status.place.text() == "Ln 12, Col 33 · 5 selected"
    status.show_place(1, 2, 0)
    assert status.place.text() == "Ln 1, Col 2"
    many = QLocale().toString(1234)
    assert status.counts.text() == f"{many} words"
    for words, selected, text in ((1, None, "1 word"), (1234, 12, f"12 of {many} words"), (None, None, "")):
        status.show_counts(words, selected)
        assert status.counts.text() == text
    assert status.indentation.text() == "Spaces: 4"
    status.show_indentation(True, 8)
    assert status.indentation.text() == "Tabs: 8"
    for newline, text in (("\n", "LF"), ("\r\n", "CRLF"), ("\r", "CR")):
        status.show_line_ends(newline)
        assert status.line_ends.text() == text
    status.show_line_ends("\r\n", mixed=True)
    assert status.line_ends.text() == "mixed"
    assert (status.model.text(), status.device.text()) == ("embedded", "cuda:0")
    status.show_model(None, "opening 40%")
    assert (status.model.text(), status.device.isHidden()) == ("opening 40%", True)


def test_memory(status: StatusLine) -> None:
    assert status.memory.text() == "1.2 GB · GPU 6.0 GB"
    assert "24.0 GB" in status.memory.toolTip()
    status.show_memory(Usage(640 << 20))
    assert status.memory.text() == "640 MB"
    assert "GPU" not in status.memory.toolTip()
    status.show_memory(Usage())
    assert status.memory.isHidden()


@pytest.mark.parametrize("name", BUTTONS)
def test_a_button_asks_by_mouse_and_by_key(qtbot: QtBot, status: StatusLine, name: str) -> None:
    button: QPushButton = getattr(status, name)
    assert button.accessibleName().endswith(f": {button.text()}")
    assert button.toolTip()
    assert button.focusPolicy() is Qt.FocusPolicy.TabFocus
    with qtbot.waitSignal(getattr(status, f"{name}_clicked"), timeout=PATIENCE_MS):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(getattr(status, f"{name}_clicked"), timeout=PATIENCE_MS):
        qtbot.keyClick(button, Qt.Key.Key_Space)


def test_a_narrow_window_hides_the_least_important_and_cuts_nothing(status: StatusLine) -> None:
    order = [status.memory, status.device, status.spelling, status.indentation, status.line_ends, status.counts]
    order += [status.encoding, status.language, status.model, status.place]
    hidden_before: set[str] = set()
    for width in range(1600, 0, -10):
        status.resize(width, status.height())
        layout = status.layout()
        assert layout is not None
        layout.activate()
        hidden = [field.objectName() for field in order if field.isHidden()]
        assert hidden == [field.objectName() for field in order][: len(hidden)]
        assert hidden_before <= set(hidden)
        hidden_before = set(hidden)
        seen = fields(status)
        for field in seen:
            if field is not status.run_state:
                assert field.width() >= field.sizeHint().width(), (width, field.objectName())
        for field, after in pairwise(seen):
            assert field.geometry().right() < after.x()
        if len(seen) > 1:
            assert seen[-1].geometry().right() <= width
    assert len(hidden_before) == len(order)
    status.resize(1600, status.height())
    assert not any(field.isHidden() for field in order)


def test_it_does_not_hold_the_window_wide(status: StatusLine) -> None:
    assert status.minimumSizeHint().width() == 0


def test_a_message_goes_by_itself_and_a_lasting_one_stays(qtbot: QtBot, status: StatusLine) -> None:
    status.show_message("Saved.", 1)
    assert status.message.text() == "Saved."
    qtbot.waitUntil(lambda: status.message.text() == "", timeout=PATIENCE_MS)
    status.show_message("Saved.", 1)
    status.show_message("Looking for files", 0)
    status.show_message("Found them", 0)
    assert status.message.text() == "Found them"
    assert status.message.toolTip() == "Found them"


def test_without_anything_to_say_nothing_is_seen(qtbot: QtBot) -> None:
    status = StatusLine()
    qtbot.addWidget(status)
    status.resize(800, 24)
    status.show()
    assert fields(status) == []


def test_while_a_run_works_what_stands_beside_it_stands_still(status: StatusLine) -> None:
    layout = status.layout()
    assert layout is not None

    def places(summary: str, numbers: str, working: bool = True) -> list[int]:
        status.show_run(summary, numbers, working)
        layout.activate()
        return [field.x() for field in fields(status)]

    status.resize(700, status.height())
    wide = places("pass 17 of 24", "1,204 tok/s · GPU 100%")
    assert status.run_state.text() == "pass 17 of 24 · 1,204 tok/s · GPU 100%"
    assert places("pass 18 of 24", "9.5 tok/s") == wide
    assert places("stopping", "") == wide
    assert len(places("draft", "", False)) >= len(wide)
    assert status.run_state.width() < status.fontMetrics().horizontalAdvance("pass 17 of 24")
    places("", "41 tok/s", False)
    assert status.run_state.isHidden()
