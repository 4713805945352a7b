"""The page: a plain text editor with a reading width for prose, numbers for code, and room for an overlay."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QEvent, QMimeData, QPointF, QRect, QRectF, Qt, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
    QTextBlock,
)
from PySide6.QtWidgets import QApplication, QFrame, QPlainTextEdit, QWidget

from palimpsest.app.documents.document import Document, Kind
from palimpsest.app.editor import indentation
from palimpsest.app.editor.backdrop import Backdrop
from palimpsest.app.editor.bracket_marks import BracketMarks
from palimpsest.app.editor.canvas_layout import CanvasLayout
from palimpsest.app.editor.caret_memory import CaretMemory
from palimpsest.app.editor.editing import Editing
from palimpsest.app.editor.gutter import Gutter
from palimpsest.app.editor.indentation import Indentation
from palimpsest.app.editor.key_edits import KeyEdits
from palimpsest.app.editor.line_guard import LineGuard
from palimpsest.app.editor.marks import Marks
from palimpsest.app.editor.near_overlay import MouseNearOverlay, Overlay, key_near_overlay
from palimpsest.app.editor.page_place import PagePlace
from palimpsest.app.editor.page_style import PageStyle
from palimpsest.app.editor.selecting import Selecting
from palimpsest.app.editor.span_marks import SpanMarks
from palimpsest.app.idle_keys import is_idle

if TYPE_CHECKING:
    from collections.abc import Callable

    from palimpsest.app.documents.languages import Language
    from palimpsest.app.editor.brackets import KindAt
    from palimpsest.app.editor.focus import FocusMode
    from palimpsest.app.theme import Theme

_MOUSE = (
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseMove,
    QEvent.Type.MouseButtonRelease,
    QEvent.Type.MouseButtonDblClick,
)


class TextEditor(QPlainTextEdit):
    """Shows one `Document`. Positions are the document's, UTF-16 units."""

    guard_changed = Signal(str)
    """The new value of `guarded`."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("editor")
        self.theme = theme
        self.overlay: Overlay | None = None
        self.kind_at: KindAt | None = None
        """Says "string" or "comment" of a position that is in one; a highlighter sets it."""
        self.kind: Kind = "prose"
        self.page_style = PageStyle()
        """As it is now; `set_style` changes it."""
        self.guarded = ""
        """Why this text is drawn more plainly than others; empty if it is not."""
        self.marks = Marks(self)
        self.carets = CaretMemory(self)
        self.editing = Editing(self)
        self.selecting = Selecting(self)
        self.span_marks = SpanMarks(self)
        self._shown: Document | None = None
        self._layout: CanvasLayout | None = None
        self._indentation: Indentation | None = None
        self._typewriter = False
        self._guard = LineGuard()
        self._keys = KeyEdits(self)
        self._mouse = MouseNearOverlay(self)
        self._backdrop = Backdrop(self)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAutoFillBackground(True)
        self.setAccessibleName(self.tr("Document"))
        self._gutter = Gutter(self)
        self._place = PagePlace(self, self._gutter)
        self._bracket_marks = BracketMarks(self)
        self.updateRequest.connect(self._on_update_request)
        self.blockCountChanged.connect(self._place.place)
        self.cursorPositionChanged.connect(self._on_caret_moved)
        # Always there, and unseen while there is nothing to scroll: lines must not break anew when it comes.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        bar = self.verticalScrollBar()
        # A page that goes changes its range once more.
        bar.rangeChanged.connect(lambda low, high: shiboken6.isValid(bar) and bar.setEnabled(high > low))
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

    @property
    def language(self) -> Language:
        """The document's."""
        return self.shown.language

    @property
    def indentation(self) -> Indentation:
        """What this text is indented with, told from its lines; may be set to something else."""
        if self._indentation is None:
            width = self.page_style.tab_width
            default = Indentation(uses_tabs=self.language.name in indentation.TABBED, width=width)
            if self.page_style.insert != "detect":
                self._indentation = Indentation(uses_tabs=self.page_style.insert == "tabs", width=width)
            elif self.shown.loading and self.blockCount() < indentation.LINES:
                return default
            else:
                self._indentation = indentation.detect(self._first_lines(), default)
        return self._indentation

    @indentation.setter
    def indentation(self, value: Indentation) -> None:
        self._indentation = value
        self.refresh()

    def set_document(self, document: Document) -> None:
        """Show another document, in the manner of its kind. An overlay has to be cleared before."""
        layout = document.buffer.documentLayout()
        if not isinstance(layout, CanvasLayout):
            layout = CanvasLayout(document.buffer)
            document.buffer.setDocumentLayout(layout)
        if self._shown is not None:
            self._shown.buffer.contentsChange.disconnect(self._on_change)
            self._shown.buffer.contentsChanged.disconnect(self._on_changed)
        # Python's side of both has to outlive Qt's use of them.
        self._shown, self._layout = document, layout
        self._indentation = None
        self.kind = document.kind
        self._place.set_margin(document.buffer)
        self._guard.check(document.buffer)
        self.setDocument(document.buffer)
        # Else either may go first, and Qt does not bear a page without its document.
        document.buffer.setParent(self)
        self.carets.follow(document.buffer)
        self.span_marks.follow(document.buffer)
        self._keys.forget()
        document.buffer.contentsChange.connect(self._on_change)
        document.buffer.contentsChanged.connect(self._on_changed)
        if not self._take_guard():
            self._dress(self.kind)

    def refresh_kind(self) -> None:
        """Look again at what the document is, after its name or its language has changed."""
        self._indentation = None
        if self.shown.kind != self.kind:
            self._dress(self.shown.kind)
        self.refresh()

    def set_style(self, style: PageStyle) -> None:
        """Change how the page looks and behaves; text, history and the place in view stay."""
        if style == self.page_style:
            return
        if (style.tab_width, style.insert) != (self.page_style.tab_width, self.page_style.insert):
            self._indentation = None
        self.page_style = style
        self._dress(self.kind)
        self._bracket_marks.refresh()

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
        # Under a style sheet the viewport has a palette of its own, to which that of the page does not come down.
        self.viewport().setPalette(palette)
        self._bracket_marks.refresh()
        if self.overlay is not None:
            self.overlay.relayout()
        self.refresh()

    def set_focus_mode(self, mode: FocusMode | None) -> None:
        """Let everything but the present sentence, line or paragraph stand back; None ends that."""
        self._backdrop.focus = mode
        self.viewport().update()

    def set_typewriter(self, on: bool) -> None:
        """Keep the caret's line in the middle of the page."""
        self._typewriter = on
        self.setCenterOnScroll(on)
        self._on_caret_moved()

    def paint_beside(self, paint: Callable[[QPainter, float], None] | None) -> None:
        """Let `paint` draw on the strip left of the text, where it is told that the bar beside spans has its middle."""
        self._gutter.paint_more = paint

    def refresh(self) -> None:
        """Repaint page and gutter."""
        self.viewport().update()
        self._gutter.update()

    def visible_blocks(self, upper: float = 0.0, lower: float = math.inf) -> Iterator[tuple[QTextBlock, float, float]]:
        """What is in view, from the top: block, top and height in the viewport. Hidden blocks are left out.

        `upper` and `lower` limit it to a part of the viewport.
        """
        block, layout = self.firstVisibleBlock(), self.canvas_layout
        top = self.contentOffset().y()
        bottom = min(self.viewport().height(), lower)
        while block.isValid() and top <= bottom:
            height = layout.blockBoundingRect(block).height()
            if block.isVisible() and top + height >= upper:
                yield block, top, height
            top += height
            block = block.next()

    def scroll_offset(self) -> float:
        """Where the left edge of unscrolled text lies in the viewport."""
        return self.contentOffset().x()

    @Slot()
    def undo(self) -> None:
        """Take back the last step; caret and selection go back with it."""
        before = self.document().availableUndoSteps()
        super().undo()
        self.carets.travelled(before)

    @Slot()
    def redo(self) -> None:
        """Do again what was taken back."""
        before = self.document().availableUndoSteps()
        super().redo()
        self.carets.travelled(before)

    def insertFromMimeData(self, source: QMimeData) -> None:
        # Qt takes what is typed next into the same undo step.
        with self.carets.apart():
            super().insertFromMimeData(source)

    def paintEvent(self, event: QPaintEvent) -> None:
        clip = QRectF(event.rect())
        painter = QPainter(self.viewport())
        self._backdrop.paint_under(painter, clip)
        painter.end()
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        painter.save()
        self._backdrop.paint_over(painter, clip)
        painter.restore()
        self.span_marks.paint(painter, clip)
        if self.overlay is not None:
            self.overlay.paint(painter, clip)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        # First, so that Qt wraps to the width that is left: while the page is being shown it is told no second time.
        self._place.place()
        super().resizeEvent(event)
        if self.overlay is not None:
            self.overlay.relayout()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and self._layout is not None:
            self._place.set_tab_stops()
            self._place.place()
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
        if isinstance(event, QMouseEvent) and event.type() in _MOUSE and self._mouse.in_margin(event):
            place = QPointF(self.viewport().mapFrom(self, event.position().toPoint()))
            inner = QMouseEvent(
                event.type(), place, event.globalPosition(), event.button(), event.buttons(), event.modifiers()
            )
            with self._mouse.handing_on():
                QApplication.sendEvent(self.viewport(), inner)
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self._mouse.press(event):
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if not self._mouse.move(event):
            super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._mouse.release()
        super().mouseReleaseEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if not self._mouse.double_click(event):
            super().mouseDoubleClickEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Undo):
            self.undo()
        elif event.matches(QKeySequence.StandardKey.Redo):
            self.redo()
        elif event.matches(QKeySequence.StandardKey.InsertLineSeparator):
            # Qt would put U+2028 into the text, which no file wants for a line end.
            self.textCursor().insertBlock()
            self.ensureCursorVisible()
        elif is_idle(event):
            event.ignore()
        elif self.overlay is not None and key_near_overlay(self, self.overlay, event):
            pass
        elif not self._keys.handle(event):
            super().keyPressEvent(event)

    def _dress(self, kind: Kind) -> None:
        self.kind = kind
        self.setCursorWidth(self.page_style.caret_width)
        with self._place.kept_in_view():
            self._place.dress()
        if self.overlay is not None:
            self.overlay.relayout()
        self.refresh()

    def _first_lines(self) -> Iterator[str]:
        block = self.document().firstBlock()
        for _ in range(indentation.LINES):
            if not block.isValid():
                return
            yield block.text()
            block = block.next()

    @Slot()
    def _on_caret_moved(self) -> None:
        self._backdrop.caret_moved()
        self._gutter.caret_moved()
        if self._typewriter and QApplication.mouseButtons() == Qt.MouseButton.NoButton:
            self.centerCursor()

    @Slot(QRect, int)
    def _on_update_request(self, changed: QRect, scrolled: int) -> None:
        self._gutter.follow(changed, scrolled)
        if scrolled:
            self._backdrop.scrolled(scrolled)

    @Slot(int, int, int)
    def _on_change(self, at: int, removed: int, added: int) -> None:
        """Qt tells of an edit, before it lays it out."""
        self._guard.check(self.document(), at, removed, added)
        self._backdrop.edited(at)

    @Slot()
    def _on_changed(self) -> None:
        """Qt has laid out an edit."""
        self._take_guard()

    def _take_guard(self) -> bool:
        """Draw as the guard wants it; False if that is as before."""
        if self._guard.long == bool(self.guarded):
            return False
        self.guarded = ""
        if self._guard.long:
            self.guarded = self.tr("A very long line: drawn plainly and without colours, so that typing stays quick.")
        self._dress(self.kind)
        self.guard_changed.emit(self.guarded)
        return True
