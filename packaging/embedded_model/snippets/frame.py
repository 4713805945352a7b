"""Frames: Python text with slots, compiled once and filled many times.

In a frame, `<word>` is a slot filled from the theme, `⟦a¦b⟧` is a free choice, and `«…»` is a type hint that
stands only in hinted files. Frames of one group are parted by lines that start with `==`; what follows a line `--`
are the statements of the frame's own test.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random
    from collections.abc import Mapping

Part = str | tuple[str, ...] | list["Parts"]
Parts = tuple[Part, ...]

_MARK = re.compile(r"<([A-Za-z][A-Za-z0-9_.]*)>|⟦(.*?)⟧", re.DOTALL)
_HINT = re.compile(r"«(.*?)»", re.DOTALL)
_DEFAULT = re.compile(r"(?<=[a-z>])«: [^»]*» = (?=[^\n]*\)«)")
_DOC = re.compile(r'\n +"""[^"]*"""(?=\n +\S)')
_ARTICLE = re.compile(r"\b([aA])n? <(item|num|text|box)>")
_NAME = re.compile(r"^ *(?:def|class) ([\w<>.]+)", re.MULTILINE)
_CALL = re.compile(r"^assert (.+) == ", re.MULTILINE)

_IMPORTS = (
    (re.compile(r"\bargparse\."), "import argparse"),
    (re.compile(r"\bcsv\."), "import csv"),
    (re.compile(r"\bjson\."), "import json"),
    (re.compile(r"\blogging\."), "import logging"),
    (re.compile(r"\bmath\."), "import math"),
    (re.compile(r"\bos\."), "import os"),
    (re.compile(r"\brandom\."), "import random"),
    (re.compile(r"\bre\."), "import re"),
    (re.compile(r"\bsys\."), "import sys"),
    (re.compile(r"\btime\."), "import time"),
    (re.compile(r"\b(?:Callable|Iterator|Iterable)\["), "from collections.abc import "),
    (re.compile(r"\b(?:Counter|defaultdict|deque)\b"), "from collections import "),
    (re.compile(r"@(?:contextmanager)\b"), "from contextlib import contextmanager"),
    (re.compile(r"\bEnum\b"), "from enum import Enum"),
    (re.compile(r"@(?:lru_cache|wraps)\b"), "from functools import "),
    (re.compile(r"\b(?:groupby|accumulate|chain)\("), "from itertools import "),
    (re.compile(r"\bPath\b"), "from pathlib import Path"),
    (re.compile(r"@dataclass\b"), "from dataclasses import dataclass"),
    (re.compile(r"\bfield\("), "from dataclasses import field"),
    (re.compile(r"\bNamedTuple\b"), "from typing import NamedTuple"),
    (re.compile(r"\bAny\b"), "from typing import Any"),
)


def imports(text: str) -> tuple[str, ...]:
    """Import lines that `text` needs, one name a line."""
    lines: list[str] = []
    for pattern, line in _IMPORTS:
        found = {match.strip("@[(") for match in pattern.findall(text)}
        if line.endswith(" "):
            lines.extend(line + name for name in sorted(found))
        elif found:
            lines.append(line)
    return tuple(lines)


def parts(text: str) -> Parts:
    """`text` cut into literals, slots (one-element tuples) and choices (lists of parts)."""
    found: list[Part] = []
    at = 0
    for match in _MARK.finditer(text):
        if match.start() > at:
            found.append(text[at : match.start()])
        if match.group(1):
            found.append((match.group(1),))
        else:
            found.append([parts(choice) for choice in match.group(2).split("¦")])
        at = match.end()
    if at < len(text):
        found.append(text[at:])
    return tuple(found)


def fill(template: Parts, theme: Mapping[str, str], rng: random.Random) -> str:
    """The text of `template` with its slots taken from `theme` and its choices made by `rng`."""
    out: list[str] = []
    for part in template:
        if isinstance(part, str):
            out.append(part)
        elif isinstance(part, tuple):
            out.append(theme[part[0]])
        else:
            out.append(fill(part[int(rng.random() * len(part))], theme, rng))
    return "".join(out)


@dataclass(frozen=True, slots=True)
class Body:
    """One rendering of a frame, with or without hints and docstrings, and the imports it needs."""

    template: Parts
    imports: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Frame:
    """A piece of code, the statements that test it and the calls that show it."""

    name: Parts
    bodies: tuple[Body, ...]
    asserts: Parts
    asserts_imports: tuple[str, ...]
    calls: tuple[Parts, ...]

    def body(self, hints: bool, docs: bool) -> Body:
        """The rendering with or without type hints, with or without the docstrings of functions."""
        return self.bodies[2 * hints + docs]


def _frame(source: str) -> Frame:
    code, _, test = _ARTICLE.sub(r"<\1.\2>", source).partition("\n--\n")
    code, test = code.strip("\n"), test.strip("\n")
    bodies: list[Body] = []
    for hint in ("", r"\1"):
        full = _HINT.sub(hint, code if hint else _DEFAULT.sub("=", code))
        bodies += [Body(parts(text), imports(text)) for text in (_DOC.sub("", full), full)]
    name = _NAME.search(code)
    return Frame(
        name=parts(name.group(1)) if name else (),
        bodies=tuple(bodies),
        asserts=parts(test),
        asserts_imports=imports(test),
        calls=tuple(parts(call) for call in _CALL.findall(test)),
    )


def frames(source: str) -> tuple[Frame, ...]:
    """All frames of a group's `source`."""
    return tuple(_frame(piece) for piece in re.split(r"^==.*\n", source, flags=re.MULTILINE) if piece.strip())
