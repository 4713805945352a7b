"""Puts the text column and the gutter in their places: reading width, margins, wrapping, font, tab stops."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from PySide6.QtGui import QFont, QFontMetricsF, QTextDocument, QTextOption
from PySide6.QtWidgets import QPlainTextEdit

from palimpsest.app.documents.document import Kind

if TYPE_CHECKING:
    from palimpsest.app.editor.gutter import Gutter
    from palimpsest.app.editor.text_editor import TextEditor

_SAMPLE = "the quick brown fox jumps over the lazy dog and runs on, all the way home "
_MARGIN: dict[Kind, float] = {"prose": 32.0, "code": 10.0}


class PagePlace:
    """Of one editor and its gutter."""

    def __init__(self, editor: TextEditor, gutter: Gutter) -> None:
        self._editor = editor
        self._gutter = gutter

    def dress(self) -> None:
        """Font, wrapping and margins as the style has them for this kind of document."""
        editor, style, kind = self._editor, self._editor.page_style, self._editor.kind
        font = style.font(kind)
        wraps = self._wrap() != "none"
        breaks = QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere
        if editor.guarded:
            # Looking for ligatures, kerning and places to break takes more than half of the time.
            font.setStyleStrategy(QFont.StyleStrategy.PreferNoShaping)
            font.setKerning(False)
            breaks = QTextOption.WrapMode.WrapAnywhere
        self.set_margin(editor.document())
        self._gutter.numbers = style.numbers(kind)
        editor.setFont(font)
        # Qt hands the font on only when it changes, which it does not for a second document of one kind.
        if editor.document().defaultFont() != font:
            editor.document().setDefaultFont(font)
        editor.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth if wraps else QPlainTextEdit.LineWrapMode.NoWrap)
        editor.setWordWrapMode(breaks)
        self.set_tab_stops()
        self.place()

    def set_tab_stops(self) -> None:
        """As wide as the style has them, in the present font."""
        space = QFontMetricsF(self._editor.font()).horizontalAdvance(" ")
        self._editor.setTabStopDistance(self._editor.page_style.tab_width * space)

    def place(self) -> None:
        """Make the column as wide as it may be, and put the gutter beside it."""
        editor, gutter = self._editor, self._gutter.wanted_width()
        left, right = gutter, 0
        column = self._column()
        if column is not None:
            room = editor.width() - editor.verticalScrollBar().sizeHint().width()
            if editor.kind == "prose":
                left = right = max(gutter, round((room - column) / 2))
            else:
                right = max(0, round(room - gutter - column))
        margins = editor.viewportMargins()
        if (margins.left(), margins.right()) != (left, right):
            editor.setViewportMargins(left, 0, right, 0)
        inside = editor.viewport().geometry()
        self._gutter.setGeometry(inside.left() - gutter, inside.top(), gutter, inside.height())

    @contextmanager
    def kept_in_view(self) -> Iterator[None]:
        """While lines break anew: what stands at the top of the view stays there."""
        editor, bar = self._editor, self._editor.verticalScrollBar()
        block = editor.firstVisibleBlock()
        if not block.isValid():
            # A view that is lower than a line can be scrolled past the last one.
            yield
            return
        number, line = block.blockNumber(), bar.value() - block.firstLineNumber()
        covered = number == editor.canvas_layout.first
        layout = block.layout()
        offset = layout.lineAt(line).textStart() if 0 <= line < layout.lineCount() else 0
        yield
        block = editor.document().findBlockByNumber(number)
        # Qt lays out a block when it is first asked for its place.
        editor.canvas_layout.blockBoundingRect(block)
        if not covered:
            line = max(0, block.layout().lineForTextPosition(offset).lineNumber())
        bar.setValue(block.firstLineNumber() + line)

    def _wrap(self) -> str:
        style = self._editor.page_style
        # One line of a million characters is drawn faster where only a part of it is in view.
        return "window" if self._editor.guarded and style.wrap == "auto" else style.wrap_of(self._editor.kind)

    def _column(self) -> float | None:
        """Pixels that the text may take with its margins; None is all there is."""
        editor, style, wrap = self._editor, self._editor.page_style, self._wrap()
        if wrap not in ("measure", "column"):
            return None
        characters = style.measure if wrap == "measure" else style.wrap_column
        metrics = QFontMetricsF(editor.font())
        if editor.kind == "prose":
            average = metrics.horizontalAdvance(_SAMPLE) / len(_SAMPLE)
        else:
            average = metrics.horizontalAdvance("0")
        return average * characters + 2 * editor.document().documentMargin() + 1

    def set_margin(self, buffer: QTextDocument) -> None:
        """As wide as this kind of document has it. Cheapest before the page shows the document.

        Qt takes a margin for an edit: it must not count as one, nor stand on the undo stack.
        """
        margin = _MARGIN[self._editor.kind]
        if buffer.documentMargin() == margin or buffer.isUndoAvailable() or buffer.isRedoAvailable():
            return
        modified = buffer.isModified()
        buffer.setDocumentMargin(margin)
        buffer.clearUndoRedoStacks()
        buffer.setModified(modified)
