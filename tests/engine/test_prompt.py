"""The context window: begin-of-text and the nearest text."""

from __future__ import annotations

from palimpsest.engine.canvas import Span
from palimpsest.engine.prompt import continued_text


def span(left):
    return Span(left=tuple(left), old=(), pinned=(), right=())


def test_all_of_a_short_text_is_read(tokenizer):
    assert continued_text(tokenizer, span([5, 6]), 8) == (tokenizer.bos, 5, 6)


def test_of_a_long_text_the_nearest_is_read(tokenizer):
    assert continued_text(tokenizer, span(range(10, 30)), 4) == (tokenizer.bos, 27, 28, 29)
    assert continued_text(tokenizer, span([7]), 1) == (tokenizer.bos,)
