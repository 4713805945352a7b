"""What the View menu does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import Qt

from palimpsest.app import counts, window_parts
from palimpsest.app.editor.page_style import ZOOM_LEAST, ZOOM_MOST

if TYPE_CHECKING:
    from palimpsest.app.notice import Notice
    from palimpsest.app.settings_dialog import SettingsDialog
    from palimpsest.app.window import Window

ZOOM_STEP = 10
"""Percent."""


class ViewCommands:
    """Handlers of the commands "view.…"."""

    def __init__(self, window: Window) -> None:
        self._window = window
        self._settings = window.desk.settings
        self._counted: tuple[Notice, int] | None = None
        """Where the counts were said last."""
        self._dialog: SettingsDialog | None = None

    def palette(self) -> None:
        self._window.palette_box.open()

    def theme(self) -> None:
        self._window.desk.cycle_theme()

    def reduced_motion(self) -> None:
        self._flip("reduced_motion")

    def slow_motion(self) -> None:
        self._flip("slow_motion")

    def denoising(self) -> None:
        self._window.docks.toggle("denoising")

    def history(self) -> None:
        self._window.docks.toggle("history")

    def zoom_in(self) -> None:
        self._zoom(self._settings.values.zoom_percent + ZOOM_STEP)

    def zoom_out(self) -> None:
        self._zoom(self._settings.values.zoom_percent - ZOOM_STEP)

    def zoom_reset(self) -> None:
        self._zoom(100)

    def next_tab(self) -> None:
        self._window.step_page(1)

    def previous_tab(self) -> None:
        self._window.step_page(-1)

    def settings(self) -> None:
        from palimpsest.app.settings_dialog import SettingsDialog

        desk = self._window.desk
        if self._dialog is None:
            languages = [(code, name) for code, name in desk.speller.languages().items()]
            self._dialog = SettingsDialog(
                desk.settings,
                desk.bindings,
                self._window.commands,
                desk.theme,
                {"spelling_language": languages},
                parent=self._window,
            )
            self._dialog.file_wanted.connect(self._window.files.open_path)
            desk.theme_changed.connect(self._dialog.set_theme)
        self._dialog.show()
        self._dialog.activateWindow()

    def next_part(self) -> None:
        self._step_part(1)

    def previous_part(self) -> None:
        self._step_part(-1)

    def full_screen(self) -> None:
        window = self._window
        window.setWindowState(window.windowState() ^ Qt.WindowState.WindowFullScreen)

    def wrap(self) -> None:
        editor = self._window.editor
        wraps = editor.page_style.wrap_of(editor.kind) != "none"
        self._settings.set("wrap", "none" if wraps else "window" if editor.kind == "code" else "auto")

    def line_numbers(self) -> None:
        editor = self._window.editor
        numbered = editor.page_style.numbers(editor.kind)
        self._settings.set("line_numbers", "never" if numbered else "code" if editor.kind == "code" else "always")

    def show_whitespace(self) -> None:
        self._flip("show_whitespace")

    def focus(self) -> None:
        self._settings.set("focus", "" if self._settings.values.focus else "paragraph")

    def typewriter(self) -> None:
        self._flip("typewriter")

    def counts(self) -> None:
        """Say all that is counted of the text and of the selection; the second time, put it away."""
        notice = self._window.notice
        text = counts.details(self._window.page.aids.counts.counted).replace("\n", " · ")
        stands = notice.text == text
        if self._counted is not None:
            before, number = self._counted
            self._counted = None
            if shiboken6.isValid(before):
                before.withdraw(number)
        if not stands:
            self._counted = notice, notice.say(text, "info")

    def _step_part(self, by: int) -> None:
        window, page = self._window, self._window.page
        page_parts = (page.notice, page.editor, page.prompt_bar)
        parts = (window.tabs, *page_parts, *window.docks.widgets(), window.find_bar, window.status)
        window_parts.step(parts, by)

    def _flip(self, name: str) -> None:
        self._settings.set(name, not self._settings.value(name))

    def _zoom(self, percent: int) -> None:
        self._settings.set("zoom_percent", max(ZOOM_LEAST, min(ZOOM_MOST, percent)))
