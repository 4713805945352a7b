"""The panels beside the page: denoising, history, side by side. Made when first wanted; they follow the shown page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDockWidget, QWidget

from palimpsest.app.commands import keys_text
from palimpsest.app.translations import mark

if TYPE_CHECKING:
    from palimpsest.app.page import Page
    from palimpsest.app.regenerate.denoising_panel import DenoisingPanel
    from palimpsest.app.regenerate.film import Film
    from palimpsest.app.regenerate.history_entry import HistoryEntry
    from palimpsest.app.regenerate.history_panel import HistoryPanel
    from palimpsest.app.regenerate.run import Run
    from palimpsest.app.regenerate.side_by_side import SideBySide
    from palimpsest.app.theme import Theme
    from palimpsest.app.window import Window
    from palimpsest.engine.request import Alternative

TITLES = {
    "denoising": mark("Denoising"),
    "history": mark("History"),
    "alternatives": mark("Side by Side"),
}
"""The panels, by their names in the settings."""

_AREAS = {
    "denoising": Qt.DockWidgetArea.RightDockWidgetArea,
    "history": Qt.DockWidgetArea.RightDockWidgetArea,
    "alternatives": Qt.DockWidgetArea.BottomDockWidgetArea,
}


class Dock(QDockWidget):
    """A panel's frame. It tells when the user closes it."""

    closed = Signal()

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self.closed.emit()


