"""Finding in a text: nothing is missed, nothing is split, and no text is too big to be searched bit by bit."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRegularExpression

from palimpsest.app.documents.positions import Positions, utf16_length
from palimpsest.app.editor import search
from palimpsest.app.editor.search import (
    Query,
    SearchError,
    find_all,
    meets,
    next_match,
    previous_match,
    scan,
)
from palimpsest.app.editor.search_text import SearchText

ANY_TEXT = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\u2028\u2029"), max_size=60)
FEW = st.text("aab é\u00a0_1-.😀\n", max_size=40)
PATTERNS = (
    "a", "aa", "a*", "a*?", "a+b", "^", "$", "^a*$", r"\b", r"\w+", r"\W", r"(?<=a)b", r"(?<!a)b", r"a(?=b)", r"a(?!b)",
    r"(a)(b)?", r"(a|ab)(b|-)", r"\n", r".", r"[^a]+", r"(?s)a.*b", r"(?s)a.*?b", r"\s+$", "😀?", r"(.)\1", r"a\Kb",
    r"a{2}|b{2}", r"(?=a)", r"|a", r"a\z",
)  # fmt: skip


def spans(text: str | SearchText, query: Query, *limits: int) -> list[tuple[int, int]]:
    return list(find_all(text, query, *limits, limit=None))


def by_python(text: str, query: Query) -> list[tuple[int, int]]:
    """The plain way: try every place from the left."""
    positions, at, found = Positions(text), 0, []

    def word(place: int) -> bool:
        return 0 <= place < len(text) and (text[place].isalnum() or text[place] == "_")

    while query.text and (at := text.find(query.text, at)) >= 0:
        end = at + len(query.text)
        inside = (word(at) and word(at - 1)) or (word(end - 1) and word(end))
        if query.whole_word and inside:
            at += 1
            continue
        found.append((positions.to_utf16(at), positions.to_utf16(end)))
        at = end
    return found


@given(ANY_TEXT, st.data())
def test_any_literal_is_found_where_python_finds_it(text: str, data: st.DataObject):
    start = data.draw(st.integers(0, len(text)))
    wanted = data.draw(st.one_of(st.just(text[start : start + 3]), ANY_TEXT))
    query = Query(wanted, match_case=True)
    assert spans(text, query) == by_python(text, query)


@given(FEW, st.text("ab é_-😀", min_size=1, max_size=3))
def test_whole_words_know_every_script_and_every_sign(text: str, wanted: str):
    query = Query(wanted, whole_word=True, match_case=True)
    assert spans(text, query) == by_python(text, query)


@given(FEW, st.sampled_from(PATTERNS), st.integers(1, 7), st.integers(2, 6))
def test_a_text_searched_bit_by_bit_matches_like_the_whole(text: str, pattern: str, piece: int, size: int):
    """Against PCRE on the whole text at once; windows and pieces as small as can be."""
    options = QRegularExpression.PatternOption
    whole = QRegularExpression(pattern, options.MultilineOption | options.UseUnicodePropertiesOption)
    found, expected = whole.globalMatch(text), []
    while found.hasNext():
        match = found.next()
        expected.append((match.capturedStart(), match.capturedEnd()))
    with pytest.MonkeyPatch.context() as patch:
        for name in ("_FIRST", "_LEAST", "_MOST"):
            patch.setattr(search, name, size)
        assert spans(SearchText.of(text, piece), Query(pattern, regex=True, match_case=True)) == expected


@given(FEW, st.sampled_from(PATTERNS), st.data())
def test_a_range_is_never_left_and_pairs_are_never_split(text: str, pattern: str, data: st.DataObject):
    units = utf16_length(text)
    start = data.draw(st.integers(0, units))
    end = data.draw(st.integers(start, units))
    inside = {Positions(text).to_utf16(point) for point in range(len(text) + 1)}
    before = start
    for first, last in spans(text, Query(pattern, regex=True), start, end):
        assert before <= first <= last <= end
        assert {first, last} <= inside
        before = last


def test_upper_and_lower_case_match_without_changing_lengths():
    text = "Straße STRASSE ÉTÉ été İi ﬀ"
    assert spans(text, Query("ÉTÉ")) == [(15, 18), (19, 22)]
    assert spans(text, Query("ÉTÉ", match_case=True)) == [(15, 18)]
    assert spans(text, Query("straße")) == [(0, 6)]
    assert spans(text, Query("ff")) == []


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        ("^b", "a\nb\nb", [(2, 3), (4, 5)]),
        ("a$", "a\nba\u2029a", [(0, 1), (3, 4), (5, 6)]),
        (r"a\nb", "a\nb a\u2028b", [(0, 3), (4, 7)]),
        (r"\s", "a\u00a0b", [(1, 2)]),
        (r"\w+", "naïve Ünder_1", [(0, 5), (6, 13)]),
        (".", "😀é", [(0, 2), (2, 3)]),
        (r"\x{1F600}", "a😀", [(1, 3)]),
        ("x*", "😀a", [(0, 0), (2, 2), (3, 3)]),
        ("(?i)A", "aA", [(0, 1), (1, 2)]),
    ],
)
def test_regular_expressions_see_lines_letters_and_emoji(pattern: str, text: str, expected: list[tuple[int, int]]):
    assert spans(text, Query(pattern, regex=True, match_case=True)) == expected


@pytest.mark.parametrize("pattern", ["cat", "(?x) cat # a comment", r"\Qcat", "c(a)t|dog"])
def test_whole_words_go_with_any_expression(pattern: str):
    assert spans("concat cat cats", Query(pattern, regex=True, whole_word=True)) == [(7, 10)]


def test_a_literal_is_never_taken_for_an_expression():
    assert spans("a.b axb (", Query("a.b")) == [(0, 3)]
    assert spans("a.b axb (", Query("(")) == [(8, 9)]
    assert spans("one\ntwo", Query("e\nt")) == [(2, 5)]
    assert spans("anything", Query("")) == []


@pytest.mark.parametrize(("pattern", "place"), [("a(b", 3), ("[z", 2), ("a**?)", 4)])
def test_a_mistake_is_told_with_its_place(pattern: str, place: int):
    with pytest.raises(SearchError, match=rf"^[A-Z].*\(at character {place}\)\.$"):
        find_all("text", Query(pattern, regex=True))
    with pytest.raises(SearchError):
        find_all("text", Query(pattern, regex=True, whole_word=True))


def test_a_catastrophic_expression_ends_with_a_sentence():
    with pytest.raises(SearchError, match="too complex"):
        find_all("a" * 60 + "b", Query("^(a|a)*$", regex=True))


def test_what_stands_beside_a_range_is_seen():
    text = "concat cat catalogue"
    assert spans(text, Query("cat", whole_word=True), 3, 14) == [(7, 10)]
    assert spans(text, Query("(?<=con)cat", regex=True), 3, 8) == [(3, 6)]
    assert spans(text, Query("c.*", regex=True), 7, 12) == [(7, 12)]


def test_a_limit_says_that_there_is_more():
    found = find_all("aaaa", Query("a"), limit=3)
    assert (len(found), found.complete) == (3, False)
    assert find_all("aaaa", Query("a"), limit=4).complete


@given(FEW, st.sampled_from(["a", "ab", "b -", "😀"]), st.integers(0, 50))
def test_next_and_previous_go_around_the_end(text: str, wanted: str, position: int):
    every = by_python(text, Query(wanted, match_case=True))
    onward = next_match(text, Query(wanted), position)
    back = previous_match(text, Query(wanted), position)
    if not every:
        assert onward is None
        assert back is None
        return
    later = [span for span in every if span[0] >= position]
    earlier = [span for span in every if span[1] <= position]
    assert onward == (later or every)[0]
    assert back == (earlier or every)[-1]


def test_next_and_previous_step_over_what_is_skipped():
    text = "cat cat cat"
    assert next_match(text, Query("cat"), 3, skip=(5, 6)) == (8, 11)
    assert previous_match(text, Query("cat"), 8, skip=(5, 6)) == (0, 3)
    assert next_match(text, Query("cat"), 0, skip=(0, 11)) is None


def test_the_previous_one_is_found_far_away_and_whole():
    text = "needles" + " " * 200_000
    assert previous_match(text, Query(r"\w+", regex=True), 200_000) == (0, 7)
    assert previous_match("w" * 50_000, Query(r"\w+", regex=True), 50_000) == (0, 50_000)


def test_a_search_can_be_watched_and_ended():
    reached: list[int] = []

    def watch(at: int) -> bool:
        reached.append(at)
        return len(reached) == 3

    assert spans_until(watch) < 5_000_000 // 2
    assert reached == sorted(reached)


def spans_until(watch) -> int:
    text = SearchText.of("ab" * 2_500_000)
    return sum(1 for _ in scan(text, Query("ab"), watch=watch))


def test_a_search_never_hands_over_a_big_text_at_once(monkeypatch: pytest.MonkeyPatch):
    sizes: list[int] = []
    window = SearchText.window

    def measured(self: SearchText, start: int, end: int) -> tuple[str, int, int]:
        sizes.append(end - start)
        return window(self, start, end)

    monkeypatch.setattr(SearchText, "window", measured)
    assert spans(SearchText.of("word after word\n" * 200_000), Query(r"w\w+ never", regex=True)) == []
    assert max(sizes) <= search._MOST + search._CONTEXT


def test_what_meets_a_span():
    assert meets((3, 6), 5, 9)
    assert not meets((3, 6), 6, 9)
    assert not meets((3, 6), 0, 3)
    assert meets((3, 6), 6, 6)
    assert meets((3, 3), 3, 5)
    assert not meets(None, 0, 9)
