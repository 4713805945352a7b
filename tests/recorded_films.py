"""Films for tests: any film there may be, and one recorded from a scripted engine."""

from __future__ import annotations

import threading

from hypothesis import strategies as st
from scripted import ScriptedEngine

from palimpsest.app.regenerate.film import Film
from palimpsest.engine.request import (
    Alternative,
    Candidate,
    Cell,
    CellState,
    Failed,
    Finished,
    InfillRequest,
    Pass,
    RunnerUp,
    Segment,
)


def record(request: InfillRequest, engine: ScriptedEngine) -> Film:
    """The film of a whole run."""
    film = Film(request, engine.info)
    for event in engine.infill(request, threading.Event()):
        film.add(event)
    return film


def _figures(low: float, high: float) -> st.SearchStrategy[float]:
    """Numbers with no more digits than a film keeps."""
    return st.floats(low, high).map(lambda value: float(f"{value:.6g}"))


texts = st.text(st.characters(codec="utf-8"), max_size=12)
ids = st.integers(0, 262_143)
shares = _figures(0, 1)


@st.composite
def passes(draw: st.DrawFn) -> Pass:
    """Any pass, with or without what the window does without."""
    cells = draw(st.lists(st.tuples(texts, shares, st.sampled_from(CellState), ids), max_size=6))
    return Pass(
        number=draw(st.integers(1, 48)),
        limit=48,
        pieces=tuple(cell[0] for cell in cells),
        certainty=tuple(cell[1] for cell in cells),
        states=tuple(cell[2] for cell in cells),
        canvas=draw(st.integers(1, 3)),
        canvases=3,
        temperature=draw(_figures(0, 2)),
        entropy=draw(_figures(0, 10)),
        accepted=draw(st.integers(0, 6)),
        changed=draw(st.integers(0, 6)),
        candidates=draw(st.integers(1, 5)),
        ids=tuple(cell[3] for cell in cells) if draw(st.booleans()) else (),
        anchor=tuple(draw(st.lists(texts, max_size=2))),
        drafts=tuple(
            draw(
                st.lists(
                    st.builds(
                        Candidate, st.integers(1, 99), _figures(0, 10), st.booleans(), st.booleans(), st.booleans()
                    ),
                    max_size=2,
                )
            )
        ),
        still=draw(st.integers(0, 3)),
        prefix=draw(st.integers(0, 9)),
        reused=draw(st.integers(0, 9)),
        saved_ms=draw(st.none() | _figures(0, 10_000)),
        seconds=draw(_figures(0, 100)),
    )


_cells = st.builds(
    Cell,
    ids,
    texts,
    shares,
    st.booleans(),
    st.lists(st.builds(RunnerUp, ids, texts, shares), max_size=2).map(tuple),
)
alternatives = st.builds(
    Alternative,
    texts,
    st.one_of(_figures(-30, 0), st.just(float("-inf"))),
    st.integers(0, 48),
    st.lists(_cells, max_size=3).map(tuple),
    st.integers(0, 3),
)
endings = st.one_of(
    st.none(),
    st.builds(Failed, texts, texts),
    st.builds(
        Finished,
        alternatives=st.lists(alternatives, max_size=3).map(tuple),
        seconds=_figures(0, 100),
        model=texts,
        seed=st.integers(0, 2**63 - 1),
        stopped=st.booleans(),
    ),
)
_id_lists = st.lists(ids, max_size=3).map(tuple)
segments = st.builds(Segment, _id_lists, texts, st.booleans(), st.booleans(), shares, _id_lists)


@st.composite
def films(draw: st.DrawFn) -> Film:
    """Any film, steered or not."""
    left, middle, right = draw(texts), draw(texts), draw(texts)
    start, end = len(left), len(left) + len(middle)
    request = InfillRequest(
        left + middle + right,
        start,
        end,
        draw(texts),
        strength=0.5,
        alternatives=3,
        pins=((start, end),) if middle and draw(st.booleans()) else (),
        length=draw(st.one_of(st.none(), st.integers(1, 99))),
        seed=draw(st.one_of(st.none(), ids)),
        name=draw(st.sampled_from(["", "a.md", "b.py"])),
        holes=((start, start),) if draw(st.booleans()) else (),
        scale=draw(st.sampled_from([0.6, 1.0, 1.6])),
    )
    film = Film(request, ScriptedEngine().info, draw(st.lists(passes(), max_size=3)), draw(endings))
    for resume in draw(st.lists(st.lists(segments, max_size=2).map(tuple), max_size=2)):
        later = InfillRequest(request.text, start, end, resume=resume)
        film = film.followed(later, draw(texts))
        film.passes, film.outcome = draw(st.lists(passes(), max_size=2)), draw(endings)
    return film
