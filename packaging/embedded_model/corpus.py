"""The training corpus as token arrays: stories and snippets from their generators, and the standard library.

    python packaging/embedded_model/corpus.py OUT_DIR [--stories N] [--snippets N] [--held N] [--seed S] [--jobs J]

writes for each kind and split `KIND.SPLIT.tokens.npy` (uint16, all documents one after the other, each followed by eos)
and `KIND.SPLIT.offsets.npy` (int64, the start of each document, and the end of the last).
"""

from __future__ import annotations

import argparse
import importlib
import itertools
import json
import os
import random
import re
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np
from tokenizers import Tokenizer

import library
from library import Split

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

Kind = Literal["stories", "snippets", "library"]

KINDS: tuple[Kind, ...] = get_args(Kind)
SPLITS: tuple[Split, ...] = get_args(Split)
BUILD = Path(__file__).resolve().parents[2] / "build" / "embedded"

_GENERATORS = {"stories": "story", "snippets": "snippet"}
CHUNK = 2_000
"""Documents that are drawn and encoded together."""


def generator(kind: Kind) -> Callable[[random.Random], str]:
    """The function that draws one document of a generated kind."""
    return getattr(importlib.import_module(kind), _GENERATORS[kind])


def documents(kind: Kind, split: Split, count: int | None = None, *, seed: int = 0, start: int = 0) -> Iterator[str]:
    """Documents number `start` to `start + count` of one kind and split; `count` None means all of the library.

    A generated document depends on kind, split, `seed` and its number alone. The split is part of the seed, so that no
    seed of training is ever one of the held-out set.
    """
    if kind == "library":
        stop = None if count is None else start + count
        for _, text in itertools.islice(library.files(split), start, stop):
            yield text
        return
    if count is None:
        raise ValueError(f"{kind} has no end: a count is needed")
    draw = generator(kind)
    for number in range(start, start + count):
        yield draw(random.Random(f"{kind}/{split}/{seed}/{number}"))


@dataclass(frozen=True, slots=True)
class Share:
    """A run of documents that is drawn and encoded in one go."""

    kind: Kind
    split: Split
    seed: int
    start: int
    count: int


_OPEN: dict[str, Tokenizer] = {}


def open_tokenizer(path: Path) -> Tokenizer:
    """The tokenizer at `path`, set to read the strings of special tokens as plain text."""
    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.encode_special_tokens = True
    return tokenizer


def encode(tokenizer: Tokenizer, texts: Iterable[str]) -> tuple[np.ndarray, np.ndarray]:
    """Token ids of all texts, each followed by eos (uint16), and the length of each with its eos (int64)."""
    eos = tokenizer.token_to_id("<eos>")
    rows = [[*encoding.ids, eos] for encoding in tokenizer.encode_batch_fast(list(texts))]
    lengths = np.array([len(row) for row in rows], dtype=np.int64)
    return np.fromiter(itertools.chain.from_iterable(rows), dtype=np.uint16, count=int(lengths.sum())), lengths


def _encode_share(path: str, share: Share) -> tuple[np.ndarray, np.ndarray]:
    tokenizer = _OPEN.get(path)
    if tokenizer is None:
        tokenizer = _OPEN[path] = open_tokenizer(Path(path))
    texts = documents(share.kind, share.split, share.count, seed=share.seed, start=share.start)
    return encode(tokenizer, texts)


def _save(path: Path, array: np.ndarray) -> None:
    """Write an array so that a reader who waits for the name never sees half a file."""
    part = path.with_suffix(".part")
    with open(part, "wb") as file:
        np.save(file, array)
    os.replace(part, path)


