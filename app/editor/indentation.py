"""What a text is indented with: told from its lines, added, taken away, converted. No Qt."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

_LEADING = re.compile(r"[ \t]*")
_WIDTHS = range(2, 9)
LINES = 5_000
"""Lines that are looked at; more would tell nothing new."""


TABBED = frozenset({"Go", "Makefile", "Plain Text"})
"""Languages that are indented with tabs unless a text does otherwise."""


@dataclass(frozen=True, slots=True)
class Indentation:
    """One step of indentation: a tab, or so many spaces. A tab reaches to the next multiple of `width`."""

    uses_tabs: bool = False
    width: int = 4

    @property
    def step(self) -> str:
        """What one step is written with."""
        return "\t" if self.uses_tabs else " " * self.width

    def written(self, columns: int) -> str:
        """White space that is so many columns wide."""
        if not self.uses_tabs:
            return " " * columns
        return "\t" * (columns // self.width) + " " * (columns % self.width)

    def to_next_stop(self, before: str) -> str:
        """What the Tab key inserts after `before`, the part of the line left of the caret."""
        if self.uses_tabs:
            return "\t"
        return " " * (self.width - columns_of(before, self.width) % self.width)


def detect(text: str | Iterable[str], default: Indentation | None = None) -> Indentation:
    """What most indented lines of a text (or of some lines) use; `default` where they say nothing."""
    default = default or Indentation()
    lines = text.split("\n", LINES)[:LINES] if isinstance(text, str) else text
    tabs = spaces = before = 0
    growths: Counter[int] = Counter()
    for line in lines:
        leading = leading_space(line)
        rest = line[len(leading) : len(leading) + 1]
        # Continued comments (" * …") and blank lines are not indented by anybody's rule.
        if rest in ("", "*"):
            continue
        if "\t" in leading:
            tabs += leading.startswith("\t")
            before = 0
            continue
        growth = len(leading) - before
        before = len(leading)
        if leading:
            spaces += len(leading) > 1
            growths[growth] += 1
    if tabs > spaces:
        return Indentation(True, default.width)
    counts = {width: growths[width] for width in _WIDTHS if growths[width]}
    if not spaces or not counts:
        return Indentation(False, default.width) if spaces else default
    width = max(counts, key=lambda each: (counts[each], -each))
    # Twice the step is as common as the step where things are nested two at a time.
    half = width // 2
    if width % 2 == 0 and half in counts and counts[half] * 2 >= counts[width]:
        width = half
    return Indentation(False, width)


def leading_space(line: str) -> str:
    """The tabs and spaces that a line begins with."""
    found = _LEADING.match(line)
    return found[0] if found is not None else ""


def columns_of(text: str, tab_width: int) -> int:
    """How many columns a piece of a line takes from the line's beginning."""
    if "\t" not in text:
        return len(text)
    columns = 0
    for character in text:
        columns += tab_width - columns % tab_width if character == "\t" else 1
    return columns


def without_step(line: str, indentation: Indentation) -> str:
    """The line with one step of its indentation taken away, or what there is of it."""
    leading = leading_space(line)
    if leading.startswith("\t"):
        return line[1:]
    head = len(leading) - len(leading.lstrip(" "))
    if head < indentation.width and leading[head : head + 1] == "\t":
        return line[head + 1 :]
    return line[min(head, indentation.width) :]


def converted(line: str, to: Indentation) -> str:
    """The line with its indentation rewritten, as wide as before."""
    leading = leading_space(line)
    return to.written(columns_of(leading, to.width)) + line[len(leading) :]
