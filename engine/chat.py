"""The Gemma 4 chat layout as token ids: a system turn, a user's turn, and the model's turn opened.

Reference: diffusiongemma.md §1.5. Texts are plain text: no string in them becomes a control token.
"""

from __future__ import annotations

from palimpsest.engine.request import InfillError
from palimpsest.engine.tokenizer import ChatTokens, Tokenizer


def opened(tokenizer: Tokenizer, system: str, user: str, *, thinking: bool = False) -> tuple[int, ...]:
    """Ids up to where the model's reply begins; an empty `system` has no turn unless it is needed.

    With `thinking` the model is asked to write a thought of its own before the reply. Infill does not: the reply is
    pinned around the passage, and a thought would have to be written, and read, before it. Raises `InfillError` if the
    vocabulary has no turns.
    """
    tokens = _tokens(tokenizer)
    ids = [tokenizer.bos]
    if thinking:
        after = f"\n{system}" if system else "\n"
        ids += [tokens.turn, *_ids(tokenizer, "system\n"), tokens.think, *_ids(tokenizer, after)]
        ids += _closed(tokenizer)
    elif system:
        ids += [tokens.turn, *_ids(tokenizer, f"system\n{system}"), *_closed(tokenizer)]
    ids += [tokens.turn, *_ids(tokenizer, f"user\n{user}"), *_closed(tokenizer)]
    return (*ids, tokens.turn, *_ids(tokenizer, "model\n"))


def empty_thought(tokenizer: Tokenizer) -> tuple[int, ...]:
    """What the model writes first when it is not asked to think: a channel named `thought`, with nothing in it."""
    tokens = _tokens(tokenizer)
    return (tokens.channel, *_ids(tokenizer, "thought\n"), tokens.end_channel)


def _closed(tokenizer: Tokenizer) -> tuple[int, ...]:
    return (_tokens(tokenizer).end_turn, *_ids(tokenizer, "\n"))


def _ids(tokenizer: Tokenizer, text: str) -> tuple[int, ...]:
    return tokenizer.encode(text).ids


def _tokens(tokenizer: Tokenizer) -> ChatTokens:
    if tokenizer.chat is None:
        raise InfillError(
            "This model's tokenizer has no turn tokens.", "Choose the instruction-tuned DiffusionGemma checkpoint."
        )
    return tokenizer.chat
