"""Edits of lines: what is left alone, what comes back, how changes are told."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from palimpsest.app.editor.indentation import Indentation
from palimpsest.app.editor.line_edits import (
    Part,
    changes,
    comment_toggled,
    common_ends,
    indented,
    joined,
    moved_down,
    moved_up,
    natural_key,
    outdented,
    reversed_lines,
    sorted_lines,
    trimmed,
    unique_lines,
)

line = st.text(st.sampled_from("ab #/*-<!> \t😀"), max_size=8)
lines = st.lists(line, min_size=1, max_size=8).map(tuple)
marks = st.sampled_from(["#", "//", "--", ";;", "REM", ".."])
blocks = st.sampled_from([("/*", "*/"), ("<!--", "-->")])
indentations = st.builds(Indentation, st.booleans(), st.integers(1, 8))


def part(lines: tuple[str, ...]) -> Part:
    return Part(lines, (0, 0), (len(lines) - 1, len(lines[-1])))


@given(lines, marks)
def test_a_comment_made_and_unmade_gives_the_text_back(lines: tuple[str, ...], mark: str):
    once = comment_toggled(part(lines), mark, None)
    twice = comment_toggled(once, mark, None)
    if any(mark not in line for line in lines if line.strip(" \t")):
        assert once.lines != lines
        assert twice.lines == lines
    # What was a comment already comes back in the usual spelling, and from then on exactly.
    assert comment_toggled(comment_toggled(twice, mark, None), mark, None).lines == twice.lines


@given(lines, blocks)
def test_a_block_comment_made_and_unmade_gives_the_text_back(lines: tuple[str, ...], block: tuple[str, str]):
    once = comment_toggled(part(lines), "", block)
    if not any(mark in "\n".join(lines) for mark in block):
        assert comment_toggled(once, "", block).lines == lines


@given(lines, marks)
def test_blank_lines_are_no_comments(lines: tuple[str, ...], mark: str):
    after = comment_toggled(part(lines), mark, None).lines
    for old, new in zip(lines, after, strict=True):
        assert old.strip(" \t") or old == new or len(lines) == 1


@pytest.mark.parametrize(
    ("mark", "before", "after"),
    [
        ("REM", ("rem a", "REM"), ("a", "")),
        ("REM", ("REMARK",), ("REM REMARK",)),
        ("..", ("...",), (".. ...",)),
        ("#", ("#!/bin/sh",), ("!/bin/sh",)),
    ],
)
def test_marks_that_are_words_stand_alone(mark: str, before: tuple[str, ...], after: tuple[str, ...]):
    assert comment_toggled(part(before), mark, None).lines == after


@pytest.mark.parametrize("text", [("a /* b */ c",), ("/* a */ b /* c */",), ("/* a", "b"), ("a", "*/ b")])
def test_comments_are_not_nested(text: tuple[str, ...]):
    assert comment_toggled(part(text), "", ("/*", "*/")).lines == text


def test_a_language_without_comments_has_none():
    assert comment_toggled(part(("a",)), "", None).lines == ("a",)


@given(lines, indentations)
def test_deeper_and_back_gives_the_text_back(lines: tuple[str, ...], indentation: Indentation):
    deeper = indented(part(lines), indentation)
    back = outdented(deeper, indentation).lines
    for old, new in zip(lines, back, strict=True):
        if old.strip(" \t"):
            assert new == old


@given(lines)
def test_moving_up_and_down_are_opposites(lines: tuple[str, ...]):
    before = part(lines)
    assert moved_down(moved_up(before)).lines == lines
    assert moved_up(moved_down(before)) == before


@given(lines, lines)
def test_changes_lead_from_one_to_the_other(old: tuple[str, ...], new: tuple[str, ...]):
    result = list(old)
    for change in reversed(changes(old, new)):
        result[change.first : change.last] = change.lines
    assert tuple(result) == new


@given(lines)
def test_changes_of_moved_lines_touch_no_other(old: tuple[str, ...]):
    for new in (old[1:] + old[:1], old[-1:] + old[:-1]):
        result = list(old)
        told = changes(old, new)
        for change in reversed(told):
            result[change.first : change.last] = change.lines
        assert tuple(result) == new
        assert sum(change.last - change.first for change in told) <= 1 or len(old) < 2 or old == new


@given(st.text("ab", max_size=8), st.text("ab", max_size=8))
def test_common_ends_do_not_overlap(one: str, other: str):
    head, tail = common_ends(one, other)
    assert head + tail <= min(len(one), len(other))
    assert one[:head] == other[:head]
    assert one[len(one) - tail :] == other[len(other) - tail :]


@given(lines)
def test_sorting_loses_nothing(lines: tuple[str, ...]):
    before = part(lines)
    assert sorted(sorted_lines(before).lines) == sorted(lines)
    assert reversed_lines(reversed_lines(before)).lines == lines
    assert set(unique_lines(before).lines) == set(lines)
    assert len(unique_lines(before).lines) == len(set(lines))


def test_natural_order():
    names = ["b2", "B10", "a100", "a20", "a" + "9" * 5000]
    assert sorted(names, key=natural_key) == ["a20", "a100", "a" + "9" * 5000, "b2", "B10"]
    assert sorted(names, key=lambda name: natural_key(name, False))[0] == "B10"


def test_joining_puts_one_space_between():
    assert joined(Part(("a  ", "  b", "", "c"))).lines == ("a b c",)
    assert joined(Part(("  ", "  b"))).lines == ("  b",)
    assert joined(Part(("a", ""))).lines == ("a",)


@given(lines)
def test_trimming_leaves_the_beginning_of_each_line(lines: tuple[str, ...]):
    for old, new in zip(lines, trimmed(part(lines), keep_breaks=False).lines, strict=True):
        assert new == old.rstrip(" \t")
    for old, new in zip(lines, trimmed(part(lines), keep_breaks=True).lines, strict=True):
        assert new.rstrip(" \t") == old.rstrip(" \t")
        assert new.endswith("  ") == (old.endswith("  ") and bool(old.strip(" \t")))
        assert not new.endswith("   ")
