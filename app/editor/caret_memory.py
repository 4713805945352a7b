"""Where caret and selection were around each command, so that undo and redo bring them back with the text."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtGui import QTextCursor

if TYPE_CHECKING:
    from PySide6.QtGui import QTextDocument
    from PySide6.QtWidgets import QPlainTextEdit

_KEPT = 500
"""Commands that are remembered; for older ones the caret goes where Qt puts it."""


@dataclass(slots=True)
class Step:
    """An undo step in the making."""

    cursor: QTextCursor
    place: tuple[int, int] | None = None
    """Anchor and position afterwards, UTF-16 units; None leaves them to Qt."""


class CaretMemory:
    """For one editor. Steps are known by the undo stack's height before and after them."""

    def __init__(self, editor: QPlainTextEdit) -> None:
        self._editor = editor
        self._document: QTextDocument | None = None
        self._steps: dict[tuple[int, int], tuple[int, int]] = {}
        self._height = 0

    def follow(self, document: QTextDocument) -> None:
        """Forget everything, and heed the undo stack of this document from now on."""
        if self._document is not None:
            self._document.undoCommandAdded.disconnect(self._on_added)
        self._document = document
        self._steps.clear()
        self._height = document.availableUndoSteps()
        document.undoCommandAdded.connect(self._on_added)

    @contextmanager
    def step(self) -> Iterator[Step]:
        """One undo step: edit with its cursor, and say where caret and selection shall be after it."""
        document = self._editor.document()
        old, below = self._selection(), document.availableUndoSteps()
        step = Step(QTextCursor(document))
        step.cursor.setPosition(old[1])
        step.cursor.beginEditBlock()
        try:
            yield step
        finally:
            if document.availableUndoSteps() != below:
                # Qt merges an insertion with the typing that follows it; a format command keeps this step apart.
                step.cursor.setBlockFormat(step.cursor.blockFormat())
            step.cursor.endEditBlock()
        if step.place is not None:
            _select(self._editor, *step.place)
        self._note(old, below)

    @contextmanager
    def apart(self) -> Iterator[None]:
        """What Qt edits within is an undo step that nothing typed after it joins.

        Other than in `step` the page is laid out anew before Qt shows the caret, for which it needs the lines.
        """
        document = self._editor.document()
        old, below = self._selection(), document.availableUndoSteps()
        yield
        if document.availableUndoSteps() != below:
            cursor = self._editor.textCursor()
            cursor.joinPreviousEditBlock()
            cursor.setBlockFormat(cursor.blockFormat())
            cursor.endEditBlock()
        self._note(old, below)

    def travelled(self, before: int) -> None:
        """After an undo or a redo from the height `before`: bring back what belongs to it."""
        after = self._editor.document().availableUndoSteps()
        self._height = after
        place = self._steps.get((before, after))
        if place is not None:
            last = self._editor.document().characterCount() - 1
            _select(self._editor, min(place[0], last), min(place[1], last))

    def _note(self, old: tuple[int, int], below: int) -> None:
        above = self._editor.document().availableUndoSteps()
        if above == below:
            return
        self._steps[above, below] = old
        self._steps[below, above] = self._selection()
        while len(self._steps) > 2 * _KEPT:
            del self._steps[next(iter(self._steps))]

    def _on_added(self) -> None:
        assert self._document is not None
        # What was undone before this edit cannot be redone any more.
        self._steps = {key: place for key, place in self._steps.items() if max(key) <= self._height}
        self._height = self._document.availableUndoSteps()

    def _selection(self) -> tuple[int, int]:
        cursor = self._editor.textCursor()
        return cursor.anchor(), cursor.position()


def _select(editor: QPlainTextEdit, anchor: int, position: int) -> None:
    cursor = editor.textCursor()
    cursor.setPosition(anchor)
    cursor.setPosition(position, QTextCursor.MoveMode.KeepAnchor)
    editor.setTextCursor(cursor)
    editor.ensureCursorVisible()
