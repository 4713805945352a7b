"""A draft painted in place of the text that it may replace; the document itself is touched by `commit` alone."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Sequence

from PySide6.QtCore import QObject, QPointF, QRect, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFont, QPainter, QTextCharFormat, QTextCursor, QTextOption

from palimpsest.app.documents.positions import utf16_length
from palimpsest.app.editor.canvas_caret import target_of
from palimpsest.app.editor.canvas_layout import Room
from palimpsest.app.editor.canvas_mouse import CanvasMouse
from palimpsest.app.editor.covered_span import CoveredSpan
from palimpsest.app.editor.ink import Ink, Inker, Stretch, plain_newlines
from palimpsest.app.editor.proposal_parts import ProposalPart, spoken, stretches_of
from palimpsest.app.editor.ring import draw_ring
from palimpsest.app.editor.scripts import scripts_of
from palimpsest.app.editor.sheet import UNBOUNDED, FormatRange, Sheet, SheetLine, SheetStyle
from palimpsest.app.editor.sheet_ink import SheetInk
from palimpsest.app.editor.shown_text import CellPlaces, ShownText
from palimpsest.app.editor.span_edits import Edit, edited, whole, write
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
    """The overlay of one editor. Positions are UTF-16 units of the document; offsets are code points of the draft.

    The blocks of the span give way to a sheet that holds what stands before the span in its first block, the draft,
    and what stands after it in its last. Whoever reads the document, its undo history or its modified state never
    meets a draft. The draft is the text of what is shown, with "\\n" for every line end; struck-out text is none of it.
    """

    disturbed = Signal()
    """The user has edited the span, or typed at its very edge. The view is clear by then, the edit untouched."""
    draft_clicked = Signal(int, QRect, Qt.MouseButton)
    """A character of the draft was clicked: its offset, and its word's place in the viewport. The caret stays."""
    deleted_clicked = Signal(int, QRect, Qt.MouseButton)
    """Struck-out text was clicked: the offset at which it stands, and its place in the viewport."""
    draft_hovered = Signal(int)
    """The offset of the character under the mouse; -1 where there is none."""

    def __init__(self, editor: TextEditor) -> None:
        super().__init__(editor)
        self.reduced_motion = False
        """True draws no draft while it changes: the faded original, the progress, then the result."""
        self.show_certainty = False
        """True marks, in the proposals shown from then on, what the model was unsure of."""
        self._editor = editor
        self._document = editor.document()
        self._span: CoveredSpan | None = None
        self._caret = 0
        self._sheet = Sheet()
        self._inker = Inker(frozenset())
        self._inks = SheetInk()
        self._stretches: list[Stretch] = []
        self._text: ShownText | None = None
        self._pass: Pass | None = None
        self._cells: CellPlaces | None = None
        self._mark: tuple[int, int, bool] | None = None
        self._peek: int | None = None
        """Where the page was scrolled when the original came back for a look."""
        self._reserved = 0.0
        """The least height of the room, pixels."""
        self._tops: tuple[float, ...] = ()
        self._given = 0.0
        """The height of the room as it is."""
        self._room_for: tuple[QFont, int] | None = None
        self._lines: list[SheetLine] = []
        """On which the draft begins and ends."""
        self._drafting = False
        self._calm = -1
        self._adopted: str | None = None
        """The covered text after an edit of our own that is being made."""
        self._mouse = CanvasMouse(self, editor)
        editor.overlay = self
        editor.cursorPositionChanged.connect(self._on_caret_moved)

    @property
    def active(self) -> bool:
        """True from `begin` to `commit`, `clear` or a disturbance."""
        return self._span is not None

    @property
    def original(self) -> str:
        """The covered text as it is now in the document; empty if nothing is covered."""
        return "" if self._span is None else self._span.original

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
        self._peek = None
        document.contentsChange.connect(self._on_change)
        document.contentsChanged.connect(self._on_changed)
        at_top = self._editor.firstVisibleBlock().position()
        self._span.cover(self._editor.canvas_layout)
        self._editor.canvas_layout.redressed.connect(self._on_redressed)
        self._mouse.watch()
        self._show([Stretch(self._span.original, _COVERED)])
        self._stay_at(at_top)

    def show_pass(self, pass_: Pass, pins: Collection[int] | None = None, *, asked: bool = False) -> None:
        """Draw a draft. The place never shrinks while passes come, so that what follows does not jump.

        `pins`: the cells, from 0, that are drawn as pinned if they are; None draws every pinned cell so. `asked`: the
        user wants to see this very pass, so it is drawn also where less motion is wanted.
        """
        if self._span is None:
            return
        if self.reduced_motion and not asked:
            self._show_calmly(pass_, self._span.original)
            return
        self._drafting = True
        self._show(self._inker.ink(pass_, pins), pass_)

    def show_text(self, text: str, original: bool = False) -> None:
        """Draw a finished text in full ink; `original` draws the covered text instead."""
        if self._span is not None:
            self._show_result([Stretch(self._span.original if original else plain_newlines(text))])

    def show_proposal(self, parts: Sequence[ProposalPart]) -> None:
        """Draw a finished text beside the original: what is new underlined, what is gone struck out in its place."""
        if self._span is not None:
            self._show_result(stretches_of(parts, self.show_certainty))

    def forget(self) -> None:
        """Passes after this have nothing to do with those before: no cell of the next one carries a trace."""
        self._inker.forget()
        self._calm = -1

    def peek(self, on: bool) -> None:
        """Show the original in place of what is shown, until `peek(False)`; what is shown meanwhile is seen then."""
        if self._span is None or on == (self._peek is not None):
            return
        bar = self._editor.verticalScrollBar()
        if on:
            self._peek = bar.value()
            self._mouse.leave()
            self._draw()
        else:
            value, self._peek = self._peek or 0, None
            self._draw()
            bar.setValue(value)

    def spoken(self, parts: Sequence[ProposalPart]) -> str:
        """A proposal in words, for who cannot see the marks."""
        return spoken(parts, self.tr("inserted: {text};"), self.tr("deleted: {text};"))

    def commit(self, text: str, edits: Sequence[Edit] = ()) -> None:
        """Uncover the span and replace it by `text` in one undo step; the caret goes after it.

        `edits` of the original that make `text` of it, in code points and in order, leave alone what stays, with
        every cursor in it; then the caret goes behind the last of them. Without them, or if they make another text,
        what the two texts have in common at their ends is left alone. Raises `ValueError` if nothing is covered.
        """
        if self._span is None:
            raise ValueError("Nothing is covered.")
        start, old, new = self._span.place[0], self._span.original, plain_newlines(text)
        apart = bool(edits) and edited(old, edits) == new
        self.clear()
        behind = write(self._document, start, old, edits if apart else whole(old, new))
        cursor = QTextCursor(self._document)
        cursor.setPosition(behind if apart else start + utf16_length(new))
        self._editor.setTextCursor(cursor)
        self._editor.ensureCursorVisible()

    def commit_part(self, edits: Sequence[Edit]) -> None:
        """Make changes of the original, in one undo step, while the rest stays covered and what is shown stays.

        `edits` are code points of `original`, in order. Raises `ValueError` if nothing is covered, or for other edits.
        """
        if self._span is None:
            raise ValueError("Nothing is covered.")
        span, old = self._span, self._span.original
        new = edited(old, edits)
        if new == old:
            return
        start = span.place[0]
        caret = self._editor.textCursor()
        held = [start if place == start else None for place in (caret.anchor(), caret.position())]
        at_top = QTextCursor(self._editor.firstVisibleBlock())
        bar = self._editor.verticalScrollBar()
        above = bar.value() - self._editor.firstVisibleBlock().firstLineNumber()
        self._adopted = new
        try:
            write(self._document, start, old, edits)
        finally:
            self._adopted = None
        # An insertion at the very beginning has taken along whoever stood there.
        anchor, position = (
            now if place is None else place for place, now in zip(held, (caret.anchor(), caret.position()), strict=True)
        )
        caret.setPosition(anchor)
        caret.setPosition(position, QTextCursor.MoveMode.KeepAnchor)
        self._editor.setTextCursor(caret)
        if at_top.position() > span.place[1]:
            bar.setValue(at_top.block().firstLineNumber() + above)

    def clear(self) -> None:
        """Back to the original, as if nothing had been shown."""
        if self._span is None:
            return
        self._document.contentsChange.disconnect(self._on_change)
        self._document.contentsChanged.disconnect(self._on_changed)
        self._editor.canvas_layout.redressed.disconnect(self._on_redressed)
        self._span.uncover(self._editor.canvas_layout)
        self._span = None
        self._stretches = []
        self._pass = None
        self._mouse.rest()
        self._editor.refresh()

    # Places in the draft.

    def word_at(self, point: QPointF) -> int | None:
        """The offset of the character under a point of the viewport; None outside the draft, or while peeking."""
        unit = self._unit_at(point)
        return None if unit is None else self._shown.point_at(unit)

    def deleted_at(self, point: QPointF) -> int | None:
        """The offset at which the struck-out text under a point stands; None where there is none."""
        unit = self._unit_at(point)
        return None if unit is None else self._shown.deleted_at(unit)

    def cell_at(self, point: QPointF) -> int | None:
        """The cell, from 0, of the shown pass that is under a point; None where there is none."""
        offset = self.word_at(point)
        if offset is None or self._pass is None:
            return None
        if self._cells is None:
            self._cells = CellPlaces(self._pass)
        return self._cells.cell_at(offset)

    def in_draft(self, point: QPointF) -> bool:
        """True where a click belongs to the draft: on it, or beside one of its lines."""
        top = self._top()
        if top is None or self._span is None:
            return False
        inside = QPointF(point.x() - self._editor.scroll_offset(), point.y() - top)
        first, last = self._span.edges()
        if not 0 <= inside.y() < self._sheet.height:
            return False
        character = self._sheet.character_at(inside)
        return first < self._sheet.position_at(inside) < last if character is None else first <= character < last

    def is_word(self, offset: int) -> bool:
        """True if there is more than space at an offset."""
        return not self._shown.text[offset].isspace()

    def word_rect(self, offset: int) -> QRect:
        """Where the word at an offset is drawn in the viewport."""
        return self.rect_of(*self._shown.word(offset))

    def rect_of(self, start: int, end: int) -> QRect:
        """Where [start, end) of the draft is drawn in the viewport; null if nothing of the draft is in view.

        An empty range is the struck-out text that stands there.
        """
        top = self._top()
        place = QRectF()
        if top is not None:
            for box in self._boxes(start, end, False):
                place = place.united(box)
            place.translate(self._editor.scroll_offset(), top)
        return place.toAlignedRect()

    def mark_range(self, start: int, end: int, deleted: bool = False) -> None:
        """Draw a ring around [start, end) of the draft, until something else is shown.

        `deleted` takes in the struck-out text at both ends; an empty range always does.
        """
        self._mark = (start, end, deleted)
        self._update_place()

    def clear_mark(self) -> None:
        """Draw no ring."""
        self._mark = None
        self._update_place()

    def ensure_visible(self, start: int, end: int) -> None:
        """Scroll as little as brings [start, end) of the draft into view; its beginning if it is larger than that."""
        boxes = self._boxes(start, end, False)
        if self._span is None or not boxes:
            return
        lines = [self._sheet.line_at(box.center().y()).number for box in (boxes[0], boxes[-1])]
        view, top = self._editor.viewport(), self._top()
        if top is None or top + boxes[0].top() < 0:
            self._scroll_to_line(lines[0])
        elif top + boxes[-1].bottom() > view.height():
            # The line to be at the top, for the last one to be whole at the bottom.
            highest = bisect_left(self._sheet.tops, boxes[-1].bottom() - view.height())
            self._scroll_to_line(min(highest, lines[0]))
        left, right = min(box.left() for box in boxes), max(box.right() for box in boxes)
        across, shift = self._editor.horizontalScrollBar(), self._editor.scroll_offset()
        if right + shift > view.width():
            across.setValue(across.value() + round(right + shift - view.width()))
        if left + self._editor.scroll_offset() < 0:
            across.setValue(across.value() + round(left + self._editor.scroll_offset()))

    # What the editor asks of its overlay.

    def paint(self, painter: QPainter, clip: QRectF) -> None:
        """Draw the sheet over its place, in viewport coordinates."""
        top = self._top()
        if top is None or self._span is None:
            return
        place = QRectF(0.0, top, self._editor.viewport().width(), self._given).intersected(clip)
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
        if self._mark is not None and self._peek is None:
            boxes = [box.translated(origin) for box in self._boxes(*self._mark)]
            # It may reach into the margins.
            painter.setClipRect(clip)
            draw_ring(painter, boxes, self._editor.theme.ring)
        # Qt blinks where it believes the caret to be; on the sheet it stands still.
        where = self._span.to_sheet(self._editor.textCursor().position()) if self._editor.hasFocus() else None
        if where is not None:
            self._sheet.draw_caret(painter, origin, where, self._editor.cursorWidth())

    def extent(self) -> tuple[float, float] | None:
        """Top and bottom of the draft's lines in the viewport; None if there are none in view."""
        top = self._top()
        if top is None or self._span is None:
            return None
        first, last = self._lines
        return top + first.top, top + last.bottom

    def relayout(self) -> None:
        """Lay the sheet out again: width, font or colours of the page have changed."""
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
        if (y < 0 and begin > 0) or (y >= self._given and stop < self._document.characterCount()):
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
        if self._adopted is not None:
            self._span.adopt(self._adopted)
        else:
            self._span.follow(at, removed)
        self._editor.canvas_layout.renumber(*self._span.block_numbers())

    @Slot()
    def _on_changed(self) -> None:
        """Qt has laid out an edit."""
        assert self._span is not None
        if self._span.touched:
            self.clear()
            self.disturbed.emit()
        elif self._adopted is not None or not self._span.moved():
            self._span.cover(self._editor.canvas_layout)
            self._draw()

    @Slot(int, int)
    def _on_redressed(self, at: int, length: int) -> None:
        """A highlighter has been at work, perhaps on what is covered."""
        assert self._span is not None
        begin, stop = self._span.bounds()
        if at < stop and at + length > begin:
            self._span.redressed(at, length)
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

    @property
    def _shown(self) -> ShownText:
        if self._text is None:
            self._text = ShownText(self._stretches)
        return self._text

    def _unit_at(self, point: QPointF) -> int | None:
        """The unit of what is drawn in place of the span, from its beginning, that is under a point."""
        top = self._top()
        if top is None or self._span is None or self._peek is not None:
            return None
        character = self._sheet.character_at(QPointF(point.x() - self._editor.scroll_offset(), point.y() - top))
        first, last = self._span.edges()
        return character - first if character is not None and first <= character < last else None

    def _boxes(self, start: int, end: int, deleted: bool) -> list[QRectF]:
        """Where [start, end) of the draft is drawn on the sheet, a box a line."""
        if self._span is None or self._peek is not None:
            return []
        first, _ = self._span.edges()
        ranges = self._shown.units_of(start, end, deleted)
        return [box for low, high in ranges for box in self._sheet.boxes(first + low, first + high)]

    def _show(self, stretches: list[Stretch], pass_: Pass | None = None) -> None:
        self._stretches, self._pass = stretches, pass_
        self._text = self._cells = None
        self._mark = None
        if self._peek is None:
            self._draw()

    def _show_result(self, stretches: list[Stretch]) -> None:
        # Passes after this are another run's.
        self.forget()
        self._drafting = False
        self._room_for = None
        seen = self._top() is not None
        self._show(stretches)
        if seen and self._top() is None:
            # The text has become so short that the page has passed it by.
            self._scroll_to_line(0)

    def _draw(self) -> None:
        """Lay out prefix, draft and suffix, and give them their place on the page."""
        span = self._span
        assert span is not None
        prefix, suffix = span.prefix, span.suffix
        stretches = self._stretches if self._peek is None else [Stretch(span.original)]
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
        style = self._page_style()
        self._sheet.set_text(text, ranges, style, beside, span.dress)
        before, self._lines = self._lines, [self._sheet.line_of(edge) for edge in span.edges()]
        height, tops = self._reserve(style)
        room = Room(
            height=height,
            width=self._sheet.width + style.margin,
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
            self._update_place()

    def _reserve(self, style: SheetStyle) -> tuple[float, tuple[float, ...]]:
        """Height of the room and places of its lines: never less than since the last result, nor other width or font.

        A look at the original is over soon, and asks for no more room afterwards.
        """
        room_for = (style.font, 0 if self._unwrapped() else self._editor.viewport().width())
        if room_for != self._room_for:
            self._room_for, self._reserved, self._tops = room_for, 0.0, ()
        height, tops = self._sheet.height, tuple(self._sheet.tops)
        if self._reserved > height:
            # The page scrolls by lines: as many have to be there as before.
            tops += self._tops[bisect_left(self._tops, height) :]
            height = self._reserved
        if self._peek is None:
            self._reserved, self._tops = height, tops
        self._given = height
        return height, tops

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

    def _show_calmly(self, pass_: Pass, original: str) -> None:
        done = (pass_.canvas - 1 + pass_.number / max(1, pass_.limit)) / max(1, pass_.canvases)
        percent = int(100 * done) // _CALM_STEP * _CALM_STEP
        if percent == self._calm:
            return
        self._calm = percent
        label = f"{' ' if original else ''}… {percent} % "
        # What is faded is no draft that could be clicked.
        self._show([Stretch(original, _COVERED, own=False), Stretch(label, Ink(level=5), own=False)])

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
            place = QRectF(0.0, top, self._editor.viewport().width(), self._given + _OVERHANG)
            self._editor.viewport().update(place.toAlignedRect())

    def _stay_at(self, at_top: int) -> None:
        """Show the line that held `at_top` at the top again, where its block is now hidden."""
        assert self._span is not None
        begin, stop = self._span.bounds()
        if begin < at_top < stop:
            # The sheet still has the original's text.
            self._scroll_to_line(self._sheet.line_of(at_top - begin).number)

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
