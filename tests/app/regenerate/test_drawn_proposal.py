"""What the page draws of a proposal holds both texts, and tells of every pin."""

from __future__ import annotations

from hypothesis import given
from proposals import alternative, proposals

from palimpsest.app.editor.proposal_parts import ProposalPart
from palimpsest.app.regenerate.drawn_proposal import parts_of
from palimpsest.app.regenerate.proposal import Proposal


@given(proposals())
def test_parts_hold_both_texts_and_every_pin(proposal) -> None:
    parts = parts_of(proposal)
    assert "".join(part.text for part in parts if part.kind != "deleted") == proposal.text
    assert "".join(part.text for part in parts if part.kind != "inserted") == proposal.original
    pinned = "".join(cell.piece for cell in proposal.cells if cell.pinned)
    assert "".join(part.text for part in parts if part.pinned) == pinned
    assert all(part.text for part in parts)


def test_a_word_parts_where_its_cells_differ() -> None:
    made = Proposal.of(alternative("a", " b", "ig", probabilities=(1.0, 0.2, 0.9), pinned=(0,)), "a small")
    assert parts_of(made) == (
        ProposalPart("a", "equal", True, 1.0),
        ProposalPart(" ", "equal", False, 0.2),
        ProposalPart("small", "deleted"),
        ProposalPart("b", "inserted", False, 0.2),
        ProposalPart("ig", "inserted", False, 0.9),
    )
