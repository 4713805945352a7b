"""What the denoising panel shows before there is anything to show: what will be here, and how to get it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from palimpsest.app.regenerate.cell_sprites import Look, Shape, Sprites
from palimpsest.app.regenerate.certainty_colours import LEVELS

if TYPE_CHECKING:
    from palimpsest.app.theme import Theme

_SIDE = 14
_TOP = LEVELS - 1
_STRIP = (
    (Look(Shape.RENOISED, 1), Look(Shape.RENOISED, 0), Look(Shape.RENOISED, 2), Look(Shape.RENOISED, 0)),
    (Look(Shape.RENOISED, 1), Look(Shape.ACCEPTED, 4), Look(Shape.RENOISED, 2), Look(Shape.ACCEPTED, 3)),
    (Look(Shape.ACCEPTED, _TOP), Look(Shape.ACCEPTED, _TOP), Look(Shape.ACCEPTED, 6), Look(Shape.ACCEPTED, _TOP)),
)


class Strip(QWidget):
    """Four cells in three passes, from noise to text."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._theme = theme
        self._sprites = Sprites(theme, _SIDE, self.devicePixelRatioF())

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        pitch = self._sprites.pitch
        return QSize(len(_STRIP) * len(_STRIP[0]) * pitch + (len(_STRIP) - 1) * pitch, pitch)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        if not self._sprites.fits(self._theme, _SIDE, self.devicePixelRatioF()):
            self._sprites = Sprites(self._theme, _SIDE, self.devicePixelRatioF())
        x, pitch = 0, self._sprites.pitch
        for looks in _STRIP:
            for look in looks:
                painter.drawPixmap(x, 0, self._sprites.of(look))
                x += pitch
            x += pitch
        painter.end()


class EmptyState(QWidget):
    """A picture, a heading and two sentences."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keys = "Ctrl+K"
        self.strip = Strip(theme, self)
        self.heading = self._label()
        self.heading.setObjectName("empty_heading")
        self.words = self._label()
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(10)
        column.addStretch(2)
        column.addWidget(self.strip, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(4)
        column.addWidget(self.heading)
        column.addWidget(self.words)
        column.addStretch(3)
        self.explain()

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self.strip.set_theme(theme)

    def set_keys(self, keys: str) -> None:
        """The keys that start a run, as people read them."""
        self._keys = keys
        self.explain()

    def explain(self) -> None:
        """Nothing has been regenerated yet."""
        self._say(
            self.tr("Watch the model think"),
            self.tr(
                "Every cell of the text will be here, pass by pass: how certain the model is, what it accepts and what "
                "it takes back. Select some text and press {keys}."
            ).format(keys=self._keys),
        )

    def wait(self) -> None:
        """A run has begun and no pass has come."""
        self._say(self.tr("Reading the text around the span…"), self.tr("The first pass follows."))

    def fail(self, what: str) -> None:
        """A run has ended before its first pass."""
        self._say(self.tr("There was no pass"), what)

    def _say(self, heading: str, words: str) -> None:
        self.heading.setText(heading)
        self.words.setText(words)

    def _label(self) -> QLabel:
        made = QLabel(self)
        made.setWordWrap(True)
        made.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        return made
