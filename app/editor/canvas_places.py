"""Where the words of a draft are on the page, and which word is at a place."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRect, QRectF

from palimpsest.app.editor.canvas_sheet import CanvasSheet
from palimpsest.app.editor.ink import Stretch
from palimpsest.app.editor.shown_text import CellPlaces, ShownText
from palimpsest.app.editor.text_editor import TextEditor
from palimpsest.engine.request import Pass


class CanvasPlaces:
    """Of what was shown last. Points are the viewport's; offsets are code points of the draft."""

    def __init__(self, editor: TextEditor, canvas: CanvasSheet) -> None:
        self._editor = editor
        self._canvas = canvas
        self._stretches: Sequence[Stretch] = ()
        self._pass: Pass | None = None
        self._text: ShownText | None = None
        self._cells: CellPlaces | None = None

    def show(self, stretches: Sequence[Stretch], pass_: Pass | None) -> None:
        """Other text stands there; places are found out when somebody asks."""
        self._stretches, self._pass = stretches, pass_
        self._text = self._cells = None

    @property
    def shown(self) -> ShownText:
        """The draft and what stands beside it."""
        if self._text is None:
            self._text = ShownText(self._stretches)
        return self._text

    def offset_at(self, point: QPointF) -> int | None:
        """The offset of the character at a point; None where none of the draft is."""
        unit = self._unit_at(point)
        return None if unit is None else self.shown.point_at(unit)

    def is_word(self, offset: int) -> bool:
        """True if there is more than space at an offset."""
        return not self.shown.text[offset].isspace()

    def deleted_at(self, point: QPointF) -> int | None:
        """The offset at which the struck-out text at a point stands; None where there is none."""
        unit = self._unit_at(point)
        return None if unit is None else self.shown.deleted_at(unit)

    def cell_at(self, point: QPointF) -> int | None:
        """The cell, from 0, of the shown pass that is at a point; None where there is none."""
        offset = self.offset_at(point)
        if offset is None or self._pass is None:
            return None
        if self._cells is None:
            self._cells = CellPlaces(self._pass)
        return self._cells.cell_at(offset)

    def covers(self, point: QPointF) -> bool:
        """True on the draft, and beside one of its lines."""
        inside, span, sheet = self._canvas.point_on(point), self._canvas.span, self._canvas.sheet
        if inside is None or span is None or not 0 <= inside.y() < sheet.height:
            return False
        first, last = span.edges()
        character = sheet.character_at(inside)
        return first < sheet.position_at(inside) < last if character is None else first <= character < last

    def boxes(self, start: int, end: int, deleted: bool = False) -> list[QRectF]:
        """Where [start, end) is drawn on the sheet, a box a line; see `ShownText.units_of` for what is struck out."""
        if self._canvas.span is None:
            return []
        first, _ = self._canvas.span.edges()
        ranges = self.shown.units_of(start, end, deleted)
        return [box for low, high in ranges for box in self._canvas.sheet.boxes(first + low, first + high)]

    def rect_of(self, start: int, end: int) -> QRect:
        """Where [start, end) is drawn in the viewport; null if the sheet is out of view."""
        top, place = self._canvas.top(), QRectF()
        if top is not None:
            for box in self.boxes(start, end):
                place = place.united(box)
            place.translate(self._editor.scroll_offset(), top)
        return place.toAlignedRect()

    def word_rect(self, offset: int) -> QRect:
        """Where the word at an offset is drawn in the viewport."""
        return self.rect_of(*self.shown.word(offset))

    def ensure_visible(self, start: int, end: int) -> None:
        """Scroll as little as brings [start, end) into view; its beginning, if it is larger than that."""
        boxes = self.boxes(start, end)
        if not boxes:
            return
        sheet, view, top = self._canvas.sheet, self._editor.viewport(), self._canvas.top()
        first = sheet.line_at(boxes[0].center().y()).number
        if top is None or top + boxes[0].top() < 0:
            self._canvas.scroll_to_line(first)
        elif top + boxes[-1].bottom() > view.height():
            # The line that has to be at the top, for the last one to be whole at the bottom.
            highest = bisect_left(sheet.tops, boxes[-1].bottom() - view.height())
            self._canvas.scroll_to_line(min(highest, first))
        bar, shift = self._editor.horizontalScrollBar(), self._editor.scroll_offset()
        left, right = min(box.left() for box in boxes) + shift, max(box.right() for box in boxes) + shift
        # What is too wide is seen from its left.
        if right > view.width():
            bar.setValue(bar.value() + round(min(left, right - view.width())))
        elif left < 0:
            bar.setValue(bar.value() + round(left))

    def _unit_at(self, point: QPointF) -> int | None:
        """The unit of what is drawn in place of the span, from its beginning, that is at a point."""
        inside, span = self._canvas.point_on(point), self._canvas.span
        if inside is None or span is None:
            return None
        character = self._canvas.sheet.character_at(inside)
        first, last = span.edges()
        return character - first if character is not None and first <= character < last else None
