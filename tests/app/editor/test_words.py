"""Which words of a line are to be checked, and that their places are right whatever the line."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from palimpsest.app.documents.positions import Positions, utf16_length
from palimpsest.app.editor.words import LONGEST_LINE, Word, words


def texts(line: str, *ranges: tuple[int, int], code: bool = False, capitals: bool = False) -> list[str]:
    return [word.text for word in words(line, ranges or None, code=code, capitals=capitals)]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Don’t stop, it's “here”.", ["Don't", "stop", "it's", "here"]),
        ("a 'quoted' word’s end'", ["quoted", "word's", "end"]),
        ("co\u00adop\u00aderate", ["cooperate"]),
        ("cafe\u0301 naïve", ["café", "naïve"]),
        ("well-known and twenty‐one", ["well-known", "and", "twenty-one"]),
        ("10-year-old", ["year", "old"]),
        ("漢字 word文档 ひらがな", ["word"]),
        ("ไทย text", ["text"]),
        ("straße Русский ελληνικά", ["straße", "Русский", "ελληνικά"]),
        ("see https://exampel.com/abc?x=1 or www.exampel.org now", ["see", "or", "now"]),
        ("write to first.last@exampel.org or @someboddy", ["write", "to", "or"]),
        ("in /usr/shar/dict, ~/wrok or C:\\Usres\\me", ["in", "or"]),
        ("he/she and/or", ["he", "she", "and", "or"]),
        ("open src/mian.py and reedme.md.", ["open", "and"]),
        ("The end.Start again", ["The", "end", "Start", "again"]),
        ("call `misspeled code` and ``ohter ` code`` now", ["call", "and", "now"]),
        ("<b clas='x'>bold</b> &nbsp; a < b", ["bold"]),
        ("[tekst](htp://somwhere 'Title') [one]: two", ["tekst", "Title", "one", "two"]),
        ("[name]: htp-adress", []),
        ("word2vec v1 3rd x²", []),
        ("NASA's ALLCAPS I'll A", ["I'll"]),
        ("camelCase HTMLParser PDFs McDonald snake_case __init__", []),
        ("#facade deadbeefcafe 0xabc", []),
        ("Press Ctrl+Shift+Escape, Ctrl or Alt+]; Esc escapes", ["Press", "or", "escapes"]),
        ("l'homme d'Artagnan", ["l'homme", "d'Artagnan"]),
        ("x" * 65, []),
        ("", []),
    ],
)
def test_words_of_prose(line: str, expected: list[str]) -> None:
    assert texts(line) == expected


def test_capitals_are_checked_on_request() -> None:
    assert texts("NASA's and ALLCAPS", capitals=True) == ["NASA's", "and", "ALLCAPS"]


def test_hyphenated_words_know_their_pieces() -> None:
    assert words("a well-known😀 one-two") == [
        Word(2, 12, "well-known", (Word(2, 6, "well"), Word(7, 12, "known"))),
        Word(15, 22, "one-two", (Word(15, 18, "one"), Word(19, 22, "two"))),
    ]


def test_only_ranges_are_looked_at() -> None:
    line = "nmae = 'a 😀 string'  # and a comment"
    start = utf16_length(line[: line.index("'")])
    assert texts(line, (start, start + 13), (start + 15, 99), code=True) == ["string", "and", "comment"]
    assert texts("one two", (0, 3)) == ["one"]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (r"first\nsecond\tthird \u00e9nd", ["first", "second", "third", "nd"]),
        ("%s files in %(plase)s and {plce} of ${palce}", ["files", "in", "and", "of"]),
        ("os.pth.join and frobnicte(x) with --optoin", ["and", "with"]),
        (":parm nmae: the naem, :clas:`X`", ["the", "naem"]),
    ],
)
def test_names_in_comments_and_strings_are_no_words(line: str, expected: list[str]) -> None:
    assert texts(line, (0, len(line)), code=True) == expected


def test_a_line_that_is_too_long_for_prose_is_left_alone() -> None:
    assert texts("word " * (LONGEST_LINE // 5)) != []
    assert texts("word " * (LONGEST_LINE // 5) + "w") == []


LINE = st.text(
    st.one_of(
        st.sampled_from("aZé ß'’-‐_.`<>[]()/\\@:#&\"\u00ad\u200d\u0301漢ไ😀𝔞1\u2028"),
        st.characters(),
    ),
    max_size=60,
)


@given(line=LINE, code=st.booleans(), ranges=st.none() | st.lists(st.tuples(st.integers(0, 70), st.integers(0, 70))))
@example(line="😀word😀-𝔞𝔟 don’t", code=False, ranges=None)
def test_places_lie_in_the_line_and_never_within_a_character(
    line: str, code: bool, ranges: list[tuple[int, int]] | None
) -> None:
    encoded = line.encode("utf-16-le", "surrogatepass")
    place, parts = 0, []
    positions = Positions(line)
    for word in words(line, ranges, code=code):
        assert place <= word.start < word.end <= utf16_length(line)
        for edge in (word.start, word.end):
            assert positions.to_utf16(positions.to_code_point(edge)) == edge
        inner = word.start
        for piece in word.pieces:
            assert inner <= piece.start < piece.end <= word.end
            inner = piece.end
        parts += [encoded[2 * place : 2 * word.start], encoded[2 * word.start : 2 * word.end]]
        place = word.end
    parts.append(encoded[2 * place :])
    assert "".join(part.decode("utf-16-le", "surrogatepass") for part in parts) == line


@given(line=LINE, start=st.integers(0, 60), end=st.integers(0, 60))
def test_no_word_reaches_out_of_its_range(line: str, start: int, end: int) -> None:
    # A range may end within a character, which then is its own as a whole.
    assert all(start - 1 <= word.start and word.end <= end + 1 for word in words(line, [(start, end)]))
