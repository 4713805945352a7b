"""What the next run goes on from: every cell is told once, pins are held, what was rejected may not come back."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from proposals import alternative, proposals, split, texts

from palimpsest.app.regenerate.proposal import Proposal
from palimpsest.app.regenerate.steering import (
    LATE,
    LOCAL,
    Steering,
    choose,
    go_on,
    pins_of,
    pins_within,
    reject,
    resume,
    word_in,
)
from palimpsest.engine.request import Alternative, CellState, InfillRequest, Pass, Segment, validate

LONG = alternative(
    *("It", " was", " ear", "ly", ".", " The", " old", " mi", "ll", " stood", " by", " the", " riv", "er", " and"),
    *(" nobody", " ever", " came", " to", " the", " mill", " again", ".", " So", " be", " it", "."),
    probabilities=(0.5,) * 6 + (1.0, 0.5, 1.0, 0.5, 1.0, 0.5, 1.0, 1.0, 1.0, 0.95) + (0.5,) * 11,
)


def check(made: Steering) -> list[str]:
    """What holds for any steering; per cell, "held", "kept" or "noise"."""
    validate(InfillRequest("", 0, 0, strength=made.strength, resume=made.segments))
    told: list[tuple[int | str, Segment]] = []
    for segment in made.segments:
        assert bool(segment.ids) != bool(segment.text)
        assert not (segment.held and segment.noise)
        told += [(token, segment) for token in segment.ids] or [(segment.text, segment)]
    for one, other in zip(made.segments, made.segments[1:], strict=False):
        assert replace(one, ids=(), text="") != replace(other, ids=(), text="") or bool(one.ids) != bool(other.ids)
    result: list[str] = []
    at = 0
    for value, segment in told:
        if isinstance(value, int):
            cells = [made.cells[at]]
            assert cells[0].id == value
        else:
            cells = []
            while "".join(cell.piece for cell in cells) != value:
                cells.append(made.cells[at + len(cells)])
                assert cells[-1].id is None
        for cell in cells:
            assert segment.held or not (cell.pinned or cell.held)
            if not segment.held:
                assert segment.unwanted == cell.rejected
            result.append("held" if segment.held else "noise" if segment.noise else "kept")
        at += len(cells)
    assert at == len(made.cells)
    return result


@st.composite
def passes(draw: st.DrawFn) -> Pass:
    text = draw(texts)
    pieces = split(text, draw(st.lists(st.integers(0, len(text)), max_size=10)))
    limit = draw(st.integers(1, 48))
    return Pass(
        draw(st.integers(1, limit)),
        limit,
        pieces,
        tuple(draw(st.lists(st.floats(0, 1), min_size=len(pieces), max_size=len(pieces)))),
        tuple(draw(st.lists(st.sampled_from(CellState), min_size=len(pieces), max_size=len(pieces)))),
        ids=tuple(range(len(pieces))),
    )


@given(passes(), st.sets(st.integers(0, 10)), st.sets(st.integers(0, 10)), st.floats(0.01, 1))
def test_going_on_tells_every_cell(draft, pins, freed, strength) -> None:
    made = go_on(draft, pins, freed, strength)
    fates = check(made)
    for number, (fate, state) in enumerate(zip(fates, draft.states, strict=True)):
        held = state in (CellState.PINNED, CellState.SETTLED) and number not in freed
        if number in pins or held:
            assert fate == "held"
        else:
            assert fate == ("noise" if state is CellState.RENOISED else "kept")
    assert LATE <= made.strength <= max(LATE, strength)


@pytest.mark.parametrize(
    ("number", "strength", "left"), [(6, 1.0, 0.75), (12, 0.6, 0.3), (24, 1.0, LATE), (23, 0.5, LATE)]
)
def test_what_is_left_of_the_schedule(number, strength, left) -> None:
    draft = Pass(number, 24, ("a",), (0.5,), (CellState.FREE,), ids=(1,))
    assert go_on(draft, strength=strength).strength == pytest.approx(left)


def test_a_pass_without_ids_goes_by_its_text() -> None:
    draft = Pass(1, 4, ("a", " b", " c"), (0.9, 0.5, 0.1), (CellState.ACCEPTED, CellState.PINNED, CellState.RENOISED))
    made = go_on(draft, pins=(0,))
    assert made.segments == (Segment(text="a b", held=True), Segment(text=" c", noise=True))
    check(made)


def test_neighbours_of_one_kind_are_one_segment() -> None:
    states = (CellState.ACCEPTED, CellState.FREE, CellState.RENOISED, CellState.RENOISED, CellState.PINNED)
    draft = Pass(2, 4, ("a", "b", "c", "d", "e"), (0.81, 0.79, 0.1, 0.2, 1.0), states, ids=(1, 2, 3, 4, 5))
    assert go_on(draft).segments == (
        Segment((1, 2), certainty=0.8),
        Segment((3, 4), noise=True),
        Segment((5,), held=True),
    )


def test_what_was_rejected_is_rejected_still_when_the_run_goes_on() -> None:
    said = reject(Proposal.of(alternative("a", " b", " c"), ""), 2, 3)
    states = (CellState.FREE, CellState.RENOISED, CellState.FREE)
    draft = Pass(1, 8, ("a", " x", " c"), (0.9, 0.2, 0.9), states, ids=(100, 7, 102))
    made = go_on(draft, pins=(2,), before=said.cells)
    assert check(made) == ["kept", "noise", "held"]
    assert made.cells[1].rejected == (101,)
    assert made.pins == {2}


def test_what_was_held_for_a_while_is_no_text_between_holes() -> None:
    said = reject(Proposal.of(LONG, ""), 22, 26)
    states = tuple(CellState.RENOISED if fate == "noise" else CellState.PINNED for fate in check(said))
    ids = tuple(cell.id for cell in LONG.cells)
    draft = Pass(1, 8, tuple(cell.piece for cell in LONG.cells), (0.5,) * len(ids), states, ids=ids)
    made = go_on(draft, before=said.cells)
    assert "kept" not in check(made)
    assert made.pins == frozenset()
    assert set(check(resume(made.settle(LONG, ""), 1.0))) == {"noise"}


HELD = alternative("A", " red", " house", " on", " hills", ".", pinned=(0, 2, 3, 5))
BETWEEN = "A blue house on islands."


def test_text_between_holes_is_never_written_anew() -> None:
    proposal = Proposal.of(HELD, BETWEEN, pins=[(2, 2)])
    assert proposal.pins == ()
    fixed = [0, 2, 3, 5]
    for made in (resume(proposal, 1.0), reject(proposal, 0, len(proposal.text)), choose(proposal, 1, 0)):
        assert [check(made)[number] for number in fixed] == ["held"] * 4
        settled = made.settle(HELD, BETWEEN)
        assert check(resume(settled, 1.0))[2:4] == ["held", "held"]
    assert check(resume(proposal, 1.0)) == ["held", "noise", "held", "held", "noise", "held"]
    back = proposal.put_back(proposal.part(0, 6))
    assert back.text == "A blue house on hills."
    assert check(resume(back, 1.0))[-4:] == ["held", "held", "noise", "held"]


def test_text_between_holes_stays_so_while_a_run_goes_on() -> None:
    states = (CellState.PINNED, CellState.RENOISED, CellState.PINNED, CellState.FREE)
    draft = Pass(1, 8, ("A", " x", " house", " y"), (1.0,) * 4, states, ids=(1, 2, 3, 4))
    made = go_on(draft, pins=(3,))
    again = go_on(replace(draft, number=2, states=(*states[:3], CellState.PINNED)), freed=(3,), before=made.cells)
    assert check(again) == ["held", "noise", "held", "kept"]
    assert [cell.held for cell in again.cells] == [True, False, True, False]


def test_the_users_pins_of_a_pass() -> None:
    states = (CellState.PINNED, CellState.RENOISED, CellState.PINNED, CellState.PINNED)
    draft = Pass(1, 8, ("A", " x", " house", " on"), (1.0,) * 4, states, ids=(1, 2, 3, 4))
    text = "So: A blue house on"
    whole = InfillRequest(text, 4, len(text), pins=((4, 5), (11, 19)))
    assert pins_within(whole) == ((0, 1), (7, 15))
    assert pins_of(draft, whole) == {0, 2, 3}
    assert pins_of(draft, replace(whole, holes=((6, 10),), pins=((11, 16),))) == {2}
    assert pins_of(draft, replace(whole, holes=((6, 10),), pins=())) == frozenset()


def test_pins_are_found_again_where_a_stretch_of_text_was_tokenised() -> None:
    said = resume(Proposal.of(Alternative("one two three", 0.0, 1), "").toggle_pin(4, 7), 1.0)
    states = (CellState.RENOISED, CellState.PINNED, CellState.PINNED, CellState.RENOISED)
    draft = Pass(1, 8, ("xx", " tw", "o", " y"), (0.1,) * 4, states, ids=(1, 2, 3, 4))
    assert said.pins == {1}
    assert said.pins_in(draft) == {1, 2}
    assert go_on(draft, said.pins_in(draft), before=said.cells).pins == {1, 2}


def test_the_word_of_a_pass() -> None:
    draft = Pass(1, 4, ("The", " mi", "ll"), (1.0,) * 3, (CellState.FREE,) * 3)
    word = word_in(draft, 6)
    assert word is not None
    assert (word.start, word.end, word.first, word.stop) == (4, 8, 1, 3)
    assert word_in(draft, 3) is None


@given(proposals(), st.data())
def test_choosing_tells_every_cell_and_pins_the_choice(proposal, data) -> None:
    cells = [number for number, cell in enumerate(proposal.cells) if cell.runners_up]
    assume(cells)
    cell = data.draw(st.sampled_from(cells))
    made = choose(proposal, cell, 0)
    fates = check(made)
    assert fates[cell] == "held"
    assert made.cells[cell].pinned
    assert made.cells[cell].id == proposal.cells[cell].runners_up[0].id
    sentence = proposal.chosen(cell, 0).sentence_at(made_start(made, cell))
    if sentence is not None:
        outside = [*fates[: sentence.first], *fates[sentence.stop :]]
        assert set(outside) <= {"held"}


def made_start(made: Steering, cell: int) -> int:
    return sum(len(each.piece) for each in made.cells[:cell])


def test_what_is_near_a_chosen_word_settles_anew() -> None:
    proposal = Proposal.of(LONG, "")
    made = choose(proposal, 9, 0)  # " stood" becomes " grey"
    fates = check(made)
    assert fates == [
        *("held",) * 5,  # the sentence before
        # " The" is unsure, " old" is sure, " mi" "ll" and " by" are the next words, " the" is unsure
        *("noise", "kept", "noise", "noise", "held", "noise", "noise", "kept", "kept", "kept", "kept"),
        "noise",  # " ever", unsure
        *("noise",),  # " came", the last within eight cells
        *("kept",) * 5,  # farther
        *("held",) * 4,  # the sentence behind
    ]
    assert made.cells[9].piece == " grey"


def test_the_rest_of_a_chosen_word_settles_anew() -> None:
    fates = check(choose(Proposal.of(LONG, ""), 12, 0))  # " riv" of "river"
    assert fates[12:14] == ["held", "noise"]


def test_pins_near_a_chosen_word_hold() -> None:
    fates = check(choose(Proposal.of(LONG, "").toggle_pin(22, 26), 9, 0))
    assert fates[7:9] == ["held", "held"]


@given(proposals(), st.data())
def test_rejecting_tells_every_cell_and_leaves_the_rest(proposal, data) -> None:
    assume(proposal.text)
    start = data.draw(st.integers(0, len(proposal.text) - 1))
    end = data.draw(st.integers(start + 1, len(proposal.text)))
    made = reject(proposal, start, end)
    fates = check(made)
    at = 0
    for cell, fate in zip(made.cells, fates, strict=True):
        if proposal.text[max(start, at) : min(end, at + len(cell.piece))].strip():
            assert fate == ("held" if cell.pinned else "noise")
        at += len(cell.piece)
    assert "".join(cell.piece for cell in made.cells) == proposal.text
    assert LOCAL <= made.strength <= 1.0


def test_a_rejected_word_may_not_come_back_and_only_its_neighbours_move() -> None:
    proposal = Proposal.of(LONG, "")
    word = proposal.word_at(22)
    assert word is not None
    assert (word.first, word.stop) == (7, 9)
    made = reject(proposal, word.start, word.end)
    fates = check(made)
    assert fates == ["held"] * 5 + ["kept"] * 2 + ["noise"] * 2 + ["kept"] * 2 + ["held"] * 16
    assert [cell.rejected for cell in made.cells[7:9]] == [(107,), ()]
    assert made.strength == LOCAL


def test_what_was_rejected_before_stays_rejected() -> None:
    proposal = Proposal.of(LONG, "")
    made = reject(proposal, 22, 26)
    other = alternative(*(cell.piece for cell in LONG.cells[:7]), " bar", "n", *(c.piece for c in LONG.cells[9:]))
    cells = [replace(cell, id=500 + n if n in (7, 8) else cell.id) for n, cell in enumerate(other.cells)]
    settled = made.settle(replace(other, cells=tuple(cells)), "")
    again = reject(settled, 22, 26)
    assert again.cells[7].rejected == (107, 507)
    assert [segment.unwanted for segment in again.segments if segment.noise] == [(107, 507), ()]


def test_a_rejected_sentence_is_all_noise_and_nothing_else_moves() -> None:
    proposal = Proposal.of(LONG, "")
    sentence = proposal.sentence_at(20)
    assert sentence is not None
    made = reject(proposal, sentence.start, sentence.end)
    fates = check(made)
    assert "kept" not in fates
    assert fates.index("noise") == 5
    assert made.cells[5].rejected == (105,)
    assert made.cells[8].rejected == ()
    assert LOCAL < made.strength < 1.0


def test_a_word_of_a_text_without_cells_can_be_rejected() -> None:
    made = reject(Proposal.of(replace(LONG, cells=()), ""), 22, 26)
    check(made)
    assert [(segment.text, segment.noise) for segment in made.segments][1:] == [("mill", True), (LONG.text[26:], False)]


@given(proposals(), st.floats(0.01, 1))
def test_resuming_tells_every_cell_and_makes_that_share_noise(proposal, strength) -> None:
    made = resume(proposal, strength)
    fates = check(made)
    assert made.strength == strength
    free = [fate for fate, cell in zip(fates, proposal.cells, strict=True) if not cell.pinned]
    assert free.count("noise") >= min(len(free), round(strength * len(free)))
    if strength == 1.0:
        assert "kept" not in fates


def test_the_unsurest_words_go_first() -> None:
    proposal = Proposal.of(alternative("a", " b", " c", " d", probabilities=(0.9, 0.2, 1.0, 0.5)), "")
    assert check(resume(proposal, 0.5)) == ["kept", "noise", "kept", "noise"]
    assert [segment.certainty for segment in resume(proposal, 0.5).segments if not segment.noise] == [0.45, 0.5]
