"""Connects the panels beside the page with the page that is shown: its run, its film, its history, its numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from palimpsest.app.commands import keys_text
from palimpsest.app.panel_history import PanelHistory
from palimpsest.app.run_numbers import of_takes

if TYPE_CHECKING:
    from palimpsest.app.page import Page
    from palimpsest.app.regenerate.denoising_panel import DenoisingPanel
    from palimpsest.app.regenerate.film import Film
    from palimpsest.app.regenerate.history_panel import HistoryPanel
    from palimpsest.app.regenerate.proposal import Proposal
    from palimpsest.app.regenerate.run import Run
    from palimpsest.app.regenerate.side_by_side import SideBySide
    from palimpsest.app.telemetry import Sample
    from palimpsest.app.telemetry_view import TelemetryView
    from palimpsest.app.theme import Theme
    from palimpsest.app.window import Window
    from palimpsest.engine.request import Alternative


class Panels(QObject):
    """Belongs to a window. A panel that nobody sees is told nothing, and filled when it is seen again."""

    def __init__(self, window: Window, parent: QObject) -> None:
        super().__init__(parent)
        self._window = window
        self._page: Page | None = None
        self._run: Run | None = None
        self._film: Film | None = None
        self._live = False
        self._compared: tuple[Alternative, ...] | None = None
        """What stands side by side."""
        self._less_motion: bool | None = None
        self._watching = False
        """True while the machine is looked at for the sake of a panel."""
        self._numbers: TelemetryView | None = None
        self._denoising: DenoisingPanel | None = None
        self._beside: SideBySide | None = None
        self._past = PanelHistory(window, self)
        window.desk.telemetry.sampled.connect(self._on_sampled)
        window.desk.settings.changed.connect(self._on_setting)

    @property
    def history(self) -> HistoryPanel | None:
        """The panel of earlier runs; None before it was first wanted."""
        return self._past.panel

    def made(self, name: str) -> QWidget:
        """A new panel, of the name that it has in the settings."""
        match name:
            case "denoising":
                return self._made_denoising()
            case "history":
                return self._past.made(self._window.desk.theme)
            case _:
                from palimpsest.app.regenerate.side_by_side import SideBySide

                self._beside = beside = SideBySide(self._window.desk.theme)
                beside.shown.connect(self._on_shown)
                beside.accepted.connect(self._on_accepted)
                return beside

    def follow(self, page: Page) -> None:
        """Another page is shown."""
        if page is self._page:
            return
        self._leave()
        self._page = page
        page.run_changed.connect(self._on_run_changed)
        page.say.chosen_changed.connect(self._on_chosen)
        self._past.follow(page)
        self.fill()

    def forget(self, page: Page) -> None:
        """A page is about to go."""
        if page is self._page:
            self._leave()

    def fill(self) -> None:
        """Show the page's run and history in the panels that are seen."""
        if self._page is None:
            return
        if self._past.panel is not None and self._seen("history"):
            self._past.fill()
        self._watch()
        self._on_run_changed()
        if self._denoising is not None and self._seen("denoising"):
            # What came while nobody looked.
            self._denoising.refresh()
            self._on_chosen()

    def closed(self) -> None:
        """A panel was closed."""
        if not self._window.docks.is_open("history"):
            self._past.closed()
        self._watch()

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        for panel in (self._denoising, self._past.panel, self._beside):
            if panel is not None:
                panel.set_theme(theme)

    # Inside

    def _made_denoising(self) -> DenoisingPanel:
        from palimpsest.app.regenerate.denoising_panel import DenoisingPanel
        from palimpsest.app.telemetry_view import TelemetryView

        self._denoising = panel = DenoisingPanel(self._window.desk.theme)
        panel.set_start_keys(keys_text(self._window.commands["regenerate.prompt"]))
        panel.scrubbed.connect(self._on_scrubbed)
        panel.released.connect(self._on_released)
        panel.word_wanted.connect(self._on_cell)
        self._numbers = numbers = TelemetryView()
        panel.foot.addWidget(numbers)
        return panel

    def _seen(self, name: str) -> bool:
        return self._window.docks.is_seen(name)

    def _watch(self) -> None:
        """Want to know what the machine does while the denoising panel is seen."""
        watching = self._denoising is not None and self._seen("denoising")
        if watching != self._watching:
            self._watching = watching
            self._window.desk.telemetry.want(f"panel {id(self)}", watching)

    def _leave(self) -> None:
        """Follow nothing any more."""
        page, self._page = self._page, None
        if page is not None:
            page.run_changed.disconnect(self._on_run_changed)
            page.say.chosen_changed.disconnect(self._on_chosen)
        self._past.leave()
        self._follow_run(None)

    def _follow_run(self, run: Run | None) -> None:
        if run is self._run:
            return
        if self._run is not None and shiboken6.isValid(self._run):
            self._run.filmed.disconnect(self._on_filmed)
        self._run = run
        if run is not None:
            run.filmed.connect(self._on_filmed)

    @Slot()
    def _on_run_changed(self) -> None:
        run = self._page.run if self._page is not None else None
        self._follow_run(run)
        if self._denoising is not None and self._seen("denoising"):
            self._show_run(self._denoising, run)
        if self._beside is not None and self._seen("alternatives"):
            self._show_alternatives(self._beside, run)

    def _show_run(self, panel: DenoisingPanel, run: Run | None) -> None:
        film, live = run.film if run is not None else None, run is not None and run.working
        less = self._window.desk.settings.values.reduced_motion
        if less != self._less_motion:
            self._less_motion = less
            panel.set_reduced_motion(less)
        if film is not self._film:
            self._film = film
            panel.set_film(film)
            self._show_numbers()
        if live != self._live:
            self._live = live
            panel.set_live(live)
            self._show_numbers()

    def _show_alternatives(self, panel: SideBySide, run: Run | None) -> None:
        if run is None or not run.can_accept:
            panel.clear()
        elif self._compared is run.alternatives.items:
            panel.set_place(run.alternatives.place)
        else:
            panel.set_font(self._window.editor.font())
            panel.set_alternatives(self._window.canvas.original, run.alternatives.items, run.alternatives.place)
        self._compared = run.alternatives.items if run is not None and run.can_accept else None

    def _show_numbers(self) -> None:
        if self._numbers is not None:
            takes = self._film.story if self._film is not None else ()
            self._numbers.show_numbers(of_takes(take.passes for take in takes))

    @Slot()
    def _on_filmed(self) -> None:
        if self._denoising is not None and self._seen("denoising"):
            self._denoising.refresh()

    @Slot(object)
    def _on_sampled(self, sample: Sample) -> None:
        # Once a second, so that people can read the numbers of the run, too.
        if self._watching and self._numbers is not None:
            self._numbers.show_sample(sample)
            self._show_numbers()

    @Slot(str)
    def _on_setting(self, name: str) -> None:
        if name == "reduced_motion":
            self._on_run_changed()

    @Slot()
    def _on_chosen(self) -> None:
        """The page has a word chosen: the panel points at its cell."""
        if self._denoising is None or self._page is None:
            return
        say, cell = self._page.say, -1
        if say.chosen is not None and (proposal := say.proposal) is not None and self._in_grid(proposal):
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
        if self._page is not None and (proposal := self._page.say.proposal) is not None and self._in_grid(proposal):
            self._page.say.choose_cell(cell)

    def _in_grid(self, proposal: Proposal) -> bool:
        """True if the cells in the grid are those of the draft on the page: a run may end on another draft's pass."""
        shown = self._denoising.shown if self._denoising is not None else None
        return shown is not None and shown.text == proposal.text

    @Slot(int)
    def _on_shown(self, place: int) -> None:
        if self._run is not None:
            self._run.show(place - self._run.alternatives.place)

    @Slot()
    def _on_accepted(self) -> None:
        self._window.regeneration.accept()
