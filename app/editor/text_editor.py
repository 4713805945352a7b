"""The page: a plain text editor with a reading width for prose, numbers for code, and room for an overlay."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFont,
    QFontMetricsF,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
    QTextBlock,
    QTextCursor,
    QTextOption,
)
from PySide6.QtWidgets import QApplication, QFrame, QPlainTextEdit, QWidget

from palimpsest.app.documents.document import Document, Kind
from palimpsest.app.editor.canvas_layout import CanvasLayout
from palimpsest.app.editor.gutter import Gutter
from palimpsest.app.editor.ink import blend
from palimpsest.app.editor.marks import Marks
from palimpsest.resources import CODE_FONT, PROSE_FONT

if TYPE_CHECKING:
    from palimpsest.app.theme import Theme

_SAMPLE = "the quick brown fox jumps over the lazy dog and runs on, all the way home "
_MEASURE = 72
"""Characters of an average line of prose."""
_FAMILIES: dict[Kind, list[str]] = {
    "prose": [PROSE_FONT, "Georgia", "Noto Serif", "DejaVu Serif", "serif"],
    "code": [CODE_FONT, "Menlo", "Consolas", "DejaVu Sans Mono", "monospace"],
}
_POINTS: dict[Kind, float] = {"prose": 14.0, "code": 11.0}
_MARGIN: dict[Kind, float] = {"prose": 32.0, "code": 10.0}
_SMALLEST, _LARGEST = 6.0, 60.0

_Key = QKeySequence.StandardKey
_Move = QTextCursor.MoveOperation
_MOVES = {
    _Key.MoveToNextLine: (_Move.Down, False),
    _Key.MoveToPreviousLine: (_Move.Up, False),
    _Key.MoveToStartOfLine: (_Move.StartOfLine, False),
    _Key.MoveToEndOfLine: (_Move.EndOfLine, False),
    _Key.MoveToNextChar: (_Move.Right, False),
    _Key.MoveToPreviousChar: (_Move.Left, False),
    _Key.MoveToNextWord: (_Move.WordRight, False),
    _Key.MoveToPreviousWord: (_Move.WordLeft, False),
    _Key.SelectNextLine: (_Move.Down, True),
    _Key.SelectPreviousLine: (_Move.Up, True),
    _Key.SelectStartOfLine: (_Move.StartOfLine, True),
    _Key.SelectEndOfLine: (_Move.EndOfLine, True),
    _Key.SelectNextChar: (_Move.Right, True),
    _Key.SelectPreviousChar: (_Move.Left, True),
    _Key.SelectNextWord: (_Move.WordRight, True),
    _Key.SelectPreviousWord: (_Move.WordLeft, True),
}
_REMOVALS = {
    _Key.Delete: _Move.Right,
    _Key.DeleteEndOfWord: _Move.WordRight,
    _Key.DeleteStartOfWord: _Move.WordLeft,
}


class Overlay(Protocol):
    """What is painted in place of covered blocks; `CanvasView` is one."""

    def paint(self, painter: QPainter, clip: QRectF) -> None:
        """Draw over the page, in viewport coordinates."""

    def extent(self) -> tuple[float, float] | None:
        """Top and bottom of the span in the viewport; None if nothing is covered or it is out of view."""

    def relayout(self) -> None:
        """Width, font or colours of the page have changed."""

    def position_at(self, point: QPointF) -> int | None:
        """Where a click at a place of the viewport belongs; None if it is not on the overlay."""

    def move(self, operation: QTextCursor.MoveOperation, keep: bool) -> bool:
        """Move the caret near or across covered blocks; False leaves it to Qt."""
        ...


class TextEditor(QPlainTextEdit):
    """Shows one `Document`. Positions are the document's, UTF-16 units."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("editor")
        self.theme = theme
        self.overlay: Overlay | None = None
        self.marks = Marks(self)
        self.kind: Kind = "prose"
        self._shown: Document | None = None
        self._layout: CanvasLayout | None = None
        self._dragging = False
        self._band = QRect()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAutoFillBackground(True)
        self.setAccessibleName("Document")
        self.setCursorWidth(2)
        self._gutter = Gutter(self)
        self.updateRequest.connect(self._on_update_request)
        self.blockCountChanged.connect(self._place)
        self.cursorPositionChanged.connect(self._on_caret_moved)
        # Always there, and unseen while there is nothing to scroll: lines must not break anew when it comes.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        bar = self.verticalScrollBar()
        bar.rangeChanged.connect(lambda low, high: bar.setEnabled(high > low))
        self.set_document(Document())
        self.set_theme(theme)

    @property
    def shown(self) -> Document:
        """The document on the page."""
        assert self._shown is not None
        return self._shown

    @property
    def canvas_layout(self) -> CanvasLayout:
        """The layout of the page, which makes room for a canvas."""
        assert self._layout is not None
        return self._layout

    def set_document(self, document: Document) -> None:
        """Show another document, in the manner of its kind. An overlay has to be cleared before."""
        layout = document.buffer.documentLayout()
        if not isinstance(layout, CanvasLayout):
            layout = CanvasLayout(document.buffer)
            document.buffer.setDocumentLayout(layout)
        # Python's side of both has to outlive Qt's use of them.
        self._shown, self._layout = document, layout
        self.setDocument(document.buffer)
        self._dress(document.kind)

    def refresh_kind(self) -> None:
        """Look again at what kind of document this is, after its name has changed."""
        if self.shown.kind != self.kind:
            self._dress(self.shown.kind)

    def set_theme(self, theme: Theme) -> None:
        """Change the colours of the page."""
        self.theme = theme
        palette = self.palette()
        for role, colour in (
            (QPalette.ColorRole.Base, theme.page),
            (QPalette.ColorRole.Window, theme.page),
            (QPalette.ColorRole.Text, theme.ink),
            (QPalette.ColorRole.PlaceholderText, theme.faint),
            (QPalette.ColorRole.Highlight, theme.selection),
            (QPalette.ColorRole.HighlightedText, theme.selection_ink),
        ):
            palette.setColor(role, QColor(colour))
        self.setPalette(palette)
        if self.overlay is not None:
            self.overlay.relayout()
        self.refresh()

    def zoom(self, points: float) -> None:
        """Make the text larger or smaller by so many points."""
        self._set_size(self.font().pointSizeF() + points)

    def reset_zoom(self) -> None:
        """Back to the size that the page was made for."""
        self._set_size(_POINTS[self.kind])

    def refresh(self) -> None:
        """Repaint page and gutter."""
        self.viewport().update()
        self._gutter.update()

    def visible_blocks(self) -> Iterator[tuple[QTextBlock, float, float]]:
        """What is in view, from the top: block, top and height in the viewport. Hidden blocks are left out."""
        block = self.firstVisibleBlock()
        top = self.contentOffset().y()
        bottom = self.viewport().height()
        while block.isValid() and top <= bottom:
            height = self.blockBoundingRect(block).height()
            if block.isVisible():
                yield block, top, height
            top += height
            block = block.next()

    def scroll_offset(self) -> float:
        """Where the left edge of unscrolled text lies in the viewport."""
        return self.contentOffset().x()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.hasFocus() and self.kind == "code" and not self.textCursor().hasSelection():
            painter = QPainter(self.viewport())
            band = self._line_band()
            painter.fillRect(band, QColor(blend(self.theme.page, self.theme.line, 0.55)))
            painter.end()
        super().paintEvent(event)
        if self.overlay is not None:
            painter = QPainter(self.viewport())
            self.overlay.paint(painter, QRectF(event.rect()))
            painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        # First, so that Qt wraps to the width that is left: while the page is being shown it is told no second time.
        self._place()
        super().resizeEvent(event)
        if self.overlay is not None:
            self.overlay.relayout()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and self._layout is not None:
            self._place()
            self.setTabStopDistance(4 * QFontMetricsF(self.font()).horizontalAdvance(" "))
            if self.overlay is not None:
                self.overlay.relayout()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.refresh()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.refresh()

    def event(self, event: QEvent) -> bool:
        # The margins beside the column belong to the page, too: scroll and click there as on it.
        if event.type() == QEvent.Type.Wheel:
            return self.viewportEvent(event)
        if isinstance(event, QMouseEvent) and event.type() in (
            QEvent.Type.MouseButtonPress,
            QEvent.Type.MouseMove,
            QEvent.Type.MouseButtonRelease,
            QEvent.Type.MouseButtonDblClick,
        ):
            place = QPointF(self.viewport().mapFrom(self, event.position().toPoint()))
            inner = QMouseEvent(
                event.type(), place, event.globalPosition(), event.button(), event.buttons(), event.modifiers()
            )
            QApplication.sendEvent(self.viewport(), inner)
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = self.overlay.position_at(event.position()) if self.overlay is not None else None
        if place is None or event.button() is not Qt.MouseButton.LeftButton:
            super().mousePressEvent(event)
            return
        self._dragging = True
        self._put_caret(place, bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if not event.buttons() & Qt.MouseButton.LeftButton:
            super().mouseMoveEvent(event)
            return
        place = self.overlay.position_at(event.position()) if self.overlay is not None else None
        if place is None and self._dragging:
            place = self.cursorForPosition(event.position().toPoint()).position()
        if place is None:
            super().mouseMoveEvent(event)
        else:
            self._put_caret(place, True)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._dragging = False
        super().mouseReleaseEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        place = self.overlay.position_at(event.position()) if self.overlay is not None else None
        if place is None:
            super().mouseDoubleClickEvent(event)
        else:
            self._put_caret(place, False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.InsertLineSeparator):
            # Qt would put U+2028 into the text, which no file wants for a line end.
            self.textCursor().insertBlock()
            self.ensureCursorVisible()
            return
        if self.overlay is not None and self._near_overlay(event, self.overlay):
            return
        super().keyPressEvent(event)

    def _near_overlay(self, event: QKeyEvent, overlay: Overlay) -> bool:
        """Do what a key means close to covered blocks; False if Qt may do it."""
        for key, (operation, keep) in _MOVES.items():
            if event.matches(key):
                return overlay.move(operation, keep)
        if self.textCursor().hasSelection():
            return False
        for key, operation in _REMOVALS.items():
            if event.matches(key):
                if not overlay.move(operation, True):
                    return False
                self.textCursor().removeSelectedText()
                return True
        return False

    def _put_caret(self, position: int, keep: bool) -> None:
        cursor = self.textCursor()
        mode = QTextCursor.MoveMode.KeepAnchor if keep else QTextCursor.MoveMode.MoveAnchor
        cursor.setPosition(position, mode)
        self.setTextCursor(cursor)

    def _dress(self, kind: Kind) -> None:
        self.kind = kind
        code = kind == "code"
        font = QFont(_FAMILIES[kind])
        font.setStyleHint(QFont.StyleHint.Monospace if code else QFont.StyleHint.Serif)
        font.setPointSizeF(_POINTS[kind])
        self._set_margin(_MARGIN[kind])
        self._gutter.numbers = code
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap if code else QPlainTextEdit.LineWrapMode.WidgetWidth)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setFont(font)
        # Qt hands the font on only when it changes, which it does not for a second document of one kind.
        self.shown.buffer.setDefaultFont(font)
        self.setTabStopDistance(4 * QFontMetricsF(font).horizontalAdvance(" "))
        self._place()
        self.refresh()

    def _set_margin(self, margin: float) -> None:
        """Qt takes a margin for an edit: it must not count as one, nor stand on the undo stack."""
        buffer = self.shown.buffer
        if buffer.isUndoAvailable() or buffer.isRedoAvailable():
            return
        modified = buffer.isModified()
        buffer.setDocumentMargin(margin)
        buffer.clearUndoRedoStacks()
        buffer.setModified(modified)

    def _set_size(self, points: float) -> None:
        font = QFont(self.font())
        font.setPointSizeF(max(_SMALLEST, min(_LARGEST, points)))
        self.setFont(font)

    def _place(self) -> None:
        """Put the text column and the gutter in their places."""
        gutter = self._gutter.wanted_width()
        side = gutter
        if self.kind == "prose":
            margin = self.document().documentMargin()
            sample = QFontMetricsF(self.font()).horizontalAdvance(_SAMPLE)
            column = sample / len(_SAMPLE) * _MEASURE + 2 * margin
            room = self.width() - self.verticalScrollBar().sizeHint().width()
            side = max(gutter, round((room - column) / 2))
        right = side if self.kind == "prose" else 0
        margins = self.viewportMargins()
        if (margins.left(), margins.right()) != (side, right):
            self.setViewportMargins(side, 0, right, 0)
        inside = self.viewport().geometry()
        self._gutter.setGeometry(inside.left() - gutter, inside.top(), gutter, inside.height())

    def _line_band(self) -> QRect:
        caret = self.cursorRect()
        return QRect(0, caret.top(), self.viewport().width(), caret.height())

    def _on_caret_moved(self) -> None:
        band = self._line_band() if self.kind == "code" else QRect()
        if band != self._band:
            self.viewport().update(self._band)
            self.viewport().update(band)
            self._band = band
            self._gutter.update()

    def _on_update_request(self, _: QRect, scrolled: int) -> None:
        if self._gutter.numbers or self.overlay is not None:
            self._gutter.update()
        if scrolled:
            self._band = QRect()
