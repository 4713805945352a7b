"""What a run achieves, in numbers: how fast, in how many passes, and what knowing some of the prefix has saved."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from palimpsest.engine.request import CellState, Pass


@dataclass(frozen=True, slots=True)
class RunNumbers:
    """Of all passes so far. None where nothing can be said yet, or the engine keeps no time."""

    passes: int = 0
    tokens: int = 0
    """Cells of the shown draft that the model writes itself."""
    tokens_per_second: float | None = None
    """Tokens of the draft for each second of the run, reading the text included."""
    pass_ms: float | None = None
    """Milliseconds from one pass to the next."""
    tokens_per_pass: float | None = None
    prefix: int = 0
    """Tokens of text before the canvas."""
    reused: float | None = None
    """Share of these that an earlier run had read already, [0, 1]."""
    saved_ms: float | None = None
    """Milliseconds that this has saved, in all takes together, as the engine estimates it."""


def of_takes(takes: Iterable[Sequence[Pass]]) -> RunNumbers:
    """The numbers of a run from the passes of each of its takes; each take has a clock of its own."""
    parts = [take for take in takes if take]
    if not parts:
        return RunNumbers()
    passes = sum(map(len, parts))
    tokens = sum(_written(take[-1]) for take in parts)
    seconds = sum(take[-1].seconds for take in parts)
    # The first pass also stands for the reading of the text: the time between passes begins after it.
    steps = sum(len(take) - 1 for take in parts)
    between = sum(take[-1].seconds - take[0].seconds for take in parts)
    last = parts[-1][-1]
    saved = [take[-1].saved_ms for take in parts]
    return RunNumbers(
        passes=passes,
        tokens=tokens,
        tokens_per_second=tokens / seconds if seconds > 0 else None,
        pass_ms=1000 * between / steps if steps and between > 0 else None,
        tokens_per_pass=tokens / passes,
        prefix=last.prefix,
        reused=min(1.0, last.reused / last.prefix) if last.prefix else None,
        saved_ms=sum(filter(None, saved), 0.0) if saved != [None] * len(saved) else None,
    )


def _written(entry: Pass) -> int:
    return sum(state is not CellState.PINNED for state in entry.states)
