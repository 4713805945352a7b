"""Shows a comparison in one column or in two, unchanged stretches folded; goes from change to change."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QFont, QResizeEvent, QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QWidget

from palimpsest.app.diff import CONTEXT, Diff, Part, PartKind
from palimpsest.app.diff_pane import DiffPane, Line
from palimpsest.app.diff_rows import Row, Tone, one_column, two_columns
from palimpsest.resources import CODE_FONT, PROSE_FONT

if TYPE_CHECKING:
    from palimpsest.app.documents.document import Kind
    from palimpsest.app.theme import Theme

SLICE_MS = 8
PIECE = 600
"""Lines that are put on the page at once."""
OPENED = 200
"""Lines that one click on a fold brings to light at each of its ends."""
_SETTLED_MS = 80


class DiffView(QWidget):
    """Lays out what it shows in slices, so that a long comparison never holds the window up."""

    moved = Signal(int)
    """Number of the change that was gone to, from 0."""
    laid_out = Signal()
    """Everything stands on the page."""

    def __init__(self, theme: Theme, kind: Kind, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        font = QFont(CODE_FONT if kind == "code" else PROSE_FONT)
        font.setStyleHint(QFont.StyleHint.Monospace if kind == "code" else QFont.StyleHint.Serif)
        font.setPointSizeF(10.5 if kind == "code" else 12.5)
        self.left, self.right = DiffPane(theme, font, self), DiffPane(theme, font, self)
        self.side_by_side = False
        self.parts: list[Part] = []
        self._diff: Diff | None = None
        self._current: Part | None = None
        self._wanted: Part | None = None
        self._top: Line | None = None
        self._width = 0
        self._work: Iterator[None] | None = None
        self._fresh: list[list[Line]] = []
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(1)
        for pane in (self.left, self.right):
            row.addWidget(pane, 1)
            pane.fold_wanted.connect(self._open_fold)
            pane.verticalScrollBar().valueChanged.connect(self._keep_in_step)
        self.right.hide()
        self._slices = QTimer(self, interval=0)
        self._slices.timeout.connect(self._slice)
        self._resized = QTimer(self, singleShot=True, interval=_SETTLED_MS)
        self._resized.timeout.connect(self._lay_out_anew)

    @property
    def panes(self) -> tuple[DiffPane, ...]:
        """The columns in use."""
        return (self.left, self.right) if self.side_by_side else (self.left,)

    @property
    def busy(self) -> bool:
        """True while not everything stands on the page yet."""
        return self._work is not None

    def show_diff(self, diff: Diff, old_name: str, new_name: str) -> None:
        """Show a comparison from its top."""
        self._diff = diff
        self._current = self._top = self._wanted = None
        self.parts = list(diff.folded())
        self._names = (old_name, new_name)
        self._lay_out()

    def set_side_by_side(self, on: bool) -> None:
        """Two columns, or one. What is in view stays in view."""
        if on != self.side_by_side:
            self._top = self.left.line_at_top()
            self.side_by_side = on
            self._lay_out()

    def set_theme(self, theme: Theme) -> None:
        """Change the colours."""
        for pane in (self.left, self.right):
            pane.set_theme(theme)

    def go(self, by: int) -> None:
        """To the next change (1) or the one before (-1); past the last comes the first."""
        changes = self._diff.changes if self._diff is not None else ()
        if not changes:
            return
        places = [change.place for change in changes]
        line = self.left.line_at_caret()
        at = line.part.place if line is not None else (0, 0)
        if by > 0:
            fresh = self._current is None and at in places
            number = bisect_left(places, at) if fresh else bisect_right(places, at)
        else:
            number = bisect_left(places, at) - 1
        number %= len(changes)
        self._current = self._wanted = changes[number]
        for pane in self.panes:
            pane.current = self._current
        self._reach()
        self.moved.emit(number)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._diff is not None and self.width() != self._width:
            self._resized.start()

    @Slot(int)
    def _keep_in_step(self, value: int) -> None:
        if self.side_by_side:
            for pane in self.panes:
                pane.verticalScrollBar().setValue(value)

    @Slot()
    def _lay_out_anew(self) -> None:
        self._top = self._top or self.left.line_at_top()
        self._lay_out()

    def _lay_out(self) -> None:
        if self._diff is None:
            return
        self._resized.stop()
        self._width = self.width()
        self.right.setVisible(self.side_by_side)
        policy = Qt.ScrollBarPolicy
        self.left.setVerticalScrollBarPolicy(
            policy.ScrollBarAlwaysOff if self.side_by_side else policy.ScrollBarAlwaysOn
        )
        self._row.activate()
        highest = max(len(self._diff.old), len(self._diff.new))
        old, new = self._names
        if self.side_by_side:
            self.left.start_over(("old",), highest)
            self.right.start_over(("new",), highest)
            self.left.setAccessibleName(old)
            self.right.setAccessibleName(new)
        else:
            self.left.start_over(("old", "new"), highest)
            self.left.setAccessibleName(self.tr("Changes from {old} to {new}").format(old=old, new=new))
        for pane in self.panes:
            pane.current = self._current
        self._fresh = [[] for _ in self.panes]
        self._work = self._lay_parts(self._diff)
        self._slice()
        if self._work is not None:
            self._slices.start()

    @Slot()
    def _slice(self) -> None:
        """Lay out for a moment; then show it."""
        clock = QElapsedTimer()
        clock.start()
        done = False
        while self._work is not None and not done and clock.elapsed() < SLICE_MS:
            done = next(self._work, self) is self
        # Qt paints the page anew for each piece that is put under it, so the first one is small and the others are not.
        if done or not self.left.lines or len(self._fresh[0]) >= PIECE:
            for pane, lines in zip(self.panes, self._fresh, strict=True):
                pane.append(lines)
                lines.clear()
        if done:
            self._work = None
            self._slices.stop()
        self._reach()
        if done:
            self._top = None
            self.laid_out.emit()

    def _lay_parts(self, diff: Diff) -> Iterator[None]:
        for part in self.parts:
            for lines in self._lay_part(diff, part):
                if lines is not None:
                    for fresh, some in zip(self._fresh, lines, strict=True):
                        fresh.extend(some)
                yield

    def _lay_part(self, diff: Diff, part: Part) -> Iterator[list[list[Line]] | None]:
        """The lines of a part in each pane, row by row; None where there may be a pause."""
        for rows in two_columns(diff, part) if self.side_by_side else one_column(diff, part):
            laid: list[list[Line]] = []
            for pane, row in zip(self.panes, rows, strict=True):
                lines: list[Line] = []
                for line in pane.broken(part, self._worded(row)):
                    lines.append(line)
                    if len(lines) % 50 == 0:
                        yield None
                laid.append(lines or [Line(part, row)])
            height = max(map(len, laid))
            for lines in laid:
                lines.extend([Line(part, lines[0].row, first=False)] * (height - len(lines)))
            yield laid

    def _worded(self, row: Row) -> Row:
        if row.tone is not Tone.FOLD:
            return row
        text = self.tr("… 1 equal line") if row.hidden == 1 else self.tr("… {count} equal lines")
        return replace(row, text=text.format(count=row.hidden))

    def _reach(self) -> None:
        """Scroll to where the reader was, or wanted to go, as soon as it stands on the page."""
        lines = self.left.lines
        if self._wanted is not None and (at := self._line_of(self._wanted)) < len(lines):
            self._put_caret(at, max(0, at - CONTEXT))
            self._wanted = self._top = None
        elif self._top is not None and (at := self._line_like(self._top)) is not None:
            self.left.verticalScrollBar().setValue(at)
            if self.left.verticalScrollBar().value() == at:
                self._top = None

    def _put_caret(self, at: int, top: int) -> None:
        for pane in self.panes:
            pane.setTextCursor(QTextCursor(pane.document().findBlockByNumber(at)))
            pane.verticalScrollBar().setValue(top)
            pane.viewport().update()

    def _line_of(self, part: Part) -> int:
        """Number of a part's first line; beyond the last if it is not laid out yet."""
        at = bisect_left(self.left.lines, part.place, key=lambda line: line.part.place)
        return at if at < len(self.left.lines) and self.left.lines[at].part == part else len(self.left.lines)

    def _line_like(self, wanted: Line) -> int | None:
        """Number of the line that shows what `wanted` has shown, which may have been broken otherwise."""
        lines = self.left.lines
        at = bisect_left(lines, wanted.part.place, key=lambda line: line.part.place)
        row = wanted.row
        while at < len(lines) and lines[at].part.place == wanted.part.place:
            other = lines[at].row
            if (row.old is not None and row.old == other.old) or (row.new is not None and row.new == other.new):
                return at
            at += 1
        return None

    @Slot(object)
    def _open_fold(self, part: Part) -> None:
        """Bring hidden lines to light, not more at once than can be laid out in a moment."""
        if self._diff is None or self.busy or part not in self.parts:
            return
        hidden = part.old_end - part.old_start
        whole = hidden <= 2 * OPENED
        opened: list[Part] = []
        for kind, skip, length in (
            (PartKind.EQUAL, 0, hidden if whole else OPENED),
            (PartKind.FOLD, OPENED, 0 if whole else hidden - 2 * OPENED),
            (PartKind.EQUAL, hidden - OPENED, 0 if whole else OPENED),
        ):
            if length:
                old, new = part.old_start + skip, part.new_start + skip
                opened.append(Part(kind, old, old + length, new, new + length))
        at = self._line_of(part)
        fresh: list[list[Line]] = [[] for _ in self.panes]
        for each in opened:
            for lines in self._lay_part(self._diff, each):
                for some, more in zip(fresh, lines or (), strict=False):
                    some.extend(more)
        place = self.parts.index(part)
        self.parts[place : place + 1] = opened
        top = self.left.verticalScrollBar().value()
        for pane, lines in zip(self.panes, fresh, strict=True):
            pane.replace(at, 1, lines)
        self._put_caret(at, top)
