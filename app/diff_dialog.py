"""Asks what to do about two texts that differ, and shows how they differ."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QStackedLayout, QVBoxLayout, QWidget

from palimpsest.app.announce import announce
from palimpsest.app.diff import Diff, compare
from palimpsest.app.diff_match import CancelledError
from palimpsest.app.diff_view import DiffView

if TYPE_CHECKING:
    from palimpsest.app.documents.document import Kind
    from palimpsest.app.theme import Theme

WIDTH, HEIGHT = 860, 620
WIDE = 1100
"""From this width on the texts stand side by side, unless the user has chosen."""
_LOOK_MS = 25
NEXT_KEYS, PREVIOUS_KEYS = ("F7", "Alt+Down"), ("Shift+F7", "Alt+Up")


@dataclass(frozen=True, slots=True)
class Choice:
    """A button below the texts: the dialog closes, then `call` is called."""

    label: str
    call: Callable[[], object]
    default: bool = False


class Comparison:
    """Compares two texts in a thread of its own. Nothing of Qt is in that thread, so it may outlive who asked."""

    def __init__(self, old: str, new: str) -> None:
        self.share = 0.0
        self.diff: Diff | None = None
        self.failure: BaseException | None = None
        self._ended = threading.Event()
        self._texts = (old, new)
        self._thread = threading.Thread(target=self._work, name="comparison", daemon=True)
        self._thread.start()

    @property
    def done(self) -> bool:
        """True once there is a `diff`, or a `failure`."""
        return not self._thread.is_alive()

    def cancel(self) -> None:
        """Nobody waits any more; the thread ends soon."""
        self._ended.set()

    def _work(self) -> None:
        try:
            self.diff = compare(*self._texts, self._ended.is_set, self._on_progress)
        except CancelledError:
            pass
        except BaseException as error:  # shown to the user; a thread has nobody else to tell
            self.failure = error

    def _on_progress(self, share: float) -> None:
        self.share = share


class DiffDialog(QDialog):
    """Not modal; Esc closes it without any choice. Lines end in "\\n"."""

    def __init__(
        self,
        parent: QWidget | None,
        theme: Theme,
        title: str,
        old_name: str,
        old: str,
        new_name: str,
        new: str,
        choices: Sequence[Choice] = (),
        kind: Kind = "prose",
    ) -> None:
        super().__init__(parent)
        self.setObjectName("diff")
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self._names = (old_name, new_name)
        self._chosen_columns = False
        self._changes = 0

        self.summary = QLabel(self)
        self.summary.setObjectName("summary")
        self.names = QLabel(f"{old_name}  →  {new_name}", self)
        self.names.setObjectName("caption")
        self.names.setTextFormat(Qt.TextFormat.PlainText)
        self.previous = self._button("↑", self.tr("Previous change"), PREVIOUS_KEYS, lambda: self.view.go(-1))
        self.next = self._button("↓", self.tr("Next change"), NEXT_KEYS, lambda: self.view.go(1))
        self.columns = QPushButton(self.tr("Side by side"), self)
        self.columns.setCheckable(True)
        self.columns.setAutoDefault(False)
        self.columns.clicked.connect(self._on_columns)
        self.view = DiffView(theme, kind, self)
        self.view.moved.connect(self._on_moved)
        self.note = QLabel(self.tr("Comparing the texts…"), self)
        self.note.setObjectName("diff_note")
        self.note.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.note.setWordWrap(True)

        self.buttons = [self._choice(choice) for choice in choices]
        self._place()
        self.resize(WIDTH, HEIGHT)
        self._show_found(False)

        self._comparison = Comparison(old, new)
        self._look = QTimer(self, interval=_LOOK_MS)
        self._look.timeout.connect(self._on_look)
        self._look.start()
        self.finished.connect(self._stop)

    def set_theme(self, theme: Theme) -> None:
        """Change the colours."""
        self.view.set_theme(theme)

    @property
    def comparing(self) -> bool:
        """True until the texts have been compared."""
        return self._look.isActive()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if not self._chosen_columns:
            self._set_columns(self.width() >= WIDE)

    def _place(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(16, 10, 12, 8)
        head.setSpacing(8)
        told = QVBoxLayout()
        told.setSpacing(0)
        told.addWidget(self.summary)
        told.addWidget(self.names)
        head.addLayout(told, 1)
        for button in (self.previous, self.next, self.columns):
            head.addWidget(button)
        self._pages = QStackedLayout()
        self._pages.addWidget(self.note)
        self._pages.addWidget(self.view)
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 10, 16, 12)
        foot.setSpacing(8)
        foot.addStretch(1)
        for button in self.buttons:
            foot.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addLayout(self._pages, 1)
        if self.buttons:
            column.addLayout(foot)

    @Slot()
    def _stop(self) -> None:
        self._look.stop()
        self._comparison.cancel()

    @Slot()
    def _on_look(self) -> None:
        job = self._comparison
        if not job.done:
            text = self.tr("Comparing the texts… {percent}%")
            self.note.setText(text.format(percent=round(100 * job.share)))
            return
        self._look.stop()
        if job.diff is None:
            self.note.setText(
                self.tr("The texts could not be compared ({why}).").format(why=type(job.failure).__name__)
            )
            return
        self._changes = len(job.diff.changes)
        if self._changes:
            told = self.tr("1 change") if self._changes == 1 else self.tr("{count} changes")
            self.summary.setText(told.format(count=self._changes))
            self._show_found(True)
            self.view.show_diff(job.diff, *self._names)
            self.view.left.setFocus()
        else:
            self.note.setText(self.tr("The two texts are the same."))
            self.summary.setText(self.tr("No changes"))
        announce(self, self.summary.text())

    def _show_found(self, found: bool) -> None:
        self._pages.setCurrentWidget(self.view if found else self.note)
        for button in (self.previous, self.next, self.columns):
            button.setEnabled(found)

    @Slot(int)
    def _on_moved(self, number: int) -> None:
        self.summary.setText(self.tr("Change {number} of {count}").format(number=number + 1, count=self._changes))
        announce(self, self.summary.text())

    @Slot(bool)
    def _on_columns(self, on: bool) -> None:
        self._chosen_columns = True
        self._set_columns(on)

    def _set_columns(self, on: bool) -> None:
        self.columns.setChecked(on)
        self.view.set_side_by_side(on)

    def _button(self, sign: str, name: str, keys: Sequence[str], call: Callable[[], None]) -> QPushButton:
        button = QPushButton(sign, self)
        shown = QKeySequence(keys[0]).toString(QKeySequence.SequenceFormat.NativeText)
        button.setToolTip(f"{name} ({shown})")
        button.setAccessibleName(name)
        button.setAutoDefault(False)
        button.clicked.connect(lambda _checked: call())
        for each in keys:
            QShortcut(QKeySequence(each), self, call)
        return button

    def _choice(self, choice: Choice) -> QPushButton:
        button = QPushButton(choice.label, self)
        button.setAutoDefault(choice.default)
        button.setDefault(choice.default)
        button.setProperty("main", choice.default)

        def choose() -> None:
            self.accept()
            choice.call()

        button.clicked.connect(choose)
        return button
