"""How a row of the palette is drawn: the group faint, the found letters bold, the keys at the right."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QGuiApplication, QPainter, QPalette, QTextCharFormat, QTextLayout
from PySide6.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem

PAD_X, PAD_Y = 10, 6
GROUP, STATE, PLACES, ENABLED = (Qt.ItemDataRole.UserRole + number for number in range(1, 5))
"""Roles of an item: the group before its title, the word after it, the places of the found letters in its title, and
whether it can be taken (Qt lets nobody walk over items that it holds for disabled)."""


class PaletteRow(QStyledItemDelegate):
    """Draws both columns in the colours of the application's palette."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        metrics = QFontMetrics(option.font)  # pyright: ignore[reportAttributeAccessIssue]  # missing in the stubs
        width = metrics.horizontalAdvance(str(index.data() or "")) + 2 * PAD_X if index.column() else 0
        return QSize(width, metrics.height() + 2 * PAD_Y)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        own = QStyleOptionViewItem(option)
        self.initStyleOption(own, index)
        state: QStyle.StateFlag = own.state  # pyright: ignore[reportAttributeAccessIssue]
        rect: QRect = own.rect  # pyright: ignore[reportAttributeAccessIssue]
        font: QFont = own.font  # pyright: ignore[reportAttributeAccessIssue]
        own.text = ""  # pyright: ignore[reportAttributeAccessIssue]
        widget = own.widget  # pyright: ignore[reportAttributeAccessIssue]
        style = widget.style() if widget is not None else QApplication.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, own, painter, widget)

        chosen = bool(state & QStyle.StateFlag.State_Selected)
        enabled = bool(index.sibling(index.row(), 0).data(ENABLED))
        roles, colours = QPalette.ColorRole, QGuiApplication.palette()
        faint = colours.color(roles.ButtonText if chosen else roles.PlaceholderText)
        ink = colours.color(roles.HighlightedText if chosen else roles.Text) if enabled else faint
        inside = rect.adjusted(PAD_X, 0, -PAD_X, 0)
        title = str(index.data() or "")
        painter.save()
        painter.setFont(font)
        if index.column():
            painter.setPen(faint)
            painter.drawText(inside, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, title)
        else:
            group, word = index.data(GROUP) or "", index.data(STATE) or ""
            head = f"{group}: " if group else ""
            tail = f"   {word}" if word else ""
            formats = [
                _format(0, len(head), faint),
                _format(len(head), len(title), ink),
                *(_format(len(head) + place, 1, ink, bold=True) for place in index.data(PLACES) or ()),
                _format(len(head) + len(title), len(tail), faint),
            ]
            _draw(painter, inside, head + title + tail, font, formats)
        painter.restore()


def _format(start: int, length: int, colour: object, bold: bool = False) -> QTextLayout.FormatRange:
    result = QTextLayout.FormatRange()
    look = QTextCharFormat()
    look.setForeground(colour)  # pyright: ignore[reportArgumentType]
    if bold:
        look.setFontWeight(QFont.Weight.Bold)
    result.start, result.length, result.format = start, length, look  # pyright: ignore[reportAttributeAccessIssue]
    return result


def _draw(painter: QPainter, inside: QRect, text: str, font: QFont, formats: list[QTextLayout.FormatRange]) -> None:
    """One line, cut with an ellipsis where the row is too narrow."""
    bold = QFont(font)
    bold.setBold(True)
    text = QFontMetrics(bold).elidedText(text, Qt.TextElideMode.ElideRight, inside.width())
    layout = QTextLayout(text, font)
    layout.setFormats([part for part in formats if part.start < len(text)])
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(10 * inside.width())
    layout.endLayout()
    layout.draw(painter, QPointF(inside.left(), inside.top() + (inside.height() - line.height()) / 2))
