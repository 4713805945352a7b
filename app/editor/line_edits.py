"""What commands do to whole lines: pure functions from lines and a selection to lines and a selection. No Qt."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from palimpsest.app.editor.indentation import Indentation, converted, leading_space, without_step

Place = tuple[int, int]
"""Line and column, both from 0, in code points. The line after the last one, column 0, is a place, too."""

_DIGITS = re.compile(r"([0-9]+)")
_SINGLY = 500
"""So many lines are changed one by one; more of them at once, for that is quicker."""


@dataclass(frozen=True, slots=True)
class Part:
    """Some whole lines of a text, and what is selected in them."""

    lines: tuple[str, ...]
    anchor: Place = (0, 0)
    caret: Place = (0, 0)

    @property
    def selected(self) -> bool:
        """True if anything is selected."""
        return self.anchor != self.caret


def indented(part: Part, indentation: Indentation) -> Part:
    """Every line that is not blank, one step deeper."""
    return _each(part, lambda line: indentation.step + line if line.strip(" \t") else line)


def outdented(part: Part, indentation: Indentation) -> Part:
    """Every line one step less deep."""
    return _each(part, lambda line: without_step(line, indentation))


def reindented(part: Part, indentation: Indentation) -> Part:
    """The same widths of indentation, written with tabs or with spaces."""
    return _each(part, lambda line: converted(line, indentation))


def comment_toggled(part: Part, line_comment: str, block_comment: tuple[str, str] | None) -> Part:
    """Make the lines a comment, or plain again if all of them are one. Blank lines are left alone.

    A language without comments of one line gets one comment around all lines, unless there is one in them already.
    """
    if line_comment:
        return _toggle_lines(part, line_comment)
    return part if block_comment is None else _toggle_block(part, *block_comment)


def moved_up(part: Part) -> Part:
    """The first line goes below the others; the selection, which is in the others, goes with them."""
    return Part(part.lines[1:] + part.lines[:1], _down(part.anchor, -1), _down(part.caret, -1))


def moved_down(part: Part) -> Part:
    """The last line goes above the others; the selection, which is in the others, goes with them."""
    return Part(part.lines[-1:] + part.lines[:-1], _down(part.anchor, 1), _down(part.caret, 1))


def duplicated(part: Part, *, below: bool) -> Part:
    """The lines twice; the selection is in the lower or in the upper copy."""
    by = len(part.lines) if below else 0
    return Part(part.lines * 2, _down(part.anchor, by), _down(part.caret, by))


def joined(part: Part) -> Part:
    """All lines in one, with a space where two meet; the caret goes to the last of these places."""
    line, at = part.lines[0], len(part.lines[0])
    for after in part.lines[1:]:
        left, right = line.rstrip(" \t"), after.lstrip(" \t")
        if not left:
            # An indented line without text keeps the place that it gives to the text after it.
            left = line if right else ""
            at, line = len(left), left + right
        else:
            at, line = len(left), f"{left} {right}" if right else left
    return Part((line,), (0, at), (0, at))


def sorted_lines(part: Part, *, descending: bool = False, ignore_case: bool = True) -> Part:
    """In natural order: "file 9" before "file 10"."""
    return _whole(part, sorted(part.lines, key=lambda line: natural_key(line, ignore_case), reverse=descending))


def reversed_lines(part: Part) -> Part:
    """The last line first."""
    return _whole(part, part.lines[::-1])


def unique_lines(part: Part) -> Part:
    """Only the first of equal lines."""
    return _whole(part, dict.fromkeys(part.lines))


def trimmed(part: Part, *, keep_breaks: bool) -> Part:
    """Without white space at line ends. `keep_breaks` leaves two spaces, with which Markdown breaks a line."""

    def trim(line: str) -> str:
        short = line.rstrip(" \t")
        return f"{short}  " if keep_breaks and short and line.endswith("  ") else short

    lines = tuple(trim(line) for line in part.lines)
    anchor, caret = (_clamped(place, lines) for place in (part.anchor, part.caret))
    return Part(lines, anchor, caret)


@dataclass(frozen=True, slots=True)
class Change:
    """`lines` in place of the old lines [first, last)."""

    first: int
    last: int
    lines: tuple[str, ...]


def changes(old: tuple[str, ...], new: tuple[str, ...]) -> list[Change]:
    """How to make `new` of `old`, leaving alone what stays: in order, not overlapping."""
    if old == new:
        return []
    count = len(old)
    # A moved line is taken away here and put back there; those that it passes are not touched.
    if new == old[1:] + old[:1]:
        return [Change(0, 1, ()), Change(count, count, old[:1])]
    if new == old[-1:] + old[:-1]:
        return [Change(0, 0, old[-1:]), Change(count - 1, count, ())]
    if len(new) == count:
        differing = [place for place in range(count) if old[place] != new[place]]
        if len(differing) <= _SINGLY:
            return [Change(place, place + 1, (new[place],)) for place in differing]
        first, last = differing[0], differing[-1] + 1
        return [Change(first, last, new[first:last])]
    head, tail = common_ends(old, new)
    return [Change(head, count - tail, new[head : len(new) - tail])]


def common_ends(one: Sequence[object], other: Sequence[object]) -> tuple[int, int]:
    """How much two texts, or lists of lines, have in common at the beginning, and in the rest at the end."""
    shorter = min(len(one), len(other))
    head = next((at for at in range(shorter) if one[at] != other[at]), shorter)
    rest = shorter - head
    return head, next((at for at in range(rest) if one[-1 - at] != other[-1 - at]), rest)


def natural_key(line: str, ignore_case: bool = True) -> tuple[object, ...]:
    """Sorts numbers in a line by their value, and equal ones by how they are written."""
    folded = line.casefold() if ignore_case else line
    parts = _DIGITS.split(folded)
    # As (length, digits) a number may be of any size.
    key = [(len(bare := each.lstrip("0")), bare) if place % 2 else each for place, each in enumerate(parts)]
    return (key, folded)


def _toggle_lines(part: Part, mark: str) -> Part:
    written = [line for line in part.lines if line.strip(" \t")]
    if not written:
        if len(part.lines) != 1:
            return part
        # An empty line is about to be written on.
        return _each(part, lambda line: f"{line}{mark} ")
    # A mark that is a word, or "..", has to stand by itself.
    ends = r"(?:[ \t]|$)" if mark[-1].isalnum() or mark[-1] == "." else ""
    known = re.compile(rf"[ \t]*({re.escape(mark)}(?={ends}) ?)", re.IGNORECASE if mark.isalpha() else 0)
    if all(known.match(line) for line in written):

        def plain(line: str) -> str:
            found = known.match(line)
            return line if found is None else line[: found.start(1)] + line[found.end(1) :]

        return _each(part, plain)
    indents = [leading_space(line) for line in written]
    depth = min(common_ends(indents[0], each)[0] for each in indents)
    return _each(part, lambda line: f"{line[:depth]}{mark} {line[depth:]}" if line.strip(" \t") else line)


def _toggle_block(part: Part, opening: str, closing: str) -> Part:
    written = [number for number, line in enumerate(part.lines) if line.strip(" \t")]
    if not written:
        return part
    first, last = written[0], written[-1]
    text = "\n".join(part.lines[first : last + 1])
    body = text.strip(" \t")
    head = text[: len(text) - len(text.lstrip(" \t"))]
    inside = body[len(opening) : len(body) - len(closing)]
    if (
        body.startswith(opening)
        and body.endswith(closing)
        and len(body) >= len(opening) + len(closing)
        and closing not in inside
    ):
        tail = text[len(head) + len(body) :]
        new = head + inside.removeprefix(" ").removesuffix(" ") + tail
    elif opening in body or closing in body:
        return part
    else:
        new = f"{head}{opening} {text[len(head) :]} {closing}"
    lines = iter(new.split("\n"))
    result = [next(lines) if first <= number <= last else line for number, line in enumerate(part.lines)]
    return _shifted(part, tuple(result))


def _each(part: Part, change: Callable[[str], str]) -> Part:
    return _shifted(part, tuple(change(line) for line in part.lines))


def _shifted(part: Part, lines: tuple[str, ...]) -> Part:
    """The same lines, changed near their beginnings: places after a change move along with what follows them."""
    low = min(part.anchor, part.caret)

    def moved(place: Place) -> Place:
        number, column = place
        if number >= len(lines):
            return place
        old, new = part.lines[number], lines[number]
        # A selection from the beginning of a line still begins there.
        if column == 0 and part.selected and place == low:
            return place
        head, tail = common_ends(old, new)
        if column < head:
            return place
        if column >= len(old) - tail:
            return number, column + len(new) - len(old)
        return number, min(column, len(new) - tail)

    return Part(lines, moved(part.anchor), moved(part.caret))


def _whole(part: Part, lines: Iterable[str]) -> Part:
    """Other lines; all of them are selected if anything was."""
    new = tuple(lines)
    if not part.selected:
        return replace(part, lines=new, anchor=_clamped(part.anchor, new), caret=_clamped(part.caret, new))
    low, high = min(part.anchor, part.caret), max(part.anchor, part.caret)
    end = (len(new), 0) if high[0] >= len(part.lines) else (len(new) - 1, len(new[-1]))
    return Part(new, (0, 0), end) if low == part.anchor else Part(new, end, (0, 0))


def _down(place: Place, by: int) -> Place:
    return place[0] + by, place[1]


def _clamped(place: Place, lines: tuple[str, ...]) -> Place:
    number, column = place
    if number >= len(lines):
        return len(lines), 0
    return number, min(column, len(lines[number]))
