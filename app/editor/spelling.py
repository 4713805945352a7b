"""Spelling on the page: misspelled words in view are underlined, explained in a menu, and replaced in one step."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from time import perf_counter
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtGui import QColor, QTextBlock, QTextCharFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import QTextEdit

from palimpsest.app.documents.lines import Lines
from palimpsest.app.editor import spelling_menu
from palimpsest.app.editor.fences import Fences
from palimpsest.app.editor.spell_checker import accepts
from palimpsest.app.editor.spelling_search import Misspelling, SpellingSearch
from palimpsest.app.editor.words import LONGEST_WORD, Word, words

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMenu, QWidget

    from palimpsest.app.editor.speller import Speller
    from palimpsest.app.editor.text_editor import TextEditor
    from palimpsest.app.theme import Theme

AFTER_EDIT_MS = 300
AFTER_SCROLL_MS = 40
MENU_PATIENCE_MS = 250
AT_ONCE_S = 0.004
"""How long the window may be held up."""
_MOST_LINES = 3000
"""Lines of which the words are remembered."""

Ranges = Callable[[int], Sequence[tuple[int, int]]]


class Spelling(QObject):
    """Checks what one editor shows. Drafts are not in the document, and what they cover is left alone."""

    language_chosen = Signal(str)
    """Somebody has chosen a language in the menu; empty for none."""

    def __init__(self, editor: TextEditor, speller: Speller, language: str = "") -> None:
        super().__init__(editor)
        self._editor, self._speller = editor, speller
        self._language, self._enabled, self._capitals = language, True, False
        self._ranges: Ranges | None = None
        self._ignored: set[str] = set()
        self._words: dict[object, list[Word]] = {}
        self._shown: list[tuple[int, int]] = []
        self._format = QTextCharFormat()
        self._typing = self._small_edit = False
        self._revision = -1
        self._view: object = None
        self._document: QTextDocument | None = None
        self._lines: Lines | None = None
        self._fences = Fences()
        self._search: SpellingSearch | None = None
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._check)
        editor.updateRequest.connect(self._on_view_changed)
        editor.cursorPositionChanged.connect(self._on_caret_moved)
        speller.learned.connect(self._on_learned)
        speller.words_changed.connect(self.refresh)
        self.set_theme(editor.theme)
        self.refresh()

    @property
    def language(self) -> str:
        """The language of the dictionary, such as "en_US"; empty if nothing is checked."""
        return self._language

    @property
    def writable(self) -> bool:
        """True if words of the page may be replaced."""
        return not self._editor.isReadOnly()

    def languages(self) -> dict[str, str]:
        """What can be chosen: codes and names."""
        return self._speller.languages()

    def set_language(self, language: str) -> None:
        """Check in another language; empty checks nothing. A dictionary that failed before is tried again."""
        self._language = language
        if language:
            self._speller.open(language)
        self._drop_search()
        self.refresh()

    def choose_language(self, language: str) -> None:
        """Check in another language because somebody wants it: `language_chosen` tells."""
        self.set_language(language)
        self.language_chosen.emit(language)

    def set_enabled(self, enabled: bool) -> None:
        """Mark misspellings, or none."""
        self._enabled = enabled
        self._drop_search()
        self.refresh()

    def set_check_capitals(self, check: bool) -> None:
        """Check words in capitals, too."""
        self._capitals = check
        self.refresh()

    def set_ranges(self, ranges: Ranges | None) -> None:
        """What of a block of code is to be checked: its comments and strings, [start, end) in UTF-16 units of it.

        Code of which nothing is known is not checked. Call `refresh` when the answer has changed.
        """
        self._ranges = ranges
        self.refresh()

    def set_theme(self, theme: Theme) -> None:
        """Change the colour of the underline; its shape tells it from other marks."""
        self._format = QTextCharFormat()
        self._format.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
        self._format.setUnderlineColor(QColor(theme.error))
        self._shown = []
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Check again what is in view, soon."""
        self._view = None
        self._timer.start(0)

    def refresh_soon(self) -> None:
        """Check again what is in view, when there is time: not between two keys."""
        self._view = None
        if not self._timer.isActive():
            self._timer.start(AFTER_SCROLL_MS)

    def close(self) -> None:
        """Mark nothing any more, and let go of the document."""
        self._drop_search()
        self._timer.stop()
        self._speller.learned.disconnect(self._on_learned)
        self._speller.words_changed.disconnect(self.refresh)
        self._editor.updateRequest.disconnect(self._on_view_changed)
        self._editor.cursorPositionChanged.disconnect(self._on_caret_moved)
        self._let_go()
        self._show([])

    def ignore(self, word: str) -> None:
        """Let a word be right on this page until it is closed."""
        self._ignored.add(word)
        self.refresh()

    def add(self, word: str) -> None:
        """Let a word be right everywhere, for good."""
        self._speller.add(word)

    def misspelling_at(self, position: int) -> Misspelling | None:
        """The misspelled word that a position is in or right beside."""
        if not self._active():
            return None
        block = self._editor.document().findBlock(position)
        wrong, _ = self.wrong_in(block)
        inside = position - block.position()
        for word in wrong:
            if word.start <= inside <= word.end:
                return Misspelling(block.position() + word.start, block.position() + word.end, word.text)
        return None

    def suggestions_at(self, position: int) -> tuple[int, int, str, list[str]] | None:
        """Start, end, word, and what may have been meant as far as that is known; None where no word is wrong."""
        found = self.misspelling_at(position)
        if found is None:
            return None
        return found.start, found.end, found.word, self._speller.suggestions(self._language, found.word) or []

    def suggest(self, word: str, callback: Callable[[list[str]], None]) -> None:
        """Call back with what may have been meant, the likeliest first; at once if it is known."""
        self._speller.suggest(self._language, word, callback)

    def when_ready(self, position: int, callback: Callable[[], None]) -> None:
        """Call back as soon as a menu for a position has its suggestions, or after a quarter of a second."""
        found = self.misspelling_at(position)
        if found is None or self._speller.suggestions(self._language, found.word) is not None:
            callback()
            return
        waiting = [callback]

        def go_on(*_: object) -> None:
            if waiting and shiboken6.isValid(self):
                waiting.pop()()

        QTimer.singleShot(MENU_PATIENCE_MS, self, go_on)
        self.suggest(found.word, go_on)

    def replace(self, position: int, text: str) -> None:
        """Write `text` for the misspelled word at a position, as one step to undo."""
        found = self.misspelling_at(position)
        if found is None:
            return
        cursor = self._cursor(found.start, found.end)
        line = cursor.block().text()
        if "\u2019" in line and "'" not in line:
            text = text.replace("'", "\u2019")
        cursor.beginEditBlock()
        cursor.insertText(text)
        # Typing after this must not become part of the same step.
        cursor.setBlockFormat(cursor.blockFormat())
        cursor.endEditBlock()
        self._editor.setTextCursor(cursor)

    def next_misspelling(self, position: int, callback: Callable[[Misspelling | None], None]) -> None:
        """Look for the first misspelling from a position on, around the end; call back with it, or with None."""
        self._drop_search()
        if not self._active() or not self._speller.usable(self._language):
            callback(None)
            return
        self._search = SpellingSearch(self, self._speller, self._editor.document(), position, callback)

    def fill_menu(self, menu: QMenu, position: int) -> bool:
        """Put what can be done about the word at a position at the head of a menu; False if there is nothing to do."""
        found = self.misspelling_at(position)
        if found is not None:
            spelling_menu.fill(menu, self, found)
        return found is not None

    def language_menu(self, parent: QWidget) -> QMenu:
        """A menu of the languages and of none; whoever keeps the choice hears of it by `language_chosen`."""
        return spelling_menu.languages(parent, self)

    def wrong_in(self, block: QTextBlock) -> tuple[list[Word], list[str]]:
        """The misspelled words of a block, places counted in it, and those on which there is no verdict yet."""
        wrong: list[Word] = []
        unknown: list[str] = []
        for word in self._words_of(block):
            verdict = self._verdict(word, unknown)
            if verdict is False:
                pieces = [piece for piece in word.pieces if self._verdict(piece, unknown) is False]
                wrong += pieces if word.pieces else [word]
        return wrong, unknown

    # Inside

    def _active(self) -> bool:
        return self._enabled and bool(self._language)

    def _verdict(self, word: Word, unknown: list[str]) -> bool | None:
        if self._ignored and accepts(self._ignored, word.text):
            return True
        verdict = self._speller.verdict(self._language, word.text)
        if verdict is None:
            unknown.append(word.text)
        return verdict

    def _words_of(self, block: QTextBlock) -> list[Word]:
        number = block.blockNumber()
        covered = self._editor.canvas_layout
        if covered.first <= number <= covered.last:
            return []
        code = self._editor.kind == "code"
        ranges = None
        if code:
            ranges = tuple(self._ranges(number)) if self._ranges is not None else ()
            if not ranges:
                return []
        elif self._fences.fenced(number):
            return []
        key = (block.text(), ranges, code, self._capitals)
        if key not in self._words:
            if len(self._words) > _MOST_LINES:
                self._words.clear()
            self._words[key] = words(key[0], ranges, code=code, capitals=self._capitals)
        return self._words[key]

    @Slot()
    def _check(self) -> None:
        """Mark what is known to be wrong in view, and ask about the rest."""
        if not self._active() or not self._speller.usable(self._language) or self._editor.shown.loading:
            self._show([])
            return
        self._follow()
        self._revision = self._editor.document().revision()
        if not self._speller.opened(self._language):
            self._speller.open(self._language)
            return
        caret = self._editor.textCursor().position() if self._typing else -1
        marked: list[tuple[int, int]] = []
        unknown: list[str] = []
        started, remembered = perf_counter(), len(self._words)
        for block, _, _ in self._editor.visible_blocks():
            if len(self._words) != remembered and perf_counter() - started > AT_ONCE_S:
                # Lines that are new take their time; the next attempt comes further, for these are remembered now.
                self._timer.start(0)
                return
            wrong, unsure = self.wrong_in(block)
            unknown += unsure
            at = block.position()
            places = [(at + word.start, at + word.end) for word in wrong]
            marked += [(start, end) for start, end in places if not start <= caret <= end]
        self._view = self._seen()
        self._show(marked)
        self._speller.ask(self._language, unknown)

    def _show(self, places: list[tuple[int, int]]) -> None:
        if places == self._shown and len(self._editor.marks.of("spelling")) == len(places):
            return
        self._shown = places
        self._editor.marks.set("spelling", [self._mark(start, end) for start, end in places])

    def _mark(self, start: int, end: int) -> QTextEdit.ExtraSelection:
        mark = QTextEdit.ExtraSelection()
        mark.cursor = self._cursor(start, end)  # pyright: ignore[reportAttributeAccessIssue]
        mark.format = self._format  # pyright: ignore[reportAttributeAccessIssue]
        return mark

    def _cursor(self, start: int, end: int) -> QTextCursor:
        cursor = QTextCursor(self._editor.document())
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        return cursor

    def _follow(self) -> None:
        """Listen to the document that the editor shows now."""
        document = self._editor.document()
        if document is self._document:
            return
        self._let_go()
        self._document = document
        self._typing = False
        self._fences = Fences()
        self._lines = Lines(document, self)
        self._lines.replaced.connect(self._on_lines)
        document.contentsChange.connect(self._on_change)
        self._shown = []

    def _let_go(self) -> None:
        if self._lines is not None:
            self._lines.close()
            self._lines.deleteLater()
        if self._document is not None and shiboken6.isValid(self._document):
            self._document.contentsChange.disconnect(self._on_change)
        self._lines = self._document = None

    def _seen(self) -> object:
        """What must be the same for the marks to be right still, edits apart."""
        editor, covered = self._editor, self._editor.canvas_layout
        top, size = editor.firstVisibleBlock().blockNumber(), editor.viewport().size()
        return editor.document(), editor.kind, top, size.width(), size.height(), covered.first, covered.last

    def _drop_search(self) -> None:
        if self._search is not None:
            self._search.drop()
            self._search = None

    @Slot(str)
    def _on_learned(self, language: str) -> None:
        if language == self._language:
            self._timer.start(0)

    @Slot(int, int, object)
    def _on_lines(self, first: int, removed: int, lines: list[str]) -> None:
        if self._fences.replace(first, removed, lines):
            self.refresh()

    @Slot(int, int, int)
    def _on_change(self, at: int, removed: int, added: int) -> None:
        self._small_edit = max(removed, added) <= LONGEST_WORD
        kept = [
            mark
            for mark in self._editor.marks.of("spelling")
            if mark.cursor.selectionEnd() < at or mark.cursor.selectionStart() > at + added  # pyright: ignore
        ]
        if len(kept) < len(self._editor.marks.of("spelling")):
            self._editor.marks.set("spelling", kept)
        self._shown = []
        self._timer.start(AFTER_EDIT_MS)

    @Slot()
    def _on_caret_moved(self) -> None:
        """Tell typing from moving: the word that is being typed is not marked until the caret leaves it."""
        document = self._editor.document()
        revision = document.revision()
        edited = document is self._document and revision != self._revision and self._small_edit
        was_typing, self._typing = self._typing, edited
        self._revision = revision
        if was_typing and not self._typing:
            self._timer.start(AFTER_SCROLL_MS)

    @Slot()
    def _on_view_changed(self) -> None:
        if self._view != self._seen() and not self._timer.isActive():
            self._timer.start(AFTER_SCROLL_MS)
