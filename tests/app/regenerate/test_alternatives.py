"""Cycling through what a run offers, and what the user makes of each."""

from __future__ import annotations

from dataclasses import replace

import pytest
from proposals import alternative

from palimpsest.app.regenerate.alternatives import Alternatives
from palimpsest.app.regenerate.proposal import Proposal
from palimpsest.app.regenerate.steering import reject
from palimpsest.engine.request import Alternative


def of(*texts: str, original: str = "") -> Alternatives:
    return Alternatives.of([Alternative(text, 0.0, 1) for text in texts], original)


def test_cycles_both_ways_and_wraps() -> None:
    three = of("a", "b", "c")
    assert [three.moved(by).shown.text for by in (0, 1, 2, 3, -1)] == ["a", "b", "c", "a", "c"]
    assert [three.moved(by).proposal.text for by in (0, 1, 2, 3, -1)] == ["a", "b", "c", "a", "c"]
    assert three.moved(-1).counter == "3 of 3"


def test_one_offers_no_choice() -> None:
    assert of("a").counter == ""
    assert of("a").moved(1).shown.text == "a"


def test_none() -> None:
    assert of().moved(1) == of()
    assert of().note == ""
    with pytest.raises(IndexError):
        _ = of().shown


def test_tells_what_was_left_out() -> None:
    two = Alternatives.of([Alternative("a", 0.0, 1), Alternative("b", 0.0, 1, merged=2)], "")
    assert two.note == ""
    assert two.moved(1).note == "2 alike left out"


def test_each_keeps_its_own_pins() -> None:
    two = of("one two", "three four")
    two = two.replaced(two.proposal.toggle_pin(0, 3)).moved(1)
    assert two.proposal.pins == ()
    assert two.moved(1).proposal.pins == (0,)


def test_what_is_taken_of_one_is_the_others_original() -> None:
    two = of("a small house", "a tall tree", original="a big car")
    proposal, _ = two.proposal.take(two.proposal.part(2, 7))
    two = two.replaced(proposal)
    assert proposal.original == "a small car"
    assert two.moved(1).proposal == Proposal.of(two.moved(1).shown, "a small car")
    assert two.moved(1).proposal.text == "a tall tree"


def test_pins_go_along_when_a_word_was_rejected() -> None:
    before = Proposal.of(alternative("The", " old", " mill"), "x").toggle_pin(0, 3)
    steering = reject(before, 4, 7)
    held = alternative("The", " new", " mill", pinned=(0, 2))
    new = replace(held, cells=(held.cells[0], replace(held.cells[1], id=7), held.cells[2]))
    made = Alternatives.of([new], "x", steering=steering).proposal
    assert made.text == "The new mill"
    assert made.pins == (0,)
    assert made.cells[1].rejected == (101,)
    assert made.cells[2].runners_up == before.cells[2].runners_up


def test_only_the_users_pins_are_pins_where_more_was_held() -> None:
    held = alternative("Anna", " went", " to", " sea", ".", pinned=(0, 2, 4))
    made = Alternatives.of([held], "Anna ran to town.", pins=[(0, 4)])
    assert made.proposal.pins == (0,)
    assert Alternatives.of([held], "Anna ran to town.").proposal.pins == (0, 2, 4)


def test_the_former_text_is_the_last_to_choose_from_unless_it_came_again() -> None:
    former, new = of("one", "two").moved(1), of("three")
    both = new.with_former(former)
    assert [proposal.text for proposal in both.proposals] == ["three", "two"]
    assert [item.text for item in both.items] == ["three", "two"]
    assert of("two").with_former(former).counter == ""
