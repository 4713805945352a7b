"""Code between fences, after any edits as if read anew."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from palimpsest.app.editor.fences import Fences


def fenced(text: str) -> list[int]:
    fences = Fences()
    lines = text.split("\n")
    fences.replace(0, 0, lines)
    return [line for line in range(len(lines)) if fences.fenced(line)]


def test_fences_and_what_is_between_are_code() -> None:
    assert fenced("a\n```py\nx\n```\nb\n~~~\ny\n~~~\nc") == [1, 2, 3, 5, 6, 7]


def test_a_fence_closes_only_its_own_kind() -> None:
    assert fenced("````\n```\n~~~~\n````text\n````\nend") == [0, 1, 2, 3, 4]


def test_an_open_fence_reaches_to_the_end() -> None:
    assert fenced("a\n```\nb\nc") == [1, 2, 3]


def test_code_within_a_line_is_no_fence() -> None:
    assert fenced("```code``` and so on\nb") == []


def test_fences_in_lists_and_quotations() -> None:
    assert fenced("- a\n   ```\n   x\n   ```\n> ```\n> y\n> ```\nb") == [1, 2, 3, 4, 5, 6]


def test_only_what_matters_is_said_to_change() -> None:
    fences = Fences()
    assert not fences.replace(0, 0, ["a", "b"])
    assert fences.replace(1, 1, ["```"])
    assert not fences.replace(0, 1, ["other"])
    assert fences.replace(0, 0, ["one more"])
    assert fences.fenced(2)


LINES = st.lists(st.sampled_from(["text", "```", "```py", "~~~", "````", "> ```"]), max_size=8)


@given(start=LINES, edits=st.lists(st.tuples(st.integers(0, 12), st.integers(0, 6), LINES), max_size=8))
def test_edits_leave_what_reading_anew_gives(start: list[str], edits: list[tuple[int, int, list[str]]]) -> None:
    lines, fences = list(start), Fences()
    fences.replace(0, 0, lines)
    for place, removed, new in edits:
        first = min(place, len(lines))
        gone = min(removed, len(lines) - first)
        lines[first : first + gone] = new
        fences.replace(first, gone, new)
        assert [line for line in range(len(lines)) if fences.fenced(line)] == (
            fenced("\n".join(lines)) if lines else []
        )
