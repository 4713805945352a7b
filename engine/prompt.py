"""What the encoder reads before the canvas: the context window of the text on the left."""

from __future__ import annotations

from palimpsest.engine.canvas import Span
from palimpsest.engine.tokenizer import Tokenizer


def continued_text(tokenizer: Tokenizer, span: Span, limit: int) -> tuple[int, ...]:
    """Ids for a model that continues plain text: begin-of-text, then the last of the left text, at most `limit` in all.

    The near text is what counts: sliding layers see only the last `sliding_window - 1` tokens.
    """
    room = max(0, limit - 1)
    near = span.left[-room:] if room else ()
    return (tokenizer.bos, *near)
