"""What the Help menu does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from palimpsest.app.commands import COMMANDS
from palimpsest.app.documents.document import Document
from palimpsest.app.documents.languages import detect

if TYPE_CHECKING:
    from palimpsest.app.window import Window


class HelpCommands:
    """Handlers of the commands "help.…"."""

    def __init__(self, window: Window) -> None:
        self._window = window

    def sample(self) -> None:
        from palimpsest.resources import samples

        document = Document()
        sample = samples.welcome()
        document.set_language(detect(sample.name).name)
        document.set_text(sample.text)
        self._window.add_page(document)

    def about(self) -> None:
        from palimpsest.app import dialogs

        info = self._window.desk.bridge.info
        dialogs.show_about(self._window, info.device if info is not None else "")

    def keys(self) -> None:
        from palimpsest.app.keys_page import KeysPage

        KeysPage(self._window.commands, COMMANDS, self._window, self._window.desk.bindings.keys_of).show()
