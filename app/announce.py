"""Tells a screen reader what happens, and has the sentences for what happens to a run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

from palimpsest.app.regenerate.run import Run, RunState

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

SPOKEN = 400
"""Code points of a draft that are read out by themselves; more would bury what can be done with it."""

translate = QCoreApplication.translate


def announce(source: QObject, text: str) -> None:
    """Say one sentence through the system's accessibility service, if one listens."""
    if text and QAccessible.isActive():
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(source, text))


def sentence(run: Run, text: str = "") -> str:
    """What is worth saying when a run has come into its state; empty for states that are only on the way.

    `text` is what the proposal says, as it is to be read out.
    """
    match run.state:
        case RunState.PREPARING:
            return translate("announce", "Regenerating. The page keeps the original until you accept.")
        case RunState.PROPOSED:
            count = len(run.alternatives.items)
            drafts = (
                translate("announce", "One draft. Enter accepts, Escape discards. It says: {text}")
                if count == 1
                else translate("announce", "{count} drafts. Enter accepts, Escape discards. Draft {number}: {text}")
            )
            return drafts.format(count=count, number=run.place + 1, text=shortened(text))
        case RunState.ACCEPTED:
            return translate("announce", "Accepted.")
        case RunState.DISCARDED:
            return translate("announce", "Discarded. The original stands.")
        case RunState.FAILED:
            return str(run.failure) if run.failure else ""
        case _:
            return ""


def going_on(note: str, pinned: str = "", freed: str = "") -> str:
    """A run goes on from where it was: words were pinned or let go of, or what `note` says was done."""
    if pinned:
        return translate("announce", "Going on. Pinned: {text}").format(text=shortened(pinned))
    if freed:
        return translate("announce", "Going on. Not pinned any more: {text}").format(text=shortened(freed))
    if note:
        return translate("announce", "Going on: {what}.").format(what=note)
    return translate("announce", "Going on.")


def reading(run: Run, text: str) -> str:
    """Another alternative is shown: it stands on the page, and not in the document. `text` is what it says."""
    place = translate("announce", "Draft {number} of {count}: {text}")
    return place.format(number=run.alternatives.place + 1, count=len(run.alternatives.items), text=shortened(text))


def changes_left(count: int) -> str:
    """How much of a proposal is still to be answered."""
    if count == 1:
        return translate("announce", "1 change left.")
    return translate("announce", "{count} changes left.").format(count=count)


def shortened(text: str) -> str:
    """As much of a text as is read out by itself."""
    return text if len(text) <= SPOKEN else f"{text[:SPOKEN].rstrip()}…"
