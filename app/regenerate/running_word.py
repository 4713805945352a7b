"""The word of a running draft that keys act on: it stays at its cell while the draft around it changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from palimpsest.app.regenerate.proposal_cells import Part, Places

if TYPE_CHECKING:
    from palimpsest.app.editor.canvas_view import CanvasView
    from palimpsest.engine.request import Pass


class RunningWord:
    """Of one page. A pass that comes draws the page anew, so `show` has to be told of each."""

    def __init__(self, view: CanvasView) -> None:
        self._view = view
        self._cell: int | None = None
        """The first cell of the word; None while none is chosen."""

    def step(self, draft: Pass, by: int) -> Part | None:
        """Choose the next word (`by` 1) or the one before (-1), around the end; None if the draft has none."""
        words = Places(draft.pieces).words()
        if not words:
            return None
        if self._cell is None:
            word = words[0 if by > 0 else -1]
        else:
            # Words before the cell, and those that begin at it or have it.
            before = sum(word.stop <= self._cell for word in words)
            here = before < len(words) and words[before].first <= self._cell
            word = words[(before + (by if here or by < 0 else 0)) % len(words)]
        self._cell = word.first
        self._view.ensure_visible(word.start, word.end)
        self.show(draft)
        return word

    def of(self, draft: Pass) -> Part | None:
        """The chosen word as it reads now; None if none is chosen, or there is only white space by now."""
        cell = self._cell
        if cell is None:
            return None
        return next((word for word in Places(draft.pieces).words() if word.first <= cell < word.stop), None)

    def show(self, draft: Pass) -> None:
        """Draw a ring around it."""
        if (word := self.of(draft)) is not None:
            self._view.mark_range(word.start, word.end)

    def forget(self) -> None:
        """No word is chosen any more."""
        self._cell = None
