"""The frames of the panels beside the page: denoising, history, side by side. Made when first wanted."""

from __future__ import annotations

import binascii
import zlib
from base64 import b64decode, b64encode
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QCoreApplication, QObject, Qt, Slot
from PySide6.QtWidgets import QDockWidget, QTabBar, QTabWidget, QWidget

from palimpsest.app.dock import Dock
from palimpsest.app.documents.translate import mark
from palimpsest.app.panels import Panels

if TYPE_CHECKING:
    from palimpsest.app.page import Page
    from palimpsest.app.theme import Theme
    from palimpsest.app.window import Window

TITLES = {
    "denoising": mark("Denoising"),
    "history": mark("History"),
    "alternatives": mark("Side by Side"),
}
"""The panels, by their names in the settings."""

_RIGHT, _BOTTOM = Qt.DockWidgetArea.RightDockWidgetArea, Qt.DockWidgetArea.BottomDockWidgetArea
_AREAS = {"denoising": _RIGHT, "history": _RIGHT, "alternatives": _BOTTOM}
_STACKED_FROM = 1100
"""Pixels of Qt: in a window as high as this, two panels at one side stand one over the other, else behind tabs."""


_WIDTH, _HEIGHT = 340, 240
"""Pixels of Qt: how much of the window a panel at its right or at its foot takes at first."""


class Docks(QObject):
    """Belongs to a window. Which panels are open is a setting, so that the next window has them, too."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self._settings = window.desk.settings
        self._docks: dict[str, Dock] = {}
        self._places = QByteArray()
        """What `restore_places` was told last, for panels that are not made yet."""
        self.panels = Panels(window, self)
        window.setTabPosition(Qt.DockWidgetArea.AllDockWidgetAreas, QTabWidget.TabPosition.North)
        window.desk.theme_changed.connect(self._on_theme)

    def restore(self) -> None:
        """Open the panels that were open last."""
        for name in self._settings.values.panels:
            if name in TITLES:
                self._open(name)

    def places(self) -> str:
        """Where the panels are and how large, as text for `restore_places`; empty if there are none."""
        if not self._docks:
            return ""
        state = self._window.saveState().data()
        return f"{zlib.crc32(state):08x}{b64encode(state).decode()}"

    def restore_places(self, text: str) -> None:
        """Put the panels where they were; nothing happens if `text` is not what `places` gave."""
        try:
            state = b64decode(text[8:], validate=True)
        except (ValueError, binascii.Error):
            return
        # Qt trusts what it has written, and believes many an answer that it has not.
        if not state or text[:8] != f"{zlib.crc32(state):08x}":
            return
        self._places = QByteArray(state)
        opened = [name for name in self._docks if self.is_open(name)]
        self._window.restoreState(self._places)
        for name, dock in self._docks.items():
            # What is open is the settings' to say.
            dock.setVisible(name in opened)
        self._name_tabs()

    def is_open(self, name: str) -> bool:
        """True if the panel is there, if only behind a tab."""
        return name in self._docks and not self._docks[name].isHidden()

    def is_seen(self, name: str) -> bool:
        """True if the panel can be looked at: it is open, and not behind a tab."""
        return self.is_open(name) and self._docks[name].seen

    def toggle(self, name: str) -> None:
        """Open a panel or bring it to the front, and give it the keyboard; close it if it is seen already."""
        if not self.is_open(name):
            self._open(name)
            self._note()
        elif self.is_seen(name):
            self._docks[name].close()
            return
        self._docks[name].enter()

    def widgets(self) -> list[QWidget]:
        """The panels that are open, in their frames."""
        return [dock for name, dock in self._docks.items() if self.is_open(name)]

    def follow(self, page: Page) -> None:
        """Another page is shown."""
        self.panels.follow(page)

    def forget(self, page: Page) -> None:
        """A page is about to go."""
        self.panels.forget(page)

    # Inside

    def _open(self, name: str) -> None:
        dock = self._docks.get(name)
        if dock is None:
            dock = self._docks[name] = self._made(name)
        dock.show()
        dock.raise_()
        self.panels.fill()
        self._name_tabs()
        self._window.refresh_commands()

    def _made(self, name: str) -> Dock:
        window = self._window
        panel = self.panels.made(name)
        dock = Dock(name, QCoreApplication.translate("", TITLES[name]), panel, window.desk.theme, window)
        dock.closed.connect(self._on_closed)
        dock.seen_changed.connect(self._on_seen)
        dock.topLevelChanged.connect(self._on_moved)
        dock.dockLocationChanged.connect(self._on_moved)
        if not self._places.isEmpty() and window.restoreDockWidget(dock):
            return dock
        area = _AREAS[name]
        beside = self._neighbour(area)
        window.addDockWidget(area, dock)
        if beside is None:
            across = Qt.Orientation.Vertical if area is _BOTTOM else Qt.Orientation.Horizontal
            window.resizeDocks([dock], [_HEIGHT if area is _BOTTOM else _WIDTH], across)
        elif window.height() < _STACKED_FROM:
            window.tabifyDockWidget(beside, dock)
        return dock

    def _neighbour(self, area: Qt.DockWidgetArea) -> QDockWidget | None:
        """A panel that is open at a side of the window."""
        places = ((dock, self._window.dockWidgetArea(dock)) for dock in self._docks.values())
        return next((dock for dock, at in places if at is area and not (dock.isHidden() or dock.isFloating())), None)

    def _note(self) -> None:
        """Remember which panels are open."""
        self._settings.set("panels", [name for name in TITLES if self.is_open(name)])
        self._window.desk.session.note()
        self._window.refresh_commands()

    def _name_tabs(self) -> None:
        """The tabs of panels, which Qt makes, have a name for who cannot see them."""
        for bar in self._window.findChildren(QTabBar, options=Qt.FindChildOption.FindDirectChildrenOnly):
            bar.setObjectName("dock_tabs")
            bar.setAccessibleName(self.tr("Panels"))
            bar.setExpanding(False)
        for dock in self._docks.values():
            dock.title.show_name(not self._window.tabifiedDockWidgets(dock))

    @Slot(bool)
    def _on_closed(self, had_keys: bool) -> None:
        self.panels.closed()
        if not self._window.leaving:
            if had_keys:
                self._window.activateWindow()
                bar = self._window.prompt_bar
                # A bar that is open says what Enter does.
                (bar.instruction if bar.isVisible() else self._window.editor).setFocus(Qt.FocusReason.OtherFocusReason)
            self._note()

    @Slot()
    def _on_seen(self) -> None:
        self._name_tabs()
        self.panels.fill()
        self._window.refresh_commands()

    @Slot()
    def _on_moved(self) -> None:
        self._name_tabs()
        self._window.desk.session.note()

    @Slot(object)
    def _on_theme(self, theme: Theme) -> None:
        for dock in self._docks.values():
            dock.set_theme(theme)
        self.panels.set_theme(theme)
