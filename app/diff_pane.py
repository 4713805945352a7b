"""One column of a comparison: lines broken to its width, tinted, numbered, read-only and copyable."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, cast

from PySide6.QtCore import QMimeData, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
    QTextBlock,
    QTextCursor,
    QTextLayout,
    QTextLine,
    QTextOption,
)
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QWidget

from palimpsest.app.diff_rows import SIGNS, Row, Tone
from palimpsest.app.documents.positions import Positions, utf16_length
from palimpsest.app.editor.ink import blend

if TYPE_CHECKING:
    from palimpsest.app.diff import Part
    from palimpsest.app.theme import Theme

Column = Literal["old", "new"]

CHUNK = 4000
"""Code points that are laid out at once: a line of a megabyte must not hold the window up."""
_MARGIN, _PAD, _BAR = 6, 10, 3
_LEAF = {False: "#4f7d12", True: "#a9cc72"}
"""By `Theme.dark`: what added text is tinted with. Removed text takes the theme's error colour."""
# Qt would end a line at these. Each is shown by a sign of the same length; what is copied has the real one.
_SHOWN = str.maketrans({"\u2028": "\u2424", "\u2029": "\u2424", "\ufdd0": "\u2424", "\ufdd1": "\u2424", "\r": "\u240d"})


@dataclass(frozen=True, slots=True)
class Line:
    """What stands on one line of the pane: a piece of a row."""

    part: Part
    row: Row
    first: bool = True
    """True for the first piece of its row."""
    text: str = ""
    marks: tuple[tuple[int, int], ...] = ()
    """What of the piece is marked, UTF-16 units."""


def tint(theme: Theme, tone: Tone, strong: bool = False) -> str:
    """Background of a row, or (`strong`) of what is marked in it, "#rrggbb"."""
    match tone:
        case Tone.REMOVED:
            return blend(theme.page, theme.error, 0.24 if strong else 0.08)
        case Tone.ADDED:
            return blend(theme.page, _LEAF[theme.dark], 0.2 if strong else 0.09)
        case Tone.BLANK | Tone.FOLD:
            return blend(theme.page, theme.frame, 0.7)
        case _:
            return theme.page


