"""Lets the Tab key go through the parts of a window in the order in which they stand, whenever they were made."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def lead(parts: Sequence[QWidget]) -> None:
    """Tab goes through these parts of one window one after the other; in each of them as before."""
    chain = [widget := parts[0].window()]
    while (widget := widget.nextInFocusChain()) is not chain[0]:
        chain.append(widget)
    stops = [widget for widget in chain if widget.focusPolicy() & Qt.FocusPolicy.TabFocus]
    ordered = [stop for part in parts for stop in stops if stop is part or part.isAncestorOf(stop)]
    for one, other in pairwise(ordered):
        QWidget.setTabOrder(one, other)
