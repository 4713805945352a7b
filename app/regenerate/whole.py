"""Regenerating without selecting: the sentence, paragraph, block or function at the caret, or on from the end."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QTextCursor

from palimpsest.app.editor import enclosing
from palimpsest.app.regenerate.target import Target
from palimpsest.app.regenerate.wish import Wish

if TYPE_CHECKING:
    from palimpsest.app.desk import Desk
    from palimpsest.app.editor.canvas_view import CanvasView
    from palimpsest.app.editor.text_editor import TextEditor
    from palimpsest.app.regenerate.prompt_bar import PromptBar
    from palimpsest.app.regenerate.regeneration import Regeneration

Range = tuple[int, int]


class Whole(QObject):
    """Finds the text around the caret and starts a run on it, with the dials as they stand."""

    said = Signal(str)
    """A sentence: why nothing was started."""

    def __init__(
        self,
        editor: TextEditor,
        view: CanvasView,
        bar: PromptBar,
        regeneration: Regeneration,
        desk: Desk,
    ) -> None:
        super().__init__(regeneration)
        self._editor = editor
        self._view = view
        self._bar = bar
        self._regeneration = regeneration
        self._desk = desk

    def sentence(self) -> None:
        """The sentence at the caret."""
        self._run(enclosing.sentence)

    def paragraph(self) -> None:
        """The paragraph at the caret."""
        self._run(enclosing.paragraph)

    def block(self) -> None:
        """The innermost block of statements, list item or argument list at the caret."""
        self._run(self._block)

    def function(self) -> None:
        """The function or class at the caret; where there is none, the block."""
        self._run(self._function)

    def end(self) -> None:
        """Go on writing at the end of the document."""
        cursor = self._editor.textCursor()
        cursor.movePosition(QTextCursor.MoveOperation.End)
        self._editor.setTextCursor(cursor)
        self._editor.ensureCursorVisible()
        position = cursor.position()
        self._begin(Target(position, position), self._wish())

    def repeat(self) -> None:
        """The last run's settings on the selection, or on the sentence or block at the caret."""
        wish = self._desk.last_wish
        if self._editor.textCursor().hasSelection():
            self._begin(self._regeneration.target(), wish or self._wish())
        elif self._editor.kind == "code":
            self._run(self._block, wish)
        else:
            self._run(enclosing.sentence, wish)

    def _block(self, text: str, position: int) -> Range:
        return enclosing.block(text, position, self._editor.language.name, self._editor.indentation.width)

    def _function(self, text: str, position: int) -> Range:
        language, width = self._editor.language.name, self._editor.indentation.width
        return enclosing.function(text, position, language, width) or self._block(text, position)

    def _run(self, find: Callable[[str, int], Range], wish: Wish | None = None) -> None:
        """Select what `find` finds, in code points of the document, and regenerate it; nothing where all is blank."""
        document, cursor = self._editor.shown, self._editor.textCursor()
        start, end = find(document.text(), document.to_code_point(cursor.position()))
        if start == end:
            self.said.emit(self.tr("There is no text at the caret to regenerate."))
            return
        low, high = document.to_position(start), document.to_position(end)
        target = Target.of(low, high, self._editor.span_marks.pins())
        if self._begin(target, wish or self._wish()):
            cursor.setPosition(low)
            cursor.setPosition(high, QTextCursor.MoveMode.KeepAnchor)
            self._editor.setTextCursor(cursor)

    def _begin(self, target: Target, wish: Wish) -> bool:
        """Regenerate it, or let it wait; False if it waits, or is part of what stands on the page."""
        run, (low, high) = self._regeneration.standing, self._view.span()
        stands = run is not None and not run.ended
        if stands and target.start < high and target.end > low:
            self.said.emit(self.tr("Answer the draft on the page first."))
            return False
        self._regeneration.begin(target, wish)
        if stands:
            # Enter means the draft that stands; on the page it would replace what is selected.
            cursor = self._editor.textCursor()
            cursor.setPosition(cursor.selectionEnd())
            self._editor.setTextCursor(cursor)
            self._bar.take_focus()
        return not stands

    def _wish(self) -> Wish:
        """The dials as they stand, or as they were left."""
        return self._regeneration.usual() if self._bar.isHidden() else self._bar.wish
