"""The earlier versions of a file: when they were, what has changed since, and the way back to one of them."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, Qt, QTimer, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSplitter,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from palimpsest.app.announce import announce
from palimpsest.app.background_job import BackgroundJob
from palimpsest.app.diff_dialog import Comparison
from palimpsest.app.diff_view import DiffView
from palimpsest.app.documents.replace_text import replace_text
from palimpsest.app.documents.snapshots import KEPT_DAYS, Version
from palimpsest.app.spoken_time import spoken

if TYPE_CHECKING:
    from palimpsest.app.documents.document import Document
    from palimpsest.app.documents.snapshots import VersionStore
    from palimpsest.app.theme import Theme

WIDTH, HEIGHT, LIST_WIDTH = 900, 620, 230
_LOOK_MS = 25


class VersionsDialog(QDialog):
    """Not modal. Versions come from the disk in a thread; so do comparisons with the text as it is."""

    def __init__(self, document: Document, store: VersionStore, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("versions")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self.setWindowTitle(self.tr("Earlier versions of {name}").format(name=document.title))
        self._document, self._store = document, store
        self._text: str | None = None
        self._job: BackgroundJob | None = None
        self._comparison: Comparison | None = None
        self.list = QListWidget(self)
        self.list.setAccessibleName(self.tr("Versions, newest first"))
        self.list.setMinimumWidth(LIST_WIDTH)
        self.list.currentItemChanged.connect(self._on_chosen)
        self.view = DiffView(theme, document.kind, self)
        self.note = QLabel(self)
        self.note.setObjectName("diff_note")
        self.note.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.note.setWordWrap(True)
        self.note.setMargin(32)
        self.summary = QLabel(self)
        self.summary.setObjectName("caption")
        self.copy = self._button(self.tr("Copy"), self._on_copy)
        self.restore = self._button(self.tr("Restore"), self._on_restore)
        self.close_button = self._button(self.tr("Close"), self.reject)
        self._look = QTimer(self, interval=_LOOK_MS)
        self._look.timeout.connect(self._on_look)
        self._place()
        self.resize(WIDTH, HEIGHT)
        self.finished.connect(self._stop)
        self._offer(None)
        self._tell(self.tr("Looking for earlier versions…"))
        path = document.path
        if path is None:
            self._on_listed([])
        else:
            self._start(BackgroundJob(partial(store.versions, path), self), self._on_listed)

    @property
    def busy(self) -> bool:
        """True while something is read or compared."""
        return self._job is not None or self._comparison is not None

    def set_theme(self, theme: Theme) -> None:
        """Change the colours."""
        self.view.set_theme(theme)

    def _place(self) -> None:
        right = QWidget(self)
        self._pages = QStackedLayout(right)
        self._pages.addWidget(self.note)
        self._pages.addWidget(self.view)
        self._parts = QSplitter(Qt.Orientation.Horizontal, self)
        self._parts.setChildrenCollapsible(False)
        self._parts.addWidget(self.list)
        self._parts.addWidget(right)
        self._parts.setStretchFactor(1, 1)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.summary, 1)
        for button in (self.copy, self.restore, self.close_button):
            foot.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 12)
        column.setSpacing(12)
        column.addWidget(self._parts, 1)
        column.addLayout(foot)

    def _start(self, job: BackgroundJob, done: object) -> None:
        self._job = job
        job.done.connect(done)
        job.failed.connect(self._on_failed)

    @Slot()
    def _stop(self) -> None:
        """Wait for nothing any more."""
        if self._job is not None:
            self._job.drop()
            self._job = None
        if self._comparison is not None:
            self._comparison.cancel()
            self._comparison = None
        self._look.stop()

    @Slot(object)
    def _on_listed(self, versions: list[Version]) -> None:
        self._stop()
        for widget in (self.list, self.copy, self.restore):
            widget.setVisible(bool(versions))
        if not versions:
            self._tell(
                self.tr(
                    "No earlier versions of {name} yet.\n\nOne is kept when the file is first changed, every five "
                    "minutes of writing, and at each save. They stay for {days} days."
                ).format(name=self._document.title, days=KEPT_DAYS)
            )
            self.close_button.setFocus()
            return
        now = datetime.now(UTC)
        for version in versions:
            words = self.tr("1 word") if version.words == 1 else self.tr("{count} words")
            told = words.format(count=QLocale().toString(version.words))
            time = spoken(version.when, now)
            item = QListWidgetItem(f"{time[:1].upper()}{time[1:]}   {told}", self.list)
            item.setData(Qt.ItemDataRole.UserRole, version)
        self.list.setCurrentRow(0)
        self.list.setFocus()

    @Slot(QListWidgetItem, QListWidgetItem)
    def _on_chosen(self, item: QListWidgetItem | None, _: QListWidgetItem | None) -> None:
        self._stop()
        self._offer(None)
        if item is not None:
            self._tell(self.tr("Comparing the texts…"))
            self._start(
                BackgroundJob(partial(self._store.read, item.data(Qt.ItemDataRole.UserRole)), self), self._on_read
            )

    @Slot(object)
    def _on_read(self, text: str) -> None:
        self._stop()
        self._offer(text)
        self._comparison = Comparison(text, self._document.text())
        self._look.start()

    @Slot()
    def _on_look(self) -> None:
        job = self._comparison
        if job is None or not job.done:
            return
        self._stop()
        if job.diff is None:
            self._tell(self.tr("The texts could not be compared, but the version can be copied or restored."))
            return
        count = len(job.diff.changes)
        if count == 0:
            self.restore.setEnabled(False)
            self._tell(self.tr("This version is the same as the text now."))
            return
        changes = self.tr("1 change since then") if count == 1 else self.tr("{count} changes since then")
        self.summary.setText(changes.format(count=count))
        self._pages.setCurrentWidget(self.view)
        self.view.show_diff(job.diff, self.tr("Earlier version"), self.tr("Text now"))
        announce(self, self.summary.text())

    @Slot(object)
    def _on_failed(self, _: Exception) -> None:
        self._stop()
        self._tell(self.tr("This version cannot be read any more. Choose another one."))

    @Slot()
    def _on_copy(self) -> None:
        if self._text is not None:
            QGuiApplication.clipboard().setText(self._text)
            self.summary.setText(self.tr("Copied"))
            announce(self, self.summary.text())

    @Slot()
    def _on_restore(self) -> None:
        if self._text is not None:
            replace_text(self._document, self._text)
            self.accept()

    def _offer(self, text: str | None) -> None:
        """What can be copied or restored, if anything."""
        self._text = text
        self.summary.clear()
        for button in (self.copy, self.restore):
            button.setEnabled(text is not None)

    def _tell(self, text: str) -> None:
        self.note.setText(text)
        self._pages.setCurrentWidget(self.note)

    def _button(self, text: str, call: object) -> QPushButton:
        button = QPushButton(text, self)
        button.setAutoDefault(False)
        button.clicked.connect(call)
        return button
