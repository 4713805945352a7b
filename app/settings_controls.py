"""What a setting is changed with: one kind of control for each kind of value. All of them say `picked(value)`."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QCheckBox, QComboBox, QDoubleSpinBox, QFontComboBox, QLineEdit, QSpinBox, QWidget

from palimpsest.app import settings
from palimpsest.app.settings_table import Row
from palimpsest.resources import CODE_FONT, PROSE_FONT

TEXT_MARGIN = 7
"""A style sheet's padding does not reach the number of a spin box."""


class Switch(QCheckBox):
    """On or off."""

    picked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.toggled.connect(self.picked.emit)

    def show_value(self, value: bool) -> None:
        with QSignalBlocker(self):
            self.setChecked(value)


class Choice(QComboBox):
    """One of a few; a value that is not among them is shown as it is."""

    picked = Signal(object)

    def __init__(self, choices: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        for value, label in choices:
            self.addItem(label, value)
        self.activated.connect(lambda place: self.picked.emit(self.itemData(place)))

    def show_value(self, value: str) -> None:
        place = self.findData(value)
        if place < 0:
            self.addItem(value, value)
            place = self.count() - 1
        self.setCurrentIndex(place)


class Whole(QSpinBox):
    """A whole number between its limits."""

    picked = Signal(object)

    def __init__(self, limits: tuple[float, float], unit: str, least: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setRange(int(limits[0]), int(limits[1]))
        self.setSuffix(unit)
        self.setSpecialValueText(least)
        # While a number is typed, its first digits are not meant yet.
        self.setKeyboardTracking(False)
        self.lineEdit().setTextMargins(TEXT_MARGIN, 0, 0, 0)
        self.valueChanged.connect(self.picked.emit)

    def show_value(self, value: int) -> None:
        with QSignalBlocker(self):
            self.setValue(value)


class Decimal(QDoubleSpinBox):
    """A number in steps of a half."""

    picked = Signal(object)

    def __init__(self, limits: tuple[float, float], unit: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setDecimals(1)
        self.setSingleStep(0.5)
        self.setRange(*limits)
        self.setSuffix(unit)
        self.setKeyboardTracking(False)
        self.lineEdit().setTextMargins(TEXT_MARGIN, 0, 0, 0)
        self.valueChanged.connect(self.picked.emit)

    def show_value(self, value: float) -> None:
        with QSignalBlocker(self):
            self.setValue(value)


class FontFamily(QFontComboBox):
    """A family; the one that ships stands for ""."""

    picked = Signal(object)

    def __init__(self, shipped: str, fixed: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shipped = shipped
        self.setEditable(False)
        filters = QFontComboBox.FontFilter
        self.setFontFilters(filters.MonospacedFonts if fixed else filters.ScalableFonts)
        self.activated.connect(self._pick)

    def show_value(self, value: str) -> None:
        with QSignalBlocker(self):
            self.setCurrentFont(QFont(value or self._shipped))

    def _pick(self) -> None:
        family = self.currentFont().family()
        self.picked.emit("" if family == self._shipped else family)


class Text(QLineEdit):
    """A word that is typed; taken when Enter is pressed or the line is left."""

    picked = Signal(object)

    def __init__(self, placeholder: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText(placeholder)
        self.editingFinished.connect(lambda: self.picked.emit(self.text().strip()))

    def show_value(self, value: str) -> None:
        self.setText(value)


Control = Switch | Choice | Whole | Decimal | FontFamily | Text


class WheelGuard(QObject):
    """Lets the wheel scroll the page over controls that do not have the keyboard, instead of changing them."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Wheel and isinstance(watched, QWidget) and not watched.hasFocus():
            event.ignore()
            return True
        return super().eventFilter(watched, event)


def make(row: Row, choices: Sequence[tuple[str, str]], guard: WheelGuard) -> Control:
    """The control of a row; `choices` come after those of the table, and make a text a choice."""
    control = _make(row, choices)
    control.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    control.setAccessibleName(row.title)
    control.setAccessibleDescription(row.explanation)
    control.setObjectName(row.name)
    control.installEventFilter(guard)
    return control


def _make(row: Row, choices: Sequence[tuple[str, str]]) -> Control:
    limits = settings.limits(row.name)
    match row.control:
        case "switch":
            return Switch()
        case "number" if limits is not None:
            if isinstance(settings.default(row.name), float):
                return Decimal(limits, row.unit)
            return Whole(limits, row.unit, row.least)
        case "font" | "code font":
            fixed = row.control == "code font"
            return FontFamily(CODE_FONT if fixed else PROSE_FONT, fixed)
        case "text" if not choices:
            return Text(row.choices[0][1] if row.choices else "")
        case _:
            return Choice((*row.choices, *choices))
