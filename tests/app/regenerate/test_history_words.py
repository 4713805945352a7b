"""What is said of a run: short in a row, whole where there is room."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from regenerate_entries import entry

from palimpsest.app.regenerate import history_words as words
from palimpsest.app.regenerate.history_entry import Group, Outcome
from palimpsest.app.regenerate.wish import Wish

pytestmark = pytest.mark.usefixtures("qapp")


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def test_a_header_says_when_how_strong_and_what_for():
    now = replace(entry(), time=datetime.now(UTC))
    assert words.group_title(Group((now,))).startswith("today ")
    assert words.group_title(Group((now,))).endswith(" – 60% – shorter")
    assert words.about(replace(now, wish=Wish("  "))) == "“small brown”"
    assert words.about(replace(now, wish=Wish(), original=" \n")) == "new text"
    assert words.about(replace(now, wish=Wish("one\n  two"))) == "one two"


def test_a_row_begins_with_what_came_of_it():
    assert words.title(entry(texts=("a\nb", "c"))) == "a b"
    assert words.title(entry(texts=("a", "c"), accepted="c")) == "c"
    assert words.title(entry(texts=("",))) == "(empty)"
    assert words.title(entry()) == "small brown"
    assert words.title(entry(original="")) == "new text"
    assert len(words.title(entry(texts=("word " * 100_000,)))) <= 160


def test_settings_are_told_in_full_and_a_part_is_never_broken():
    full = replace(entry(), wish=Wish("x", 0.25, 1, 482193, "longer"), holes=((0, 1), (3, 4)))
    assert plain(words.settings(full)) == "25% polish · longer · 1 draft · seed 482193 · 1 pin · 2 holes"
    assert "seed\u00a0482193" in words.settings(full)
    exact = replace(entry(pins=()), wish=Wish(tokens=40, seed=None))
    assert plain(words.settings(exact)) == "100% rewrite · 40 tokens · 3 drafts"


def test_the_course_tells_only_what_is_known():
    assert words.course(entry()) == "discarded"
    known = entry(outcome=Outcome.PARTLY, model="tiny", passes=1, seconds=2.06, steered=1)
    assert plain(words.course(known)) == "partly accepted · tiny · 1 pass · 2.1 s · steered once"
    assert plain(words.course(replace(known, steered=3))).endswith("steered 3 times")


def test_long_seeds_are_cut_in_rows_only():
    assert (words.short_seed(12345), words.short_seed(482193)) == ("12345", "…2193")
    assert "…2193" in words.origin(entry(wish=Wish(seed=482193)))


def test_every_text_has_a_label():
    one = entry(texts=("a", "b"), accepted="b", outcome=Outcome.ACCEPTED)
    assert [words.text_label(one, place) for place in (0, 1, -1)] == ["1", "2 · accepted", "original"]
    other = replace(one, accepted="a b", outcome=Outcome.PARTLY)
    assert words.text_label(other, 2) == "partly accepted"


def test_a_screen_reader_hears_all_of_a_row():
    said = words.reading(entry(texts=("a",), starred=True), found=False)
    assert said.startswith("a, discarded, ")
    assert said.endswith(" · seed 0, starred, its place has changed")
