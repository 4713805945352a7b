"""One run as it is remembered: where it was, what was asked for, what came of it, and what became of that."""

from __future__ import annotations

import enum
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from uuid import uuid4

from palimpsest.app.regenerate.wish import Wish
from palimpsest.engine.request import InfillRequest, Range

AROUND = 80
"""Code points of the text on either side that are remembered, to find the place again."""
MOST = 200
"""Runs that are remembered of one document."""
ROOM = 4_000_000
"""Bytes that all their texts may take together."""
ORIGINAL = -1
"""Stands for the text that was there before the run, where its texts are numbered."""


class Outcome(enum.StrEnum):
    """How a run ended."""

    ACCEPTED = "accepted"
    PARTLY = "partly"
    """Only parts of the proposal went into the document."""
    DISCARDED = "discarded"
    FAILED = "failed"
    STOPPED = "stopped"
    """Ended early by the user, and its draft was not taken."""


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """Plain data. Positions are code points; `pins` and `holes` count from the start of the span."""

    id: str
    time: datetime
    """UTC."""
    start: int
    end: int
    """The span in the document as it was then."""
    original: str
    before: str
    """At most `AROUND` code points in front of the span; fewer only where the document began."""
    after: str
    wish: Wish
    """With the seed that was used."""
    pins: tuple[Range, ...] = ()
    holes: tuple[Range, ...] = ()
    model: str = ""
    passes: int = 0
    seconds: float = 0.0
    texts: tuple[str, ...] = ()
    """Every alternative, best first. They live in memory only: nothing on the disk ever sees a draft."""
    accepted: str | None = None
    """What then stood in place of the span, also after a partial acceptance; None if the document did not change."""
    outcome: Outcome = Outcome.DISCARDED
    steered: int = 0
    """How often the run was steered: words chosen or rejected, pins set while it ran."""
    starred: bool = False
    """The user wants to find it again; such runs are forgotten last."""

    @classmethod
    def of(cls, request: InfillRequest, wish: Wish, outcome: Outcome, **more: object) -> HistoryEntry:
        """The entry of a run that ends now. `more` gives any of the fields from `model` on."""
        text, start, end = request.text, request.start, request.end
        return cls(
            id=uuid4().hex,
            time=datetime.now(UTC),
            start=start,
            end=end,
            original=text[start:end],
            before=text[max(0, start - AROUND) : start],
            after=text[end : end + AROUND],
            wish=replace(wish, seed=request.seed if wish.seed is None else wish.seed),
            pins=tuple((low - start, high - start) for low, high in request.pins),
            holes=tuple((low - start, high - start) for low, high in request.holes),
            outcome=outcome,
            **more,  # pyright: ignore[reportArgumentType]
        )

    @property
    def kept(self) -> bool:
        """True if it is among the last to be forgotten: starred, or in the document."""
        return self.starred or self.accepted is not None

    @property
    def offers(self) -> tuple[str, ...]:
        """The texts that can still be shown or applied: all alternatives, and the accepted text if it is none of them.

        Empty where only making them again can bring them back.
        """
        if self.accepted is None or self.accepted in self.texts:
            return self.texts
        return (*self.texts, self.accepted)

    def text_at(self, place: int) -> str | None:
        """The text at a place in `offers`, or what stood there before for `ORIGINAL`; None if there is no such one."""
        if place == ORIGINAL:
            return self.original
        return self.offers[place] if 0 <= place < len(self.offers) else None

    @property
    def size(self) -> int:
        """Bytes of memory that its texts take."""
        own = (self.original, self.before, self.after, self.wish.instruction, self.accepted or "")
        return sum(map(sys.getsizeof, (*own, *self.texts)))

    @property
    def settings(self) -> tuple[object, ...]:
        """What runs of one group share: everything but the seed, for the same text."""
        # Where nothing stood, only the surroundings tell one place from another.
        place = (self.original,) if self.original else (self.before, self.after)
        return place, replace(self.wish, seed=None), self.pins, self.holes, self.model

    def pins_at(self, start: int) -> tuple[Range, ...]:
        """The pins of a span that begins at `start`."""
        return tuple((start + low, start + high) for low, high in self.pins)

    def holes_at(self, start: int) -> tuple[Range, ...]:
        """The holes of a span that begins at `start`."""
        return tuple((start + low, start + high) for low, high in self.holes)


@dataclass(frozen=True, slots=True)
class Group:
    """Runs with the same settings and other seeds, newest first; never empty."""

    entries: tuple[HistoryEntry, ...]

    @property
    def newest(self) -> HistoryEntry:
        """The one that stands for all in a header."""
        return self.entries[0]


def grouped(entries: Iterable[HistoryEntry]) -> tuple[Group, ...]:
    """Entries, newest first, as groups; the group with the newest entry comes first."""
    groups: dict[object, list[HistoryEntry]] = {}
    for entry in entries:
        groups.setdefault(entry.settings, []).append(entry)
    return tuple(Group(tuple(group)) for group in groups.values())


def bounded(entries: Sequence[HistoryEntry], most: int = MOST, room: int = ROOM) -> tuple[HistoryEntry, ...]:
    """As many entries, newest first, as are remembered.

    Texts that were not accepted go first, the oldest before the others; then whole entries. What is `kept` goes last.
    """
    beyond = set(_oldest_first(entries)[: max(0, len(entries) - most)])
    result = [entry for place, entry in enumerate(entries) if place not in beyond]
    over = sum(entry.size for entry in result) - room
    for place in _oldest_first(result):
        if over <= 0:
            break
        lean = replace(result[place], texts=())
        over -= result[place].size - lean.size
        result[place] = lean
    gone: set[int] = set()
    for place in _oldest_first(result):
        if over <= 0:
            break
        over -= result[place].size
        gone.add(place)
    return tuple(entry for place, entry in enumerate(result) if place not in gone)


def _oldest_first(entries: Sequence[HistoryEntry]) -> list[int]:
    """Places in the order in which they are forgotten."""
    return sorted(range(len(entries)), key=lambda place: (entries[place].kept, -place))
