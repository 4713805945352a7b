"""Borders of a span, its pins and its holes are token-safe, and the way back to the document is exact."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from palimpsest.engine.borders import LEFT_STEP, LEFT_WINDOW, is_blank, lay_out

TEXT = "The old lamp stood on the table. Anna took it."


def bounds(part: str, text: str = TEXT) -> tuple[int, int]:
    start = text.index(part)
    return start, start + len(part)


def test_a_space_stays_with_its_word_on_the_left(tokenizer):
    span = lay_out(tokenizer, TEXT, *bounds("lamp"))
    assert span.head == b" "
    assert tokenizer.decode(span.old) == " lamp"
    assert tokenizer.decode(span.right).startswith(" stood")
    assert span.splice(" map") == "map"
    assert span.splice("map") is None


def test_a_selected_space_stays_with_the_word_after_it(tokenizer):
    span = lay_out(tokenizer, TEXT, *bounds("lamp "))
    assert tokenizer.decode(span.right).startswith(" stood")
    assert span.splice(" map") == "map "


def test_a_straddled_word_becomes_a_constraint(tokenizer):
    start = TEXT.index("table") + 2
    span = lay_out(tokenizer, TEXT, start, start + 1)
    assert span.head.endswith(b"ta")
    assert span.tail == b"le"
    assert span.splice(tokenizer.decode(span.old)) == "b"
    assert span.splice(" chair") is None


def test_insertion_between_words_keeps_one_space(tokenizer):
    start = TEXT.index("lamp")
    span = lay_out(tokenizer, TEXT, start, start)
    assert span.old == ()
    inserted = span.splice(" little")
    assert inserted is not None
    assert TEXT[:start] + inserted + TEXT[start:] == TEXT.replace("old lamp", "old little lamp")


def test_the_window_of_a_long_text_begins_where_it_did_while_people_write(tokenizer):
    line = f"{TEXT}\n"
    text = line * (2 * LEFT_WINDOW // len(line))
    begins = []
    for place in range(LEFT_WINDOW + 3000, LEFT_WINDOW + 6000, 40):
        left = len(tokenizer.decode(lay_out(tokenizer, text, place, place).left))
        begins.append(place - left)
        assert LEFT_WINDOW - 2 * LEFT_STEP <= left <= LEFT_WINDOW
    assert len({begin // LEFT_STEP for begin in begins}) <= 3


@pytest.mark.parametrize("text", ["", " ", "\n\n", "TODO", "# todo"[2:], " FIXME: ", "...", "…", "___", "--", "???"])
def test_what_only_marks_a_gap_is_blank(text):
    assert is_blank(text)


@pytest.mark.parametrize("text", ["lamp", "-", ",", "TODO: write this", "x"])
def test_what_says_something_is_not(text):
    assert not is_blank(text)


def held_text(tokenizer, span):
    return [
        tokenizer.decode([token for token, held in zip(span.old, span.pinned, strict=True) if held]),
        [run.held for run in span.runs],
    ]


def test_pins_are_exact_where_a_token_straddles(tokenizer):
    start = TEXT.index("table")
    span = lay_out(tokenizer, TEXT, start, start + 5, ((start + 1, start + 3),))
    assert held_text(tokenizer, span) == ["ab", [False, True, False]]


def test_the_space_between_a_pin_and_a_word_goes_with_the_word(tokenizer):
    start, end = bounds("old lamp stood")
    span = lay_out(tokenizer, TEXT, start, end, (bounds("lamp "),))
    assert held_text(tokenizer, span) == [" lamp", [False, True, False]]
    assert span.runs[2].head == b" "


def test_a_hole_between_words_keeps_both_spaces(tokenizer):
    place = TEXT.index("lamp")
    span = lay_out(tokenizer, TEXT, 0, len(TEXT), holes=((place, place),))
    before, hole, after = span.runs
    assert (before.held, hole.held, after.held) == (True, False, True)
    assert hole.blank
    assert hole.needed
    assert hole.head == b" "
    assert tokenizer.decode(span.old[: before.size]) == "The old"
    assert tokenizer.decode(span.old[before.size :]).startswith(" lamp")


def test_a_hole_of_spaces_leaves_the_last_with_its_word(tokenizer):
    text = "The old   lamp stood"
    span = lay_out(tokenizer, text, 0, len(text), holes=((7, 10),))
    before, hole, _ = span.runs
    assert hole.blank
    assert tokenizer.decode(span.old[: before.size]) == "The old"
    assert tokenizer.decode(span.old[before.size + hole.size :]) == " lamp stood"


DOCUMENTS = st.text(
    st.one_of(st.sampled_from(" \n\t\r.,é👍\u0301"), st.characters(exclude_categories=["Cs"])), max_size=80
)


@settings(deadline=None)
@given(data=st.data(), text=DOCUMENTS)
def test_the_old_tokens_splice_back_to_the_old_text(tokenizer, data, text):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    span = lay_out(tokenizer, text, start, end)
    if start < end and span.old:
        assert span.splice(tokenizer.decode(span.old)) == text[start:end]
    shown = span.trim(tokenizer.pieces(span.old))
    if start < end and span.old:
        assert "".join(shown) == text[start:end]


@settings(deadline=None)
@given(data=st.data(), text=DOCUMENTS, fill=DOCUMENTS)
def test_a_splice_never_touches_the_outside(tokenizer, data, text, fill):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    span = lay_out(tokenizer, text, start, end)
    head, tail = span.head.decode(), span.tail.decode()
    spliced = span.splice(head + fill + tail)
    assert spliced is not None
    assert spliced == fill + span.trailing.decode()
