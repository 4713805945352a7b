"""What the history says of a run: its settings, what became of it, and its texts in one line."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLocale

from palimpsest.app.documents.translate import mark
from palimpsest.app.regenerate.history_entry import Group, HistoryEntry, Outcome
from palimpsest.app.regenerate.wish import strength_name
from palimpsest.app.spoken_time import spoken

OUTCOMES = {
    Outcome.ACCEPTED: mark("accepted"),
    Outcome.PARTLY: mark("partly accepted"),
    Outcome.DISCARDED: mark("discarded"),
    Outcome.FAILED: mark("failed"),
    Outcome.STOPPED: mark("stopped"),
}
LENGTHS = {"shorter": mark("shorter"), "same": mark("same length"), "longer": mark("longer")}
translate = QCoreApplication.translate

_LINE = 160
"""Code points of a text that can be seen in a line, at the most."""
_PARTS = " · "


def one_line(text: str) -> str:
    """The beginning of a text, with its white space as single spaces."""
    return " ".join(text[: 4 * _LINE].split())[:_LINE]


def group_title(group: Group) -> str:
    """What the runs of a group share: "today 14:05 – 60% – shorter"."""
    newest = group.newest
    percent = translate("HistoryWords", "{percent}%").format(percent=_percent(newest))
    parts = (spoken(newest.time), percent, about(newest))
    return " – ".join(parts)


def about(entry: HistoryEntry) -> str:
    """The first words of the instruction; without one, of the text that was regenerated."""
    if entry.wish.instruction.strip():
        return one_line(entry.wish.instruction)
    if not entry.original.strip():
        return translate("HistoryWords", "new text")
    return translate("HistoryWords", "“{text}”").format(text=one_line(entry.original))


def title(entry: HistoryEntry) -> str:
    """The first words of what came of a run, as far as that is still known; else of what stood there before."""
    offers = entry.offers
    text = entry.accepted if entry.accepted is not None else offers[0] if offers else entry.original
    return one_line(text) or (translate("HistoryWords", "(empty)") if offers else translate("HistoryWords", "new text"))


def origin(entry: HistoryEntry) -> str:
    """When, with which seed, by which model: "14:05 · seed 4821 · tiny"."""
    parts = [f"{entry.time.astimezone():%H:%M}"]
    if entry.wish.seed is not None:
        parts.append(translate("HistoryWords", "seed {seed}").format(seed=short_seed(entry.wish.seed)))
    return _PARTS.join([*parts, entry.model] if entry.model else parts)


def short_seed(seed: int) -> str:
    """Enough of a seed to tell it from its neighbours in a list."""
    digits = str(seed)
    return digits if len(digits) <= 5 else f"…{digits[-4:]}"


def outcome(entry: HistoryEntry) -> str:
    """What became of it, in a word or two."""
    return _common(OUTCOMES[entry.outcome])


def settings(entry: HistoryEntry) -> str:
    """Everything that was asked for: "60% rewrite · same length · 3 drafts · seed 482193 · 1 pin"."""
    wish = entry.wish
    length = _common(LENGTHS[wish.length])
    if wish.tokens is not None:
        length = _counted(
            wish.tokens, translate("HistoryWords", "1 token"), translate("HistoryWords", "{count} tokens")
        )
    parts = [
        translate("HistoryWords", "{percent}% {name}").format(
            percent=_percent(entry), name=_common(strength_name(_percent(entry)))
        ),
        length,
        _counted(wish.alternatives, translate("HistoryWords", "1 draft"), translate("HistoryWords", "{count} drafts")),
    ]
    if wish.seed is not None:
        parts.append(translate("HistoryWords", "seed {seed}").format(seed=wish.seed))
    if entry.pins:
        parts.append(
            _counted(len(entry.pins), translate("HistoryWords", "1 pin"), translate("HistoryWords", "{count} pins"))
        )
    if entry.holes:
        parts.append(
            _counted(len(entry.holes), translate("HistoryWords", "1 hole"), translate("HistoryWords", "{count} holes"))
        )
    return _joined(parts)


def course(entry: HistoryEntry) -> str:
    """How it went: "accepted · tiny · 24 passes · 1.2 s · steered 2 times"."""
    parts = [outcome(entry)]
    if entry.model:
        parts.append(entry.model)
    if entry.passes:
        parts.append(
            _counted(entry.passes, translate("HistoryWords", "1 pass"), translate("HistoryWords", "{count} passes"))
        )
    if entry.seconds:
        parts.append(translate("HistoryWords", "{seconds} s").format(seconds=QLocale().toString(entry.seconds, "f", 1)))
    if entry.steered:
        parts.append(
            _counted(
                entry.steered,
                translate("HistoryWords", "steered once"),
                translate("HistoryWords", "steered {count} times"),
            )
        )
    return _joined(parts)


def record(entry: HistoryEntry) -> str:
    """All that is needed to make it again, in lines."""
    lines = [spoken(entry.time), entry.wish.instruction.strip(), settings(entry), course(entry)]
    return "\n".join(line for line in lines if line)


def reading(entry: HistoryEntry, found: bool) -> str:
    """A row, as a screen reader says it."""
    parts = [title(entry), outcome(entry), origin(entry)]
    if entry.starred:
        parts.append(translate("HistoryWords", "starred"))
    if not found:
        parts.append(translate("HistoryWords", "its place has changed"))
    return ", ".join(parts)


def text_label(entry: HistoryEntry, place: int) -> str:
    """What a text of an entry is: "original", "2", "1 · accepted"."""
    if place < 0:
        return translate("HistoryWords", "original")
    accepted = entry.offers[place] == entry.accepted
    if place >= len(entry.texts):
        return _common(OUTCOMES[entry.outcome])
    return _PARTS.join([str(place + 1), translate("HistoryWords", "accepted")]) if accepted else str(place + 1)


def _joined(parts: list[str]) -> str:
    """Parts that may stand in several lines, none of them broken."""
    return _PARTS.join(part.replace(" ", "\u00a0") for part in parts)


def _percent(entry: HistoryEntry) -> int:
    return round(100 * entry.wish.strength)


def _counted(count: int, one: str, many: str) -> str:
    return one if count == 1 else many.format(count=QLocale().toString(count))


def _common(text: str) -> str:
    return translate("", text)
