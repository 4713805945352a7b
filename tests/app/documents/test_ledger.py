"""The ledger: after any edits it says what counting anew says, and counts no line twice."""

from __future__ import annotations

import threading
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from palimpsest.app.documents.counting import Count, count, count_line, total
from palimpsest.app.documents.ledger import Counted, Ledger, Selection
from palimpsest.app.documents.positions import utf16_length

WANTED = threading.Event()
"""Never set."""


class Cancel:
    """Says "cancelled" from the n-th question on."""

    def __init__(self, after: int) -> None:
        self.left = after

    def is_set(self) -> bool:
        self.left -= 1
        return self.left < 0


def last(ledger: Ledger, *splices: tuple[int, int, list[str]], selection: Selection | None = None) -> Counted:
    return list(ledger.count(splices, selection, WANTED))[-1]


def expected(lines: list[str]) -> Count:
    return total([count_line(line) for line in lines])


LINE = st.text(st.sampled_from("ab. 漢😀"), max_size=8)
LINES = st.lists(LINE, max_size=6)
SPLICE = st.tuples(st.integers(0, 20), st.integers(0, 8), LINES)


@given(
    start=st.lists(LINE, min_size=1, max_size=8),
    jobs=st.lists(st.tuples(st.lists(SPLICE, max_size=3), st.integers(0, 9))),
)
def test_counts_are_those_of_the_text(
    start: list[str], jobs: list[tuple[list[tuple[int, int, list[str]]], int]]
) -> None:
    ledger = Ledger(len)
    lines = list(start)
    list(ledger.count([(0, 0, start)], None, Cancel(2)))
    for wanted, patience in jobs:
        splices = []
        for place, removed, new in wanted:
            first = min(place, len(lines))
            gone = min(removed, len(lines) - first)
            lines[first : first + gone] = new
            splices.append((first, gone, new))
        list(ledger.count(splices, None, Cancel(patience)))
    counted = last(ledger).document
    assert replace(counted, tokens=None) == expected(lines)
    assert counted.tokens == (0 if lines == [""] else sum(len(line) + 1 for line in lines))


@given(lines=st.lists(LINE, min_size=1, max_size=8), data=st.data())
def test_a_selection_counts_as_its_text(lines: list[str], data: st.DataObject) -> None:
    first = data.draw(st.integers(0, len(lines) - 1))
    end_line = data.draw(st.integers(first, len(lines) - 1))
    start = data.draw(st.integers(0, len(lines[first])))
    end = data.draw(st.integers(start if first == end_line else 0, len(lines[end_line])))
    if first == end_line:
        text = lines[first][start:end]
    else:
        text = "\n".join([lines[first][start:], *lines[first + 1 : end_line], lines[end_line][:end]])
    place = Selection(first, utf16_length(lines[first][:start]), end_line, utf16_length(lines[end_line][:end]))
    found = last(Ledger(len), (0, 0, lines), selection=place).selection
    assert found is not None
    assert found.tokens == len(text)
    assert replace(found, tokens=None) == (count(text) if text else Count(lines=1))


def test_only_changed_lines_are_tokenised() -> None:
    asked: list[str] = []

    def tokens_of(text: str) -> int:
        asked.append(text)
        return 1

    ledger = Ledger(tokens_of)
    last(ledger, (0, 0, ["one", "two", "two", "three"]))
    assert asked == ["one\n", "two\n", "three\n"]
    last(ledger, (1, 1, ["new"]))
    assert asked[3:] == ["new\n"]
    assert last(ledger, (1, 1, ["two"])).document.tokens == 4
    assert asked[4:] == [], "an undo costs nothing"


def test_many_lines_are_told_before_their_tokens() -> None:
    first, second = Ledger(len).count([(0, 0, ["word"] * 100)], None, WANTED)
    assert first.document == replace(second.document, tokens=None)
    assert second.document.tokens == 500


def test_a_tokenizer_that_fails_leaves_the_words() -> None:
    def fails(text: str) -> int:
        raise ValueError(text)

    ledger = Ledger(fails)
    assert last(ledger, (0, 0, ["one word"])).document == Count(2, 8, 7, 1, 1, 1)
    assert last(ledger, (1, 0, ["more"])).document.words == 3


def test_a_token_counter_comes_and_goes() -> None:
    ledger = Ledger()
    assert last(ledger, (0, 0, ["one", "two"])).document.tokens is None
    ledger.set_token_counter(len)
    assert last(ledger).document.tokens == 8
    ledger.set_token_counter(lambda text: 1)
    assert last(ledger).document.tokens == 2
    ledger.set_token_counter(None)
    assert last(ledger).document.tokens is None


def test_a_selection_that_is_out_of_date_is_left_out() -> None:
    assert last(Ledger(), (0, 0, ["one"]), selection=Selection(0, 0, 5, 0)).selection is None
