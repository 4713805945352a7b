"""A draft painted in place of the text that it may replace; the document itself is touched by `commit` alone."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, QPointF, QRectF, Qt, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QFont,
    QPainter,
    QTextBlock,
    QTextCharFormat,
    QTextCursor,
    QTextLayout,
    QTextOption,
)

from palimpsest.app.documents.positions import Positions, utf16_length
from palimpsest.app.editor.canvas_layout import Room
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

_Operation = QTextCursor.MoveOperation


@dataclass(slots=True)
class _Frame:
    """What stands still around the draft, and the blocks it was taken from: their numbers and where they lie.

    No `QTextBlock` is kept, for it must not be touched once an edit has removed it.
    """

    first: int
    last: int
    begin: int
    stop: int
    revisions: tuple[int, int]
    prefix: str
    suffix: str
    prefix_ranges: list[FormatRange]
    suffix_ranges: list[FormatRange]


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
        self._start: QTextCursor | None = None
        self._end: QTextCursor | None = None
        # Where the first covered block began: no covered block lies before it, whatever is edited.
        self._origin: QTextCursor | None = None
        self._original = ""
        self._place = (0, 0)
        self._touched = False
        self._jumping = False
        self._caret = 0
        self._sheet = Sheet()
        self._frame: _Frame | None = None
        self._inker = Inker(frozenset())
        self._stretches: list[Stretch] = []
        self._draft_length = 0
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
        return self._start is not None

    def span(self) -> tuple[int, int]:
        """Where the covered span lies now; edits elsewhere have moved it along. (0, 0) if nothing is covered."""
        return self._place

    def begin(self, start: int, end: int) -> None:
        """Cover [start, end); `start == end` is a place between two characters."""
        self.clear()
        document = self._document = self._editor.document()
        if not 0 <= start <= end < document.characterCount():
            raise ValueError(f"[{start}, {end}) does not lie in the document")
        self._start, self._end = QTextCursor(document), QTextCursor(document)
        self._start.setPosition(start)
        self._end.setPosition(end)
        self._end.setKeepPositionOnInsert(True)
        self._origin = QTextCursor(self._start)
        self._origin.setKeepPositionOnInsert(True)
        self._place = (start, end)
        self._original = _text_between(self._start, self._end)
        self._touched = False
        self._caret = self._editor.textCursor().position()
        self._inker = Inker(scripts_of(self._nearby()))
        self._reserved = 0.0
        self._room_for = None
        self._drafting = False
        self._calm = -1
        document.contentsChange.connect(self._on_change)
        document.contentsChanged.connect(self._on_changed)
        self._stretches = [Stretch(self._original, _COVERED)]
        self._cover()
        self._draw()
        self._reveal()

    def show_pass(self, pass_: Pass) -> None:
        """Draw a draft. The place never shrinks while passes come, so that what follows does not jump."""
        if not self.active:
            return
        if self.reduced_motion:
            self._show_calmly(pass_)
            return
        self._drafting = True
        self._stretches = self._inker.ink(pass_)
        self._draw()

    def show_text(self, text: str, original: bool = False) -> None:
        """Draw a finished text in full ink; `original` draws the covered text instead."""
        if not self.active:
            return
        self._stretches = [Stretch(self._original if original else plain_newlines(text))]
        self._drafting = False
        self._reserved = 0.0
        self._draw()

    def commit(self, text: str) -> None:
        """Uncover the span and replace it by `text` in one undo step; the caret goes after it.

        What the two texts have in common at their ends is left alone, with every cursor in it.
        """
        if not self.active:
            raise ValueError("Nothing is covered.")
        start, end = self._place
        old, new = self._original, plain_newlines(text)
        self.clear()
        head = _common_head(old, new)
        tail = _common_head(old[head:][::-1], new[head:][::-1])
        cursor = QTextCursor(self._document)
        if old != new:
            cursor.setPosition(start + utf16_length(old[:head]))
            cursor.setPosition(end - utf16_length(old[len(old) - tail :]), QTextCursor.MoveMode.KeepAnchor)
            cursor.beginEditBlock()
            cursor.insertText(new[head : len(new) - tail])
            # Qt merges an insertion with the typing that follows it; a format command in between keeps this step apart.
            cursor.setBlockFormat(cursor.blockFormat())
            cursor.endEditBlock()
        cursor.setPosition(start + utf16_length(new))
        self._editor.setTextCursor(cursor)
        self._editor.ensureCursorVisible()

    def clear(self) -> None:
        """Back to the original, as if nothing had been shown."""
        if not self.active:
            return
        self._document.contentsChange.disconnect(self._on_change)
        self._document.contentsChanged.disconnect(self._on_changed)
        assert self._origin is not None
        self._editor.canvas_layout.uncover(self._origin.position(), self._place[1])
        self._start = self._end = self._origin = self._frame = None
        self._place = (0, 0)
        self._stretches = []
        self._editor.refresh()

    # What the editor asks of its overlay.

    def paint(self, painter: QPainter, clip: QRectF) -> None:
        """Draw the sheet over its place, in viewport coordinates."""
        top = self._top()
        if top is None or self._frame is None:
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
        self._sheet.draw(painter, origin, self._selection(), place)
        # Qt blinks where it believes the caret to be; on the sheet it stands still.
        where = self._to_sheet(self._editor.textCursor().position()) if self._editor.hasFocus() else None
        if where is not None:
            self._sheet.draw_caret(painter, origin, where, self._editor.cursorWidth())

    def extent(self) -> tuple[float, float] | None:
        """Top and bottom of the draft's lines in the viewport; None if there are none in view."""
        top = self._top()
        if top is None or self._frame is None:
            return None
        start = utf16_length(self._frame.prefix)
        first, last = self._sheet.line_of(start), self._sheet.line_of(start + self._draft_length)
        return top + first.top, top + last.bottom

    def relayout(self) -> None:
        """Lay the sheet out again: width, font or colours of the page have changed."""
        self._formats.clear()
        if self.active:
            self._draw()

    def position_at(self, point: QPointF) -> int | None:
        """The position in the document for a click on the sheet; inside the draft, the nearer edge of the span."""
        top = self._top()
        if top is None or not top <= point.y() < top + self._reserved:
            return None
        inside = QPointF(point.x() - self._editor.scroll_offset(), point.y() - top)
        return self._from_sheet(self._sheet.position_at(inside))

    def move(self, operation: QTextCursor.MoveOperation, keep: bool) -> bool:
        """Move the caret within, into or out of the covered blocks; False where Qt's own way is right.

        Qt skips hidden blocks, and counts the room's own line breaks as characters of the first.
        """
        frame = self._frame
        if frame is None:
            return False
        cursor = self._editor.textCursor()
        number = cursor.blockNumber()
        if not frame.first - 1 <= number <= frame.last + 1:
            return False
        here = self._to_sheet(cursor.position())
        target: int | None = None
        if operation in (_Operation.Up, _Operation.Down):
            target = self._target_by_line(cursor, here, operation is _Operation.Down)
        elif operation in (_Operation.StartOfLine, _Operation.EndOfLine):
            if here is not None:
                line = self._sheet.line_of(here)
                end = self._sheet.position_on(line, UNBOUNDED)
                target = self._from_sheet(line.start if operation is _Operation.StartOfLine else end)
        else:
            target = self._target_by_character(cursor, operation)
        if target is None:
            return False
        cursor.setPosition(target, QTextCursor.MoveMode.KeepAnchor if keep else QTextCursor.MoveMode.MoveAnchor)
        self._editor.setTextCursor(cursor)
        return True

    # The span and the blocks under it.

    def _nearby(self) -> str:
        start, end = self._place
        around = QTextCursor(self._document)
        around.setPosition(max(0, start - _NEARBY))
        last = self._document.characterCount() - 1
        around.setPosition(min(last, end + _NEARBY), QTextCursor.MoveMode.KeepAnchor)
        return around.selectedText()

    def _cover(self) -> None:
        """Hide the blocks of the span, and remember what stands beside it in them."""
        start, end = self._place
        first, last = self._document.findBlock(start), self._document.findBlock(end)
        assert self._origin is not None
        scan = min(self._origin.position(), first.position())
        self._editor.canvas_layout.cover(first.blockNumber(), last.blockNumber(), scan, end)
        self._origin.setPosition(first.position())
        offset, rest = start - first.position(), end - last.position()
        # A highlighter counts the room's own characters in the block, too.
        made = len(first.layout().preeditAreaText()) if first == last else 0
        tail = last.length() - 1
        self._frame = _Frame(
            first=first.blockNumber(),
            last=last.blockNumber(),
            begin=first.position(),
            stop=last.position() + last.length(),
            revisions=(first.revision(), last.revision()),
            prefix=_cut(first.text(), 0, offset),
            suffix=_cut(last.text(), rest, tail),
            prefix_ranges=_ranges(first, 0, offset),
            suffix_ranges=_ranges(last, rest + made, tail + made),
        )

    @Slot(int, int, int)
    def _on_change(self, at: int, removed: int, added: int) -> None:
        """Qt tells of an edit, before it lays it out."""
        assert self._start is not None
        assert self._end is not None
        start, end = self._place
        if start == end:
            # An edit that is told as one wide change may leave the place itself alone; there is no telling.
            self._touched |= at < start < at + removed or (removed == 0 and at == start)
        elif removed == 0:
            self._touched |= start <= at <= end
        elif at < end and at + removed > start:
            kept = self._start.position() < self._end.position()
            self._touched |= not kept or _text_between(self._start, self._end) != self._original
        self._place = (self._start.position(), max(self._start.position(), self._end.position()))
        first, last = (self._document.findBlock(position).blockNumber() for position in self._place)
        self._editor.canvas_layout.renumber(first, last)

    @Slot()
    def _on_changed(self) -> None:
        """Qt has laid out an edit."""
        if self._touched:
            self.clear()
            self.disturbed.emit()
            return
        frame = self._frame
        assert frame is not None
        start, end = self._place
        first, last = self._document.findBlock(start), self._document.findBlock(end)
        count = last.blockNumber() - first.blockNumber()
        if count == frame.last - frame.first and (first.revision(), last.revision()) == frame.revisions:
            # The edit was elsewhere; at most the covered blocks have moved.
            frame.first, frame.last = first.blockNumber(), last.blockNumber()
            frame.begin, frame.stop = first.position(), last.position() + last.length()
        else:
            self._cover()
            self._draw()

    @Slot()
    def _on_caret_moved(self) -> None:
        """Carry the caret across the covered text: it is not on the page, so nobody can stand in it."""
        cursor = self._editor.textCursor()
        position, before = cursor.position(), self._caret
        self._caret = position
        if not self.active or self._touched:
            return
        start, end = self._place
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
        frame = self._frame
        assert frame is not None
        start = utf16_length(frame.prefix)
        ranges = list(frame.prefix_ranges)
        at = start
        for stretch in self._stretches:
            length = utf16_length(stretch.text)
            # A format of its own would keep settled text from kerning with its neighbours.
            if length and stretch.ink != Ink():
                ranges.append(FormatRange(at, length, self._format(stretch.ink)))
            at += length
        self._draft_length = at - start
        ranges += [FormatRange(at + part.start, part.length, part.format) for part in frame.suffix_ranges]
        text = frame.prefix + "".join(stretch.text for stretch in self._stretches) + frame.suffix
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

    def _show_calmly(self, pass_: Pass) -> None:
        done = (pass_.canvas - 1 + pass_.number / max(1, pass_.limit)) / max(1, pass_.canvases)
        percent = int(100 * done) // _CALM_STEP * _CALM_STEP
        if percent == self._calm:
            return
        self._calm = percent
        label = f"{' ' if self._original else ''}… {percent} %"
        self._stretches = [Stretch(self._original, _COVERED), Stretch(label, Ink(level=5))]
        self._draw()

    def _top(self) -> float | None:
        """Where the sheet begins in the viewport; None if it is out of view."""
        frame = self._frame
        if frame is None:
            return None
        for block, top, _ in self._editor.visible_blocks():
            number = block.blockNumber()
            if number >= frame.first:
                return top if number == frame.first else None
        return None

    def _update_place(self) -> None:
        top = self._top()
        if top is not None:
            place = QRectF(0.0, top, self._editor.viewport().width(), self._reserved + _OVERHANG)
            self._editor.viewport().update(place.toAlignedRect())

    def _reveal(self) -> None:
        """Scroll back to the first covered block where the page began in one that is now hidden."""
        frame = self._frame
        assert frame is not None
        if not self._editor.firstVisibleBlock().isVisible():
            first = self._document.findBlockByNumber(frame.first)
            self._editor.verticalScrollBar().setValue(first.firstLineNumber())

    # Positions of the document and of the sheet.

    def _to_sheet(self, position: int) -> int | None:
        """Where on the sheet a position is; None if it is not in the covered blocks."""
        frame = self._frame
        if frame is None or not frame.begin <= position < frame.stop:
            return None
        start, end = self._place
        if position <= start:
            return position - frame.begin
        edge = utf16_length(frame.prefix)
        return edge if position < end else edge + self._draft_length + position - end

    def _from_sheet(self, where: int) -> int:
        frame = self._frame
        assert frame is not None
        start, end = self._place
        edge = utf16_length(frame.prefix)
        if where <= edge:
            return frame.begin + where
        if where >= edge + self._draft_length:
            return end + where - edge - self._draft_length
        return start if where - edge < edge + self._draft_length - where else end

    def _selection(self) -> FormatRange | None:
        """The user's selection as far as it reaches beyond the span, on the sheet."""
        cursor = self._editor.textCursor()
        first, last = cursor.selectionStart(), cursor.selectionEnd()
        start, end = self._place
        frame = self._frame
        assert frame is not None
        if first == last or start <= first <= last <= end:
            return None
        low = max(first, frame.begin)
        high = min(last, frame.stop - 1)
        if low > high:
            return None
        begin, stop = self._to_sheet(low), self._to_sheet(high)
        assert begin is not None
        assert stop is not None
        if last > high:
            stop += 1
        theme = self._editor.theme
        shown = QTextCharFormat()
        shown.setBackground(QColor(theme.selection))
        shown.setForeground(QColor(theme.selection_ink))
        return FormatRange(begin, stop - begin, shown)

    def _target_by_character(self, cursor: QTextCursor, operation: QTextCursor.MoveOperation) -> int:
        """Where the caret goes by one character or word, as the text of its block alone has it."""
        block = cursor.block()
        layout = QTextLayout(block.text(), self._document.defaultFont())
        onward = operation in (_Operation.Right, _Operation.WordRight)
        if block.textDirection() is Qt.LayoutDirection.RightToLeft:
            onward = not onward
        words = operation in (_Operation.WordLeft, _Operation.WordRight)
        mode = QTextLayout.CursorMode.SkipWords if words else QTextLayout.CursorMode.SkipCharacters
        at = cursor.positionInBlock()
        if onward:
            if at == block.length() - 1:
                return min(cursor.position() + 1, self._document.characterCount() - 1)
            return block.position() + layout.nextCursorPosition(at, mode)
        return block.position() + layout.previousCursorPosition(at, mode) if at else max(0, cursor.position() - 1)

    def _target_by_line(self, cursor: QTextCursor, here: int | None, down: bool) -> int | None:
        """Where the caret goes by one line near the sheet; None if the sheet has nothing to do with it."""
        frame = self._frame
        assert frame is not None
        lines = self._sheet.lines
        if here is None:
            beside = frame.first - 1 if down else frame.last + 1
            if cursor.blockNumber() != beside or not self._on_edge_line(cursor, down):
                return None
            x = float(self._editor.cursorRect(cursor).left()) - self._editor.scroll_offset()
            rest = lines if down else lines[::-1]
            return self._from_sheet(self._sheet.position_on(rest[0], x))
        x = self._sheet.x_of(here)
        at = lines.index(self._sheet.line_of(here))
        for line in lines[at + 1 :] if down else lines[:at][::-1]:
            target = self._from_sheet(self._sheet.position_on(line, x))
            if (target > cursor.position()) if down else (target < cursor.position()):
                return target
        block = self._document.findBlockByNumber(frame.last + 1 if down else frame.first - 1)
        if not block.isValid():
            return self._document.characterCount() - 1 if down else 0
        # Laying out the neighbour is Qt's business, and it may not have come to it yet.
        self._editor.canvas_layout.blockBoundingRect(block)
        line = block.layout().lineAt(0 if down else block.layout().lineCount() - 1)
        return block.position() + int(line.xToCursor(x))

    @staticmethod
    def _on_edge_line(cursor: QTextCursor, last: bool) -> bool:
        layout = cursor.block().layout()
        number = layout.lineForTextPosition(cursor.positionInBlock()).lineNumber()
        return number == (layout.lineCount() - 1 if last else 0)


def _text_between(start: QTextCursor, end: QTextCursor) -> str:
    reader = QTextCursor(start)
    reader.setPosition(end.position(), QTextCursor.MoveMode.KeepAnchor)
    return reader.selectedText().replace("\u2029", "\n")


def _cut(text: str, start: int, end: int) -> str:
    """`text` from one UTF-16 position to another."""
    positions = Positions(text)
    return text[positions.to_code_point(start) : positions.to_code_point(end)]


def _ranges(block: QTextBlock, start: int, end: int) -> list[FormatRange]:
    """What a highlighter has given to part of a block, counted from that part's start."""
    # Copies: a format read from Qt's own range lives no longer than that range.
    found = [
        FormatRange(part.start, part.length, QTextCharFormat(part.format))  # pyright: ignore
        for part in block.layout().formats()
    ]
    return [inside for part in found if (inside := part.within(start, end)) is not None]


def _common_head(one: str, other: str) -> int:
    """How many characters two texts have in common at their beginning."""
    shorter = min(len(one), len(other))
    return next((at for at in range(shorter) if one[at] != other[at]), shorter)
