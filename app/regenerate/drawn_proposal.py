"""A proposal as the page draws it: original and draft in one row, parted where cells are pinned or unsure. No Qt."""

from __future__ import annotations

from palimpsest.app.editor.proposal_parts import ProposalPart
from palimpsest.app.regenerate.proposal import Proposal
from palimpsest.app.regenerate.word_diff import SpanKind


def parts_of(proposal: Proposal) -> tuple[ProposalPart, ...]:
    """For `CanvasView.show_proposal`: the equal and inserted parts are the draft, cell by cell where they part."""
    result: list[ProposalPart] = []
    starts, at = proposal.places.starts, 0
    for span in proposal.spans:
        if span.kind is SpanKind.DELETED:
            result.append(ProposalPart(span.text, "deleted"))
            continue
        kind = "equal" if span.kind is SpanKind.EQUAL else "inserted"
        end = at + len(span.text)
        first, stop = proposal.places.cells(at, end)
        for number in range(first, stop):
            text = proposal.text[max(at, starts[number]) : min(end, starts[number + 1])]
            cell = proposal.cells[number]
            if text:
                result.append(ProposalPart(text, kind, cell.pinned, None if cell.id is None else cell.probability))
        at = end
    return tuple(result)
