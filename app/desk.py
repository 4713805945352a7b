"""What all windows share: the engine, the settings and the theme."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, Signal, Slot

from palimpsest.app import settings as settings_file
from palimpsest.app import theme as themes
from palimpsest.app.bridge import EngineBridge
from palimpsest.app.window import Window

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QApplication

    from palimpsest.app.settings import Settings
    from palimpsest.app.theme import Theme
    from palimpsest.engine.request import Engine, ModelInfo
    from palimpsest.engine.service import Opener, Progress


class OpenModel(Protocol):
    """Opens the model of a name: "embedded" or a folder. Called in the engine thread."""

    def __call__(self, model: str, progress: Progress) -> Engine: ...


class Desk(QObject):
    """Holds the windows; the engine ends when the last of them closes."""

    theme_changed = Signal(object)
    """`Theme`"""

    def __init__(
        self,
        app: QApplication,
        open_model: OpenModel,
        settings: Settings,
        model: str | None = None,
        log_hint: str = "",
    ) -> None:
        super().__init__()
        self.settings = settings
        self.windows: list[Window] = []
        self.model = model or settings.model
        self._app = app
        self._open_model = open_model
        self._changes: dict[int, str] = {}
        self.bridge = EngineBridge(self._opener(self.model), log_hint)
        self.bridge.ready.connect(self._on_ready)
        app.styleHints().colorSchemeChanged.connect(self._apply_theme)
        self._apply_theme()

    @property
    def theme(self) -> Theme:
        """The theme in use."""
        return self._theme

    def open_window(self, path: Path | None = None, sample: bool = False) -> Window:
        """A new window on a file, on the sample, or on an empty page; it is not shown yet."""
        window = Window(self)
        self.windows.append(window)
        if path is not None:
            window.load(path)
        elif sample:
            window.help_sample()
        return window

    def close_window(self, window: Window) -> None:
        """Forget a window that has closed. The engine is told to end, and not waited for."""
        if window in self.windows:
            self.windows.remove(window)
            settings_file.save(self.settings)
            if not self.windows:
                self._app.styleHints().colorSchemeChanged.disconnect(self._apply_theme)
                self.bridge.close()

    def cycle_theme(self) -> str:
        """Light, dark, as the system: the next one. Returns its name."""
        order = settings_file.THEMES
        self.settings.theme = order[(order.index(self.settings.theme) + 1) % len(order)]
        self._apply_theme()
        return self.settings.theme

    def choose_model(self, model: str) -> int:
        """Change to another model; it is remembered once it has been opened. Returns the number of the change."""
        number = self.bridge.reopen(self._opener(model))
        self._changes[number] = model
        return number

    def _opener(self, model: str) -> Opener:
        return lambda progress: self._open_model(model, progress)

    @Slot(int, object)
    def _on_ready(self, number: int, _: ModelInfo) -> None:
        if number in self._changes:
            self.model = self.settings.model = self._changes.pop(number)

    @Slot()
    def _apply_theme(self) -> None:
        named = {"light": themes.light, "dark": themes.dark}
        self._theme = named.get(self.settings.theme) or themes.system(self._app)
        self._app.setPalette(themes.palette(self._theme))
        self._app.setStyleSheet(themes.stylesheet(self._theme))
        self.theme_changed.emit(self._theme)
