"""A real editor window that nobody sees, on which films are shot; nothing of the user's is read or written."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QEventLoop,
    QMessageLogContext,
    Qt,
    QTimer,
    QtMsgType,
    qInstallMessageHandler,
)
from PySide6.QtGui import QImage, QTextCursor
from PySide6.QtWidgets import QApplication

from palimpsest.app import fonts
from palimpsest.app.desk import Desk
from palimpsest.app.regenerate.film import FilmError
from palimpsest.app.regenerate.film_frame import Frame
from palimpsest.app.settings import Settings
from palimpsest.app.settings_store import SettingsStore

if TYPE_CHECKING:
    from PySide6.QtCore import SignalInstance

    from palimpsest.app.regenerate.film_look import Look
    from palimpsest.app.window import Window
    from palimpsest.engine.request import Engine

MessageHandler = Callable[[QtMsgType, QMessageLogContext, str], object]

PATIENCE_MS = 30_000
"""The window draws within a frame; this is only so that a fault ends as an error and not as a wait."""

EXPECTED_MESSAGES = (
    "does not support propagateSizeHints()",
    "does not support raise()",
    "does not support grabbing the keyboard",
    "OpenType support missing for",
)


@contextmanager
def stage(engine: Engine, look: Look) -> Iterator[Window]:
    """A window of the size and theme of `look`, whose model is `engine`; without an application one is made.

    Has to be used in the main thread. An application that is there already wears the theme of the film until the
    end. Raises `FilmError` if the window stands still.
    """
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        app = QApplication(["palimpsest"])
        app.setStyle("Fusion")
    fonts.load(app)
    told = qInstallMessageHandler(None)
    qInstallMessageHandler(_without_expected(told))
    flash, palette, style = app.cursorFlashTime(), app.palette(), app.styleSheet()
    app.setCursorFlashTime(0)  # a caret that blinks would be in some pictures and not in others
    size = look.size
    settings = Settings(
        theme=look.picture_theme, width=size.width, height=size.height, zoom_percent=size.zoom, spelling=False
    )
    desk = Desk(app, lambda model, progress: engine, SettingsStore(settings))
    # What this process takes says nothing about the run, and would come and go between two pictures.
    desk.memory.stop()
    window = desk.open_window()
    window.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    # Also where the prompt bar would rather have more: all pictures are of one size.
    window.setFixedSize(size.width, size.height)
    window.show()
    try:
        desk.bridge.warm_up()
        wait(desk.bridge.ready, lambda: desk.bridge.info is not None)
        yield window
    finally:
        window.leave()
        desk.bridge.close(PATIENCE_MS / 1000)
        for each in (window, desk):
            each.deleteLater()
            # At once, so that none of its timers goes off where nothing is left to be done.
            QCoreApplication.sendPostedEvents(each, QEvent.Type.DeferredDelete)
        app.setCursorFlashTime(flash)
        app.setPalette(palette)
        app.setStyleSheet(style)
        qInstallMessageHandler(told)


def show_document(window: Window, text: str, name: str, folder: Path) -> None:
    """Show a text under the name of a file, from a copy in `folder`. Raises `FilmError`."""
    path = folder / (Path(name).name or "Untitled")
    path.write_bytes(text.encode("utf-8", "replace"))
    if not window.files.open_path(path):
        raise FilmError("The document of this film is none that the editor opens.")


def position_of(window: Window, text: str, place: int) -> int:
    """Where a place of the text that is shown, in code points, is in the editor."""
    before = text[:place].replace("\r\n", "\n").replace("\r", "\n")  # as a document holds it
    return window.document.to_position(len(before))


def select(window: Window, text: str, start: int, end: int) -> None:
    """Select a span of the text that is shown, code points, in the middle of the page where there is room."""
    cursor = window.editor.textCursor()
    cursor.setPosition(position_of(window, text, start))
    cursor.setPosition(position_of(window, text, end), QTextCursor.MoveMode.KeepAnchor)
    window.editor.setTextCursor(cursor)
    window.editor.centerCursor()


def aim(window: Window, text: str, start: int, end: int) -> int:
    """Select a span, and return where the page has to be scrolled to.

    There the span is seen over the prompt bar, too, and if possible nothing moves when the bar comes and goes.
    """
    page = window.editor.verticalScrollBar()
    QApplication.sendPostedEvents()
    most = page.maximum()
    window.regeneration.prompt()
    QApplication.sendPostedEvents()  # the bar takes its room
    select(window, text, start, end)
    scroll = page.value()
    page.setValue(min(scroll, most))
    if window.editor.cursorRect().bottom() <= window.editor.viewport().height():
        scroll = page.value()
    window.regeneration.discard()
    QApplication.sendPostedEvents()
    highlighter = window.page.aids.highlighter
    wait(highlighter.idle, lambda: highlighter.settled)
    return scroll


def frame_of(shot: QImage, milliseconds: int) -> Frame:
    """A picture of the film from one of Qt's."""
    shot = shot.convertToFormat(QImage.Format.Format_RGB888)
    row, data = 3 * shot.width(), bytes(shot.constBits())
    if (padded := shot.bytesPerLine()) != row:
        data = b"".join(data[start : start + row] for start in range(0, len(data), padded))
    return Frame.of(data, (shot.width(), shot.height()), milliseconds)


def wait(changed: SignalInstance, done: Callable[[], bool]) -> None:
    """Let the window work until `done`, which is asked whenever `changed` is emitted. Raises `FilmError`."""
    if done():
        return
    loop = QEventLoop()

    def ask(*_: object) -> None:
        if done():
            loop.quit()

    changed.connect(ask)
    timer = QTimer()
    timer.setSingleShot(True)
    timer.timeout.connect(lambda: loop.exit(1))
    timer.start(PATIENCE_MS)
    late = loop.exec()
    changed.disconnect(ask)
    if late:
        raise FilmError("The editor stood still while its film was taken. Try again.")


def _without_expected(told: MessageHandler | None) -> MessageHandler:
    """Qt's messages, less those that only say that this is no real screen, or that noise has no font."""

    def tell(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
        if any(part in message for part in EXPECTED_MESSAGES):
            return
        if told is not None:
            told(kind, context, message)
        else:
            print(message, file=sys.stderr)

    return tell