class Docks(QObject):
    """Belongs to a window. Which panels are open is a setting, so that the next window has them, too."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self._settings = window.desk.settings
        self._docks: dict[str, Dock] = {}
        self._page: Page | None = None
        self._run: Run | None = None
        self._film: Film | None = None
        self._live = False
        self._compared: tuple[Alternative, ...] | None = None
        """What stands side by side."""
        self._denoising: DenoisingPanel | None = None
        self._history: HistoryPanel | None = None
        self._beside: SideBySide | None = None
        window.desk.theme_changed.connect(self._on_theme)

    def restore(self) -> None:
        """Open the panels that were open last."""
        for name in self._settings.values.panels:
            if name in TITLES:
                self._open(name)

    def is_open(self, name: str) -> bool:
        """True if the panel is there to be seen."""
        return name in self._docks and not self._docks[name].isHidden()

    def toggle(self, name: str) -> None:
        """Open a panel and give it the keyboard, or close it."""
        if self.is_open(name):
            self._docks[name].close()
            self._window.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._open(name)
            self._docks[name].widget().setFocus(Qt.FocusReason.ShortcutFocusReason)
            self._note()

    def widgets(self) -> list[QWidget]:
        """The panels that are open."""
        return [dock for name, dock in self._docks.items() if self.is_open(name)]

    def follow(self, page: Page) -> None:
        """Another page is shown."""
        if page is self._page:
            return
        self._leave()
        self._page = page
        page.run_changed.connect(self._on_run_changed)
        page.say.chosen_changed.connect(self._on_chosen)
        page.past.previewed_changed.connect(self._on_past_shown)
        self._fill()

    def forget(self, page: Page) -> None:
        """A page is about to go."""
        if page is self._page:
            self._leave()

    # Inside

    def _open(self, name: str) -> None:
        dock = self._docks.get(name)
        if dock is None:
            dock = self._docks[name] = Dock(QCoreApplication.translate("", TITLES[name]), self._window)
            dock.setObjectName(f"dock.{name}")
            dock.setWidget(self._made(name))
            dock.closed.connect(self._on_closed)
            self._window.addDockWidget(_AREAS[name], dock)
        dock.show()
        self._fill()
        self._window.refresh_commands()

    def _made(self, name: str) -> QWidget:
        theme = self._window.desk.theme
        match name:
            case "denoising":
                from palimpsest.app.regenerate.denoising_panel import DenoisingPanel

                self._denoising = panel = DenoisingPanel(theme)
                panel.set_start_keys(keys_text(self._window.commands["regenerate.prompt"]))
                panel.scrubbed.connect(self._on_scrubbed)
                panel.released.connect(self._on_released)
                panel.word_wanted.connect(self._on_cell)
                return panel
            case "history":
                from palimpsest.app.regenerate.history_panel import HistoryPanel

                self._history = past = HistoryPanel(theme)
                past.preview_wanted.connect(self._on_preview)
                past.preview_ended.connect(self._on_preview_ended)
                past.apply_wanted.connect(self._on_apply)
                past.reuse_wanted.connect(self._on_reuse)
                past.again_wanted.connect(self._on_again)
                past.remove_wanted.connect(self._on_remove)
                past.clear_wanted.connect(self._on_clear)
                past.entry_chosen.connect(self._show_place)
                return past
            case _:
                from palimpsest.app.regenerate.side_by_side import SideBySide

                self._beside = beside = SideBySide(theme)
                beside.shown.connect(self._on_shown)
                beside.accepted.connect(self._on_accepted)
                return beside

    def _fill(self) -> None:
        """Show the page's run and history in the panels that are open."""
        page = self._page
        if page is None:
            return
        if self._history is not None and self.is_open("history"):
            self._history.set_history(page.history)
        self._on_run_changed()

    def _leave(self) -> None:
        """Follow nothing any more."""
        page, self._page = self._page, None
        if page is not None:
            page.run_changed.disconnect(self._on_run_changed)
            page.say.chosen_changed.disconnect(self._on_chosen)
            page.past.previewed_changed.disconnect(self._on_past_shown)
            page.past.end_preview()
        self._follow_run(None)
        if self._history is not None:
            self._history.set_history(None)

    def _follow_run(self, run: Run | None) -> None:
        if run is self._run:
            return
        if self._run is not None and shiboken6.isValid(self._run):
            self._run.filmed.disconnect(self._on_filmed)
        self._run = run
        if run is not None:
            run.filmed.connect(self._on_filmed)

    def _note(self) -> None:
        """Remember which panels are open."""
        self._settings.set("panels", [name for name in TITLES if self.is_open(name)])
        self._window.refresh_commands()

    @Slot()
    def _on_closed(self) -> None:
        if self._page is not None and not self.is_open("history"):
            self._page.past.end_preview()
        if not self._window.leaving:
            self._note()

    @Slot(object)
    def _on_theme(self, theme: Theme) -> None:
        for panel in (self._denoising, self._history, self._beside):
            if panel is not None:
                panel.set_theme(theme)

    @Slot()
    def _on_run_changed(self) -> None:
        run = self._page.run if self._page is not None else None
        self._follow_run(run)
        if self._denoising is not None and self.is_open("denoising"):
            panel, film = self._denoising, run.film if run is not None else None
            panel.set_reduced_motion(self._settings.values.reduced_motion)
            if film is not self._film:
                self._film = film
                panel.set_film(film)
            live = run is not None and run.working
            if live != self._live:
                self._live = live
                panel.set_live(live)
        if self._beside is not None and self.is_open("alternatives"):
            self._show_alternatives(self._beside, run)

    def _show_alternatives(self, panel: SideBySide, run: Run | None) -> None:
        if run is None or not run.can_accept:
            panel.clear()
        elif self._compared is run.alternatives.items:
            panel.set_place(run.alternatives.place)
        else:
            panel.set_font(self._window.editor.font())
            panel.set_alternatives(self._window.canvas.original, run.alternatives.items, run.alternatives.place)
        self._compared = run.alternatives.items if run is not None and run.can_accept else None

    @Slot()
    def _on_filmed(self) -> None:
        if self._denoising is not None and self.is_open("denoising"):
            self._denoising.refresh()

    @Slot()
    def _on_chosen(self) -> None:
        """The page has a word chosen: the panel points at its cell."""
        if self._denoising is None or self._page is None:
            return
        say, cell = self._page.say, -1
        if say.chosen is not None and (proposal := say.proposal) is not None:
            found = proposal.cell_at(say.chosen[0])
            cell = -1 if found is None else found
        self._denoising.set_cell(cell)

    @Slot(int)
    def _on_scrubbed(self, index: int) -> None:
        if self._run is not None and self._denoising is not None:
            self._run.scrub(self._denoising.pass_at(index))

    @Slot()
    def _on_released(self) -> None:
        if self._run is not None:
            self._run.redraw()

    @Slot(int)
    def _on_cell(self, cell: int) -> None:
        if self._page is not None:
            self._page.say.choose_cell(cell)

    @Slot(object, int)
    def _on_preview(self, entry: HistoryEntry, number: int) -> None:
        if self._page is not None:
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
        if self._page is not None and self._history is not None:
            self._history.show_place(entry, self._page.past.place(entry) is not None)

    @Slot()
    def _on_past_shown(self) -> None:
        """The page shows an earlier text, or none."""
        if self._page is not None and self._history is not None and self._page.past.previewed is None:
            self._history.end_preview()

    @Slot(int)
    def _on_shown(self, place: int) -> None:
        if self._run is not None:
            self._run.show(place - self._run.alternatives.place)

    @Slot()
    def _on_accepted(self) -> None:
        self._window.regeneration.accept()
