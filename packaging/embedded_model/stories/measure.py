"""Measure the generator: `python -m stories.measure [--train N] [--held N]` from packaging/embedded_model."""
# ruff: noqa: SIM905 (word lists read best as running text)

from __future__ import annotations

import argparse
import random
import re
import sys
import time
from collections import Counter
from pathlib import Path

if __package__ in (None, ""):  # run as a file: the folder that holds the package is not on the path
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from stories import KINDS, frames, lexicon, story

_SPLIT = re.compile(r"[.!?\n]+")
_WORD = re.compile(r"[A-Za-z]+")
HELD_SEED = 1 << 30  # within 32 bits: Random(2**40 + 257) is Random(257)

FUNCTION_WORDS = frozenset(
    (
        "a an the and or but so for of to in on at by with from into over under behind beside near as if "
        "that which who whom whose what where when why how than then there here this these those it its "
        "they them their he him his she her hers i me my mine we us our you your is are was were be been "
        "am do does did done has have had will would can could shall should may might must not no yes too "
        "very also only just now again still all any some each every both one more much many once after "
        "before until while because without up down out off away back about like such own other never "
        "always s t d p ll re "
    ).split()
)


def documents(first_seed: int, count: int) -> list[str]:
    """`count` documents, one per seed."""
    return [story(random.Random(first_seed + number)) for number in range(count)]


def sentences(text: str) -> list[str]:
    """The sentences of at least four words, split at . ! ? and line ends."""
    found = (part.strip() for part in _SPLIT.split(text))
    return [part for part in found if len(_WORD.findall(part)) >= 4]


def verbatim(train: list[str], held: list[str]) -> tuple[float, Counter[str]]:
    """The share of held-out sentences that occur in `train`, and those sentences with their counts."""
    known = {sentence for text in train for sentence in sentences(text)}
    seen: Counter[str] = Counter()
    total = 0
    for text in held:
        for sentence in sentences(text):
            total += 1
            if sentence in known:
                seen[sentence] += 1
    return sum(seen.values()) / max(total, 1), seen


def _stem(word: str) -> str:
    word = word.lower()
    for ending in ("ies", "ing", "ied", "es", "ed", "s", "y", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


def repeated(texts: list[str]) -> float:
    """The share of content words after the first paragraph whose stem stands elsewhere in the same document."""
    hits = total = 0
    for text in texts:
        counts = Counter(_stem(word) for word in _WORD.findall(text))
        for word in _WORD.findall(text.split("\n\n", 1)[-1]):
            if word.lower() not in FUNCTION_WORDS:
                total += 1
                hits += counts[_stem(word)] > 1
    return hits / total


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--train", type=int, default=50_000, help="training documents")
    parser.add_argument("--held", type=int, default=500, help="held-out documents")
    parser.add_argument("--show", type=int, default=10, help="how many repeated sentences to print")
    arguments = parser.parse_args()
    begun = time.perf_counter()
    train = documents(0, arguments.train)
    seconds = time.perf_counter() - begun
    held = documents(HELD_SEED, arguments.held)
    share, seen = verbatim(train, held)
    some = train[:5000]
    print(f"kinds                {len(KINDS)}")
    print(f"frames               {len(set(frames()))}")
    print(f"lexicon              {len(lexicon.words())} word forms")
    distinct = {word.lower() for text in some for word in _WORD.findall(text)}
    print(f"distinct words       {len(distinct)} in {len(some)} documents")
    print(f"verbatim share       {share:.2%} of held-out sentences in {len(train)} documents")
    print(f"documents per second {len(train) / seconds:.0f}")
    print(f"mean words           {sum(len(text.split()) for text in some) / len(some):.1f}")
    print(f"repeated content     {repeated(some):.1%} after the first paragraph")
    for sentence, count in seen.most_common(arguments.show):
        print(f"  {count} x {sentence}")


if __name__ == "__main__":
    main()
