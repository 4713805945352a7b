"""Where a selection meets the text around it: token-safe borders of the span, of its pins and of its holes.

Reference: infill.md §7.1. The window around the span is tokenised once. A token that straddles an outer border is freed
and its outer characters become a rule for the first or last cell; a space stays with its word; inside the span, where
text to be written meets text that stays, a token that straddles is cut, so that what is held is held to the character.
All positions here are bytes of UTF-8.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from palimpsest.engine import cuts
from palimpsest.engine.canvas import Run, Span
from palimpsest.engine.request import Range
from palimpsest.engine.tokenizer import Encoding, Tokenizer

LEFT_WINDOW = 16_000
RIGHT_WINDOW = 3_000
"""Characters around the span that are tokenised."""

LEFT_STEP = 2_000
"""Characters by which the left window is moved on as a text grows."""

_PLACEHOLDER = re.compile(r"\s*(_+|\.{3}|…|\?+|-{2,}|(todo|fixme|xxx|tbd)\W*)?\s*", re.IGNORECASE)


def is_blank(text: str) -> bool:
    """True for what only marks a gap (nothing, white space, TODO, …, ___): its length says nothing."""
    return _PLACEHOLDER.fullmatch(text) is not None


@dataclass(slots=True)
class _Part:
    """A stretch of the span on its way to a `Run`."""

    begin: int
    stop: int
    held: bool
    hole: bool = False
    head: bytes = b""


def lay_out(
    tokenizer: Tokenizer,
    text: str,
    start: int,
    end: int,
    pins: Sequence[Range] = (),
    holes: Sequence[Range] = (),
    *,
    split_end: bool = False,
) -> Span:
    """Tokenise the window around `text[start:end]` (code points) and find the borders of the span and within it.

    `pins` are held; if there are `holes`, so is all that is outside of them. With `split_end` the last cell ends just
    where the span does, whatever token straddles there.
    """
    first, last = _window_start(text, start), _window_end(text, end)
    data = text[first:last].encode()
    layout = _Layout(tokenizer, data, tokenizer.encode(text[first:last]))
    begin = len(text[first:start].encode())
    stop = begin + len(text[start:end].encode())
    # The bytes of a place are counted from the one before it: a long span has many pins.
    offsets = {start: begin, end: stop}
    before, offset = start, begin
    for place in sorted({place for low, high in (*pins, *holes) for place in (low, high)}):
        offset += len(text[before:place].encode())
        offsets[place] = offset
        before = place
    parts = _parts(
        begin,
        stop,
        [(offsets[low], offsets[high]) for low, high in pins],
        [(offsets[low], offsets[high]) for low, high in holes],
    )
    return layout.span(parts, ends_document=last == len(text), split_end=split_end)


class _Layout:
    """A window of text with its tokens."""

    def __init__(self, tokenizer: Tokenizer, data: bytes, encoding: Encoding) -> None:
        self.tokenizer = tokenizer
        self.data = data
        self.encoding = encoding

    def span(self, parts: list[_Part], *, ends_document: bool, split_end: bool) -> Span:
        """The span whose parts, in order, these are; moves their borders to where they fit the tokens."""
        head = self._left(parts[0])
        for one, other in pairwise(parts):
            self._move(one, other)
        tail, trailing = (b"", b"") if split_end else self._right(parts[-1])
        runs, old, pinned = [], [], []
        for number, part in enumerate(parts):
            outer = head if not number and not part.held else b""
            inner = tail if number == len(parts) - 1 and not part.held else b""
            ids = self._ids(part.begin, part.stop)
            said = self.data[part.begin + len(part.head or outer) : part.stop - len(inner)].decode()
            blank = part.hole and is_blank(said)
            runs.append(Run(len(ids), part.held, part.head or outer, inner, blank, part.hole))
            old += ids
            pinned += [part.held] * len(ids)
        return Span(
            left=self._ids(0, parts[0].begin),
            old=tuple(old),
            pinned=tuple(pinned),
            right=self._ids(parts[-1].stop, len(self.data)),
            head=head,
            tail=tail,
            trailing=trailing,
            ends_document=ends_document,
            parts=tuple(run for run in runs if run.size or not run.held) or (Run(0, held=True),),
        )

    def _move(self, one: _Part, other: _Part) -> None:
        """Give white space at an inner border to the word after it, if the tokens have it so."""
        border = other.begin
        token = self._straddling(border)
        space = self.data[token:border]
        if not space.isspace() or token < one.begin:
            return
        if one.held:
            # New text begins with the space that was held.
            other.head = space
        one.stop = other.begin = token

    def _left(self, part: _Part) -> bytes:
        """Move the left border to that of its token if that may be; what now stands before the selection."""
        token = self._straddling(part.begin)
        head = self.data[token : part.begin]
        whole = bisect_right(self.encoding.starts, token)
        inside = whole < len(self.encoding.starts) and self.encoding.starts[whole] <= part.stop
        if not head or not self._is_character_start(token) or (part.held and not (head.isspace() and inside)):
            return b""
        part.begin = token
        return head

    def _right(self, part: _Part) -> tuple[bytes, bytes]:
        """Move the right border likewise; what now stands behind the selection, and white space cut off its end."""
        stop = part.stop
        token = self._straddling(stop)
        if token == stop:
            return b"", b""
        inner = self.data[token:stop]
        if inner.isspace() and token >= part.begin:
            # Of the token that straddles the right border only its space is selected: it stays with its word.
            part.stop = token
            return b"", inner
        starts = self.encoding.starts
        end = starts[bisect_left(starts, stop)]
        if part.held or not self._is_character_start(end):
            return b"", b""
        part.stop = end
        return self.data[stop:end], b""

    def _straddling(self, place: int) -> int:
        """Where the token begins that `place` is in; `place` itself if one begins there."""
        starts = self.encoding.starts
        return starts[bisect_right(starts, place) - 1]

    def _ids(self, begin: int, stop: int) -> tuple[int, ...]:
        """Tokens of a stretch: those of the window where they fit, else its own."""
        starts = self.encoding.starts
        low, high = bisect_left(starts, begin), bisect_left(starts, stop)
        if starts[low] == begin and starts[high] == stop:
            return self.encoding.ids[low:high]
        return self.tokenizer.encode(self.data[begin:stop].decode()).ids

    def _is_character_start(self, place: int) -> bool:
        return place >= len(self.data) or self.data[place] & 0xC0 != 0x80


def _parts(begin: int, stop: int, pins: list[Range], holes: list[Range]) -> list[_Part]:
    """Stretches of the span in order, held and free; an empty hole is a stretch too."""
    parts: list[_Part] = []
    place = begin
    for low, high in holes or [(begin, stop)]:
        if place < low:
            parts.append(_Part(place, low, held=True))
        parts += _pinned(low, high, pins, hole=bool(holes))
        place = high
    if place < stop:
        parts.append(_Part(place, stop, held=True))
    return parts


def _pinned(begin: int, stop: int, pins: list[Range], *, hole: bool) -> list[_Part]:
    """A stretch that may be written, less the pins in it."""
    parts: list[_Part] = []
    place = begin
    for first, last in sorted(pins):
        low, high = max(first, place), min(last, stop)
        if low >= high:
            continue
        if place < low:
            parts.append(_Part(place, low, held=False, hole=hole))
        if parts and parts[-1].held:
            parts[-1].stop = high
        else:
            parts.append(_Part(low, high, held=True))
        place = high
    if place < stop or not parts:
        parts.append(_Part(place, stop, held=False, hole=hole))
    return parts


def _window_start(text: str, start: int) -> int:
    """Where the left window begins: at the document's start, or at a border that stays where it is for a while."""
    if start <= LEFT_WINDOW:
        return 0
    earliest = -(-(start - LEFT_WINDOW) // LEFT_STEP) * LEFT_STEP
    return cuts.border(text, earliest, earliest + LEFT_STEP)


def _window_end(text: str, end: int) -> int:
    if len(text) - end <= RIGHT_WINDOW:
        return len(text)
    latest = end + RIGHT_WINDOW
    for mark in ("\n", " "):
        found = text.rfind(mark, end, latest)
        if found >= 0:
            return found
    return latest
