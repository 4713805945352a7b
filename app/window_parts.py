"""Takes the keyboard from part to part of a window: a page of text keeps the Tab key for itself."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDockWidget, QWidget


def step(parts: Sequence[QWidget], by: int) -> None:
    """Give the keyboard to the next part (`by` 1) or the one before (-1), around the end.

    Parts that are not seen, or hold nothing that takes the keyboard, are left out. A dock behind a tab comes to the
    front, one that floats is a part like any other.
    """
    stops = [part for part in parts if part.isVisible() and _entry(part) is not None]
    if not stops:
        return
    # What floats has a window of its own.
    focus = QApplication.focusWidget() or parts[0].window().focusWidget()
    at = next((place for place, part in enumerate(stops) if focus is not None and _holds(part, focus)), 0)
    enter(stops[(at + by) % len(stops)])


def enter(part: QWidget) -> None:
    """Give the keyboard to the first of a part that takes it; nothing if nothing does."""
    if isinstance(part, QDockWidget):
        part.raise_()
    entry = _entry(part)
    if entry is not None:
        if not entry.isActiveWindow():
            entry.activateWindow()
        entry.setFocus(Qt.FocusReason.TabFocusReason)


def takes_keys(part: QWidget) -> bool:
    """True if something of a part takes the keyboard now."""
    return any(_takes_keys(each) for each in (part, *part.findChildren(QWidget)))


def _holds(part: QWidget, widget: QWidget) -> bool:
    return part is widget or part.isAncestorOf(widget)


def _entry(part: QWidget) -> QWidget | None:
    """What takes the keyboard first: the part itself, or the first of it that does.

    Of a dock its content comes before its title, and in that whatever stands in for the whole.
    """
    # Not by the focus chain: see tab_order.py.
    inside = part.findChildren(QWidget)
    if isinstance(part, QDockWidget) and (title := part.titleBarWidget()) is not None:
        # Some parts are made, and so are listed, after the title.
        inside.sort(key=title.isAncestorOf)
        panels = part.widget().findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
        inside = [*(proxy for panel in panels if (proxy := panel.focusProxy()) is not None), *inside]
    return next((each for each in (part, *inside) if _takes_keys(each)), None)


def _takes_keys(widget: QWidget) -> bool:
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.isEnabled() and widget.isVisible()
