"""Answers to a proposal: any of it taken or put back, in any order, and nothing of it lost or split."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from proposals import alternative, alternatives, proposals, texts

from palimpsest.app.editor.ink import plain_newlines
from palimpsest.app.regenerate.proposal import Edit, Proposal
from palimpsest.app.regenerate.proposal_cells import ProposalCell
from palimpsest.app.regenerate.units import borders, units
from palimpsest.app.regenerate.word_diff import SpanKind
from palimpsest.engine.request import Alternative

OLD = "The old mill stood by the river. Nobody came. It was late."
NEW = alternative("The", " new", " mill", " sto", "od by the", " sea.", " Nobody", " came.", " It", " was", " early.")


def edited(text: str, edits: tuple[Edit, ...]) -> str:
    """What a document makes of edits; they must be in order and apart."""
    parts, at = [], 0
    for edit in edits:
        assert at <= edit.start <= edit.end <= len(text)
        parts += [text[at : edit.start], edit.text]
        at = edit.end
    return "".join([*parts, text[at:]])


def pinned_text(proposal: Proposal) -> str:
    return "".join(cell.piece for cell in proposal.cells if cell.pinned)


@given(proposals())
def test_cells_make_up_the_draft_and_edits_make_the_document_say_it(proposal) -> None:
    assert "".join(cell.piece for cell in proposal.cells) == proposal.text
    assert edited(proposal.original, proposal.edits) == proposal.text
    assert proposal.done == (not proposal.hunks)
    assert "".join(span.text for span in proposal.spans if span.kind is not SpanKind.DELETED) == proposal.text


@given(proposals(), st.randoms(use_true_random=False))
def test_taking_all_changes_in_any_order_makes_the_document_say_the_draft(proposal, chance) -> None:
    text, document = proposal.text, proposal.original
    for _ in range(len(proposal.hunks) + 1):
        if proposal.done:
            break
        proposal, edits = proposal.take([chance.choice(proposal.hunks)])
        document = edited(document, edits)
        assert document == proposal.original
        assert proposal.text == text
    assert proposal.done
    assert document == text


@given(proposals(), st.data())
def test_a_part_taken_and_then_the_rest_is_all(proposal, data) -> None:
    start = data.draw(st.integers(0, len(proposal.text)))
    end = data.draw(st.integers(start, len(proposal.text)))
    made, edits = proposal.take(proposal.part(start, end))
    assert edited(proposal.original, edits) == made.original
    assert made.cells == proposal.cells
    rest, edits = made.take(made.hunks)
    assert rest.done
    assert edited(made.original, edits) == proposal.text


@given(proposals(), st.sampled_from(["sentences", "lines", "words"]))
def test_part_after_part_takes_everything_but_what_is_between_words(proposal, kind) -> None:
    parts = getattr(proposal, kind)
    made = proposal
    for part in parts:
        made, _ = made.take(made.part(part.start, part.end))
    if kind != "words" and parts:
        assert made.done
    assert made.text == proposal.text


@given(proposals(), st.randoms(use_true_random=False))
def test_putting_back_all_changes_in_any_order_makes_the_draft_say_the_original(proposal, chance) -> None:
    for _ in range(2 * len(proposal.hunks) + 1):
        if proposal.done:
            break
        chosen = chance.sample(proposal.hunks, chance.randint(1, len(proposal.hunks)))
        before, proposal = proposal, proposal.put_back(chosen)
        assert proposal.original == before.original
        assert "".join(cell.piece for cell in proposal.cells) == proposal.text
    assert proposal.done


@given(proposals())
def test_putting_back_everything_at_once_makes_the_draft_say_the_original(proposal) -> None:
    assert proposal.put_back(proposal.hunks).text == proposal.original


@given(proposals(), st.data())
def test_other_cells_stay_when_a_change_is_put_back(proposal, data) -> None:
    if not proposal.hunks:
        return
    hunk = data.draw(st.sampled_from(proposal.hunks))
    first, stop = proposal.places.cells(hunk.new_start, hunk.new_end)
    made = proposal.put_back([hunk])
    kept = len(proposal.cells) - stop
    assert made.cells[:first] == proposal.cells[:first]
    assert made.cells[len(made.cells) - kept :] == proposal.cells[stop:]
    assert all(cell.id is None for cell in made.cells[first : len(made.cells) - kept])


@given(proposals(), st.data())
def test_pins_hold_whole_characters_and_survive_what_is_done_elsewhere(proposal, data) -> None:
    start = data.draw(st.integers(0, len(proposal.text)))
    end = data.draw(st.integers(start, len(proposal.text)))
    reach = proposal.reach(start, end)

    def here(each: Proposal) -> slice:
        part = each.reach(start, end)
        return slice(part.first, part.stop)

    made = proposal.toggle_pin(start, end)
    assert made.text == proposal.text
    assert {reach.start, reach.end} <= set(borders(units(proposal.text)))
    again = made.toggle_pin(start, end)
    states, after = ({cell.pinned for cell in each.cells[here(each)]} for each in (made, again))
    assert len(states) <= 1
    assert after == {not state for state in states}
    taken, _ = made.take(made.hunks[::2])
    assert taken.pins == made.pins
    untouched = [
        hunk
        for hunk in made.hunks
        if not any(cell.pinned for cell in made.cells[slice(*made.places.cells(hunk.new_start, hunk.new_end))])
    ]
    assert pinned_text(made.put_back(untouched)) == pinned_text(made)


def test_a_text_without_cells_is_one_stretch_of_which_words_can_be_pinned() -> None:
    made = Proposal.of(Alternative("one two three", -1.0, 4), "one")
    assert made.cells == (ProposalCell("one two three"),)
    pinned = made.toggle_pin(5, 6)
    assert pinned.cells == (ProposalCell("one "), ProposalCell("two", pinned=True), ProposalCell(" three"))
    assert [cell.pinned for cell in pinned.toggle_pin(4, 7).cells] == [False] * 3
    assert Proposal.of(Alternative("", 0.0, 1), "x").cells == ()
    assert Proposal.of(Alternative("ab", 0.0, 1, alternative("a", "c").cells), "").cells == (ProposalCell("ab"),)


def test_what_the_engine_tells_is_kept() -> None:
    made = Proposal.of(alternative("a", " b", probabilities=(0.5, 0.25), pinned=(1,)), "")
    assert made.score == -1.0
    assert made.passes == 8
    assert made.pins == (1,)
    assert made.cells[0].probability == 0.5
    assert made.cells[0].runners_up[0].piece == " grey"


def test_line_ends_are_those_of_a_document() -> None:
    made = Proposal.of(alternative("a\r", "\n", "b\u2029", "\r\nc"), "")
    assert [cell.piece for cell in made.cells] == ["a\n", "", "b\n", "\nc"]
    assert [cell.id for cell in made.cells] == [100, 101, 102, 103]
    assert Proposal.of(Alternative("a\r\nb", 0.0, 1), "").text == "a\nb"


def test_words_sentences_and_lines() -> None:
    made = Proposal.of(NEW, OLD)
    word = made.word_at(15)
    assert word is not None
    assert (made.text[word.start : word.end], word.first, word.stop) == ("stood", 3, 5)
    assert made.word_at(3) is None
    assert made.word_at(999) is None
    sentence = made.sentence_at(40)
    assert sentence is not None
    assert made.text[sentence.start : sentence.end] == "Nobody came. "
    line = made.line_at(3)
    assert line is not None
    assert (line.start, line.end, line.first, line.stop) == (0, len(made.text), 0, 11)
    assert made.cell_at(4) == 1


def test_going_from_change_to_change_and_round() -> None:
    made = Proposal.of(NEW, OLD)
    changes = [(made.original[h.old_start : h.old_end], made.text[h.new_start : h.new_end]) for h in made.hunks]
    assert changes == [("old", "new"), ("river", "sea"), ("late", "early")]
    places = [hunk.new_start for hunk in made.hunks]
    at, gone = -1, []
    for _ in range(4):
        hunk = made.next_hunk(at)
        assert hunk is not None
        at = hunk.new_start
        gone.append(at)
    assert gone == [*places, places[0]]
    assert made.hunk_at(places[1]) == made.hunk_at(places[1] + 2) == made.hunks[1]
    assert made.hunk_at(places[1] - 1) is None
    same = Proposal.of(alternative("a"), "a")
    assert (same.next_hunk(0), same.hunk_at(0), same.part(0, 1)) == (None, None, ())


def test_a_deletion_is_found_at_its_place() -> None:
    made = Proposal.of(alternative("a c"), "a b c")
    assert [(hunk.new_start, hunk.new_end) for hunk in made.hunks] == [(2, 2)]
    assert made.hunk_at(2) == made.hunks[0]
    assert made.hunk_at(1) is None


def test_a_sentence_is_taken_and_another_put_back() -> None:
    made = Proposal.of(NEW, OLD)
    last = made.sentences[-1]
    made, edits = made.take(made.part(last.start, last.end))
    assert edits == (Edit(53, 57, "early"),)
    assert made.original == "The old mill stood by the river. Nobody came. It was early."
    made = made.put_back(made.part(0, 10))
    assert made.text == "The old mill stood by the sea. Nobody came. It was early."
    assert made.cells[1] == ProposalCell(" old")
    assert made.cells[2].id == 102


def test_two_changes_in_one_cell_are_put_back_together_and_one_by_one() -> None:
    made = Proposal.of(alternative("big house red"), "small house blue")
    assert len(made.hunks) == 2
    assert made.put_back(made.hunks).text == "small house blue"
    assert made.put_back(made.hunks[:1]).text == "small house red"


def test_a_runner_up_takes_the_place_and_the_former_is_among_the_runners_up() -> None:
    made = Proposal.of(alternative("The", " new", " mill", probabilities=(1.0, 0.15, 1.0)), OLD).chosen(1, 0)
    assert made.text == "The grey mill"
    assert made.pins == (1,)
    assert [(other.id, other.piece) for other in made.cells[1].runners_up] == [(101, " new"), (2001, " small")]
    with pytest.raises(IndexError):
        made.chosen(1, 5)


@given(alternatives(), texts)
def test_settled_keeps_the_new_text_and_the_users_pins(alternative, original) -> None:
    before = Proposal.of(alternative, original).toggle_pin(0, 3)
    made = before.settled(alternative, before.cells)
    assert made.text == plain_newlines(alternative.text)
    if alternative.cells:
        assert made.pins == before.pins
