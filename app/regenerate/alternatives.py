"""The texts that a run offers, and which of them is shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

if TYPE_CHECKING:
    from palimpsest.engine.request import Alternative


@dataclass(frozen=True, slots=True)
class Alternatives:
    """Finished texts, best first, one of them shown. Cycling wraps round."""

    items: tuple[Alternative, ...]
    place: int = 0

    @property
    def shown(self) -> Alternative:
        """The one on the page. Raises `IndexError` if there is none."""
        return self.items[self.place]

    @property
    def counter(self) -> str:
        """ "2 of 3", or nothing where there is no choice."""
        if len(self.items) < 2:
            return ""
        text = QCoreApplication.translate("Alternatives", "{number} of {count}")
        return text.format(number=self.place + 1, count=len(self.items))

    def moved(self, by: int) -> Alternatives:
        """The same texts with another one shown."""
        return Alternatives(self.items, (self.place + by) % len(self.items)) if self.items else self
