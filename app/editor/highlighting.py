"""Colours the words of a page: lexed in a thread, shown where the page is in view, at once moved along with edits."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QRect, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QFontMetricsF, QTextDocument

from palimpsest.app.documents.buffer_text import text_between, text_of
from palimpsest.app.documents.languages import PLAIN_TEXT, Language
from palimpsest.app.editor.block_formats import dress
from palimpsest.app.editor.lexing_worker import Edit, Found, LexingWorker, Reset
from palimpsest.app.editor.line_styles import LineEdit, LineStyles
from palimpsest.app.editor.syntax_colours import Style, TokenKind, formats, kind_of
from palimpsest.app.editor.text_editor import TextEditor

if TYPE_CHECKING:
    from palimpsest.app.editor.lexed_lines import Spans
    from palimpsest.app.theme import Theme

MOST_CHARACTERS = 4_000_000
MOST_LINES = 100_000
"""Beyond either, a document is not coloured."""

_SLICE_S = 0.004
_AT_ONCE = 60
"""Lines of an edit that are dressed before they are painted; more wait until they are in view."""
_CODE_SHARE = 0.82
"""Size of the code font in prose: as high as the letters beside it."""
_QUIET_MS = 12
"""After a key, before the lexer may go on: the key is painted by then."""


class Highlighter(QObject):
    """Colours one editor's document. Positions are UTF-16 units; a line is a block, by its number.

    Only formats of layouts are set: text, undo history and modified state are never touched.
    """

    idle = Signal()
    """All is lexed; what is in view is coloured as it will stay."""
    changed = Signal(int, int)
    """Lines [first, last) have new spans."""
    suspended_changed = Signal(str)
    """`suspended`"""
    _arrived = Signal()

    def __init__(self, editor: TextEditor) -> None:
        super().__init__(editor)
        self.language: Language = PLAIN_TEXT
        self.suspended = ""
        """Why there are no colours although they are wanted; empty otherwise. A sentence for a notice."""
        self._editor = editor
        self._document: QTextDocument | None = None
        self._enabled = True
        self._lexing = False
        self._styles = LineStyles()
        self._settled = True
        self._restless = False
        self._theme = editor.theme
        self._formats = formats(editor.theme, prose=True, code_points=10.0)
        self._worker = LexingWorker(self._arrived.emit)
        self._arrived.connect(self._on_arrived, Qt.ConnectionType.QueuedConnection)
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._show)
        self._quiet = QTimer(self, singleShot=True, interval=_QUIET_MS)
        self._quiet.timeout.connect(self._worker.release)
        editor.updateRequest.connect(self._on_update_request)
        editor.installEventFilter(self)
        editor.viewport().installEventFilter(self)
        # No word from the thread may reach what is gone.
        worker = self._worker
        self.destroyed.connect(lambda *_: worker.close())

    @property
    def settled(self) -> bool:
        """True if nothing is left to be lexed, nor to be shown in view."""
        return self._settled and not self._restless

    def set_language(self, language: Language) -> None:
        """Colour the editor's document as this language. To be called again after `TextEditor.set_document`."""
        self.language = language
        self._attach(self._editor.document())
        self._make_formats()
        self._restart()

    def set_theme(self, theme: Theme) -> None:
        """Change the colours."""
        self._theme = theme
        self._make_formats()
        self._styles.forget_shown()
        self._show()

    def set_enabled(self, enabled: bool) -> None:
        """Turn colours on or off."""
        if enabled != self._enabled:
            self._enabled = enabled
            self._restart()

    def close(self, timeout: float = 0.0) -> bool:
        """Stop for good, waiting at most `timeout` seconds for the thread; True if it has ended."""
        self._attach(None)
        self._editor.removeEventFilter(self)
        self._editor.viewport().removeEventFilter(self)
        self._soon.stop()
        self._quiet.stop()
        return self._worker.close(timeout)

    def spans_at(self, block_number: int) -> Spans:
        """What is not plain in a line, as (begin, end, `Style`); empty while it has not been lexed."""
        return self._styles.spans[block_number] if 0 <= block_number < len(self._styles) else ()

    def token_kind_at(self, position: int) -> TokenKind:
        """What the character at a position is part of. Without a lexer, "text" in prose and "code" in code."""
        block = self._editor.document().findBlock(position)
        offset = position - block.position()
        found = (style for begin, end, style in self.spans_at(block.blockNumber()) if begin <= offset < end)
        return kind_of(next(found, Style.PLAIN), self._prose)

    def spell_ranges(self, block_number: int) -> tuple[tuple[int, int], ...]:
        """Where words stand in a line: its comments and strings in code; all but code, addresses and signs in prose."""
        spans = self.spans_at(block_number)
        if not self._prose:
            return tuple((begin, end) for begin, end, style in spans if kind_of(style, False) in ("comment", "string"))
        length = self._editor.document().findBlockByNumber(block_number).length() - 1
        result: list[tuple[int, int]] = []
        at = 0
        for begin, end, style in spans:
            if kind_of(style, True) not in ("text", "comment"):
                result.append((at, begin))
                at = end
        return tuple((begin, end) for begin, end in [*result, (at, length)] if begin < end)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind in (QEvent.Type.KeyPress, QEvent.Type.InputMethod, QEvent.Type.Wheel):
            if not self._settled:
                self._worker.hold()
                self._quiet.start()
        elif kind in (QEvent.Type.Resize, QEvent.Type.Show):
            self._soon.start()
        elif kind == QEvent.Type.FontChange and watched is self._editor and self._prose:
            self._make_formats()
            self._styles.forget_shown()
            self._soon.start()
        return super().eventFilter(watched, event)

    @property
    def _prose(self) -> bool:
        return self.language.kind == "prose"

    def _make_formats(self) -> None:
        points = self._editor.font().pointSizeF() * _CODE_SHARE
        self._formats = formats(self._theme, self._prose, points)

    def _attach(self, document: QTextDocument | None) -> None:
        if document is self._document:
            return
        if self._document is not None:
            self._document.contentsChange.disconnect(self._on_change)
        self._document = document
        if document is not None:
            document.contentsChange.connect(self._on_change)

    def _restart(self) -> None:
        """Lex the document from the beginning, or show it plain."""
        document = self._document
        if document is None:
            return
        self._suspend(self._too_large(document))
        self._lexing = self._enabled and self.language.lexer is not None and not self.suspended
        self._settled, self._restless = not self._lexing, True
        # A lexer that is not told goes on with the old text; nothing it says is heard.
        self._styles.reset(document.blockCount(), counted=self._lexing)
        if self._lexing:
            self._worker.put(Reset(self.language, text_of(document)))
        self.changed.emit(0, len(self._styles))
        self._show()

    def _too_large(self, document: QTextDocument) -> str:
        if self.language.lexer is None or not self._enabled:
            return ""
        if document.characterCount() > MOST_CHARACTERS or document.blockCount() > MOST_LINES:
            return QCoreApplication.translate(
                "Highlighter", "This document is very long, so it is shown without colours. Everything else works."
            )
        return ""

    def _suspend(self, why: str) -> None:
        if why != self.suspended:
            self.suspended = why
            self.suspended_changed.emit(why)

    @Slot(int, int, int)
    def _on_change(self, position: int, removed: int, added: int) -> None:
        """Qt tells of an edit, before it lays it out."""
        document = self._document
        assert document is not None
        block = document.findBlock(position)
        first, offset = block.blockNumber(), position - block.position()
        end = min(position + added, document.characterCount() - 1)
        last = document.findBlock(end)
        lines = last.blockNumber() - first + 1
        gone = lines - (document.blockCount() - len(self._styles))
        if gone < 1 or self._too_large(document) != self.suspended:
            self._restart()
            return
        edit = LineEdit(first, gone, lines)
        self._styles.edit(edit, offset, removed, end - last.position(), self._lexing)
        if self._lexing:
            self._settled, self._restless = False, True
            text = text_between(document, block.position(), last.position() + last.length() - 1)
            self._worker.put(Edit(first, gone, tuple(text.split("\n"))))
        # Qt moves no formats: as they are, they would stand beside their words.
        for number in range(first, min(first + lines, first + _AT_ONCE)):
            dress(block, self._styles.spans[number], self._formats)
            self._styles.showing(number)
            block = block.next()

    @Slot()
    def _on_arrived(self) -> None:
        """The worker has found something."""
        for report in self._worker.take():
            if not self._lexing:
                continue
            if isinstance(report, Found):
                for first, last in self._styles.put(report.version, report.first, report.spans):
                    self.changed.emit(first, last)
            elif report.version == self._styles.version:
                self._settled = True
        self._show()

    @Slot(QRect, int)
    def _on_update_request(self, _: QRect, scrolled: int) -> None:
        if scrolled:
            self._show()

    @Slot()
    def _show(self) -> None:
        """Dress what is in view, then what is near it; in slices."""
        document = self._document
        if document is None or document is not self._editor.document():
            return
        top = self._editor.firstVisibleBlock().blockNumber()
        room = int(self._editor.viewport().height() / QFontMetricsF(self._editor.font()).lineSpacing()) + 2
        if self._lexing:
            self._worker.look(max(0, top - room), min(top + 2 * room, len(self._styles)))
        todo = self._styles.to_show(top, top + room) or self._styles.to_show(top - room, top + 2 * room)
        stop = time.perf_counter() + _SLICE_S
        dirty: list[tuple[int, int]] = []
        layout = self._editor.canvas_layout
        for number in todo:
            block = document.findBlockByNumber(number)
            layout.about_to_dress(block)
            if dress(block, self._styles.spans[number], self._formats):
                dirty.append((block.position(), block.length()))
            self._styles.showing(number)
            if time.perf_counter() > stop:
                break
        if dirty:
            begin, (last, length) = dirty[0][0], dirty[-1]
            layout.dressed(begin, last + length - begin)
        if todo:
            self._soon.start()
        elif self._settled and self._restless:
            self._restless = False
            self.idle.emit()
