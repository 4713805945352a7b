"""How a column of the comparison is drawn: a head that stays in sight, the text below, an edge beside the shown one."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QAbstractTextDocumentLayout, QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from palimpsest.app.regenerate.text_cards import CARD, Card, TextCards

PAD_X, PAD_Y, GAP = 16, 10, 8
EDGE = 3
"""Pixels of the accent beside the text that is shown on the page."""
BAR_WIDTH, BAR_HEIGHT = 44, 4
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class TextCard(QStyledItemDelegate):
    """Draws rows of `TextCards`, all as wide and high as the view says; `place` counts as the one on the page."""

    def __init__(self, cards: TextCards) -> None:
        super().__init__(cards)
        self._cards = cards
        self.width = 220
        self.least = 0
        """Pixels that every column is high at least."""
        self.stacked = False
        """True if the columns stand below each other; then heads go away with their texts."""

    def head(self, font: QFont) -> int:
        """Height of a head in pixels."""
        lines = 2 if any(self._second(card) for card in self._cards.cards) else 1
        return lines * QFontMetrics(font).height() + 2 * PAD_Y

    def needed(self, card: Card, font: QFont) -> int:
        """Height of a whole column in pixels, head and all, when heads are set in `font`."""
        return self.head(font) + self._cards.height(card, self.width - 2 * PAD_X) + PAD_Y

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        font: QFont = option.font  # pyright: ignore[reportAttributeAccessIssue]
        return QSize(self.width, max(self.least, self.needed(index.data(CARD), font)))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        theme, card = self._cards.theme, index.data(CARD)
        rect: QRect = option.rect  # pyright: ignore[reportAttributeAccessIssue]
        font: QFont = option.font  # pyright: ignore[reportAttributeAccessIssue]
        state: QStyle.StateFlag = option.state  # pyright: ignore[reportAttributeAccessIssue]
        # As far down as the reader has come, so that it is always known whose text it is.
        top = rect.top() if self.stacked else max(rect.top(), 0)
        head = QRect(rect.left(), top, rect.width(), self.head(font))
        painter.save()
        painter.fillRect(rect, QColor(theme.page))
        self._text(painter, rect, head, card)
        painter.fillRect(head, QColor(theme.page))
        painter.setFont(font)
        self._head(painter, head.adjusted(PAD_X, PAD_Y, -PAD_X, -PAD_Y), card)
        if index.row():
            if self.stacked:
                painter.fillRect(rect.left() + PAD_X, rect.top(), rect.width() - 2 * PAD_X, 1, QColor(theme.line))
            else:
                painter.fillRect(rect.left(), rect.top(), 1, rect.height(), QColor(theme.line))
        if state & QStyle.StateFlag.State_Selected:
            edge = rect.adjusted(1, 4, 0, -4)
            painter.fillRect(edge.left(), edge.top(), EDGE, edge.height(), QColor(theme.accent))
        painter.restore()

    def _text(self, painter: QPainter, rect: QRect, head: QRect, card: Card) -> None:
        document = self._cards.laid_out(card)
        self._cards.height(card, self.width - 2 * PAD_X)
        origin = QPointF(rect.left() + PAD_X, rect.top() + head.height())
        seen = QRectF(rect.left(), head.bottom() + 1, rect.width(), rect.bottom() - head.bottom())
        view = painter.clipBoundingRect() if painter.hasClipping() else QRectF(painter.viewport())
        seen &= view
        painter.save()
        painter.setClipRect(seen)
        painter.translate(origin)
        context = QAbstractTextDocumentLayout.PaintContext()
        # Paragraphs out of sight are not even looked at.
        context.clip = seen.translated(-origin)  # pyright: ignore[reportAttributeAccessIssue]
        document.documentLayout().draw(painter, context)
        painter.restore()

    def _head(self, painter: QPainter, inside: QRect, card: Card) -> None:
        theme = self._cards.theme
        metrics = painter.fontMetrics()
        line = QRect(inside.left(), inside.top(), inside.width(), metrics.height())
        painter.setPen(QColor(theme.ink if card.alternative is not None else theme.faint))
        painter.drawText(line, _LEFT, card.name)
        left = line.left() + metrics.horizontalAdvance(card.name) + GAP
        if card.alternative is not None and len(self._cards.cards) > 1:
            bar = QRect(left, line.center().y() - BAR_HEIGHT // 2 + 1, BAR_WIDTH, BAR_HEIGHT)
            painter.fillRect(bar, QColor(theme.line))
            bar.setWidth(max(2, round(BAR_WIDTH * card.share)))
            painter.fillRect(bar, QColor(theme.border))
            left += BAR_WIDTH + GAP
        painter.setPen(QColor(theme.faint))
        place = QRect(left, line.top(), max(0, line.right() - left + 1), line.height())
        painter.drawText(place, _RIGHT, metrics.elidedText(card.passes, Qt.TextElideMode.ElideRight, place.width() + 2))
        if second := self._second(card):
            line.translate(0, metrics.height())
            painter.drawText(line, _LEFT, metrics.elidedText(second, Qt.TextElideMode.ElideRight, line.width()))

    def _second(self, card: Card) -> str:
        words = [card.alike]
        if self._cards.comparable(card) and not self._cards.marked(card):
            words.append(self.tr("mostly new"))
        return " · ".join(word for word in words if word)
