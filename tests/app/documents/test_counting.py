"""Counting words and what else writers ask for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from palimpsest.app.documents.counting import Count, count, count_line, count_sentences, count_words, marks, total


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("one two  three", 3),
        ("Don't don’t o’clock", 3),
        ("well-known — and so–on", 4),
        ("1,204 words, 3.14, e.g. this", 5),
        ("and/or", 2),
        ("... ! — 😀", 0),
        ("我们写字", 4),
        ("word文档 カタカナ", 7),
        ("한국어 문장", 2),
        ("cafe\u0301s re\u0301sume\u0301", 2),
        ("हिन्दी में", 2),
        ("co\u00adoperate", 1),
        ("# Heading, *marked*", 2),
    ],
)
def test_words(text: str, words: int) -> None:
    assert count_words(text) == words


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("", 0),
        ("A heading", 1),
        ("One. Two! Three?", 3),
        ("Mr. Smith and J. R. R. Tolkien met Dr. Who, e.g. there.", 1),
        ("“Why?” she asked. “Because.” He left…", 3),
        ("It costs 3.14 or so. Fine", 2),
        ("He said no. Then yes.", 2),
        ("我们。你好！好吗？", 3),
        ("...", 0),
        ("Wait... what?! Yes.", 2),
        ("(It ended.) Then *it began.* Good.", 3),
    ],
)
def test_sentences(text: str, sentences: int) -> None:
    assert count_sentences(text) == sentences


def test_a_text() -> None:
    text = "# Title\n\nOne sentence. And\u00a0another.\n \n😀\n"
    assert count(text) == Count(5, 35, 30, 3, 3, 6)
    assert count("") == Count()


def test_reading_takes_a_minute_for_238_words() -> None:
    assert count("word " * 238).reading_seconds == 60


def test_marks_are_all_combining_marks() -> None:
    import re
    import sys
    import unicodedata

    found = re.compile(f"[{marks()}]")
    expected = [chr(place) for place in range(sys.maxunicode + 1) if unicodedata.category(chr(place))[0] == "M"]
    assert all(map(found.match, expected))
    assert not found.match("a")


@given(st.lists(st.text(st.characters(exclude_characters="\n")), min_size=1))
def test_lines_add_up_to_the_text(lines: list[str]) -> None:
    text = "\n".join(lines)
    whole = count(text)
    assert whole == (total([count_line(line) for line in lines]) if text else Count())
    assert whole.characters == len(text.replace("\n", ""))
    assert whole.dense_characters == len("".join(text.split()))
    assert whole.words <= whole.dense_characters
    assert whole.sentences <= whole.dense_characters
    assert whole.paragraphs <= whole.lines


@given(st.text())
def test_no_text_has_more_words_than_letters_and_digits(text: str) -> None:
    assert count_words(text) <= len(text)
    assert count_words(text + " word") == count_words(text) + 1
