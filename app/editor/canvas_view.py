"""A draft painted in place of the text that it may replace; the document itself is touched by `commit` alone."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import QObject, QPointF, QRect, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QTextCursor

from palimpsest.app.documents.positions import utf16_length
from palimpsest.app.editor.canvas_caret import target_of
from palimpsest.app.editor.canvas_mouse import CanvasMouse
from palimpsest.app.editor.canvas_places import CanvasPlaces
from palimpsest.app.editor.canvas_sheet import CanvasSheet
from palimpsest.app.editor.covered_span import CoveredSpan
from palimpsest.app.editor.ink import Ink, Inker, Stretch, plain_newlines
from palimpsest.app.editor.proposal_parts import ProposalPart, spoken, stretches_of
from palimpsest.app.editor.scripts import scripts_of
from palimpsest.app.editor.span_edits import Edit, edited, whole, write
from palimpsest.app.editor.text_editor import TextEditor
from palimpsest.engine.request import Pass

_NEARBY = 20_000
"""UTF-16 units around the span that tell in which scripts the document is written."""
_COVERED = Ink(level=3)
"""The original while nothing of the draft is known yet."""
_CALM_STEP = 10
"""Percent between two changes of the page where the user asked for less motion."""


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
        self._canvas = CanvasSheet(editor)
        self._places = CanvasPlaces(editor, self._canvas)
        self._inker = Inker(frozenset())
        self._stretches: list[Stretch] = []
        self._mark: tuple[int, int, bool] | None = None
        self._peek: int | None = None
        """Where the page was scrolled when the original came back for a look."""
        self._drafting = False
        self._calm = -1
        self._adopted: str | None = None
        """The covered text after an edit of our own that is being made."""
        self._mouse = CanvasMouse(self, editor, self._places)
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
        self._span = self._canvas.span = CoveredSpan(document, start, end)
        self._caret = self._editor.textCursor().position()
        self._inker = Inker(scripts_of(self._span.nearby(_NEARBY)))
        self._canvas.release()
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
        what the two texts have in common at their ends is left alone. Raises `ValueError` if nothing is covered, or
        if the edits are not in order.
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
        self._span = self._canvas.span = None
        self._show([])
        self._mouse.rest()
        self._editor.refresh()

    # Places in the draft.

    def word_at(self, point: QPointF) -> int | None:
        """The offset of the character under a point of the viewport; None outside the draft, or while peeking."""
        return self._places.offset_at(point) if self._peek is None else None

    def deleted_at(self, point: QPointF) -> int | None:
        """The offset at which the struck-out text under a point stands; None where there is none."""
        return self._places.deleted_at(point) if self._peek is None else None

    def cell_at(self, point: QPointF) -> int | None:
        """The cell, from 0, of the shown pass that is under a point; None where there is none."""
        return self._places.cell_at(point) if self._peek is None else None

    def in_draft(self, point: QPointF) -> bool:
        """True where a click belongs to the draft: on it, or beside one of its lines."""
        return self._places.covers(point)

    def rect_of(self, start: int, end: int) -> QRect:
        """Where [start, end) of the draft is drawn in the viewport; null if nothing of the draft is in view.

        An empty range is the struck-out text that stands there.
        """
        return self._places.rect_of(start, end)

    def mark_range(self, start: int, end: int, deleted: bool = False) -> None:
        """Draw a ring around [start, end) of the draft, until something else is shown.

        `deleted` takes in the struck-out text at both ends; an empty range always does.
        """
        self._mark = (start, end, deleted)
        self._ring()

    def clear_mark(self) -> None:
        """Draw no ring."""
        self._mark = None
        self._ring()

    def ensure_visible(self, start: int, end: int) -> None:
        """Scroll as little as brings [start, end) of the draft into view; its beginning if it is larger than that."""
        self._places.ensure_visible(start, end)

    # What the editor asks of its overlay.

    def paint(self, painter: QPainter, clip: QRectF) -> None:
        """Draw the sheet over its place, in viewport coordinates."""
        self._canvas.paint(painter, clip)

    def extent(self) -> tuple[float, float] | None:
        """Top and bottom of the draft's lines in the viewport; None if there are none in view."""
        return self._canvas.extent()

    def relayout(self) -> None:
        """Lay the sheet out again: width, font or colours of the page have changed."""
        if self.active:
            self._draw()

    def position_at(self, point: QPointF) -> int | None:
        """The position in the document for a click on the sheet, also beyond it where no other line is near.

        Inside the draft it is the nearer edge of the span.
        """
        return self._canvas.position_at(point)

    def move(self, operation: QTextCursor.MoveOperation, keep: bool) -> bool:
        """Move the caret within, into or out of the covered blocks; False where Qt's own way is right.

        Qt skips hidden blocks, and counts the room's own line breaks as characters of the first.
        """
        if self._span is None:
            return False
        cursor = self._editor.textCursor()
        target = target_of(operation, cursor, self._span, self._canvas.sheet, self._editor)
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
        self._canvas.update()

    # The sheet.

    def _show(self, stretches: list[Stretch], pass_: Pass | None = None) -> None:
        self._stretches, self._mark = stretches, None
        self._places.show(stretches, pass_)
        if self._span is not None and self._peek is None:
            whole = self._canvas.whole()
            self._draw()
            if whole and not self._canvas.whole():
                # Who sees all of it goes on seeing all of it.
                self._canvas.reveal()

    def _show_result(self, stretches: list[Stretch]) -> None:
        # Passes after this are another run's.
        self.forget()
        self._drafting = False
        self._canvas.release()
        seen = self._canvas.top() is not None
        self._show(stretches)
        if seen and self._canvas.top() is None:
            # The text has become so short that the page has passed it by.
            self._canvas.scroll_to_line(0)

    def _draw(self) -> None:
        assert self._span is not None
        peeking = self._peek is not None
        stretches = [Stretch(self._span.original)] if peeking else self._stretches
        self._canvas.draw(stretches, draft=self._drafting and not peeking, brief=peeking)
        self._ring()

    def _ring(self) -> None:
        self._canvas.ring = () if self._mark is None or self._peek is not None else self._places.boxes(*self._mark)
        self._canvas.update()

    def _show_calmly(self, pass_: Pass, original: str) -> None:
        done = (pass_.canvas - 1 + pass_.number / max(1, pass_.limit)) / max(1, pass_.canvases)
        percent = int(100 * done) // _CALM_STEP * _CALM_STEP
        if percent == self._calm:
            return
        self._calm = percent
        label = f"{' ' if original else ''}… {percent} % "
        # What is faded is no draft that could be clicked.
        self._show([Stretch(original, _COVERED, own=False), Stretch(label, Ink(level=5), own=False)])

    def _stay_at(self, at_top: int) -> None:
        """Show the line that held `at_top` at the top again, where its block is now hidden."""
        assert self._span is not None
        begin, stop = self._span.bounds()
        if begin < at_top < stop:
            # The sheet still has the original's text.
            self._canvas.scroll_to_line(self._canvas.sheet.line_of(at_top - begin).number)
