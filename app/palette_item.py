"""What the palette offers to be chosen, apart from how it is shown: those who ask need nothing else of it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Item:
    """A row that can be chosen."""

    label: str
    detail: str = ""
    """Stands at the right, such as keys or a folder."""
    data: object = None
    """Whatever the asker knows it by."""
    group: str = ""
    """Stands faint before the label."""
    enabled: bool = True
    state: str = ""
    """A faint word after the label, such as "on"."""
