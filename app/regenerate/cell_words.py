"""What is said of one cell: by the line below the grid, by tool tips, and to screen readers."""

from __future__ import annotations

import math

from PySide6.QtCore import QCoreApplication

from palimpsest.app.decimals import decimal
from palimpsest.app.documents.translate import mark
from palimpsest.engine.request import CellState, Pass

STATES: dict[CellState, str] = {
    CellState.ACCEPTED: mark("accepted"),
    CellState.RENOISED: mark("noise again"),
    CellState.FREE: mark("kept"),
    CellState.PINNED: mark("pinned"),
    CellState.SETTLED: mark("written before"),
}
BEHIND = mark("text behind")

_SIGNS = str.maketrans({"\n": "↵", "\r": "", "\t": "⇥", "\u2029": "↵", "\u2028": "↵"})


def token(piece: str) -> str:
    """The text of a cell in quotes, line ends and tabs as signs."""
    if not piece:
        return QCoreApplication.translate("cells", "part of a character")
    return QCoreApplication.translate("cells", "“{text}”").format(text=piece.translate(_SIGNS))


def describe(shown: Pass, cell: int, changed: bool) -> str:
    """One line about a cell of the span or, behind those, of the text pinned after it."""
    if cell >= len(shown.pieces):
        return f"{token(shown.anchor[cell - len(shown.pieces)])} · {QCoreApplication.translate('', BEHIND)}"
    state, certainty = shown.states[cell], shown.certainty[cell]
    parts = [token(shown.pieces[cell]), QCoreApplication.translate("", STATES[state])]
    if changed:
        parts.append(QCoreApplication.translate("cells", "changed"))
    if state not in (CellState.PINNED, CellState.SETTLED):
        entropy = abs(math.log(max(certainty, 1e-9)))
        parts.append(QCoreApplication.translate("cells", "{percent} % certain").format(percent=round(100 * certainty)))
        parts.append(QCoreApplication.translate("cells", "{entropy} nats").format(entropy=decimal(entropy, 2)))
    return " · ".join(parts)


def summary(shown: Pass) -> str:
    """How many cells are in which state, those with none left out."""
    counted = ((state, shown.states.count(state)) for state in STATES)
    text = QCoreApplication.translate("cells", "{count} {state}")
    return " · ".join(
        text.format(count=count, state=QCoreApplication.translate("", STATES[state]))
        for state, count in counted
        if count
    )
