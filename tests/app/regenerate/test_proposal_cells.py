"""Cells beside code points: words find theirs, parts of a character stay together, what the user said goes along."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from proposals import alternatives

from palimpsest.app.regenerate.proposal_cells import Part, Places, ProposalCell, carried, part_at, users_pins
from palimpsest.engine.request import RunnerUp


def test_a_word_has_the_cells_that_share_in_it() -> None:
    places = Places(["The", " riv", "er", " is", " here", "."])
    assert [(places.text[part.start : part.end], part.first, part.stop) for part in places.words()] == [
        *(("The", 0, 1), ("river", 1, 3), ("is", 3, 4), ("here", 4, 5), (".", 5, 6))
    ]


def test_parts_of_a_character_belong_to_the_cell_that_has_it() -> None:
    places = Places(["a", "", "", "🙂", "b", ""])
    assert places.cell_at(1) == 3
    assert places.cells(1, 2) == (1, 4)
    assert places.cells(0, 1) == (0, 1)
    assert places.cells(0, 3) == (0, 6)
    assert places.groups(places.words()) == [(0, 1), (1, 4), (4, 6)]


def test_an_empty_range_lies_in_a_cell_or_between_two() -> None:
    places = Places(["one", " two"])
    assert places.cells(1, 1) == (0, 1)
    assert places.cells(3, 3) == (1, 1)
    assert places.cells(7, 7) == (2, 2)
    assert Places([]).cells(0, 0) == (0, 0)


def test_words_that_share_a_cell_are_one_group() -> None:
    places = Places(["(f", "oo", ").", " ", "bar", "\n"])
    assert places.groups(places.words()) == [(0, 2), (2, 3), (3, 4), (4, 5), (5, 6)]
    assert Places(["a b", "c"]).groups(Places(["a b", "c"]).words()) == [(0, 2)]


@given(alternatives())
def test_groups_are_all_the_cells_in_order_and_hold_whole_words(alternative) -> None:
    places = Places([cell.piece for cell in alternative.cells])
    words = places.words()
    groups = places.groups(words)
    assert [cell for first, stop in groups for cell in range(first, stop)] == list(range(len(places)))
    for word in words:
        assert any(first <= word.first and word.stop <= stop for first, stop in groups)
        assert "".join(cell.piece for cell in alternative.cells[word.first : word.stop]).count("") > 1


@given(alternatives(), st.integers(-2, 50))
def test_every_character_has_one_cell(alternative, offset) -> None:
    places = Places([cell.piece for cell in alternative.cells])
    cell = places.cell_at(offset)
    if cell is None:
        assert not 0 <= offset < len(places.text)
    else:
        assert places.starts[cell] <= offset < places.starts[cell + 1]


def test_part_at() -> None:
    parts = [Part(0, 2, 0, 1), Part(3, 5, 1, 2)]
    assert [part_at(parts, offset) for offset in range(-1, 6)] == [
        *(None, parts[0], parts[0], None, parts[1], parts[1], None)
    ]


def test_pins_and_rejections_go_along_and_what_was_only_held_is_no_pin() -> None:
    others = (RunnerUp(9, "x", 0.1),)
    before = [
        ProposalCell("a", 1, runners_up=others),
        ProposalCell(" b", 2, pinned=True),
        ProposalCell(" c", 3, rejected=(3, 7)),
    ]
    after = [
        ProposalCell("a", 1, pinned=True),
        ProposalCell(" b", 2, pinned=True),
        ProposalCell(" d", 4, 0.5, runners_up=(RunnerUp(5, " e", 0.2),)),
    ]
    assert carried(before, after) == (
        ProposalCell("a", 1, runners_up=others),
        ProposalCell(" b", 2, pinned=True),
        ProposalCell(" d", 4, 0.5, runners_up=(RunnerUp(5, " e", 0.2),), rejected=(3, 7)),
    )


def test_text_that_was_tokenised_keeps_its_pin() -> None:
    before = [ProposalCell("a", 1, rejected=(8,)), ProposalCell(" long name", pinned=True), ProposalCell(".", 2)]
    after = [ProposalCell(piece, token, pinned=True) for token, piece in enumerate(("a", " lo", "ng", " name", "."))]
    made = carried(before, after)
    assert [cell.pinned for cell in made] == [False, True, True, True, False]
    assert made[0].rejected == (8,)


def test_the_users_pins_among_the_cells_that_are_held() -> None:
    original = "The old mill, the new mill."
    pieces = ("The", " very", " big", " mill", ",", " the", " new", " mill", ".")
    held = [piece not in (" very", " big") for piece in pieces]
    assert users_pins(pieces, held, original, [(8, 12)]) == {3}
    assert users_pins(pieces, held, original, [(0, 3), (18, 26)]) == {0, 6, 7}
    assert users_pins(pieces, held, original, []) == frozenset()
    assert users_pins(("quite", " other"), [True, False], original, []) == frozenset()
    assert users_pins(("quite", " other"), [True, False], original, [(0, 3)]) == {0}


@given(alternatives(), st.data())
def test_every_held_cell_of_an_unchanged_text_that_meets_a_pin_is_one(alternative, data) -> None:
    places = Places([cell.piece for cell in alternative.cells])
    start = data.draw(st.integers(0, len(places.text)))
    end = data.draw(st.integers(start, len(places.text)))
    pieces = [cell.piece for cell in alternative.cells]
    found = users_pins(pieces, [True] * len(pieces), places.text, [(start, end)])
    for number, piece in enumerate(pieces):
        low, high = places.starts[number], places.starts[number + 1]
        if piece:
            assert (number in found) == (start < high and low < end)
        elif number + 1 < len(pieces):
            assert (number in found) == (number + 1 in found)
