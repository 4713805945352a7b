"""The styles of a text's lines, kept up to date edit by edit: what an edit cannot have changed is not lexed again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import TypeAlias

from pygments.token import _TokenType

from palimpsest.app.documents.positions import Positions
from palimpsest.app.editor.lexing import START, Machine, State

Span: TypeAlias = tuple[int, int, int]
"""Begin, end (UTF-16 units of the line) and style of a part of it."""
Spans: TypeAlias = tuple[Span, ...]
"""Of one line: in order, without overlap; what is plain is left out."""
Stretch: TypeAlias = tuple[int, int]
"""Lines [first, last)."""

MARGIN = 10
"""Lines before an edit that are lexed with it: rules look ahead, for an underline below a heading or for a brace."""
_TOKENS = 64
"""Between two moments at which lexing can be left."""
_SPANS = 1_000
"""Of one line; what comes after them is plain."""


class LexedLines:
    """The lines of one text, without their ends. No Qt, no threads.

    An edit is right as far as the lexer's rules look ahead by no more than `MARGIN` lines. Some look to the end of the
    text, for what closes a comment: `doubt` has everything looked at again.
    """

    def __init__(self, machine: Machine, style_of: Callable[[_TokenType], int]) -> None:
        self.spans: list[Spans] = [()]
        self._machine = machine
        self._style_of = style_of
        self._text = "\n"
        self._lengths = [1]
        # At the start of each line; None where no token begins, and where nobody has been yet.
        self._states: list[State | None] = [START]
        self._dirty: list[Stretch] = []
        self._untold: list[Stretch] = []

    @property
    def pending(self) -> bool:
        """True if `steps` has something to do."""
        return bool(self._dirty or self._untold)

    @property
    def size(self) -> int:
        """Code points of the text."""
        return len(self._text)

    @property
    def resumable(self) -> bool:
        """False if every edit means to lex the whole text."""
        return self._machine.resumable

    def reset(self, lines: Sequence[str]) -> None:
        """Start over with these lines, at least one."""
        self._text = "\n".join(lines) + "\n"
        self._lengths = [len(line) + 1 for line in lines]
        self._states = [START, *[None] * (len(lines) - 1)]
        self.spans = [()] * len(lines)
        self._dirty, self._untold = [(0, len(lines))], []

    def edit(self, first: int, removed: int, lines: Sequence[str]) -> None:
        """`removed` lines from `first` on have given way to `lines`; both are one or more."""
        moved = [_moved(part, first, removed, len(lines)) for part in self._untold]
        self._untold = _joined([*moved, (first, first + len(lines))])
        start = sum(islice(self._lengths, first))
        end = start + sum(self._lengths[first : first + removed])
        old = self._text[start : end - 1].split("\n")
        # Qt tells of several edits as of one wide one, and of a changed format as of a changed text.
        head = _common(old, lines)
        if head == removed == len(lines):
            return
        tail = min(_common(old[::-1], lines[::-1]), min(removed, len(lines)) - head)
        start += sum(map(len, old[:head])) + head
        end -= sum(map(len, old[removed - tail :])) + tail
        new = lines[head : len(lines) - tail]
        self._replace(first + head, removed - head - tail, new, start, end)

    def doubt(self) -> None:
        """Have `steps` lex everything again."""
        self._dirty = [(0, len(self.spans))]

    def trust(self) -> None:
        """Leave it at what has been lexed anew since `doubt`."""
        self._dirty = [(begin, begin + 1) for begin, _ in self._dirty]

    def steps(self) -> Iterator[Stretch]:
        """Lex what has to be lexed; yields the lines done since the last time.

        It may be left at any yield and the text be edited; the next call goes on with what is left.
        """
        while self._untold:
            yield self._untold.pop()
        while self._dirty:
            yield from self._renew(*self._dirty[0])

    def unknown(self, first: int, last: int) -> Stretch | None:
        """The part of [first, last) that `steps` has not come to yet; None if it has been everywhere."""
        for begin, end in self._dirty:
            if max(begin, first) < min(end, last):
                return max(begin, first), min(end, last)
        return None

    def glance(self, first: int, last: int) -> Iterator[Stretch]:
        """Lex these lines for the time being, as if the text began with them; `steps` comes to them all the same."""
        start = sum(islice(self._lengths, first))
        text = self._text[start : start + sum(self._lengths[first:last])]
        sink = _Sink(self.spans, self._lengths, text, first, 0)
        for number, (begin, token, value) in enumerate(self._machine.tokens(text, 0, START, lambda *_: False), 1):
            sink.put(begin, begin + len(value), self._style_of(token))
            if number % _TOKENS == 0:
                yield sink.take()
        sink.finish(last)
        yield sink.take()

    def _replace(self, first: int, removed: int, lines: Sequence[str], start: int, end: int) -> None:
        """Put `lines` in place of the text [start, end), which is `removed` lines. Either may be none."""
        added = len(lines)
        self._text = "".join([self._text[:start], *[line + "\n" for line in lines], self._text[end:]])
        self._lengths[first : first + removed] = [len(line) + 1 for line in lines]
        # What begins here begins as it did; beyond that nobody has been.
        here = self._states[first] if first < len(self._states) else None
        self._states[first : first + removed] = [here, *[None] * added][:added]
        self._states[0] = START
        self.spans[first : first + removed] = [()] * added
        count = len(self.spans)
        moved = [_moved(part, first, removed, added) for part in self._dirty]
        begin = min(first, count - 1)
        self._dirty = _joined([*moved, (begin, min(count, begin + max(1, added)))])

    def _renew(self, first: int, last: int) -> Iterator[Stretch]:
        """Lex from a little before `first` on, until the state at a line from `last` on is what it was."""
        line = max(0, first - MARGIN)
        while (state := self._states[line]) is None:
            line -= 1
        place = sum(islice(self._lengths, line))
        count = len(self._lengths)
        sink = _Sink(self.spans, self._lengths, self._text, line, place)

        def passing(position: int, state: State) -> bool:
            nonlocal line, place
            while place < position:
                place += self._lengths[line]
                line += 1
                if place < position:
                    # Within a token.
                    self._states[line] = None
            if line >= count or (line >= last and self._states[line] == state):
                return True
            self._states[line] = state
            return False

        tokens = self._machine.tokens(self._text, place, state, passing)
        for number, (begin, token, value) in enumerate(tokens, 1):
            sink.put(begin, begin + len(value), self._style_of(token))
            if number % _TOKENS == 0:
                self._dirty = _joined([(line, max(last, line + 1)), *_after(self._dirty, line)])
                yield sink.take()
        end = line if self._machine.resumable else count
        sink.finish(end)
        self._dirty = _after(self._dirty, end)
        yield sink.take()


class _Sink:
    """Puts what a lexer finds into the lines."""

    def __init__(self, spans: list[Spans], lengths: list[int], text: str, line: int, place: int) -> None:
        self._spans, self._lengths, self._text = spans, lengths, text
        self._line = self._taken = line
        self._place = place
        self._end = place + lengths[line]
        self._found: list[Span] = []

    def put(self, begin: int, end: int, style: int) -> None:
        """[begin, end) of the text has this style."""
        while begin >= self._end:
            self._next()
        if style:
            while end > self._end:
                self._add(begin, self._end - 1, style)
                begin = self._end
                self._next()
            self._add(begin, end, style)

    def finish(self, line: int) -> None:
        """All before `line` has been put."""
        while self._line < line:
            self._next()

    def take(self) -> Stretch:
        """The lines that have been finished since the last time."""
        taken, self._taken = self._taken, self._line
        return taken, self._line

    def _add(self, begin: int, end: int, style: int) -> None:
        # The line's own end is no part of it.
        begin, end = begin - self._place, min(end, self._end - 1) - self._place
        if self._found:
            last_begin, last_end, last_style = self._found[-1]
            begin = max(begin, last_end)
            if begin == last_end and style == last_style and begin < end:
                self._found[-1] = (last_begin, end, style)
                return
        if 0 <= begin < end:
            self._found.append((begin, end, style))

    def _next(self) -> None:
        found = self._found[:_SPANS]
        if found:
            line = self._text[self._place : self._end]
            if not line.isascii():
                units = Positions(line).to_utf16
                found = [(units(begin), units(end), style) for begin, end, style in found]
            self._found = []
        self._spans[self._line] = tuple(found)
        self._line += 1
        self._place = self._end
        self._end += self._lengths[self._line] if self._line < len(self._lengths) else 1


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """How many lines two texts have in common at their beginning."""
    shorter = min(len(one), len(other))
    return next((at for at in range(shorter) if one[at] != other[at]), shorter)


def _moved(part: Stretch, first: int, removed: int, added: int) -> Stretch:
    """Where lines are after `removed` lines from `first` on have given way to `added`."""
    begin, end = part
    stop = first + removed
    begin = begin if begin <= first else max(first, begin - removed + added) if begin >= stop else first
    end = end if end <= first else end - removed + added if end >= stop else first + added
    return begin, end


def _joined(parts: list[Stretch]) -> list[Stretch]:
    """The same lines in as few stretches as they need, in order."""
    result: list[Stretch] = []
    for begin, end in sorted(parts):
        if begin >= end:
            continue
        if result and begin <= result[-1][1]:
            result[-1] = (result[-1][0], max(end, result[-1][1]))
        else:
            result.append((begin, end))
    return result


def _after(parts: list[Stretch], line: int) -> list[Stretch]:
    """What of the stretches lies at `line` or after it."""
    return [(max(begin, line), end) for begin, end in parts if end > line]
