"""The frame of a panel beside the page: a slim title with buttons of our own, which keys reach, too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent, QIcon
from PySide6.QtWidgets import QApplication, QDockWidget, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from palimpsest.app import tab_order, window_parts
from palimpsest.app.icons import icon

if TYPE_CHECKING:
    from palimpsest.app.theme import Theme

_ICON = 14
"""Side of a button's icon, pixels of Qt."""


class Dock(QDockWidget):
    """Holds one panel, docked, behind a tab, or floating. `closed` says whether the panel had the keyboard."""

    closed = Signal(bool)
    seen_changed = Signal()
    """`seen` may be another."""

    def __init__(self, name: str, title: str, panel: QWidget, theme: Theme, parent: QWidget) -> None:
        super().__init__(title, parent)
        self.setObjectName(f"dock.{name}")
        self.setAccessibleName(title)
        self.panel = panel
        self.seen = False
        """True while the panel can be looked at: open, and not behind a tab."""
        # A frame of its own, for a style sheet draws no border around a dock that floats.
        self._frame = QWidget(self)
        self._frame.setObjectName("dock_frame")
        self._frame.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._column = QVBoxLayout(self._frame)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(panel)
        self.setWidget(self._frame)
        self.title = DockTitle(title, theme, self)
        self.setTitleBarWidget(self.title)
        self.title.float_wanted.connect(self._flip)
        self.title.close_wanted.connect(self.close)
        self.topLevelChanged.connect(self._on_floats)
        self.visibilityChanged.connect(self._on_seen)

    def enter(self) -> None:
        """Bring the panel to the front and give it the keyboard; a panel with nothing in it yet leaves that alone."""
        self.raise_()
        tab_order.lead(self.panel, [self.title])
        if window_parts.takes_keys(self.panel):
            window_parts.enter(self)

    def set_theme(self, theme: Theme) -> None:
        """Draw the title in other colours; the panel is told by others."""
        self.title.set_theme(theme)

    def closeEvent(self, event: QCloseEvent) -> None:
        focus = QApplication.focusWidget()
        had_keys = focus is not None and (focus is self or self.isAncestorOf(focus))
        super().closeEvent(event)
        # Qt would hide it after this, and who is told asks what is open.
        self.hide()
        self.closed.emit(had_keys)

    @Slot()
    def _flip(self) -> None:
        self.setFloating(not self.isFloating())

    @Slot(bool)
    def _on_floats(self, floats: bool) -> None:
        self.title.show_floating(floats)
        edge = 1 if floats else 0
        self._column.setContentsMargins(edge, 0, edge, edge)
        for part in (self._frame, self.title):
            part.setProperty("floating", floats)
            part.style().polish(part)

    @Slot(bool)
    def _on_seen(self, seen: bool) -> None:
        if seen != self.seen:
            self.seen = seen
            self.seen_changed.emit()


class DockTitle(QWidget):
    """What stands over a panel. It can be dragged; a double click puts the panel into a window of its own."""

    float_wanted = Signal()
    close_wanted = Signal()

    def __init__(self, title: str, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("dock_title")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.label = QLabel(title, self)
        self.float = self._button("float")
        self.close_button = self._button("close")
        tip = self.tr("Close the panel")
        self.close_button.setToolTip(tip)
        self.close_button.setAccessibleName(self.tr("Close {panel}").format(panel=title))
        self.float.clicked.connect(self.float_wanted)
        self.close_button.clicked.connect(self.close_wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 3, 4, 3)
        row.setSpacing(2)
        row.addWidget(self.label)
        row.addStretch(1)
        row.addWidget(self.float)
        row.addWidget(self.close_button)
        self.show_floating(False)
        self.set_theme(theme)

    def show_floating(self, floats: bool) -> None:
        """Say what the first button does now."""
        tip = self.tr("Put back beside the page") if floats else self.tr("Into a window of its own")
        self.float.setToolTip(tip)
        name = self.tr("{panel}: put back beside the page") if floats else self.tr("{panel}: into a window of its own")
        self.float.setAccessibleName(name.format(panel=self.label.text()))

    def show_name(self, on: bool) -> None:
        """Say which panel it is, or not: its tab says it."""
        self.label.setVisible(on)

    def set_theme(self, theme: Theme) -> None:
        """Draw the buttons in other colours."""
        self.float.setIcon(_icon("float", theme))
        self.close_button.setIcon(_icon("close", theme))

    def minimumSizeHint(self) -> QSize:
        # The name gives way: Qt would make the dock as wide as its title.
        return QSize(0, super().minimumSizeHint().height())

    def _button(self, name: str) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(f"dock_{name}")
        button.setAutoRaise(True)
        button.setIconSize(QSize(_ICON, _ICON))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button


def _icon(name: str, theme: Theme) -> QIcon:
    return icon(name, theme, _ICON)
