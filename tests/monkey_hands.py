"""What a monkey does with a window: press keys, choose commands, wait; all by one sequence of random numbers."""

from __future__ import annotations

import random
import time
from collections import Counter, deque
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from monkey_truth import Truth
from PySide6.QtCore import QCoreApplication, QEventLoop, Qt, QTimer
from PySide6.QtGui import QInputMethodEvent, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QMenu, QMessageBox

if TYPE_CHECKING:
    import pytest
    from monkey_engine import WildEngine
    from PySide6.QtWidgets import QWidget

    from palimpsest.app.editor.text_editor import TextEditor
    from palimpsest.app.page import Page
    from palimpsest.app.regenerate.run import Run
    from palimpsest.app.window import Window

PATIENCE_S = 20.0
KINDS = (".txt", ".md", ".py", ".json")

_T = TypeVar("_T")


class Hands:
    """On one window after another. What was done last is in `done`, in words; `seen` counts what came of it."""

    window: Window
    engine: WildEngine

    def __init__(self, seed: int, truth: Truth, monkeypatch: pytest.MonkeyPatch) -> None:
        self.menu: QMenu | None = None
        """What the last action has opened, but for the screen."""
        monkeypatch.setattr(QMenu, "popup", lambda menu, *_: setattr(self, "menu", menu))
        self.random = random.Random(seed)
        self.truth = truth
        self.done: deque[str] = deque(maxlen=40)
        self.seen: Counter[str] = Counter()

    @property
    def page(self) -> Page:
        return self.window.page

    @property
    def editor(self) -> TextEditor:
        return self.window.editor

    @property
    def last(self) -> int:
        """The last position of the text."""
        return self.page.document.buffer.characterCount() - 1

    def note(self, what: str) -> None:
        """Remember what is being done."""
        self.done.append(what)

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def one_of(self, choices: Iterable[_T]) -> _T:
        choice = self.random.choice(tuple(choices))
        if isinstance(choice, str | Path):
            self.note(f"  {str(choice)!r}")
        return choice

    # Keys and commands

    def focus(self) -> None:
        self.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def select(self, start: int, end: int) -> None:
        """A range of positions; each as Qt would have it, which lets nobody stand between two halves of a character."""
        buffer = self.page.document.buffer
        start, end = (place - ("\udc00" <= buffer.characterAt(place) <= "\udfff") for place in (start, end))
        self.note(f"  select {start}:{end}")
        cursor = self.editor.textCursor()
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        self.editor.setTextCursor(cursor)

    def commit(self, widget: QWidget, text: str) -> None:
        """Write as an input method does in the end; Qt's own `keyClicks` knows only what has a key."""
        event = QInputMethodEvent()
        event.setCommitString(text)
        QApplication.sendEvent(widget, event)

    def command(self, name: str) -> None:
        self.window.commands[name].trigger()

    def command_by_key(self, name: str) -> None:
        """Through the command's key now and then, if it has one."""
        keys = self.window.commands[name].shortcuts()
        if keys and keys[0].count() == 1 and self.chance(0.3):
            QTest.keyClick(self.editor, keys[0][0].key(), keys[0][0].keyboardModifiers())  # pyright: ignore[reportIndexIssue]
        else:
            self.command(name)

    def one_step(self, do: Callable[[], object], look: float = 0.5) -> None:
        """Do what has to be one undo step, and see whether it is; not always, for looking ends what stands there."""
        page = self.page
        document = page.document
        before = document.text()
        do()
        after = document.text()
        if after == before or not self.chance(look):
            return
        self.focus()
        if self.chance(0.3):
            self.note("  type after it, and undo")
            QTest.keyClicks(page.editor, "x")
            # Written over another, it may have changed nothing.
            if document.text() != after:
                page.editor.undo()
            assert document.text() == after, "what was typed after a command is no step of its own"
        page.editor.undo()
        assert document.text() == before, "one command is more, or less, than one undo step"
        page.editor.redo()
        assert document.text() == after
        self.seen["undone and redone"] += 1

    def pick(self, command: str) -> None:
        """Choose any row of what a command offers."""
        self.command(command)
        line = self.window.palette_box.line
        for _ in range(self.random.randint(0, 8)):
            QTest.keyClick(line, Qt.Key.Key_Down)
        QTest.keyClick(line, Qt.Key.Key_Return if self.chance(0.9) else Qt.Key.Key_Escape)

    def answer_question(self) -> None:
        """Whether changes are to be saved."""
        buttons = QMessageBox.StandardButton
        for box in self.window.findChildren(QMessageBox, "ask_to_save"):
            if box.isVisible():
                button = box.button(self.one_of((buttons.Save, buttons.Discard, buttons.Cancel)))
                self.note(f"  {button.text()}")
                button.click()

    def close_dialogs(self) -> None:
        for dialog in self.window.findChildren(QDialog):
            if dialog.isVisible():
                dialog.close()

    def some_file(self) -> Path:
        """One of a few files of the user, there or not; not one that is open in another tab."""
        taken = {page.document.path for page in self.window.pages if page is not self.page}
        names = [self.truth.folder / f"{name}{kind}" for name in "abc" for kind in KINDS]
        path = self.one_of([path for path in names if path not in taken])
        self.truth.files.setdefault(path, None)
        return path

    # Waiting

    def let(self, done: Callable[[], _T | None], at_least: float = 0.0) -> _T:
        """Let events flow, for so many seconds at least, until `done` gives something."""
        begun = time.monotonic()
        beat = QTimer(interval=2)
        beat.start()
        while not (result := done()) or time.monotonic() < begun + at_least:
            assert time.monotonic() < begun + PATIENCE_S, "what was waited for did not come"
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        beat.stop()
        return result

    # Runs

    def working(self) -> list[Run]:
        """The runs that the engine is, or will be, at."""
        return [page.run for page in self.window.pages if page.run is not None and page.run.working]

    def step_engine(self) -> None:
        """One pass of the run that the engine is at; one that was given up it leaves by itself."""
        run = self.let(self._in_the_engine)
        before = run.latest
        if not run.stopping:
            self.engine.step()
        self.let(lambda: not run.working or run.latest is not before)
        latest = run.latest
        if latest is not None and (latest.number, latest.canvas) == (latest.limit, latest.canvases):
            self.let(lambda: not run.working)

    def _in_the_engine(self) -> Run | None:
        request = self.engine.requests[-1] if self.engine.requests else None
        return next((run for run in self.working() if run.film is not None and run.film.request is request), None)
