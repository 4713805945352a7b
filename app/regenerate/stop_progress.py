"""How far a run is from its end, and what ended it. No Qt."""

from __future__ import annotations

import enum
import math

from palimpsest.engine import stop_rule
from palimpsest.engine.request import CellState, Failed, Finished, Pass

_NEARLY = 0.95
"""What is still changing is not at its end, however certain it is."""


class Ending(enum.Enum):
    """What ended a run."""

    SETTLED = enum.auto()
    STILL = enum.auto()
    """No cell had taken a new token for long."""
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
    if _stands_still(last):
        return Ending.STILL
    return Ending.LIMIT if last.number >= last.limit else Ending.OTHER


def patience(shown: Pass) -> int:
    """How many passes in a row without a new token end a draft such as this."""
    return stop_rule.patience(shown.entropy, _free(shown))


def _free(shown: Pass) -> int:
    return sum(state not in (CellState.PINNED, CellState.SETTLED) for state in shown.states)


def _stands_still(shown: Pass) -> bool:
    return stop_rule.stands_still(shown.entropy, shown.still, _free(shown))


def share(first: Pass, shown: Pass) -> float:
    """How far a canvas has come, [0, 1], by the rule that is nearest: certainty, standing still, or the most passes.

    `first` is the first pass of the canvas. Entropy counts in decades, for that is how it falls.
    """
    start = max(first.entropy, stop_rule.SETTLED_ENTROPY * 2)
    now = max(shown.entropy, stop_rule.SETTLED_ENTROPY)
    settling = math.log(start / now) / math.log(start / stop_rule.SETTLED_ENTROPY)
    near = max(0.0, settling, min(1.0, shown.still / patience(shown)))
    if not (stop_rule.settled(shown.entropy, shown.changed) or _stands_still(shown)):
        near = min(near, _NEARLY)
    return max(near, min(1.0, shown.number / max(1, shown.limit)))
