"""The tokenizer that a GGUF file carries: tokens, their types and merges → what Gemma's tokenizer.json would say.

llama.cpp's converter writes the vocabulary of tokenizer.json in the order of its ids, so that nothing is lost but which
added tokens are called special: that is told from their types and names. How text is cut is Gemma's way (transformers,
GemmaTokenizer): a space is ▁, merges run over the whole text, what has no token falls back to bytes.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import numpy as np
from tokenizers import Tokenizer

from palimpsest.engine.request import InfillError
from palimpsest.engine.weights.gguf_config import TOKENS
from palimpsest.engine.weights.gguf_header import GgufHeader, damaged

MODEL = "gemma4"
MERGES = "tokenizer.ggml.merges"
TYPES = "tokenizer.ggml.token_type"
_UNKNOWN, _CONTROL, _USER_DEFINED, _UNUSED = 2, 3, 4, 5
_SPACE = "▁"


def tokenizer_of(header: GgufHeader) -> Tokenizer:
    """The tokenizer of a model. Raises `InfillError` where there is none, or of another kind, or damaged."""
    name, model = header.path.name, header.values.get("tokenizer.ggml.model")
    if model != MODEL:
        found = "no tokenizer" if model is None else f"a tokenizer of the kind {str(model)[:40]}"
        raise InfillError(
            f"{name} has {found}, not Gemma 4's.", "Put the tokenizer.json of the original checkpoint beside it."
        )
    tokens, merges = header.strings(TOKENS), header.strings(MERGES)
    types = header.numbers(TYPES)
    vocabulary = {token: number for number, token in enumerate(tokens)}
    if not tokens or len(vocabulary) < len(tokens) or types is None or len(types) != len(tokens):
        count = 0 if types is None else len(types)
        raise damaged(header.path, f"{len(vocabulary):,} different tokens of {len(tokens):,}, {count:,} types")
    try:
        return _tokenizer(vocabulary, merges, types)
    except Exception:  # the library raises plain Exception
        # A merge into what is no token can never be taken; the library refuses a list that has one.
        usable = [merge for merge in merges if _leads_to_token(merge, vocabulary)]
    try:
        return _tokenizer(vocabulary, usable, types)
    except Exception as error:
        raise damaged(header.path, f"its tokenizer: {str(error)[:80]}") from None


def _tokenizer(vocabulary: dict[str, int], merges: Sequence[str], types: np.ndarray) -> Tokenizer:
    tokens = list(vocabulary)
    unknown = np.flatnonzero(types == _UNKNOWN)
    content = {
        "version": "1.0",
        "added_tokens": [
            _added(int(number), tokens[number], int(types[number]))
            for number in np.flatnonzero(np.isin(types, (_UNKNOWN, _CONTROL, _USER_DEFINED, _UNUSED)))
        ],
        "normalizer": {"type": "Replace", "pattern": {"String": " "}, "content": _SPACE},
        "decoder": {
            "type": "Sequence",
            "decoders": [
                {"type": "Replace", "pattern": {"String": _SPACE}, "content": " "},
                {"type": "ByteFallback"},
                {"type": "Fuse"},
            ],
        },
        "model": {
            "type": "BPE",
            "unk_token": tokens[unknown[0]] if len(unknown) else "<unk>" if "<unk>" in vocabulary else None,
            "fuse_unk": True,
            "byte_fallback": True,
            "vocab": vocabulary,
            "merges": merges,
        },
    }
    return Tokenizer.from_str(json.dumps(content, ensure_ascii=False))


def _added(number: int, token: str, kind: int) -> dict[str, Any]:
    # The converter gives the marks of tool calls and thoughts the type of tokens that are shown ("user defined").
    special = kind != _USER_DEFINED or token.startswith("<|") or token.endswith("|>")
    return {
        "id": number,
        "content": token,
        "single_word": False,
        "lstrip": False,
        "rstrip": False,
        "normalized": False,
        "special": special,
    }


def _leads_to_token(merge: str, vocabulary: dict[str, int]) -> bool:
    first, _, second = merge.partition(" ")
    return first in vocabulary and second in vocabulary and first + second in vocabulary
