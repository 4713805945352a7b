"""The texts that a run offers, which of them is shown, and what the user has made of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QCoreApplication

from palimpsest.app.editor.range_set import Range
from palimpsest.app.regenerate.proposal import Proposal
from palimpsest.app.regenerate.steering import Steering
from palimpsest.engine.request import Alternative


@dataclass(frozen=True, slots=True)
class Alternatives:
    """Finished texts, best first, one of them shown. Cycling wraps round."""

    items: tuple[Alternative, ...]
    """As the engine gave them."""
    place: int = 0
    proposals: tuple[Proposal, ...] = ()
    """One for each of `items`, as the user has left it: its own pins and draft, one and the same original."""

    @staticmethod
    def of(
        items: Sequence[Alternative],
        original: str,
        *,
        steering: Steering | None = None,
        pins: Sequence[Range] | None = None,
    ) -> Alternatives:
        """Texts for a span that says `original`.

        `steering` is what their run went on from, if it did; `pins` else are the user's (see `Proposal.of`).
        """
        if steering is not None:
            proposals = tuple(steering.settle(item, original) for item in items)
        else:
            proposals = tuple(Proposal.of(item, original, pins) for item in items)
        return Alternatives(tuple(items), 0, proposals)

    @property
    def shown(self) -> Alternative:
        """The one on the page, as the engine gave it. Raises `IndexError` if there is none."""
        return self.items[self.place]

    @property
    def proposal(self) -> Proposal:
        """The one on the page, as the user has left it. Raises `IndexError` if there is none."""
        return self.proposals[self.place]

    @property
    def counter(self) -> str:
        """ "2 of 3", or nothing where there is no choice."""
        if len(self.items) < 2:
            return ""
        text = QCoreApplication.translate("Alternatives", "{number} of {count}")
        return text.format(number=self.place + 1, count=len(self.items))

    @property
    def note(self) -> str:
        """ "1 alike left out", or nothing where the shown text was the only one of its kind."""
        merged = self.shown.merged if self.items else 0
        text = QCoreApplication.translate("Alternatives", "{count} alike left out")
        return text.format(count=merged) if merged else ""

    def with_former(self, other: Alternatives) -> Alternatives:
        """The same texts, and behind them the one that `other` shows, unless it is among them."""
        former = other.proposal
        if any(each.text == former.text for each in self.proposals):
            return self
        return replace(self, items=(*self.items, other.shown), proposals=(*self.proposals, former))

    def moved(self, by: int) -> Alternatives:
        """The same texts with another one shown."""
        return replace(self, place=(self.place + by) % len(self.items)) if self.items else self

    def replaced(self, proposal: Proposal) -> Alternatives:
        """The shown text as the user has left it. Part of it taken: the others stand beside the new original, too."""
        changed = [each.beside(proposal.original) for each in self.proposals]
        changed[self.place] = proposal
        return replace(self, proposals=tuple(changed))
