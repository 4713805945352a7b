"""What the Regenerate menu does."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from palimpsest.app.model_manager import ModelManager
    from palimpsest.app.window import Window


class RegenerateCommands:
    """Handlers of the commands "regenerate.…"."""

    def __init__(self, window: Window) -> None:
        self._window = window

    def prompt(self) -> None:
        self._window.regeneration.prompt()

    def start(self) -> None:
        self._window.regeneration.start()

    def stop(self) -> None:
        self._window.regeneration.stop()

    def accept(self) -> None:
        self._window.regeneration.accept()

    def discard(self) -> None:
        self._window.regeneration.discard()

    def retry(self) -> None:
        self._window.regeneration.retry()

    def next(self) -> None:
        self._window.regeneration.cycle(1)

    def previous(self) -> None:
        self._window.regeneration.cycle(-1)


class ModelCommands:
    """Handlers of the commands "model.…"."""

    def __init__(self, window: Window) -> None:
        self._window = window
        self.manager: ModelManager | None = None
        """None before it was first asked for."""

    def manage(self) -> None:
        from palimpsest.app.model_manager import ModelManager

        desk = self._window.desk
        if self.manager is None:
            self.manager = ModelManager(desk.bridge, desk.model, desk.choose_model, self._window)
        self.manager.show()
        self.manager.activateWindow()
