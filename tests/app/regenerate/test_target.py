"""Where a run works: pins and holes go along with their span, and those that an edit meets are gone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from palimpsest.app.regenerate.target import Target


def test_pins_are_cut_to_the_span_and_count_from_its_start() -> None:
    target = Target.of(10, 20, [(0, 5), (8, 12), (14, 16), (19, 30)])
    assert target == Target(10, 20, pins=((0, 2), (4, 6), (9, 10)))


def test_holes_make_a_span_from_the_first_to_the_last() -> None:
    assert Target.of_holes([(30, 34), (12, 12)]) == Target(12, 34, holes=((0, 0), (18, 22)))
    with pytest.raises(ValueError, match="empty"):
        Target.of_holes([])


def test_code_points_of_a_text_beyond_the_first_plane() -> None:
    text = "🙂ab🙂cd"  # positions 0 2 3 4 6 7 8

    def to_code_point(position: int) -> int:
        return len(text.encode("utf-16-le")[: 2 * position].decode("utf-16-le"))

    target = Target(2, 8, pins=((0, 2),), holes=((2, 4),))
    assert target.code_points(to_code_point) == Target(1, 6, pins=((1, 3),), holes=((3, 4),))


def test_an_edit_moves_what_is_behind_it_and_takes_what_it_meets() -> None:
    target = Target(100, 150, pins=((0, 5), (10, 15), (30, 35)), holes=((40, 40),))
    assert target.after([(12, 14, 7)]) == Target(100, 155, pins=((0, 5), (35, 40)), holes=((45, 45),))


RANGES = st.lists(st.integers(0, 40), min_size=2, max_size=8, unique=True).map(
    lambda numbers: tuple(zip(sorted(numbers)[::2], sorted(numbers)[1::2], strict=False))
)


@given(RANGES, RANGES, st.lists(st.text("xy", max_size=4), min_size=4, max_size=4))
def test_what_is_left_after_edits_is_the_same_text(pins: tuple, edited: tuple, texts: list[str]) -> None:
    text = "".join(chr(0x100 + place) for place in range(41))  # every character is another one
    edits = [(low, high, new) for (low, high), new in zip(edited, texts, strict=False)]
    after = text
    for low, high, new in reversed(edits):
        after = after[:low] + new + after[high:]
    left = Target(0, len(text), pins).after([(low, high, len(new)) for low, high, new in edits])
    assert left.end == len(after)
    kept = [text[low:high] for low, high in pins if not any(a < high and b > low for a, b, _ in edits)]
    assert [after[low:high] for low, high in left.pins] == kept