class DiffPane(QPlainTextEdit):
    """Shows `lines`, one block each. Its owner breaks the rows (`broken`), so that two panes stay in step."""

    fold_wanted = Signal(object)
    """`Part`: the fold that shall be opened."""

    def __init__(self, theme: Theme, font: QFont, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines: list[Line] = []
        self.columns: tuple[Column, ...] = ("old", "new")
        self.current: Part | None = None
        """The change that was gone to; a bar stands beside it."""
        self._theme = theme
        self._numbers = _Numbers(self)
        self._highest = 1
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUndoRedoEnabled(False)
        self.setReadOnly(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        bar = self.verticalScrollBar()
        bar.rangeChanged.connect(lambda low, high: bar.setEnabled(high > low))
        self.document().setDocumentMargin(_MARGIN)
        self.setFont(font)
        metrics = QFontMetricsF(font)
        self.setTabStopDistance(4 * metrics.horizontalAdvance(" "))
        # Most lines are seen to fit by this alone, which spares laying them out twice.
        self._widths = {letter: metrics.horizontalAdvance(letter) for letter in map(chr, range(32, 127))}
        self.viewport().setMouseTracking(True)
        self.updateRequest.connect(lambda *_: self._numbers.update())
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Change the colours."""
        self._theme = theme
        self._tints = {tone: QColor(tint(theme, tone)) for tone in Tone}
        self._strong_tints = {tone: QColor(tint(theme, tone, strong=True)) for tone in Tone}
        palette = self.palette()
        for role, colour in (
            (QPalette.ColorRole.Base, theme.page),
            (QPalette.ColorRole.Text, theme.ink),
            (QPalette.ColorRole.Highlight, theme.selection),
            (QPalette.ColorRole.HighlightedText, theme.selection_ink),
        ):
            palette.setColor(role, QColor(colour))
        self.setPalette(palette)
        # Under a style sheet the viewport has a palette of its own, to which that of the pane does not come down.
        self.viewport().setPalette(palette)
        self.viewport().update()
        self._numbers.update()

    def start_over(self, columns: tuple[Column, ...], highest: int) -> None:
        """Empty; `columns` of line numbers up to `highest` will be shown."""
        self.columns, self._highest = columns, highest
        self.lines = []
        self.clear()
        self._place()

    def append(self, lines: Sequence[Line]) -> None:
        """Add lines at the end."""
        if not lines:
            return
        text = "\n".join(map(_shown, lines))
        if self.lines:
            cursor = QTextCursor(self.document())
            cursor.movePosition(QTextCursor.MoveOperation.End)
            cursor.insertText("\n" + text)
        else:
            self.setPlainText(text)  # which leaves the caret at the top
        self.lines += lines

    def replace(self, at: int, count: int, lines: Sequence[Line]) -> None:
        """Put `lines` (at least one) in place of `count` lines from `at` on."""
        cursor = QTextCursor(self.document().findBlockByNumber(at))
        last = self.document().findBlockByNumber(at + count - 1)
        cursor.setPosition(last.position() + last.length() - 1, QTextCursor.MoveMode.KeepAnchor)
        self.lines[at : at + count] = lines
        cursor.insertText("\n".join(map(_shown, lines)))

    def broken(self, part: Part, row: Row) -> Iterator[Line]:
        """A row as lines that fit, computed as they are asked for."""
        width = max(40.0, self.viewport().width() - 2.0 * _MARGIN - 1)
        text = row.text
        if len(text) < CHUNK and sum(self._widths.get(letter, width) for letter in text) < width:
            yield Line(part, row, True, text, row.marks)
            return
        positions = Positions(text)
        marks = [(positions.to_utf16(start), positions.to_utf16(end)) for start, end in row.marks]
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        option.setTabStopDistance(self.tabStopDistance())
        before = 0
        for first in range(0, len(text), CHUNK):
            piece = text[first : first + CHUNK]
            inside = Positions(piece)
            layout = QTextLayout(piece.translate(_SHOWN), self.font())
            layout.setTextOption(option)
            layout.beginLayout()
            while (line := layout.createLine()).isValid():
                line.setLineWidth(width)
                start, end = line.textStart(), line.textStart() + line.textLength()
                shown = piece[inside.to_code_point(start) : inside.to_code_point(end)]
                yield Line(part, row, before + start == 0, shown, _clipped(marks, before + start, before + end))
            layout.endLayout()
            before += utf16_length(piece)

    def line_at_caret(self) -> Line | None:
        """The line that holds the caret."""
        number = self.textCursor().blockNumber()
        return self.lines[number] if number < len(self.lines) else None

    def line_at_top(self) -> Line | None:
        """The first line in view."""
        number = self.firstVisibleBlock().blockNumber()
        return self.lines[number] if number < len(self.lines) else None

    def visible(self) -> Iterator[tuple[Line, QTextBlock, QRectF]]:
        """What is in view, from the top, with its place in the viewport."""
        block, offset = self.firstVisibleBlock(), self.contentOffset()
        while block.isValid() and block.blockNumber() < len(self.lines):
            place = self.blockBoundingGeometry(block).translated(offset)
            if place.top() > self.viewport().height():
                break
            yield self.lines[block.blockNumber()], block, place
            block = block.next()

    def paintEvent(self, event: QPaintEvent) -> None:
        seen = [(line, place, list(_marked(line, block, place))) for line, block, place in self.visible()]
        width = float(self.viewport().width())
        painter = QPainter(self.viewport())
        for line, place, rects in seen:
            painter.fillRect(QRectF(0, place.top(), width, place.height()), self._tints[line.row.tone])
            for rect in rects:
                painter.fillRect(rect, self._strong_tints[line.row.tone])
        painter.end()
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        painter.setPen(QColor(self._theme.ink))
        ascent = QFontMetricsF(self.font()).ascent()
        for line, place, rects in seen:
            for rect in rects:
                above = ascent * 0.68 if line.row.tone is Tone.REMOVED else ascent + 2
                height = round(place.top() + above) + 0.5
                painter.drawLine(QPointF(rect.left(), height), QPointF(rect.right(), height))
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place()
        super().resizeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        line = self.line_at_caret()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self._is_fold(line):
            self.fold_wanted.emit(line.part if line else None)
            return
        super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        line = self._line_under(event.position())
        if event.button() is Qt.MouseButton.LeftButton and not self.textCursor().hasSelection() and self._is_fold(line):
            self.fold_wanted.emit(line.part if line else None)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        hand = self._is_fold(self._line_under(event.position()))
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if hand else Qt.CursorShape.IBeamCursor)

    def createMimeDataFromSelection(self) -> QMimeData:
        """The selected text as it is in its files: lines that were broken to fit are whole again."""
        cursor = self.textCursor()
        pieces: list[str] = []
        block = self.document().findBlock(cursor.selectionStart())
        while block.isValid() and block.position() < cursor.selectionEnd() and block.blockNumber() < len(self.lines):
            line = self.lines[block.blockNumber()]
            first = max(0, cursor.selectionStart() - block.position())
            last = min(block.length() - 1, cursor.selectionEnd() - block.position())
            if line.row.tone not in (Tone.BLANK, Tone.FOLD):
                if pieces and line.first:
                    pieces.append("\n")
                inside = Positions(line.text)
                pieces.append(line.text[inside.to_code_point(first) : inside.to_code_point(last)])
            block = block.next()
        data = QMimeData()
        data.setText("".join(pieces))
        return data

    def _line_under(self, point: QPointF) -> Line | None:
        for line, _, place in self.visible():
            if place.top() <= point.y() < place.bottom():
                return line
        return None

    @staticmethod
    def _is_fold(line: Line | None) -> bool:
        return line is not None and line.row.tone is Tone.FOLD

    def _place(self) -> None:
        width = self._numbers.wanted_width(self._highest)
        if self.viewportMargins().left() != width:
            self.setViewportMargins(width, 0, 0, 0)
        inside = self.viewport().geometry()
        self._numbers.setGeometry(inside.left() - width, inside.top(), width, inside.height())


class _Numbers(QWidget):
    """Line numbers and signs, left of the text."""

    def __init__(self, pane: DiffPane) -> None:
        super().__init__(pane)
        self._pane = pane
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def wanted_width(self, highest: int) -> int:
        """Pixels for the columns of numbers and the sign."""
        return round(self._digits(highest) * len(self._pane.columns)) + 3 * _PAD + _BAR

    def _digits(self, highest: int) -> float:
        return self.fontMetrics().horizontalAdvance("9") * max(2, len(str(highest))) + _PAD

    def paintEvent(self, event: QPaintEvent) -> None:
        pane = self._pane
        theme = pane._theme
        painter = QPainter(self)
        painter.fillRect(event.rect(), QColor(theme.page))
        lower = QFontMetricsF(pane.font()).ascent() - QFontMetricsF(self.font()).ascent()
        sign_width = self.fontMetrics().horizontalAdvance("+") + _PAD
        width = (self.width() - sign_width - _BAR) / len(pane.columns)
        for line, _, place in pane.visible():
            row = line.row
            painter.fillRect(QRectF(0, place.top(), self.width(), place.height()), pane._tints[row.tone])
            if line.part is pane.current:
                painter.fillRect(QRectF(0, place.top(), _BAR, place.height()), QColor(theme.frame_ink))
            if not line.first or row.tone is Tone.BLANK:
                continue
            painter.setPen(QColor(theme.faint))
            if row.tone is not Tone.FOLD:
                for place_of, column in enumerate(pane.columns):
                    number = row.old if column == "old" else row.new
                    if number is not None:
                        box = QRectF(_BAR + place_of * width, place.top() + lower, width - 2, place.height())
                        painter.drawText(box, Qt.AlignmentFlag.AlignRight, str(number + 1))
            painter.setPen(QColor(theme.ink))
            box = QRectF(self.width() - sign_width, place.top() + lower, sign_width, place.height())
            painter.drawText(box, Qt.AlignmentFlag.AlignHCenter, SIGNS.get(row.tone, ""))
        painter.end()


def _shown(line: Line) -> str:
    return line.text.translate(_SHOWN)


def _clipped(marks: Sequence[tuple[int, int]], start: int, end: int) -> tuple[tuple[int, int], ...]:
    """What of rising marks lies in [start, end), counted from `start`."""
    found: list[tuple[int, int]] = []
    for low, high in marks[bisect_right(marks, start, key=lambda mark: mark[1]) :]:
        if low >= end:
            break
        found.append((max(low, start) - start, min(high, end) - start))
    return tuple(found)


def _marked(line: Line, block: QTextBlock, place: QRectF) -> Iterator[QRectF]:
    """Rectangles behind what is marked in a line."""
    if line.marks and block.layout().lineCount():
        for start, end in line.marks:
            for left, right in _stretches(block.layout().lineAt(0), start, end):
                yield QRectF(place.left() + left, place.top(), right - left, place.height())


def _stretches(line: QTextLine, start: int, end: int) -> Iterator[tuple[float, float]]:
    """Where [start, end) lies across the line; in several places where writing directions meet."""
    left = right = None
    for at in range(start, end):
        low, high = sorted((_across(line, at, QTextLine.Edge.Leading), _across(line, at, QTextLine.Edge.Trailing)))
        if left is None or right is None:
            left, right = low, high
        elif abs(low - right) < 1 or abs(high - left) < 1:
            left, right = min(left, low), max(right, high)
        else:
            yield left, right
            left, right = low, high
    if left is not None and right is not None:
        yield left, right


def _across(line: QTextLine, at: int, edge: QTextLine.Edge) -> float:
    # PySide hands back the position beside the x.
    return cast("tuple[float, int]", line.cursorToX(at, edge))[0]
