"""One document on its page: the editor, the overlay, the prompt bar, and the run that works on it."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Literal, cast

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QVBoxLayout, QWidget

from palimpsest.app.disk_changes import DiskChanges
from palimpsest.app.documents.session import PageState, PendingRun
from palimpsest.app.editor.canvas_view import CanvasView
from palimpsest.app.editor.focus import FocusMode
from palimpsest.app.editor.page_style import PageStyle, Wrap
from palimpsest.app.editor.text_editor import TextEditor
from palimpsest.app.editor.waiting_marks import WaitingMarks
from palimpsest.app.notice import Notice
from palimpsest.app.page_aids import HEEDED, PageAids
from palimpsest.app.regenerate.history import History
from palimpsest.app.regenerate.past import Past
from palimpsest.app.regenerate.peek import Peek
from palimpsest.app.regenerate.prompt_bar import PromptBar
from palimpsest.app.regenerate.regeneration import Regeneration
from palimpsest.app.regenerate.run import Run, RunState
from palimpsest.app.regenerate.word_say import WordSay
from palimpsest.app.run_voice import RunVoice

if TYPE_CHECKING:
    from palimpsest.app.desk import Desk
    from palimpsest.app.documents.document import Document
    from palimpsest.app.documents.loading import Loader
    from palimpsest.app.regenerate.whole import Whole
    from palimpsest.app.settings import Settings
    from palimpsest.app.theme import Theme
    from palimpsest.engine.request import ModelInfo

_OF_PAGES = frozenset(
    {
        *("reduced_motion", "show_changes", "zoom_percent", "measure", "wrap"),
        *("prose_font", "code_font", "prose_size", "code_size"),
        *("wrap_column", "line_numbers", "current_line", "indent_guides", "show_whitespace", "margin_column"),
        *("tab_width", "insert", "auto_indent", "auto_close", "match_brackets", "focus", "typewriter"),
    }
)
"""Settings that a page heeds."""


class Page(QWidget):
    """What a tab holds. It follows theme, settings and model by itself."""

    changed = Signal()
    """Title, modified state, format or language."""
    place_changed = Signal()
    """Caret or selection."""
    run_changed = Signal()
    """The run, or something about it."""
    models_wanted = Signal()

    def __init__(self, desk: Desk, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.document = document
        self._desk = desk
        self._last_state: RunState | None = None
        self._loader: Loader | None = None
        self._left: PageState | None = None
        """Where the user was on a page that is still loading."""
        self._pending: PendingRun | None = None
        self._pending_place = QTextCursor()
        self.notice = Notice(theme=desk.theme)
        self.editor = TextEditor(desk.theme)
        self.editor.setPlaceholderText(
            self.tr("Write, or open a file with Ctrl+O. Select something and press Ctrl+K to regenerate it.")
        )
        self.editor.setAccessibleName(self.tr("Page"))
        self.canvas = CanvasView(self.editor)
        self.prompt_bar = PromptBar(desk.theme)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.notice)
        column.addWidget(self.editor, 1)
        column.addWidget(self.prompt_bar)
        self.regeneration = Regeneration(self.editor, self.canvas, self.prompt_bar, desk, self)
        self.regeneration.set_document(document)
        self.editor.set_document(document)
        self.say = WordSay(self.editor, self.canvas, self.regeneration)
        self.voice = RunVoice(self.editor, self.canvas, self.regeneration)
        self.waiting_marks = WaitingMarks(self.editor, self.canvas, self.regeneration.waiting.ranges)
        self.peek = Peek(self.canvas)
        self.history = History(self)
        self.past = Past(self.editor, self.canvas, self.prompt_bar, self.regeneration, self.history)
        self.aids = PageAids(desk, self.editor)
        self.disk = DiskChanges(desk, self)
        self.prompt_bar.set_info(desk.bridge.info)
        self.apply_settings()
        self._connect()
        for reason in (self.editor.guarded, self.aids.highlighter.suspended):
            self._on_plain(reason)

    @property
    def run(self) -> Run | None:
        """The current run, also after its end until the next; None before the first."""
        return self.regeneration.run

    @cached_property
    def whole(self) -> Whole:
        """Begins runs on what encloses the caret. Made when it is first wanted, for the start need not wait for it."""
        from palimpsest.app.regenerate.whole import Whole

        whole = Whole(self.editor, self.canvas, self.prompt_bar, self.regeneration, self._desk)
        whole.said.connect(self._on_said)
        return whole

    @property
    def untouched(self) -> bool:
        """True if nobody would miss this page: no file, and nothing changed on it."""
        document = self.document
        return document.path is None and not document.modified and self.regeneration.standing is None

    def apply_settings(self) -> None:
        """Take over what the settings say about pages."""
        settings = self._desk.settings.values
        self.canvas.reduced_motion = settings.reduced_motion
        self.prompt_bar.set_changes(settings.show_changes)
        self.regeneration.set_show_changes(settings.show_changes)
        self.editor.set_style(page_style(settings))
        self.editor.set_focus_mode(cast("FocusMode | None", settings.focus or None))
        self.editor.set_typewriter(settings.typewriter)

    def begin_loading(self, loader: Loader) -> None:
        """The text comes in by and by; until all of it is there the page may be read only."""
        self.editor.setReadOnly(True)
        self._loader = loader
        loader.opened.connect(self.refresh_format)
        loader.progress.connect(self._keep_caret)

    def end_loading(self) -> None:
        """All of the text is there."""
        self._loader = None
        self.editor.setReadOnly(False)
        self.refresh_format()
        if self._left is not None:
            state, self._left = self._left, None
            self.restore(state)

    def tidy_up(self) -> None:
        """What the settings want done to a text before it is saved; not while a draft stands on it."""
        values = self._desk.settings.values
        if self.regeneration.standing is not None:
            return
        if values.trim_on_save or values.newline_on_save:
            self.editor.editing.tidy(trim=values.trim_on_save, end_last_line=values.newline_on_save)

    def refresh_format(self) -> None:
        """The document has another name, language or format than before."""
        self.editor.refresh_kind()
        self.aids.refresh_language()
        self.changed.emit()

    def state(self) -> PageState:
        """Where the user is on this page, to be kept; of a draft no more than what was asked for."""
        if self._left is not None:
            return replace(self._left, document_id=self.document.id)
        cursor, document = self.editor.textCursor(), self.document
        return PageState(
            document_id=document.id,
            path=document.path,
            caret=cursor.position(),
            anchor=cursor.anchor(),
            scroll=self.editor.verticalScrollBar().value(),
            language=document.chosen_language,
            modified=document.modified,
            title=document.title,
            pending=self._waiting() or self.regeneration.pending(),
            # UTF-8 is what a file is taken for anyway, as far as it can be.
            encoding=document.format.encoding if document.format.encoding != "utf-8" else None,
        )

    def restore(self, state: PageState) -> None:
        """Take the user back to where a page was left. A draft that stood there is made again from its seed.

        On a page that is loading this comes later, when its text is there.
        """
        if state.language is not None:
            with contextlib.suppress(LookupError):
                self.document.set_language(state.language)
                self.refresh_format()
        if self.document.loading:
            self._left = state
            return
        cursor = self.editor.textCursor()
        last = self.document.buffer.characterCount() - 1
        cursor.setPosition(max(0, min(state.anchor, last)))
        cursor.setPosition(max(0, min(state.caret, last)), QTextCursor.MoveMode.KeepAnchor)
        self.editor.setTextCursor(cursor)
        # The page has no height yet by which to scroll.
        QTimer.singleShot(0, self, lambda: self.editor.verticalScrollBar().setValue(state.scroll))
        if (pending := state.pending) is not None and 0 <= pending.start <= pending.end <= last:
            self._pending = pending
            # A cursor, so that the span is still the same one after the user has begun to write.
            self._pending_place = QTextCursor(self.document.buffer)
            self._pending_place.setPosition(pending.start)
            self._pending_place.setPosition(pending.end, QTextCursor.MoveMode.KeepAnchor)
            if self._desk.awake:
                self._resume()
            else:
                self._desk.awoke.connect(self._resume)

    def release(self) -> None:
        """The page is about to go: end what works for it."""
        if self._loader is not None:
            self._loader.retire()
            self._loader = None
        self.past.end_preview()
        self.regeneration.waiting.clear()
        self.regeneration.discard()
        self.disk.close()
        self.aids.close()

    def _connect(self) -> None:
        desk = self._desk
        self.document.buffer.modificationChanged.connect(self.changed)
        self.editor.cursorPositionChanged.connect(self.place_changed)
        self.editor.selectionChanged.connect(self.place_changed)
        self.editor.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.editor.customContextMenuRequested.connect(self.aids.show_menu)
        self.regeneration.changed.connect(self._on_run_changed)
        self.regeneration.waiting.changed.connect(self.waiting_marks.refresh)
        self.past.said.connect(self._on_said)
        self.prompt_bar.models_wanted.connect(self.models_wanted)
        self.aids.dictionary_chosen.connect(self.changed)
        self.aids.suspended.connect(self._on_plain)
        self.editor.guard_changed.connect(self._on_plain)
        desk.theme_changed.connect(self._on_theme_changed)
        desk.settings.changed.connect(self._on_setting)
        desk.bridge.ready.connect(self._on_ready)

    @Slot()
    def _on_run_changed(self) -> None:
        run = self.run
        if run is None:
            return
        if run.state is not self._last_state:
            self._last_state = run.state
            if run.failure is not None:
                self.notice.say(str(run.failure))
            elif run.state is RunState.PREPARING:
                self.notice.clear()
        self.run_changed.emit()

    @Slot(object)
    def _on_theme_changed(self, theme: Theme) -> None:
        self.editor.set_theme(theme)
        self.prompt_bar.set_theme(theme)
        self.notice.set_theme(theme)
        self.aids.set_theme(theme)

    @Slot()
    def _keep_caret(self) -> None:
        """The first part of a text takes the caret along with it: it belongs at the beginning."""
        cursor = self.editor.textCursor()
        if self._loader is not None and cursor.position():
            self._loader.progress.disconnect(self._keep_caret)
            cursor.setPosition(0)
            self.editor.setTextCursor(cursor)

    def _waiting(self) -> PendingRun | None:
        """What is going to be asked for again, where it is by now."""
        if self._pending is None:
            return None
        place = self._pending_place
        return replace(self._pending, start=place.selectionStart(), end=place.selectionEnd())

    @Slot(str)
    def _on_said(self, text: str) -> None:
        self.notice.say(text, "info")

    @Slot(str)
    def _on_plain(self, reason: str) -> None:
        """The page is drawn more plainly than others, or no more."""
        if reason:
            self.notice.say(reason, "info")

    @Slot()
    def _resume(self) -> None:
        if (pending := self._waiting()) is not None:
            self._pending = None
            self.regeneration.resume(pending)

    @Slot(str)
    def _on_setting(self, name: str) -> None:
        if name in _OF_PAGES:
            self.apply_settings()
        elif name in HEEDED:
            self.aids.apply_settings()
        else:
            return
        # The window has heard of the setting before the page did.
        self.changed.emit()

    @Slot(int, object)
    def _on_ready(self, _: int, info: ModelInfo) -> None:
        self.prompt_bar.set_info(info)


def page_style(values: Settings) -> PageStyle:
    """What the settings say about how pages look and help."""
    return PageStyle(
        prose_font=values.prose_font,
        code_font=values.code_font,
        prose_size=values.prose_size,
        code_size=values.code_size,
        zoom=values.zoom_percent,
        measure=values.measure,
        wrap=cast("Wrap", values.wrap),
        wrap_column=values.wrap_column,
        line_numbers=cast('Literal["code", "always", "never"]', values.line_numbers),
        current_line=values.current_line,
        indent_guides=values.indent_guides,
        show_whitespace=values.show_whitespace,
        tab_width=values.tab_width,
        insert=cast('Literal["detect", "spaces", "tabs"]', values.insert),
        auto_indent=values.auto_indent,
        auto_close=values.auto_close,
        match_brackets=values.match_brackets,
        margin_column=values.margin_column,
    )
