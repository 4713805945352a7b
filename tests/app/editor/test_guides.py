"""Guides of indentation."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from palimpsest.app.editor.guides import guide_columns


def columns(indents: list[int | None], step: int = 4) -> list[list[int]]:
    return [list(each) for each in guide_columns(indents, step)]


def test_guides_stand_left_of_the_text():
    assert columns([0, 4, 8, 6]) == [[], [0], [0, 4], [0, 4]]


def test_blank_lines_have_what_both_sides_have():
    assert columns([4, None, None, 8, None, 0, None]) == [[0], [0], [0], [0, 4], [], [], []]


@given(st.lists(st.none() | st.integers(0, 20), max_size=20), st.integers(1, 8))
def test_no_guide_crosses_text(indents: list[int | None], step: int):
    for indent, guides in zip(indents, guide_columns(indents, step), strict=True):
        assert indent is None or all(column < indent for column in guides)
