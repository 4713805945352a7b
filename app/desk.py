"""What all windows share: the engine, the settings, the theme, and which page shows which file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from palimpsest.app import theme as themes
from palimpsest.app.bridge import EngineBridge
from palimpsest.app.collector import Collector
from palimpsest.app.commands import COMMANDS
from palimpsest.app.documents.document import Document
from palimpsest.app.documents.version_keeper import VersionKeeper
from palimpsest.app.documents.watch import FileWatch
from palimpsest.app.editor.speller import Speller
from palimpsest.app.key_bindings import KeyBindings
from palimpsest.app.memory import MemoryWatch
from palimpsest.app.regenerate.presets import Presets
from palimpsest.app.session_link import SessionLink
from palimpsest.app.settings import THEMES
from palimpsest.app.telemetry import Telemetry
from palimpsest.app.window import Window

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QApplication

    from palimpsest.app.documents.session_keeper import SessionKeeper
    from palimpsest.app.models.shelf import Shelf
    from palimpsest.app.page import Page
    from palimpsest.app.regenerate.wish import Wish
    from palimpsest.app.settings_store import SettingsStore
    from palimpsest.app.theme import Theme
    from palimpsest.engine.request import Engine, ModelInfo
    from palimpsest.engine.service import Opener, Progress

WARM_UP_MS = 300
"""Pause between the first paint and what takes time, such as opening the model: the first keys are not held up."""


class OpenModel(Protocol):
    """Opens the model of a name: "embedded" or a folder. Called in the engine thread."""

    def __call__(self, model: str, progress: Progress) -> Engine: ...


class Desk(QObject):
    """Holds the windows; the engine ends when the last of them closes."""

    awoke = Signal()
    """The first page has been painted and the first keys may have been typed: what takes time may begin."""
    theme_changed = Signal(object)
    """`Theme`"""

    def __init__(
        self,
        app: QApplication,
        open_model: OpenModel,
        settings: SettingsStore,
        model: str | None = None,
        log_hint: str = "",
        keeper: SessionKeeper | None = None,
    ) -> None:
        """Without a `keeper` nothing is kept of what is open."""
        # Owned by the application: nothing of it may end with the last reference, which a thread could have.
        super().__init__(app)
        self.settings = settings
        settings.setParent(self)
        self.windows: list[Window] = []
        self.model = model or settings.values.model
        self.last_wish: Wish | None = None
        """What the last run was asked for, on whatever page."""
        self._app = app
        self._open_model = open_model
        self._changes: dict[int, str] = {}
        self._closed: list[Path] = []
        self._shelf: Shelf | None = None
        self._quitting = False
        self._collector = Collector(self)
        self.watch = FileWatch(self)
        self.versions = VersionKeeper(parent=self) if keeper is not None else None
        self.session = SessionLink(self, keeper)
        defaults = {command.id: command.keys for command in COMMANDS}
        self.bindings = KeyBindings(defaults, settings.values.keys)
        self.speller = Speller(parent=self)
        self.memory = MemoryWatch(parent=self)
        self.bridge = EngineBridge(self._opener(self.model), log_hint, self)
        self.telemetry = Telemetry(parent=self)
        self.presets = Presets(parent=self)
        self.awake = False
        """True since `awoke`."""
        self._painted = False
        self._warm_up = QTimer(self, singleShot=True, interval=WARM_UP_MS)
        self._warm_up.timeout.connect(self._wake)
        self.bridge.ready.connect(self._on_ready)
        app.styleHints().colorSchemeChanged.connect(self._apply_theme)
        settings.changed.connect(self._on_setting)
        settings.faulted.connect(self.tell)
        self.speller.failed.connect(self.tell)
        self.presets.faulted.connect(self.tell)
        if keeper is not None:
            keeper.trouble.connect(self.tell)
        self._apply_pace()
        self._apply_theme()

    @property
    def theme(self) -> Theme:
        """The theme in use."""
        return self._theme

    def open_window(self, document: Document | None = None) -> Window:
        """A new window on a document, or on an empty page; it is not shown yet."""
        window = Window(self, document or Document())
        self.windows.append(window)
        return window

    def close_window(self, window: Window) -> None:
        """Forget a window that closes. The engine is told to end, and not waited for."""
        if window in self.windows:
            if len(self.windows) == 1:
                self.session.end(self.session.keeps)
            elif not self._quitting:
                for page in window.pages:
                    self.forget(page)
            self.windows.remove(window)
            if self.windows:
                # The program goes on without it, and nothing of it shall be kept.
                window.deleteLater()
            else:
                self.settings.flush()
                self._app.styleHints().colorSchemeChanged.disconnect(self._apply_theme)
                self._warm_up.stop()
                self.memory.stop()
                self.speller.close()
                self.watch.close()
                self.session.close()
                if self.versions is not None:
                    self.versions.close()
                self.telemetry.close()
                if self._shelf is not None:
                    self._shelf.close()
                self._collector.close()
                self.bridge.close()

    def keeps(self, window: Window) -> bool:
        """True if whatever is on a window comes back at the next start, so that nothing need be asked."""
        return self.session.keeps and (self._quitting or self.windows == [window])

    def quit(self) -> None:
        """Close every window. What is kept is not asked about; otherwise one that is not to be closed stays."""
        if self.session.keeps:
            self._quitting = True
            self.session.end(True)
        for window in tuple(self.windows):
            window.close()

    def page_of(self, path: Path) -> tuple[Window, Page] | None:
        """Where a file is shown already."""
        for window in self.windows:
            for page in window.pages:
                if page.document.path is not None and _same(page.document.path, path):
                    return window, page
        return None

    def show_document(self, document: Document) -> None:
        """Bring the page of a document to the front."""
        for window in self.windows:
            if (page := window.page_showing(document)) is not None:
                window.show_page(page)
                window.activateWindow()

    def forget(self, page: Page) -> None:
        """A page is closed by its user."""
        self.session.forget(page)
        if page.document.path is not None:
            self._closed.append(page.document.path)

    def last_closed(self) -> Path | None:
        """The file that was closed last and has not been asked for since."""
        return self._closed.pop() if self._closed else None

    def tell(self, text: str) -> None:
        """Say what went wrong, and what to do next, where the user is."""
        windows = sorted(self.windows, key=lambda window: window.isActiveWindow())
        if windows:
            windows[-1].tell(text)

    def on_painted(self) -> None:
        """A page was painted."""
        if not self._painted:
            self._painted = True
            self._warm_up.start()

    def cycle_theme(self) -> str:
        """Light, dark, as the system: the next one. Returns its name."""
        name = THEMES[(THEMES.index(self.settings.values.theme) + 1) % len(THEMES)]
        self.settings.set("theme", name)
        return name

    def choose_model(self, model: str) -> int:
        """Change to another model; it is remembered once it has been opened. Returns the number of the change."""
        number = self.bridge.reopen(self._opener(model))
        self._changes[number] = model
        return number

    def stop_opening(self, number: int) -> None:
        """Give up a change of the model; the model before it is used again."""
        self.bridge.stop_opening(number)

    @property
    def shelf(self) -> Shelf:
        """The models of this machine; made when it is first asked for."""
        if self._shelf is None:
            from palimpsest.app.models.shelf import Shelf

            self._shelf = Shelf(self)
        return self._shelf

    def _opener(self, model: str) -> Opener:
        return lambda progress: self._open_model(model, progress)

    @Slot()
    def _wake(self) -> None:
        self.awake = True
        self._collector.settle()
        self.bridge.warm_up()
        self.memory.start()
        self.awoke.emit()

    @Slot(int, object)
    def _on_ready(self, number: int, _: ModelInfo) -> None:
        if number in self._changes:
            self.model = self._changes.pop(number)
            self.settings.set("model", self.model)

    @Slot(str)
    def _on_setting(self, name: str) -> None:
        if name == "theme":
            self._apply_theme()
        elif name in ("slow_motion", "slow_motion_ms", "reduced_motion"):
            self._apply_pace()
        elif name == "keys":
            self.bindings.set_user(self.settings.values.keys)
            for window in self.windows:
                window.apply_keys()

    def _apply_pace(self) -> None:
        values = self.settings.values
        # With less motion no pass is drawn, and there is nothing to wait for.
        slow = values.slow_motion and not values.reduced_motion
        self.bridge.pace_ms = values.slow_motion_ms if slow else 0

    @Slot()
    def _apply_theme(self) -> None:
        named = {"light": themes.light, "dark": themes.dark}
        self._theme = named.get(self.settings.values.theme) or themes.system(self._app)
        self._app.setPalette(themes.palette(self._theme))
        if (sheet := themes.stylesheet(self._theme)) != self._app.styleSheet():
            self._app.setStyleSheet(sheet)
        self.theme_changed.emit(self._theme)


def _same(one: Path, other: Path) -> bool:
    """True if two paths lead to one file."""
    try:
        return one.samefile(other)
    except OSError:
        return one == other
