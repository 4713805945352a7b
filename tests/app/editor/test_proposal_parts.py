"""A proposal drawn beside its original says what comes, what goes, and what stays, by more than colour."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from palimpsest.app.editor.ink import Ink, Stretch, plain_newlines
from palimpsest.app.editor.proposal_parts import BREAK, ProposalPart, spoken, stretches_of

texts = st.text(st.sampled_from("ab \n\r\té😀"), max_size=6)
parts = st.lists(
    st.builds(
        ProposalPart,
        texts,
        st.sampled_from(["equal", "inserted", "deleted"]),
        st.booleans(),
        st.none() | st.floats(0, 1),
    )
)


def drawn(*shown: ProposalPart) -> str:
    return "".join(part.text for part in stretches_of(shown))


@given(parts, st.booleans())
def test_what_is_the_drafts_own_is_the_draft(shown: list[ProposalPart], certainty: bool):
    own = "".join(part.text for part in stretches_of(shown, certainty) if part.own)
    whole = "".join(part.text for part in shown if part.kind != "deleted")
    # Joined parts may meet in one end of line.
    assert own.replace("\n", "") == plain_newlines(whole).replace("\n", "")
    if "\r" not in "".join(part.text for part in shown):
        assert own == whole


@given(parts)
def test_every_part_can_be_told_without_colour(shown: list[ProposalPart]):
    for stretch in stretches_of(shown):
        assert stretch.own or stretch.ink.kind == "deleted" or stretch.text.strip() in ("", BREAK)
        assert stretch.text


def test_a_line_end_that_came_alone_is_seen():
    assert drawn(ProposalPart("one"), ProposalPart("\n", "inserted"), ProposalPart("two")) == f"one{BREAK}\ntwo"
    assert drawn(ProposalPart("one\n", "inserted"), ProposalPart("two")) == "one\ntwo"


def test_a_line_end_that_is_gone_joins_what_it_kept_apart():
    assert drawn(ProposalPart("one"), ProposalPart("\n\n", "deleted"), ProposalPart("two")) == f"one{BREAK}{BREAK}two"


def test_lines_that_are_gone_stay_lines():
    gone = ProposalPart("    one\n    two\n", "deleted")
    assert drawn(gone, ProposalPart("three")) == f"    one{BREAK}\n    two{BREAK}\nthree"
    struck = [part.text for part in stretches_of([gone]) if part.ink.kind == "deleted"]
    assert not any(text.startswith(" ") for text in struck)


def test_a_word_and_the_one_that_came_for_it_do_not_run_together():
    assert drawn(ProposalPart("old", "deleted"), ProposalPart("new", "inserted")) == "old new"
    assert drawn(ProposalPart("old", "deleted"), ProposalPart(" new", "inserted")) == "old new"
    assert drawn(ProposalPart("word"), ProposalPart("s", "deleted")) == "words"


@pytest.mark.parametrize("probability", [None, 0.2, 0.8])
@pytest.mark.parametrize("certainty", [False, True])
def test_doubt_is_marked_where_it_is_wanted(probability: float | None, certainty: bool):
    (stretch,) = stretches_of([ProposalPart("a", probability=probability)], certainty)
    assert stretch.ink.unsure == (certainty and probability == 0.2)


def test_pins_are_inked_as_pins():
    assert stretches_of([ProposalPart("a"), ProposalPart("b", pinned=True)]) == [
        Stretch("a"),
        Stretch("b", Ink(pinned=True)),
    ]


def test_a_proposal_is_read_aloud_with_its_changes():
    shown = [
        ProposalPart("She read the "),
        ProposalPart("letter", "deleted"),
        ProposalPart("no", "inserted"),
        ProposalPart("te", "inserted", pinned=True),
        ProposalPart("."),
        ProposalPart("\n", "deleted"),
    ]
    said = spoken(shown, "inserted {text},", "deleted {text},")
    assert said == f"She read the deleted letter, inserted note, . deleted {BREAK},"
