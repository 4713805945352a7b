"""How far a run is from its end, and what ended it. No Qt."""

from __future__ import annotations

import enum
import math

from palimpsest.engine import stop_rule
from palimpsest.engine.request import Failed, Finished, Pass

_NEARLY = 0.95
"""What is still changing is not at its end, however certain it is."""


class Ending(enum.Enum):
    """What ended a run."""

    SETTLED = enum.auto()
    STILL = enum.auto()
    """The same cells had been accepted for long."""
    LIMIT = enum.auto()
    """It took all its passes."""
    OTHER = enum.auto()
    """The drafts beside the shown one ended last, or there was nothing to write."""
    STOPPED = enum.auto()
    """By the user."""
    FAILED = enum.auto()


def ending(last: Pass | None, outcome: Finished | Failed | None) -> Ending | None:
    """What ended a run, from its last pass and its outcome; None while it goes on."""
    match outcome:
        case None:
            return None
        case Failed():
            return Ending.FAILED
        case Finished(stopped=True):
            return Ending.STOPPED
    return Ending.OTHER if last is None else _own_ending(last)


def _own_ending(last: Pass) -> Ending:
    if stop_rule.settled(last.entropy, last.changed):
        return Ending.SETTLED
    if stop_rule.stands_still(last.entropy, last.changed, last.still):
        return Ending.STILL
    return Ending.LIMIT if last.number >= last.limit else Ending.OTHER


def share(first: Pass, shown: Pass) -> float:
    """How far a canvas has come, [0, 1], by the rule that is nearest: certainty, standing still, or the most passes.

    `first` is the first pass of the canvas. Entropy counts in decades, for that is how it falls.
    """
    start = max(first.entropy, stop_rule.SETTLED_ENTROPY * 2)
    now = max(shown.entropy, stop_rule.SETTLED_ENTROPY)
    settling = math.log(start / now) / math.log(start / stop_rule.SETTLED_ENTROPY)
    still = shown.still / stop_rule.PLATEAU_PASSES if shown.entropy < stop_rule.PLATEAU_ENTROPY else 0.0
    near = max(0.0, settling, min(1.0, still))
    if shown.changed or not (
        stop_rule.settled(shown.entropy, 0) or stop_rule.stands_still(shown.entropy, 0, shown.still)
    ):
        near = min(near, _NEARLY)
    return max(near, min(1.0, shown.number / max(1, shown.limit)))
