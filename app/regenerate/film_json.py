"""Films as JSON: every pass of every take, with each text written once and figures as exact as they are read.

An object with `format`, `version`, `model`, `request`, `note`, `passes`, `outcome`, `takes` (the earlier takes, oldest
first: objects with `request`, `note`, `passes` and `outcome`) and `pieces`. A field that has its usual value is left
out. Wherever a cell has a text, its place in `pieces` stands; `states` is a digit for each cell (`CellState`); a draft
is [cells, entropy, flags] with 1 for running, 2 for dropped, 4 for shown; a cell of an alternative is
[token, text, probability, pinned] or has a fifth entry with its runners-up, each [token, text, probability].
Version 1 had one take, all fields by name, and is still read.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import MISSING, asdict, fields
from typing import TYPE_CHECKING, Any

from palimpsest.app.regenerate.film import Film
from palimpsest.engine.request import (
    Alternative,
    Candidate,
    Cell,
    CellState,
    Failed,
    Finished,
    InfillRequest,
    ModelInfo,
    Pass,
    RunnerUp,
    Segment,
)

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

FORMAT = "palimpsest film"
VERSION = 2

Json = dict[str, Any]


def dump(film: Film) -> str:
    """The whole film as one JSON object in ASCII; figures have six significant digits."""
    pieces = _Pieces()
    text = film.request.text
    data = {
        "format": FORMAT,
        "version": VERSION,
        "model": None if film.info is None else asdict(film.info),
        **_take(film, pieces),
        "takes": [_take(take, pieces, text) for take in film.takes],
    }
    # ASCII also because a lone surrogate has no bytes in any encoding.
    return json.dumps({**data, "pieces": pieces.texts}, separators=(",", ":"))


def load(text: str) -> Film:
    """Read what `dump` wrote, now or as version 1. Raises `ValueError` if `text` is anything else."""
    try:
        data = json.loads(text)
        if data["format"] != FORMAT or data["version"] not in (1, VERSION):
            raise ValueError(f"{data['format']} {data['version']}")
        info = None if data["model"] is None else ModelInfo(**data["model"])
        if data["version"] == 1:
            return _first_version(data, info)
        pieces: list[str] = data["pieces"]
        film = _read_take(data, info, pieces)
        film.takes = [_read_take(take, info, pieces, film.request.text) for take in data["takes"]]
        return film
    except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
        raise ValueError(f"This is not a film of version {VERSION} or older ({error}).") from error


class _Pieces:
    """A table of texts in which each has one place."""

    def __init__(self) -> None:
        self._places: dict[str, int] = {}

    def place(self, piece: str) -> int:
        return self._places.setdefault(piece, len(self._places))

    def places(self, pieces: Iterable[str]) -> list[int]:
        return [self.place(piece) for piece in pieces]

    @property
    def texts(self) -> list[str]:
        return list(self._places)


def _figure(value: float) -> float:
    """As exact as a model's 32 bits are, which needs a third of the digits."""
    return float(f"{value:.6g}")


def _unusual(entry: DataclassInstance) -> Json:
    """The fields that differ from their defaults, as they are."""
    values = {each.name: (getattr(entry, each.name), each.default) for each in fields(entry)}
    return {name: value for name, (value, usual) in values.items() if usual is MISSING or value != usual}


def _take(film: Film, pieces: _Pieces, same_text: str | None = None) -> Json:
    """One take; its document is left out where it is `same_text`."""
    request = _unusual(film.request)
    if film.request.text == same_text:
        del request["text"]
    if film.request.resume:
        request["resume"] = [_unusual(segment) for segment in film.request.resume]
    return {
        "request": request,
        "note": film.note,
        "passes": [_pass(entry, pieces) for entry in film.passes],
        "outcome": _outcome(film.outcome, pieces),
    }


def _pass(entry: Pass, pieces: _Pieces) -> Json:
    data = _unusual(entry)
    data["pieces"] = pieces.places(entry.pieces)
    data["certainty"] = [_figure(value) for value in entry.certainty]
    data["states"] = "".join(str(int(state)) for state in entry.states)
    for name in {"temperature", "entropy", "saved_ms", "seconds"} & data.keys():
        data[name] = _figure(data[name])
    if entry.anchor:
        data["anchor"] = pieces.places(entry.anchor)
    if entry.drafts:
        data["drafts"] = [
            [draft.cells, _figure(draft.entropy), draft.running + 2 * draft.dropped + 4 * draft.shown]
            for draft in entry.drafts
        ]
    return data


