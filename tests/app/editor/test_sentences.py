"""Texts part into sentences where a reader would part them, and nothing of a text is lost by it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from palimpsest.app.editor.sentences import lines, sentences


def parted(text: str) -> list[str]:
    return [text[low:high].strip() for low, high in sentences(text)]


@pytest.mark.parametrize(
    "expected",
    [
        ["One.", "Two!", "Three?"],
        ["Really?!", "Yes…", "No."],
        ["Mr. Smith met Dr. J. R. Jones at 3.14 p.m. sharp.", "He left."],
        ["She lives on Main St. today.", "We saw St. Paul."],
        ["He came at 5 p.m.", "The door was shut."],
        ["See p. 12, Fig. 3 and No. 7.", "No.", "Wait."],
        ["John F. Kennedy spoke, e.g. Tuesday.", "The U.S. Army came."],
        ["He said it was I.", "He knew."],
        ["Plan B.", "Then we go.", "In 1999.", "The end."],
        ["Apples, pears, etc.", "Then cake.", "Apples etc. and cake."],
        ["Ich sah z. B. Anna, d. h. Frau Dr. Weiß.", "Dann usw.", "Und so."],
        ["Am 3. Mai, im 19. Jahrhundert, Nr. 5.", "Es waren 12.", "Er ging."],
        ["Er kam mit Prof. Klein bzw. Hr. Groß.", "Siehe S. 12 und Abb. 3."],
        ['"Stop!" she said.', '"Why?" Anna asked.', '"Go."', "Then he left."],
        ["„Halt!“, rief er.", "„Wer da?“ fragte sie.", "»Ich.«", "Niemand sonst."],
        ["‘Yes!’ — she ran.", "(It was late.)", "He slept."],
        ["Well... maybe.", "Wait…", "Now."],
        ["今日は。", "「はい。」と言った。", "行こう！", "本当？"],
        ["他走了。", "“好！”", "她说。"],
        ["यह पहला है।", "यह दूसरा।"],
    ],
    ids=lambda parts: parts[0],
)
def test_sentences_end_where_readers_end_them(expected: list[str]) -> None:
    joint = "" if expected[0][0] in "今他" else " "
    assert parted(joint.join(expected)) == expected


def test_a_wrapped_sentence_goes_on_in_the_next_line_and_a_verse_does_not() -> None:
    wrapped = "This is a paragraph that somebody has wrapped by\nhand, so that it goes on. And on it\ngoes.\n\nNext"
    assert parted(wrapped) == [
        "This is a paragraph that somebody has wrapped by\nhand, so that it goes on.",
        "And on it",
        "goes.",
        "Next",
    ]
    assert parted("Roses are red,\nviolets are blue\n") == ["Roses are red,", "violets are blue"]


def test_headings_items_and_blank_lines_end_a_sentence() -> None:
    text = "# A title\nSome text that is quite long and goes up to here\n- one\n- two. Three\n1. Four. Five\n\nSix"
    assert parted(text) == [
        "# A title",
        "Some text that is quite long and goes up to here",
        "- one",
        "- two.",
        "Three",
        "1. Four.",
        "Five",
        "Six",
    ]


def test_a_sentence_has_the_white_space_behind_it() -> None:
    text = "  One.  Two.\n\n Three "
    assert [text[low:high] for low, high in sentences(text)] == ["  One.  ", "Two.\n\n ", "Three "]


def test_part_of_a_text_is_parted_alone() -> None:
    assert sentences("One. Two. Three.", 2, 12) == ((2, 5), (5, 10), (10, 12))
    assert lines("a\nb\nc", 1, 4) == ((1, 2), (2, 4))


letters = st.sampled_from("aB1.!?…\"'„“”。」)\n\r \t-#😀")


@given(st.text(letters, max_size=60), st.integers(0, 60), st.integers(0, 60))
def test_sentences_and_lines_join_to_the_text(text: str, one: int, other: int) -> None:
    start, end = sorted((min(one, len(text)), min(other, len(text))))
    for parts in (sentences(text, start, end), lines(text, start, end)):
        assert "".join(text[low:high] for low, high in parts) == text[start:end]
        assert all(low < high for low, high in parts)
    assert all("\n" not in text[low : high - 1] for low, high in lines(text, start, end))
