"""Cuts of a long text lie at its best borders, and stay there while it is edited."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from palimpsest.engine.cuts import border, cut_behind, cuts_before, last_border

TEXTS = st.lists(
    st.sampled_from(["lamp", "the", " ", "\n", "\n\n", "\r\n\r\n", "    x", "}", ")", "漢"]), max_size=80
).map("".join)
CODE = "def one():\n    a = 1\n\n    return a\n\ndef two(\n    b,\n):\n    return b\n"


def test_a_scope_comes_before_a_blank_line_before_a_line_before_a_word():
    assert CODE[border(CODE, 5, len(CODE)) :].startswith("def two")
    assert CODE[border(CODE, 5, CODE.index("def two") - 1) :].startswith("    return a")
    after = CODE.index("two")
    assert CODE[border(CODE, after, len(CODE)) :].startswith("    b")
    assert border("one two", 1, 7) == 3
    assert border("onetwo", 1, 6) == 1


def test_a_paragraph_is_a_border_with_any_line_end():
    for end in ("\n", "\r\n"):
        text = f"One line{end}another.{end}{end}A paragraph.{end}"
        assert text[border(text, 3, len(text)) :].startswith("A paragraph")


@given(TEXTS, st.integers(1, 40), st.data())
def test_cuts_before_a_place_stay_while_text_is_written_there(text, step, data):
    place = data.draw(st.integers(0, len(text)))
    found = list(cuts_before(text, place, step))
    assert found == sorted(set(found), reverse=True)
    assert (not found and not place) or found[-1] == 0
    assert all(cut < place for cut in found)
    more = data.draw(TEXTS)
    written = text[:place] + more + text[place:]
    kept = [cut for cut in cuts_before(written, place + len(more), step) if cut < place // step * step]
    assert kept == [cut for cut in found if cut < place // step * step]


@given(TEXTS, st.integers(1, 12), TEXTS, st.data())
def test_a_cut_behind_a_place_stays_at_its_words_whatever_is_written_before(text, step, other, data):
    place = data.draw(st.integers(0, len(text)))
    cut = cut_behind(text, place, step)
    assert place <= cut <= min(len(text), place + 2 * step)
    # All but the stretch of the grid in which the place is may be another text.
    near = place - step - 1
    if near > 0:
        moved = other + text[near:]
        again = cut_behind(moved, len(moved) - (len(text) - place), step)
        assert len(moved) - again == len(text) - cut


@given(TEXTS, st.data())
def test_the_last_border_is_within(text, data):
    low = data.draw(st.integers(0, len(text)))
    high = data.draw(st.integers(low, len(text)))
    assert low <= last_border(text, low, high) <= high


def test_the_last_border_is_that_of_the_last_paragraph_or_line_or_word():
    assert last_border("a\n\nb\nc d", 0, 8) == 3
    assert last_border("a\nb c", 0, 5) == 2
    assert last_border("ab c", 0, 4) == 2
    assert last_border("abc", 0, 2) == 2
