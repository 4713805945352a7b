"""What can be done about spelling."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QTextCursor

from palimpsest.app.palette_item import Item

if TYPE_CHECKING:
    from palimpsest.app.editor.spelling import Spelling
    from palimpsest.app.editor.spelling_search import Misspelling
    from palimpsest.app.window import Window


class SpellingCommands(QObject):
    """Handlers of the commands "spelling.…"."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window

    def next(self) -> None:
        """Select the next word that is misspelled, around the end."""
        editor = self._window.editor
        page = self._window.page
        if not self._spelling.language or not self._window.desk.settings.values.spelling:
            self._window.status.show_message(self.tr("Spelling is not checked"))
            return

        def found(misspelling: Misspelling | None) -> None:
            if misspelling is None:
                self._window.status.show_message(self.tr("No misspelled word"))
            elif page is self._window.page:
                cursor = editor.textCursor()
                cursor.setPosition(misspelling.start)
                cursor.setPosition(misspelling.end, QTextCursor.MoveMode.KeepAnchor)
                editor.setTextCursor(cursor)

        self._spelling.next_misspelling(editor.textCursor().selectionEnd(), found)

    def toggle(self) -> None:
        settings = self._window.desk.settings
        settings.set("spelling", not settings.values.spelling)

    def language(self) -> None:
        spelling = self._spelling
        items = [Item(self.tr("None"), data="")]
        items += [Item(name, detail=code, data=code) for code, name in spelling.languages().items()]
        current = spelling.language if self._window.desk.settings.values.spelling else ""
        self._window.palette_box.choose(
            self.tr("Spelling language"), items, lambda item: spelling.choose_language(str(item.data)), current=current
        )

    def suggest(self) -> None:
        """Offer other words for the misspelled one at the caret."""
        spelling = self._spelling
        position = self._window.editor.textCursor().selectionStart()
        misspelling = spelling.misspelling_at(position)
        if misspelling is None:
            self._window.status.show_message(self.tr("No misspelled word at the caret"))
            return

        def offer(texts: list[str]) -> None:
            items = [Item(text, data=text) for text in texts]
            self._window.palette_box.choose(
                self.tr("Instead of “{word}”").format(word=misspelling.word),
                items,
                lambda item: spelling.replace(position, str(item.data)),
            )

        spelling.suggest(misspelling.word, offer)

    def add(self) -> None:
        """Put the misspelled word at the caret into one's own dictionary."""
        found = self._spelling.misspelling_at(self._window.editor.textCursor().selectionStart())
        if found is None:
            self._window.status.show_message(self.tr("No misspelled word at the caret"))
        else:
            self._spelling.add(found.word)

    @property
    def _spelling(self) -> Spelling:
        return self._window.page.aids.spelling
