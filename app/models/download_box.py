"""The part of the dialog that downloads: which checkpoint, how it would fit, how far it is, and what went wrong."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from palimpsest.app.announce import announce
from palimpsest.app.models.catalogue import CATALOGUE, Published
from palimpsest.app.models.download import bytes_here, folder_for
from palimpsest.app.models.places import downloads
from palimpsest.app.models.words import amount_text, size_text, speed_text, time_text

if TYPE_CHECKING:
    from palimpsest.app.models.shelf import Shelf
    from palimpsest.app.settings_store import SettingsStore


class DownloadBox(QWidget):
    """Shows what the shelf's downloader does, whoever began it. Nothing is asked of the network before a click."""

    told = Signal()
    """What is told has changed, and with it perhaps the height."""

    def __init__(self, shelf: Shelf, settings: SettingsStore, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shelf, self._settings = shelf, settings
        self._downloader = shelf.downloader
        self._advised = ""
        heading = self._label()
        heading.setProperty("heading", True)
        heading.setText(self.tr("Download DiffusionGemma"))
        self.choice = QComboBox(self)
        self.choice.setAccessibleName(self.tr("Which form of DiffusionGemma"))
        self.choice.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.choice.setMinimumContentsLength(24)
        self.advice = self._label()
        self.where = self._label("caption")
        self.go = self._button()
        self.pause = self._button()
        self.pause.setText(self.tr("Pause"))
        self.folder = self._button()
        self.folder.setText(self.tr("Another folder…"))
        self.progress = QProgressBar(self)
        self.progress.setRange(0, 1000)
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName(self.tr("Downloading the model"))
        self.doing = self._label("caption")
        self.fault = self._label("fault")
        self._place(heading)

        self.go.clicked.connect(self._on_go)
        self.pause.clicked.connect(self._downloader.pause)
        self.folder.clicked.connect(self.choose_folder)
        self.choice.currentIndexChanged.connect(self._on_choice)
        self._downloader.changed.connect(self._on_downloader)
        self._downloader.done.connect(self._on_done)
        shelf.changed.connect(self._on_shelf)
        self._on_shelf()
        self._on_downloader()

    @property
    def published(self) -> Published:
        """The one that is chosen."""
        return CATALOGUE[max(0, self.choice.currentIndex())]

    @property
    def root(self) -> Path:
        """Where models are downloaded to."""
        chosen = self._settings.values.download_folder
        return Path(chosen) if chosen else downloads()

    @Slot()
    def choose_folder(self) -> None:
        """Ask where to download to; it is remembered, and looked through from now on."""
        start = next((str(path) for path in (self.root, *self.root.parents) if path.is_dir()), "")
        folder = QFileDialog.getExistingDirectory(self, self.tr("A folder for models"), start)
        if folder:
            self._settings.set("download_folder", folder)
            self._on_choice()

    @Slot()
    def _on_go(self) -> None:
        self._downloader.start(self.published, self.root)
        self.pause.setFocus()

    @Slot()
    def _on_shelf(self) -> None:
        """What fits is known now, or is not known yet."""
        advice = self._shelf.advice
        fits = dict(advice.fits) if advice is not None else {}
        chosen = self.choice.currentIndex()
        self.choice.blockSignals(True)
        for place, each in enumerate(CATALOGUE):
            parts = [each.format, each.owner, size_text(each.size) if each.size is not None else ""]
            if each in fits and fits[each].how.value:
                parts.append(QCoreApplication.translate("", fits[each].how.value))
            text = " · ".join(part for part in parts if part)
            if place < self.choice.count():
                self.choice.setItemText(place, text)
            else:
                self.choice.addItem(text)
        self.choice.blockSignals(False)
        best = advice.best if advice is not None else None
        if best is not None and self._advised != best.name and not self._downloader.busy:
            self._advised = best.name
            chosen = CATALOGUE.index(best)
        self.choice.setCurrentIndex(max(0, chosen))
        self._on_choice()

    @Slot()
    def _on_choice(self) -> None:
        advice = self._shelf.advice
        if advice is None:
            self.advice.setText(self.tr("Looking at what this computer has…") if self._shelf.looking else "")
        elif self.published == advice.best:
            self.advice.setText(advice.sentence)
        else:
            fit = dict(advice.fits).get(self.published)
            told = fit.told if fit is not None else ""
            self.advice.setText(told if advice.best is not None else f"{advice.sentence} {told}".strip())
        self.advice.setVisible(bool(self.advice.text()))
        self.where.setText(self.tr("Goes to {folder}").format(folder=_short(folder_for(self.published, self.root))))
        self._on_downloader()

    @Slot()
    def _on_downloader(self) -> None:
        downloader, progress = self._downloader, self._downloader.progress
        busy = downloader.busy
        mine = downloader.published == self.published
        here = 0 if busy else bytes_here(folder_for(self.published, self.root))
        self.go.setText(self.tr("Go on") if here else self.tr("Download"))
        self.go.setVisible(not busy)
        self.pause.setVisible(busy)
        self.pause.setEnabled(downloader.state != "stopping")
        self.choice.setEnabled(not busy)
        self.folder.setEnabled(not busy)
        self.progress.setVisible(busy)
        self.progress.setValue(int((progress.share if progress is not None else 0.0) * 1000))
        fault = downloader.fault if mine and downloader.state == "failed" else None
        self.fault.setText(str(fault) if fault is not None else "")
        if self.fault.isHidden() and fault is not None:
            announce(self, str(fault))
        self.fault.setVisible(fault is not None)
        self.doing.setText(self._doing(here))
        self.doing.setVisible(bool(self.doing.text()))
        self.told.emit()

    def _doing(self, here: int) -> str:
        downloader, progress = self._downloader, self._downloader.progress
        if downloader.state == "asking":
            return self.tr("asking what there is")
        if downloader.state == "stopping":
            return self.tr("stopping; what is here is kept")
        if downloader.state == "running" and progress is not None:
            parts = [amount_text(progress.done, progress.total)]
            if progress.checking:
                parts.append(self.tr("checking what is here"))
            if progress.speed:
                parts.append(speed_text(progress.speed))
            if progress.left is not None:
                parts.append(time_text(progress.left))
            return " · ".join(parts)
        if here:
            whole = self.published.size
            return self.tr("{amount} are here.").format(
                amount=amount_text(here, whole) if whole is not None and whole > here else size_text(here)
            )
        return ""

    @Slot(object)
    def _on_done(self, path: Path) -> None:
        announce(self, self.tr("The download is complete."))

    def _place(self, heading: QLabel) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self.go, self.pause, self.folder):
            buttons.addWidget(button)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(heading)
        column.addSpacing(4)
        column.addWidget(self.choice)
        column.addWidget(self.advice)
        column.addWidget(self.where)
        column.addSpacing(6)
        column.addLayout(buttons)
        for widget in (self.progress, self.doing, self.fault):
            column.addWidget(widget)

    def _label(self, name: str = "") -> QLabel:
        label = QLabel(self)
        label.setObjectName(name)
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.PlainText)
        return label

    def _button(self) -> QPushButton:
        button = QPushButton(self)
        button.setAutoDefault(False)
        return button


def _short(folder: Path) -> str:
    """The user's own folder as "~"."""
    with contextlib.suppress(ValueError, RuntimeError):
        return str(Path("~") / folder.relative_to(Path.home()))
    return str(folder)
