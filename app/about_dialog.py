"""What this program is, on what it stands, and under which licences all of it is used."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import PySide6
from PySide6.QtCore import Qt, QTimer, Slot, qVersion
from PySide6.QtGui import QFont, QPixmap
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QSplitter,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
)

from palimpsest import __version__, resources
from palimpsest.app import licences, versions
from palimpsest.resources import CODE_FONT

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from palimpsest.app.licences import Licence

WIDTH, HEIGHT, ICON = 880, 600, 64
_LOOK_MS = 30
_SHOWS = Qt.ItemDataRole.UserRole
"""A call that gives the text of an item."""


class _Gathering:
    """Collects the licences of packages in a thread of its own; nothing of Qt is in it."""

    def __init__(self) -> None:
        self.found: list[Licence] = []
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._work, name="licences", daemon=True)
        self._thread.start()

    @property
    def done(self) -> bool:
        return not self._thread.is_alive()

    def cancel(self) -> None:
        self._ended.set()

    def _work(self) -> None:
        for licence in licences.packages():
            if self._ended.is_set():
                return
            self.found.append(licence)


class AboutDialog(QDialog):
    """Not modal. `device` is what the model runs on, as it calls it."""

    def __init__(self, parent: QWidget | None = None, device: str = "") -> None:
        super().__init__(parent)
        self.setObjectName("about")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("About Palimpsest"))
        self._versions = versions.information(device)
        self.what = QLabel(
            self.tr(
                "An editor in which any selected span can be regenerated in place by a text-diffusion model on this "
                "machine. Nothing that is written here leaves it."
            ),
            self,
        )
        self.what.setWordWrap(True)
        self.tree = QTreeWidget(self)
        self.tree.setHeaderHidden(True)
        self.tree.setAccessibleName(self.tr("Versions and licences"))
        self.text = QPlainTextEdit(self)
        self.text.setReadOnly(True)
        self.text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.text.setFont(QFont(CODE_FONT, 9))
        self.copy = QPushButton(self.tr("Copy version information"), self)
        self.copy.clicked.connect(self._on_copy)
        self.close_button = QPushButton(self.tr("Close"), self)
        self.close_button.setDefault(True)
        self.close_button.clicked.connect(self.accept)
        self._place()
        self._fill()
        self._gathering = _Gathering()
        self._look = QTimer(self, interval=_LOOK_MS)
        self._look.timeout.connect(self._on_look)
        self._look.start()
        self.finished.connect(self._stop)

    @property
    def gathering(self) -> bool:
        """True until every package is listed."""
        return self._look.isActive()

    def _place(self) -> None:
        picture = QLabel(self)
        ratio = self.devicePixelRatioF()
        picture.setPixmap(_icon(round(ICON * ratio), ratio))
        name = QLabel("Palimpsest", self)
        name.setObjectName("title")
        version = QLabel(self.tr("Version {version}, Apache License 2.0").format(version=__version__), self)
        version.setObjectName("caption")
        told = QVBoxLayout()
        told.setSpacing(2)
        for label in (name, version, self.what):
            told.addWidget(label)
        head = QHBoxLayout()
        head.setSpacing(18)
        head.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(told, 1)
        split = QSplitter(self)
        split.addWidget(self.tree)
        split.addWidget(self.text)
        split.setSizes([230, WIDTH - 230])
        split.setChildrenCollapsible(False)
        split.setHandleWidth(9)
        split.setStyleSheet("QSplitter::handle { background: transparent; }")
        foot = QHBoxLayout()
        foot.addWidget(self.copy)
        foot.addStretch(1)
        foot.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 22, 24, 18)
        column.setSpacing(16)
        column.addLayout(head)
        column.addWidget(split, 1)
        column.addLayout(foot)
        self.resize(WIDTH, HEIGHT)

    def _fill(self) -> None:
        first = self._item(self.tree, self.tr("Versions"), lambda: self._versions)
        self._licence(self.tree, licences.program())
        self._item(self.tree, "Qt", self._qt_text)
        self.shipped = self._item(self.tree, self.tr("What ships with it"), lambda: "")
        titles = {
            "fonts": self.tr("Font {name}"),
            "dictionaries": self.tr("Dictionary {name}"),
            "model": self.tr("Model ({name})"),
            "icons": self.tr("Icons {name}"),
        }
        for one in licences.shipped():
            folder, _, name = one.name.partition("/")
            if not folder:
                self.shipped.setData(0, _SHOWS, one.text)
                continue
            self._item(self.shipped, titles.get(folder, f"{folder} {{name}}").format(name=name), one.text)
        self.packages = self._item(self.tree, self.tr("Python packages"), self._packages_text)
        self.shipped.setExpanded(True)
        self.tree.currentItemChanged.connect(self._on_chosen)
        self.tree.setCurrentItem(first)

    def _item(self, parent: QTreeWidget | QTreeWidgetItem, title: str, text: Callable[[], str]) -> QTreeWidgetItem:
        item = QTreeWidgetItem(parent, [title])
        item.setData(0, _SHOWS, text)
        return item

    def _licence(self, parent: QTreeWidget | QTreeWidgetItem, one: Licence) -> None:
        self._item(parent, one.name, lambda: self._licence_text(one))

    def _licence_text(self, one: Licence) -> str:
        head = "\n".join(line for line in (f"{one.name} {one.version}".strip(), one.licence) if line)
        nothing = self.tr("No text of the licence came with this package.")
        return f"{head}\n\n{one.text() or nothing}"

    def _qt_text(self) -> str:
        return f"{licences.qt_notice(qVersion(), Path(PySide6.__file__).parent)}\n\n{licences.qt().text()}"

    def _packages_text(self) -> str:
        return _columns([(one.name, one.version, one.licence) for one in self._gathering.found])

    @Slot()
    def _on_look(self) -> None:
        done = self._gathering.done
        for one in self._gathering.found[self.packages.childCount() :]:
            self._licence(self.packages, one)
        if done:
            self._look.stop()

    @Slot()
    def _stop(self) -> None:
        self._look.stop()
        self._gathering.cancel()

    @Slot(QTreeWidgetItem, QTreeWidgetItem)
    def _on_chosen(self, item: QTreeWidgetItem | None, _before: QTreeWidgetItem | None) -> None:
        if item is not None:
            self.text.setPlainText(item.data(0, _SHOWS)())
            self.text.setAccessibleName(item.text(0))

    @Slot()
    def _on_copy(self) -> None:
        QApplication.clipboard().setText(self._versions)


def _columns(rows: Sequence[tuple[str, str, str]]) -> str:
    """Rows as lines of plain text whose parts stand below each other."""
    widths = [max((len(row[place]) for row in rows), default=0) for place in (0, 1)]
    return "\n".join(f"{name:<{widths[0]}}  {version:<{widths[1]}}  {licence}" for name, version, licence in rows)


def _icon(side: int, ratio: float) -> QPixmap:
    """The program's icon, `side` device pixels wide."""
    files = resources.icon_files()
    best = next((file for file in files if int(file.stem.split("-")[1]) >= side), files[-1])
    pixmap = QPixmap(str(best)).scaledToWidth(side, Qt.TransformationMode.SmoothTransformation)
    pixmap.setDevicePixelRatio(ratio)
    return pixmap
