"""A draft painted in place of the text that it may replace; the document itself is touched by `commit` alone."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPointF, QRectF, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QFont,
    QPainter,
    QTextCharFormat,
    QTextCursor,
    QTextOption,
)

from palimpsest.app.documents.buffer_text import for_qt
from palimpsest.app.documents.positions import utf16_length
from palimpsest.app.editor.canvas_caret import target_of
from palimpsest.app.editor.canvas_layout import Room
from palimpsest.app.editor.covered_span import CoveredSpan
from palimpsest.app.editor.ink import Ink, Inker, Stretch, colour, plain_newlines, scripts_of
from palimpsest.app.editor.sheet import UNBOUNDED, FormatRange, Sheet, SheetStyle
from palimpsest.app.editor.text_editor import TextEditor
from palimpsest.engine.request import Pass

_NEARBY = 20_000
"""UTF-16 units around the span that tell in which scripts the document is written."""
_COVERED = Ink(level=3)
"""The original while nothing of the draft is known yet."""
_CALM_STEP = 10
"""Percent between two changes of the page where the user asked for less motion."""

_OVERHANG = 8.0
"""Pixels by which a glyph may reach below its line."""


class CanvasView(QObject):
    """The overlay of one editor. Positions are UTF-16 units of the document.

    The blocks of the span give way to a sheet that holds what stands before the span in its first block, the draft,
    and what stands after it in its last. Whoever reads the document, its undo history or its modified state never
    meets a draft.
    """

    disturbed = Signal()
    """The user has edited the span, or typed at its very edge. The view is clear by then, the edit untouched."""

    def __init__(self, editor: TextEditor) -> None:
        super().__init__(editor)
        self.reduced_motion = False
        """True draws no draft while it changes: the faded original, the progress, then the result."""
        self._editor = editor
        self._document = editor.document()
        self._span: CoveredSpan | None = None
        self._caret = 0
        self._sheet = Sheet()
        self._inker = Inker(frozenset())
        self._stretches: list[Stretch] = []
        self._reserved = 0.0
        self._room_for: tuple[QFont, int] | None = None
        self._drafting = False
        self._calm = -1
        self._formats: dict[Ink, QTextCharFormat] = {}
        editor.overlay = self
        editor.cursorPositionChanged.connect(self._on_caret_moved)

    @property
    def active(self) -> bool:
        """True from `begin` to `commit`, `clear` or a disturbance."""
        return self._span is not None

    def span(self) -> tuple[int, int]:
        """Where the covered span lies now; edits elsewhere have moved it along. (0, 0) if nothing is covered."""
        return (0, 0) if self._span is None else self._span.place

    def begin(self, start: int, end: int) -> None:
        """Cover [start, end); `start == end` is a place between two characters."""
        self.clear()
        document = self._document = self._editor.document()
        if not 0 <= start <= end < document.characterCount():
            raise ValueError(f"[{start}, {end}) does not lie in the document")
        self._span = CoveredSpan(document, start, end)
        self._caret = self._editor.textCursor().position()
        self._inker = Inker(scripts_of(self._span.nearby(_NEARBY)))
        self._reserved = 0.0
        self._room_for = None
        self._drafting = False
        self._calm = -1
        document.contentsChange.connect(self._on_change)
        document.contentsChanged.connect(self._on_changed)
        self._stretches = [Stretch(self._span.original, _COVERED)]
        at_top = self._editor.firstVisibleBlock().position()
        self._span.cover(self._editor.canvas_layout)
        self._draw()
        self._stay_at(at_top)

    def show_pass(self, pass_: Pass) -> None:
        """Draw a draft. The place never shrinks while passes come, so that what follows does not jump."""
        if self._span is None:
            return
        if self.reduced_motion:
            self._show_calmly(pass_, self._span.original)
            return
        self._drafting = True
        self._stretches = self._inker.ink(pass_)
        self._draw()

    def show_text(self, text: str, original: bool = False) -> None:
        """Draw a finished text in full ink; `original` draws the covered text instead."""
        if self._span is None:
            return
        self._stretches = [Stretch(self._span.original if original else plain_newlines(text))]
        # Passes after this are another run's.
        self._inker.forget()
        self._calm = -1
        self._drafting = False
        self._reserved = 0.0
        seen = self._top() is not None
        self._draw()
        if seen and self._top() is None:
            # The text has become so short that the page has passed it by.
            self._scroll_to_line(0)

    def commit(self, text: str) -> None:
        """Uncover the span and replace it by `text` in one undo step; the caret goes after it.

        What the two texts have in common at their ends is left alone, with every cursor in it.
        """
        if self._span is None:
            raise ValueError("Nothing is covered.")
        start, end = self._span.place
        old, new = self._span.original, plain_newlines(text)
        self.clear()
        head = _common_head(old, new)
        tail = _common_head(old[head:][::-1], new[head:][::-1])
        cursor = QTextCursor(self._document)
        if old != new:
            cursor.setPosition(start + utf16_length(old[:head]))
            cursor.setPosition(end - utf16_length(old[len(old) - tail :]), QTextCursor.MoveMode.KeepAnchor)
            cursor.beginEditBlock()
            cursor.insertText(for_qt(new[head : len(new) - tail]))
            # Qt merges an insertion with the typing that follows it; a format command in between keeps this step apart.
            cursor.setBlockFormat(cursor.blockFormat())
            cursor.endEditBlock()
        cursor.setPosition(start + utf16_length(new))
        self._editor.setTextCursor(cursor)
        self._editor.ensureCursorVisible()

    def clear(self) -> None:
        """Back to the original, as if nothing had been shown."""
        if self._span is None:
            return
        self._document.contentsChange.disconnect(self._on_change)
        self._document.contentsChanged.disconnect(self._on_changed)
        self._span.uncover(self._editor.canvas_layout)
        self._span = None
        self._stretches = []
        self._editor.refresh()

    # What the editor asks of its overlay.

    def paint(self, painter: QPainter, clip: QRectF) -> None:
        """Draw the sheet over its place, in viewport coordinates."""
        top = self._top()
        if top is None or self._span is None:
            return
        place = QRectF(0.0, top, self._editor.viewport().width(), self._reserved).intersected(clip)
        if place.isEmpty():
            return
        painter.fillRect(place, QColor(self._editor.theme.page))
        painter.setPen(QColor(self._editor.theme.ink))
        origin = QPointF(self._editor.scroll_offset(), top)
        # As Qt does on the page: nothing is drawn in the right margin.
        width = max(float(self._editor.viewport().width()), self._editor.canvas_layout.documentSize().width())
        place.setRight(min(place.right(), origin.x() + width - self._document.documentMargin()))
        # Glyphs may reach below their line.
        place.setBottom(min(place.bottom() + _OVERHANG, clip.bottom()))
        painter.setClipRect(place)
        self._sheet.draw(painter, origin, self._selection(self._span), place)
        # Qt blinks where it believes the caret to be; on the sheet it stands still.
        where = self._span.to_sheet(self._editor.textCursor().position()) if self._editor.hasFocus() else None
        if where is not None:
            self._sheet.draw_caret(painter, origin, where, self._editor.cursorWidth())

    def extent(self) -> tuple[float, float] | None:
        """Top and bottom of the draft's lines in the viewport; None if there are none in view."""
        top = self._top()
        if top is None or self._span is None:
            return None
        edges = self._span.edges()
        first, last = (self._sheet.line_of(edge) for edge in edges)
        return top + first.top, top + last.bottom

    def relayout(self) -> None:
        """Lay the sheet out again: width, font or colours of the page have changed."""
        self._formats.clear()
        if self.active:
            self._draw()

    def position_at(self, point: QPointF) -> int | None:
        """The position in the document for a click on the sheet, also beyond it where no other line is near.

        Inside the draft it is the nearer edge of the span.
        """
        top = self._top()
        if top is None or self._span is None:
            return None
        (begin, stop), y = self._span.bounds(), point.y() - top
        if (y < 0 and begin > 0) or (y >= self._reserved and stop < self._document.characterCount()):
            return None
        inside = QPointF(point.x() - self._editor.scroll_offset(), y)
        return self._span.from_sheet(self._sheet.position_at(inside))

    def move(self, operation: QTextCursor.MoveOperation, keep: bool) -> bool:
        """Move the caret within, into or out of the covered blocks; False where Qt's own way is right.

        Qt skips hidden blocks, and counts the room's own line breaks as characters of the first.
        """
        if self._span is None:
            return False
        cursor = self._editor.textCursor()
        target = target_of(operation, cursor, self._span, self._sheet, self._editor)
        if target is None:
            return False
        cursor.setPosition(target, QTextCursor.MoveMode.KeepAnchor if keep else QTextCursor.MoveMode.MoveAnchor)
        self._editor.setTextCursor(cursor)
        return True

    # The span and the blocks under it.

    @Slot(int, int, int)
    def _on_change(self, at: int, removed: int, added: int) -> None:
        """Qt tells of an edit, before it lays it out."""
        assert self._span is not None
        self._span.follow(at, removed)
        self._editor.canvas_layout.renumber(*self._span.block_numbers())

    @Slot()
    def _on_changed(self) -> None:
        """Qt has laid out an edit."""
        assert self._span is not None
        if self._span.touched:
            self.clear()
            self.disturbed.emit()
        elif not self._span.moved():
            self._span.cover(self._editor.canvas_layout)
            self._draw()

    @Slot()
    def _on_caret_moved(self) -> None:
        """Carry the caret across the covered text: it is not on the page, so nobody can stand in it."""
        cursor = self._editor.textCursor()
        position, before = cursor.position(), self._caret
        self._caret = position
        if self._span is None or self._span.touched:
            return
        start, end = self._span.place
        anchor = cursor.anchor()
        chosen_inside = cursor.hasSelection() and start <= anchor <= end
        if start < position < end and not chosen_inside:
            mode = QTextCursor.MoveMode.KeepAnchor if cursor.hasSelection() else QTextCursor.MoveMode.MoveAnchor
            cursor.setPosition(end if before <= start else start, mode)
            self._editor.setTextCursor(cursor)
        self._update_place()

    # The sheet.

    def _draw(self) -> None:
        """Lay out prefix, draft and suffix, and give them their place on the page."""
        span = self._span
        assert span is not None
        prefix, suffix = span.prefix, span.suffix
        start = at = utf16_length(prefix.text)
        ranges = list(prefix.ranges)
        for stretch in self._stretches:
            length = utf16_length(stretch.text)
            # A format of its own would keep settled text from kerning with its neighbours.
            if length and stretch.ink != Ink():
                ranges.append(FormatRange(at, length, self._format(stretch.ink)))
            at += length
        span.draft_length = at - start
        ranges += [FormatRange(at + part.start, part.length, part.format) for part in suffix.ranges]
        text = prefix.text + "".join(stretch.text for stretch in self._stretches) + suffix.text
        style = self._page_style()
        room_for = (style.font, 0 if self._unwrapped() else self._editor.viewport().width())
        if room_for != self._room_for:
            self._room_for, self._reserved = room_for, 0.0
        self._sheet.set_text(text, ranges, style)
        self._reserved = max(self._reserved, self._sheet.height)
        room = Room(
            height=self._reserved,
            width=self._sheet.width + style.margin,
            tops=tuple(line.top for line in self._sheet.lines),
            before=self._sheet.lines.index(self._sheet.line_of(start)),
            offset=start,
            line_width=style.width,
            margin=style.margin,
        )
        moved = self._editor.canvas_layout.make_room(room)
        if moved:
            self._editor.refresh()
        else:
            self._update_place()

    def _page_style(self) -> SheetStyle:
        """How the page lays out its own lines; a draft wraps also where they do not, so that noise stays in view."""
        document = self._document
        margin = document.documentMargin()
        option = document.defaultTextOption()
        width = self._editor.viewport().width() - 2 * margin
        if self._unwrapped():
            if self._drafting:
                option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
            else:
                width = UNBOUNDED
        return SheetStyle(document.defaultFont(), option, option.wrapMode(), width, margin)

    def _unwrapped(self) -> bool:
        return self._editor.lineWrapMode() is self._editor.LineWrapMode.NoWrap

    def _format(self, ink: Ink) -> QTextCharFormat:
        found = self._formats.get(ink)
        if found is None:
            theme = self._editor.theme
            found = QTextCharFormat()
            found.setForeground(QColor(colour(ink, theme.page, theme.ink, theme.accent)))
            if ink.pinned:
                found.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DotLine)
                found.setUnderlineColor(QColor(theme.accent))
            self._formats[ink] = found
        return found

    def _show_calmly(self, pass_: Pass, original: str) -> None:
        done = (pass_.canvas - 1 + pass_.number / max(1, pass_.limit)) / max(1, pass_.canvases)
        percent = int(100 * done) // _CALM_STEP * _CALM_STEP
        if percent == self._calm:
            return
        self._calm = percent
        label = f"{' ' if original else ''}… {percent} % "
        self._stretches = [Stretch(original, _COVERED), Stretch(label, Ink(level=5))]
        self._draw()

    def _top(self) -> float | None:
        """Where the sheet begins in the viewport; None if it is out of view."""
        if self._span is None:
            return None
        first, _ = self._span.block_numbers()
        for block, top, _ in self._editor.visible_blocks():
            number = block.blockNumber()
            if number >= first:
                return top if number == first else None
        return None

    def _update_place(self) -> None:
        top = self._top()
        if top is not None:
            place = QRectF(0.0, top, self._editor.viewport().width(), self._reserved + _OVERHANG)
            self._editor.viewport().update(place.toAlignedRect())

    def _stay_at(self, at_top: int) -> None:
        """Show the line that held `at_top` at the top again, where its block is now hidden."""
        assert self._span is not None
        begin, stop = self._span.bounds()
        if begin < at_top < stop:
            # The sheet still has the original's text.
            self._scroll_to_line(self._sheet.lines.index(self._sheet.line_of(at_top - begin)))

    def _scroll_to_line(self, number: int) -> None:
        """Bring a line of the sheet to the top of the view."""
        first = self._document.findBlock(self.span()[0])
        self._editor.verticalScrollBar().setValue(first.firstLineNumber() + number)

    def _selection(self, span: CoveredSpan) -> FormatRange | None:
        """The user's selection as far as it reaches beyond the span, on the sheet."""
        cursor = self._editor.textCursor()
        first, last = cursor.selectionStart(), cursor.selectionEnd()
        start, end = span.place
        if first == last or start <= first <= last <= end:
            return None
        begin, stop = span.bounds()
        # One unit beyond the sheet stands for what is selected below it.
        low, high = max(first, begin), min(last, stop - 1)
        if low > high:
            return None
        where, until = span.to_sheet(low), span.to_sheet(high)
        assert where is not None
        assert until is not None
        if last > high:
            until += 1
        # No ink of its own: selected noise stays as faint as it is.
        shown = QTextCharFormat()
        shown.setBackground(QColor(self._editor.theme.selection))
        return FormatRange(where, until - where, shown)


def _common_head(one: str, other: str) -> int:
    """How many characters two texts have in common at their beginning."""
    shorter = min(len(one), len(other))
    return next((at for at in range(shorter) if one[at] != other[at]), shorter)
