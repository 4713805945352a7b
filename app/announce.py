"""Tells a screen reader what happens to a run; its start and its end, not every pass."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
    match run.state:
        case RunState.PREPARING:
            return "Regenerating. The page keeps the original until you accept."
        case RunState.PROPOSED:
            count = len(run.alternatives.items)
            drafts = "One draft" if count == 1 else f"{count} drafts"
            return f"{drafts}. Enter accepts, Escape discards."
        case RunState.ACCEPTED:
            return "Accepted."
        case RunState.DISCARDED:
            return "Discarded. The original stands."
        case RunState.FAILED:
            return str(run.failure) if run.failure else ""
        case _:
            return ""
