"""How far a run is by the rule that ends it, in words and as a bar; afterwards, what ended it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from palimpsest.app.decimals import decimal
from palimpsest.app.regenerate.entropy_scale import words
from palimpsest.app.regenerate.stop_progress import Ending, ending, patience, share
from palimpsest.engine.stop_rule import FEW_CELLS, LONG_PLATEAU, PLATEAU_ENTROPY, PLATEAU_PASSES, SETTLED_ENTROPY

if TYPE_CHECKING:
    from palimpsest.app.theme import Theme
    from palimpsest.engine.request import Failed, Finished, Pass

_GAP = 4
_THICK = 3


class ShareBar(QWidget):
    """A thin bar. Not one of Qt's, which paints itself and all that waits to be painted whenever it is set."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(_THICK)
        self._theme = theme
        self.share = 0.0
        """Of its length, [0, 1]."""

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self._theme = theme
        self.update()

    def set_share(self, share: float) -> None:
        """Fill it so far."""
        if share != self.share:
            self.share = share
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._theme.line))
        painter.fillRect(0, 0, round(self.share * self.width()), _THICK, QColor(self._theme.accent))
        painter.end()


class StopView(QWidget):
    """The rule, a bar, and where the shown pass stands."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("stop_view")
        self.rule = QLabel(self)
        self.rule.setProperty("quiet", True)
        self.rule.setWordWrap(True)
        self.rule.setText(
            self.tr("Stops when nothing changes and the entropy is below {low}").format(low=decimal(SETTLED_ENTROPY))
        )
        self.rule.setToolTip(
            self.tr(
                "Or when no cell has taken a new token for {long} passes in a row; for {short} passes, if the "
                "entropy is below {high} or no more than {few} cells are free. "
                "A cell that swings between two tokens takes no new one."
            ).format(long=LONG_PLATEAU, short=PLATEAU_PASSES, high=decimal(PLATEAU_ENTROPY), few=FEW_CELLS)
        )
        self.bar = ShareBar(theme, self)
        self.bar.setAccessibleName(self.tr("How far the run is"))
        self.state = QLabel(self)
        self.state.setObjectName("stop_state")
        self.state.setWordWrap(True)
        self.state.setAlignment(Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(_GAP)
        for part in (self.rule, self.bar, self.state):
            column.addWidget(part)

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self.bar.set_theme(theme)

    def height_for(self, width: int, lines: int) -> int:
        """Pixels in a width, with room for so many lines about a pass: what stands below must not jump with each."""
        state = max(self.state.heightForWidth(width), lines * self.state.fontMetrics().lineSpacing())
        return self.rule.heightForWidth(width) + self.bar.height() + state + 2 * _GAP

    def show_pass(self, first: Pass, shown: Pass, at_end: bool, outcome: Finished | Failed | None) -> None:
        """Where a pass stands. `first` is that of its canvas; `at_end`: no pass follows it."""
        ended = ending(shown, outcome) if at_end else None
        self.bar.set_share(1.0 if ended in _WHOLE else share(first, shown))
        text = self._standing(shown) if ended is None else self._ended(ended, shown, outcome)
        if text != self.state.text():
            self.state.setText(text)
            self.bar.setAccessibleDescription(text)
        fault = ended is Ending.FAILED
        if fault != bool(self.state.property("fault")):
            self.state.setProperty("fault", fault)
            self.state.style().unpolish(self.state)
            self.state.style().polish(self.state)

    def _standing(self, shown: Pass) -> str:
        change = self.tr("{count} changed").format(count=shown.changed) if shown.changed else self.tr("nothing changed")
        parts = [change, self.tr("entropy {value}").format(value=words(shown.entropy))]
        if shown.still:
            parts.append(
                self.tr("no new token for {count} of {most} passes").format(
                    count=min(shown.still, patience(shown)), most=patience(shown)
                )
            )
        return " · ".join(parts)

    def _ended(self, ended: Ending, shown: Pass, outcome: Finished | Failed | None) -> str:
        match ended:
            case Ending.SETTLED:
                text = self.tr("Ended: nothing changed, entropy {value}").format(value=words(shown.entropy))
            case Ending.STILL:
                text = self.tr("Ended: no new token for {count} passes, entropy {value}").format(
                    count=shown.still, value=words(shown.entropy)
                )
            case Ending.LIMIT:
                text = self.tr("Ended: all {count} passes were taken, entropy {value}").format(
                    count=shown.limit, value=words(shown.entropy)
                )
            case Ending.OTHER:
                text = self.tr("Ended: every draft has ended")
            case Ending.STOPPED:
                text = self.tr("You stopped it at entropy {value}").format(value=words(shown.entropy))
            case Ending.FAILED:
                text = str(outcome)
        return text


_WHOLE = (Ending.SETTLED, Ending.STILL, Ending.LIMIT, Ending.OTHER)
