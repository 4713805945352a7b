"""Connects the panel of earlier runs with the page that is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

if TYPE_CHECKING:
    from palimpsest.app.page import Page
    from palimpsest.app.regenerate.history_entry import HistoryEntry
    from palimpsest.app.regenerate.history_panel import HistoryPanel
    from palimpsest.app.theme import Theme
    from palimpsest.app.window import Window


class PanelHistory(QObject):
    """What the panel asks for, the page does; what the page takes back, the panel is told."""

    def __init__(self, window: Window, parent: QObject) -> None:
        super().__init__(parent)
        self._window = window
        self.panel: HistoryPanel | None = None
        """None before it was first wanted."""
        self._page: Page | None = None

    def made(self, theme: Theme) -> HistoryPanel:
        """A new panel."""
        from palimpsest.app.regenerate.history_panel import HistoryPanel

        self.panel = panel = HistoryPanel(theme)
        panel.preview_wanted.connect(self._on_preview)
        panel.preview_ended.connect(self._on_preview_ended)
        panel.apply_wanted.connect(self._on_apply)
        panel.reuse_wanted.connect(self._on_reuse)
        panel.again_wanted.connect(self._on_again)
        panel.remove_wanted.connect(self._on_remove)
        panel.clear_wanted.connect(self._on_clear)
        panel.entry_chosen.connect(self._show_place)
        return panel

    def follow(self, page: Page) -> None:
        """Another page is shown."""
        self._page = page
        page.past.previewed_changed.connect(self._on_shown)

    def leave(self) -> None:
        """The page is shown no more."""
        page, self._page = self._page, None
        if page is not None:
            page.past.previewed_changed.disconnect(self._on_shown)
            page.past.end_preview()
        if self.panel is not None:
            self.panel.set_history(None)

    def fill(self) -> None:
        """Show the page's runs."""
        if self.panel is not None and self._page is not None:
            self.panel.set_history(self._page.history)

    def closed(self) -> None:
        """The panel was closed: what it showed on the page goes with it."""
        if self._page is not None:
            self._page.past.end_preview()

    @Slot(object, int)
    def _on_preview(self, entry: HistoryEntry, number: int) -> None:
        if self._page is None:
            return
        if self._page.regeneration.standing is not None and self.panel is not None:
            # Said in passing: who walks through the list has not asked for it.
            self._window.status.show_message(self.tr("Texts are shown on the page once its draft is answered."))
            self.panel.end_preview()
        else:
            self._page.past.preview(entry, number)

    @Slot()
    def _on_preview_ended(self) -> None:
        if self._page is not None:
            self._page.past.end_preview()

    @Slot(object, int)
    def _on_apply(self, entry: HistoryEntry, number: int) -> None:
        if self._page is not None:
            self._page.past.apply(entry, number)

    @Slot(object)
    def _on_reuse(self, entry: HistoryEntry) -> None:
        if self._page is not None:
            self._page.past.reuse(entry)

    @Slot(object)
    def _on_again(self, entry: HistoryEntry) -> None:
        if self._page is not None:
            self._page.past.again(entry)

    @Slot(object)
    def _on_remove(self, entry: HistoryEntry) -> None:
        if self._page is not None:
            self._page.history.remove(entry)

    @Slot()
    def _on_clear(self) -> None:
        if self._page is not None:
            self._page.history.clear()

    @Slot(object)
    def _show_place(self, entry: HistoryEntry) -> None:
        """Tell whether the run that is looked at can still be applied."""
        if self._page is not None and self.panel is not None:
            self.panel.show_place(entry, self._page.past.place(entry) is not None)

    @Slot()
    def _on_shown(self) -> None:
        """The page shows an earlier text, or none."""
        if self._page is not None and self.panel is not None and self._page.past.previewed is None:
            self.panel.end_preview()
        # Esc puts the text away.
        self._window.refresh_commands()
