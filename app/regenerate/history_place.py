"""Finds where the span of an earlier run is in the text as it is now."""

from __future__ import annotations

from palimpsest.app.regenerate.history_entry import AROUND, HistoryEntry
from palimpsest.engine.request import Range

TELLING = 12
"""Code points that a piece of text must have, besides white space, to be taken for the place by itself."""
_LOOKED_AT = 4096
"""Code points of a piece in which they are looked for."""
_MOST_GROWTH = 4
"""A span that was written anew since may have become so many times as long, and `_SLACK` more."""
_SLACK = 200


def place_in(entry: HistoryEntry, text: str) -> Range | None:
    """The run's span in `text`, code points; None if nothing tells where it is, or two places look alike.

    Takes time proportional to the text, and nothing else. The old text, then what was accepted in its place, is looked
    for with its surroundings; then, wherever the document now begins and ends, what was accepted and the old text, with
    their surroundings and without; at last whatever stands between the surroundings.
    """
    stood = [entry.original]
    if entry.accepted is not None and entry.accepted != entry.original:
        stood.append(entry.accepted)
    for middle in stood:
        if (start := _exact(entry, middle, text)) is not None:
            return start, start + len(middle)
    stood.reverse()
    for middle in stood:
        whole = entry.before + middle + entry.after
        if _tells(whole) and (start := _only(text, whole)) is not None:
            start += len(entry.before)
            return start, start + len(middle)
    for middle in stood:
        if _tells(middle) and (start := _only(text, middle)) is not None:
            return start, start + len(middle)
    return _between(entry, text, max(map(len, stood)))


def _exact(entry: HistoryEntry, middle: str, text: str) -> int | None:
    """Where `middle` begins, if it stands in its surroundings: at the old place, or at the only other one."""
    whole = entry.before + middle + entry.after
    # Fewer surroundings than are remembered say that the document began or ended there.
    opens, closes = len(entry.before) < AROUND, len(entry.after) < AROUND
    if opens or closes:
        begin = 0 if opens else len(text) - len(whole)
        fits = len(whole) == len(text) if opens and closes else begin >= 0
        return begin + len(entry.before) if fits and text.startswith(whole, begin) else None
    begin = entry.start - AROUND
    if begin < 0 or not text.startswith(whole, begin):
        begin = _only(text, whole)
    return begin + AROUND if begin is not None else None


def _only(text: str, piece: str) -> int | None:
    """Where `piece` is; None if it is nowhere, twice, or nothing at all."""
    if not piece:
        return None
    start = text.find(piece)
    return start if start >= 0 and text.find(piece, start + 1) < 0 else None


def _tells(piece: str) -> bool:
    return sum(map(len, piece[:_LOOKED_AT].split())) >= TELLING


def _between(entry: HistoryEntry, text: str, length: int) -> Range | None:
    """What stands between the surroundings, if each is somewhere once and they are about as far apart as they were."""
    if not (entry.before or entry.after):
        return None
    start, end = 0, len(text)
    if entry.before:
        found = _only(text, entry.before) if _tells(entry.before) else None
        if found is None:
            return None
        start = found + len(entry.before)
    if entry.after:
        found = _only(text, entry.after) if _tells(entry.after) else None
        if found is None:
            return None
        end = found
    return (start, end) if 0 <= end - start <= _MOST_GROWTH * length + _SLACK else None
