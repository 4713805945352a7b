"""A small byte-level tokenizer made on the spot, for tests of the engine."""

from __future__ import annotations

from tokenizers import AddedToken, Regex, decoders, models, pre_tokenizers, trainers
from tokenizers import Tokenizer as LibraryTokenizer

SPECIAL = ("<pad>", "<eos>", "<bos>", "<unk>")

TEXT = [
    "The old lamp stood on the table. Anna took the lamp to the harbor and sold it for two coins.",
    "def total(items):\n    count = 0\n    for item in items:\n        count += item.price\n    return count\n",
    "He asked who had lost the red coat, and nobody in the quiet kitchen knew.",
]


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
