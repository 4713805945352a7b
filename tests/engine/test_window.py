"""What of a document goes in: the nearest text, cut where it stays, and the passage with its marks."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from palimpsest.engine.request import InfillRequest, Segment
from palimpsest.engine.window import Limits, left_from, passage, right_to, several
from palimpsest.engine.wording import CLOSE, MISSING, OPEN

LINE = "The old lamp stood on the table. Anna took the lamp to the harbor and sold it for two coins.\n"
TEXT = "".join(f"{LINE * (1 + n % 3)}\n" for n in range(60))


def test_the_near_text_is_within_the_window():
    assert Limits(4096, 1024, 256).near == 895
    assert Limits(512, 1024, 256).near == 512


@pytest.mark.parametrize("most", [40, 150, 1000])
def test_the_left_text_is_what_fits_and_half_of_that_at_least(chat_tokenizer, most):
    for place in range(6000, 7000, 77):
        begin = left_from(chat_tokenizer.count, TEXT, place, most, 200)
        assert most / 2 - 1 <= chat_tokenizer.count(TEXT[begin:place]) <= most + 2


def test_all_of_a_short_text_goes_in(chat_tokenizer):
    assert left_from(chat_tokenizer.count, TEXT, 300, 500, 100) == 0
    assert left_from(chat_tokenizer.count, TEXT, 0, 500, 100) == 0
    assert left_from(chat_tokenizer.count, TEXT, 300, 0, 100) >= 290


def test_the_left_cut_moves_once_in_a_while(chat_tokenizer):
    """Of 2000 characters that are typed few move the cut, and each time to where a paragraph begins."""
    begins = [left_from(chat_tokenizer.count, TEXT, place, 400, 300) for place in range(6000, 8000, 5)]
    assert begins == sorted(begins)
    assert 2 <= len(set(begins)) <= 10
    assert all(TEXT[begin - 2 : begin] == "\n\n" for begin in begins)


def test_text_without_borders_is_cut_all_the_same(chat_tokenizer):
    for text in ("漢" * 4000, "x" * 4000, " " * 4000):
        begin = left_from(chat_tokenizer.count, text, 3000, 300, 500)
        assert 0 < chat_tokenizer.count(text[begin:3000]) <= 302
        end = right_to(chat_tokenizer, text, 1000, 100)
        assert 0 < chat_tokenizer.count(text[1000:end]) <= 102


@settings(deadline=None)
@given(st.integers(0, len(TEXT)), st.integers(0, 200))
def test_the_right_text_is_what_fits(chat_tokenizer, place, most):
    end = right_to(chat_tokenizer, TEXT, place, most)
    assert place <= end <= len(TEXT)
    assert chat_tokenizer.count(TEXT[place:end]) <= most + 1
    if most > 40:
        assert end == len(TEXT) or TEXT[end - 1] == "\n" or TEXT[end] == " "


def test_the_right_text_reaches_the_end_where_it_can(chat_tokenizer):
    assert right_to(chat_tokenizer, TEXT, len(TEXT) - 100, 200) == len(TEXT)


def part(words):
    start = LINE.index(words)
    return start, start + len(words)


def shown_of(chat_tokenizer, request, most=500, *, shown):
    return passage(chat_tokenizer, request, most, shown=shown)


def test_the_old_text_stands_in_the_marks_or_is_missing(chat_tokenizer):
    request = InfillRequest(LINE, *part("took the lamp"))
    assert shown_of(chat_tokenizer, request, shown=True) == f"{OPEN}took the lamp{CLOSE}"
    assert shown_of(chat_tokenizer, request, shown=False) == f"{OPEN}{MISSING}{CLOSE}"
    empty = InfillRequest(LINE, 5, 5)
    for shown in (False, True):
        assert shown_of(chat_tokenizer, empty, shown=shown) == f"{OPEN}{MISSING}{CLOSE}"


def test_pins_stand_where_the_old_text_does_not(chat_tokenizer):
    request = InfillRequest(LINE, *part("took the lamp to"), pins=(part("to the"), part("the lamp")))
    assert shown_of(chat_tokenizer, request, shown=False) == f"{OPEN}{MISSING}the lamp{MISSING}to{CLOSE}"
    assert shown_of(chat_tokenizer, request, shown=True) == f"{OPEN}took the lamp to{CLOSE}"


def test_every_hole_has_its_marks(chat_tokenizer):
    start = LINE.index("old")
    place = LINE.index(" table")
    holes = (part("lamp"), part("stood on"), (place, place))
    request = InfillRequest(LINE, start, LINE.index(" Anna"), holes=holes)
    assert several(request)
    gap = f"{OPEN}{MISSING}{CLOSE}"
    assert shown_of(chat_tokenizer, request, shown=False) == f"old {gap} {gap} the{gap} table."
    said = f"old {OPEN}lamp{CLOSE} {OPEN}stood on{CLOSE} the{gap} table."
    assert shown_of(chat_tokenizer, request, shown=True) == said


def test_cells_to_go_on_from_leave_the_old_passage(chat_tokenizer):
    request = InfillRequest(LINE, *part("took"), holes=(part("ok"),), resume=(Segment(text="sold"),))
    assert not several(request)
    assert shown_of(chat_tokenizer, request, shown=True) == f"{OPEN}took{CLOSE}"


def test_a_long_passage_is_shortened_in_the_middle(chat_tokenizer):
    request = InfillRequest(TEXT, 10, len(TEXT) - 10)
    said = shown_of(chat_tokenizer, request, 200, shown=True)
    assert chat_tokenizer.count(said) <= 260
    assert said.startswith(OPEN + TEXT[10:40])
    assert said.endswith(TEXT[-40:-10] + CLOSE)
    assert said.count(MISSING) == 1
