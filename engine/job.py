"""What one request carries through its canvases, and a pass of it as plain data for whoever draws it."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

import torch

from palimpsest.engine.canvas import Span
from palimpsest.engine.drafts import Draft, Drafts
from palimpsest.engine.parts import Shown
from palimpsest.engine.prefix import Prefix
from palimpsest.engine.prompt import Prompt
from palimpsest.engine.request import Candidate, CellState, InfillRequest, Pass
from palimpsest.engine.tokenizer import Tokenizer


@dataclass(frozen=True, slots=True)
class Job:
    """A request on its way."""

    request: InfillRequest
    span: Span
    tokenizer: Tokenizer
    generator: torch.Generator
    cancelled: threading.Event
    limit: int
    """Passes of a whole schedule."""
    prompt: Prompt
    prefix: Prefix
    """Of the prompt."""
    reused: int
    """Tokens of `prefix` that an earlier run had read."""
    saved_ms: float | None = None
    """What these would have taken to read, milliseconds; None if nothing tells."""
    started: float = field(default_factory=time.monotonic)


@dataclass(frozen=True, slots=True)
class Stage:
    """What surrounds the canvas that is denoised."""

    prefix: Prefix
    reused: int
    lead: tuple[int, ...] = ()
    """Pinned before the cells: of the prompt, as long as nothing behind it has been read."""
    before: Shown = field(default_factory=Shown)
    """Cells of the span before the canvas."""
    canvas: int = 1
    canvases: int = 1


def shown_pass(job: Job, drafts: Drafts, row: int, stage: Stage, behind: Shown) -> Pass:
    """The pass that `drafts` have just had, drawn as the draft in `row` with the cells of the span on both sides."""
    draft = drafts.drafts[row]
    ids = (*stage.before.ids, *draft.ids, *behind.ids)
    pieces = job.tokenizer.pieces(ids)
    around = drafts.anchors[row][len(behind.ids) :]
    return Pass(
        number=drafts.number,
        limit=drafts.limit,
        pieces=tuple(job.span.trim(pieces, complete=behind.complete)),
        certainty=(1.0,) * len(stage.before.ids) + tuple(draft.certainty) + (1.0,) * len(behind.ids),
        states=stage.before.states + tuple(draft.states) + behind.states,
        canvas=stage.canvas,
        canvases=stage.canvases,
        temperature=drafts.temperature,
        entropy=draft.entropy,
        accepted=draft.states.count(CellState.ACCEPTED),
        changed=draft.changed,
        candidates=len(drafts.running) or 1,
        ids=ids,
        anchor=tuple(job.tokenizer.pieces([token for token in around if token not in job.tokenizer.control_ids])),
        drafts=tuple(
            Candidate(len(each.ids), each.entropy, not (each.done or each.dropped), each.dropped, place == row)
            for place, each in enumerate(drafts.drafts)
        ),
        still=draft.still,
        prefix=stage.prefix.length,
        reused=stage.reused,
        saved_ms=job.saved_ms,
        seconds=time.monotonic() - job.started,
    )


def leader(drafts: Sequence[Draft], present: int) -> int:
    """The candidate to show: the most certain one, but the present one unless another is clearly better."""
    alive = [i for i, draft in enumerate(drafts) if not draft.dropped]
    best = min(alive, key=lambda i: drafts[i].entropy)
    if present in alive and drafts[present].entropy <= 1.25 * drafts[best].entropy + 0.02:
        return present
    return best
