"""The dial for the seed: dice for another, the number to read and type, a lock to keep it."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from PySide6.QtCore import QRegularExpression, QSize, Signal, Slot
from PySide6.QtGui import QKeyEvent, QRegularExpressionValidator
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QWidget

from palimpsest.app.find_parts import button
from palimpsest.app.icons import icon
from palimpsest.app.idle_keys import is_idle

if TYPE_CHECKING:
    from palimpsest.app.theme import Theme

DIGITS = 10
_EDGES = 20
"""Pixels beside the digits: edge, padding, caret."""


class _Number(QLineEdit):
    """Takes digits, and nothing from keys held with Alt."""

    def sizeHint(self) -> QSize:
        digits = max(self.fontMetrics().horizontalAdvance(text) for text in ("0" * DIGITS, self.placeholderText()))
        return QSize(digits + _EDGES, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_idle(event):
            event.ignore()
        else:
            super().keyPressEvent(event)


class SeedDial(QWidget):
    """`value` is the seed asked for; None asks for a fresh one, even while the number of the last run is shown."""

    changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self._chosen = False
        """True if the number was typed or thrown, and has not been run with."""
        self._followed: int | None = None
        self._theme = theme
        self._lock_key = ""
        self.dice = button(self, "", self.throw, icon="dice")
        self.number = _Number(self)
        self.number.setProperty("flat", True)
        self.number.setPlaceholderText(self.tr("random"))
        self.number.setAccessibleName(self.tr("Seed"))
        self.number.setMaxLength(DIGITS)
        self.number.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.number.setValidator(QRegularExpressionValidator(QRegularExpression("[0-9]*"), self.number))
        self.lock = button(self, "", lambda: None)
        self.lock.setCheckable(True)
        self.lock.setAccessibleName(self.tr("Lock the seed"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        for part in (self.dice, self.number, self.lock):
            row.addWidget(part)
        self.number.textEdited.connect(self._on_typed)
        self.lock.toggled.connect(self._on_lock)
        self.set_theme(theme)
        self.set_keys("", "")

    @property
    def value(self) -> int | None:
        """The seed that the next run shall have; None where it shall draw one."""
        return self._number() if self._chosen or self.locked else None

    @property
    def locked(self) -> bool:
        """True if the number is kept for every run to come."""
        return self.lock.isChecked()

    def set_value(self, seed: int | None) -> None:
        """Ask for a seed once, unlocked; None asks for a fresh one."""
        before = self.value
        self._set_locked(False)
        self._chosen = seed is not None
        self._show(seed)
        if self.value != before:
            self.changed.emit()

    def follow(self, seed: int | None) -> None:
        """Show the seed that a run has been given; told again of the same one, it does nothing."""
        if seed is None or seed == self._followed:
            return
        self._followed = seed
        self._chosen = False
        self._show(seed)

    @Slot()
    def throw(self) -> None:
        """Draw another seed for the next run, and show it."""
        self._chosen = True
        self._show(random.SystemRandom().randrange(2**31))
        self.changed.emit()

    def set_keys(self, throw: str, lock: str) -> None:
        """Name the keys of both commands in the tooltips; "" is none."""
        self.dice.setToolTip(_keyed(self.tr("Throw the dice: another seed for the next run"), throw))
        self.dice.setAccessibleName(self.tr("Throw the dice"))
        self._lock_key = lock
        self._tell()

    def set_theme(self, theme: Theme) -> None:
        """Wear another theme."""
        self._theme = theme
        self.dice.setIcon(icon("dice", theme))
        self.lock.setIcon(icon("lock" if self.locked else "unlock", theme))

    def set_narrow(self, narrow: bool) -> None:
        """Leave the number out where there is no room."""
        self.number.setVisible(not narrow)
        # At once, for the row that this stands in measures it at once.
        self.updateGeometry()

    def _number(self) -> int | None:
        text = self.number.text()
        return int(text) if text else None

    def _show(self, seed: int | None) -> None:
        self.number.setText("" if seed is None else str(seed))
        self.number.setCursorPosition(0)
        self._tell()

    def _set_locked(self, locked: bool) -> None:
        if locked != self.locked:
            self.lock.blockSignals(True)
            self.lock.setChecked(locked)
            self.lock.blockSignals(False)
            self.set_theme(self._theme)

    def _tell(self) -> None:
        seed = self._number()
        if self.locked:
            tip = self.tr("Locked: every run has the seed {seed}, and the same settings give the same drafts")
        elif seed is None or not self._chosen:
            tip = self.tr("Not locked: every run draws a fresh seed. Lock to keep the number")
        else:
            tip = self.tr("The next run has the seed {seed}, those after it fresh ones. Lock to keep the number")
        tip = tip.format(seed=seed)
        self.lock.setToolTip(_keyed(tip, self._lock_key))
        self.number.setToolTip(tip)

    @Slot(str)
    def _on_typed(self, text: str) -> None:
        self._chosen = bool(text)
        if not text:
            self._set_locked(False)
        self._tell()
        self.changed.emit()

    @Slot(bool)
    def _on_lock(self, locked: bool) -> None:
        if locked and self._number() is None:
            self._show(random.SystemRandom().randrange(2**31))
        # Unlocked, the number is only what the last run had.
        self._chosen = False
        self.set_theme(self._theme)
        self._tell()
        self.changed.emit()


def _keyed(tip: str, key: str) -> str:
    return f"{tip} ({key})" if key else tip
