"""What reads along with a page: colours of the language, spelling, counts. Each works beside the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, QTimer, Signal, Slot

from palimpsest.app.counts import Counts
from palimpsest.app.editor.highlighting import Highlighter
from palimpsest.app.editor.near_overlay import position_near_overlay
from palimpsest.app.editor.spelling import Spelling

if TYPE_CHECKING:
    from PySide6.QtGui import QAction
    from PySide6.QtWidgets import QMenu

    from palimpsest.app.desk import Desk
    from palimpsest.app.editor.text_editor import TextEditor
    from palimpsest.app.theme import Theme

HEEDED = frozenset({"highlighting", "spelling", "spelling_language"})
"""Settings that the aids heed."""


class PageAids(QObject):
    """Belongs to one editor, which shows one document. To be closed before the editor goes.

    Nothing is read before the page has been painted for the first time, nor while its text is still coming in.
    """

    dictionary_chosen = Signal()
    """Spelling is checked in another language than before."""
    suspended = Signal(str)
    """Why the words have no colours; empty if they have."""

    def __init__(self, desk: Desk, editor: TextEditor) -> None:
        super().__init__(editor)
        self.menu_actions: tuple[QAction, ...] = ()
        """What the page's menu offers beyond the clipboard and spelling."""
        self._desk = desk
        self._editor = editor
        self.highlighter = Highlighter(editor)
        self.spelling = Spelling(editor, desk.speller)
        self.counts = Counts(editor, begin=False)
        self._seen = self._closed = False
        self.highlighter.suspended_changed.connect(self.suspended)
        self.highlighter.changed.connect(self._on_lexed)
        self.spelling.language_chosen.connect(self._on_language_chosen)
        self.counts.set_token_counter(desk.bridge.count_tokens)
        desk.bridge.ready.connect(self._on_ready)
        desk.awoke.connect(self._choose_dictionary)
        editor.kind_at = self.highlighter.token_kind_at
        self.apply_settings()
        editor.viewport().installEventFilter(self)

    def apply_settings(self) -> None:
        """Take over what the settings say."""
        values = self._desk.settings.values
        self.highlighter.set_enabled(values.highlighting)
        self.spelling.set_enabled(values.spelling)
        if self._desk.awake:
            self._choose_dictionary()

    def refresh_language(self) -> None:
        """The document is written in another language than before, or all of its text is there."""
        if self._closed or not self._seen or self._editor.shown.loading:
            return
        if not self.counts.begun:
            self.counts.set_document()
        language = self._editor.language
        if language != self.highlighter.language or self.highlighter.settled:
            self.highlighter.set_language(language)
        self.spelling.set_ranges(self.highlighter.spell_ranges)

    def set_theme(self, theme: Theme) -> None:
        """Wear other colours."""
        self.highlighter.set_theme(theme)
        self.spelling.set_theme(theme)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self, self._on_seen)
        return super().eventFilter(watched, event)

    def show_menu(self, at: QPoint) -> None:
        """The page's menu at a place of its viewport: what can be done about a misspelled word comes first."""
        position = position_near_overlay(self._editor, at)
        self.spelling.when_ready(position, lambda: self._pop_up(at, position))

    def close(self) -> None:
        """End everything that works for the page, for good; nothing is waited for."""
        self._closed = True
        self._editor.kind_at = None
        self.spelling.close()
        self.counts.close()
        self.highlighter.close()

    def menu(self, at: QPoint, position: int) -> QMenu:
        """What `show_menu` shows, for a place of the viewport and the position in the text that lies there."""
        menu = self._editor.createStandardContextMenu(at)
        if self.menu_actions:
            menu.addSeparator()
            menu.addActions(self.menu_actions)
        self.spelling.fill_menu(menu, position)
        return menu

    def _pop_up(self, at: QPoint, position: int) -> None:
        menu = self.menu(at, position)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self._editor.viewport().mapToGlobal(at))

    @Slot()
    def _on_seen(self) -> None:
        self._seen = True
        self.refresh_language()

    @Slot()
    def _on_lexed(self) -> None:
        self.spelling.refresh_soon()

    @Slot()
    def _choose_dictionary(self) -> None:
        language = self._desk.settings.values.spelling_language or self._desk.speller.system_language()
        if language != self.spelling.language:
            self.spelling.set_language(language)
            self.dictionary_chosen.emit()

    @Slot()
    def _on_ready(self) -> None:
        self.counts.set_token_counter(self._desk.bridge.count_tokens)

    @Slot(str)
    def _on_language_chosen(self, language: str) -> None:
        if language:
            self._desk.settings.set("spelling_language", language)
        self._desk.settings.set("spelling", bool(language))
