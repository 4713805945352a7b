"""A list of texts, each shown by its first lines, to choose one of: how it is drawn, and how it is filled."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QTextLayout, QTextOption
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from palimpsest.app.theme import Theme

LABEL, SHOWN = Qt.ItemDataRole.UserRole + 2, Qt.ItemDataRole.UserRole + 3
"""What stands above a text; and True if it is the one on the page."""
LINES = 3
"""The most lines that are shown of a text."""
MOST = 600
"""Code points that are laid out for them."""
PAD_X, PAD_Y = 12, 6
BAR = 3


class TextPreview(QStyledItemDelegate):
    """Draws a label and the beginning of the text; the one on the page has a bar of the accent beside it."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        font: QFont = option.font  # pyright: ignore[reportAttributeAccessIssue]
        view = option.widget  # pyright: ignore[reportAttributeAccessIssue]
        width = view.viewport().width() if isinstance(view, QListView) else 200
        lines = len(first_lines(_begin(index), font, width - 2 * PAD_X))
        return QSize(0, QFontMetrics(font).lineSpacing() * (1 + lines) + 2 * PAD_Y)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        theme = self.theme
        rect: QRect = option.rect  # pyright: ignore[reportAttributeAccessIssue]
        font: QFont = option.font  # pyright: ignore[reportAttributeAccessIssue]
        state: QStyle.StateFlag = option.state  # pyright: ignore[reportAttributeAccessIssue]
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        if chosen:
            painter.setBrush(QColor(theme.selection))
            painter.drawRoundedRect(rect.adjusted(2, 0, -2, 0), 5, 5)
        if index.data(SHOWN):
            painter.setBrush(QColor(theme.accent))
            painter.drawRoundedRect(rect.left() + 4, rect.top() + PAD_Y, BAR, rect.height() - 2 * PAD_Y, 1.5, 1.5)
        painter.setFont(font)
        step = QFontMetrics(font).lineSpacing()
        inside = rect.adjusted(PAD_X, PAD_Y, -PAD_X, -PAD_Y)
        painter.setPen(QColor(theme.selection_ink if chosen else theme.faint))
        painter.drawText(QPointF(inside.left(), inside.top() + QFontMetrics(font).ascent()), index.data(LABEL))
        painter.setPen(QColor(theme.selection_ink if chosen else theme.ink))
        baseline = inside.top() + step + QFontMetrics(font).ascent()
        for line in first_lines(_begin(index), font, inside.width()):
            painter.drawText(QPointF(inside.left(), baseline), line)
            baseline += step
        painter.restore()


def _begin(index: QModelIndex | QPersistentModelIndex) -> str:
    return str(index.data() or "")


def first_lines(text: str, font: QFont, width: int) -> list[str]:
    """The first lines of a text at a width in pixels, the last of them with an ellipsis if there is more."""
    metrics = QFontMetrics(font)
    result: list[str] = []
    paragraphs = text[:MOST].expandtabs(4).strip("\n").split("\n")
    for number, paragraph in enumerate(paragraphs):
        layout = QTextLayout(paragraph, font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.beginLayout()
        starts: list[int] = []
        while len(result) + len(starts) <= LINES:
            line = layout.createLine()
            if not line.isValid():
                break
            line.setLineWidth(max(1, width))
            starts.append(line.textStart())
        layout.endLayout()
        units = paragraph.encode("utf-16-le", "surrogatepass")
        for start, end in zip(starts, [*starts[1:], len(units) // 2], strict=True):
            if len(result) == LINES:
                return _cut(result, metrics, width)
            result.append(units[2 * start : 2 * end].decode("utf-16-le", "surrogatepass").rstrip())
        if len(result) == LINES and (number + 1 < len(paragraphs) or len(text) > MOST):
            return _cut(result, metrics, width)
    return result


def _cut(lines: list[str], metrics: QFontMetrics, width: int) -> list[str]:
    *before, last = lines
    return [*before, metrics.elidedText(f"{last} …", Qt.TextElideMode.ElideRight, max(1, width))]
