"""Runs as the history remembers them, for tests."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from palimpsest.app.regenerate.history_entry import HistoryEntry, Outcome
from palimpsest.app.regenerate.wish import Wish
from palimpsest.engine.request import InfillRequest

TEXT = "On the table stood a small brown cup. Nobody looked at it."
NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)


def entry(number: int = 0, **more: object) -> HistoryEntry:
    """A run over "small brown" with seed `number`, so many minutes after noon; `more` gives other fields."""
    at = TEXT.index("small")
    request = InfillRequest(TEXT, at, at + 11, pins=((at, at + 5),), seed=number)
    made = HistoryEntry.of(request, Wish("shorter", 0.6), Outcome.DISCARDED)
    return replace(made, time=NOON + timedelta(minutes=number), **more)  # pyright: ignore[reportArgumentType]
