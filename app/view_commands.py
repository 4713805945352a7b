"""What the View menu does."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from palimpsest.app.window import Window

ZOOM_LEAST, ZOOM_MOST = -8, 24


class ViewCommands:
    """Handlers of the commands "view.…"."""

    def __init__(self, window: Window) -> None:
        self._window = window
        self._settings = window.desk.settings

    def palette(self) -> None:
        self._window.palette_box.open()

    def theme(self) -> None:
        self._window.desk.cycle_theme()

    def reduced_motion(self) -> None:
        checked = self._window.commands["view.reduced_motion"].isChecked()
        self._settings.set("reduced_motion", checked)

    def zoom_in(self) -> None:
        self._zoom(self._settings.values.zoom + 1)

    def zoom_out(self) -> None:
        self._zoom(self._settings.values.zoom - 1)

    def zoom_reset(self) -> None:
        self._zoom(0)

    def next_tab(self) -> None:
        self._window.step_page(1)

    def previous_tab(self) -> None:
        self._window.step_page(-1)

    def _zoom(self, steps: int) -> None:
        self._settings.set("zoom", max(ZOOM_LEAST, min(ZOOM_MOST, steps)))
