"""What the status line says of the page that is shown, of the model and of memory."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from palimpsest.app.run_numbers import of_takes
from palimpsest.app.settings import EMBEDDED
from palimpsest.app.telemetry_view import status_text
from palimpsest.app.translations import progress_text

if TYPE_CHECKING:
    from palimpsest.app.window import Window
    from palimpsest.engine.request import ModelInfo
    from palimpsest.engine.service import Loading

TOLD_MS = 20_000
"""How long a sentence of the engine is shown: it comes unasked, and is longer than other messages."""


class PageStatus(QObject):
    """Belongs to a window, whose pages call it when something about them changes."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self._line, self._desk = window.status, window.desk
        self._watching = False
        """True while the machine is looked at for the sake of a run."""
        self._numbers = ""
        line, bridge = self._line, self._desk.bridge
        for clicked, name in (
            (line.place_clicked, "edit.go_to_line"),
            (line.counts_clicked, "view.counts"),
            (line.indentation_clicked, "document.indentation"),
            (line.encoding_clicked, "document.encoding"),
            (line.line_ends_clicked, "document.line_ends"),
            (line.language_clicked, "document.language"),
            (line.spelling_clicked, "spelling.language"),
            (line.model_clicked, "model.manage"),
        ):
            clicked.connect(window.commands[name].trigger)
        self._desk.memory.changed.connect(line.show_memory)
        self._desk.telemetry.sampled.connect(self._on_sampled)
        bridge.ready.connect(self._on_ready)
        bridge.loading.connect(self._on_loading)
        bridge.failed.connect(self._on_failed)
        bridge.told.connect(self._on_told)
        line.show_model(bridge.info, self._model_in_waiting())

    def show_all(self) -> None:
        """Another page is shown."""
        self.show_format()
        self.show_counts()
        self.show_place()
        self.show_run()

    def show_format(self) -> None:
        """The document's language, and how it is written."""
        page, line = self._window.page, self._line
        document, indentation = page.document, page.editor.indentation
        spelled = self._desk.settings.values.spelling
        line.show_encoding(document.format.label)
        line.show_line_ends(document.format.newline, document.format.mixed)
        line.show_language(document.language.shown_name)
        line.show_spelling(page.aids.spelling.language if spelled else "")
        line.show_indentation(indentation.uses_tabs, indentation.width)

    @Slot()
    def show_place(self) -> None:
        """Where the caret is, and how much is selected."""
        cursor = self._window.editor.textCursor()
        selected = cursor.selectionEnd() - cursor.selectionStart()
        self._line.show_place(cursor.blockNumber() + 1, cursor.positionInBlock() + 1, selected)

    @Slot()
    def show_counts(self) -> None:
        """How many words there are."""
        counts = self._window.page.aids.counts
        selection = counts.counted.selection
        # Nothing has been counted before the page has been seen.
        words = counts.counted.document.words if counts.begun else None
        self._line.show_counts(words, selection.words if selection is not None else None)

    def show_run(self) -> None:
        """Where the run stands, and while it works how fast it is."""
        run = self._window.run
        working = run is not None and run.working
        if working != self._watching:
            self._watching = working
            self._desk.telemetry.want(f"status {id(self)}", working)
            self._numbers = ""
        if working and not self._numbers:
            self._count()
        self._line.show_run(run.summary if run is not None else "", self._numbers, working)

    def _count(self) -> None:
        """Take down how fast the run is."""
        film = run.film if (run := self._window.run) is not None else None
        if film is not None:
            numbers = of_takes(take.passes for take in film.story)
            self._numbers = status_text(numbers, self._desk.telemetry.last) if numbers.passes else ""

    def _model_in_waiting(self) -> str:
        if self._desk.bridge.info is not None:
            return ""
        return self.tr("embedded model") if self._desk.model == EMBEDDED else Path(self._desk.model).name

    @Slot()
    def _on_sampled(self) -> None:
        # Once a second: numbers that change with every pass cannot be read.
        if self._watching:
            self._count()
            self.show_run()

    @Slot(int, object)
    def _on_loading(self, _: int, loading: Loading) -> None:
        self._line.show_model(None, progress_text(loading.doing, loading.share))

    @Slot(int, object)
    def _on_ready(self, _: int, info: ModelInfo) -> None:
        self._line.show_model(info)

    @Slot()
    def _on_failed(self) -> None:
        self._line.show_model(self._desk.bridge.info, self._model_in_waiting())

    @Slot(str)
    def _on_told(self, text: str) -> None:
        self._line.show_message(text, TOLD_MS)
