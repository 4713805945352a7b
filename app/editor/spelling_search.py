"""The search for the next misspelling: a few milliseconds at a time, and pauses while the dictionary is asked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

if TYPE_CHECKING:
    from PySide6.QtGui import QTextBlock, QTextDocument

    from palimpsest.app.editor.speller import Speller
    from palimpsest.app.editor.spelling import Spelling
    from palimpsest.app.editor.words import Word

_AT_ONCE_S = 0.004


@dataclass(frozen=True, slots=True)
class Misspelling:
    """[start, end) of the document; `word` is what the dictionary was asked."""

    start: int
    end: int
    word: str


class SpellingSearch:
    """One search from a position on, around the end of the document; `drop` ends it early."""

    def __init__(
        self,
        spelling: Spelling,
        speller: Speller,
        document: QTextDocument,
        position: int,
        callback: Callable[[Misspelling | None], None],
    ) -> None:
        self._spelling, self._speller, self._document = spelling, speller, document
        self._callback: Callable[[Misspelling | None], None] | None = callback
        start = document.findBlock(position)
        self._from, self._number = position, start.blockNumber()
        self._left = document.blockCount() + 1
        self._first = True
        self._waiting = False
        self._timer = QTimer(spelling, singleShot=True, interval=0)
        self._timer.timeout.connect(self._step)
        speller.learned.connect(self._on_learned)
        self._timer.start()

    def drop(self) -> None:
        """Call nobody back."""
        if self._callback is not None:
            self._callback = None
            self._timer.stop()
            self._timer.deleteLater()
            self._speller.learned.disconnect(self._on_learned)

    def _step(self) -> None:
        unknown: list[str] = []
        number, left = self._number, self._left
        until = perf_counter() + _AT_ONCE_S
        while left > 0 and perf_counter() < until:
            block = self._document.findBlockByNumber(number)
            if not block.isValid():
                number, block = 0, self._document.firstBlock()
            wrong, unsure = self._spelling.wrong_in(block)
            unknown += unsure
            if wrong and not unknown and (found := self._fitting(block, wrong)):
                self._end(found)
                return
            number, left = number + 1, left - 1
            if not unknown:
                self._number, self._left, self._first = number, left, False
        language = self._spelling.language
        if not self._speller.usable(language) or (left <= 0 and not unknown):
            self._end(None)
        elif unknown:
            self._waiting = True
            self._speller.ask(language, unknown)
        else:
            self._timer.start()

    def _fitting(self, block: QTextBlock, wrong: list[Word]) -> Misspelling | None:
        at = block.position()
        for word in wrong:
            # In its first block the search begins at the caret; in the end it comes back for what stands before.
            if not self._first or at + word.start >= self._from:
                return Misspelling(at + word.start, at + word.end, word.text)
        return None

    def _end(self, found: Misspelling | None) -> None:
        callback = self._callback
        self.drop()
        if callback is not None:
            callback(found)

    def _on_learned(self, language: str) -> None:
        if self._waiting and language == self._spelling.language:
            self._waiting = False
            self._timer.start()
