"""Indentation told from a text, and rewritten."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from palimpsest.app.editor.indentation import (
    Indentation,
    columns_of,
    converted,
    detect,
    leading_space,
    without_step,
)

leads = st.text(st.sampled_from(" \t"), max_size=12)


def nested(step: str) -> str:
    depths = (0, 1, 2, 2, 1, 0, 1, 2, 3, 1, 0)
    return "\n".join(step * depth + "x" for depth in depths)


@pytest.mark.parametrize("width", [2, 3, 4, 8])
def test_widths_are_found(width: int):
    assert detect(nested(" " * width)) == Indentation(False, width)


def test_tabs_are_found():
    assert detect(nested("\t"), Indentation(False, 8)) == Indentation(True, 8)


@pytest.mark.parametrize(
    "text",
    ["", "a\nb\n", "\n\n   \n", " * a\n * b\n"],
)
def test_a_text_that_says_nothing_takes_the_default(text: str):
    assert detect(text, Indentation(True, 3)) == Indentation(True, 3)


def test_comments_and_aligned_lines_do_not_mislead():
    comment = "/*\n * a\n * b\n */\n"
    text = comment + "int f(int a,\n      int b)\n{\n    x;\n    if (y)\n        z;\n}\n\nint g()\n{\n    x;\n}\n"
    assert detect(text) == Indentation(False, 4)


def test_two_nested_at_a_time():
    text = "a\n  b\n      c\n  b\n      c\na\n  b\n"
    assert detect(text) == Indentation(False, 2)


def test_the_majority_decides():
    assert detect("a\n\tb\n\tc\n    d\n").uses_tabs
    assert not detect("a\n\tb\n    c\n    d\n").uses_tabs


@given(st.text(st.sampled_from("a* \t\n😀"), max_size=80))
def test_anything_is_some_indentation(text: str):
    found = detect(text)
    assert 1 <= found.width <= 8
    assert detect(text.split("\n")) == found


@given(leads, st.integers(1, 8), st.booleans())
def test_converting_keeps_the_width(lead: str, width: int, tabs: bool):
    to = Indentation(tabs, width)
    new = converted(lead + "x", to)
    assert new.endswith("x")
    assert columns_of(leading_space(new), width) == columns_of(lead, width)
    assert tabs or "\t" not in new
    assert converted(new, to) == new


@given(leads, st.integers(1, 8), st.booleans())
def test_a_step_less_takes_white_space_alone(lead: str, width: int, tabs: bool):
    line = lead + "x"
    new = without_step(line, Indentation(tabs, width))
    assert line.endswith(new)
    assert len(line) - len(new) <= max(1, width)
    assert new != line or not lead


@given(leads, st.integers(1, 8))
def test_the_next_stop_is_a_stop(lead: str, width: int):
    indentation = Indentation(False, width)
    assert columns_of(lead + indentation.to_next_stop(lead), width) % width == 0
    assert indentation.to_next_stop(lead)
