"""What the encoder reads before the canvas, and what of it stands pinned in the canvas: the choice of a layout.

A model of plain text continues the text on the left. An instruction-tuned one gets a chat, in one of two layouts
(infill.md §7.2), both of which look like a reply under way, since one that has not begun tends to stay empty:

- Q, continued: the model's turn is read with its empty thought and verbatim left text, one canvas of them together, and
  the canvas begins with the rest of the line. Where there is so much text on the left.
- P, first canvas: the canvas itself begins with the empty thought and the near left text, pinned.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from palimpsest.engine import chat, window, wording
from palimpsest.engine.canvas import ANCHOR, Span
from palimpsest.engine.request import InfillError, InfillRequest
from palimpsest.engine.tokenizer import Tokenizer
from palimpsest.engine.window import Limits

LEAST_PASSAGE = 64
"""Tokens of the passage that are told however little room there is."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """What stands before the first cell of a span."""

    ids: tuple[int, ...]
    """What is read."""
    lead: tuple[int, ...] = ()
    """What is pinned in the canvas before the cells."""
    frame: tuple[int, ...] = ()
    """What stays in front where the text behind it has become too long and is read again from a later start."""
    shared: int = 0
    """How many ids of `frame` are the first of `ids` too."""
    most: int = 0
    """Tokens at which the text has become too long."""
    kept: int = 0
    """Tokens of near text that are then read again."""

    def again(self, text: Sequence[int]) -> tuple[int, ...]:
        """What is read in place of a prompt that has become too long; `text` is the left text and what is written."""
        return (*self.frame, *text[max(0, len(text) - self.kept) :])


def prompt_of(tokenizer: Tokenizer, span: Span, request: InfillRequest, limits: Limits) -> Prompt:
    """The prompt for a request. Raises `InfillError` if it has no room."""
    if tokenizer.chat is None:
        return continued_text(tokenizer, span, limits.context)
    return instructed(tokenizer, span, request, limits)


def continued_text(tokenizer: Tokenizer, span: Span, limit: int) -> Prompt:
    """For a model that continues plain text: begin-of-text, then the last of the left text, at most `limit` in all.

    The near text is what counts: sliding layers see only the last `sliding_window - 1` tokens. A text that is longer is
    cut by an eighth at a time, where a line begins, so that the cut stays where it is while people write.
    """
    room = max(0, limit - 1)
    begin = 0
    if len(span.left) > room:
        step = max(1, room // 8)
        begin = -(-(len(span.left) - room) // step) * step
        begin += _to_line(tokenizer, span.left[begin : begin + step])
    frame = (tokenizer.bos,)
    return Prompt((*frame, *span.left[begin:]), frame=frame, most=limit, kept=limit // 2)


def instructed(tokenizer: Tokenizer, span: Span, request: InfillRequest, limits: Limits) -> Prompt:
    """For a model that follows instructions: a chat whose last turn, the model's, is the document around the passage.

    Far text is told first; the near text, the old one and the instruction lie within `Limits.near` tokens of the end.
    """
    read, lead = _reply(tokenizer, span.left, limits.canvas)
    for share in (1.0, 0.5, 0.2, 0.0):
        opening = _opening(tokenizer, request, limits, share)
        if opening is not None:
            thought = chat.empty_thought(tokenizer)
            return Prompt(
                (*opening, *read),
                lead,
                frame=(*opening, *thought),
                shared=len(opening),
                # Two canvases on, the instruction leaves the sliding window.
                most=min(limits.context, len(opening) + 2 * limits.canvas),
                kept=limits.canvas - len(thought),
            )
    raise InfillError(
        f"This request does not fit into a context of {limits.context} tokens.",
        "Give a shorter instruction, or let the model have a longer context.",
    )


def _reply(tokenizer: Tokenizer, left: Sequence[int], canvas: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """How the model's turn begins: what of it is read, and what is pinned in the canvas."""
    thought = chat.empty_thought(tokenizer)
    whole, most = canvas - len(thought), canvas // 4
    line = _since_line(tokenizer, left[max(0, len(left) - most) :])
    if len(left) >= whole:
        stop = len(left) - (line if line < most and len(left) - line >= whole else 0)
        return (*thought, *left[stop - whole : stop]), tuple(left[stop:])
    near = left[max(0, len(left) - most) :]
    if len(near) < len(left):
        near = near[_to_line(tokenizer, near[: max(0, len(near) - ANCHOR)]) :]
    return (), (*thought, *near)


def _opening(tokenizer: Tokenizer, request: InfillRequest, limits: Limits, share: float) -> tuple[int, ...] | None:
    """Ids up to the model's reply, so many that a canvas of it can be read too; None if they do not fit.

    `share` is how much of the room for anything but the instruction is used, 1 at first.
    """
    text, start, end = request.text, request.start, request.end
    shown = bool(request.instruction.strip()) or (request.strength < 1.0 and not request.resume)
    task = wording.after_document(request.instruction, shown=shown, several=window.several(request))
    passage = window.passage(tokenizer, request, max(LEAST_PASSAGE, int(share * limits.context / 4)), shown=shown)
    near = limits.near - limits.canvas - tokenizer.count(passage) - tokenizer.count(task)
    right = window.right_to(tokenizer, text, end, int(share * max(ANCHOR, near // 2)))
    later = ""
    if right < len(text):
        # Nothing that is told first may hang on the instruction, or all would be read again for the next one.
        begin = window.later_from(text, end, max(window.FINEST_STEP, limits.near))
        later = text[begin : window.right_to(tokenizer, text, begin, int(share * (limits.context - limits.near) / 4))]
    before = wording.before_document(request.name, later)
    behind = f"{passage}{text[end:right]}{task}"
    # Rounded, so that a longer instruction does not move the cut of the left text.
    least = len(chat.opened(tokenizer, wording.SYSTEM, before + behind)) + limits.canvas
    step = max(1, limits.context // 16)
    most = limits.context - -(-least // step) * step
    grid = max(window.FINEST_STEP, limits.context // 2)
    while True:
        begin = window.left_from(tokenizer.count, text, start, int(share * max(0, most)), grid)
        ids = chat.opened(tokenizer, wording.SYSTEM, f"{before}{text[begin:start]}{behind}")
        if len(ids) + limits.canvas <= limits.context:
            return ids
        if begin == start:
            return None
        most -= step


def _since_line(tokenizer: Tokenizer, ids: Sequence[int]) -> int:
    """How many of the last tokens stand in one line."""
    spelled = tokenizer.token_bytes
    return next((n for n, token in enumerate(reversed(ids)) if b"\n" in spelled[token]), len(ids))


def _to_line(tokenizer: Tokenizer, ids: Sequence[int]) -> int:
    """How many of the first tokens stand before one that begins a line; 0 if none does."""
    spelled = tokenizer.token_bytes
    return next((n + 1 for n, token in enumerate(ids) if b"\n" in spelled[token]), 0)
