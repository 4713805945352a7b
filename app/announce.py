"""Tells a screen reader what happens to a run; its start and its end, not every pass."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

from palimpsest.app.regenerate.run import Run, RunState

if TYPE_CHECKING:
    from PySide6.QtCore import QObject


def announce(source: QObject, text: str) -> None:
    """Say one sentence through the system's accessibility service, if one listens."""
    if text and QAccessible.isActive():
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(source, text))


def sentence(run: Run) -> str:
    """What is worth saying when a run has come into its state; empty for states that are only on the way."""
    translate = QCoreApplication.translate
    if run.state is RunState.PROPOSED and (count := len(run.alternatives.items)) > 1:
        return translate("announce", "{count} drafts. Enter accepts, Escape discards.").format(count=count)
    if run.state is RunState.FAILED:
        return str(run.failure) if run.failure else ""
    return {
        RunState.PREPARING: translate("announce", "Regenerating. The page keeps the original until you accept."),
        RunState.PROPOSED: translate("announce", "One draft. Enter accepts, Escape discards."),
        RunState.ACCEPTED: translate("announce", "Accepted."),
        RunState.DISCARDED: translate("announce", "Discarded. The original stands."),
    }.get(run.state, "")


def reading(run: Run) -> str:
    """The alternative that is shown, read out: it stands on the page, and not in the document."""
    text = QCoreApplication.translate("announce", "Draft {number} of {count}: {text}")
    chosen = run.alternatives
    return text.format(number=chosen.place + 1, count=len(chosen.items), text=chosen.shown.text)
