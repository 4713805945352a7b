"""Ink is certainty: noise is faint and in the document's own scripts, what settles reads like any other text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from palimpsest.app.editor.ink import FRESH, LEVELS, Ink, Inker, blend, colour, joined, level, plain_newlines, strength
from palimpsest.app.editor.scripts import scripts_of
from palimpsest.engine.request import CellState, Pass

ACCEPTED, RENOISED, PINNED, SETTLED = (
    CellState.ACCEPTED,
    CellState.RENOISED,
    CellState.PINNED,
    CellState.SETTLED,
)
LATIN = scripts_of("a page")


def a_pass(*cells: tuple[str, float, CellState]) -> Pass:
    pieces, certainty, states = zip(*cells, strict=True)
    return Pass(number=1, limit=4, pieces=pieces, certainty=certainty, states=states)


def test_noise_shows_no_foreign_glyph_no_line_end_and_no_control():
    inked = Inker(LATIN).ink(a_pass(("лес a\n\t\x07b\u200f😀", 0.1, RENOISED)))
    assert [(part.text, part.ink) for part in inked] == [("··· a  ·b··", Ink(level=0))]


def test_what_is_accepted_is_shown_as_it_is():
    inked = Inker(LATIN).ink(a_pass((" лес\r\n", 0.1, ACCEPTED)))
    assert inked[0].text == " лес\n"
    assert inked[0].ink.level > 0


@given(st.floats(0, 1), st.floats(0, 1), st.sampled_from(CellState))
def test_more_certain_is_never_fainter(one: float, other: float, state: CellState):
    low, high = sorted((one, other))
    assert strength(level(low, state)) <= strength(level(high, state)) <= 1.0


def test_settled_and_pinned_text_is_full():
    assert level(0.0, SETTLED) == level(0.0, PINNED) == level(1.0, ACCEPTED) == LEVELS
    assert strength(LEVELS) == 1.0


def test_a_change_leaves_a_trace_that_fades():
    inker = Inker(LATIN)
    traces = []
    for word in ("lamp", "map", "map", "map", "map", "map"):
        (part,) = inker.ink(a_pass((word, 0.9, ACCEPTED)))
        traces.append(part.ink.trace)
    assert traces == [0, FRESH, FRESH - 1, FRESH - 2, 0, 0] or traces == [FRESH, FRESH, FRESH - 1, FRESH - 2, 0, 0]


def test_noise_leaves_no_trace_but_what_comes_out_of_it_does():
    inker = Inker(LATIN)
    assert inker.ink(a_pass(("lamp", 0.1, RENOISED)))[0].ink.trace == 0
    assert inker.ink(a_pass(("map", 0.1, RENOISED)))[0].ink.trace == 0
    assert inker.ink(a_pass(("map", 0.8, ACCEPTED)))[0].ink.trace == FRESH


def test_neighbours_in_one_ink_are_one_stretch():
    inked = Inker(LATIN).ink(
        a_pass(("a", 1.0, ACCEPTED), (" b", 1.0, ACCEPTED), (" c", 0.1, RENOISED), (" d", 1.0, PINNED))
    )
    assert [part.text for part in inked] == ["a b", " c", " d"]
    assert [part.ink.pinned for part in inked] == [False, False, True]


@given(st.lists(st.tuples(st.text(max_size=4), st.floats(0, 1), st.sampled_from(CellState)), min_size=1))
def test_nothing_is_lost_but_noise(cells: list[tuple[str, float, CellState]]):
    inked = Inker(LATIN).ink(a_pass(*cells))
    expected = "".join(
        plain_newlines(piece) if level(certainty, state) else "?" * len(piece) for piece, certainty, state in cells
    )
    shown = "".join(part.text if part.ink.level else "?" * len(part.text) for part in inked)
    assert shown == expected


def test_colours():
    assert blend("#000000", "#ffffff", 0.5) == "#808080"
    assert colour(Ink(), "#ffffff", "#102030", "#00ff00") == "#102030"
    assert colour(Ink(level=0), "#ffffff", "#000000", "#00ff00") == blend("#ffffff", "#000000", strength(0))


def test_a_cell_that_keeps_its_token_is_no_noise():
    (part,) = Inker(LATIN).ink(a_pass((" лес", 0.1, CellState.FREE)))
    assert part.text == " лес"
    assert part.ink.level == level(0.1, CellState.FREE) == 1


def test_only_the_pins_that_are_told_are_drawn():
    shown = a_pass(("a", 1.0, PINNED), ("b", 1.0, PINNED), ("c", 1.0, ACCEPTED))
    inker = Inker(LATIN)
    for pins, expected in ((None, "ab"), ({1, 2}, "b"), ((), ""), (None, "ab")):
        assert "".join(part.text for part in inker.ink(shown, pins) if part.ink.pinned) == expected


@given(
    st.lists(
        st.dictionaries(st.integers(0, 299), st.tuples(st.sampled_from("ab"), st.floats(0, 1))), min_size=1, max_size=6
    )
)
def test_a_long_pass_is_inked_like_its_parts(changes: list[dict[int, tuple[str, float]]]):
    cells = [("x", 1.0, SETTLED)] * 300
    whole = Inker(LATIN)
    parts = [Inker(LATIN) for _ in range(30)]
    for change in changes:
        for cell, (text, certainty) in change.items():
            cells[cell] = (text, certainty, ACCEPTED)
        expected = [
            part for at, inker in enumerate(parts) for part in inker.ink(a_pass(*cells[10 * at : 10 * at + 10]))
        ]
        assert whole.ink(a_pass(*cells)) == joined(expected)
