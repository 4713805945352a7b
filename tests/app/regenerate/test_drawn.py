"""How a proposal is drawn: its text whole, with changes what is gone, pins without the space before them."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st
from proposals import alternative, proposals

from palimpsest.app.editor.ink import plain_newlines
from palimpsest.app.editor.proposal_parts import ProposalPart, stretches_of
from palimpsest.app.regenerate import drawn
from palimpsest.app.regenerate.proposal import Proposal

OLD = "The old mill stood."
NEW = alternative("The", " new", " mill", " sto", "od.")


def without(parts: Sequence[ProposalPart], kind: str) -> str:
    return plain_newlines("".join(part.text for part in parts if part.kind != kind))


@given(proposals(), st.booleans())
def test_what_is_drawn_says_the_draft_and_with_changes_the_original_too(proposal: Proposal, changes: bool) -> None:
    parts = drawn.parts(proposal, changes=changes)
    # As the page draws it; its pieces may meet in one end of line.
    own = "".join(stretch.text for stretch in stretches_of(parts) if stretch.own)
    assert own.replace("\n", "") == plain_newlines(proposal.text).replace("\n", "")
    assert without(parts, "deleted") == plain_newlines(proposal.text)
    if changes:
        assert without(parts, "inserted") == plain_newlines(proposal.original)
    else:
        assert {part.kind for part in parts} <= {"equal"}


@given(proposals())
def test_pins_are_drawn_as_words(proposal: Proposal) -> None:
    pinned = [part.text for part in drawn.parts(proposal, changes=False) if part.pinned]
    assert all(text and text == text.lstrip() for text in pinned)
    wanted = [cell.piece for cell in proposal.cells if cell.pinned]
    assert "".join("".join(pinned).split()) == "".join("".join(wanted).split())


def test_insertions_and_deletions_stand_where_they_are() -> None:
    parts = drawn.parts(Proposal.of(NEW, OLD), changes=True)
    assert [(part.text.strip(), part.kind) for part in parts if part.kind != "equal"] == [
        ("old", "deleted"),
        ("new", "inserted"),
    ]


def test_each_cell_keeps_its_probability() -> None:
    proposal = Proposal.of(NEW, OLD)
    parts = drawn.parts(proposal, changes=False)
    assert [part.probability for part in parts] == [cell.probability for cell in proposal.cells]
    back = drawn.parts(proposal.put_back(proposal.hunks), changes=False)
    assert [part.text.strip() for part in back if part.probability is None] == ["old"]
