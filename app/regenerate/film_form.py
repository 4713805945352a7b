"""What is chosen about a film: format, theme, size, speed, and whether the window is seen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QCoreApplication, Qt, Signal, Slot
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QHBoxLayout, QLabel, QSpinBox, QWidget

from palimpsest.app.documents.translate import mark
from palimpsest.app.regenerate.film_look import LEAST_PIXELS, MOST_PIXELS, SIZES, Look, Size

if TYPE_CHECKING:
    from palimpsest.app.regenerate.film_look import ThemeName


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of film."""

    suffix: str
    label: str
    pictured: bool = True
    """It is made of pictures, so that size and speed matter."""


FORMATS = (
    Format(".gif", mark("GIF, plays everywhere")),
    Format(".webp", mark("WebP, small and exact")),
    Format(".mp4", mark("MP4 video")),
    Format(".html", mark("Web page with a scrubber"), pictured=False),
    Format(".json", mark("All passes as data (JSON)"), pictured=False),
)
SIZE_LABELS = {"readme": mark("For a readme"), "post": mark("For a post"), "square": mark("Square")}
SPEEDS = ((0.5, mark("Half as fast")), (1.0, mark("Usual")), (1.5, mark("Faster")))
NO_VIDEO = mark("MP4 needs ffmpeg, which is not installed here.")
_CUSTOM = "custom"


class FilmForm(QWidget):
    """The choices, each with its label; `changed` tells of every one."""

    changed = Signal()

    def __init__(self, theme: ThemeName, videos: bool, parent: QWidget | None = None) -> None:
        """`theme` is that of the window; `videos` says whether there is an ffmpeg."""
        super().__init__(parent)
        self._theme: ThemeName = theme
        self.format = self._choice(self.tr("Format"), [(each, _said(each.label)) for each in FORMATS])
        if not videos:
            self._disable(2, _said(NO_VIDEO))
        self.theme = self._choice(
            self.tr("Theme"),
            [(None, self.tr("As it is now")), ("light", self.tr("Light")), ("dark", self.tr("Dark"))],
        )
        sizes = [(name, f"{_said(SIZE_LABELS[name])}  {size.width} × {size.height}") for name, size in SIZES.items()]
        self.size_name = self._choice(self.tr("Size"), [*sizes, (_CUSTOM, self.tr("Another…"))])
        self.size_name.setCurrentIndex(self.size_name.findData("post"))
        self.width_box = self._pixels(self.tr("Width in pixels"), SIZES["post"].width)
        self.height_box = self._pixels(self.tr("Height in pixels"), SIZES["post"].height)
        self.speed = self._choice(self.tr("Speed"), [(speed, _said(label)) for speed, label in SPEEDS])
        self.speed.setCurrentIndex(1)
        self.crop = QCheckBox(self.tr("Only the page around the span"), self)
        self._place(videos)
        self._refresh()
        for choice in (self.format, self.theme, self.size_name, self.speed):
            choice.currentIndexChanged.connect(self._on_changed)
        for box in (self.width_box, self.height_box):
            box.valueChanged.connect(self._on_changed)
        self.crop.toggled.connect(self._on_changed)

    @property
    def chosen(self) -> Format:
        """The format."""
        return self.format.currentData()

    def look(self) -> Look:
        """The look that is chosen."""
        name = self.size_name.currentData()
        size = Size(self.width_box.value(), self.height_box.value()) if name == _CUSTOM else SIZES[name]
        theme = cast("ThemeName", self.theme.currentData() or self._theme)
        return Look(theme, size, self.speed.currentData(), self.crop.isChecked())

    def _choice(self, name: str, entries: list[tuple[object, str]]) -> QComboBox:
        box = QComboBox(self)
        box.setAccessibleName(name)
        for value, label in entries:
            box.addItem(label, value)
        return box

    def _pixels(self, name: str, value: int) -> QSpinBox:
        box = QSpinBox(self)
        box.setAccessibleName(name)
        box.setRange(LEAST_PIXELS, MOST_PIXELS)
        box.setValue(value)
        # While a number is typed, its first digits are not meant yet.
        box.setKeyboardTracking(False)
        return box

    def _disable(self, place: int, why: str) -> None:
        model = self.format.model()
        assert isinstance(model, QStandardItemModel)
        model.item(place).setEnabled(False)
        self.format.setItemData(place, why, Qt.ItemDataRole.ToolTipRole)

    def _place(self, videos: bool) -> None:
        rows = QFormLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setHorizontalSpacing(14)
        rows.setVerticalSpacing(9)
        rows.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        rows.addRow(self.tr("Format"), self.format)
        self.why = QLabel(_said(NO_VIDEO) + " " + self.tr("Install the package ffmpeg to have it."), self)
        self.why.setProperty("hint", True)
        self.why.setWordWrap(True)
        self.why.setVisible(not videos)
        if not videos:
            rows.addRow("", self.why)
        rows.addRow(self.tr("Theme"), self.theme)
        rows.addRow(self.tr("Size"), self.size_name)
        self.pixels = QWidget(self)
        line = QHBoxLayout(self.pixels)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(6)
        for part in (self.width_box, QLabel("×", self.pixels), self.height_box):
            line.addWidget(part)
        line.addStretch(1)
        rows.addRow("", self.pixels)
        rows.addRow(self.tr("Speed"), self.speed)
        rows.addRow("", self.crop)

    def _refresh(self) -> None:
        for part in (self.size_name, self.speed, self.crop, self.width_box, self.height_box):
            part.setEnabled(self.chosen.pictured)
        self.theme.setEnabled(self.chosen.suffix != ".json")
        self.pixels.setVisible(self.size_name.currentData() == _CUSTOM)

    @Slot()
    def _on_changed(self) -> None:
        self._refresh()
        self.changed.emit()


def _said(text: str) -> str:
    return QCoreApplication.translate("", text)
