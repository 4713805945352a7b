"""The first lines of a text: at most three, within their width, and nothing of them twice or missing."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QFont, QFontMetrics

from palimpsest.app.regenerate.text_previews import LINES, first_lines

pytestmark = pytest.mark.usefixtures("fonts")


def test_a_short_text_is_shown_as_it_is():
    assert first_lines("one", QFont(), 200) == ["one"]
    assert first_lines("one\n\n  two", QFont(), 200) == ["one", "", "  two"]
    assert first_lines("", QFont(), 200) == [""]
    assert first_lines("\n\tone\n", QFont(), 200) == ["    one"]


def test_what_is_left_out_is_told():
    assert first_lines("1\n2\n3\n4", QFont(), 200) == ["1", "2", "3 …"]
    long = first_lines("word " * 400, QFont(), 200)
    assert len(long) == LINES
    assert long[-1].endswith("…")


def test_lines_break_within_the_width():
    lines = first_lines("some words that do not fit into a line", QFont(), 120)
    assert len(lines) > 1
    assert all(QFontMetrics(QFont()).horizontalAdvance(line) <= 120 for line in lines)
    assert len(first_lines("x" * 500, QFont(), 120)) == LINES


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text("ab 😀\n\t\u0301\udc00", max_size=60), st.integers(0, 300))
def test_whatever_the_text_nothing_is_shown_twice(text: str, width: int):
    lines = first_lines(text, QFont(), width)
    assert 1 <= len(lines) <= LINES
    assert sum(line.count("a") for line in lines) <= text.count("a")
    if len(lines) < LINES:
        assert sum(line.count("a") for line in lines) == text.count("a")
