"""How a row of the history is drawn: headers faint above a hairline, runs in two lines."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from palimpsest.app.regenerate import history_words
from palimpsest.app.regenerate.history_entry import Group, HistoryEntry
from palimpsest.app.regenerate.history_marks import SIDE, draw_outcome, draw_star
from palimpsest.app.regenerate.history_rows import FOUND, ROW
from palimpsest.app.theme import Theme

PAD_X, PAD_Y, GAP = 10, 6, 6
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class HistoryRow(QStyledItemDelegate):
    """Draws rows of `HistoryRows`."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        height = QFontMetrics(option.font).height()  # pyright: ignore[reportAttributeAccessIssue]
        if isinstance(index.data(ROW), Group):
            return QSize(0, height + (3 if index.row() else 2) * PAD_Y)
        return QSize(0, 2 * height + 2 * PAD_Y + 2)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row = index.data(ROW)
        rect: QRect = option.rect  # pyright: ignore[reportAttributeAccessIssue]
        font: QFont = option.font  # pyright: ignore[reportAttributeAccessIssue]
        state: QStyle.StateFlag = option.state  # pyright: ignore[reportAttributeAccessIssue]
        painter.save()
        painter.setFont(font)
        if isinstance(row, Group):
            self._header(painter, rect, history_words.group_title(row), bool(index.row()))
        else:
            self._run(painter, rect, row, bool(state & QStyle.StateFlag.State_Selected), bool(index.data(FOUND)))
        painter.restore()

    def _header(self, painter: QPainter, rect: QRect, title: str, ruled: bool) -> None:
        if ruled:
            painter.fillRect(rect.left() + PAD_X, rect.top() + PAD_Y - 1, rect.width() - 2 * PAD_X, 1, self._line)
        inside = rect.adjusted(PAD_X, 2 * PAD_Y if ruled else PAD_Y, -PAD_X, -PAD_Y // 2)
        metrics = painter.fontMetrics()
        painter.setPen(QColor(self.theme.faint))
        painter.drawText(inside, _LEFT, metrics.elidedText(title, Qt.TextElideMode.ElideRight, inside.width()))

    def _run(self, painter: QPainter, rect: QRect, entry: HistoryEntry, chosen: bool, found: bool) -> None:
        theme = self.theme
        if chosen:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.selection))
            painter.drawRoundedRect(rect.adjusted(2, 0, -2, 0), 5, 5)
        ink = QColor(theme.selection_ink if chosen else theme.ink)
        faint = QColor(theme.selection_ink if chosen else theme.faint)
        metrics = painter.fontMetrics()
        height = metrics.height()
        inside = rect.adjusted(PAD_X, PAD_Y, -PAD_X, -PAD_Y)
        first = QRect(inside.left(), inside.top(), inside.width(), height)
        second = QRect(inside.left(), inside.bottom() - height + 1, inside.width(), height)
        if entry.kept:
            side = SIDE + 2
            star = QRectF(first.right() - side + 1, first.center().y() - side / 2 + 1, side, side)
            draw_star(painter, star, ink if found else faint)
            first.setRight(first.right() - side - GAP)
        self._write(painter, first, history_words.title(entry), ink if found and entry.offers else faint)

        word = history_words.outcome(entry)
        if not found:
            word = self.tr("its place has changed")
        # A little more than it needs, or rounding would cut it.
        width = min(metrics.horizontalAdvance(word) + 2, second.width() - SIDE - GAP)
        right = QRect(second.right() - width + 1, second.top(), width, height)
        colour = ink if entry.accepted is not None and found else faint
        self._write(painter, right, word, colour)
        sign = QRectF(right.left() - SIDE - 4, second.center().y() - SIDE / 2 + 1, SIDE, SIDE)
        draw_outcome(painter, entry.outcome, sign, colour)
        second.setRight(int(sign.left()) - 2 * GAP)
        self._write(painter, second, history_words.origin(entry), faint)

    def _write(self, painter: QPainter, place: QRect, text: str, colour: QColor) -> None:
        if place.width() > 0:
            painter.setPen(colour)
            elided = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, place.width())
            painter.drawText(place, _LEFT, elided)

    @property
    def _line(self) -> QColor:
        return QColor(self.theme.line)
