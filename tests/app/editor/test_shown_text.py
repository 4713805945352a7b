"""Offsets of the draft and places on the sheet are told from each other, with whatever stands between."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from scripted import make_pass

from palimpsest.app.documents.positions import utf16_length
from palimpsest.app.editor.ink import Inker, Stretch
from palimpsest.app.editor.scripts import scripts_of
from palimpsest.app.editor.shown_text import CellPlaces, ShownText
from palimpsest.engine.request import CellState, Pass

stretches = st.lists(
    st.builds(lambda text, own: Stretch(text, own=own), st.text(st.sampled_from("ab \né😀"), min_size=1), st.booleans())
)


@given(stretches)
def test_every_character_of_the_draft_is_found_where_it_is_drawn(parts: list[Stretch]):
    shown = ShownText(parts)
    drawn = "".join(part.text for part in parts)
    assert shown.text == "".join(part.text for part in parts if part.own)
    found = {}
    unit = 0
    for character in drawn:
        point, deleted = shown.point_at(unit), shown.deleted_at(unit)
        assert (point is None) != (deleted is None)
        if point is not None:
            found[point] = character
            assert shown.units_of(point, point + 1) == [(unit, unit + utf16_length(character))]
        unit += utf16_length(character)
    assert "".join(found[point] for point in sorted(found)) == shown.text
    assert len(found) == len(shown.text)
    assert shown.point_at(unit) is shown.point_at(-1) is None


@given(stretches, st.data())
def test_a_range_is_drawn_in_order_and_apart(parts: list[Stretch], data: st.DataObject):
    shown = ShownText(parts)
    start = data.draw(st.integers(0, len(shown.text)))
    end = data.draw(st.integers(start, len(shown.text)))
    narrow, wide = shown.units_of(start, end), shown.units_of(start, end, beside=True)
    for ranges in (narrow, wide):
        edges = [edge for part in ranges for edge in part]
        assert edges == sorted(set(edges))
    inside = sum(high - low for low, high in narrow)
    assert inside >= utf16_length(shown.text[start:end])
    assert sum(high - low for low, high in wide) >= inside


def test_struck_out_text_belongs_to_a_range_that_goes_around_it():
    shown = ShownText([Stretch("old", own=False), Stretch("ab"), Stretch("gone", own=False), Stretch("cd")])
    assert shown.units_of(0, 2) == [(3, 5)]
    assert shown.units_of(0, 4) == [(3, 11)]
    assert shown.units_of(0, 2, beside=True) == [(0, 9)]
    assert shown.units_of(2, 2) == [(5, 9)]
    assert shown.deleted_at(6) == 2


def test_words():
    shown = ShownText([Stretch("It's a well-known 😀 name_1, so")])
    words = {shown.text[slice(*shown.word(point))] for point in range(len(shown.text))}
    assert words == {"It's", "a", "well-known", " ", "😀", "name_1", ",", "so"}


def test_cells_are_found_by_what_is_drawn_of_them():
    shown = make_pass(1, 2, ["a", "", "bc", "\r\n", "d"], 0.9)
    drawn = "".join(part.text for part in Inker(scripts_of("a")).ink(shown))
    assert drawn == "abc\nd"
    cells = CellPlaces(shown)
    assert [cells.cell_at(point) for point in range(-1, 6)] == [None, 0, 2, 2, 3, 4, None]


def test_an_end_of_line_that_is_noise_is_drawn_as_long_as_it_is():
    shown = Pass(1, 2, ("\r\n", "a"), (0.0, 0.9), (CellState.RENOISED, CellState.ACCEPTED))
    assert "".join(part.text for part in Inker(scripts_of("a")).ink(shown)) == "  a"
    assert [CellPlaces(shown).cell_at(point) for point in range(3)] == [0, 0, 1]
