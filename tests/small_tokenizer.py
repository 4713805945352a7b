"""Small tokenizers made on the spot, for tests of the engine: a byte-level one, and one of Gemma's kind with turns."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from tokenizers import AddedToken, Regex, decoders, models, normalizers, pre_tokenizers, trainers
from tokenizers import Tokenizer as LibraryTokenizer

SPECIAL = ("<pad>", "<eos>", "<bos>", "<unk>")

TEXT = [
    "The old lamp stood on the table. Anna took the lamp to the harbor and sold it for two coins.",
    "def total(items):\n    count = 0\n    for item in items:\n        count += item.price\n    return count\n",
    "He asked who had lost the red coat, and nobody in the quiet kitchen knew.",
]

CONTROLS = {
    **dict(enumerate([*SPECIAL, "<mask>"])),
    **dict(enumerate(["<|tool_call>", "<tool_call|>", "<|tool_response>", "<tool_response|>", '<|"|>'], 48)),
    98: "<|think|>",
    100: "<|channel>",
    101: "<channel|>",
    105: "<|turn>",
    106: "<turn|>",
}
"""Gemma 4's control tokens, where its vocabulary has them."""

NEWLINE = 107


def make_library_tokenizer(vocabulary: int = 400) -> LibraryTokenizer:
    """Byte-level BPE; spaces stay with their word, a newline and its indent are one pre-token."""
    tokenizer = LibraryTokenizer(models.BPE())
    pattern = Regex(r"\n *| ?[A-Za-z]+| ?[^\sA-Za-z]|\s")
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(pattern, "isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=vocabulary,
        special_tokens=[AddedToken(token, special=True) for token in SPECIAL],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    tokenizer.train_from_iterator(TEXT, trainer)
    return tokenizer


def make_chat_tokenizer(
    at: Mapping[str, int] | None = None, *, texts: Sequence[str] = TEXT, special: bool = True
) -> LibraryTokenizer:
    """BPE of Gemma's kind: a space is ▁, other characters fall back to bytes, control tokens at Gemma 4's ids.

    Words of `at` get these ids, those named first are made first, and what is free below the highest id is filled with
    unused tokens. With `special` false the file does not call control tokens special.
    """
    at = dict(at or {})
    learned, merges = _learned(texts)
    chains = [(word[:end], word[end]) for word in at for end in range(1, len(word))]
    pieces = ["\n", "\n\n", *(f"<0x{byte:02X}>" for byte in range(256)), *learned]
    pieces += [piece for word in at for end in range(1, len(word)) for piece in (word[:end], word[end])]
    vocabulary = {name: place for place, name in CONTROLS.items()} | at
    taken = set(vocabulary.values())
    place = NEWLINE
    for piece in dict.fromkeys(pieces):
        if piece in vocabulary:
            continue
        while place in taken:
            place += 1
        vocabulary[piece] = place
        taken.add(place)
    for number, gap in enumerate(sorted(set(range(max(taken))) - taken)):
        vocabulary[f"<unused{number}>"] = gap
    model = {
        "type": "BPE",
        "unk_token": "<unk>",
        "fuse_unk": True,
        "byte_fallback": True,
        "vocab": vocabulary,
        # Of a pair that is named twice the last place would count.
        "merges": list(dict.fromkeys([("\n", "\n"), *chains, *merges])),
    }
    added = {"single_word": False, "lstrip": False, "rstrip": False, "normalized": False, "special": special}
    content = {
        "version": "1.0",
        "added_tokens": [{"id": place, "content": name, **added} for place, name in sorted(CONTROLS.items())],
        "normalizer": {"type": "Replace", "pattern": {"String": " "}, "content": "▁"},
        "pre_tokenizer": {
            "type": "Split",
            "pattern": {"String": " "},
            "behavior": "MergedWithPrevious",
            "invert": False,
        },
        "decoder": {
            "type": "Sequence",
            "decoders": [
                {"type": "Replace", "pattern": {"String": "▁"}, "content": " "},
                {"type": "ByteFallback"},
                {"type": "Fuse"},
            ],
        },
        "model": model,
    }
    return LibraryTokenizer.from_str(json.dumps(content))


def _learned(texts: Sequence[str]) -> tuple[list[str], list[tuple[str, str]]]:
    """Pieces and merges of a BPE trained on the texts, a space being ▁ and standing before its word."""
    tokenizer = LibraryTokenizer(models.BPE())
    tokenizer.normalizer = normalizers.Replace(" ", "▁")
    tokenizer.pre_tokenizer = pre_tokenizers.Split(Regex(r"\n|▁*[A-Za-z]+|▁*[^\n▁A-Za-z]|▁+"), "isolated")
    tokenizer.train_from_iterator(texts, trainers.BpeTrainer(vocab_size=500, show_progress=False))
    model = json.loads(tokenizer.to_str())["model"]
    pieces = sorted(model["vocab"], key=lambda piece: model["vocab"][piece])
    return pieces, [(first, second) for first, second in model["merges"]]
