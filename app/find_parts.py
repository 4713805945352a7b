"""What the find bar is made of: lines that show line ends and recall, words that fit, buttons."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QSizePolicy, QWidget

from palimpsest.app.idle_keys import is_idle

SIGN = "\u21b5\ufe0e"
"""Stands for a line end. With a variation selector, so that an arrow of the text itself stays an arrow."""
REMEMBERED = 50


class SearchLine(QLineEdit):
    """`value` is what it means; its `text` shows each line end as an arrow."""

    edited = Signal()
    """By the user, also by recalling an older one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._history: list[str] = []
        self._place = -1
        self._own = ""
        self.textChanged.connect(self._show_line_ends)
        self.textEdited.connect(self._on_edited)

    @property
    def value(self) -> str:
        """The text, lines ended by "\\n"."""
        return self.text().replace(SIGN, "\n")

    def set_value(self, value: str) -> None:
        """Show another text."""
        self._place = -1
        self.setText(value.replace("\n", SIGN))

    @property
    def history(self) -> Sequence[str]:
        """Values used before, newest first."""
        return tuple(self._history)

    def set_history(self, values: Sequence[str]) -> None:
        """Values to be recalled, newest first."""
        self._history = list(values[:REMEMBERED])
        self._place = -1

    def remember(self) -> None:
        """Note the value as the newest that was used."""
        if value := self.value:
            self.set_history([value, *(old for old in self._history if old != value)])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._walk(1 if event.key() == Qt.Key.Key_Up else -1)
        elif is_idle(event):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def _walk(self, by: int) -> None:
        if self._place == -1:
            self._own = self.value
        place = self._place + by
        if by > 0 and place < len(self._history) and self._history[place] == self._own:
            # What stands in the line is no news.
            place += by
        if not -1 <= place < len(self._history):
            return
        self.set_value(self._own if place == -1 else self._history[place])
        self._place = place
        self.edited.emit()

    def _on_edited(self) -> None:
        self._place = -1
        self.edited.emit()

    def _show_line_ends(self, text: str) -> None:
        plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2029", "\n").replace("\u2028", "\n")
        shown = plain.replace("\n", SIGN)
        if shown != text:
            before = text[: self.cursorPosition()].replace("\r\n", "\n")
            ends = sum(before.count(end) for end in "\n\r\u2028\u2029")
            self.setText(shown)
            self.setCursorPosition(len(before) + ends)


class Words(QLabel):
    """Says one thing in the room that is left; what does not fit is cut short and told by the tool tip."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def fits(self, text: str) -> bool:
        """True if there is room for all of `text`."""
        return self.fontMetrics().horizontalAdvance(text) <= self.width()

    def say(self, text: str, fault: bool) -> bool:
        """Change the words; `fault` is for what went wrong. Returns False if they are the same."""
        if (text, fault) == (self.text(), bool(self.property("fault"))):
            return False
        self.setText(text)
        self.setAccessibleName(text)
        self.setToolTip("" if self.fits(text) else text)
        self.setProperty("fault", fault)
        self.style().unpolish(self)
        self.style().polish(self)
        return True

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint()

    def minimumSizeHint(self) -> QSize:
        longest = self.tr("{number} of {count}").format(number=99, count=99)
        return QSize(self.fontMetrics().horizontalAdvance(longest), super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter | self.alignment(), text)
        painter.end()


def button(parent: QWidget, tip: str, call: Callable[[], object], *, text: str = "", icon: str = "") -> QPushButton:
    """A flat button; its property `icon_name` says which icon it wants."""
    made = QPushButton(text, parent)
    made.setProperty("icon_name", icon)
    made.setToolTip(tip)
    made.setAccessibleName(text or tip)
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    made.clicked.connect(lambda *_: call())
    return made


def toggle(parent: QWidget, what: str, keys: str, *, text: str = "", icon: str = "") -> QPushButton:
    """A button that stays down; its property `keys` says which keys press it."""
    shown = QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
    made = button(parent, f"{what} ({shown})", lambda: None, text=text, icon=icon)
    made.setAccessibleName(what)
    made.setCheckable(True)
    made.setProperty("toggle", True)
    made.setProperty("keys", keys)
    return made


def row(*parts: QWidget) -> QHBoxLayout:
    """Parts close together, side by side."""
    made = QHBoxLayout()
    made.setSpacing(2)
    for part in parts:
        made.addWidget(part)
    return made
