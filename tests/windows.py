"""What tests do with a window: open one on a scripted engine, select, wait for a run to come somewhere."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QMessageBox, QPushButton

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from palimpsest.app.regenerate.run import Run
    from palimpsest.app.window import Window

    OpenWindow = Callable[..., Window]

PATIENCE_MS = 20_000


def select(window: Window, start: int, end: int) -> None:
    """Select [start, end), in the editor's positions."""
    cursor = window.editor.textCursor()
    cursor.setPosition(start)
    cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
    window.editor.setTextCursor(cursor)


def wait_for(qtbot: QtBot, window: Window, state: str, number: int | None = None) -> Run:
    """Let events flow until the window's run is in `state` (and shows pass `number`); returns the run."""

    def there() -> bool:
        run = window.run
        if run is None or run.state != state:
            return False
        return number is None or (run.latest is not None and run.latest.number == number)

    qtbot.waitUntil(there, timeout=PATIENCE_MS)
    assert window.run is not None
    return window.run


def question(window: Window) -> QMessageBox:
    """The question about unsaved changes that is on the screen."""
    boxes = [box for box in window.findChildren(QMessageBox) if box.isVisible()]
    assert len(boxes) == 1
    return boxes[0]


def choose(qtbot: QtBot, window: Window, label: str) -> None:
    """Take the row of this name in the palette that is open."""
    box = window.palette_box
    assert box.isVisible()
    box.line.setText(label)
    (found,) = box.list.findItems(label, Qt.MatchFlag.MatchExactly)
    box.list.setCurrentItem(found)
    qtbot.keyClick(box.line, Qt.Key.Key_Return)


def offered(window: Window) -> list[str]:
    """What the buttons of the notice on the screen say."""
    return [button.text() for button in window.notice.buttons if not button.isHidden()]


def press_button(window: Window, label: str) -> None:
    """Press the button of the notice that says so."""
    (button,) = [each for each in window.notice.buttons if not each.isHidden() and each.text() == label]
    assert isinstance(button, QPushButton)
    button.click()
