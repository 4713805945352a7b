"""Makes the tokenizer of the embedded model: byte-level BPE of 4,096 entries that holds common words whole.

    python packaging/embedded_model/vocabulary.py OUT_DIR

The first part of the vocabulary is a small BPE, which can spell any bytes; the rest are whole words, chosen by what
they save on the training mix. A piece of text that is a word of the vocabulary is taken whole (`ignore_merges`), so
that no entry is spent on the steps of its merging.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from tokenizers import Regex, Tokenizer
from tokenizers.decoders import ByteLevel as ByteLevelDecoder
from tokenizers.models import BPE
from tokenizers.pre_tokenizers import ByteLevel, PreTokenizer, Sequence, Split
from tokenizers.trainers import BpeTrainer

from corpus import KINDS, Kind, documents

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

SIZE = 4096
BASE = 900
"""Entries of the BPE part. More of them spell rare words shorter, fewer leave room for more whole words: 700, 900 and
1,200 hold 99 % of the pieces of held-out stories whole, and 97.8, 97.4 and 97.0 % of those of snippets."""

SPECIAL = ("<pad>", "<eos>", "<bos>", "<unk>")
WEIGHTS: dict[Kind, float] = {"stories": 0.55, "snippets": 0.3, "library": 0.15}
"""Share of the training mix, by which the words of each kind count."""

PIECES = (
    r"(?:\r?\n)+[ \t]*"  # line breaks with the indent that follows
    r"|(?<=\p{L})'(?:s|t|d|m|re|ve|ll)(?!\p{L})"
    r"| ?_*(?:\p{Lu}?\p{Ll}[\p{Ll}\p{M}]*|\p{Lu}+(?!\p{Ll})|[\p{L}\p{M}])"  # a word, or one of an identifier
    r"| ?\p{N}"
    r"|_+"
    r"| ?[^\s\p{L}\p{M}\p{N}_]+"
    r"|[^\S\r\n]+(?=[^\S\r\n])"  # the last of several spaces stays with the word after it
    r"|\s"
)
"""How text is cut before merging; no token reaches across such a cut."""


def pre_tokenizer() -> PreTokenizer:
    """The cutter, then bytes as characters."""
    return Sequence([Split(Regex(PIECES), "isolated"), ByteLevel(add_prefix_space=False, use_regex=False)])


def count_pieces(texts: Iterable[str], cutter: PreTokenizer) -> Counter[str]:
    """How often each piece, written as bytes, stands in the texts."""
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(piece for piece, _ in cutter.pre_tokenize_str(text))
    return counts


def mix(counts: dict[Kind, Counter[str]]) -> Counter[str]:
    """Pieces of all kinds, each kind brought to its weight in a million."""
    mixed: Counter[str] = Counter()
    for kind, pieces in counts.items():
        factor = WEIGHTS[kind] * 1e6 / max(1, pieces.total())
        for piece, count in pieces.items():
            mixed[piece] += count * factor  # pyright: ignore[reportArgumentType]
    return mixed


def _base(pieces: Counter[str], size: int) -> tuple[dict[str, int], list[tuple[str, str]]]:
    """Vocabulary and merges of a BPE of `size` entries trained on weighted pieces.

    The trainer counts lines, so each piece is given as often as its weight says, in tens of a million.
    """
    tokenizer = Tokenizer(BPE(unk_token="<unk>"))
    alphabet = ByteLevel.alphabet()
    trainer = BpeTrainer(vocab_size=size, special_tokens=list(SPECIAL), initial_alphabet=alphabet, show_progress=False)

    def repeated() -> Iterator[str]:
        for piece, weight in pieces.items():
            for _ in range(round(weight / 2)):
                yield piece

    tokenizer.train_from_iterator(repeated(), trainer)
    model = json.loads(tokenizer.to_str())["model"]
    return model["vocab"], [tuple(pair) for pair in model["merges"]]


def _assemble(vocab: dict[str, int], merges: list[tuple[str, str]]) -> Tokenizer:
    tokenizer = Tokenizer(BPE(vocab=vocab, merges=merges, unk_token="<unk>", ignore_merges=True))
    tokenizer.pre_tokenizer = pre_tokenizer()
    tokenizer.decoder = ByteLevelDecoder()
    tokenizer.add_special_tokens(list(SPECIAL))
    return tokenizer


def train(
    counts: dict[Kind, Counter[str]], forced: Iterable[str] = (), *, size: int = SIZE, base: int = BASE
) -> Tokenizer:
    """A tokenizer of `size` entries: `base` by merging, then the `forced` words, then the words that save most.

    `counts` holds the pieces of each kind as the cutter gives them; `forced` is plain text, each one piece. Raises
    ValueError where a forced word is more than one piece or where they do not all fit.
    """
    pieces = mix(counts)
    vocab, merges = _base(pieces, base)
    speller = Tokenizer(BPE(vocab=vocab, merges=merges, unk_token="<unk>"))
    cutter = pre_tokenizer()

    def add(piece: str) -> None:
        if piece not in vocab:
            if len(vocab) >= size:
                raise ValueError("more forced words than the vocabulary can hold")
            vocab[piece] = len(vocab)

    for word in forced:
        cut = cutter.pre_tokenize_str(word)
        if len(cut) != 1:
            raise ValueError(f"not one piece: {word!r}")
        add(cut[0][0])
    savings = {
        piece: weight * (len(speller.encode(piece).ids) - 1) for piece, weight in pieces.items() if piece not in vocab
    }
    for piece in sorted(savings, key=lambda piece: (-savings[piece], piece)):
        if len(vocab) == size:
            break
        add(piece)
    return _assemble(vocab, merges)


def save(tokenizer: Tokenizer, out_dir: Path) -> None:
    """Write tokenizer.json, and the tokenizer_config.json by which transformers knows the special tokens."""
    out_dir.mkdir(parents=True, exist_ok=True)
    config = {
        "tokenizer_class": "PreTrainedTokenizerFast",
        "pad_token": "<pad>",
        "eos_token": "<eos>",
        "bos_token": "<bos>",
        "unk_token": "<unk>",
        "clean_up_tokenization_spaces": False,
        "model_max_length": 8192,
    }
    (out_dir / "tokenizer_config.json").write_text(json.dumps(config, indent=2) + "\n", encoding="utf-8")
    part = out_dir / "tokenizer.json.part"
    tokenizer.save(str(part))
    part.replace(out_dir / "tokenizer.json")


def single(tokenizer: Tokenizer, words: Iterable[str]) -> float:
    """Share of the words that are one token with a space before them (or at the start of a sentence, if capital)."""
    words = list(words)
    return sum(len(tokenizer.encode(" " + word).ids) == 1 for word in words) / max(1, len(words))


def main(argv: list[str] | None = None) -> int:
    """The command line; see the head of this file."""
    parser = argparse.ArgumentParser(description="Train the tokenizer of the embedded model.")
    parser.add_argument("out_dir", type=Path)
    parser.add_argument("--stories", type=int, default=20_000, help="stories to count words in")
    parser.add_argument("--snippets", type=int, default=12_000, help="snippets to count words in")
    parser.add_argument("--base", type=int, default=BASE, help="entries made by merging")
    args = parser.parse_args(argv)
    sizes: dict[Kind, int | None] = {"stories": args.stories, "snippets": args.snippets, "library": None}
    cutter = pre_tokenizer()
    counts: dict[Kind, Counter[str]] = {
        kind: count_pieces(documents(kind, "train", sizes[kind]), cutter) for kind in KINDS
    }
    from stories import lexicon, names

    people = [*names.WOMEN, *names.MEN]
    forced = [form for name in people for form in (name, " " + name)]
    tokenizer = train(counts, forced, base=args.base)
    save(tokenizer, args.out_dir)
    words = lexicon.words()
    print(
        f"{tokenizer.get_vocab_size()} entries; single tokens: {single(tokenizer, people):.1%} of {len(people)} names, "
        f"{single(tokenizer, words):.1%} of {len(words)} words of the stories"
    )
    for kind in KINDS:
        texts = list(documents(kind, "held", None if kind == "library" else 400))
        tokens = sum(len(encoding.ids) for encoding in tokenizer.encode_batch_fast(texts))
        length, spaced = sum(map(len, texts)), sum(len(text.split()) for text in texts)
        print(f"{kind}: {tokens / spaced:.2f} tokens a word, {length / tokens:.2f} characters a token")
    return 0


if __name__ == "__main__":
    sys.exit(main())