def write(
    out_dir: Path,
    tokenizer: Path,
    counts: dict[tuple[Kind, Split], int],
    *,
    seed: int = 0,
    jobs: int = 1,
    say: Callable[[str], None] = print,
) -> dict[str, int]:
    """Write the arrays of every kind and split in `counts` and give the number of tokens of each `KIND.SPLIT`.

    `jobs` processes draw and encode; the result does not depend on their number.
    """
    out_dir.mkdir(parents=True, exist_ok=True)
    totals: dict[str, int] = {}
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        for (kind, split), count in counts.items():
            began = time.perf_counter()
            shares = [Share(kind, split, seed, start, min(CHUNK, count - start)) for start in range(0, count, CHUNK)]
            work = map if jobs == 1 else pool.map
            parts = list(work(_encode_share, itertools.repeat(str(tokenizer)), shares))
            tokens = np.concatenate([part[0] for part in parts]) if parts else np.empty(0, np.uint16)
            lengths = np.concatenate([part[1] for part in parts]) if parts else np.empty(0, np.int64)
            offsets = np.concatenate([np.zeros(1, np.int64), np.cumsum(lengths)])
            name = f"{kind}.{split}"
            _save(out_dir / f"{name}.tokens.npy", tokens)
            _save(out_dir / f"{name}.offsets.npy", offsets)
            totals[name] = len(tokens)
            seconds = time.perf_counter() - began
            say(f"{name}: {len(lengths):,} documents, {len(tokens):,} tokens, {len(tokens) / seconds:,.0f} tokens/s")
    (out_dir / "corpus.json").write_text(json.dumps({"seed": seed, "tokens": totals}, indent=2) + "\n")
    return totals


def sentences(kind: Kind, text: str) -> Iterator[str]:
    """What counts as a repeat: sentences of four words and more, or for code lines with two words and more."""
    least = 4 if kind == "stories" else 2
    for piece in re.split(r"[.!?\n]", text) if kind == "stories" else text.split("\n"):
        if len(piece.split()) >= least:
            yield piece.strip()


def overlap(n_train: int, n_held: int, *, seed: int = 0) -> dict[str, float]:
    """Share of the sentences (stories) and lines (snippets) of held-out documents that stand verbatim in training."""
    shares: dict[str, float] = {}
    for kind in ("stories", "snippets"):
        held = [piece for text in documents(kind, "held", n_held, seed=seed) for piece in sentences(kind, text)]
        wanted, met = set(held), set()
        for text in documents(kind, "train", n_train, seed=seed):
            met.update(wanted.intersection(sentences(kind, text)))
        shares[kind] = sum(piece in met for piece in held) / len(held)
    return shares


def main(argv: list[str] | None = None) -> int:
    """The command line; see the head of this file."""
    parser = argparse.ArgumentParser(description="Write the training corpus as token arrays.")
    parser.add_argument("out_dir", type=Path)
    parser.add_argument("--tokenizer", type=Path, default=BUILD / "tokenizer.json")
    parser.add_argument("--stories", type=int, default=150_000, help="training stories")
    parser.add_argument("--snippets", type=int, default=80_000, help="training snippets")
    parser.add_argument("--held", type=int, default=600, help="held-out documents of each generated kind")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--jobs", type=int, default=1, help="processes")
    parser.add_argument("--overlap", action="store_true", help="only measure what held-out texts repeat")
    args = parser.parse_args(argv)
    if args.overlap:
        print(json.dumps(overlap(args.stories, args.held, seed=args.seed)))
        return 0
    if not args.tokenizer.is_file():
        print(f"no tokenizer at {args.tokenizer}: run vocabulary.py first", file=sys.stderr)
        return 1
    counts: dict[tuple[Kind, Split], int] = {}
    for split in ("held", "train"):
        files = sum(1 for _ in library.files(split))
        generated = {"stories": args.stories, "snippets": args.snippets}
        for kind in ("library", "snippets", "stories"):
            held = files if kind == "library" else args.held
            train = files if kind == "library" else generated[kind]
            counts[kind, split] = train if split == "train" else held
    totals = write(args.out_dir, args.tokenizer, counts, seed=args.seed, jobs=args.jobs)
    print(f"{sum(totals.values()):,} tokens in {args.out_dir}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
