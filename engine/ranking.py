"""Which draft is best: a causal score of the fill and of what follows, filters, and a pick of differing alternatives.

Reference: infill.md §7.9. The encoder with the tied head is a sound autoregressive judge of the model's own drafts;
canvas confidence is not.
"""

from __future__ import annotations

import ast
import difflib
import math
import warnings
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

SUFFIX_DEPTH = 8
"""Tokens of the right text that take part in the score."""

LENGTH_PENALTY = 0.1
"""Nats per unit of |log(length / old length)|."""

REPEAT_PENALTY = 2.0
PARSE_PENALTY = 5.0
"""Nats taken from a draft that breaks code which parsed before, or repeats its surroundings."""

SAME_PENALTY = 1.0
"""Nats taken from a draft that says just what stood there."""

LARGEST_PARSED = 200_000
"""Characters of a document beyond which it is not parsed for every draft."""

DISTINCT = 0.25
"""Normalised edit distance below which two prose alternatives are the same to a reader."""


@dataclass(frozen=True, slots=True)
class Scored:
    """A draft with its place in the ranking. `text` replaces the selection."""

    text: str
    score: float
    """Mean log-probability, nats per token: half the fill, half the first tokens that follow."""
    merit: float
    """The score less penalties: what the order goes by."""
    passes: int
    draft: int = 0
    """Which of the drafts it is."""
    merged: int = 0
    """Others so much like it that they are left out."""


def causal_score(fill: Sequence[float], suffix: Sequence[float]) -> float:
    """½ mean log p(fill | left) + ½ mean log p(first right tokens | left, fill), nats per token."""
    parts = [sum(part) / len(part) for part in (fill, suffix) if part]
    return sum(parts) / len(parts) if parts else 0.0


def penalties(
    new: str,
    old: str,
    before: str,
    after: str,
    lengths: tuple[int, float],
    *,
    wants_change: bool,
    parsed_before: bool | None,
    name: str,
) -> float:
    """Nats to take from `new` for what a reader would object to; `lengths` are its tokens and those expected."""
    taken = 0.0
    length, prior = lengths
    if prior and length:
        taken += LENGTH_PENALTY * abs(math.log(length / prior))
    if wants_change and new == old:
        taken += SAME_PENALTY
    if repeats_surroundings(new, before, after) or (doubles_break(new, after) and not doubles_break(old, after)):
        taken += REPEAT_PENALTY
    if parsed_before and not parses(before + new + after, name):
        taken += PARSE_PENALTY
    return taken


def repeats_surroundings(new: str, before: str, after: str) -> bool:
    """True if the fill ends with the line that follows it or begins with the one before (two words at least)."""
    tail = after.split("\n", 1)[0].strip() if after else ""
    head = before.rsplit("\n", 1)[-1].strip() if before else ""
    stripped = new.strip()
    return any(
        len(edge.split()) >= 2 and test(edge)
        for edge, test in (
            (" ".join(tail.split()[:4]), stripped.endswith),
            (" ".join(head.split()[-4:]), stripped.startswith),
        )
    )


def doubles_break(new: str, after: str) -> bool:
    """True if a line break at the end of the fill is followed by another one."""
    return new.endswith("\n") and after.startswith(("\n", "\r"))


def parses(text: str, name: str) -> bool | None:
    """Whether a Python document is syntactically right; None where that cannot be told (language, size)."""
    if not name.endswith((".py", ".pyi")) or len(text) > LARGEST_PARSED:
        return None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            ast.parse(text)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return False
    return True


def pick(drafts: Sequence[Scored], count: int, *, prose: bool) -> list[Scored]:
    """The best `count` drafts that differ, best first.

    Texts that differ in outer white space alone are merged. Of prose, near-duplicates come only after everything else
    (maximal marginal relevance with a hard threshold), so that cycling shows something new each time; those there is
    no place for are merged too.
    """
    chosen: list[Scored] = []
    similar: list[Scored] = []
    equal: Counter[str] = Counter()
    for draft in sorted(drafts, key=lambda draft: -draft.merit):
        said = draft.text.strip()
        equal[said] += 1
        if equal[said] > 1:
            continue
        near = prose and any(distance(draft.text, other.text) < DISTINCT for other in chosen)
        (similar if near else chosen).append(draft)
    shown = (chosen + similar)[:count]
    merged = [equal[draft.text.strip()] - 1 for draft in shown]
    for draft in similar[max(0, count - len(chosen)) :]:
        likest = min(range(len(shown)), key=lambda place: distance(draft.text, shown[place].text))
        if distance(draft.text, shown[likest].text) < DISTINCT:
            merged[likest] += equal[draft.text.strip()]
    return [replace(draft, merged=more) for draft, more in zip(shown, merged, strict=True)]


def distance(one: str, other: str) -> float:
    """Normalised difference of two texts by words, 0 (equal) to 1 (nothing shared)."""
    matcher = difflib.SequenceMatcher(None, one.split(), other.split(), autojunk=False)
    return 1.0 - matcher.ratio()
