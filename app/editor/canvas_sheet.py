"""The sheet of a canvas on its page: laid out, given room, painted."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QFont, QPainter, QTextCharFormat, QTextOption

from palimpsest.app.documents.positions import utf16_length
from palimpsest.app.editor.canvas_layout import Room
from palimpsest.app.editor.covered_span import CoveredSpan
from palimpsest.app.editor.ink import Ink, Stretch
from palimpsest.app.editor.ring import draw_ring
from palimpsest.app.editor.sheet import UNBOUNDED, FormatRange, Sheet, SheetLine, SheetStyle
from palimpsest.app.editor.sheet_ink import SheetInk
from palimpsest.app.editor.text_editor import TextEditor

_OVERHANG = 8.0
"""Pixels by which a glyph may reach below its line."""
_ABOVE = 2.0
"""Pixels by which a ring may reach above it."""


class CanvasSheet:
    """Holds what stands before the span in its first block, what is drawn in its place, and what stands after it."""

    def __init__(self, editor: TextEditor) -> None:
        self.sheet = Sheet()
        self.span: CoveredSpan | None = None
        """What is covered; None while nothing is."""
        self.ring: Sequence[QRectF] = ()
        """Boxes on the sheet that are ringed."""
        self._editor = editor
        self._inks = SheetInk()
        self._lines: list[SheetLine] = []
        """On which the draft begins and ends."""
        self._laid_out: CoveredSpan | None = None
        """Whose lines these are."""
        self._given = 0.0
        """Height of the room, pixels."""
        self._reserved = 0.0
        """The least height that it may have."""
        self._tops: tuple[float, ...] = ()
        """Where its lines were when it had that height."""
        self._room_for: tuple[QFont, int] | None = None

    def release(self) -> None:
        """The room need not stay as high as it is."""
        self._room_for = None

    def draw(self, stretches: Sequence[Stretch], *, draft: bool, brief: bool = False) -> None:
        """Lay out what is drawn in place of the span, and give it room.

        The room never gets lower, unless width or font are others, until `release`. A `draft` wraps also where lines
        of the page do not. What is `brief` asks for no more room afterwards.
        """
        span = self.span
        assert span is not None
        prefix, suffix = span.prefix, span.suffix
        start = at = utf16_length(prefix.text)
        ranges: list[FormatRange] = []
        for stretch in stretches:
            length = utf16_length(stretch.text)
            # A format of its own would keep settled text from kerning with its neighbours.
            if length and stretch.ink != Ink():
                ranges.append(FormatRange(at, length, self._inks.format(stretch.ink, self._editor.theme)))
            at += length
        span.draft_length = at - start
        beside = [*prefix.ranges, *(FormatRange(at + part.start, part.length, part.format) for part in suffix.ranges)]
        text = prefix.text + "".join(stretch.text for stretch in stretches) + suffix.text
        style = self._style(draft)
        self.sheet.set_text(text, ranges, style, beside, span.dress)
        self._laid_out = span
        before, self._lines = self._lines, [self.sheet.line_of(edge) for edge in span.edges()]
        tops = self._reserve(style, brief)
        room = Room(
            height=self._given,
            width=self.sheet.width + style.margin,
            tops=tops,
            before=self._lines[0].number,
            offset=start,
            line_width=style.width,
            margin=style.margin,
        )
        moved = self._editor.canvas_layout.make_room(room)
        # The bar beside the draft is as long as its lines.
        if moved or [line.number for line in before] != [line.number for line in self._lines]:
            self._editor.refresh()
        else:
            self.update()

    def update(self) -> None:
        """Ask for the sheet to be painted."""
        top = self.top()
        if top is not None:
            width, height = self._editor.viewport().width(), self._given + _OVERHANG + _ABOVE
            place = QRectF(0.0, top - _ABOVE, width, height)
            self._editor.viewport().update(place.toAlignedRect())

    def paint(self, painter: QPainter, clip: QRectF) -> None:
        """Draw the sheet over its place, in viewport coordinates."""
        top, span = self.top(), self.span
        if top is None or span is None:
            return
        place = QRectF(0.0, top, self._editor.viewport().width(), self._given).intersected(clip)
        if not place.isEmpty():
            self._paint_text(painter, clip, span, place, top)
        if self.ring:
            # It may reach into the margins.
            painter.setClipRect(clip)
            shift = self._editor.scroll_offset()
            draw_ring(painter, [box.translated(shift, top) for box in self.ring], self._editor.theme.ring)

    def top(self) -> float | None:
        """Where the sheet begins in the viewport; None if it is out of view."""
        if self.span is None:
            return None
        first, _ = self.span.block_numbers()
        for block, top, _ in self._editor.visible_blocks():
            number = block.blockNumber()
            if number >= first:
                return top if number == first else None
        return None

    def extent(self) -> tuple[float, float] | None:
        """Top and bottom of the draft's lines in the viewport; None if there are none in view."""
        top = self.top()
        if top is None:
            return None
        first, last = self._lines
        return top + first.top, top + last.bottom

    def whole(self) -> bool:
        """True if all lines of what was drawn last in place of the span are in view."""
        extent = self.extent() if self._laid_out is self.span else None
        return extent is not None and extent[0] >= 0 and extent[1] <= self._editor.viewport().height()

    def reveal(self) -> None:
        """Scroll as little as brings the last line of the draft into view; not past its first."""
        first, last = self._lines
        highest = bisect_left(self.sheet.tops, last.bottom - self._editor.viewport().height())
        self.scroll_to_line(min(highest, first.number))

    def point_on(self, point: QPointF) -> QPointF | None:
        """A point of the viewport, from the sheet's top left; None if the sheet is out of view."""
        top = self.top()
        return None if top is None else QPointF(point.x() - self._editor.scroll_offset(), point.y() - top)

    def position_at(self, point: QPointF) -> int | None:
        """The position in the document for a click on the sheet, also beyond it where no other line is near.

        Inside the draft it is the nearer edge of the span.
        """
        inside = self.point_on(point)
        if inside is None or self.span is None:
            return None
        begin, stop = self.span.bounds()
        below = self._editor.document().characterCount()
        if (inside.y() < 0 and begin > 0) or (inside.y() >= self._given and stop < below):
            return None
        return self.span.from_sheet(self.sheet.position_at(inside))

    def scroll_to_line(self, number: int) -> None:
        """Bring a line of the sheet to the top of the view."""
        assert self.span is not None
        first = self._editor.document().findBlock(self.span.place[0])
        self._editor.verticalScrollBar().setValue(first.firstLineNumber() + number)

    def _paint_text(self, painter: QPainter, clip: QRectF, span: CoveredSpan, place: QRectF, top: float) -> None:
        editor = self._editor
        painter.fillRect(place, QColor(editor.theme.page))
        painter.setPen(QColor(editor.theme.ink))
        origin = QPointF(editor.scroll_offset(), top)
        # As Qt does on the page: nothing is drawn in the right margin.
        width = max(float(editor.viewport().width()), editor.canvas_layout.documentSize().width())
        place.setRight(min(place.right(), origin.x() + width - editor.document().documentMargin()))
        # Glyphs may reach below their line.
        place.setBottom(min(place.bottom() + _OVERHANG, clip.bottom()))
        painter.setClipRect(place)
        self.sheet.draw(painter, origin, self._selection(span), place)
        # Qt blinks where it believes the caret to be; on the sheet it stands still.
        where = span.to_sheet(editor.textCursor().position()) if editor.hasFocus() else None
        if where is not None:
            self.sheet.draw_caret(painter, origin, where, editor.cursorWidth())

    def _reserve(self, style: SheetStyle, brief: bool) -> tuple[float, ...]:
        """Decide how high the room is, and where its lines are."""
        room_for = (style.font, 0 if self._unwrapped() else self._editor.viewport().width())
        if room_for != self._room_for:
            self._room_for, self._reserved, self._tops = room_for, 0.0, ()
        height, tops = self.sheet.height, tuple(self.sheet.tops)
        if self._reserved > height:
            # The page scrolls by lines: as many have to be there as before.
            tops += self._tops[bisect_left(self._tops, height) :]
            height = self._reserved
        if not brief:
            self._reserved, self._tops = height, tops
        self._given = height
        return tops

    def _style(self, draft: bool) -> SheetStyle:
        """How the page lays out its own lines; a draft wraps also where they do not, so that noise stays in view."""
        document = self._editor.document()
        margin = document.documentMargin()
        option = document.defaultTextOption()
        width = self._editor.viewport().width() - 2 * margin
        if self._unwrapped():
            if draft:
                option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
            else:
                width = UNBOUNDED
        return SheetStyle(document.defaultFont(), option, option.wrapMode(), width, margin)

    def _unwrapped(self) -> bool:
        return self._editor.lineWrapMode() is self._editor.LineWrapMode.NoWrap

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
