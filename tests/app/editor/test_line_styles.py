"""Line styles: they stay beside their words through edits, and late answers find their lines."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from palimpsest.app.editor.lexed_lines import Spans
from palimpsest.app.editor.line_styles import LineEdit, LineStyles


def styles(*lines: Spans) -> LineStyles:
    made = LineStyles()
    made.reset(len(lines), counted=True)
    made.put(1, 0, lines)
    return made


def test_what_follows_an_insertion_moves_and_what_ends_there_grows():
    made = styles(((0, 2, 1), (4, 6, 2), (8, 9, 3)))
    made.edit(LineEdit(0, 1, 1), offset=6, removed=0, tail=9, counted=True)
    assert made.spans == [((0, 2, 1), (4, 9, 2), (11, 12, 3))]


def test_what_is_deleted_is_cut_out():
    made = styles(((0, 4, 1), (5, 7, 2), (8, 12, 3)))
    made.edit(LineEdit(0, 1, 1), offset=2, removed=7, tail=2, counted=True)
    assert made.spans == [((0, 2, 1), (2, 5, 3))]


def test_a_split_line_keeps_both_halves():
    made = styles(((0, 2, 1), (4, 8, 2)), ((0, 1, 3),))
    made.edit(LineEdit(0, 1, 2), offset=6, removed=0, tail=4, counted=True)
    assert made.spans == [((0, 2, 1), (4, 6, 2)), ((4, 6, 2),), ((0, 1, 3),)]


def test_joined_lines_keep_both():
    made = styles(((0, 2, 1),), ((0, 1, 3),))
    made.edit(LineEdit(0, 2, 1), offset=5, removed=1, tail=5, counted=True)
    assert made.spans == [((0, 2, 1), (5, 6, 3))]


def test_lines_whose_formats_alone_change_keep_their_spans_but_show_them_again():
    made = styles(((0, 2, 1),), ((0, 1, 3),))
    made.showing(0)
    made.showing(1)
    made.edit(LineEdit(0, 2, 2), offset=0, removed=9, tail=3, counted=True)
    assert made.spans == [((0, 2, 1),), ((0, 1, 3),)]
    assert made.to_show(0, 2) == [0, 1]


def test_only_what_differs_is_shown():
    made = styles(((0, 2, 1),), ((0, 1, 3),))
    made.showing(0)
    made.showing(1)
    made.put(1, 0, [((0, 2, 1),), ((0, 1, 4),)])
    assert made.to_show(-3, 9) == [1]
    made.forget_shown()
    assert made.to_show(0, 2) == [0, 1]


def test_what_was_found_before_a_reset_is_not_heard():
    made = styles((), ())
    made.reset(2, counted=True)
    assert made.put(1, 0, [((0, 1, 1),)]) == []
    assert made.spans == [(), ()]


@given(st.integers(3, 12), st.data())
def test_a_late_answer_goes_to_the_lines_that_it_was_found_for(count: int, data: st.DataObject):
    names = [((number, number + 1, 1),) for number in range(count)]
    made = LineStyles()
    made.reset(count, counted=True)
    lines: list[Spans | None] = list(names)
    for _ in range(data.draw(st.integers(0, 4))):
        first = data.draw(st.integers(0, len(lines) - 1))
        removed = data.draw(st.integers(1, len(lines) - first))
        added = data.draw(st.integers(1, 4))
        lines[first : first + removed] = [None] * added
        made.edit(LineEdit(first, removed, added), 0, 0, 0, counted=True)
    made.put(1, 0, names)
    assert [spans or None for spans in made.spans] == lines
