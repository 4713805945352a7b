"""The ends of lines: brought to "\\n" for the editor, and given back to their lines for the file."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

# Qt ends a paragraph at each of these, so none of them can stand inside a line of a document.
ENDING = re.compile("\r\n|[\n\r\u2029\ufdd0\ufdd1]")
_USUAL = ("\n", "\r\n", "\r")
_LABELS = {"\n": "LF", "\r\n": "CRLF", "\r": "CR", "\u2029": "PS", "\ufdd0": "U+FDD0", "\ufdd1": "U+FDD1"}
_LONG = 1000
_RARE = ("\u2029", "\ufdd0", "\ufdd1")


@dataclass(frozen=True, slots=True)
class Lines:
    """A text whose lines end in "\\n", and what ended them before."""

    text: str
    newline: str | None
    """What ended most of them; None without any."""
    endings: tuple[str, ...]
    """What ended each, if not all are alike."""
    longest: int
    """Characters of the longest line."""
    count: int
    """Of lines; a final line end begins one more."""


def label(ending: str) -> str:
    """What people call a line end: LF, CRLF, CR."""
    return _LABELS[ending]


def split(raw: Iterable[str]) -> Lines:
    """Bring every line ending of a text, given in parts, to "\\n"."""
    parts = list(_whole_endings(raw))
    counts: Counter[str] = Counter()
    for part in parts:
        pairs = part.count("\r\n")
        counts.update({"\r\n": pairs, "\r": part.count("\r") - pairs, "\n": part.count("\n") - pairs})
        counts.update({ending: part.count(ending) for ending in _RARE})
    kinds = [ending for ending, count in counts.items() if count]
    newline = max(_USUAL, key=lambda ending: counts[ending]) if kinds else None
    endings: tuple[str, ...] = ()
    if newline is not None and kinds != [newline]:
        endings = tuple(ending for part in parts for ending in ENDING.findall(part))
        texts = [ENDING.sub("\n", part) for part in parts]
    else:
        texts = parts if newline in {None, "\n"} else [part.replace(newline or "", "\n") for part in parts]
    return Lines("".join(texts), newline, endings, _longest(texts), counts.total() + 1)


def joined(texts: Sequence[str], newline: str, endings: Sequence[str], lines: Sequence[str]) -> Iterator[str]:
    """A text, given in parts, with the ending that each line had; lines that are new end in `newline`.

    `lines` are those to which `endings` belong; both are empty if all lines end in `newline`.
    """
    if endings:
        yield _with_endings("".join(texts), newline, endings, lines)
    elif newline == "\n":
        yield from texts
    else:
        yield from (text.replace("\n", newline) for text in texts)


def _whole_endings(parts: Iterable[str]) -> Iterator[str]:
    """The parts, cut so that no "\\r\\n" lies in two of them."""
    kept = ""
    for part in parts:
        if kept:
            part = kept + part  # noqa: PLW2901
            kept = ""
        if part.endswith("\r"):
            part, kept = part[:-1], "\r"  # noqa: PLW2901
        yield part
    yield kept


def _longest(texts: Iterable[str]) -> int:
    longest = begun = 0
    for text in texts:
        first, *others = text.split("\n")
        begun += len(first)
        if others:
            longest = max(longest, begun, *map(len, others))
            begun = len(others[-1])
    return max(longest, begun)


def _with_endings(text: str, newline: str, endings: Sequence[str], before: Sequence[str]) -> str:
    lines = text.split("\n")
    result = [newline] * len(lines)
    result[-1] = ""
    for old, new, length in _matches(before, lines):
        for step in range(length):
            if old + step < len(endings) and new + step < len(lines) - 1:
                result[new + step] = endings[old + step]
    for place in range(1, len(lines)):
        # Brought together by an edit, these two would be read as one ending.
        if result[place - 1] == "\r" and not lines[place] and result[place].startswith("\n"):
            result[place] = "\r"
    return "".join(line + ending for line, ending in zip(lines, result, strict=True))


def _matches(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int, int]]:
    """Runs of equal lines as (place in old, place in new, length)."""
    from difflib import SequenceMatcher

    shorter = min(len(old), len(new))
    head = next((place for place in range(shorter) if old[place] != new[place]), shorter)
    rest = shorter - head
    tail = next((place for place in range(rest) if old[-1 - place] != new[-1 - place]), rest)
    middle_old, middle_new = old[head : len(old) - tail], new[head : len(new) - tail]
    # In a long text, lines that occur all over the place (empty ones) would make this quadratic.
    matcher = SequenceMatcher(None, middle_old, middle_new, autojunk=len(middle_old) > _LONG)
    return [
        (0, 0, head),
        *((head + a, head + b, size) for a, b, size in matcher.get_matching_blocks()),
        (len(old) - tail, len(new) - tail, tail),
    ]