def _outcome(outcome: Finished | Failed | None, pieces: _Pieces) -> Json | None:
    if outcome is None:
        return None
    if isinstance(outcome, Failed):
        return {"kind": "failed", **asdict(outcome)}
    alternatives = [
        {**_unusual(each), "score": _figure(each.score), "cells": [_cell(cell, pieces) for cell in each.cells]}
        for each in outcome.alternatives
    ]
    return {
        "kind": "finished",
        **_unusual(outcome),
        "seconds": _figure(outcome.seconds),
        "alternatives": alternatives,
    }


def _cell(cell: Cell, pieces: _Pieces) -> list[Any]:
    data: list[Any] = [cell.id, pieces.place(cell.piece), _figure(cell.probability), int(cell.pinned)]
    if cell.runners_up:
        data.append([[each.id, pieces.place(each.piece), _figure(each.probability)] for each in cell.runners_up])
    return data


def _read_take(data: Json, info: ModelInfo | None, pieces: list[str], same_text: str = "") -> Film:
    return Film(
        request=_read_request({"text": same_text, **data["request"]}),
        info=info,
        passes=[_read_pass(entry, pieces) for entry in data["passes"]],
        outcome=_read_outcome(data["outcome"], pieces),
        note=data["note"],
    )


def _read_request(data: Json) -> InfillRequest:
    return InfillRequest(
        **{
            **data,
            "pins": _ranges(data.get("pins", ())),
            "holes": _ranges(data.get("holes", ())),
            "resume": tuple(
                Segment(
                    **{**segment, "ids": tuple(segment.get("ids", ())), "unwanted": tuple(segment.get("unwanted", ()))}
                )
                for segment in data.get("resume", ())
            ),
        }
    )


def _ranges(pairs: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    return tuple((start, end) for start, end in pairs)


def _read_pass(data: Json, pieces: list[str]) -> Pass:
    return _whole(
        Pass(
            **{
                **data,
                "pieces": _texts(data["pieces"], pieces),
                "certainty": tuple(data["certainty"]),
                "states": tuple(CellState(int(digit)) for digit in data["states"]),
                "ids": tuple(data.get("ids", ())),
                "anchor": _texts(data.get("anchor", ()), pieces),
                "drafts": tuple(_read_draft(*draft) for draft in data.get("drafts", ())),
            }
        )
    )


def _read_draft(cells: int, entropy: float, flags: int) -> Candidate:
    return Candidate(cells, entropy, running=bool(flags & 1), dropped=bool(flags & 2), shown=bool(flags & 4))


def _texts(places: Iterable[int], pieces: list[str]) -> tuple[str, ...]:
    return tuple(pieces[place] for place in places)


def _whole(entry: Pass) -> Pass:
    """The pass, if its cells have all that cells have. Raises `ValueError`."""
    count = len(entry.pieces)
    if not count == len(entry.certainty) == len(entry.states) or len(entry.ids) not in (0, count):
        raise ValueError(f"pass {entry.number} has cells without a certainty, a state or a token")
    return entry


def _read_outcome(data: Json | None, pieces: list[str]) -> Finished | Failed | None:
    if data is None:
        return None
    values = {name: value for name, value in data.items() if name != "kind"}
    if data["kind"] == "failed":
        return Failed(**values)
    return Finished(
        **{
            **values,
            "alternatives": tuple(
                Alternative(**{**entry, "cells": tuple(_read_cell(pieces, *cell) for cell in entry.get("cells", ()))})
                for entry in data["alternatives"]
            ),
        }
    )


def _read_cell(
    pieces: list[str], token: int, piece: int, probability: float, pinned: int, runners_up: Iterable[Any] = ()
) -> Cell:
    others = tuple(RunnerUp(other, pieces[text], share) for other, text, share in runners_up)
    return Cell(token, pieces[piece], probability, bool(pinned), others)


def _first_version(data: Json, info: ModelInfo | None) -> Film:
    return Film(
        request=_read_request(data["request"]),
        info=info,
        passes=[
            _whole(
                Pass(
                    **{
                        **entry,
                        "pieces": tuple(entry["pieces"]),
                        "certainty": tuple(entry["certainty"]),
                        "states": tuple(CellState(state) for state in entry["states"]),
                    }
                )
            )
            for entry in data["passes"]
        ],
        outcome=_read_outcome(data["outcome"], []),
    )
