"""Which cells of a span are written together, and what the page shows of the others meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from palimpsest.engine.canvas import ANCHOR
from palimpsest.engine.plans import Plan
from palimpsest.engine.request import CellState, Range


@dataclass(frozen=True, slots=True)
class Shown:
    """Cells on one side of a canvas."""

    ids: tuple[int, ...] = ()
    states: tuple[CellState, ...] = ()
    complete: bool = True
    """False if cells up to the border of the span have nothing to show yet."""

    @property
    def held(self) -> list[bool]:
        return [state is CellState.PINNED for state in self.states]


def groups(plan: Plan, follows: int, room: int, *, jointly: bool) -> list[Range]:
    """Cells to write together, from the first free one to the last, as ranges of cells in order.

    `follows` tokens stand behind the span; a canvas has `room` cells. With `jointly` neighbouring free runs share a
    canvas as long as they fit with the text behind them, and what lies between groups is only read; else all is one
    group, which may take several canvases.
    """
    runs = _free_runs(plan)
    if not runs:
        return []
    if not jointly:
        return [(runs[0][0], runs[-1][1])]
    found = [runs[0]]
    for begin, stop in runs[1:]:
        first = found[-1][0]
        if fits(stop - first, len(plan.places) - stop + follows, room):
            found[-1] = (first, stop)
        else:
            found.append((begin, stop))
    return found


def fits(cells: int, follows: int, room: int) -> bool:
    """True if the cells and enough of the text that follows share one canvas."""
    return cells + min(ANCHOR, follows + 1) <= room


def before(plan: Plan, written: Sequence[int]) -> Shown:
    """The cells that are done: tokens `written`, one for each of the first cells of the plan."""
    places = plan.places[: len(written)]
    return Shown(tuple(written), tuple(CellState.PINNED if place.held else CellState.SETTLED for place in places))


def behind(plan: Plan, stop: int) -> Shown:
    """The cells from cell `stop` on, before they are written: held text, and the old text in between.

    Of a run that `stop` cuts, only cells that begin with a token have something to show.
    """
    ids: list[int] = []
    states: list[CellState] = []
    cut = plan.places[stop - 1].run if stop else -1
    seen: set[int] = set()
    for place in plan.places[stop:]:
        if place.held or place.run == cut:
            if place.token is not None:
                ids.append(place.token)
                states.append(CellState.PINNED if place.held else CellState.FREE)
        elif place.run not in seen:
            seen.add(place.run)
            ids += plan.old[place.run]
            states += [CellState.FREE] * len(plan.old[place.run])
    last = plan.places[-1] if plan.places[stop:] else None
    complete = last is None or last.held or last.run != cut or last.token is not None
    return Shown(tuple(ids), tuple(states), complete)


def _free_runs(plan: Plan) -> list[Range]:
    """Where free cells are: ranges of cells between held ones."""
    runs: list[Range] = []
    for cell, place in enumerate(plan.places):
        if place.held:
            continue
        if runs and runs[-1][1] == cell:
            runs[-1] = runs[-1][0], cell + 1
        else:
            runs.append((cell, cell + 1))
    return runs
