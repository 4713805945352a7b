"""Finding titles by a few letters: what is found, where, and in which order."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from palimpsest.app.fuzzy import LOOSE, match

TITLES = (
    *("Sample Document", "Save", "Save As…", "Save All", "Sort Lines", "Select All", "Smaller Text", "Undo", "Redo"),
    *("Stop and Keep the Draft", "Regenerate Now", "Show White Space", "Übersetzen", "goToLine", "Find in Selection"),
)


def found(wanted: str) -> list[str]:
    """Titles found, best first."""
    hits = [(hit.cost, len(title), title) for title in TITLES if (hit := match(wanted, title)) is not None]
    return [title for _, _, title in sorted(hits)]


@pytest.mark.parametrize(
    ("wanted", "best"),
    [
        ("sd", "Sample Document"),
        ("sl", "Sort Lines"),
        ("sall", "Save All"),
        ("selall", "Select All"),
        ("ndo", "Undo"),
        ("skd", "Stop and Keep the Draft"),
        ("ubers", "Übersetzen"),
        ("ÜBER", "Übersetzen"),
        ("gtl", "goToLine"),
        ("re", "Redo"),
        ("reg", "Regenerate Now"),
        ("white", "Show White Space"),
        ("fs", "Find in Selection"),
    ],
)
def test_the_title_that_is_meant_comes_first(wanted: str, best: str) -> None:
    assert found(wanted)[0] == best


@pytest.mark.parametrize(
    ("wanted", "title", "marked"),
    [
        ("sd", "Sample Document", "SD"),
        ("sado", "Sample Document", "SaDo"),
        ("line", "Sort Lines", "Line"),
        ("ss", "Straße süß", "Ss"),
        ("sß", "Straße süß", "ßs"),
        ("all", "Save All", "All"),
    ],
)
def test_the_letters_that_are_marked(wanted: str, title: str, marked: str) -> None:
    hit = match(wanted, title)
    assert hit is not None
    assert "".join(title[place] for place in hit.places) == marked


@pytest.mark.parametrize(("wanted", "loose"), [("sa", False), ("ave", False), ("sal", False), ("svl", True)])
def test_letters_out_of_the_middle_are_loose(wanted: str, loose: bool) -> None:
    hit = match(wanted, "Save All")
    assert hit is not None
    assert (hit.cost >= LOOSE) == loose


@given(st.text(max_size=6), st.text(max_size=20))
def test_places_are_those_of_the_letters_in_order(wanted: str, title: str) -> None:
    hit = match(wanted, title)
    if hit is not None:
        assert hit.cost >= 0
        assert list(hit.places) == sorted(set(hit.places))
        assert all(0 <= place < len(title) for place in hit.places)


@given(st.text(alphabet="abc -", max_size=24), st.data())
def test_letters_taken_in_order_are_always_found(title: str, data: st.DataObject) -> None:
    places = sorted(data.draw(st.sets(st.integers(0, max(0, len(title) - 1)), max_size=6))) if title else []
    wanted = "".join(title[place] for place in places)
    hit = match(wanted, title)
    assert hit is not None
    letters = "".join(title[place] for place in hit.places)
    assert letters == wanted.replace(" ", "")


@given(st.text(alphabet="abAB ", min_size=1, max_size=8), st.text(alphabet="ab", min_size=1, max_size=3))
def test_the_cheapest_way_is_found(title: str, wanted: str) -> None:
    def ways(letters: str, last: int, start: int) -> list[int]:
        """Cost of every way, by trying all."""
        if not letters:
            return [0]
        costs: list[int] = []
        for place in range(start, len(title)):
            if title[place].lower() != letters[0]:
                continue
            before = title[place - 1] if place else " "
            head = not before.isalnum() or (before.islower() and title[place].isupper())
            if start == 0:
                step = 0 if place == 0 else 1 if head else 4
            else:
                step = 0 if place == last + 1 else 1 if head else LOOSE
            costs += [step + rest for rest in ways(letters[1:], place, place + 1)]
        return costs

    hit, costs = match(wanted, title), ways(wanted, -1, 0)
    assert (None if hit is None else hit.cost) == (min(costs) if costs else None)
