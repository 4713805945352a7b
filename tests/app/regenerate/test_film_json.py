"""Films as JSON: everything comes back, older files are still read, and what is no film is refused."""

from __future__ import annotations

import json
from dataclasses import asdict, replace

import pytest
from hypothesis import given
from recorded_films import films, record
from scripted import ScriptedEngine

from palimpsest.app.regenerate.film import Film
from palimpsest.engine.request import CellState, InfillRequest, Pass

REQUEST = InfillRequest("one two", 0, 3, pins=((1, 2),), seed=4)


@given(films())
def test_json_gives_back_the_same_film(film):
    assert Film.from_json(film.to_json()) == film


def test_figures_keep_six_digits():
    film = record(REQUEST, ScriptedEngine())
    film.passes = [replace(film.passes[0], entropy=1.23456789)]
    assert Film.from_json(film.to_json()).passes[0].entropy == 1.23457


def test_a_document_is_written_once_for_all_takes():
    text = "x" * 1000
    film = record(InfillRequest(text, 0, 3), ScriptedEngine())
    for number in range(20):
        film = film.followed(InfillRequest(text, 0, 3), f"take {number}")
    assert len(film.to_json()) < 6000


def test_a_pass_takes_few_bytes_for_a_cell():
    film = record(REQUEST, ScriptedEngine())
    pieces = tuple(f" word{number}" for number in range(64))
    step = Pass(1, 48, pieces, (0.123456789,) * 64, (CellState.FREE,) * 64, ids=tuple(range(200_000, 200_064)))
    film.passes = [replace(step, number=number) for number in range(1, 49)]
    assert len(film.to_json()) < 48 * 64 * 25


def test_files_of_the_first_version_are_read():
    film = record(REQUEST, ScriptedEngine())
    old_request = {name: asdict(REQUEST)[name] for name in ("text", "start", "end", "pins", "seed", "name")}
    old_pass = ("number", "limit", "pieces", "certainty", "states", "entropy")
    assert film.outcome is not None
    assert film.info is not None
    data = {
        "format": "palimpsest film",
        "version": 1,
        "request": old_request,
        "model": asdict(film.info),
        "passes": [{name: asdict(entry)[name] for name in old_pass} for entry in film.passes],
        "outcome": {
            "kind": "finished",
            "alternatives": [{"text": entry.text, "score": entry.score, "passes": 4} for entry in film.alternatives],
            "seconds": 0.1,
            "model": "scripted",
            "seed": 4,
            "stopped": False,
        },
    }
    assert Film.from_json(json.dumps(data)) == film


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        "null",
        '{"format":"palimpsest film","version":2}',
        '{"format":"palimpsest film","version":3}',
        '{"format":"other","version":1}',
    ],
)
def test_what_is_no_film_is_refused(text):
    with pytest.raises(ValueError, match="not a film"):
        Film.from_json(text)


@pytest.mark.parametrize(
    "damage",
    [{"states": ""}, {"states": "99999"}, {"certainty": []}, {"ids": [1]}, {"pieces": [99]}, {"drafts": [[1]]}],
)
def test_damaged_passes_are_refused(damage):
    data = json.loads(record(REQUEST, ScriptedEngine()).to_json())
    data["passes"][0].update(damage)
    with pytest.raises(ValueError, match="not a film"):
        Film.from_json(json.dumps(data))
