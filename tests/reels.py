"""Passes as an engine sends them, for tests of what shows them."""

from __future__ import annotations

from palimpsest.app.regenerate.film import Film
from palimpsest.engine.request import Alternative, Candidate, CellState, Finished, InfillRequest, ModelInfo, Pass

INFO = ModelInfo("tiny", "cpu", 1000, 64, follows_instructions=False)


def make_pass(number: int, *, limit: int = 8, cells: int = 6, canvas: int = 1, canvases: int = 1, **more) -> Pass:
    """A pass in which the first `number` cells are accepted; each reads like itself and, as noise, like the pass."""
    accepted = [cell < number for cell in range(cells)]
    fields = {
        "pieces": tuple(f" w{cell}" if known else f" n{number}" for cell, known in enumerate(accepted)),
        "certainty": tuple(0.95 if known else 0.2 for known in accepted),
        "states": tuple(CellState.ACCEPTED if known else CellState.RENOISED for known in accepted),
        "temperature": 0.8 - 0.05 * number,
        "entropy": 2.0 / 2**number,
        "accepted": sum(accepted),
        "changed": cells - sum(accepted),
        **more,
    }
    return Pass(number=number, limit=limit, canvas=canvas, canvases=canvases, **fields)


def make_film(*passes: Pass, ended: bool = False) -> Film:
    film = Film(InfillRequest("one two three", 4, 7), INFO, list(passes))
    if ended:
        film.outcome = Finished((Alternative(" two", -1.25, len(passes)),), 0.5, "tiny", 7)
    return film


def drafts(*entropies: float, dropped: int = 0) -> tuple[Candidate, ...]:
    """Drafts of growing length; the first is shown, the last `dropped` were given up."""
    kept = len(entropies) - dropped
    return tuple(
        Candidate(10 + place, entropy, running=place < kept, dropped=place >= kept, shown=place == 0)
        for place, entropy in enumerate(entropies)
    )
