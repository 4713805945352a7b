"""Tells the user of an exception that nobody caught: one dialog however often it happens; the program goes on."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QObject, Qt, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices, QFont
from PySide6.QtWidgets import QApplication, QDialog, QHBoxLayout, QLabel, QPlainTextEdit, QPushButton, QVBoxLayout

from palimpsest.app.announce import announce
from palimpsest.app.faults import Fault, sentence
from palimpsest.app.settings import log_file
from palimpsest.resources import CODE_FONT

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

WIDTH, DETAILS_HEIGHT = 560, 240
KINDS_SHOWN = 10

_log = logging.getLogger("palimpsest")


@dataclass(slots=True)
class Seen:
    """A fault and how often it has happened."""

    fault: Fault
    times: int = 1


class CrashReporter(QObject):
    """Receives faults from any thread (`report`) and shows them in the thread that it lives in."""

    _arrived = Signal()

    def __init__(
        self,
        saved_state: Callable[[], str],
        close_all: Callable[[], object],
        tell: Callable[[str], None],
        parent: QObject | None = None,
    ) -> None:
        """`saved_state` says what is kept, "All texts are kept as of 14:05:21."; `close_all` closes the program.

        `tell` gets a sentence where a dialog would be too much: after the user has seen one about the same fault.
        """
        super().__init__(parent)
        self.dialog: CrashDialog | None = None
        self._saved_state = saved_state
        self._close_all = close_all
        self._tell = tell
        self._lock = threading.Lock()
        self._waiting: dict[str, Seen] = {}
        self._seen: dict[str, Seen] = {}
        self._dismissed: set[str] = set()
        self._broken = False
        # Queued also from the own thread: a fault may come out of the middle of a paint event.
        self._arrived.connect(self._show, Qt.ConnectionType.QueuedConnection)

    def report(self, fault: Fault) -> None:
        """Have a fault shown. Returns at once; to be given to `logs.catch_exceptions` as `show`."""
        if __file__ in fault.files:
            return  # of the dialog itself: the log has it, and another dialog would fare no better
        with self._lock:
            post = not self._waiting
            known = self._waiting.get(fault.key)
            if known is not None:
                known.times += 1
            else:
                self._waiting[fault.key] = Seen(fault)
        if post:
            self._arrived.emit()

    @Slot()
    def _show(self) -> None:
        with self._lock:
            arrived, self._waiting = self._waiting, {}
        try:
            self._take(arrived)
        except Exception:
            _log.exception("the dialog about an error failed")
            self._broken = True
            for seen in arrived.values():
                self._tell(sentence(seen.fault))

    def _take(self, arrived: dict[str, Seen]) -> None:
        fresh = False
        for key, seen in arrived.items():
            if key in self._dismissed or self._broken:
                self._tell(sentence(seen.fault))
                continue
            fresh = True
            if key in self._seen:
                self._seen[key].times += seen.times
            elif len(self._seen) < KINDS_SHOWN:
                self._seen[key] = seen
        if not fresh:
            return
        if self.dialog is not None and shiboken6.isValid(self.dialog):
            self.dialog.show_faults(list(self._seen.values()))
        else:
            self._open()

    def _open(self) -> None:
        self.dialog = CrashDialog(list(self._seen.values()), self._saved_state(), QApplication.activeWindow())
        self.dialog.finished.connect(self._on_closed)
        self.dialog.close_wanted.connect(self._close_all)
        self.dialog.show()
        announce(self.dialog, f"{self.dialog.what.text()} {self.dialog.kept.text()}")

    @Slot()
    def _on_closed(self) -> None:
        self.dialog = None
        self._dismissed |= set(self._seen)
        self._seen.clear()


class CrashDialog(QDialog):
    """What happened, that nothing is lost, and where the rest is. Not modal; stray keys choose nothing in it."""

    close_wanted = Signal()
    """The user wants to leave the program."""

    def __init__(self, faults: list[Seen], saved: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("crash")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Palimpsest")
        title = self._label(self.tr("Something went wrong"), "title")
        self.what = self._label("", "what")
        self.kept = self._label(saved, "kept")
        self.kept.setVisible(bool(saved))
        self.where = self._label(self.tr("The log lies at {path}").format(path=log_file()), "caption")
        self.details = QPlainTextEdit(self)
        self.details.setObjectName("details")
        self.details.setReadOnly(True)
        self.details.setAccessibleName(self.tr("Details"))
        self.details.setFont(QFont(CODE_FONT, 9))
        self.details.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.details.setFixedHeight(DETAILS_HEIGHT)
        self.details.hide()
        self.unfold = self._button(self.tr("Show details"), self._on_unfold)
        self.unfold.setCheckable(True)
        self.copy = self._button(self.tr("Copy"), self._on_copy)
        self.copy.setAccessibleName(self.tr("Copy the details and the versions"))
        self.folder = self._button(self.tr("Open the log’s folder"), self._on_folder)
        self.leave = self._button(self.tr("Close Palimpsest"), self._on_leave)
        self.go_on = self._button(self.tr("Continue"), self.accept)
        self.go_on.setProperty("main", True)
        more = QHBoxLayout()
        more.setSpacing(8)
        for button in (self.unfold, self.copy, self.folder):
            more.addWidget(button)
        more.addStretch(1)
        ends = QHBoxLayout()
        ends.setSpacing(8)
        ends.addStretch(1)
        ends.addWidget(self.leave)
        ends.addWidget(self.go_on)
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 24, 28, 20)
        column.setSpacing(6)
        for widget in (title, self.what, self.kept, self.where):
            column.addWidget(widget)
        column.addSpacing(10)
        column.addLayout(more)
        column.addWidget(self.details)
        column.addSpacing(10)
        column.addLayout(ends)
        self.show_faults(faults)
        self.setMinimumWidth(WIDTH)
        self._fit()
        # Who is typing must not press a button with the next key.
        self.setFocus()

    def show_faults(self, faults: list[Seen]) -> None:
        """Say what happened by now."""
        times = sum(seen.times for seen in faults)
        if len(faults) == 1:
            text = self.tr("An error came up that was not expected ({kind}). Palimpsest goes on; you can keep working.")
        else:
            text = self.tr("{count} different errors came up. Palimpsest goes on; you can keep working.")
        told = text.format(kind=faults[0].fault.kind, count=len(faults))
        if times > len(faults):
            told += " " + self.tr("It happened {times} times.").format(times=times)
        self.what.setText(told)
        self._told = "\n".join(_details(seen) for seen in faults)
        self.details.setPlainText(self._told)

    @Slot()
    def _on_unfold(self) -> None:
        on = self.unfold.isChecked()
        self.unfold.setText(self.tr("Hide details") if on else self.tr("Show details"))
        self.details.setVisible(on)
        self._fit()

    @Slot()
    def _on_copy(self) -> None:
        from palimpsest.app import versions

        QApplication.clipboard().setText(f"{versions.information()}\n\n{self._told}")

    @Slot()
    def _on_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(log_file().parent)))

    @Slot()
    def _on_leave(self) -> None:
        self.accept()
        self.close_wanted.emit()

    def _fit(self) -> None:
        """As high as its wrapped text needs; Qt does not see to that by itself."""
        layout = self.layout()
        if layout is not None:
            layout.activate()
            width = max(WIDTH, self.width()) if self.isVisible() else WIDTH
            self.resize(width, layout.totalHeightForWidth(width))

    def _label(self, text: str, name: str) -> QLabel:
        label = QLabel(text, self)
        label.setObjectName(name)
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return label

    def _button(self, text: str, call: Callable[[], object]) -> QPushButton:
        button = QPushButton(text, self)
        button.setAutoDefault(False)
        button.clicked.connect(lambda _checked: call())
        return button


def _details(seen: Seen) -> str:
    head = f"{seen.times} ×" + (f" in {seen.fault.thread}" if seen.fault.thread else "")
    return f"{head}\n{seen.fault.trace}"
