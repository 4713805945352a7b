"""The block around a place: statements of one depth, what brackets hold, an item or a section of Markdown. No Qt."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate

from palimpsest.app.documents.languages import Language
from palimpsest.app.editor import brackets
from palimpsest.app.editor.code_mask import masked
from palimpsest.app.editor.indentation import columns_of, leading_space
from palimpsest.app.editor.lists import is_item
from palimpsest.app.editor.range_set import Range

_HEADING = re.compile(r" {0,3}(#{1,6})(?:[ \t]|$)")
_UNDERLINE = re.compile(r" {0,3}(=+|-+)[ \t]*$")
_FENCE = re.compile(r"[ \t>]*(`{3,}|~{3,})")


class TextLines:
    """A text by lines."""

    def __init__(self, text: str, tab_width: int) -> None:
        self.lines = text.split("\n")
        self.starts = [0, *accumulate(len(line) + 1 for line in self.lines)]
        self.columns = [columns_of(leading_space(line), tab_width) for line in self.lines]

    def number(self, position: int) -> int:
        """The line that a position is in."""
        return min(len(self.lines), bisect_right(self.starts, position)) - 1

    def blank(self, number: int) -> bool:
        return not self.lines[number].strip()

    def span(self, first: int, last: int) -> Range:
        """Lines `first` to `last`, without the white space around them; empty where all of them are blank."""
        while first < last and self.blank(first):
            first += 1
        while first < last and self.blank(last):
            last -= 1
        begin, end = self.starts[first], self.starts[last] + len(self.lines[last].rstrip())
        return min(begin + len(self.lines[first]) - len(self.lines[first].lstrip()), end), end


def code_block(text: str, position: int, language: Language, tab_width: int) -> Range | None:
    """The smaller one of what the innermost brackets hold and of the statements that are indented alike.

    None where the place is blank and in no brackets.
    """
    mask = masked(text, language)
    pair = brackets.enclosing(mask, position, position)
    held = _trimmed(text, pair[0] + 1, pair[1], position) if pair is not None else None
    lines = TextLines(text, tab_width)
    found = _statements(lines, mask, position)
    if found is None or not found[0] <= position <= found[1] or not _balanced(mask[found[0] : found[1]]):
        return held if held is not None or found is None else found
    return found if held is None or found[1] - found[0] < held[1] - held[0] else held


def markdown_block(text: str, position: int, tab_width: int) -> Range | None:
    """What is between fences, the innermost item of a list, or the section; None before the first heading."""
    lines = TextLines(text, tab_width)
    here = lines.number(position)
    code, fences = _fenced(lines)
    if here in code:
        first, last = code[here]
        return lines.span(first, last)
    return _item(lines, here, code) or _section(lines, here, code | dict.fromkeys(fences, (0, 0)))


def _statements(lines: TextLines, mask: str, position: int) -> Range | None:
    """Lines around a position that are indented at least as much as its own, blank ones between them included.

    At the left edge, only as far as no line is blank: a whole program is no block.
    """
    here = lines.number(position)
    codes = mask.split("\n")
    for first, last in _continued(lines, mask):
        lines.columns[first + 1 : last + 1] = [lines.columns[first]] * (last - first)
    if lines.blank(here):
        near = [number for number in (here - 1, here + 1) if 0 <= number < len(lines.lines) and not lines.blank(number)]
        if len(near) < 2:
            return None
        here = near[0] if lines.columns[near[0]] >= lines.columns[near[1]] else near[1]
    depth = lines.columns[here]
    first = last = here

    for step in (-1, 1):
        number = here
        while 0 <= number + step < len(lines.lines):
            number += step
            if lines.blank(number):
                if not depth and _top_level(lines, number, step):
                    break
            elif lines.columns[number] >= depth:
                first, last = min(first, number), max(last, number)
            elif codes[number].strip():
                break  # what strings and comments are indented with says nothing
    return lines.span(first, last)


def _continued(lines: TextLines, mask: str) -> list[Range]:
    """Lines that only go on with what round or square brackets hold: first and last line of each pair, outer ones last.

    They count as indented like the line of the opening bracket.
    """
    opened: list[tuple[str, int]] = []
    found: list[Range] = []
    for match in re.finditer(r"[()\[\]{}]", mask):
        if match[0] in brackets.PAIRS:
            opened.append((match[0], match.start()))
        elif opened and opened[-1][0] == brackets.OPENING[match[0]]:
            first, last = lines.number(opened.pop()[1]), lines.number(match.start())
            if match[0] != "}" and first < last:
                found.append((first, last))
    return found


def _top_level(lines: TextLines, number: int, step: int) -> bool:
    """True if, at a blank line, a piece of a program ends: what follows begins at the left edge."""
    below = number
    while below < len(lines.lines) and lines.blank(below):
        below += 1
    return below == len(lines.lines) or not lines.columns[below] or (step < 0 and number == 0)


def _trimmed(text: str, start: int, end: int, position: int) -> Range:
    inner = text[start:end]
    if not inner.strip():
        return position, position
    return start + len(inner) - len(inner.lstrip()), end - (len(inner) - len(inner.rstrip()))


def _balanced(mask: str) -> bool:
    """True if every bracket has its partner."""
    opened: list[str] = []
    for match in re.finditer(r"[()\[\]{}]", mask):
        if match[0] in brackets.PAIRS:
            opened.append(match[0])
        elif not opened or opened.pop() != brackets.OPENING[match[0]]:
            return False
    return not opened


def _fenced(lines: TextLines) -> tuple[dict[int, Range], set[int]]:
    """For every line between fences, the first and the last line there; and the fences themselves."""
    code: dict[int, Range] = {}
    fences: set[int] = set()
    opened: tuple[int, str] | None = None
    for number, line in enumerate(lines.lines):
        match = _FENCE.match(line)
        if match is None:
            continue
        if opened is None:
            opened = (number, match[1])
        elif match[1].startswith(opened[1]) and not line[match.end() :].strip():
            inside = range(opened[0] + 1, number)
            code |= dict.fromkeys(inside, (opened[0] + 1, number - 1))
            fences |= {opened[0], number}
            opened = None
    if opened is not None:
        fences.add(opened[0])
        code |= dict.fromkeys(range(opened[0] + 1, len(lines.lines)), (opened[0] + 1, len(lines.lines) - 1))
    return code, fences


def _item(lines: TextLines, here: int, code: dict[int, Range]) -> Range | None:
    """The innermost item of a list that a line belongs to, with what is nested in it."""
    limit = lines.columns[here] if not lines.blank(here) else 1 << 30
    lazy = not lines.blank(here)
    for number in range(here, -1, -1):
        line = lines.lines[number]
        if number in code:
            continue
        if lines.blank(number):
            lazy = False
            continue
        if is_item(line) and (number == here or lines.columns[number] < limit or lazy):
            last = _item_end(lines, number, code)
            if last >= here or (lines.blank(here) and lines.blank(min(last + 1, len(lines.lines) - 1))):
                return lines.span(number, last) if last >= here else None
            return None
        if _HEADING.match(line) or (not lines.columns[number] and not lazy):
            return None
        if not is_item(line):
            limit = min(limit, max(1, lines.columns[number]))
    return None


def _item_end(lines: TextLines, first: int, code: dict[int, Range]) -> int:
    """The last line of the item that begins on line `first`."""
    last, lazy = first, True
    for number in range(first + 1, len(lines.lines)):
        if number in code:
            last = number
            continue
        if lines.blank(number):
            lazy = False
            continue
        line = lines.lines[number]
        deeper = lines.columns[number] > lines.columns[first]
        if not deeper and (not lazy or is_item(line) or _HEADING.match(line) or _FENCE.match(line)):
            break
        last, lazy = number, True
    return last


def _section(lines: TextLines, here: int, skipped: dict[int, Range]) -> Range | None:
    """From the heading above to the next one of its level or a higher one."""
    heads = [(number, level) for number in range(len(lines.lines)) if (level := _level(lines, number, skipped))]
    above = [head for head in heads if head[0] <= here]
    if not above:
        return None
    first, level = above[-1]
    last = next((number - 1 for number, other in heads if number > first and other <= level), len(lines.lines) - 1)
    while last > first and lines.blank(last):
        last -= 1
    return lines.span(first, last)


def _level(lines: TextLines, number: int, skipped: dict[int, Range]) -> int:
    """1 to 6 for a heading, 0 for any other line."""
    if number in skipped:
        return 0
    if (match := _HEADING.match(lines.lines[number])) is not None:
        return len(match[1])
    following = lines.lines[number + 1] if number + 1 < len(lines.lines) and number + 1 not in skipped else ""
    match = _UNDERLINE.match(following)
    if match is None or lines.blank(number) or is_item(lines.lines[number]):
        return 0
    if number and not lines.blank(number - 1):
        return 0
    return 1 if match[1][0] == "=" else 2
