"""Plays a film back in the real editor window, unseen, and takes a picture of every pass."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from PIL import Image
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
from palimpsest.app.regenerate.run import RunState
from palimpsest.app.settings import Settings
from palimpsest.app.settings_store import SettingsStore
from palimpsest.engine.request import Finished, ModelInfo

if TYPE_CHECKING:
    from PySide6.QtCore import SignalInstance

    from palimpsest.app.regenerate.film import Film, ThemeName
    from palimpsest.app.window import Window
    from palimpsest.engine.request import Event, InfillRequest

MessageHandler = Callable[[QtMsgType, QMessageLogContext, str], object]

SIZE = (960, 600)
PASS_MS = 90
PROMPT_MS = 700
PROPOSED_MS = 1100
HOLD_MS = 1500
"""How long the first and the last picture stand."""
PATIENCE_MS = 10_000
"""The window draws within a frame; this is only so that a fault ends as an error and not as a wait."""

EXPECTED_MESSAGES = ("does not support propagateSizeHints()", "OpenType support missing for")


@dataclass(frozen=True, slots=True)
class Frame:
    """One picture of the film and how long it stands."""

    image: Image.Image
    milliseconds: int


class Replay:
    """An engine that repeats what a film recorded, one event for every `step`, however slow the drawing is."""

    def __init__(self, film: Film) -> None:
        self.info = film.info or ModelInfo(
            name=film.outcome.model if isinstance(film.outcome, Finished) else "",
            device="",
            parameters=0,
            canvas_length=0,
            follows_instructions=True,
        )
        self._film = film
        self._next = threading.Semaphore(0)

    def step(self) -> None:
        """Let one more event go."""
        self._next.release()

    def infill(self, request: InfillRequest, cancelled: threading.Event) -> Iterator[Event]:
        """What the recorded run yielded; `request` is only what the window made of the same span."""
        for event in (*self._film.passes, *((self._film.outcome,) if self._film.outcome else ())):
            while not self._next.acquire(timeout=0.05):
                if cancelled.is_set():
                    return
            yield event


def shoot(film: Film, theme: ThemeName = "light", size: tuple[int, int] = SIZE) -> list[Frame]:
    """The editor doing the run: the selection, the prompt bar, every pass, the proposal, the accepted text.

    Has to be called in the main thread. Without an application yet, one is made that needs no display; the
    user's settings and files are neither read nor written. Raises `TimeoutError` if the window stands still.
    """
    replay = Replay(film)
    with TemporaryDirectory() as folder, _window(replay, theme, size) as window:
        _open(window, film, Path(folder))
        _select(window, film.request)
        highlighter = window.page.aids.highlighter
        _wait(highlighter.idle, lambda: highlighter.settled)
        frames = [_picture(window, HOLD_MS)]
        window.commands["regenerate.prompt"].trigger()
        window.prompt_bar.instruction.setText(film.request.instruction)
        frames.append(_picture(window, PROMPT_MS))
        window.commands["regenerate.start"].trigger()
        run = window.run
        if run is None:
            raise RuntimeError("The window did not start the run.")
        for recorded in film.passes:
            replay.step()
            _wait(run.changed, lambda recorded=recorded: run.latest is recorded)
            frames.append(_picture(window, PASS_MS))
        if film.outcome is not None:
            replay.step()
            _wait(run.changed, lambda: not run.working)
            frames.append(_picture(window, PROPOSED_MS))
        if run.state is RunState.PROPOSED:
            window.commands["regenerate.accept"].trigger()
            frames.append(_picture(window, HOLD_MS))
        return frames


@contextmanager
def _window(replay: Replay, theme: ThemeName, size: tuple[int, int]) -> Iterator[Window]:
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
    width, height = size
    settings = Settings(theme=theme, width=width, height=height, spelling=False)
    desk = Desk(app, lambda model, progress: replay, SettingsStore(settings))
    window = desk.open_window()
    window.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    window.show()
    try:
        desk.bridge.warm_up()
        _wait(desk.bridge.ready, lambda: desk.bridge.info is not None)
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


def _open(window: Window, film: Film, folder: Path) -> None:
    """Show the film's document under its own name, from a copy that lasts as long as the film is taken."""
    path = folder / (Path(film.request.name).name or "Untitled")
    path.write_bytes(film.request.text.encode("utf-8", "replace"))
    if not window.files.open_path(path):
        raise ValueError("The document of this film is none that the editor opens.")


def _select(window: Window, request: InfillRequest) -> None:
    """Select the span, in the middle of the page where there is room."""
    start, end = (
        window.document.to_position(len(_lines(request.text[:place]))) for place in (request.start, request.end)
    )
    cursor = window.editor.textCursor()
    cursor.setPosition(start)
    cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
    window.editor.setTextCursor(cursor)
    window.editor.centerCursor()


def _lines(text: str) -> str:
    """The text as a document holds it: every line ends in "\\n"."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _wait(changed: SignalInstance, done: Callable[[], bool]) -> None:
    """Let the window work until `done`, which is asked whenever `changed` is emitted."""
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
        raise TimeoutError("The editor stood still while its film was taken.")


def _picture(window: Window, milliseconds: int) -> Frame:
    """The window as it is drawn now."""
    QApplication.sendPostedEvents()  # pending layouts; grab() draws, it does not wait for them
    shot = window.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    data = bytes(shot.constBits())
    image = Image.frombytes("RGB", (shot.width(), shot.height()), data, "raw", "RGB", shot.bytesPerLine(), 1)
    return Frame(image, milliseconds)
