"""Pins and holes put on a document before a run: where they are while people go on typing, and how they look."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QLineF, QObject, QPointF, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QColor, QPainter, QPen, QTextCursor, QTextDocument

from palimpsest.app.documents.positions import Positions
from palimpsest.app.editor.range_set import Range, around, covered, normal, united, without
from palimpsest.app.editor.span_mark_shapes import View, bracket, dots, pieces, within

if TYPE_CHECKING:
    from palimpsest.app.editor.text_editor import TextEditor

_DOT = 2.0
"""Width of a pin's dots, pixels."""
_STROKE = 1.5
"""Width of a hole's bracket, pixels."""


class SpanMarks(QObject):
    """The pins and the holes of one editor's document. Positions are UTF-16 units, ranges half open.

    They follow every edit, undo and redo; nothing of them is in the document. Text typed at the edge of a range is not
    in it. A range vanishes when an edit leaves nothing of it, an empty hole when an edit removes the characters on both
    its sides. What is pinned is in no hole: the later word counts.
    """

    changed = Signal()
    """Ranges were put there, taken away or have vanished; not told of ranges that have only moved."""

    def __init__(self, editor: TextEditor) -> None:
        super().__init__(editor)
        self._editor = editor
        self._document: QTextDocument | None = None
        self._pins: list[_Kept] = []
        self._holes: list[_Kept] = []

    def follow(self, document: QTextDocument) -> None:
        """Forget everything, and keep to this document from now on."""
        if self._document is not None:
            self._document.contentsChanged.disconnect(self._on_edited)
        self._document = document
        document.contentsChanged.connect(self._on_edited)
        self._set((), ())

    def pins(self) -> tuple[Range, ...]:
        """What shall stay as it is, in order, none touching another."""
        return _ranges(self._pins)

    def holes(self) -> tuple[Range, ...]:
        """What shall be filled, in order, none touching another; an empty one is a place to insert at."""
        return _ranges(self._holes)

    def toggle_pin(self, start: int, end: int) -> None:
        """Pin a range, or unpin it if all of it is pinned. An empty range unpins the pin that it is in."""
        start, end = self._whole(start, end)
        pins, holes = self.pins(), self.holes()
        if start == end:
            found = around(pins, start)
            if found is not None:
                self._set(tuple(pin for pin in pins if pin != found), holes)
        elif covered(pins, start, end):
            self._set(without(pins, start, end), holes)
        else:
            self._set(united(pins, start, end), without(holes, start, end))

    def toggle_hole(self, start: int, end: int) -> None:
        """Make a range a hole, or none any more if all of it is one.

        An empty range takes away the hole that it is in or touches; where there is none, it becomes an empty hole, and
        a pin around it goes.
        """
        start, end = self._whole(start, end)
        pins, holes = self.pins(), self.holes()
        if start == end and (found := around(holes, start)) is not None:
            self._set(pins, tuple(hole for hole in holes if hole != found))
        elif start < end and covered(holes, start, end):
            self._set(pins, without(holes, start, end))
        else:
            if start == end:
                pins = tuple(pin for pin in pins if not pin[0] < start < pin[1])
            self._set(without(pins, start, end), united(holes, start, end))

    def clear_pins(self) -> None:
        """Unpin everything."""
        self._set((), self.holes())

    def clear_holes(self) -> None:
        """Take all holes away."""
        self._set(self.pins(), ())

    def paint(self, painter: QPainter, clip: QRectF) -> None:
        """Draw what is in view on the viewport: a dotted line under pins, a bracket under holes."""
        if not (self._pins or self._holes):
            return
        editor = self._editor
        pins, holes = self.pins(), self.holes()
        left, accent = editor.scroll_offset(), QColor(editor.theme.accent)
        points: list[QPointF] = []
        strokes: list[QLineF] = []
        for block, top, _ in editor.visible_blocks(clip.top(), clip.bottom()):
            if block.blockNumber() == editor.canvas_layout.first:
                continue  # a canvas is drawn there
            view = View(block, left, top, clip)
            for low, high in within(pins, block):
                points += [dot for piece in pieces(view, low, high) for dot in dots(piece)]
            for low, high in within(holes, block):
                strokes += [stroke for piece in pieces(view, low, high) for stroke in bracket(piece)]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        # Points and lines, for a path of so many parts takes Qt several times as long.
        painter.setPen(QPen(accent, _DOT, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawPoints(points)
        painter.setPen(QPen(accent, _STROKE, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawLines(strokes)
        painter.restore()

    def _set(self, pins: tuple[Range, ...], holes: tuple[Range, ...]) -> None:
        if (pins, holes) == (self.pins(), self.holes()):
            return
        self._pins, self._holes = self._kept(self._pins, pins), self._kept(self._holes, holes)
        self._editor.viewport().update()
        self.changed.emit()

    def _kept(self, before: list[_Kept], ranges: tuple[Range, ...]) -> list[_Kept]:
        assert self._document is not None
        known = {kept.range: kept for kept in before}
        return [known.get(each) or _Kept(self._document, *each) for each in ranges]

    def _whole(self, start: int, end: int) -> Range:
        """The range inside the document, grown to whole characters."""
        assert self._document is not None
        last = self._document.characterCount() - 1
        start, end = sorted((max(0, min(start, last)), max(0, min(end, last))))
        first = _character(self._document, start)
        if start == end:
            return first, first
        return first, end if (begin := _character(self._document, end)) == end else begin + 2

    @Slot()
    def _on_edited(self) -> None:
        if not (self._pins or self._holes):
            return
        before = len(self._pins) + len(self._holes)
        self._pins = [kept for kept in self._pins if kept.settle()]
        self._holes = [kept for kept in self._holes if kept.settle()]
        # What has only moved is painted with the lines that it moved with.
        if len(self._pins) + len(self._holes) < before:
            self._editor.viewport().update()
            self.changed.emit()


class _Kept:
    """One range of a document, followed through edits."""

    __slots__ = ("_after", "_before", "_empty", "_end", "_inner", "_start")

    def __init__(self, document: QTextDocument, start: int, end: int) -> None:
        self._empty = start == end
        self._start, self._end, self._before, self._after = (QTextCursor(document) for _ in range(4))
        self._start.setPosition(start)
        self._end.setPosition(end)
        self._inner = False
        """True if an empty range had a character on either side before the edit that is to be judged."""
        if self._empty:
            self._guard()
        else:
            self._end.setKeepPositionOnInsert(True)

    @property
    def range(self) -> Range:
        """Where it is now; the end lies at or before the start once nothing of it is left."""
        start = self._start.position()
        return start, start if self._empty else self._end.position()

    @property
    def gone(self) -> bool:
        """True if an edit has left nothing of it."""
        start, end = self.range
        if self._empty:
            return self._inner and self._before.position() == start == self._after.position()
        return end <= start

    def settle(self) -> bool:
        """Take note of an edit; False if nothing is left."""
        if self.gone:
            return False
        if self._empty:
            self._guard()
        return True

    def _guard(self) -> None:
        """Stand on both sides of an empty range: cursors meet only where what was between them is removed."""
        last, place = self._start.document().characterCount() - 1, self._start.position()
        self._inner = 0 < place < last
        self._before.setPosition(max(0, place - 1))
        self._after.setPosition(min(last, place + 1))


def _ranges(kept: list[_Kept]) -> tuple[Range, ...]:
    return normal(each.range for each in kept if not each.gone)


def _character(document: QTextDocument, position: int) -> int:
    """Where the character begins that a position is in: before it, or between the two halves of a pair."""
    block = document.findBlock(position)
    text = block.text()
    positions = Positions(text)
    place = position - block.position()
    return block.position() + positions.to_utf16(positions.to_code_point(place))
