"""Takes the keyboard from part to part of a window: a page of text keeps the Tab key for itself."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def step(parts: Sequence[QWidget], by: int) -> None:
    """Give the keyboard to the next part (`by` 1) or the one before (-1), around the end.

    Parts that are not seen, or hold nothing that takes the keyboard, are left out.
    """
    stops = [(part, entry) for part in parts if part.isVisible() and (entry := _entry(part)) is not None]
    if not stops:
        return
    focus = parts[0].window().focusWidget()
    at = next((place for place, (part, _) in enumerate(stops) if focus is not None and _holds(part, focus)), 0)
    _, entry = stops[(at + by) % len(stops)]
    entry.setFocus(Qt.FocusReason.TabFocusReason)


def _holds(part: QWidget, widget: QWidget) -> bool:
    return part is widget or part.isAncestorOf(widget)


def _entry(part: QWidget) -> QWidget | None:
    """What takes the keyboard first: the part itself, or the first of it that does."""
    # Not by the focus chain: see tab_order.py.
    return next((each for each in (part, *part.findChildren(QWidget)) if _takes_keys(each)), None)


def _takes_keys(widget: QWidget) -> bool:
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.isEnabled() and widget.isVisible()
