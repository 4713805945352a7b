"""How a proposal is drawn in place: its text with pins, and with what it inserts and deletes where that is wanted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from palimpsest.app.editor.proposal_parts import ProposalPart
from palimpsest.app.regenerate.word_diff import Span, SpanKind

if TYPE_CHECKING:
    from palimpsest.app.regenerate.proposal import Proposal


def parts(proposal: Proposal, *, changes: bool) -> list[ProposalPart]:
    """The proposal cell by cell; with `changes` the words of the original that are gone stand before what has come."""
    spans = proposal.spans if changes else (Span(proposal.text, SpanKind.EQUAL),)
    return list(_parts(proposal, spans))


def _parts(proposal: Proposal, spans: tuple[Span, ...]) -> Iterator[ProposalPart]:
    starts, cells = proposal.places.starts, proposal.cells
    at = cell = 0
    for span in spans:
        if span.kind is SpanKind.DELETED:
            yield ProposalPart(span.text, "deleted")
            continue
        end = at + len(span.text)
        while at < end:
            while starts[cell + 1] <= at:
                cell += 1
            stop = min(end, starts[cell + 1])
            known = cells[cell].probability if cells[cell].id is not None else None
            pinned, piece = cells[cell].pinned, proposal.text[at:stop]
            # A token has the space before its word; what is held, to a reader, is the word.
            blank = len(piece) - len(piece.lstrip()) if pinned else 0
            if blank:
                yield ProposalPart(piece[:blank], span.kind.value, False, known)
            if blank < len(piece):
                yield ProposalPart(piece[blank:], span.kind.value, pinned, known)
            at = stop
