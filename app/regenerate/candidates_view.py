"""The drafts that are denoised side by side, and afterwards the texts that came of them, one line each."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from palimpsest.app.decimals import decimal
from palimpsest.app.regenerate import entropy_scale

if TYPE_CHECKING:
    from palimpsest.app.theme import Theme
    from palimpsest.engine.request import Alternative, Candidate, Pass

_MARK, _PAD, _BAR = 14, 8, 4


@dataclass(frozen=True, slots=True)
class Row:
    """One line: what it is, a bar, a value and a word about it."""

    name: str
    share: float
    """Of the bar, [0, 1]."""
    value: str
    word: str
    marked: bool = False
    struck: bool = False


class CandidatesView(QWidget):
    """Rows that stay where they are: one that was dropped is struck out, and does not vanish."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("candidates")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._theme = theme
        self._title = ""
        self._rows: tuple[Row, ...] = ()
        self.hide()

    @property
    def rows(self) -> Sequence[Row]:
        """What is shown."""
        return self._rows

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self._theme = theme
        self.update()

    def show_drafts(self, shown: Pass) -> None:
        """The drafts of a pass with their lengths and entropies; nothing where there is only one."""
        if shown.drafts:
            rows = tuple(self._draft(draft) for draft in shown.drafts)
            title = self.tr("Drafts side by side")
        else:
            rows = ()
            title = self.tr("{count} drafts side by side").format(count=shown.candidates)
        self._show(title if shown.candidates > 1 or len(rows) > 1 else "", rows if len(rows) > 1 else ())

    def show_results(self, alternatives: Sequence[Alternative], shown: str) -> None:
        """The finished texts with their scores, best first; the one that reads `shown` is marked."""
        scores = [entry.score for entry in alternatives if math.isfinite(entry.score)]
        low, high = (min(scores), max(scores)) if scores else (0.0, 0.0)
        rows = []
        for place, entry in enumerate(alternatives):
            spread = (entry.score - low) / (high - low) if high > low and math.isfinite(entry.score) else 1.0
            word = self.tr("1 pass") if entry.passes == 1 else self.tr("{count} passes").format(count=entry.passes)
            if entry.merged:
                word = self.tr("{passes}, {count} alike").format(passes=word, count=entry.merged)
            value = decimal(entry.score, 2).replace("-", "−") if math.isfinite(entry.score) else "–"
            marked = entry.text == shown
            if marked:
                word = self.tr("{state}, shown").format(state=word)
            rows.append(Row(str(place + 1), 0.15 + 0.85 * spread, value, word, marked))
        self._show(self.tr("Texts, best first; score in nats per token") if rows else "", tuple(rows))

    def clear(self) -> None:
        """Nothing is shown, nor room taken."""
        self._show("", ())

    def sizeHint(self) -> QSize:
        height = self._line_height
        return QSize(260, (len(self._rows) + 1) * height if self._title else 0)

    def minimumSizeHint(self) -> QSize:
        return QSize(180, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        height, theme = self._line_height, self._theme
        painter.setPen(QColor(theme.faint))
        painter.drawText(QRectF(0, 0, self.width(), height), Qt.AlignmentFlag.AlignVCenter, self._title)
        metrics = QFontMetrics(self.font())
        widths = [
            max((metrics.horizontalAdvance(text) for text in texts), default=0)
            for texts in zip(*((row.name, row.value, row.word) for row in self._rows), strict=True)
        ] or [0, 0, 0]
        name, value, word = widths
        left, right = _MARK + name + _PAD, self.width() - word - value - 2 * _PAD
        for number, row in enumerate(self._rows):
            top = (number + 1) * height
            middle = top + height / 2
            ink = QColor(theme.faint if row.struck else theme.ink)
            font = QFont(self.font())
            font.setStrikeOut(row.struck)
            painter.setFont(font)
            if row.marked:
                painter.setPen(QPen(ink, 1.5, c=Qt.PenCapStyle.RoundCap, j=Qt.PenJoinStyle.RoundJoin))
                painter.drawPolyline([QPointF(3, middle - 4), QPointF(7, middle), QPointF(3, middle + 4)])
            painter.setPen(ink)
            vertically = Qt.AlignmentFlag.AlignVCenter
            to_right = Qt.AlignmentFlag.AlignRight | vertically
            painter.drawText(QRectF(_MARK, top, name, height), to_right, row.name)
            painter.drawText(QRectF(right + _PAD, top, value, height), to_right, row.value)
            painter.setFont(self.font())
            painter.setPen(QColor(theme.faint))
            painter.drawText(QRectF(right + 2 * _PAD + value, top, word + 1, height), vertically, row.word)
            if right - left > 2 * _BAR:
                groove = QRectF(left, middle - _BAR / 2, right - left, _BAR)
                painter.fillRect(groove, QColor(theme.line))
                groove.setWidth(max(2.0, groove.width() * row.share))
                painter.fillRect(groove, QColor(theme.border if row.struck else theme.frame_ink))
        painter.end()

    @property
    def _line_height(self) -> int:
        return QFontMetrics(self.font()).height() + 3

    def _draft(self, draft: Candidate) -> Row:
        if draft.dropped:
            word = self.tr("dropped")
        elif not draft.running:
            word = self.tr("settled")
        else:
            word = self.tr("running")
        if draft.shown:
            word = self.tr("{state}, shown").format(state=word)
        return Row(
            name=self.tr("1 cell") if draft.cells == 1 else self.tr("{count} cells").format(count=draft.cells),
            share=entropy_scale.height(draft.entropy, 10.0),
            value=entropy_scale.words(draft.entropy),
            word=word,
            marked=draft.shown,
            struck=draft.dropped,
        )

    def _show(self, title: str, rows: tuple[Row, ...]) -> None:
        if (title, rows) == (self._title, self._rows):
            return
        taller = (bool(title), len(rows)) != (bool(self._title), len(self._rows))
        self._title, self._rows = title, rows
        self.setVisible(bool(title))
        self.setAccessibleName(title)
        self.setAccessibleDescription("; ".join(f"{row.name} {row.value} {row.word}" for row in rows))
        if taller:
            self.updateGeometry()
        self.update()
