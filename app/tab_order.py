"""Lets the Tab key go through the parts of a window in the order in which they stand, whenever they were made."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def lead(first: QWidget, parts: Sequence[QWidget]) -> None:
    """From `first`, which stays where it is, Tab goes to the parts; in each to its children as they were made."""
    # Not by `nextInFocusChain`: PySide takes what that returns for a child of the one before, and lets both go.
    # Nor is `first` moved: Qt would take along whatever lies between an editor and its viewport.
    before = (_stops(first) or [first])[-1]
    for part in parts:
        for stop in _stops(part):
            QWidget.setTabOrder(before, stop)
            before = stop


def _stops(part: QWidget) -> list[QWidget]:
    # What a box drops down is its child, and has a window of its own.
    here = (each for each in part.findChildren(QWidget) if each.window() is part.window())
    return [each for each in here if each.focusPolicy() & Qt.FocusPolicy.TabFocus]
