"""Lines and words that differ: nothing is lost, marks say the truth, work stays in proportion to the texts."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from palimpsest.app.diff import CONTEXT, FOLD_FROM, Diff, PartKind, compare, words
from palimpsest.app.diff_match import CancelledError, Meter

SENTENCE = "the of river word apple machine stands upon a hill and when while night quietly under over grey stone"

lines = st.lists(
    st.sampled_from(["a b c", "a b d", "", "  a b c", "x", "}", "é\u00a0東京🙂", "long line of words"]), max_size=25
)
texts = st.one_of(st.text(max_size=60), lines.map("\n".join))


def unmarked(line: str, marks: tuple[tuple[int, int], ...]) -> str:
    """A line without what is marked in it; the marks must rise and lie inside."""
    kept, last = [], 0
    for start, end in marks:
        assert last <= start < end <= len(line)
        kept.append(line[last:start])
        last = end
    return "".join([*kept, line[last:]])


def check(diff: Diff, old: str, new: str) -> None:
    """Everything that holds for any comparison."""
    old_lines: list[str] = []
    new_lines: list[str] = []
    kinds = [part.kind for part in diff.parts]
    assert all(one is not other for one, other in pairwise(kinds))
    for part in diff.parts:
        assert (part.old_start, part.new_start) == (len(old_lines), len(new_lines))
        if part.kind is PartKind.EQUAL:
            assert diff.old[part.old_start : part.old_end] == diff.new[part.new_start : part.new_end]
            old_lines += diff.old[part.old_start : part.old_end]
            new_lines += diff.new[part.new_start : part.new_end]
        for pair in part.pairs:
            assert pair.old is not None or pair.new is not None
            if pair.old is not None:
                assert pair.old == len(old_lines)
                old_lines.append(diff.old[pair.old])
            if pair.new is not None:
                assert pair.new == len(new_lines)
                new_lines.append(diff.new[pair.new])
            if pair.old is not None and pair.new is not None:
                left = unmarked(diff.old[pair.old], pair.old_marks)
                assert left == unmarked(diff.new[pair.new], pair.new_marks)
    assert "\n".join(old_lines) == old
    assert "\n".join(new_lines) == new
    assert diff.apply(old) == new


@given(texts, texts)
def test_both_sides_are_whole_and_the_diff_makes_the_new_text(old, new) -> None:
    diff = compare(old, new)
    check(diff, old, new)
    assert bool(diff.changes) == (old != new)


@given(st.text(max_size=80), st.text(max_size=80), st.integers(0, 100))
def test_words_without_marks_are_the_same_text_however_little_work_is_allowed(old, new, limit) -> None:
    old_marks, new_marks = words(old, new, Meter(limit))
    assert unmarked(old, old_marks) == unmarked(new, new_marks)


@given(texts, texts, st.integers(0, 4))
def test_folding_hides_equal_lines_only_and_keeps_the_context(old, new, context) -> None:
    diff = compare(old, new)
    folded = diff.folded(context)
    at = (0, 0)
    for number, part in enumerate(folded):
        assert part.place == at
        at = (part.old_end, part.new_end)
        if part.kind is PartKind.FOLD:
            assert part.old_end - part.old_start == part.new_end - part.new_start >= FOLD_FROM
            for near in (number - 1, number + 1):
                if 0 <= near < len(folded):
                    assert folded[near].kind is not (PartKind.CHANGE if context else PartKind.FOLD)
                    if context:
                        assert folded[near].old_end - folded[near].old_start == context
    assert at == (len(diff.old), len(diff.new))
    assert tuple(part for part in folded if part.kind is PartKind.CHANGE) == diff.changes


def test_words_of_prose() -> None:
    old = "The old mill stood by the river, and nobody had opened its door for years."
    new = "The mill stood by the grey river, and nobody opened its heavy door in ten years."
    old_marks, new_marks = words(old, new)
    assert [old[a:b] for a, b in old_marks] == ["old ", "had ", "for"]
    assert [new[a:b] for a, b in new_marks] == ["grey ", "heavy ", "in ten"]


def test_a_rewritten_phrase_is_one_mark_and_not_a_row_of_crumbs() -> None:
    old, new = "It was a terrible disappointment of mine.", "It was the loveliest afternoon so far of mine."
    old_marks, new_marks = words(old, new)
    assert [old[a:b] for a, b in old_marks] == ["a terrible disappointment"]
    assert [new[a:b] for a, b in new_marks] == ["the loveliest afternoon so far"]


def test_scripts_without_spaces_differ_by_the_character() -> None:
    assert words("我喜欢红色的花", "我喜欢蓝色的花") == (((3, 4),), ((3, 4),))


def test_alike_lines_stand_beside_each_other_past_lines_that_are_new() -> None:
    diff = compare("one two three\nfour five six", "quite another line\none two 3\nfour five 6")
    assert [(pair.old, pair.new) for pair in diff.changes[0].pairs] == [(None, 0), (0, 1), (1, 2)]


def test_an_ended_last_line_is_a_line_more() -> None:
    diff = compare("a", "a\n")
    assert [(pair.old, pair.new) for pair in diff.changes[0].pairs] == [(None, 1)]


def test_long_equal_stretches_are_folded() -> None:
    old = "\n".join(str(number) for number in range(100))
    diff = compare(old, old.replace("\n50\n", "\nfifty\n"))
    sizes = [(part.kind, part.old_end - part.old_start) for part in diff.folded()]
    assert sizes == [
        (PartKind.FOLD, 50 - CONTEXT),
        (PartKind.EQUAL, CONTEXT),
        (PartKind.CHANGE, 1),
        (PartKind.EQUAL, CONTEXT),
        (PartKind.FOLD, 49 - CONTEXT),
    ]


@pytest.mark.parametrize("kind", ["edited", "rewritten", "shuffled"])
def test_forty_thousand_changed_lines_cost_work_in_proportion_to_the_text(kind) -> None:
    steps = []
    some_words = SENTENCE.split()
    for count in (10_000, 40_000):
        chance = random.Random(count)
        old = [" ".join(chance.choices(some_words, k=8)) + f" {number}" for number in range(count)]
        if kind == "edited":
            new = [line.replace(line.split()[3], "word" + line[:2]) for line in old]
        elif kind == "rewritten":
            new = [" ".join(chance.choices(some_words, k=8)) for _ in range(count)]
        else:
            new = chance.sample(old, count)
        diff = compare("\n".join(old), "\n".join(new))
        check(diff, "\n".join(old), "\n".join(new))
        steps.append(diff.steps)
        assert diff.steps < 400_000 + 350 * count
    assert steps[1] < 5 * steps[0] + 400_000


def test_it_tells_how_far_it_is_and_ends_when_nobody_waits() -> None:
    old, new = "\n".join("abcdefgh"), "\n".join("aXcdYfgZ")
    shares: list[float] = []
    compare(old, new, progress=shares.append)
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    with pytest.raises(CancelledError):
        compare(old, new, cancelled=lambda: True)
