"""After a crash: says calmly that the text is back; each document can be compared with its file, or go back to it."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from palimpsest.app.announce import announce
from palimpsest.app.background_job import BackgroundJob
from palimpsest.app.diff_dialog import DiffDialog
from palimpsest.app.documents import files
from palimpsest.app.documents.files import FileError, FileText
from palimpsest.app.spoken_time import spoken

if TYPE_CHECKING:
    from palimpsest.app.documents.document import Document
    from palimpsest.app.documents.recovery import RestoredPage
    from palimpsest.app.theme import Theme

WIDTH, MOST_HEIGHT = 700, 420
NAME_WIDTH = 300
_INDENT = 9
"""Pixels that stand before the text of a button."""


class RecoveryDialog(QDialog):
    """Not modal: what came back is on its pages already and can be written on."""

    page_wanted = Signal(object)
    """`Document` that the user wants to see."""

    def __init__(
        self,
        pages: Sequence[RestoredPage],
        theme: Theme,
        crash_report: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """`pages` of programs that crashed; those without unsaved text are not listed. `crash_report` names a log."""
        super().__init__(parent)
        self.setObjectName("recovery")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Palimpsest")
        self.theme = theme
        unsaved = [page for page in pages if page.document is not None and page.document.modified]
        title = self._label(self.tr("Palimpsest did not close properly"), "title")
        self.told = self._label(self._sentence(pages, unsaved), "told")
        self.rows = [_Row(page, self) for page in unsaved]
        self.report = self._label("", "caption")
        self.report.setVisible(bool(crash_report))
        self.report.setText(self.tr("What went wrong is written in {path}").format(path=crash_report))
        self.report.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.close_button = QPushButton(self.tr("Close"), self)
        self.close_button.setDefault(True)
        self.close_button.clicked.connect(self.accept)

        column = QVBoxLayout(self)
        column.setContentsMargins(28, 24, 28, 20)
        column.setSpacing(6)
        column.addWidget(title)
        column.addWidget(self.told)
        column.addSpacing(8)
        if self.rows:
            column.addWidget(self._list(), 1)
            column.addSpacing(8)
        foot = QHBoxLayout()
        foot.setSpacing(16)
        foot.addWidget(self.report, 1)
        foot.addStretch(0 if crash_report else 1)
        foot.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignBottom)
        column.addLayout(foot)
        self.setMinimumWidth(WIDTH)
        self.finished.connect(self._stop)
        self.close_button.setFocus()
        announce(self, f"{title.text()}. {self.told.text()}")

    def set_theme(self, theme: Theme) -> None:
        """Of the comparisons that are opened from now on."""
        self.theme = theme

    def _sentence(self, pages: Sequence[RestoredPage], unsaved: Sequence[RestoredPage]) -> str:
        if not unsaved:
            return self.tr("Nothing was unsaved. Your pages are open again.")
        when = spoken(max(page.saved_at for page in pages), seconds=True)
        if all(page.whole for page in unsaved):
            return self.tr("Everything is back as it was {time}.").format(time=when)
        return self.tr("Your text is back, but the disk has lost the end of what is marked below.")

    def _list(self) -> QWidget:
        inner = QWidget()
        inner.setObjectName("recovery_rows")
        rows = QVBoxLayout(inner)
        rows.setContentsMargins(0, 0, 8, 0)
        rows.setSpacing(0)
        for row in self.rows:
            line = QFrame()
            line.setFixedHeight(1)
            line.setAutoFillBackground(True)
            line.setBackgroundRole(QPalette.ColorRole.Mid)
            rows.addWidget(line)
            rows.addWidget(row)
        rows.addStretch(1)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inner)
        self._area, self._inner = area, inner
        self.fit()
        return area

    def fit(self) -> None:
        """Give the list the height that it needs."""
        self._inner.layout().activate()  # pyright: ignore[reportOptionalMemberAccess]
        self._area.setMinimumHeight(min(MOST_HEIGHT, self._inner.sizeHint().height()))

    def _label(self, text: str, name: str) -> QLabel:
        label = QLabel(text, self)
        label.setObjectName(name)
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.PlainText)
        return label

    def _stop(self) -> None:
        for row in self.rows:
            row.stop()


class _Row(QWidget):
    """One document that came back."""

    def __init__(self, page: RestoredPage, dialog: RecoveryDialog) -> None:
        super().__init__(dialog)
        assert page.document is not None
        self.document: Document = page.document
        self._dialog = dialog
        self._job: BackgroundJob | None = None
        name = page.state.title or self.document.title
        self.name = QPushButton(self)
        self.name.setText(self.fontMetrics().elidedText(name, Qt.TextElideMode.ElideMiddle, NAME_WIDTH))
        self.name.setToolTip(str(page.state.path or name))
        self.name.setProperty("link", True)
        self.name.setAutoDefault(False)
        self.name.setAccessibleName(self.tr("Go to {name}").format(name=name))
        self.name.clicked.connect(lambda: dialog.page_wanted.emit(self.document))
        self.about = QLabel(self._about(page), self)
        self.about.setObjectName("caption")
        self.note = QLabel(self._warning(page), self)
        self.note.setVisible(bool(self.note.text()))
        for label in (self.about, self.note):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            label.setIndent(_INDENT)
        self.changes = self._button(self.tr("Show Changes"), self.tr("Show the changes to {name}").format(name=name))
        self.changes.clicked.connect(partial(self._read, self._show_changes))
        self.back = self._button(
            self.tr("Go Back to the File"), self.tr("Go back to the file of {name}").format(name=name)
        )
        self.back.clicked.connect(partial(self._read, self._go_back))
        for button in (self.changes, self.back):
            button.setVisible(page.state.path is not None and page.state.path.exists())
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 8, 0, 10)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(1)
        grid.addWidget(self.name, 0, 0, Qt.AlignmentFlag.AlignLeft)
        grid.addWidget(self.changes, 0, 1, 2, 1, Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(self.back, 0, 2, 2, 1, Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(self.about, 1, 0)
        grid.addWidget(self.note, 2, 0, 1, 3)
        grid.setColumnStretch(0, 1)

    def stop(self) -> None:
        """Wait for nothing any more."""
        if self._job is not None:
            self._job.drop()
            self._job = None

    def _about(self, page: RestoredPage) -> str:
        state = self.tr("never saved") if page.state.path is None else self.tr("unsaved changes")
        parts = [_folder(page.state.path), state, spoken(page.saved_at)]
        return " · ".join(part for part in parts if part)

    def _warning(self, page: RestoredPage) -> str:
        path, told = page.state.path, []
        if page.conflict and path is not None:
            told.append(
                self.tr("The file has been changed by another program since. Compare before you save.")
                if path.exists()
                else self.tr("The file is no longer there. Save to write it again.")
            )
        if not page.whole:
            told.append(self.tr("The disk has lost what was typed last."))
        return " ".join(told)

    def _button(self, text: str, name: str) -> QPushButton:
        button = QPushButton(text, self)
        button.setAutoDefault(False)
        button.setAccessibleName(name)
        return button

    def _read(self, then: Callable[[FileText], None], _: bool = False) -> None:
        """Read the file, then go on."""
        path, encoding = self.document.path, self.document.format.encoding
        if path is None or self._job is not None:
            return
        self._job = BackgroundJob(partial(files.read, path, encoding), self)
        self._job.done.connect(then)
        self._job.failed.connect(self._on_failed)

    def _show_changes(self, loaded: FileText) -> None:
        self.stop()
        DiffDialog(
            self._dialog,
            self._dialog.theme,
            self.tr("Unsaved changes of {name}").format(name=self.document.title),
            self.tr("The file"),
            loaded.text,
            self.tr("Your text"),
            self.document.text(),
            kind=self.document.kind,
        ).show()

    def _go_back(self, loaded: FileText) -> None:
        self.stop()
        self.document.reload(loaded)
        self.back.setEnabled(False)
        self._say(self.tr("Back to the file. Undo brings your text back."))

    def _on_failed(self, error: Exception) -> None:
        self.stop()
        self._say(str(error) if isinstance(error, FileError) else self.tr("The file cannot be read."))

    def _say(self, text: str) -> None:
        self.note.setText(text)
        self.note.show()
        self._dialog.fit()
        announce(self, text)


def _folder(path: Path | None) -> str:
    """Its folder, the user's own as "~"."""
    if path is None:
        return ""
    with contextlib.suppress(ValueError, RuntimeError):
        return str(Path("~") / path.parent.relative_to(Path.home()))
    return str(path.parent)
