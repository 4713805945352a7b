"""Watches for lines so long that laying them out holds up typing, and makes them as cheap as Qt can."""

from __future__ import annotations

from PySide6.QtGui import QTextDocument

LIMIT = 20_000
"""UTF-16 units of a line that is still laid out as any other."""


class LineGuard:
    """Looks at what an edit has changed. Qt lays out a line anew, as a whole, at each key."""

    def __init__(self) -> None:
        self.long = False
        """True while the document has a line that is longer than the limit."""

    def check(self, document: QTextDocument, at: int = 0, removed: int = 0, added: int | None = None) -> bool:
        """Note an edit as Qt tells of it; without one, look at everything. True if `long` has changed."""
        before = self.long
        last = document.characterCount() - 1
        end = last if added is None else min(last, at + added)
        found = _treat_long_lines(document, min(at, last), end)
        if found or added is None:
            self.long = found
        elif self.long and removed:
            # The long line may have been cut into pieces.
            self.long = _treat_long_lines(document, 0, last)
        return self.long != before


def _treat_long_lines(document: QTextDocument, start: int, end: int) -> bool:
    """True if a long line meets [start, end]. Looks at one place in each stretch of the limit, not at every line."""
    found = False
    block = document.findBlock(start)
    while block.isValid():
        ahead = document.findBlock(block.position() + LIMIT)
        if ahead.isValid() and ahead.blockNumber() == block.blockNumber():
            found = True
            # Its glyphs are kept from one repaint to the next: a repaint takes 1 ms rather than 70 at 1 MB.
            block.layout().setCacheEnabled(True)
            ahead = block.next()
        if not ahead.isValid() or ahead.position() > end:
            break
        block = ahead
    return found
